package io.lianbo.nft.drop;

import java.math.BigInteger;
import java.util.Objects;

/**
 * How far a drop is.
 *
 * @param rows recipients in the ledger
 * @param pending of these, in no transaction yet
 * @param sent in a transaction that is written down
 * @param minted minted
 * @param failed not minted; a resumed drop tries them again
 * @param transactions how many were written down
 * @param settled how many of these are done, whatever came of them
 * @param gasUsed by these, in units of gas
 * @param fee paid for these, in wei
 */
public record DropStatus(
        long rows,
        long pending,
        long sent,
        long minted,
        long failed,
        long transactions,
        long settled,
        long gasUsed,
        BigInteger fee) {

    /** Checks that all is there. */
    public DropStatus {
        Objects.requireNonNull(fee, "fee");
    }

    /** Returns whether every recipient has the token. */
    public boolean isComplete() {
        return rows > 0 && minted == rows;
    }

    /** Returns {@code 3400 of 5000 minted, 340 sent, 0 failed; 10 of 11 transactions, 163000000 gas}. */
    @Override
    public String toString() {
        return minted + " of " + rows + " minted, " + sent + " sent, " + failed + " failed; " + settled + " of "
                + transactions + " transactions, " + gasUsed + " gas";
    }
}
