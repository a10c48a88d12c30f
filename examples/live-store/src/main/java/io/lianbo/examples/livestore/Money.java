package io.lianbo.examples.livestore;

import io.lianbo.core.TokenAmount;
import java.math.BigDecimal;

/** Amounts as people read them: without zeros that say nothing, and never rounded. */
final class Money {
    private static final int LEAST_DECIMALS = 2;

    private Money() {}

    static String shown(TokenAmount amount) {
        BigDecimal decimal = new BigDecimal(amount.units(), amount.token().decimals()).stripTrailingZeros();
        BigDecimal shown = decimal.scale() < LEAST_DECIMALS ? decimal.setScale(LEAST_DECIMALS) : decimal;
        return shown.toPlainString() + " " + amount.token().symbol();
    }
}
