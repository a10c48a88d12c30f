package io.lianbo.nft.membership;

import io.lianbo.nft.Voucher;
import io.lianbo.nft.internal.Arguments;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a sale opens to whom: the highest tier first, the lower ones later, everybody last. The contract enforces it, by the vouchers that this makes.
 *
 * {@snippet class="io.lianbo.nft.membership.PriorityWindowsTest" region="windows"}
 *
 * <p>A token gets a voucher for each window, with the window's tier as the least one and its opening as the first second. Whichever is redeemed first
 * mints the token, which voids the others: a token goes once. A voucher stays good until the sale closes, so that a later window takes nothing from
 * an earlier one.
 *
 * <p>The collection must ask a membership ({@link io.lianbo.nft.CollectionConfig#withMembership}), or no window but that for everybody ever opens. It asks about
 * the tier when the voucher is redeemed: who has become a member meanwhile is let in, whose pass has expired is not.
 *
 * <p>Unchangeable.
 *
 * @param windows in the order in which they open, at least one
 * @param closesAt the last second of the sale, by the chain's clock
 */
public record PriorityWindows(List<Window> windows, Instant closesAt) {

    /**
     * One opening.
     *
     * @param minTier the least tier that is let in, 1 to 255; 0 for everybody
     * @param opensAt the first second, by the chain's clock
     */
    public record Window(int minTier, Instant opensAt) {

        /**
         * Checks both values.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Window {
            if (minTier < 0 || minTier > Checks.MAX_TIER) {
                throw new IllegalArgumentException("minTier must be 0 to " + Checks.MAX_TIER + ": " + minTier);
            }
            Arguments.requireWholeSecond("opensAt", opensAt);
        }
    }

    /**
     * Checks that windows open one after another, each to more than the one before.
     *
     * @throws IllegalArgumentException if there is none, one does not open later and lower than the one before, or one opens after the close
     */
    public PriorityWindows {
        windows = List.copyOf(windows);
        Arguments.requireWholeSecond("closesAt", closesAt);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("a sale must have a window");
        }
        for (int i = 1; i < windows.size(); i++) {
            Window before = windows.get(i - 1);
            Window window = windows.get(i);
            if (window.minTier >= before.minTier || !window.opensAt.isAfter(before.opensAt)) {
                throw new IllegalArgumentException("a window must open later than the one before, and to a lower tier: "
                        + window + " after " + before);
            }
        }
        if (windows.getLast().opensAt.isAfter(closesAt)) {
            throw new IllegalArgumentException(
                    "the last window must open before the sale closes at " + closesAt + ": " + windows.getLast());
        }
    }

    /** Returns a sale that closes after this moment, and opens to everybody at {@code opensAt}; parts of a second are dropped. */
    public static PriorityWindows forEverybody(Instant opensAt, Instant closesAt) {
        return new PriorityWindows(
                List.of(new Window(0, opensAt.truncatedTo(ChronoUnit.SECONDS))),
                closesAt.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Returns the same sale, opening before all that to members of this tier and higher ones; the part below a second is dropped. */
    public PriorityWindows andBefore(int minTier, Instant opensAt) {
        List<Window> more = new ArrayList<>();
        more.add(new Window(Checks.requireTier(minTier), opensAt.truncatedTo(ChronoUnit.SECONDS)));
        more.addAll(windows);
        return new PriorityWindows(more, closesAt);
    }

    /** Returns when the sale opens to members of a tier, 0 for those who are none; empty if it never does. */
    public Optional<Instant> opensTo(int tier) {
        return windows.stream()
                .filter(window -> window.minTier <= tier)
                .map(Window::opensAt)
                .findFirst();
    }

    /**
     * Returns the vouchers of one token, a window each, to be signed and handed out.
     *
     * <p>With a recipient they are for that account alone. A {@linkplain Voucher#bearer bearer voucher} makes vouchers for whoever comes first of those
     * who are let in: these may be published, since the contract asks for the tier of whoever redeems.
     *
     * @param terms all else that they say: token, recipient, price, epoch, limit; its own times and tier do not count
     */
    public List<Voucher> vouchers(Voucher terms) {
        return windows.stream()
                .map(window -> terms.withMinTier(window.minTier).withValidity(window.opensAt, closesAt))
                .toList();
    }
}
