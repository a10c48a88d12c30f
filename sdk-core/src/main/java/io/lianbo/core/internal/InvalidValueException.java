package io.lianbo.core.internal;

/**
 * A value that is refused, and where it lies: thrown beside the value with the problem alone, it is given its place level by
 * level on its way up, so that the good path never builds a path.
 *
 * <p>Callers of the API see an {@link IllegalArgumentException} whose message reads
 * {@code message.contents.amounts[3]: uint8 must be 0 to 255: 256}.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final int SHOWN_PATH = 160;
    private static final int SHOWN_VALUE = 80;

    private final String problem;
    private String path = "";

    public InvalidValueException(String problem) {
        super(problem);
        this.problem = problem;
    }

    public InvalidValueException inField(String name) {
        return in(isPlain(name) ? "." + name : "[" + show(name) + "]");
    }

    public InvalidValueException inElement(int index) {
        return in("[" + index + "]");
    }

    /** Puts the outermost name in front: {@code message}, {@code $}, the name of a struct type. */
    public InvalidValueException in(String outer) {
        path = outer + path;
        return this;
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? problem : shortened(path) + ": " + problem;
    }

    /** A value as messages show it: text in quotes, never longer than a line. */
    public static String show(Object value) {
        String text = value.toString();
        String cut = text.length() <= SHOWN_VALUE ? text : text.substring(0, SHOWN_VALUE) + "...";
        return value instanceof CharSequence ? '"' + cut + '"' : cut;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= SHOWN_VALUE
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '$');
    }

    private static String shortened(String path) {
        int half = SHOWN_PATH / 2;
        return path.length() <= SHOWN_PATH
                ? path
                : path.substring(0, half) + " ... " + path.substring(path.length() - half);
    }
}
