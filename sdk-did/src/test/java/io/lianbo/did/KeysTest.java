package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
    private static final byte[] MESSAGE = "what was said".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsWithoutHandingOutTheKey() {
        // @start region="generate"
        try (LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom())) {
            byte[] signature = key.sign(MESSAGE);
            assertThat(key.verificationKey().verify(MESSAGE, signature).isVerified())
                    .isTrue();
        }
        // @end region="generate"
    }

    @ParameterizedTest
    @EnumSource
    void verifiesItsOwnSignaturesAndNoOthers(KeyAlgorithm algorithm) {
        try (LocalSigningKey key = LocalSigningKey.generate(algorithm, new SecureRandom());
                LocalSigningKey other = LocalSigningKey.generate(algorithm, new SecureRandom())) {
            byte[] signature = key.sign(MESSAGE);
            assertThat(signature).hasSize(algorithm == KeyAlgorithm.ES384 ? 96 : 64);
            assertThat(key.verificationKey().verify(MESSAGE, signature).value()).contains(key.verificationKey());
            assertThat(other.verificationKey().verify(MESSAGE, signature).reasons())
                    .extracting("code")
                    .containsExactly("SIGNATURE_INVALID");
            for (int i = 0; i < signature.length; i++) {
                byte[] changed = signature.clone();
                changed[i] ^= 1;
                assertThat(key.verificationKey().verify(MESSAGE, changed).isVerified())
                        .isFalse();
            }
            for (int length : new int[] {0, 1, 63, 65, 72, 95, 97, 104}) {
                assertThat(key.verificationKey()
                                .verify(MESSAGE, new byte[length])
                                .isVerified())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromItsSecretItsBytesItsDidAndItsJwk(KeyAlgorithm algorithm) {
        try (LocalSigningKey key = LocalSigningKey.generate(algorithm, new SecureRandom())) {
            VerificationKey own = key.verificationKey();
            byte[] secret = key.exportPrivateKeyDangerously();
            try (LocalSigningKey again = LocalSigningKey.fromPrivateKey(algorithm, secret)) {
                assertThat(again.verificationKey()).isEqualTo(own).hasSameHashCodeAs(own);
            }
            assertThat(VerificationKey.of(algorithm, own.bytes())).isEqualTo(own);
            assertThat(VerificationKey.fromJwk(own.jwk())).isEqualTo(own);
            assertThat(Did.parse(own.toString()).key()).contains(own);
        }
    }

    @Test
    void signsByRfc6979() {
        // RFC 6979 appendix A.2.5: P-256, SHA-256, message "sample".
        byte[] secret = HexFormat.of().parseHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        try (LocalSigningKey key = LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256, secret)) {
            assertThat(HexFormat.of().formatHex(key.sign("sample".getBytes(StandardCharsets.US_ASCII))))
                    .isEqualTo("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        }
    }

    @Test
    void signsByRfc6979OnP384() {
        // RFC 6979 appendix A.2.6: P-384, SHA-384, message "sample".
        byte[] secret = HexFormat.of()
                .parseHex("6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
                        + "96d5724e4c70a825f872c9ea60d2edf5");
        try (LocalSigningKey key = LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES384, secret)) {
            assertThat(HexFormat.of().formatHex(key.sign("sample".getBytes(StandardCharsets.US_ASCII))))
                    .isEqualTo("94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
                            + "81a648152e44acf96e36dd1e80fabe46"
                            + "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
                            + "a329c145786e679e7b82c71a38628ac8");
        }
    }

    @Test
    void signsAsAWalletsKeyDoes() {
        byte[] secret = new byte[32];
        secret[31] = 7;
        try (LocalSigningKey key = LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256K, secret);
                LocalSigner wallet = LocalSigner.fromPrivateKey(secret.clone())) {
            byte[] signature = key.sign(MESSAGE);
            var byWallet = wallet.sign(Hash32.of(Sha256.digest(MESSAGE)));
            assertThat(Arrays.copyOf(signature, 32)).isEqualTo(Arrays.copyOf(byWallet.bytes(), 32));
        }
    }

    @Test
    void agreesOnTheKeyThatDidKeyDerives() {
        // RFC 8032's first key, and the X25519 key that its secret has by RFC 7748.
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] scalar = new byte[32];
        System.arraycopy(sha512(seed), 0, scalar, 0, 32);
        byte[] expected = new byte[32];
        X25519.generatePublicKey(scalar, 0, expected, 0);
        try (LocalSigningKey key = LocalSigningKey.fromPrivateKey(KeyAlgorithm.EDDSA, seed)) {
            AgreementKey agreement = AgreementKey.beside(key.verificationKey());
            assertThat(agreement.bytes()).isEqualTo(expected);
            assertThat(AgreementKey.fromJwk(agreement.jwk()))
                    .isEqualTo(agreement)
                    .hasSameHashCodeAs(agreement);
            assertThat(Did.parse(agreement.toString()).agreementKey()).contains(agreement);
            assertThat(Did.parse(agreement.toString()).key()).isEmpty();
        }
    }

    private static byte[] sha512(byte[] message) {
        SHA512Digest digest = new SHA512Digest();
        digest.update(message, 0, message.length);
        byte[] hash = new byte[64];
        digest.doFinal(hash, 0);
        return hash;
    }

    @Test
    void refusesAnAgreementKeyThatAgreesOnNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgreementKey.of(new byte[32]))
                .withMessageContaining("small order");
        assertThatIllegalArgumentException().isThrownBy(() -> AgreementKey.of(new byte[31]));
        try (LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES384, new SecureRandom())) {
            assertThatIllegalArgumentException().isThrownBy(() -> AgreementKey.beside(key.verificationKey()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AgreementKey.fromJwk(key.verificationKey().jwk()));
        }
    }

    @Test
    void signsByRfc8032() {
        // RFC 8032 section 7.1, test 1: the empty message.
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        try (LocalSigningKey key = LocalSigningKey.fromPrivateKey(KeyAlgorithm.EDDSA, seed)) {
            assertThat(HexFormat.of().formatHex(key.verificationKey().bytes()))
                    .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
            assertThat(HexFormat.of().formatHex(key.sign(new byte[0])))
                    .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        }
    }

    @Test
    void aClosedKeyThrowsAndNoTextShowsTheSecret() {
        LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.EDDSA, new SecureRandom());
        String secret = HexFormat.of().formatHex(key.exportPrivateKeyDangerously());
        assertThat(key.toString())
                .doesNotContain(secret)
                .contains(key.verificationKey().toString());

        key.close();
        key.close();

        assertThatIllegalStateException().isThrownBy(() -> key.sign(MESSAGE)).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(key::exportPrivateKeyDangerously);
    }

    @Test
    void refusesBytesThatAreNoKey() {
        byte[] notOnTheCurve = new byte[65];
        notOnTheCurve[0] = 4;
        notOnTheCurve[64] = 1;
        byte[] smallOrder = new byte[32];
        smallOrder[0] = 1;

        assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.of(KeyAlgorithm.ES256, notOnTheCurve));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(KeyAlgorithm.ES256, new byte[] {0}))
                .withMessageContaining("1 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(KeyAlgorithm.EDDSA, smallOrder))
                .withMessageContaining("prime order");
        assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.of(KeyAlgorithm.EDDSA, new byte[31]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256, new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigningKey.fromPrivateKey(KeyAlgorithm.EDDSA, new byte[33]));
    }

    @Test
    void refusesAJwkThatIsPrivateOrOfAnotherKind() {
        try (LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom())) {
            Map<String, Object> jwk = key.verificationKey().jwk();

            assertThat(VerificationKey.fromJwk(with(jwk, "alg", "ES256"))).isEqualTo(key.verificationKey());
            for (Map<String, Object> bad : List.of(
                    with(jwk, "d", "AA"),
                    with(jwk, "alg", "ES384"),
                    with(jwk, "crv", "P-384"),
                    with(jwk, "kty", "RSA"),
                    with(jwk, "x", "AA"),
                    with(jwk, "x", jwk.get("x") + "="),
                    with(jwk, "x", 7),
                    with(jwk, "y", jwk.get("x")))) {
                assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.fromJwk(bad));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.fromJwk(Map.of()));
        }
    }

    private static Map<String, Object> with(Map<String, Object> jwk, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(jwk);
        changed.put(member, value);
        return changed;
    }
}
