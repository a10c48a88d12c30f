package io.lianbo.core.internal;

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
}
