package io.lianbo.did.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.AgreementCurve;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalDecryptionKey;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.Relationship;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others can do to a record on its way: each ends as a verdict. */
class SealedAttacksTest {
    private static final byte[] CONTENT = "7 Longjing Rd, Hangzhou".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final LocalDecryptionKey merchant = LocalDecryptionKey.generate(AgreementCurve.P256, random);
    private final LocalDecryptionKey courier = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
    private final LocalDecryptionKey stranger = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
    private final Recipient toMerchant = Recipient.of(merchant.agreementKey());
    private final Recipient toCourier = Recipient.of(courier.agreementKey());
    private final Recipient toStranger = Recipient.of(stranger.agreementKey());
    private final Sealed sealed = Sealer.of(random).seal(CONTENT, toMerchant, toCourier);

    @AfterEach
    void closeKeys() {
        merchant.close();
        courier.close();
        stranger.close();
    }

    @Test
    void onlyRecipientsOpenIt() {
        assertThat(sealed.recipientIds()).containsExactly(toMerchant.id(), toCourier.id());
        for (LocalDecryptionKey key : List.of(merchant, courier)) {
            Opened opened = Opener.of(key).open(sealed).value().orElseThrow();
            assertThat(opened.content()).isEqualTo(CONTENT);
            assertThat(opened.recipientIds()).isEqualTo(sealed.recipientIds());
            assertThat(opened.isBoundToRecipients()).isTrue();
            assertThat(opened.toString()).doesNotContain("Longjing");
        }
        assertRefused(sealed.text(), stranger, "NOT_A_RECIPIENT");
        assertThat(Opener.of(toCourier.id(), stranger).open(sealed).reasons())
                .extracting("code")
                .containsExactly("RECORD_TAMPERED");
        assertThat(sealed.text()).doesNotContain(Base64Url.encode(CONTENT));
    }

    @Test
    void noSecretOfOneRecordServesAnother() {
        Set<Object> parts = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            Map<String, Object> json = json(Sealer.of(random).seal(CONTENT, toMerchant, toCourier));
            parts.add(json.get("iv"));
            parts.add(json.get("ciphertext"));
            for (int recipient : new int[] {0, 1}) {
                parts.add(entry(json, recipient).get("encrypted_key"));
                parts.add(header(json, recipient).get("epk"));
            }
        }
        assertThat(parts).hasSize(8 * 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100_000, Sealed.MAX_CONTENT})
    void keepsContentsOfEveryLength(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        Sealed long1 = Sealer.of(random).seal(content, toMerchant);
        assertThat(Opener.of(merchant).open(long1.text()).value().orElseThrow().content())
                .isEqualTo(content);
    }

    @Test
    void noChangeOfAnyCharacterIsMissed() {
        String text = sealed.text();
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThat(Opener.of(i % 2 == 0 ? merchant : courier).open(changed).isVerified())
                    .as(changed)
                    .isFalse();
        }
    }

    @Test
    void noChangeOfAnyByteIsMissedWhereTheHeaderCommitsToNobody() {
        Sealed unbound = unbound(Map.of("enc", "A256GCM"), toMerchant, toCourier);
        List<LocalDecryptionKey> keys = List.of(merchant, courier);
        for (int i = 0; i < keys.size(); i++) {
            LocalDecryptionKey key = keys.get(i);
            int recipient = i;
            assertThat(Opener.of(key).open(unbound).value().orElseThrow().isBoundToRecipients())
                    .isFalse();
            eachByte(unbound, key, json -> json, "iv");
            eachByte(unbound, key, json -> json, "ciphertext");
            eachByte(unbound, key, json -> json, "tag");
            eachByte(unbound, key, json -> json, "protected");
            eachByte(unbound, key, json -> entry(json, recipient), "encrypted_key");
            eachByte(unbound, key, json -> header(json, recipient), "apv");
            eachByte(unbound, key, json -> epk(json, recipient), "x");
        }
        eachByte(unbound, merchant, json -> epk(json, 0), "y");
    }

    private interface Place {
        Map<String, Object> in(Map<String, Object> json);
    }

    private static void eachByte(Sealed sealed, LocalDecryptionKey key, Place place, String member) {
        int bytes = Base64Url.decode((String) place.in(json(sealed)).get(member)).length;
        for (int i = 0; i < bytes; i++) {
            Map<String, Object> json = json(sealed);
            byte[] value = Base64Url.decode((String) place.in(json).get(member));
            value[i] ^= (byte) (1 << (7 - (i + 1) % 8));
            place.in(json).put(member, Base64Url.encode(value));
            assertThat(Opener.of(key).open(StrictJson.write(json)).isVerified())
                    .as("%s, byte %s", member, i)
                    .isFalse();
        }
    }

    @Test
    void aRecipientRemovedAddedOrMovedIsNoticed() {
        Map<String, Object> other = json(Sealer.of(random).seal(CONTENT, toMerchant, toStranger));
        for (Consumer<List<Object>> change : List.<Consumer<List<Object>>>of(
                list -> list.remove(1),
                list -> list.add(list(other).get(1)),
                list -> list.set(1, list(other).get(1)),
                list -> list.set(0, list(other).get(0)),
                Collections::reverse)) {
            Map<String, Object> json = json(sealed);
            change.accept(list(json));
            assertRefused(StrictJson.write(json), merchant, "RECORD_TAMPERED");
        }
    }

    @Test
    void aCommitmentMadeAnewDoesNotHelpWhoHasNoKey() {
        Map<String, Object> json = json(sealed);
        list(json).remove(1);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("enc", "A256GCM");
        header.put("rcpts#S256", Sealed.commitment(json.get("recipients")));
        json.put("protected", Json.encode(header));
        assertRefused(StrictJson.write(json), merchant, "RECORD_TAMPERED");
        json.put("protected", Json.encode(Map.of("enc", "A256GCM")));
        assertRefused(StrictJson.write(json), merchant, "RECORD_TAMPERED");
    }

    @Test
    void aKeyWrappedForOneNameOpensUnderNoOther() {
        Sealed unbound =
                unbound(Map.of("enc", "A256GCM"), new Recipient("did:web:a.example#1", courier.agreementKey()));
        Map<String, Object> json = json(unbound);
        header(json, 0).put("kid", "did:web:b.example#1");
        assertThat(Opener.of("did:web:b.example#1", courier)
                        .open(StrictJson.write(json))
                        .isVerified())
                .isTrue(); // apv still says for whom it was wrapped
        header(json, 0).put("apv", Base64Url.encode("did:web:b.example#1".getBytes(StandardCharsets.US_ASCII)));
        assertThat(Opener.of("did:web:b.example#1", courier)
                        .open(StrictJson.write(json))
                        .reasons())
                .extracting("code")
                .containsExactly("RECORD_TAMPERED");
    }

    @Test
    void pointsOffTheCurveOfSmallOrderOrOfAnotherCurveAreRefused() {
        Map<String, Object> offTheCurve = json(sealed);
        epk(offTheCurve, 0).put("y", epk(offTheCurve, 0).get("x"));
        assertRefused(StrictJson.write(offTheCurve), merchant, "RECORD_MALFORMED");

        for (int order : new int[] {0, 1}) {
            byte[] u = new byte[32];
            u[0] = (byte) order;
            Map<String, Object> smallOrder = json(sealed);
            epk(smallOrder, 1).put("x", Base64Url.encode(u));
            assertRefused(StrictJson.write(smallOrder), courier, "RECORD_MALFORMED");
        }

        Map<String, Object> otherCurve = json(sealed);
        header(otherCurve, 0).put("epk", epk(otherCurve, 1));
        assertRefused(StrictJson.write(otherCurve), merchant, "RECORD_MALFORMED");

        Sealed toWeb = unbound(Map.of("enc", "A256GCM"), new Recipient("did:web:a.example#1", courier.agreementKey()));
        assertThat(Opener.of("did:web:a.example#1", merchant).open(toWeb).reasons())
                .extracting("code")
                .containsExactly("RECORD_TAMPERED");
    }

    @Test
    void otherAlgorithmsCompressionAndExtensionsAreRefused() {
        for (Map<String, Object> header : List.<Map<String, Object>>of(
                Map.of("enc", "A128GCM"),
                Map.of("enc", "A256CBC-HS512"),
                Map.of("enc", "A256GCM", "zip", "DEF"),
                Map.of("enc", "A256GCM", "crit", List.of("exp"), "exp", 1L),
                Map.of("enc", "A256GCM", "alg", "dir"))) {
            Map<String, Object> json = json(sealed);
            json.put("protected", Json.encode(header));
            assertRefused(StrictJson.write(json), merchant, "ALGORITHM_REFUSED");
        }
        for (String algorithm :
                List.of("ECDH-ES", "ECDH-ES+A128KW", "RSA1_5", "dir", "none", "A256KW", "PBES2-HS256+A128KW")) {
            Map<String, Object> json = json(sealed);
            header(json, 1).put("alg", algorithm);
            assertRefused(StrictJson.write(json), merchant, "ALGORITHM_REFUSED");
        }
        Map<String, Object> zipped = json(sealed);
        header(zipped, 0).put("zip", "DEF");
        assertRefused(StrictJson.write(zipped), merchant, "ALGORITHM_REFUSED");
    }

    @Test
    void whatIsNoRecordIsRefused() {
        for (Consumer<Map<String, Object>> change : List.<Consumer<Map<String, Object>>>of(
                json -> json.remove("tag"),
                json -> json.put("tag", Base64Url.encode(new byte[12])),
                json -> json.put("iv", Base64Url.encode(new byte[16])),
                json -> json.put("iv", Base64Url.encode(new byte[0])),
                json -> json.put("iv", json.get("iv") + "="),
                json -> json.put("ciphertext", 7L),
                json -> json.put("aad", "AA"),
                json -> json.put("unprotected", Map.of("jku", "https://evil.example/")),
                json -> json.put("protected", Base64Url.encode("[]".getBytes(StandardCharsets.US_ASCII))),
                json -> json.put(
                        "protected",
                        Base64Url.encode(
                                "{\"enc\":\"A256GCM\",\"enc\":\"A256GCM\"}".getBytes(StandardCharsets.US_ASCII))),
                json -> json.put("protected", Json.encode(Map.of("enc", "A256GCM", "jku", "https://evil.example/"))),
                json -> json.put("protected", Json.encode(Map.of("enc", "A256GCM", "rec", "a"))),
                json -> json.put("protected", Json.encode(Map.of("alg", "ECDH-ES+A256KW", "enc", "A256GCM"))),
                json -> json.put("recipients", List.of()),
                json -> json.put("recipients", "all"),
                json -> list(json).add(list(json).get(0)),
                json -> list(json).add(7L),
                json -> entry(json, 0).put("note", "x"),
                json -> entry(json, 0).put("encrypted_key", Base64Url.encode(new byte[24])),
                json -> header(json, 0).remove("kid"),
                json -> header(json, 0).put("kid", "x".repeat(1025)),
                json -> header(json, 0).put("apu", Base64Url.encode(new byte[2049])),
                json -> header(json, 0).put("jku", "https://evil.example/"),
                json -> header(json, 0).put("jwk", toStranger.key().jwk()),
                json -> epk(json, 0).put("d", "AA"),
                json -> epk(json, 0).put("crv", "P-384"))) {
            Map<String, Object> json = json(sealed);
            change.accept(json);
            assertRefused(StrictJson.write(json), merchant, "RECORD_MALFORMED");
        }
        String twice = sealed.text().replaceFirst("\"iv\":", "\"iv\":\"AAAAAAAAAAAAAAAA\",\"iv\":");
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "a.b.c.d.e",
                twice,
                sealed.text() + " {}",
                "[".repeat(100_000),
                "{\"protected\":".repeat(100_000),
                " ".repeat(Sealed.MAX_LENGTH + 1))) {
            assertRefused(text, merchant, "RECORD_MALFORMED");
        }
    }

    @Test
    void moreRecipientsThanAllowedAreRefused() {
        Map<String, Object> json = json(sealed);
        Object one = list(json).get(1);
        json.put("recipients", Collections.nCopies(Sealed.MAX_RECIPIENTS + 1, one));
        assertRefused(StrictJson.write(json), merchant, "RECORD_MALFORMED");

        List<Recipient> most = new ArrayList<>();
        for (int i = 0; i <= Sealed.MAX_RECIPIENTS; i++) {
            most.add(new Recipient("did:web:a.example#" + i, courier.agreementKey()));
        }
        Sealer sealer = Sealer.of(random);
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(CONTENT, most));
        most.removeLast();
        Sealed many = sealer.seal(CONTENT, most);
        assertThat(Opener.of("did:web:a.example#127", courier).open(many.text()).isVerified())
                .isTrue();
    }

    @Test
    void badArgumentsAreRefused() {
        Sealer sealer = Sealer.of(random);
        Recipient longest = new Recipient("did:" + "x".repeat(1000) + ":" + "~".repeat(19), courier.agreementKey());
        assertThat(Opener.of(longest.id(), courier)
                        .open(sealer.seal(CONTENT, longest))
                        .isVerified())
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(CONTENT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.seal(CONTENT, toCourier, toCourier))
                .withMessageContaining("once");
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(new byte[Sealed.MAX_CONTENT + 1], toCourier));
        for (String id :
                List.of("", "courier", "did:web:", "did:web:a b", "did:web:" + "x".repeat(1017), toCourier.id())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Recipient(id, stranger.agreementKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "EDDSA"})
    void recipientsComeFromDidDocuments(KeyAlgorithm algorithm) {
        try (LocalSigningKey signing = LocalSigningKey.generate(algorithm, random);
                LocalDecryptionKey own = algorithm == KeyAlgorithm.EDDSA
                        ? LocalDecryptionKey.beside(signing)
                        : LocalDecryptionKey.fromPrivateKey(
                                AgreementCurve.P256, signing.exportPrivateKeyDangerously())) {
            DidDocument document = DidDocument.builder(Did.ofWeb("shop.example"))
                    .key("sign", signing.verificationKey(), Relationship.ASSERTION_METHOD)
                    .agreementKey("read", own.agreementKey())
                    .build();
            Recipient shop = Recipient.of(
                    document.verificationMethods(Relationship.KEY_AGREEMENT).getFirst());
            assertThat(shop).isEqualTo(new Recipient("did:web:shop.example#read", own.agreementKey()));
            Sealed toShop = Sealer.of(random).seal(CONTENT, shop);
            assertThat(Opener.of(shop.id(), own)
                            .open(toShop)
                            .value()
                            .orElseThrow()
                            .content())
                    .isEqualTo(CONTENT);
            if (algorithm == KeyAlgorithm.EDDSA) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Recipient.of(document.verificationMethods(Relationship.ASSERTION_METHOD)
                                .getFirst()));
            }
        }
    }

    private static void assertRefused(String text, LocalDecryptionKey key, String code) {
        assertThat(Opener.of(key).open(text).reasons())
                .as(text.substring(0, Math.min(text.length(), 4000)))
                .extracting("code")
                .containsExactly(code);
    }

    /** A record as other libraries make them, which does not commit to its recipients. */
    private Sealed unbound(Map<String, Object> protectedHeader, Recipient... recipients) {
        byte[] contentKey = new byte[Aes.KEY_LENGTH];
        byte[] iv = new byte[Aes.IV_LENGTH];
        random.nextBytes(contentKey);
        random.nextBytes(iv);
        String header = Json.encode(protectedHeader);
        byte[] encrypted = Aes.encrypt(contentKey, iv, header.getBytes(StandardCharsets.US_ASCII), CONTENT);
        List<Object> wrapped = new ArrayList<>();
        for (Recipient recipient : recipients) {
            wrapped.add(WrappedKey.wrap(contentKey, recipient, random));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protected", header);
        json.put("recipients", wrapped);
        json.put("iv", Base64Url.encode(iv));
        json.put("ciphertext", Base64Url.encode(Arrays.copyOf(encrypted, CONTENT.length)));
        json.put("tag", Base64Url.encode(Arrays.copyOfRange(encrypted, CONTENT.length, encrypted.length)));
        return Sealed.parse(StrictJson.write(json)).value().orElseThrow();
    }

    /** The record's JSON, to be changed. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Sealed sealed) {
        return (Map<String, Object>) changeable(StrictJson.parse(sealed.text()));
    }

    private static Object changeable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(key, changeable(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(changeable(element)));
            return copy;
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> json) {
        return (List<Object>) json.get("recipients");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entry(Map<String, Object> json, int recipient) {
        return (Map<String, Object>) list(json).get(recipient);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> header(Map<String, Object> json, int recipient) {
        return (Map<String, Object>) entry(json, recipient).get("header");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> epk(Map<String, Object> json, int recipient) {
        return (Map<String, Object>) header(json, recipient).get("epk");
    }
}
