package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * One sale in escrow: what is paid, who must attest what, and when the money goes back. The contract keeps only its hash, so keep the order to release it.
 *
 * @param orderId the sale's own id; an escrow takes each once
 * @param buyer who confirms delivery, and who a refund goes to
 * @param verifier who attests that the passport of the goods verifies
 * @param price what is held, 1 unit or more of the chain's own coin or of an ERC-20 token
 * @param splitId {@link io.lianbo.rewards.split.SplitTerms#id()} of terms that are registered
 * @param itemKey what is sold, as the passport's attestation names it
 * @param refundAfter from when anyone may send the money back to the buyer, in whole seconds
 */
public record Order(
        Hash32 orderId,
        Address buyer,
        Address verifier,
        TokenAmount price,
        Hash32 splitId,
        Hash32 itemKey,
        Instant refundAfter) {

    public Order {
        if (buyer.isZero()) {
            throw new IllegalArgumentException("buyer must not be the zero address");
        }
        if (verifier.isZero()) {
            throw new IllegalArgumentException("verifier must not be the zero address");
        }
        if (price.units().signum() == 0) {
            throw new IllegalArgumentException("price must be 1 unit or more: " + price);
        }
        if (refundAfter.getNano() != 0 || refundAfter.getEpochSecond() < 0) {
            throw new IllegalArgumentException("refundAfter must be a whole second from 1970 on: " + refundAfter);
        }
    }

    /** The token's contract, or the zero address for the chain's own coin. */
    Address currency() {
        return price.token().contract().orElse(Address.ZERO);
    }

    /** As the contract's struct {@code Order}. */
    List<Object> abiValue() {
        return List.of(
                orderId,
                buyer,
                verifier,
                currency(),
                price.units(),
                splitId,
                itemKey,
                BigInteger.valueOf(refundAfter.getEpochSecond()));
    }
}
