package io.lianbo.rewards.raffle;

import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * Prizes of one kind.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="prizes"}
 *
 * @param count how many, 1 to 2^32-1
 * @param value of one, in the smallest unit of the contract's {@link PrizeCap#currency()} (CNY: in fen), as the organiser states it; 1 or more
 * @param amount of one, in the smallest unit of the raffle's currency, where it is money; zero where it is goods
 * @param goods names it where it is goods: a hash of its description; zero where it is money
 */
public record Prize(long count, long value, BigInteger amount, Hash32 goods) {

    static final long MAX_UINT32 = (1L << 32) - 1;
    static final BigInteger MAX_UINT96 = BigInteger.TWO.pow(96).subtract(BigInteger.ONE);

    public Prize {
        if (count < 1 || count > MAX_UINT32) {
            throw new IllegalArgumentException("count must be 1 to " + MAX_UINT32 + ": " + count);
        }
        if (value < 1) {
            throw new IllegalArgumentException("the value of a prize must be 1 or more: " + value);
        }
        if (amount.signum() < 0 || amount.compareTo(MAX_UINT96) > 0) {
            throw new IllegalArgumentException("amount must be 0 to 2^96-1: " + amount);
        }
        Objects.requireNonNull(goods, "goods");
        if ((amount.signum() == 0) == goods.equals(Hash32.ZERO)) {
            throw new IllegalArgumentException(
                    "a prize must be either money or goods: amount " + amount + ", goods " + goods);
        }
    }

    /** Prizes of money, which the organiser pays in beforehand. */
    public static Prize money(long count, long value, BigInteger amount) {
        return new Prize(count, value, amount, Hash32.ZERO);
    }

    /** Prizes of goods, which the winner claims and the organiser hands over. */
    public static Prize goods(long count, long value, Hash32 goods) {
        return new Prize(count, value, BigInteger.ZERO, goods);
    }

    /** Whether it is goods rather than money. */
    public boolean isGoods() {
        return amount.signum() == 0;
    }

    /** As the contract takes it. */
    List<Object> abiValue() {
        return List.of(count, value, amount, goods);
    }
}
