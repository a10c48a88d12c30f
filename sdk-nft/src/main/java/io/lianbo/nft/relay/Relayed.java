package io.lianbo.nft.relay;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.SignedVoucher;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a voucher that was handed to a relayer.
 *
 * @param voucher the voucher
 * @param state where it stands
 * @param transaction which transaction redeemed it, or passed it over; empty before, and where none was sent
 * @param problem why it was refused
 */
public record Relayed(SignedVoucher voucher, RelayState state, Optional<Hash32> transaction, Optional<Reason> problem) {

    /** Checks that nothing is null. */
    public Relayed {
        Objects.requireNonNull(voucher, "voucher");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(problem, "problem");
    }

    static Relayed waiting(SignedVoucher voucher) {
        return new Relayed(voucher, RelayState.WAITING, Optional.empty(), Optional.empty());
    }

    Relayed sent() {
        return new Relayed(voucher, RelayState.SENT, Optional.empty(), Optional.empty());
    }

    Relayed redeemed(Hash32 by) {
        return new Relayed(voucher, RelayState.REDEEMED, Optional.of(by), Optional.empty());
    }

    Relayed refused(Optional<Hash32> by, Reason why) {
        return new Relayed(voucher, RelayState.REFUSED, by, Optional.of(why));
    }
}
