package io.lianbo.provenance.receipt;

import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs COSE messages. The key stays inside.
 *
 * {@snippet class="io.lianbo.provenance.receipt.ReceiptTest" region="issue"}
 *
 * <p>May be used by several threads.
 */
public final class CoseSigner {
    private static final int R_AND_S = 64;

    /** Signs bytes. */
    @FunctionalInterface
    private interface Work {
        byte[] sign(byte[] message);
    }

    private final CoseKey key;
    private final Work work;

    private CoseSigner(CoseKey key, Work work) {
        this.key = key;
        this.work = work;
    }

    /**
     * With an ECDSA key of P-256, as most software for COSE reads it.
     *
     * @throws IllegalArgumentException when the key is of another kind
     */
    public static CoseSigner es256(KeyPair key) {
        if (!(key.getPublic() instanceof ECPublicKey publicKey)) {
            throw new IllegalArgumentException("the key must be of P-256");
        }
        return new CoseSigner(CoseKey.es256(publicKey), message -> {
            try {
                java.security.Signature signer = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
                signer.initSign(key.getPrivate());
                signer.update(message);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform must sign with P-256", e);
            }
        });
    }

    /**
     * With an Ethereum account, so that one key stands for the log on chain and here.
     *
     * @param publicKey the account's key, since its address is not enough to verify with
     * @throws IllegalArgumentException when the key is of another account
     */
    public static CoseSigner es256k(Signer account, PublicKey publicKey) {
        if (!publicKey.address().equals(account.address())) {
            throw new IllegalArgumentException(
                    "the key must be that of " + account.address() + ", not of " + publicKey.address());
        }
        return new CoseSigner(
                CoseKey.es256k(publicKey),
                message -> Arrays.copyOf(account.sign(Sha256.hash(message)).bytes(), R_AND_S));
    }

    /**
     * With an Ed25519 key.
     *
     * @param privateKey its 32 bytes, RFC 8032 section 5.1.5, which are copied
     */
    public static CoseSigner ed25519(byte[] privateKey) {
        if (privateKey.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException(
                    "a private key of Ed25519 must be 32 bytes: " + privateKey.length + " bytes");
        }
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(privateKey);
        return new CoseSigner(CoseKey.ed25519(key.generatePublicKey().getEncoded()), message -> {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        });
    }

    /** The public half. */
    public CoseKey key() {
        return key;
    }

    byte[] sign(byte[] message) {
        return work.sign(message);
    }

    /** {@code CoseSigner(...)} with the public key. */
    @Override
    public String toString() {
        return "CoseSigner(" + key + ')';
    }
}
