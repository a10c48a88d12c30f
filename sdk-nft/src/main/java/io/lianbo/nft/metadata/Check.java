package io.lianbo.nft.metadata;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects all that is wrong with a document, each with its place. */
final class Check {
    /** As large as a document may be; no marketplace reads more. */
    static final int MAX_BYTES = 1 << 20;

    private static final int SHOWN = 60;
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+([.][0-9]+)?");

    private final String document;
    private final List<Reason> reasons;

    /**
     * A check of one document.
     *
     * @param document what stands before each place, such as a file's name and a colon
     */
    Check(String document, List<Reason> reasons) {
        this.document = document;
        this.reasons = reasons;
    }

    static Check alone() {
        return new Check("", new ArrayList<>());
    }

    void report(String code, String path, String problem) {
        reasons.add(new Reason(code, document + (path.isEmpty() ? "" : path + ": ") + problem));
    }

    <T> Verdict<T> verdict(T result) {
        return reasons.isEmpty() ? Verdict.ok(result) : Verdict.refused(reasons);
    }

    /** What a builder throws for the same reasons. */
    void requireNothing(String what) {
        if (!reasons.isEmpty()) {
            throw new IllegalArgumentException(
                    what + ": " + reasons.stream().map(Reason::detail).collect(Collectors.joining("; ")));
        }
    }

    /** Reads a document that must be an object, or reports why not and gives null. */
    @Nullable
    Map<String, @Nullable Object> object(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            report("TOO_LARGE", "", "must be at most " + MAX_BYTES + " bytes");
            return null;
        }
        try {
            return StrictJson.parseObject(utf8);
        } catch (IllegalArgumentException e) {
            report("NOT_JSON", "", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Reports a missing key; says whether it is there. */
    boolean required(Map<?, ?> object, String key, String path) {
        if (!object.containsKey(key)) {
            report("MISSING", path, "must be there");
            return false;
        }
        return true;
    }

    /** Reports what is there and no text. */
    void text(Map<?, ?> object, String key, String path) {
        if (object.containsKey(key) && !(object.get(key) instanceof String)) {
            wrongType(path, "text", object.get(key));
        }
    }

    /** Reports what is there and no text that says something. */
    void spokenText(Map<?, ?> object, String key, String path) {
        text(object, key, path);
        if (object.get(key) instanceof String text && text.isBlank()) {
            report("EMPTY", path, "must not be blank");
        }
    }

    /** Reports what is there and no URL that this rule allows. */
    void url(Map<?, ?> object, String key, String path, UrlRule rule) {
        text(object, key, path);
        if (object.get(key) instanceof String url) {
            rule.check(url, path, this);
        }
    }

    void wrongType(String path, String wanted, @Nullable Object given) {
        report("WRONG_TYPE", path, "must be " + wanted + ": " + shown(given));
    }

    /** Reports what is no number, and says so where it is one in quotes. */
    @Nullable
    BigDecimal number(String path, String wanted, @Nullable Object given) {
        if (given instanceof Number number) {
            return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
        }
        if (given instanceof String text && DIGITS.matcher(text).matches()) {
            report("NUMBER_AS_STRING", path, "must be " + wanted + ", without quotes: " + shown(given));
        } else {
            wrongType(path, wanted, given);
        }
        return null;
    }

    /** A refused value as messages show it: on one line, and cut where it is long. */
    static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> {
                StringBuilder line = new StringBuilder("\"");
                text.codePoints()
                        .limit(SHOWN)
                        .forEach(c -> line.append(
                                Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c)));
                yield line.append(text.codePointCount(0, text.length()) > SHOWN ? "...\"" : "\"")
                        .toString();
            }
            case Map<?, ?> map -> "an object";
            case List<?> list -> "an array";
            default -> value.toString();
        };
    }
}
