package io.lianbo.did.commerce;

import io.lianbo.core.TokenAmount;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.internal.Quote;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An amount of money, counted in its smallest unit; in JSON the units are text, as no reader may round them.
 *
 * @param units how many of the smallest unit, 0 to 2<sup>256</sup>-1
 * @param currency an ISO 4217 code such as {@code CNY}, or a token's symbol; a label that proves nothing
 * @param decimals how many digits of the units lie behind the point, 0 to 255
 */
public record Money(BigInteger units, String currency, int decimals) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z0-9.$-]{1,32}");

    /** Checks the ranges. */
    public Money {
        if (units.signum() < 0 || units.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException("units must be 0 to 2^256-1, not of " + units.bitLength() + " bits");
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException(
                    "a currency must be 1 to 32 letters, digits, dots, dashes or dollar signs: " + Quote.of(currency));
        }
        Claims.range("decimals", decimals, 0, 255);
    }

    /**
     * {@return an amount of a token, by its symbol}
     *
     * @param amount the amount
     * @throws IllegalArgumentException where the symbol is no currency
     */
    public static Money of(TokenAmount amount) {
        return new Money(amount.units(), amount.token().symbol(), amount.token().decimals());
    }

    Map<String, Object> claim() {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("units", units.toString());
        claim.put("currency", currency);
        claim.put("decimals", decimals);
        return claim;
    }

    static Money read(JsonObject claim) {
        return new Money(claim.digits("units", TokenAmount.MAX_UNITS), claim.text("currency"), (int)
                claim.integer("decimals", 0, 255));
    }
}
