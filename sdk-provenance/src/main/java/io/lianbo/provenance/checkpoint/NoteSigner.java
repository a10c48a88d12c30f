package io.lianbo.provenance.checkpoint;

import io.lianbo.core.crypto.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs notes in a name. The key stays inside.
 *
 * {@snippet class="io.lianbo.provenance.checkpoint.CheckpointTest" region="sign"}
 *
 * <p>May be used by several threads.
 */
public final class NoteSigner {

    /** Signs a text. */
    @FunctionalInterface
    private interface Work {
        byte[] sign(String text);
    }

    private final NoteVerifier verifier;
    private final Work work;

    private NoteSigner(NoteVerifier verifier, Work work) {
        this.verifier = verifier;
        this.work = work;
    }

    /**
     * With an Ed25519 key.
     *
     * @param privateKey its 32 bytes, RFC 8032 section 5.1.5, which are copied
     */
    public static NoteSigner ed25519(String name, byte[] privateKey) {
        if (privateKey.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException(
                    "a private key of Ed25519 must be 32 bytes: " + privateKey.length + " bytes");
        }
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(privateKey);
        return new NoteSigner(NoteVerifier.ed25519(name, key.generatePublicKey().getEncoded()), text -> {
            byte[] message = text.getBytes(StandardCharsets.UTF_8);
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        });
    }

    /** With an Ethereum account: the one that anchors, so that one key stands for the log everywhere. */
    public static NoteSigner account(String name, Signer account) {
        return new NoteSigner(
                NoteVerifier.account(name, account.address()),
                text -> account.signMessage(text).bytes());
    }

    /**
     * With an ECDSA key of P-256.
     *
     * @throws IllegalArgumentException when the key is of another kind
     */
    public static NoteSigner p256(String name, KeyPair key) {
        if (!(key.getPublic() instanceof ECPublicKey publicKey)) {
            throw new IllegalArgumentException("the key must be of P-256");
        }
        return new NoteSigner(NoteVerifier.p256(name, publicKey), text -> {
            try {
                java.security.Signature signer = java.security.Signature.getInstance("SHA256withECDSA");
                signer.initSign(key.getPrivate());
                signer.update(text.getBytes(StandardCharsets.UTF_8));
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform must sign with P-256", e);
            }
        });
    }

    /** The public half. */
    public NoteVerifier verifier() {
        return verifier;
    }

    SignedNote.Signature sign(String text) {
        return new SignedNote.Signature(verifier.name(), verifier.keyId(), work.sign(text));
    }

    /** {@code NoteSigner(...)} with the verifier key. */
    @Override
    public String toString() {
        return "NoteSigner(" + verifier + ')';
    }
}
