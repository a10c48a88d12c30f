package io.lianbo.nft.airdrop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Objects;

/**
 * An airdrop, cut into transactions. {@link AirdropPlanner} makes it, always the same from the same input.
 *
 * @param <C> what its transactions do
 * @param name the airdrop's name
 * @param collection the collection that gives
 * @param chunks its transactions, to be sent in any order
 * @param duplicates who was named again and passed over, in the order of the input
 * @param hash of name, collection and everything in the chunks: two plans with the same hash are the same
 */
public record AirdropPlan<C extends AirdropChunk>(
        String name, AccountId collection, List<C> chunks, List<Duplicate> duplicates, Hash32 hash) {

    /** Copies the lists. */
    public AirdropPlan {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(collection, "collection");
        chunks = List.copyOf(chunks);
        duplicates = List.copyOf(duplicates);
        Objects.requireNonNull(hash, "hash");
    }

    /** Returns how many get something. */
    public int recipients() {
        return chunks.stream().mapToInt(chunk -> chunk.recipients().size()).sum();
    }

    /** Returns how much gas all of it uses at the most. */
    public long gas() {
        return chunks.stream().mapToLong(AirdropChunk::gas).sum();
    }

    /** Returns what a person wants to read before agreeing: {@code airdrop show-7: 5000 recipients in 5 transactions, 32451234 gas}. */
    @Override
    public String toString() {
        return "airdrop " + name + ": " + recipients() + " recipients in " + chunks.size() + " transactions, " + gas()
                + " gas";
    }

    /**
     * An account that was named again.
     *
     * @param recipient the account
     * @param first where it was named first, counted from 0
     * @param again where it was passed over
     */
    public record Duplicate(Address recipient, int first, int again) {

        /** Returns the duplicate. */
        public Duplicate {
            Objects.requireNonNull(recipient, "recipient");
        }
    }
}
