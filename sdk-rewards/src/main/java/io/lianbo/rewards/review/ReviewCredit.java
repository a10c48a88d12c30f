package io.lianbo.rewards.review;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * That somebody reviewed an order, or that the order was refunded: all of a review that a reward can see. What the review says and how it rates is not here, so no reward can
 * depend on it.
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="reward"}
 *
 * @param item what was reviewed
 * @param index the place of the entry in the item's log
 * @param order which order
 * @param author who reviewed it
 * @param at when the book took the entry
 * @param refunds the place of the review that no longer counts; empty where this is the review itself
 */
public record ReviewCredit(Hash32 item, long index, Hash32 order, Address author, Instant at, OptionalLong refunds) {

    /**
     * As what the scoring engine takes: one of its type, or the taking back of one. Each order gives one, amendments give none.
     *
     * @param producer names the book, such as {@code "reviews"}: 1 to 128 visible characters
     * @param type as the rules name it, such as {@code "review"}
     * @param user who earns: the author as the platform knows it, {@code UserId.of(author)} where it knows no more
     */
    public Interaction interaction(String producer, String type, UserId user) {
        if (refunds.isEmpty()) {
            return new Interaction(id(producer, index), user, type, 1, at);
        }
        Interaction original = new Interaction(id(producer, refunds.getAsLong()), user, type, 1, at);
        return Interaction.refund(id(producer, index), original, 1, at);
    }

    private InteractionId id(String producer, long place) {
        return new InteractionId(producer, item.toString(), place);
    }
}
