package io.lianbo.core.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Canonicalization Scheme, RFC 8785: the one text of a JSON value, fit to be hashed and signed.
 *
 * <p>Keys are sorted by UTF-16 code units, text is escaped as little as possible and never normalised, white space goes, and every
 * number is written as ECMAScript writes the IEEE 754 double nearest to it.
 *
 * <p><b>Numbers are doubles.</b> RFC 8785 section 3.2.2.3 follows I-JSON (RFC 7493 section 2.2): 9007199254740993 becomes
 * 9007199254740992, and two documents that differ in the seventeenth digit have one canonical form, thus one hash. Write amounts
 * of money, token ids and other exact numbers as strings.
 *
 * {@snippet class="io.lianbo.core.json.CanonicalJsonTest" region="canonicalize"}
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Gives the canonical form of a document, which is read as {@link StrictJson#parse(String)} reads it.
     *
     * @throws IllegalArgumentException if the text is not strict JSON, or a number lies outside the range of a double
     */
    public static String canonicalize(String json) {
        return JsonWriter.canonical(StrictJson.parse(json));
    }

    /**
     * Gives the canonical form of a value as UTF-8, which is what is hashed.
     *
     * @param value a tree of the types that {@link StrictJson#write(Object)} takes; {@link BigDecimal} and integers are rounded to
     *     doubles, see above
     * @throws IllegalArgumentException if it holds another type, a lone surrogate, more than 512 levels, or a number outside the
     *     range of a double
     */
    public static byte[] bytes(@Nullable Object value) {
        return JsonWriter.canonical(value).getBytes(StandardCharsets.UTF_8);
    }
}
