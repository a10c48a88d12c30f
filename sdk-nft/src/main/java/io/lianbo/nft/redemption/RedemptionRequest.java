package io.lianbo.nft.redemption;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.ContractEvent;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A request of a token's perk, as events tell of it.
 *
 * @param perk what is requested, of which token
 * @param attempt tells this request from those before of the same perk, from 1 on
 * @param holder who made it, and gets the token back
 * @param mode what becomes of the token when it is fulfilled
 * @param commitment the hash of what the holder sent to the merchant, {@link DeliveryCommitment#hash}
 * @param state where it is
 * @param deadline the last second in which it may be accepted, or, when it is, fulfilled; of one that is over, what it was last
 * @param evidence the hash of what proves to the merchant that it was fulfilled; empty until it is
 */
public record RedemptionRequest(
        TokenPerk perk,
        int attempt,
        Address holder,
        PerkRule.Mode mode,
        Hash32 commitment,
        RedemptionState state,
        Instant deadline,
        Optional<Hash32> evidence) {

    /** Returns the request. */
    public RedemptionRequest {
        Objects.requireNonNull(perk, "perk");
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(commitment, "commitment");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** Returns whether it is open though its time is up, so that anyone may {@linkplain RedemptionDesk#release end} it. */
    public boolean isOverdueAt(Instant moment) {
        return state.isOpen() && moment.getEpochSecond() > deadline.getEpochSecond();
    }

    static RedemptionRequest requested(ContractEvent event) {
        return new RedemptionRequest(
                perkOf(event),
                attemptOf(event),
                event.address("holder"),
                PerkRule.Mode.of(event.uint("mode")).orElseThrow(),
                event.hash("commitment"),
                RedemptionState.REQUESTED,
                Instant.ofEpochSecond(event.uint("acceptUntil").longValueExact()),
                Optional.empty());
    }

    /** What it has become by an event that came after. */
    RedemptionRequest after(ContractEvent event) {
        return switch (event.name()) {
            case "Accepted" ->
                become(
                        RedemptionState.ACCEPTED,
                        Instant.ofEpochSecond(event.uint("fulfilUntil").longValueExact()),
                        Optional.empty());
            case "Released" -> become(RedemptionState.RELEASED, deadline, Optional.empty());
            case "Fulfilled" -> become(RedemptionState.FULFILLED, deadline, Optional.of(event.hash("evidence")));
            default -> throw new IllegalArgumentException("not an event of a request: " + event);
        };
    }

    private RedemptionRequest become(RedemptionState next, Instant nextDeadline, Optional<Hash32> proof) {
        return new RedemptionRequest(perk, attempt, holder, mode, commitment, next, nextDeadline, proof);
    }

    static TokenPerk perkOf(ContractEvent event) {
        return new TokenPerk(event.address("collection"), event.uint("tokenId"), event.hash("perk"));
    }

    static int attemptOf(ContractEvent event) {
        return event.uint("attempt").intValueExact();
    }
}
