package io.lianbo.did.internal;

import java.util.Base64;

/**
 * Base64url without padding (RFC 4648 section 5, RFC 7515 section 2), strict: every byte sequence has exactly one text.
 *
 * <p>A lenient decoder gives one token many spellings, and a replay cache keyed by the token no longer finds it.
 */
public final class Base64Url {
    private Base64Url() {}

    /**
     * {@return the text of these bytes}
     *
     * @param bytes what to encode
     */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * {@return the bytes that this text encodes}
     *
     * @param text unpadded base64url
     * @throws IllegalArgumentException where the text holds another character, padding, or bits that belong to no byte
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("base64url must be unpadded and canonical");
        }
        return bytes;
    }
}
