package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Objects;

/**
 * A draw that {@link DrawVerifier} has computed again from the beginning, and found to be what the chain says.
 *
 * @param contract the blind box contract, and its chain
 * @param terms of the sale
 * @param purchases all of them, in their order
 * @param serverSeed what the seller revealed
 * @param drawBlock the block that counted
 * @param beacon its hash, or the provider's word
 * @param randomness what picked the permutation
 * @param missedBlocks blocks that had been named before and whose hashes nobody captured in time. More than none is a reason to ask
 *     the seller why: it saw what they would have given
 * @param outcomes of all boxes that were sold, by number; the others are the seller's
 */
public record VerifiedDraw(
        AccountId contract,
        SaleTerms terms,
        List<Purchase> purchases,
        Hash32 serverSeed,
        long drawBlock,
        Hash32 beacon,
        Hash32 randomness,
        List<Long> missedBlocks,
        List<Outcome> outcomes) {

    /** Copies the lists. */
    public VerifiedDraw {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(terms, "terms");
        purchases = List.copyOf(purchases);
        Objects.requireNonNull(serverSeed, "serverSeed");
        Objects.requireNonNull(beacon, "beacon");
        Objects.requireNonNull(randomness, "randomness");
        missedBlocks = List.copyOf(missedBlocks);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Returns what a buyer keeps of one box, and anybody can verify without this.
     *
     * @param box the number of one that was sold
     * @param prizes the list that the sale committed to
     * @throws IllegalArgumentException if the box was not sold, or the list is another one
     */
    public DrawReceipt receipt(long box, PrizeList prizes) {
        Words.requireRange("sold box", box, 0, outcomes.size() - 1L);
        if (!prizes.root().equals(terms.prizeRoot())) {
            throw new IllegalArgumentException(
                    "the sale has a list with root " + terms.prizeRoot() + ", this is " + prizes);
        }
        Outcome outcome = outcomes.get((int) box);
        return new DrawReceipt(
                contract, terms, purchases, drawBlock, beacon, serverSeed, outcome, prizes.proof(outcome.position()));
    }
}
