package io.lianbo.did.share;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 by the JDK, whose AES runs on the processor's own instructions and so in a time that tells nothing; it compares tags in constant time.
 */
final class Aes {
    static final int KEY_LENGTH = 32;
    static final int IV_LENGTH = 12;
    static final int TAG_LENGTH = 16;
    static final int WRAPPED_LENGTH = KEY_LENGTH + 8;

    private Aes() {}

    /** Ciphertext with the tag behind it (RFC 7518 section 5.3). */
    static byte[] encrypt(byte[] key, byte[] iv, byte[] associated, byte[] content) {
        try {
            return gcm(Cipher.ENCRYPT_MODE, key, iv, associated).doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to encrypt", e);
        }
    }

    /** The content; empty where any of it was changed. */
    static Optional<byte[]> decrypt(byte[] key, byte[] iv, byte[] associated, byte[] sealed) {
        try {
            return Optional.of(gcm(Cipher.DECRYPT_MODE, key, iv, associated).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to decrypt", e);
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] iv, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, iv));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** The key, wrapped (RFC 3394). */
    static byte[] wrap(byte[] wrappingKey, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
            return cipher.wrap(new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key wrap failed", e);
        }
    }

    /** The wrapped key; empty where it was not wrapped by this key. */
    static Optional<byte[]> unwrap(byte[] wrappingKey, byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
            return Optional.of(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (InvalidKeyException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key unwrap failed", e);
        }
    }
}
