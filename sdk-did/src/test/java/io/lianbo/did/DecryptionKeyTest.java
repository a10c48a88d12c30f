package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecryptionKeyTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void bothSidesAgreeWithoutHandingOutAKey() {
        // @start region="agree"
        try (LocalDecryptionKey shop = LocalDecryptionKey.generate(AgreementCurve.X25519, new SecureRandom());
                LocalDecryptionKey viewer = LocalDecryptionKey.generate(AgreementCurve.X25519, new SecureRandom())) {
            byte[] secret = shop.agree(viewer.agreementKey());
            assertThat(viewer.agree(shop.agreementKey())).isEqualTo(secret);
        }
        // @end region="agree"
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromItsSecretItsBytesItsDidAndItsJwk(AgreementCurve curve) {
        try (LocalDecryptionKey key = LocalDecryptionKey.generate(curve, random);
                LocalDecryptionKey other = LocalDecryptionKey.generate(curve, random)) {
            AgreementKey own = key.agreementKey();
            byte[] agreed = other.agree(own);
            try (LocalDecryptionKey again =
                    LocalDecryptionKey.fromPrivateKey(curve, key.exportPrivateKeyDangerously())) {
                assertThat(again.agreementKey()).isEqualTo(own).hasSameHashCodeAs(own);
                assertThat(again.agree(other.agreementKey())).isEqualTo(agreed).hasSize(32);
            }
            assertThat(own.curve()).isEqualTo(curve);
            assertThat(AgreementKey.of(curve, own.bytes())).isEqualTo(own);
            assertThat(AgreementKey.fromJwk(own.jwk())).isEqualTo(own);
            assertThat(Did.parse(own.toString())).isEqualTo(own.did());
            for (Did did : List.of(own.did(), Did.ofJwk(own))) {
                DidDocument document = DidResolver.of(DidMethod.key(), DidMethod.jwk())
                        .resolve(did)
                        .document()
                        .orElseThrow();
                assertThat(document.agreementKeys()).containsExactly(own);
            }
        }
    }

    @Test
    void agreesByRfc7748() {
        // RFC 7748 section 6.1, whose keys RFC 8037 appendix A.6 writes as JWKs.
        byte[] alice = HexFormat.of().parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] bob = HexFormat.of().parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] shared = HexFormat.of().parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        AgreementKey bobs = AgreementKey.fromJwk(
                Map.of("kty", "OKP", "crv", "X25519", "x", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"));
        try (LocalDecryptionKey one = LocalDecryptionKey.fromPrivateKey(AgreementCurve.X25519, alice);
                LocalDecryptionKey other = LocalDecryptionKey.fromPrivateKey(AgreementCurve.X25519, bob)) {
            assertThat(other.agreementKey()).isEqualTo(bobs);
            assertThat(one.agreementKey().jwk()).containsEntry("x", "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo");
            assertThat(one.agree(bobs)).isEqualTo(shared);
            assertThat(other.agree(one.agreementKey())).isEqualTo(shared);
        }
    }

    @Test
    void agreesByRfc7518() {
        // RFC 7518 appendix C: Z of Alice's ephemeral and Bob's static key.
        Map<String, Object> alice = Map.of(
                "kty", "EC",
                "crv", "P-256",
                "x", "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
                "y", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps");
        byte[] bob = Base64Url.decode("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        try (LocalDecryptionKey key = LocalDecryptionKey.fromPrivateKey(AgreementCurve.P256, bob)) {
            assertThat(key.agree(AgreementKey.fromJwk(alice)))
                    .isEqualTo(HexFormat.of()
                            .parseHex("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4"));
        }
    }

    @Test
    void opensWithTheKeyBesideAnEd25519Key() {
        try (LocalSigningKey signing = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
                LocalDecryptionKey beside = LocalDecryptionKey.beside(signing);
                LocalDecryptionKey other = LocalDecryptionKey.generate(AgreementCurve.X25519, random)) {
            assertThat(beside.agreementKey()).isEqualTo(AgreementKey.beside(signing.verificationKey()));
            assertThat(beside.agree(other.agreementKey())).isEqualTo(other.agree(beside.agreementKey()));
        }
        try (LocalSigningKey signing = LocalSigningKey.generate(KeyAlgorithm.ES256, random)) {
            assertThatIllegalArgumentException().isThrownBy(() -> LocalDecryptionKey.beside(signing));
            assertThat(AgreementKey.of(signing.verificationKey()).did())
                    .isEqualTo(signing.verificationKey().did());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // u of order 1, 2, 4 and 8, and the primes and spellings above the field that reduce to them
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0900000000000000000000000000000000000000000000000000000000000080"
            })
    void refusesPointsOfSmallOrderAndSecondSpellings(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgreementKey.of(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesWhatIsNoKeyOrLiesElsewhere() {
        try (LocalDecryptionKey p256 = LocalDecryptionKey.generate(AgreementCurve.P256, random);
                LocalDecryptionKey x25519 = LocalDecryptionKey.generate(AgreementCurve.X25519, random)) {
            assertThatIllegalArgumentException().isThrownBy(() -> p256.agree(x25519.agreementKey()));
            assertThatIllegalArgumentException().isThrownBy(() -> x25519.agree(p256.agreementKey()));
            Map<String, Object> offTheCurve =
                    new LinkedHashMap<>(p256.agreementKey().jwk());
            offTheCurve.put("y", offTheCurve.get("x"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AgreementKey.fromJwk(offTheCurve))
                    .withMessageContaining("no point");
            Map<String, Object> secret = new LinkedHashMap<>(p256.agreementKey().jwk());
            secret.put("d", "AA");
            assertThatIllegalArgumentException().isThrownBy(() -> AgreementKey.fromJwk(secret));
        }
        byte[] order = HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        for (byte[] bad : List.of(new byte[32], new byte[31], order)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LocalDecryptionKey.fromPrivateKey(AgreementCurve.P256, bad));
        }
        for (KeyAlgorithm other : List.of(KeyAlgorithm.ES256K, KeyAlgorithm.ES384, KeyAlgorithm.EDDSA)) {
            try (LocalSigningKey key = LocalSigningKey.generate(other, random)) {
                assertThatIllegalArgumentException().isThrownBy(() -> AgreementKey.of(key.verificationKey()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedKeyThrowsAndNoTextShowsTheSecret(AgreementCurve curve) {
        LocalDecryptionKey key = LocalDecryptionKey.generate(curve, random);
        byte[] secret = key.exportPrivateKeyDangerously();
        assertThat(key.toString())
                .doesNotContain(HexFormat.of().formatHex(secret))
                .doesNotContain(Base64Url.encode(secret))
                .contains(key.agreementKey().toString());

        key.close();
        key.close();

        assertThatIllegalStateException().isThrownBy(() -> key.agree(key.agreementKey()));
        assertThatIllegalStateException().isThrownBy(key::exportPrivateKeyDangerously);
        Arrays.fill(secret, (byte) 0);
    }
}
