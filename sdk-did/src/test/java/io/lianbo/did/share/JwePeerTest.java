package io.lianbo.did.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MultiDecrypter;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.AgreementCurve;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.LocalDecryptionKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.testsupport.NodePeer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ours, {@code jose} of npm (both curves) and Nimbus (P-256) open each other's records. */
class JwePeerTest {
    private static final byte[] CONTENT = "7 Longjing Rd, Hangzhou".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final LocalDecryptionKey merchant = LocalDecryptionKey.generate(AgreementCurve.P256, random);
    private final LocalDecryptionKey auditor = LocalDecryptionKey.generate(AgreementCurve.P256, random);
    private final LocalDecryptionKey courier = LocalDecryptionKey.generate(AgreementCurve.X25519, random);

    @AfterEach
    void closeKeys() {
        merchant.close();
        auditor.close();
        courier.close();
    }

    private Sealed ours() {
        return Sealer.of(random)
                .seal(
                        CONTENT,
                        Recipient.of(merchant.agreementKey()),
                        new Recipient("did:web:audit.example#key-1", auditor.agreementKey()),
                        Recipient.of(courier.agreementKey()));
    }

    @Test
    void derivesTheKeyOfRfc7518() {
        // RFC 7518 appendix C, where the key is one for A128GCM: our derivation differs in length alone, so what goes
        // into it is compared here.
        byte[] secret = HexFormat.of().parseHex("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
        byte[] derived = ConcatKdf.derive(
                secret,
                "A128GCM",
                "Alice".getBytes(StandardCharsets.US_ASCII),
                "Bob".getBytes(StandardCharsets.US_ASCII),
                128);
        assertThat(Base64Url.encode(derived)).isEqualTo("VqqN6vgjbSBcIijNcacQGg");
    }

    @Test
    void wrapsByRfc3394() {
        // RFC 3394 section 4.6: 256 bits of key with a 256-bit key.
        byte[] wrappingKey =
                HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] key = HexFormat.of().parseHex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
        byte[] wrapped = Aes.wrap(wrappingKey, key);
        assertThat(HexFormat.of().formatHex(wrapped))
                .isEqualTo("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
        assertThat(Aes.unwrap(wrappingKey, wrapped))
                .hasValueSatisfying(back -> assertThat(back).isEqualTo(key));
    }

    @Test
    void joseOpensWhatWeSeal() {
        for (LocalDecryptionKey key : List.of(merchant, auditor, courier)) {
            assertThat(answer(Map.of("action", "open", "text", ours().text(), "jwk", secret(key))))
                    .isEqualTo(Map.of("ok", Base64Url.encode(CONTENT)));
        }
    }

    @Test
    void joseRefusesOursForAnotherKey() {
        try (LocalDecryptionKey other = LocalDecryptionKey.generate(AgreementCurve.X25519, random)) {
            assertThat(answer(Map.of("action", "open", "text", ours().text(), "jwk", secret(other))))
                    .containsKey("error");
        }
    }

    @Test
    void weOpenWhatJoseSeals() {
        List<Object> recipients = List.of(
                Map.of("kid", "merchant", "jwk", merchant.agreementKey().jwk()),
                Map.of("kid", "courier", "jwk", courier.agreementKey().jwk()));
        Map<String, Object> answer =
                answer(Map.of("action", "seal", "content", Base64Url.encode(CONTENT), "recipients", recipients));
        String text = (String) answer.get("ok");

        for (Opener opener : List.of(Opener.of("merchant", merchant), Opener.of("courier", courier))) {
            Opened opened = opener.open(text).value().orElseThrow();
            assertThat(opened.content()).isEqualTo(CONTENT);
            assertThat(opened.recipientIds()).containsExactly("merchant", "courier");
            assertThat(opened.isBoundToRecipients()).isFalse();
            assertThat(opened.recordId()).isEmpty();
            assertThat(opened.version()).isEmpty();
        }
        assertThat(Opener.of("courier", merchant).open(text).reasons())
                .extracting("code")
                .containsExactly("RECORD_TAMPERED");
        assertThat(Opener.of("merchant", merchant).open(text, "record", 1).reasons())
                .extracting("code")
                .containsExactly("WRONG_RECORD");
    }

    @Test
    void nimbusOpensWhatWeSealOnP256() throws ParseException, JOSEException {
        Sealed onP256 = Sealer.of(random)
                .seal(
                        CONTENT,
                        Recipient.of(merchant.agreementKey()),
                        new Recipient("did:web:audit.example#key-1", auditor.agreementKey()));
        Map<String, LocalDecryptionKey> keys =
                Map.of(merchant.agreementKey().toString(), merchant, "did:web:audit.example#key-1", auditor);
        for (Map.Entry<String, LocalDecryptionKey> entry : keys.entrySet()) {
            JWEObjectJSON theirs = JWEObjectJSON.parse(onP256.text());
            theirs.decrypt(new MultiDecrypter(jwk(entry.getKey(), secret(entry.getValue()))));
            assertThat(theirs.getPayload().toBytes()).isEqualTo(CONTENT);
        }
    }

    @Test
    void weOpenWhatNimbusSeals() throws ParseException, JOSEException {
        JWKSet recipients = new JWKSet(List.of(
                jwk("merchant", merchant.agreementKey().jwk()),
                jwk("auditor", auditor.agreementKey().jwk())));
        JWEObjectJSON theirs =
                new JWEObjectJSON(new JWEHeader.Builder(EncryptionMethod.A256GCM).build(), new Payload(CONTENT));
        theirs.encrypt(new MultiEncrypter(recipients));
        String text = theirs.serializeGeneral();

        assertThat(Opener.of("merchant", merchant).open(text).reasons()).isEmpty();
        assertThat(Opener.of("auditor", auditor)
                        .open(text)
                        .value()
                        .orElseThrow()
                        .content())
                .isEqualTo(CONTENT);
        assertThat(Opener.of("auditor", merchant).open(text).isVerified()).isFalse();
    }

    private static JWK jwk(String kid, Map<String, Object> members) throws ParseException {
        Map<String, Object> jwk = new LinkedHashMap<>(members);
        jwk.put("kid", kid);
        jwk.put("alg", "ECDH-ES+A256KW");
        return JWK.parse(jwk);
    }

    private static Map<String, Object> secret(LocalDecryptionKey key) {
        AgreementKey own = key.agreementKey();
        Map<String, Object> jwk = new LinkedHashMap<>(own.jwk());
        jwk.put("d", Base64Url.encode(key.exportPrivateKeyDangerously()));
        return jwk;
    }

    private static Map<String, Object> answer(Map<String, Object> question) {
        return StrictJson.parseObject(NodePeer.ask("jwe-peer.mjs", StrictJson.write(question)));
    }
}
