package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.rewards.internal.AbiWords;
import java.time.Duration;
import java.util.List;

/**
 * What every order of a sale has in common. The contract keeps nothing of it: an order names it by {@link #id()}, so publish it before the sale and keep it.
 *
 * {@snippet class="io.lianbo.rewards.escrow.EscrowGuideTest" region="terms"}
 *
 * @param seller who ships, and may give money back
 * @param arbiter who decides a dispute between an order's buyer and the split, and can pay nobody else; with the zero address, time decides for the buyer
 * @param splitId {@link io.lianbo.rewards.split.SplitTerms#id()} of terms that are registered before the first order ships
 * @param acceptance how long from shipping a buyer may dispute, in whole seconds up to {@link #MAX_WAIT}
 * @param arbitration how long from the dispute the arbiter may decide, in whole seconds up to {@link #MAX_WAIT}
 * @param kept whether the contract keeps what became of an order, for contracts that ask for it later; costs some 4,800 gas an order more
 * @param conditions whose attestations an order needs before it counts as shipped, at most {@value #MAX_CONDITIONS}: keys, or contracts that check a proof (ERC-1271)
 */
public record SaleTerms(
        Address seller,
        Address arbiter,
        Hash32 splitId,
        Duration acceptance,
        Duration arbitration,
        boolean kept,
        List<Address> conditions) {

    /** The longest that an order waits in one state. */
    public static final Duration MAX_WAIT = Duration.ofDays(366);

    /** The most conditions of one sale. */
    public static final int MAX_CONDITIONS = 4;

    private static final int FIELDS = 7;

    /**
     * Checks what the contract would refuse only when the first order ships.
     *
     * @throws IllegalArgumentException when the seller or a condition is the zero address, a wait is too long or no whole number of seconds, or there are too many conditions
     */
    public SaleTerms {
        conditions = List.copyOf(conditions);
        if (seller.isZero()) {
            throw new IllegalArgumentException("seller must not be the zero address");
        }
        requireWait("acceptance", acceptance);
        requireWait("arbitration", arbitration);
        if (conditions.size() > MAX_CONDITIONS) {
            throw new IllegalArgumentException(
                    "a sale must have " + MAX_CONDITIONS + " conditions at most: " + conditions.size());
        }
        if (conditions.contains(Address.ZERO)) {
            throw new IllegalArgumentException("a condition must not be the zero address, which attests nothing");
        }
    }

    /** The name of these terms: keccak-256 of {@code abi.encode(SaleTerms)}. */
    public Hash32 id() {
        AbiWords words = new AbiWords(FIELDS + 2 + conditions.size())
                .put(Hash32.SIZE) // where the struct starts
                .put(seller)
                .put(arbiter)
                .put(splitId)
                .put(acceptance.toSeconds())
                .put(arbitration.toSeconds())
                .put(kept ? 1 : 0)
                .put(FIELDS * Hash32.SIZE) // where the conditions start, seen from there
                .put(conditions.size());
        conditions.forEach(words::put);
        return words.hash();
    }

    /** As the contract's struct {@code SaleTerms}, for a {@link io.lianbo.core.chain.Contract} that takes one. */
    public List<Object> abiValue() {
        return List.of(seller, arbiter, splitId, acceptance.toSeconds(), arbitration.toSeconds(), kept, conditions);
    }

    private static void requireWait(String what, Duration wait) {
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0 || !wait.equals(Duration.ofSeconds(wait.toSeconds()))) {
            throw new IllegalArgumentException(
                    what + " must be 0 to " + MAX_WAIT.toDays() + " days in whole seconds: " + wait);
        }
    }
}
