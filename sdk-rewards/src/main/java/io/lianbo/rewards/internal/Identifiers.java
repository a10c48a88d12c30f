package io.lianbo.rewards.internal;

/** What the platform's own identifiers may look like: compared exactly, so nothing invisible, and short, so that a hostile one costs nothing. */
public final class Identifiers {

    private static final int MAX_LENGTH = 128;
    private static final int MAX_TYPE_LENGTH = 64;

    private Identifiers() {}

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException when it is not 1 to 128 visible characters
     */
    public static String check(String what, String value) {
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

    /**
     * Returns the name of a type of interaction.
     *
     * @throws IllegalArgumentException when it is not a lower-case letter, then letters and digits, at most 64
     */
    public static String checkType(String type) {
        boolean valid = !type.isEmpty() && type.length() <= MAX_TYPE_LENGTH && isLower(type.charAt(0));
        for (int i = 1; valid && i < type.length(); i++) {
            char c = type.charAt(i);
            valid = isLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "interaction type must be a lower-case letter, then letters and digits, at most 64: \""
                            + (type.length() <= MAX_TYPE_LENGTH ? type : type.substring(0, MAX_TYPE_LENGTH) + "...")
                            + '"');
        }
        return type;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
