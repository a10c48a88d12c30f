package io.lianbo.did.credential;

import static io.lianbo.did.credential.Parties.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.SigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9901 sections 7.1, 7.3 and 9, further attacks: what forgers, thieves and hostile issuers put into a presentation. */
class SdJwtSecurityTest {
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final Parties parties = new Parties();

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    private static Map<String, Object> with(Map<String, Object> payload, String name, Object value) {
        payload.put(name, value);
        return payload;
    }

    private String bound(Jws jwt) {
        return parties.bind(new SdJwt(jwt, List.of(), null), binding -> {});
    }

    private Verdict<PresentedCredential> verify(String presentation, VerificationKey... keys) {
        return CredentialVerifier.builder(parties.clock)
                .trust(Parties.MERCHANT, keys)
                .build()
                .verify(presentation, parties.request);
    }

    private void malformed(String why, Map<String, Object> payload, Disclosure... disclosures) {
        malformed(why, parties.present(payload, disclosures));
    }

    private void malformed(String why, String presentation) {
        Verdict<PresentedCredential> verdict = parties.verify(presentation);
        refused(verdict, "PRESENTATION_MALFORMED");
        assertThat(verdict.reasons().getFirst().detail()).contains(why);
    }

    private static String token(String header, String payload, byte[] signature) {
        return encoded(header) + "." + encoded(payload) + "." + Base64Url.encode(signature);
    }

    private static String encoded(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A token under another signature. */
    private static String signedAs(String compact, byte[] signature) {
        return compact.substring(0, compact.lastIndexOf('.') + 1) + Base64Url.encode(signature);
    }

    private static byte[] signatureOf(String compact) {
        return Base64Url.decode(compact.substring(compact.lastIndexOf('.') + 1));
    }

    // --- algorithms and keys ---

    @Test
    void refusesTokensThatNobodySigned() {
        String jwt =
                Json.encode(Map.of("alg", "none", "typ", "dc+sd-jwt")) + "." + Json.encode(parties.payload()) + ".";
        Map<String, Object> binding = Map.of(
                "iat",
                parties.now.getEpochSecond(),
                "aud",
                Parties.SHOP,
                "nonce",
                parties.request.nonce(),
                "sd_hash",
                hashOf(jwt + "~"));
        String keyBinding = Json.encode(Map.of("alg", "none", "typ", "kb+jwt")) + "." + Json.encode(binding) + ".";

        refused(parties.verify(jwt + "~" + keyBinding), "ALGORITHM_REFUSED", "ALGORITHM_REFUSED");
        refused(parties.verify(jwt + "~"), "ALGORITHM_REFUSED", "KEY_BINDING_MISSING");
    }

    private static String hashOf(String token) {
        return Base64Url.encode(Sha256.digest(token.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesAKeyOfAnotherCurveWhateverTheHeaderSays() {
        try (LocalSigningKey wallets = LocalSigningKey.generate(KeyAlgorithm.ES256K, parties.random)) {
            VerificationKey trusted = wallets.verificationKey();
            String es256 = bound(Jws.sign(SdJwt.TYPE, Map.of(), parties.payload(), parties.merchantKey));
            refused(verify(es256, trusted), "ALGORITHM_REFUSED");

            String saysEs256k =
                    bound(Jws.sign(SdJwt.TYPE, Map.of("alg", "ES256K"), parties.payload(), parties.merchantKey));
            refused(verify(saysEs256k, trusted), "ISSUER_SIGNATURE_INVALID");
            String saysEs256 = bound(Jws.sign(SdJwt.TYPE, Map.of("alg", "ES256"), parties.payload(), wallets));
            refused(verify(saysEs256, trusted), "ALGORITHM_REFUSED");
            refused(verify(saysEs256, trusted, parties.merchantKey.verificationKey()), "ISSUER_SIGNATURE_INVALID");
            assertThat(verify(bound(Jws.sign(SdJwt.TYPE, Map.of(), parties.payload(), wallets)), trusted)
                            .reasons())
                    .isEmpty();
        }
    }

    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws GeneralSecurityException {
        VerificationKey merchant = parties.merchantKey.verificationKey();
        for (byte[] secret : List.of(
                merchant.bytes(),
                merchant.toString().getBytes(StandardCharsets.UTF_8),
                StrictJson.write(merchant.jwk()).getBytes(StandardCharsets.UTF_8))) {
            String input =
                    Json.encode(Map.of("alg", "HS256", "typ", "dc+sd-jwt")) + "." + Json.encode(parties.payload());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String jwt = input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));

            refused(parties.verify(bound(parsed(jwt))), "ALGORITHM_REFUSED");
        }
    }

    private static Jws parsed(String jwt) {
        try {
            return Jws.parse(jwt, "it");
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesNoKeyFromTheTokenItself() {
        try (LocalSigningKey forger = LocalSigningKey.generate(KeyAlgorithm.ES256, parties.random)) {
            Map<String, Object> jwk = forger.verificationKey().jwk();
            for (Map<String, ?> header : List.of(
                    Map.of("jwk", jwk),
                    Map.of("jku", "https://forger.example/keys"),
                    Map.of("x5c", List.of("MIIB")),
                    Map.of("kid", forger.verificationKey().toString()))) {
                refused(
                        parties.verify(bound(Jws.sign(SdJwt.TYPE, header, parties.payload(), forger))),
                        "ISSUER_SIGNATURE_INVALID");
            }
        }
    }

    @Test
    void refusesSignaturesOfAnotherShape() {
        String jwt = Jws.sign(SdJwt.TYPE, Map.of(), parties.payload(), parties.merchantKey)
                .compact();
        byte[] raw = signatureOf(jwt);
        byte[] order = P256_ORDER.toByteArray();
        byte[] zeroS = Arrays.copyOf(Arrays.copyOf(raw, 32), 64);
        byte[] sIsOrder = raw.clone();
        System.arraycopy(order, order.length - 32, sIsOrder, 32, 32);
        for (byte[] signature : List.of(
                new byte[0],
                new byte[1],
                Arrays.copyOf(raw, 63),
                Arrays.copyOf(raw, 65),
                der(raw),
                new byte[64],
                zeroS,
                sIsOrder,
                new byte[96],
                new byte[1_000])) {
            refused(parties.verify(bound(parsed(signedAs(jwt, signature)))), "ISSUER_SIGNATURE_INVALID");
        }
    }

    private static byte[] der(byte[] raw) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int at : new int[] {0, 32}) {
            byte[] number = new BigInteger(1, Arrays.copyOfRange(raw, at, at + 32)).toByteArray();
            body.write(2);
            body.write(number.length);
            body.writeBytes(number);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(0x30);
        der.write(body.size());
        der.writeBytes(body.toByteArray());
        return der.toByteArray();
    }

    @Test
    void aMalleatedIssuersSignatureBreaksTheHoldersBinding() {
        String genuine = parties.holder.present(parties.purchase(), parties.request, Set.of());
        String jwt = genuine.substring(0, genuine.indexOf('~'));

        String malleated = signedAs(jwt, otherForm(signatureOf(jwt))) + genuine.substring(genuine.indexOf('~'));

        assertThat(malleated).isNotEqualTo(genuine);
        refused(parties.verify(malleated), "DISCLOSURES_CHANGED");
    }

    /** R || n - S, the other signature that every ECDSA signature has. */
    private static byte[] otherForm(byte[] signature) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] negated = P256_ORDER.subtract(s).toByteArray();
        byte[] other = Arrays.copyOf(Arrays.copyOf(signature, 32), 64);
        int length = Math.min(negated.length, 32);
        System.arraycopy(negated, negated.length - length, other, 64 - length, length);
        return other;
    }

    @Test
    void refusesAMalleatedEd25519Signature() {
        String genuine = parties.holder.present(parties.purchase(), parties.request, Set.of());
        byte[] signature = signatureOf(genuine);
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = signature[63 - i];
        }
        byte[] larger =
                new BigInteger(1, reversed).add(ED25519_ORDER).toByteArray(); // S + L signs the same, and must not
        byte[] other = signature.clone();
        Arrays.fill(other, 32, 64, (byte) 0);
        for (int i = 0; i < Math.min(larger.length, 32); i++) {
            other[32 + i] = larger[larger.length - 1 - i];
        }

        refused(parties.verify(signedAs(genuine, other)), "KEY_BINDING_INVALID");
    }

    // --- the holder's key and her binding ---

    @Test
    void refusesAConfirmationOfTwoKeys() {
        Map<String, Object> jwk = parties.viewerKey.verificationKey().jwk();
        for (String second : List.of("jwe", "jku")) {
            malformed(
                    "one key", with(parties.payload(), "cnf", Map.of("jwk", jwk, second, "https://other.example/key")));
        }
        // A name for the same key is none.
        assertThat(parties.verify(parties.present(with(parties.payload(), "cnf", Map.of("jwk", jwk, "kid", "1"))))
                        .reasons())
                .isEmpty();
    }

    @Test
    void refusesAKeyThatCannotBeOne() {
        Map<String, Object> p256 = parties.merchantKey.verificationKey().jwk();
        List<Map<String, Object>> bad = new ArrayList<>();
        bad.add(changed(p256, "y", Base64Url.encode(new byte[32]))); // not on the curve
        bad.add(changed(p256, "crv", "secp256k1"));
        bad.add(changed(p256, "crv", "P-521"));
        bad.add(changed(p256, "kty", "oct"));
        bad.add(changed(p256, "k", "c2VjcmV0"));
        bad.getLast().put("kty", "oct");
        bad.add(changed(p256, "alg", "HS256"));
        bad.add(changed(p256, "x", p256.get("x") + "="));
        bad.add(new HashMap<>(Map.of("kty", "OKP", "crv", "Ed25519", "x", Base64Url.encode(new byte[32]))));
        for (Map<String, Object> jwk : bad) {
            malformed("cnf.jwk", with(parties.payload(), "cnf", Map.of("jwk", jwk)));
        }
    }

    private static Map<String, Object> changed(Map<String, Object> jwk, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(jwk);
        changed.put(member, value);
        return changed;
    }

    @Test
    void refusesTheKeyBindingOfAnotherCredentialOrOfOtherDisclosures() {
        Credential one = parties.purchase();
        String shownAll = parties.holder.present(one, parties.request, ClaimPath.all("category", "year", "price"));
        String shownOne = parties.holder.present(one, parties.request, ClaimPath.all("category"));
        String ofAnother = parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category"));
        String binding = shownOne.substring(shownOne.lastIndexOf('~') + 1);

        refused(parties.verify(shownAll.substring(0, shownAll.lastIndexOf('~') + 1) + binding), "DISCLOSURES_CHANGED");
        refused(
                parties.verify(ofAnother.substring(0, ofAnother.lastIndexOf('~') + 1) + binding),
                "DISCLOSURES_CHANGED");
    }

    @Test
    void refusesDisclosuresInAnotherOrder() {
        String genuine = parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category", "year"));
        String[] parts = genuine.split("~", -1);

        refused(parties.verify(String.join("~", parts[0], parts[2], parts[1], parts[3])), "DISCLOSURES_CHANGED");
    }

    @Test
    void refusesAnIssuersTokenAsKeyBinding() {
        // The merchant is her own holder: her key signs both kinds, and only their types tell them apart.
        Map<String, Object> payload = with(
                parties.payload(),
                "cnf",
                Map.of("jwk", parties.merchantKey.verificationKey().jwk()));
        Jws jwt = Jws.sign(SdJwt.TYPE, Map.of(), payload, parties.merchantKey);
        SdJwt token = new SdJwt(jwt, List.of(), null);
        Map<String, Object> binding = new LinkedHashMap<>(payload);
        binding.putAll(Map.of(
                "iat",
                parties.now.getEpochSecond(),
                "aud",
                Parties.SHOP,
                "nonce",
                parties.request.nonce(),
                "sd_hash",
                token.hash()));
        for (String type : List.of("dc+sd-jwt", "JWT", "KB+JWT", "application/kb+jwt", "")) {
            String other =
                    Jws.sign(type, Map.of(), binding, parties.merchantKey).compact();
            refused(parties.verify(token.withoutKeyBinding() + other), "TOKEN_TYPE_REFUSED");
        }
        String genuine = Jws.sign(SdJwt.KEY_BINDING_TYPE, Map.of(), binding, parties.merchantKey)
                .compact();
        assertThat(parties.verify(token.withoutKeyBinding() + genuine).reasons())
                .isEmpty();
        // And the other way round: a key binding is no credential.
        refused(parties.verify(genuine + "~"), "TOKEN_TYPE_REFUSED", "KEY_BINDING_MISSING");
    }

    @Test
    void refusesAKeyBindingWithPartsOfTheWrongKind() {
        SdJwt token = parties.purchase().disclosing(Set.of());
        for (Object value : Arrays.asList(null, 7, List.of(token.hash()), token.hash() + "=", "")) {
            refused(parties.verify(parties.bind(token, all -> all.put("sd_hash", value))), "DISCLOSURES_CHANGED");
        }
        refused(parties.verify(parties.bind(token, all -> all.remove("sd_hash"))), "DISCLOSURES_CHANGED");
        for (Object value : Arrays.asList(null, 7, List.of(parties.request.nonce()), parties.request.nonce() + " ")) {
            refused(parties.verify(parties.bind(token, all -> all.put("nonce", value))), "NONCE_MISMATCH");
        }
        for (Object value : Arrays.asList(null, 7, Map.of(), List.of(), Parties.SHOP.toUpperCase(Locale.ROOT))) {
            refused(parties.verify(parties.bind(token, all -> all.put("aud", value))), "AUDIENCE_MISMATCH");
        }
        malformed("iat", parties.bind(token, all -> all.put("iat", null)));
    }

    @Test
    void refusesAnExtensionThatTheKeyBindingDemands() {
        SdJwt token = parties.purchase().disclosing(Set.of());
        String plain = parties.bind(token, binding -> {});
        Map<String, Object> payload =
                parsed(plain.substring(plain.lastIndexOf('~') + 1)).payload();
        String critical = Jws.sign(
                        SdJwt.KEY_BINDING_TYPE,
                        Map.of("crit", List.of("b64"), "b64", false),
                        payload,
                        parties.viewerKey)
                .compact();

        refused(parties.verify(token.withoutKeyBinding() + critical), "TOKEN_TYPE_REFUSED");
    }

    // --- disclosures ---

    @Test
    void refusesADisclosureThatWasChanged() {
        Disclosure genuine = Disclosure.ofMember("salt", "age", 17);
        Map<String, Object> payload = with(parties.payload(), "_sd", List.of(genuine.digest()));

        malformed("belong to no digest", payload, Disclosure.ofMember("salt", "age", 18));
        malformed("belong to no digest", payload, Disclosure.ofMember("tlas", "age", 17));
        // The same claim, written with a space: another text, thus another hash.
        malformed("belong to no digest", payload, new Disclosure(encoded("[\"salt\", \"age\", 17]"), "age", 17L));
    }

    @Test
    void refusesAClaimWithoutTheOneAroundIt() {
        Disclosure inner = Disclosure.ofMember("salt", "city", "Hangzhou");
        Disclosure outer = Disclosure.ofMember("salt", "address", Map.of("_sd", List.of(inner.digest())));
        Map<String, Object> payload = with(parties.payload(), "_sd", List.of(outer.digest()));

        malformed("belong to no digest", payload, inner);
        assertThat(parties.verify(parties.present(payload, inner, outer)).reasons())
                .isEmpty();
    }

    @Test
    void refusesOneDigestOnTwoLevels() {
        Disclosure inner = Disclosure.ofMember("salt", "city", "Hangzhou");
        Disclosure outer = Disclosure.ofMember("salt", "address", Map.of("_sd", List.of(inner.digest())));
        Map<String, Object> twice = with(parties.payload(), "_sd", List.of(outer.digest(), inner.digest()));
        malformed("digest is there twice", twice, outer, inner);
        malformed("digest is there twice", twice, outer); // also where the claim itself stays hidden

        Disclosure element = Disclosure.ofElement("salt", "tea");
        Disclosure list = Disclosure.ofMember("salt", "list", List.of(Map.of("...", element.digest())));
        malformed(
                "digest is there twice",
                with(
                        with(parties.payload(), "_sd", List.of(list.digest())),
                        "other",
                        List.of(Map.of("...", element.digest()))),
                list,
                element);
        malformed(
                "digest is there twice",
                with(
                        with(parties.payload(), "_sd", List.of(element.digest())),
                        "list",
                        List.of(Map.of("...", element.digest()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_sd", "...", ""})
    void refusesReservedNamesBelowTheTop(String name) {
        Disclosure disclosure = Disclosure.ofMember("salt", name, List.of());
        malformed(
                name.equals("_sd") ? "taken" : "must not be called",
                with(parties.payload(), "object", Map.of("_sd", List.of(disclosure.digest()))),
                disclosure);
        Disclosure holding = Disclosure.ofMember("salt", "object", Map.of(name, 7));
        malformed(
                name.equals("_sd") ? "must be an array" : "must not be called",
                with(parties.payload(), "_sd", List.of(holding.digest())),
                holding);
    }

    @Test
    void acceptsDecoys() {
        Disclosure real = Disclosure.ofMember("salt", "category", "tea");
        Disclosure element = Disclosure.ofElement("salt", "green");
        List<Object> teas = new ArrayList<>();
        List<String> digests = new ArrayList<>(List.of(real.digest()));
        for (int i = 0; i < 1_000; i++) {
            digests.add("decoy" + i);
            teas.add(Map.of("...", "element decoy" + i));
        }
        teas.add(Map.of("...", element.digest()));
        Map<String, Object> payload = with(with(parties.payload(), "_sd", digests), "teas", teas);

        assertThat(parties.verify(parties.present(payload, real, element))
                        .value()
                        .orElseThrow()
                        .claims())
                .isEqualTo(Map.of("category", "tea", "teas", List.of("green")));
    }

    @Test
    void takesALookAlikeForAnotherClaim() {
        Disclosure composed = Disclosure.ofMember("salt", "caf\u00e9", 1);
        Disclosure decomposed = Disclosure.ofMember("salt", "cafe\u0301", 2);
        Disclosure cyrillic = Disclosure.ofMember("salt", "v\u0441t", "https://lianbo.example/gold");
        Map<String, Object> payload =
                with(parties.payload(), "_sd", List.of(composed.digest(), decomposed.digest(), cyrillic.digest()));

        PresentedCredential presented = parties.verify(parties.present(payload, composed, decomposed, cyrillic))
                .value()
                .orElseThrow();

        assertThat(presented.claims())
                .isEqualTo(Map.of("caf\u00e9", 1L, "cafe\u0301", 2L, "v\u0441t", "https://lianbo.example/gold"));
        assertThat(presented.type()).isEqualTo(Parties.PURCHASE);
    }

    // --- JSON that two readers could take differently ---

    @Test
    void refusesDuplicateMembersWhereverTheyAre() throws MalformedException {
        String payload = StrictJson.write(parties.payload());
        String header = "{\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\"}";
        byte[] any = new byte[64];
        List<String> tokens = List.of(
                token("{\"alg\":\"none\",\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\"}", payload, any) + "~",
                token(header, "{\"iss\":\"did:web:a.example\"," + payload.substring(1), any) + "~",
                token(header, "{\"x\":{\"a\":1,\"\\u0061\":2}," + payload.substring(1), any) + "~",
                token(header, payload, any) + "~" + encoded("[\"salt\",\"n\",{\"a\":1,\"a\":2}]") + "~",
                token(header, payload, any) + "~"
                        + token("{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\"}", "{\"aud\":\"a\",\"aud\":\"b\"}", any));
        for (String token : tokens) {
            malformed("is there twice", token);
        }
    }

    @Test
    void refusesTextThatIsNoUnicode() {
        String header = "{\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\"}";
        String payload = StrictJson.write(parties.payload());
        byte[] any = new byte[64];
        byte[] broken = {'[', '"', 's', '"', ',', '"', 'n', '"', ',', '"', (byte) 0xc0, (byte) 0x80, '"', ']'};
        for (String token : List.of(
                token(header, "{\"x\":\"\\ud800\"," + payload.substring(1), any) + "~",
                token(header, "{\"\\udc00\":1," + payload.substring(1), any) + "~",
                token(header, payload, any) + "~" + encoded("[\"s\",\"\\ud83c\",1]") + "~",
                token(header, payload, any) + "~" + encoded("[\"\\ud83c\",\"n\",1]") + "~",
                token(header, payload, any) + "~" + Base64Url.encode(broken) + "~",
                token("\ufeff" + header, payload, any) + "~")) {
            refused(parties.verify(token), "PRESENTATION_MALFORMED");
        }
    }

    @Test
    void refusesTheOtherSerializations() {
        String json =
                "{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AA\",\"header\":{\"disclosures\":[]}}";

        malformed("a ~", json);
        malformed("three parts", json + "~");
        String genuine = parties.holder.present(parties.purchase(), parties.request, Set.of());
        malformed("header", " " + genuine);
        malformed("a disclosure", genuine + "~");
        malformed("a disclosure", genuine.replaceFirst("~", "~~"));
    }

    // --- size and depth ---

    @Test
    void refusesAMegabyteWhereverItIs() {
        String big = "x".repeat(1_000_000);
        String genuine = parties.holder.present(parties.purchase(), parties.request, Set.of());
        Disclosure disclosure = Disclosure.ofMember("salt", "big", big);

        malformed("262144", with(parties.payload(), "_sd", List.of(disclosure.digest())), disclosure);
        malformed("262144", bound(Jws.sign(SdJwt.TYPE, Map.of("kid", big), parties.payload(), parties.merchantKey)));
        malformed("262144", genuine + big);
        malformed("262144", "~".repeat(1_000_000));
        malformed("three parts", "~".repeat(200_000));
        malformed("three parts", ".".repeat(200_000) + "~");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 513, 10_000})
    void refusesDepthWhereverItIs(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        String header = "{\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\"}";
        Disclosure disclosure = new Disclosure(encoded("[\"salt\",\"deep\"," + deep + "]"), "deep", null);

        malformed("levels", with(parties.payload(), "_sd", List.of(disclosure.digest())), disclosure);
        if (depth > 512) {
            String payload = StrictJson.write(parties.payload());
            malformed("levels", token("{\"x\":" + deep + "," + header.substring(1), payload, new byte[64]) + "~");
            malformed(
                    "levels",
                    token(header, payload, new byte[64]) + "~"
                            + token("{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\"}", "{\"x\":" + deep + "}", new byte[64]));
        }
    }

    @Test
    void copesWithThousandsOfDisclosures() {
        int many = 3_000;
        Disclosure[] disclosures = new Disclosure[many];
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            disclosures[i] = Disclosure.ofMember("s" + i, "c" + i, i);
            digests.add(disclosures[i].digest());
        }

        malformed("belong to no digest", parties.payload(), disclosures);
        malformed("262144", with(parties.payload(), "_sd", digests), disclosures);
        Disclosure[] some = Arrays.copyOf(disclosures, 1_500);
        Map<String, Object> payload = with(parties.payload(), "_sd", digests.subList(0, 1_500));
        assertThat(parties.verify(parties.present(payload, some))
                        .value()
                        .orElseThrow()
                        .claims())
                .hasSize(1_500);
        Disclosure[] oneTooMany = Arrays.copyOf(disclosures, 1_501);
        malformed("1 disclosures belong to no digest", payload, oneTooMany);
    }

    @Test
    void copesWithAChainAsDeepAsMayBe() {
        Disclosure inner = Disclosure.ofMember("salt", "m", "bottom");
        List<Disclosure> chain = new ArrayList<>(List.of(inner));
        for (int i = 1; i < Json.MAX_DEPTH; i++) {
            inner = Disclosure.ofMember("salt" + i, "m", Map.of("_sd", List.of(inner.digest())));
            chain.add(inner);
        }
        Collections.shuffle(chain, new Random(20261125));

        assertThat(parties.verify(parties.present(
                                with(parties.payload(), "_sd", List.of(inner.digest())),
                                chain.toArray(Disclosure[]::new)))
                        .reasons())
                .isEmpty();
    }

    @Test
    void anIssuersKeyIsNoHoldersKey() {
        SigningKey merchant = parties.merchantKey;
        SdJwt token = parties.purchase().disclosing(Set.of());
        String plain = parties.bind(token, binding -> {});
        Map<String, Object> payload =
                parsed(plain.substring(plain.lastIndexOf('~') + 1)).payload();

        refused(
                parties.verify(token.withoutKeyBinding()
                        + Jws.sign(SdJwt.KEY_BINDING_TYPE, Map.of("alg", "EdDSA"), payload, merchant)
                                .compact()),
                "KEY_BINDING_INVALID");
    }
}
