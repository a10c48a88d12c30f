package io.lianbo.did;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A signing key in this process's memory, wiped when it is closed; a closed key throws {@link IllegalStateException}.
 *
 * {@snippet class="io.lianbo.did.KeysTest" region="generate"}
 */
public final class LocalSigningKey implements SigningKey, AutoCloseable {
    private static final int SEED_LENGTH = 32;

    private final VerificationKey verificationKey;
    private final Secret secret;

    private LocalSigningKey(VerificationKey verificationKey, byte[] secret) {
        this.verificationKey = verificationKey;
        this.secret = new Secret(verificationKey, secret);
    }

    /**
     * {@return a new key}
     *
     * @param algorithm what the key will sign
     * @param random where its secret comes from
     */
    public static LocalSigningKey generate(KeyAlgorithm algorithm, SecureRandom random) {
        Curve curve = Curve.of(algorithm);
        byte[] secret;
        if (curve == null) {
            secret = new byte[SEED_LENGTH];
            random.nextBytes(secret);
        } else {
            secret = curve.randomScalar(random);
        }
        return take(algorithm, secret);
    }

    /**
     * {@return the key with this secret}, which is copied: wipe yours
     *
     * @param algorithm what the key signs
     * @param privateKey the scalar, big-endian, for ECDSA: 32 bytes, 48 for ES384; the seed of RFC 8032 section 5.1.5, 32 bytes, for EdDSA
     * @throws IllegalArgumentException where that is no private key
     */
    public static LocalSigningKey fromPrivateKey(KeyAlgorithm algorithm, byte[] privateKey) {
        Curve curve = Curve.of(algorithm);
        int length = curve == null ? SEED_LENGTH : curve.length();
        if (privateKey.length != length) {
            throw new IllegalArgumentException(
                    algorithm.jose() + " private key must be " + length + " bytes: " + privateKey.length);
        }
        return take(algorithm, privateKey.clone());
    }

    private static LocalSigningKey take(KeyAlgorithm algorithm, byte[] secret) {
        Curve curve = Curve.of(algorithm);
        VerificationKey verificationKey = curve == null
                ? VerificationKey.of(
                        algorithm,
                        new Ed25519PrivateKeyParameters(secret)
                                .generatePublicKey()
                                .getEncoded())
                : VerificationKey.ofPoint(algorithm, curve.publicKeyOf(curve.privateKey(secret)));
        return new LocalSigningKey(verificationKey, secret);
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException where the key is closed
     */
    @Override
    public byte[] sign(byte[] message) {
        byte[] copy = secret.copy();
        try {
            Curve curve = Curve.of(verificationKey.algorithm());
            return curve == null ? signEd25519(copy, message) : curve.sign(curve.privateKey(copy), message);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private static byte[] signEd25519(byte[] seed, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(seed));
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /**
     * {@return the secret itself, as {@link #fromPrivateKey} takes it}: to put it into a vault; whoever has it is the issuer or the holder
     *
     * @throws IllegalStateException where the key is closed
     */
    public byte[] exportPrivateKeyDangerously() {
        return secret.copy();
    }

    /** Wipes the secret; every later signature throws. */
    @Override
    public void close() {
        secret.wipe();
    }

    /** {@return the public half's {@code did:key}; never the secret} */
    @Override
    public String toString() {
        return "LocalSigningKey[" + verificationKey + "]";
    }
}
