package io.lianbo.provenance.code;

/** Shows what was given in an error: short, in ASCII and on one line, as whoever made the code may have meant to confuse who reads the error. */
final class Shown {
    private static final int LONGEST = 100;

    private Shown() {}

    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(LONGEST).forEach(c -> {
            if (c >= ' ' && c <= '~') {
                shown.append((char) c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return text.length() > LONGEST ? shown + "... (" + text.length() + " characters)" : shown.toString();
    }
}
