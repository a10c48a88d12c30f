package io.lianbo.nft.airdrop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.nft.BadgeCollection;
import java.util.List;
import java.util.Objects;

/**
 * A batch of badges: one call of {@link BadgeCollection#mintOnce} with {@link #key()}, so that the contract refuses the same chunk a
 * second time, whoever sends it and whatever became of any journal.
 *
 * @param recipients ascending by address
 */
public record BadgeChunk(
        AccountId collection,
        String airdrop,
        int index,
        Hash32 key,
        List<Address> recipients,
        long gas,
        int callDataBytes)
        implements AirdropChunk {

    /** Copies the recipients. */
    public BadgeChunk {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(airdrop, "airdrop");
        Objects.requireNonNull(key, "key");
        recipients = List.copyOf(recipients);
    }

    /**
     * Returns the intent to mint it, to be handed to a {@link io.lianbo.core.tx.TxClient} as often as one likes.
     *
     * @throws IllegalArgumentException if the plan is for another collection
     */
    public TxIntent intent(BadgeCollection badges) {
        if (!badges.id().equals(collection)) {
            throw new IllegalArgumentException("the airdrop is planned for " + collection + ", this is " + badges.id());
        }
        return TxIntent.call(intentKey(), badges.mintOnceCall(key, recipients));
    }
}
