package io.lianbo.core;

/** Shows a refused input in an error message: short, on one line, and never a whole secret that was pasted into the wrong place. */
final class Quote {

    /** An address and its 0x fit whole; a private key does not. */
    private static final int WHOLE = 44;

    private static final int START = 10;

    private Quote() {}

    static String of(String input) {
        String shown = input.length() <= WHOLE ? input : input.substring(0, START);
        StringBuilder out = new StringBuilder(shown.length() + 32).append('"');
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        if (input.length() > WHOLE) {
            out.append("...\" (").append(input.length()).append(" characters)");
        } else {
            out.append('"');
        }
        return out.toString();
    }
}
