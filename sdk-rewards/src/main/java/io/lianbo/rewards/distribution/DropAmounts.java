package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Accounts in an order, each with its amount, checked. */
final class DropAmounts {

    private final Comparator<Address> order;
    private final List<Address> accounts;
    private final List<BigInteger> amounts;
    private final BigInteger total;

    /**
     * Checks amounts.
     *
     * @throws IllegalArgumentException if there are none, one is of the zero address or not 1 to 2^256-1, or their sum is larger than that
     */
    DropAmounts(Map<Address, BigInteger> given, Comparator<Address> order) {
        SortedMap<Address, BigInteger> sorted = new TreeMap<>(order);
        sorted.putAll(given);
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a drop must have at least one account");
        }
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Address, BigInteger> each : sorted.entrySet()) {
            if (each.getKey().isZero()) {
                throw new IllegalArgumentException("an account must not be the zero address");
            }
            sum = sum.add(each.getValue());
            if (each.getValue().signum() < 1 || sum.compareTo(TokenAmount.MAX_UNITS) > 0) {
                throw new IllegalArgumentException("amounts must be 1 or more and come to at most 2^256-1: "
                        + each.getValue() + " of " + each.getKey());
            }
        }
        this.order = order;
        this.accounts = List.copyOf(sorted.keySet());
        this.amounts = List.copyOf(sorted.values());
        this.total = sum;
    }

    int size() {
        return accounts.size();
    }

    Address account(int index) {
        return accounts.get(index);
    }

    BigInteger amount(int index) {
        return amounts.get(index);
    }

    BigInteger total() {
        return total;
    }

    /** Where an account stands; negative where it does not. */
    int indexOf(Address account) {
        return Collections.binarySearch(accounts, account, order);
    }
}
