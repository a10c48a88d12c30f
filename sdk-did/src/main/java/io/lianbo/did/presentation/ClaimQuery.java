package io.lianbo.did.presentation;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.internal.Quote;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to learn from a credential (OpenID4VP 1.0 section 6.3): the claims at a pointer, and perhaps what they must say.
 *
 * @param id what {@link CredentialQuery#claimSets()} call it, or null
 * @param path which claims
 * @param values the texts, whole numbers and booleans that are wanted, compared exactly; empty where any value is, also null, an object or an
 *     array
 */
public record ClaimQuery(@Nullable String id, ClaimPointer path, List<Object> values) {
    private static final int MOST_VALUES = 128;

    /** Copies the values, numbers as JSON reads them. */
    public ClaimQuery {
        if (id != null) {
            Ids.check("claim", id);
        }
        if (values.size() > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "a claim query must have at most " + MOST_VALUES + " values: " + values.size());
        }
        values = values.stream().map(ClaimQuery::checked).toList();
    }

    private static Object checked(Object value) {
        Object read = StrictJson.parse(StrictJson.write(value));
        if (read instanceof String || read instanceof Boolean || read instanceof Long || read instanceof BigInteger) {
            return read;
        }
        throw new IllegalArgumentException(
                "a wanted value must be a text, a whole number or a boolean: " + Quote.of(String.valueOf(read)));
    }

    /** Whether a claim says what is wanted. */
    boolean accepts(@Nullable Object claim) {
        return values.isEmpty() || (claim != null && values.contains(claim));
    }
}
