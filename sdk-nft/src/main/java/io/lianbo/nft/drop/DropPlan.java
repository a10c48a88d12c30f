package io.lianbo.nft.drop;

import java.math.BigInteger;
import java.util.Objects;

/**
 * What running a drop would do now.
 *
 * @param rows recipients in the file
 * @param minted of these, the ones that have their tokens already, as the ledger says
 * @param transactions how many are still to be sent, or to be waited for
 * @param gas what these use at the most, a few per cent more than they will
 * @param cost what that gas costs at the most at the chain's present fees, in wei
 */
public record DropPlan(long rows, long minted, long transactions, long gas, BigInteger cost) {

    /** Checks that all is there. */
    public DropPlan {
        Objects.requireNonNull(cost, "cost");
    }

    /** Returns {@code 5000 rows, 0 minted; 15 transactions to come, 238000000 gas, at most 476000000000000000 wei}. */
    @Override
    public String toString() {
        return rows + " rows, " + minted + " minted; " + transactions + " transactions to come, " + gas
                + " gas, at most " + cost + " wei";
    }
}
