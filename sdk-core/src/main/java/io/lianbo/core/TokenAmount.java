package io.lianbo.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An exact amount of a token, counted in its smallest unit.
 *
 * {@snippet class="io.lianbo.core.TokenAmountTest" region="token-amount"}
 *
 * @param units the amount in the token's smallest unit, 0 to 2<sup>256</sup>-1 (a Solidity {@code uint256})
 * @param token what is counted
 */
public record TokenAmount(BigInteger units, Token token) {

    /** The most units an amount can have, 2<sup>256</sup>-1. */
    public static final BigInteger MAX_UNITS = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    // 78 digits hold 2^256-1: longer input is refused before it costs anything
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,77})(\\.[0-9]{1,255})?");

    /**
     * Returns this many units of {@code token}.
     *
     * @throws IllegalArgumentException if {@code units} are out of range
     */
    public TokenAmount {
        Objects.requireNonNull(token, "token");
        if (units.signum() < 0 || units.bitLength() > 256) {
            throw new IllegalArgumentException(token.symbol() + " units must be 0 to 2^256-1: " + shorten(units));
        }
    }

    /**
     * Reads an amount as people write it, {@code "12.5"}: digits, and behind a point at most as many digits as the token has
     * decimals. No sign, no exponent, no grouping, and nothing is rounded.
     *
     * @throws IllegalArgumentException if {@code decimal} has another shape, is finer than the token's smallest unit, or is more than
     *     2<sup>256</sup>-1 units
     */
    public static TokenAmount parse(String decimal, Token token) {
        if (!DECIMAL.matcher(decimal).matches()) {
            throw new IllegalArgumentException(token.symbol()
                    + " amount must be digits, then at most a point and up to "
                    + token.decimals()
                    + " digits: "
                    + Quote.of(decimal));
        }
        BigDecimal amount = new BigDecimal(decimal);
        if (amount.scale() > token.decimals()) {
            throw new IllegalArgumentException(token.symbol() + " amount must have at most " + token.decimals()
                    + " decimals: " + Quote.of(decimal));
        }
        return new TokenAmount(amount.setScale(token.decimals()).unscaledValue(), token);
    }

    /**
     * Returns the sum.
     *
     * @throws IllegalArgumentException if {@code that} counts another token
     * @throws ArithmeticException if the sum is more than 2<sup>256</sup>-1 units
     */
    public TokenAmount plus(TokenAmount that) {
        BigInteger sum = units.add(unitsOfSameToken(that));
        if (sum.bitLength() > 256) {
            throw new ArithmeticException(this + " plus " + that + " is more than 2^256-1 units");
        }
        return new TokenAmount(sum, token);
    }

    /**
     * Returns the difference.
     *
     * @throws IllegalArgumentException if {@code that} counts another token
     * @throws ArithmeticException if {@code that} is more than this
     */
    public TokenAmount minus(TokenAmount that) {
        BigInteger difference = units.subtract(unitsOfSameToken(that));
        if (difference.signum() < 0) {
            throw new ArithmeticException(this + " minus " + that + " is less than zero");
        }
        return new TokenAmount(difference, token);
    }

    private BigInteger unitsOfSameToken(TokenAmount that) {
        if (!token.equals(that.token)) {
            throw new IllegalArgumentException("amounts must be of the same token: " + token + " and " + that.token);
        }
        return that.units;
    }

    private static String shorten(BigInteger units) {
        return units.bitLength() > 320 ? "a number of " + units.bitLength() + " bits" : units.toString();
    }

    /** Returns the amount with all its decimals, {@code "12.500000 USDC"}. */
    @Override
    public String toString() {
        return new BigDecimal(units, token.decimals()).toPlainString() + " " + token.symbol();
    }
}
