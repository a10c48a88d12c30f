package io.lianbo.did.internal;

/** Shows a refused input in a message: short and on one line, whatever it holds. */
public final class Quote {
    private static final int LONGEST = 80;

    private Quote() {}

    /**
     * {@return the text in quotes, cut after 80 characters, everything but printable ASCII escaped}
     *
     * @param text the refused input
     */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars().limit(LONGEST).forEach(c -> {
            if (c >= ' ' && c < 0x7f) {
                shown.append((char) c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return shown.append(text.length() > LONGEST ? "...\"" : "\"").toString();
    }
}
