package io.lianbo.core.chain;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as JSON-RPC writes them. */
final class Quantities {
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    private Quantities() {}

    static BigInteger of(@Nullable String hex) {
        if (hex == null || !QUANTITY.matcher(hex).matches()) {
            throw new IllegalArgumentException("a quantity must be 0x hex: " + hex);
        }
        return new BigInteger(hex.substring(2), 16);
    }

    static long ofLong(@Nullable String hex) {
        return of(hex).longValueExact();
    }
}
