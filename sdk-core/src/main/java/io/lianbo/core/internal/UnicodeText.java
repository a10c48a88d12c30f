package io.lianbo.core.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What every text must be before it is encoded: made of whole characters. */
public final class UnicodeText {

    private UnicodeText() {}

    /** Whether each surrogate has its partner; text with a lone one has no UTF-8 form, and Java would silently write "?". */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * A secret in UTF-8, of which no copy is left but the result.
     *
     * @param what how the message names it
     */
    public static byte[] utf8(String what, char[] secret) {
        // a char takes three bytes at most; a buffer that had to grow would leave copies behind
        ByteBuffer buffer = ByteBuffer.allocate(3 * secret.length);
        CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), buffer, true);
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        if (result.isError()) {
            Arrays.fill(bytes, (byte) 0);
            throw new IllegalArgumentException(
                    what + " must be text that UTF-8 can write: it holds half a surrogate pair");
        }
        return bytes;
    }
}
