package io.lianbo.did.dataintegrity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses numbers that RFC 8785 rounds: 9007199254740993 has the canonical form of 9007199254740992, so the one could be put in the
 * place of the other under a signature that still holds.
 */
final class ExactNumbers {
    private ExactNumbers() {}

    static void check(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            members.values().forEach(ExactNumbers::check);
        } else if (value instanceof Iterable<?> elements) {
            elements.forEach(ExactNumbers::check);
        } else if (value instanceof BigDecimal decimal) {
            require(decimal);
        } else if (value instanceof BigInteger integer) {
            require(new BigDecimal(integer));
        } else if (value instanceof Long integer) {
            require(BigDecimal.valueOf(integer));
        }
    }

    private static void require(BigDecimal number) {
        double nearest = number.doubleValue();
        if (!Double.isFinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0) {
            throw new IllegalArgumentException(
                    "a number must be one that a double keeps; write amounts and ids as text: "
                            + (number.precision() > 40 ? number.precision() + " digits" : number.toString()));
        }
    }
}
