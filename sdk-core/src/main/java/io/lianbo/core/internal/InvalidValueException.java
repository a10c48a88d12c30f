package io.lianbo.core.internal;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that is refused, and where it lies: thrown beside the value with the problem alone, it is given its place level by
 * level on its way up, so that the good path never builds a path.
 *
 * <p>Callers of the API see an {@link IllegalArgumentException} whose message reads
 * {@code message.contents.amounts[3]: uint8 must be 0 to 255: 256}.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
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

    /** A value as messages show it: on one line, text in quotes and cut where it is long, never what a structure holds. */
    public static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> '"' + line(text) + '"';
            case Number number -> line(number.toString());
            case Boolean truth -> truth.toString();
            case Address address -> address.toString();
            case Hash32 hash -> hash.toString();
            case byte[] bytes -> bytes.length + " bytes";
            case Map<?, ?> map -> "an object";
            case List<?> list -> "an array";
            default -> "a " + value.getClass().getName();
        };
    }

    private static String line(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(SHOWN_VALUE).forEach(c -> {
            if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return text.length() > SHOWN_VALUE ? shown + "..." : shown.toString();
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
