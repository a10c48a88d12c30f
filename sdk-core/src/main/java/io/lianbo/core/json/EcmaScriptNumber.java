package io.lianbo.core.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes a double as ECMAScript's {@code Number::toString} does (ECMA-262 section 6.1.6.1.20), the form that RFC 8785 section
 * 3.2.2.3 prescribes.
 */
final class EcmaScriptNumber {
    private static final double EXACT_INTEGERS = 1L << 53;
    private static final int PLAIN_DIGITS = 21;
    private static final int PLAIN_ZEROS = 6;

    private EcmaScriptNumber() {}

    static String format(double value) {
        if (Math.abs(value) <= EXACT_INTEGERS && value == (long) value) {
            return Long.toString((long) value); // minus zero loses its sign, as the standard says
        }
        String number = positive(shortest(Math.abs(value)));
        return value < 0 ? "-" + number : number;
    }

    private static String positive(BigDecimal shortest) {
        String digits = shortest.unscaledValue().toString();
        int count = digits.length();
        int point = count - shortest.scale(); // the value is 0.digits * 10^point
        if (count <= point && point <= PLAIN_DIGITS) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= PLAIN_DIGITS) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-PLAIN_ZEROS < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int exponent = point - 1;
        return mantissa + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }

    /** The fewest digits that read back as {@code value}, and of those the nearest, without trailing zeros. */
    private static BigDecimal shortest(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value < Double.MIN_NORMAL && shortest.precision() == 2) {
            // Double.toString gives the best two digits (4.9E-324) even where one would do (5e-324).
            BigDecimal exact = new BigDecimal(value);
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN}) {
                BigDecimal single = exact.round(new MathContext(1, mode));
                if (single.doubleValue() == value) {
                    return single.stripTrailingZeros();
                }
            }
        }
        return shortest;
    }
}
