package io.lianbo.rewards.escrow;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an order stands, and what was given back of it.
 *
 * @param state where it stands
 * @param until the last second in which its parties have a say: of shipping, then of the acceptance, then of the arbitration; of a settled order, as it was; empty when the escrow
 *     does not know the order, and of one that was refunded before it was shipped
 * @param refunded what was given back so far, in the price's smallest unit
 */
public record OrderRecord(OrderState state, Optional<Instant> until, BigInteger refunded) {

    /** Of an order that the escrow does not know. */
    static final OrderRecord NONE = new OrderRecord(OrderState.NONE, Optional.empty(), BigInteger.ZERO);

    OrderRecord in(OrderState next) {
        return new OrderRecord(next, until, refunded);
    }

    OrderRecord in(OrderState next, Instant second) {
        return new OrderRecord(next, Optional.of(second), refunded);
    }

    /** After so much more was given back of an order of this price. */
    OrderRecord refunded(BigInteger amount, BigInteger price) {
        BigInteger sum = refunded.add(amount);
        if (!sum.equals(price)) {
            return new OrderRecord(state, until, sum);
        }
        return new OrderRecord(OrderState.REFUNDED, state == OrderState.FUNDED ? Optional.empty() : until, sum);
    }
}
