package io.lianbo.did;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * A key in this process's memory that opens what was encrypted to it, wiped when it is closed; a closed key throws
 * {@link IllegalStateException}.
 *
 * {@snippet class="io.lianbo.did.DecryptionKeyTest" region="agree"}
 */
public final class LocalDecryptionKey implements DecryptionKey, AutoCloseable {
    private static final int LENGTH = 32;

    private final AgreementKey agreementKey;
    private final Secret secret;

    private LocalDecryptionKey(AgreementKey agreementKey, byte[] secret) {
        this.agreementKey = agreementKey;
        this.secret = new Secret(agreementKey, secret);
    }

    /**
     * {@return a new key}
     *
     * @param curve where it will lie
     * @param random where its secret comes from
     */
    public static LocalDecryptionKey generate(AgreementCurve curve, SecureRandom random) {
        byte[] secret = switch (curve) {
            case X25519 -> {
                byte[] scalar = new byte[LENGTH];
                X25519.generatePrivateKey(random, scalar);
                yield scalar;
            }
            case P256 -> P256.CURVE.randomScalar(random);
        };
        return take(curve, secret);
    }

    /**
     * {@return the key with this secret}, which is copied: wipe yours
     *
     * @param curve where the key lies
     * @param privateKey 32 bytes: the scalar of RFC 7748 section 5 for X25519; the scalar, big-endian, for P-256; for both the {@code d} of a JWK
     * @throws IllegalArgumentException where that is no private key
     */
    public static LocalDecryptionKey fromPrivateKey(AgreementCurve curve, byte[] privateKey) {
        if (privateKey.length != LENGTH) {
            throw new IllegalArgumentException(
                    curve.jose() + " private key must be " + LENGTH + " bytes: " + privateKey.length);
        }
        return take(curve, privateKey.clone());
    }

    /**
     * {@return the X25519 key beside an Ed25519 key, whose public half is {@link AgreementKey#beside}}: for who is known by a {@code did:key} of
     * Ed25519, to whose document that key belongs
     *
     * @param key an Ed25519 key, which may be closed afterwards
     * @throws IllegalArgumentException where the key is of another kind
     * @throws IllegalStateException where the key is closed
     */
    public static LocalDecryptionKey beside(LocalSigningKey key) {
        AgreementKey beside = AgreementKey.beside(key.verificationKey());
        byte[] seed = key.exportPrivateKeyDangerously();
        byte[] expanded = new byte[2 * LENGTH];
        try {
            SHA512Digest digest = new SHA512Digest(); // RFC 8032 section 5.1.5: the scalar is the first half
            digest.update(seed, 0, seed.length);
            digest.doFinal(expanded, 0);
            return new LocalDecryptionKey(beside, Arrays.copyOf(expanded, LENGTH));
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(expanded, (byte) 0);
        }
    }

    private static LocalDecryptionKey take(AgreementCurve curve, byte[] secret) {
        byte[] publicKey = switch (curve) {
            case X25519 -> {
                byte[] point = new byte[LENGTH];
                X25519.generatePublicKey(secret, 0, point, 0);
                yield point;
            }
            case P256 -> P256.publicKey(secret);
        };
        return new LocalDecryptionKey(AgreementKey.of(curve, publicKey), secret);
    }

    @Override
    public AgreementKey agreementKey() {
        return agreementKey;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException where the key is closed
     */
    @Override
    public byte[] agree(AgreementKey other) {
        AgreementCurve curve = agreementKey.curve();
        if (other.curve() != curve) {
            throw new IllegalArgumentException("a key on " + curve.jose() + " agrees on nothing with " + other);
        }
        byte[] copy = secret.copy();
        try {
            return switch (curve) {
                case X25519 -> x25519(copy, other.bytes());
                case P256 -> P256.agree(copy, other.bytes());
            };
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private static byte[] x25519(byte[] scalar, byte[] point) {
        byte[] agreed = new byte[LENGTH];
        if (!X25519.calculateAgreement(scalar, 0, point, 0, agreed, 0)) {
            throw new IllegalStateException("an agreement key was of small order");
        }
        return agreed;
    }

    /**
     * {@return the secret itself, as {@link #fromPrivateKey} takes it}: to put it into a vault; whoever has it reads all that was ever encrypted to
     * the key
     *
     * @throws IllegalStateException where the key is closed
     */
    public byte[] exportPrivateKeyDangerously() {
        return secret.copy();
    }

    /** Wipes the secret; every later agreement throws. */
    @Override
    public void close() {
        secret.wipe();
    }

    /** {@return the public half's {@code did:key}; never the secret} */
    @Override
    public String toString() {
        return "LocalDecryptionKey[" + agreementKey + "]";
    }
}
