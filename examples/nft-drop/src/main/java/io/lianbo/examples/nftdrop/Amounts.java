package io.lianbo.examples.nftdrop;

import io.lianbo.core.ChainId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** How numbers are written for people. */
final class Amounts {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.UP);
    private static final int DECIMALS = 18;
    private static final Map<Long, String> COINS = Map.ofEntries(
            Map.entry(1L, "ETH"),
            Map.entry(10L, "ETH"),
            Map.entry(56L, "BNB"),
            Map.entry(100L, "xDAI"),
            Map.entry(137L, "POL"),
            Map.entry(324L, "ETH"),
            Map.entry(8453L, "ETH"),
            Map.entry(31337L, "ETH"),
            Map.entry(42161L, "ETH"),
            Map.entry(43114L, "AVAX"),
            Map.entry(59144L, "ETH"),
            Map.entry(84532L, "ETH"),
            Map.entry(11155111L, "ETH"));

    private Amounts() {}

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String noun) {
        return grouped(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 0.04782 ETH}: four digits, rounded up. */
    static String coin(BigInteger wei, ChainId chain) {
        BigDecimal coins = new BigDecimal(wei, DECIMALS);
        BigDecimal shown = coins.precision() > FOUR_DIGITS.getPrecision() ? coins.round(FOUR_DIGITS) : coins;
        String digits = shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        return digits + " " + symbol(chain);
    }

    /** What a chain's coin is called. */
    static String symbol(ChainId chain) {
        return COINS.getOrDefault(chain.value(), "coins");
    }

    /** {@code 47.8M}, as there is little room on a line. */
    static String brief(long number) {
        if (number < 1_000) {
            return Long.toString(number);
        }
        return number < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
                : String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }

    /** {@code 0:08}, {@code 12:30}, {@code 1:02:03}. */
    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    /** {@code 41 rows/s}, or by the minute where that is less than one. */
    static String rate(long rows, Duration in) {
        double perSecond = rows / (Math.max(1, in.toMillis()) / 1e3);
        if (perSecond < 1) {
            return String.format(Locale.ROOT, "%.0f rows/min", perSecond * 60);
        }
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f rows/s" : "%.0f rows/s", perSecond);
    }
}
