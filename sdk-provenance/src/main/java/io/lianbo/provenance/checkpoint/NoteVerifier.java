package io.lianbo.provenance.checkpoint;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.spi.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key whose signatures on notes are known: its name, and what its signatures are checked with.
 *
 * <p>Ed25519 is what other software for logs reads. An issuer that has an Ethereum account alone signs with that; the format has a place
 * for it (type {@code 0xff}), and software that does not know it passes over the line.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class NoteVerifier {

    static final byte ED25519 = 1;
    private static final int P256_BITS = 256;

    /** Type 0xff is for those without a number; what follows tells them apart. */
    private static final byte[] ACCOUNT = "\u00fflianbo.io/eip191/v1\n".getBytes(StandardCharsets.ISO_8859_1);

    /** Checks a signature over a text. */
    @FunctionalInterface
    private interface Check {
        boolean passes(String text, byte[] signature);
    }

    private final String name;
    private final int id;
    private final Check check;
    private final byte[] typeAndKey;

    private NoteVerifier(String name, int id, byte[] typeAndKey, Check check) {
        this.name = SignedNote.requireName(name);
        this.id = id;
        this.typeAndKey = typeAndKey;
        this.check = check;
    }

    /**
     * An Ed25519 key (type 1).
     *
     * @param publicKey 32 bytes, RFC 8032 section 5.1.5
     * @throws IllegalArgumentException when they are no such key
     */
    public static NoteVerifier ed25519(String name, byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new IllegalArgumentException("a public key of Ed25519 must be 32 bytes of a point of large order: "
                    + HexFormat.of().formatHex(publicKey));
        }
        VerifyingKey key = CryptoEngines.ed25519().key(publicKey.clone());
        byte[] typeAndKey = concat(new byte[] {ED25519}, publicKey);
        return new NoteVerifier(
                name,
                keyId(name, typeAndKey),
                typeAndKey,
                (text, signature) -> key.verify(text.getBytes(StandardCharsets.UTF_8), signature));
    }

    /** An Ethereum account, which signs the text as its wallet signs a message (EIP-191): 65 bytes, r, s and v of 27 or 28. */
    public static NoteVerifier account(String name, Address account) {
        byte[] typeAndKey = concat(ACCOUNT, account.bytes());
        return new NoteVerifier(name, keyId(name, typeAndKey), typeAndKey, (text, signature) -> {
            Signature parsed;
            try {
                parsed = Signature.parse(signature);
            } catch (IllegalArgumentException e) {
                return false;
            }
            return Secp256k1.verify(PersonalMessage.digest(text), parsed, account)
                    .isVerified();
        });
    }

    /**
     * An ECDSA key of P-256 with SHA-256 (type 2); its signatures are DER, its id is the hash of the key's SPKI form alone.
     *
     * @throws IllegalArgumentException when the key is of another curve
     */
    public static NoteVerifier p256(String name, ECPublicKey publicKey) {
        if (publicKey.getParams().getCurve().getField().getFieldSize() != P256_BITS
                || !publicKey.getAlgorithm().equals("EC")) {
            throw new IllegalArgumentException("the key must be of P-256");
        }
        byte[] spki = publicKey.getEncoded();
        return new NoteVerifier(
                name,
                ByteBuffer.wrap(Sha256.digest(spki)).getInt(),
                concat(new byte[] {2}, spki),
                (text, signature) -> {
                    try {
                        java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
                        verifier.initVerify(publicKey);
                        verifier.update(text.getBytes(StandardCharsets.UTF_8));
                        return verifier.verify(signature);
                    } catch (GeneralSecurityException e) {
                        return false;
                    }
                });
    }

    /**
     * Reads an Ed25519 verifier key as tools for logs write it, {@code name+hash+base64}.
     *
     * @throws IllegalArgumentException when it is none, or its hash is not that of its key
     */
    public static NoteVerifier parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key must be name+hash+base64: " + vkey);
        }
        byte[] typeAndKey = SignedNote.decode("verifier key", parts[2]);
        if (typeAndKey.length == 0 || typeAndKey[0] != ED25519) {
            throw new IllegalArgumentException("a verifier key must be of Ed25519 (type 1): " + vkey);
        }
        NoteVerifier verifier = ed25519(parts[0], Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length));
        if (!HexFormat.of().toHexDigits(verifier.id).equals(parts[1])) {
            throw new IllegalArgumentException(
                    "the hash of the verifier key must be " + HexFormat.of().toHexDigits(verifier.id) + ": " + vkey);
        }
        return verifier;
    }

    /** Whose key it is. */
    public String name() {
        return name;
    }

    /** What tells the keys of one name apart. */
    public int keyId() {
        return id;
    }

    /** Whether a signature says that it is of this key. */
    boolean isNamedIn(SignedNote.Signature signature) {
        return signature.keyId() == id && signature.keyName().equals(name);
    }

    boolean verifies(String text, SignedNote.Signature signature) {
        return check.passes(text, signature.bytes());
    }

    /** The verifier key as tools for logs write it, {@code name+hash+base64}. */
    @Override
    public String toString() {
        return name
                + '+'
                + HexFormat.of().toHexDigits(id)
                + '+'
                + Base64.getEncoder().encodeToString(typeAndKey);
    }

    private static int keyId(String name, byte[] typeAndKey) {
        return ByteBuffer.wrap(Sha256.digest((name + '\n').getBytes(StandardCharsets.UTF_8), typeAndKey))
                .getInt();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
