package io.lianbo.did;

import io.lianbo.did.internal.Base58;
import io.lianbo.did.internal.Quote;
import java.util.Arrays;

/** Bytes that say what they are: an unsigned varint before them, base58btc around both, as {@code did:key} and Multikey have it. */
final class Multicodec {
    private static final int CODE_MAX_BYTES = 9;
    private static final int TEXT_MAX_LENGTH = 1024;

    private final long code;
    private final byte[] bytes;

    Multicodec(long code, byte[] bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static Multicodec parse(String text) {
        if (!text.startsWith("z") || text.length() > TEXT_MAX_LENGTH) {
            throw new IllegalArgumentException("a multibase key must be base58btc, which starts with z, of at most "
                    + TEXT_MAX_LENGTH + " characters: " + Quote.of(text));
        }
        byte[] bytes = Base58.decode(text.substring(1));
        long code = 0;
        int length = 0;
        do {
            if (length == bytes.length || length == CODE_MAX_BYTES) {
                throw new IllegalArgumentException("a multibase key must start with a multicodec: " + Quote.of(text));
            }
            code |= (bytes[length] & 0x7fL) << (7 * length);
        } while (bytes[length++] < 0);
        Multicodec parsed = new Multicodec(code, Arrays.copyOfRange(bytes, length, bytes.length));
        if (!parsed.text().equals(text)) {
            throw new IllegalArgumentException(
                    "a multibase key must have the canonical spelling " + parsed.text() + ": " + Quote.of(text));
        }
        return parsed;
    }

    /** What the bytes are. */
    long code() {
        return code;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Multibase: z, and base58btc of both. */
    String text() {
        byte[] all = new byte[CODE_MAX_BYTES + bytes.length];
        int length = 0;
        long rest = code;
        while (rest >= 0x80) {
            all[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        all[length++] = (byte) rest;
        System.arraycopy(bytes, 0, all, length, bytes.length);
        return "z" + Base58.encode(Arrays.copyOf(all, length + bytes.length));
    }
}
