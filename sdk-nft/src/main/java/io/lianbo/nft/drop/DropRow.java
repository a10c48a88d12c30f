package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import java.util.Objects;
import java.util.Optional;

/**
 * One recipient of a drop, as the ledger knows it.
 *
 * @param externalId what the brand calls the row: an order's number, for instance
 * @param recipient who gets the token
 * @param tokenId the token, 0 to 2^56-1
 * @param state where it stands
 * @param transaction which transaction minted it; empty before, and where it was minted before this ledger was written
 * @param problem why it failed
 */
public record DropRow(
        String externalId,
        Address recipient,
        long tokenId,
        DropRowState state,
        Optional<Hash32> transaction,
        Optional<Reason> problem) {

    /** Checks that all is there. */
    public DropRow {
        Objects.requireNonNull(externalId, "externalId");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(problem, "problem");
    }

    static DropRow pending(String externalId, Address recipient, long tokenId) {
        return new DropRow(externalId, recipient, tokenId, DropRowState.PENDING, Optional.empty(), Optional.empty());
    }

    DropRow minted(Optional<Hash32> by) {
        return new DropRow(externalId, recipient, tokenId, DropRowState.MINTED, by, Optional.empty());
    }

    DropRow failed(Optional<Hash32> in, Reason why) {
        return new DropRow(externalId, recipient, tokenId, DropRowState.FAILED, in, Optional.of(why));
    }
}
