package io.lianbo.nft.relay;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.relay.RelayLog.Budget;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a relayer does for others, and what it pays: no price at all, unless {@link #paying} says so. What the gas may cost is for the {@code
 * SpendLimit} of its {@code TxClient} to say.
 *
 * <p>Days are of UTC. What was taken in counts, whatever became of it.
 *
 * @param perTransaction the most vouchers in one transaction, 1 to {@value #MOST_PER_TRANSACTION}
 * @param perDay the most vouchers in a day, from 1
 * @param perBuyer the most vouchers of one recipient in a day, from 1
 * @param prices by currency, {@link Address#ZERO} for the native coin, what it pays; a price in another currency is refused
 */
public record RelayLimits(int perTransaction, int perDay, int perBuyer, Map<Address, PriceLimit> prices) {

    /** The most vouchers in one transaction: paid in an ERC-20, some 12 million gas with the room that is left for surprises. */
    public static final int MOST_PER_TRANSACTION = 100;

    /** Checks the ranges, and copies. */
    public RelayLimits {
        if (perTransaction < 1 || perTransaction > MOST_PER_TRANSACTION) {
            throw new IllegalArgumentException(
                    "vouchers a transaction must be 1 to " + MOST_PER_TRANSACTION + ": " + perTransaction);
        }
        if (perDay < 1 || perBuyer < 1) {
            throw new IllegalArgumentException(
                    "vouchers a day and a buyer must be 1 or more: " + perDay + " a day, " + perBuyer + " a buyer");
        }
        prices = Map.copyOf(prices);
    }

    /**
     * How much is paid of one currency, in its smallest unit.
     *
     * @param perTransaction in one transaction, above 0
     * @param perDay in a day, above 0
     * @param perBuyer for one recipient in a day, above 0
     */
    public record PriceLimit(BigInteger perTransaction, BigInteger perDay, BigInteger perBuyer) {
        /** Checks that each is positive. */
        public PriceLimit {
            if (perTransaction.signum() <= 0 || perDay.signum() <= 0 || perBuyer.signum() <= 0) {
                throw new IllegalArgumentException("price limits must be above 0: " + perTransaction
                        + " a transaction, " + perDay + " a day, " + perBuyer + " a buyer");
            }
        }
    }

    /** Returns limits that pay no price: gifts are redeemed, and nothing else. */
    public static RelayLimits gifts(int perTransaction, int perDay, int perBuyer) {
        return new RelayLimits(perTransaction, perDay, perBuyer, Map.of());
    }

    /**
     * Returns the same, which pay prices in one currency more.
     *
     * @param perTransaction in one transaction
     * @param perDay in a day, of the same token
     * @param perBuyer for one recipient in a day, of the same token
     * @throws IllegalArgumentException if the amounts are of different tokens, or one is zero
     */
    public RelayLimits paying(TokenAmount perTransaction, TokenAmount perDay, TokenAmount perBuyer) {
        if (!perDay.token().equals(perTransaction.token()) || !perBuyer.token().equals(perTransaction.token())) {
            throw new IllegalArgumentException(
                    "price limits must be of one token: " + perTransaction + ", " + perDay + ", " + perBuyer);
        }
        Map<Address, PriceLimit> more = new LinkedHashMap<>(prices);
        more.put(
                perTransaction.token().contract().orElse(Address.ZERO),
                new PriceLimit(perTransaction.units(), perDay.units(), perBuyer.units()));
        return new RelayLimits(this.perTransaction, this.perDay, this.perBuyer, more);
    }

    /** What a voucher takes of each limit that concerns it, where its price may be paid. */
    List<Budget> budgets(Voucher voucher, Address buyer) {
        List<Budget> budgets = new ArrayList<>();
        budgets.add(new Budget("OVER_DAY_LIMIT", "vouchers", BigInteger.ONE, BigInteger.valueOf(perDay)));
        budgets.add(
                new Budget("OVER_BUYER_LIMIT", "vouchers of " + buyer, BigInteger.ONE, BigInteger.valueOf(perBuyer)));
        PriceLimit limit = prices.get(voucher.currency());
        if (limit != null && voucher.price().signum() > 0) {
            String currency = "price in " + voucher.currency();
            budgets.add(new Budget("OVER_DAY_LIMIT", currency, voucher.price(), limit.perDay()));
            budgets.add(new Budget("OVER_BUYER_LIMIT", currency + " for " + buyer, voucher.price(), limit.perBuyer()));
        }
        return budgets;
    }

    /**
     * As many of the first vouchers as may go into one transaction, each token once.
     *
     * @param coin what the payer has of the native coin
     */
    List<Relayed> fitting(List<Relayed> waiting, BigInteger coin) {
        List<Relayed> chosen = new ArrayList<>();
        List<BigInteger> tokens = new ArrayList<>();
        Map<Address, BigInteger> sums = new LinkedHashMap<>();
        for (Relayed relayed : waiting) {
            Voucher voucher = relayed.voucher().voucher();
            BigInteger sum =
                    sums.getOrDefault(voucher.currency(), BigInteger.ZERO).add(voucher.price());
            PriceLimit limit = prices.get(voucher.currency());
            boolean allowed = limit == null || sum.compareTo(limit.perTransaction()) <= 0;
            boolean affordable = !voucher.currency().isZero() || sum.compareTo(coin) <= 0;
            if (chosen.size() < perTransaction && !tokens.contains(voucher.tokenId()) && allowed && affordable) {
                chosen.add(relayed);
                tokens.add(voucher.tokenId());
                sums.put(voucher.currency(), sum);
            }
        }
        return chosen;
    }
}
