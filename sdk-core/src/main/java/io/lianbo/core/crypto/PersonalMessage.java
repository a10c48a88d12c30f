package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a wallet signs for {@code personal_sign}: a message behind a prefix that no transaction can start with
 * (<a href="https://eips.ethereum.org/EIPS/eip-191">EIP-191</a>, version {@code 0x45}).
 *
 * <p>The prefix binds to nothing: not to a chain, a site or a time. A message that must not be replayed carries its own nonce, as
 * ERC-4361 does.
 */
public final class PersonalMessage {

    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    private PersonalMessage() {}

    /**
     * Returns the digest to sign for {@code text} in UTF-8.
     *
     * @throws IllegalArgumentException if {@code text} holds half a surrogate pair, which UTF-8 cannot write
     */
    public static Hash32 digest(String text) {
        return Keccak256.hash(preimage(text));
    }

    /** Returns the digest to sign for {@code message}. */
    public static Hash32 digest(byte[] message) {
        return Keccak256.hash(prefix(message), message);
    }

    /** What {@link #digest(String)} is the hash of. */
    static byte[] preimage(String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] message = new byte[utf8.remaining()];
            utf8.get(message);
            return preimage(message);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "message must be text that UTF-8 can write: it holds half a surrogate pair", e);
        }
    }

    /** What {@link #digest(byte[])} is the hash of: the prefix, the length in decimal digits, the message. */
    static byte[] preimage(byte[] message) {
        byte[] prefix = prefix(message);
        byte[] preimage = Arrays.copyOf(prefix, prefix.length + message.length);
        System.arraycopy(message, 0, preimage, prefix.length, message.length);
        return preimage;
    }

    private static byte[] prefix(byte[] message) {
        return (PREFIX + message.length).getBytes(StandardCharsets.US_ASCII);
    }
}
