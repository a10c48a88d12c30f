package io.lianbo.rewards.scoring;

/** What the platform's own identifiers may look like: compared exactly, so nothing invisible, and short, so that a hostile one costs nothing. */
final class Identifiers {

    static final int MAX_LENGTH = 128;

    private Identifiers() {}

    static String check(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + MAX_LENGTH + " characters: " + value.length() + " given");
        }
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (!isVisible(c)) {
                throw new IllegalArgumentException(
                        "%s must have no blank, control or unassigned character: U+%04X at %d".formatted(what, c, i));
            }
            i += Character.charCount(c);
        }
        return value;
    }

    private static boolean isVisible(int c) {
        if (c < 0x80) {
            return c > 0x20 && c != 0x7F;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
