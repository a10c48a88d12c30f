package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.rewards.internal.AbiWords;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who gets which part of a payment, fixed before the sale and known on chain by its hash.
 *
 * {@snippet class="io.lianbo.rewards.split.SplitTermsTest" region="terms"}
 *
 * @param shares 1 to {@value #MAX_SHARES}, each recipient once, adding up to 10000 basis points; the order matters to {@link #id()} and to who gets an odd unit
 */
public record SplitTerms(List<Share> shares) {

    /** The most recipients a split may have, so that one transaction can always pay them all. */
    public static final int MAX_SHARES = 50;

    private static final int WHOLE = 10_000;

    public SplitTerms {
        shares = List.copyOf(shares);
        if (shares.isEmpty() || shares.size() > MAX_SHARES) {
            throw new IllegalArgumentException("split must have 1 to " + MAX_SHARES + " shares: " + shares.size());
        }
        Set<Address> recipients = new HashSet<>();
        int sum = 0;
        for (Share share : shares) {
            if (!recipients.add(share.recipient())) {
                throw new IllegalArgumentException("split must name each recipient once: " + share.recipient());
            }
            sum += share.part().value();
        }
        if (sum != WHOLE) {
            throw new IllegalArgumentException("shares must add up to 10000 basis points: " + sum);
        }
    }

    /** Terms of these shares, in this order. */
    public static SplitTerms of(Share... shares) {
        return new SplitTerms(List.of(shares));
    }

    /** The name of these terms on chain: keccak-256 of {@code abi.encode(Share[])}, the same on every chain. */
    public Hash32 id() {
        AbiWords words = new AbiWords(2 + 2 * shares.size())
                .put(Hash32.SIZE) // where the array starts
                .put(shares.size());
        shares.forEach(share -> words.put(share.recipient()).put(share.part().value()));
        return words.hash();
    }

    /** As the contracts' {@code Share[]}. */
    List<List<Object>> abiValue() {
        return shares.stream()
                .map(share -> List.<Object>of(share.recipient(), share.part().value()))
                .toList();
    }
}
