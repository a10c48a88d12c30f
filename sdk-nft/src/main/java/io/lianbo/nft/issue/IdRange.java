package io.lianbo.nft.issue;

import java.math.BigInteger;

/**
 * Token ids from which orders are served one after another, until none is left.
 *
 * @param first the lowest, from 0
 * @param last the highest, included, to 2^256-1
 */
public record IdRange(BigInteger first, BigInteger last) {

    private static final int ITEM_SHIFT = 64;

    /**
     * Checks the order of the two.
     *
     * @throws IllegalArgumentException if {@code first} is negative, or {@code last} is below it or above 2^256-1
     */
    public IdRange {
        if (first.signum() < 0 || last.compareTo(first) < 0 || last.bitLength() > 256) {
            throw new IllegalArgumentException(
                    "an id range must be from 0, its end not before its start, and within 2^256-1: " + first + " to "
                            + last);
        }
    }

    /**
     * Returns the range of these ids.
     *
     * @throws IllegalArgumentException if {@code first} is negative or {@code last} is below it
     */
    public static IdRange of(long first, long last) {
        return new IdRange(BigInteger.valueOf(first), BigInteger.valueOf(last));
    }

    /**
     * Returns the range of the copies of one item of an edition: {@code (item << 64) | serial}, serials from 0.
     *
     * @param item the item's id, 0 to 2^192-1
     * @param supply how many copies there are to be, from 1
     * @throws IllegalArgumentException if one is out of range
     */
    public static IdRange ofItem(BigInteger item, long supply) {
        if (supply < 1) {
            throw new IllegalArgumentException("the supply of an item must be 1 or more: " + supply);
        }
        BigInteger first = item.shiftLeft(ITEM_SHIFT);
        return new IdRange(first, first.add(BigInteger.valueOf(supply - 1)));
    }

    /** Returns how many ids it has. */
    public BigInteger size() {
        return last.subtract(first).add(BigInteger.ONE);
    }

    /** Returns whether it has this id. */
    public boolean contains(BigInteger id) {
        return first.compareTo(id) <= 0 && id.compareTo(last) <= 0;
    }

    /** Returns {@code 1 to 500}. */
    @Override
    public String toString() {
        return first + " to " + last;
    }
}
