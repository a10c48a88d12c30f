package io.lianbo.rewards.points;

import io.lianbo.rewards.points.PointsEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lots and balances of one user, and what can happen to them. It does no I/O, and its time never goes back. Who owes has nothing available: what becomes available pays
 * debt first, and nothing is owed while something is available to take.
 */
final class Account {
    /** One entry of the books: {@code issued + debt = pending + available + redeemed + expired}. */
    record Posting(
            Kind kind,
            String reference,
            long at,
            long issued,
            long pending,
            long available,
            long debt,
            long redeemed,
            long expired,
            long pendingAfter,
            long availableAfter,
            long debtAfter) {}

    /** How much of a lot a redemption took. */
    record Use(String earning, long points) {}

    /** Where the points of a reversal came from. */
    record Taken(long pending, long available, long expired, long debt) {}

    private final String user;
    private final Map<String, Lot> lots = new HashMap<>();
    private final Map<String, Lot> added = new LinkedHashMap<>();
    private final List<Posting> postings = new ArrayList<>();
    private long asOf;
    private long pending;
    private long available;
    private long debt;

    /** Of all time, so that no sum of what this user ever had can overflow. */
    private long earned;

    /** When something changes about lots that it was not told of. */
    private long othersDueAt = Long.MAX_VALUE;

    Account(String user, long asOf, long pending, long available, long debt, long earned) {
        this.user = user;
        this.asOf = asOf;
        this.pending = pending;
        this.available = available;
        this.debt = debt;
        this.earned = earned;
    }

    /** Tells it of a lot that it has. */
    void know(Lot lot) {
        lot.settled = lot.settlesAt <= asOf;
        lots.putIfAbsent(lot.earning, lot);
    }

    /** Tells it that it has lots of which nothing changes before a time. */
    void hasOthersDueAt(long time) {
        othersDueAt = time;
    }

    /** A lot that it was told of. */
    @Nullable
    Lot lot(String earning) {
        return lots.get(earning);
    }

    /** Books what happened by time alone, in the order in which it did. */
    void advance(long clock) {
        long now = Math.max(clock, asOf);
        for (Lot due = nextDue(); due != null && due.dueAt() <= now; due = nextDue()) {
            asOf = Math.max(asOf, due.dueAt());
            if (due.settled) {
                expire(due);
            } else {
                settle(due);
            }
        }
        asOf = now;
    }

    private @Nullable Lot nextDue() {
        Lot next = null;
        for (Lot lot : lots.values()) {
            if (next == null
                    || lot.dueAt() < next.dueAt()
                    || (lot.dueAt() == next.dueAt() && lot.earning.compareTo(next.earning) < 0)) {
                next = lot;
            }
        }
        return next;
    }

    /** When time alone changes something next, {@link Long#MAX_VALUE} for never. */
    long dueAt() {
        Lot next = nextDue();
        return next == null ? othersDueAt : Math.min(othersDueAt, next.dueAt());
    }

    private void settle(Lot lot) {
        long settling = lot.remaining;
        long paid = Math.min(settling, debt);
        lot.remaining -= paid;
        lot.settled = true;
        book(Kind.SETTLED, lot.earning, 0, -settling, settling - paid, -paid, 0, 0);
    }

    private void expire(Lot lot) {
        long lost = lot.remaining;
        lot.remaining = 0;
        lot.expired += lost;
        book(Kind.EXPIRED, lot.earning, 0, 0, -lost, 0, 0, lost);
    }

    /** Adds a lot; what of its time is over already is booked too. */
    void earn(Lot lot) {
        earned = Math.addExact(earned, lot.points);
        lots.put(lot.earning, lot);
        added.put(lot.earning, lot);
        book(Kind.EARNED, lot.earning, lot.points, lot.points, 0, 0, 0, 0);
        advance(asOf);
    }

    /** Takes points back that a lot gave; no more than it gave and were not taken back yet. */
    Taken reverse(String id, Lot lot, long points) {
        long own = Math.min(points, lot.remaining);
        long lapsed = Math.min(points - own, lot.expired);
        long spent = points - own - lapsed;
        lot.remaining -= own;
        lot.expired -= lapsed;
        lot.reversed += points;
        long fromPending = lot.settled ? 0 : own;
        long ownAvailable = own - fromPending;
        long others = Math.min(spent, available - ownAvailable);
        take(others);
        Taken taken = new Taken(fromPending, ownAvailable + others, lapsed, spent - others);
        book(Kind.REVERSED, id, -points, -taken.pending(), -taken.available(), taken.debt(), 0, -lapsed);
        return taken;
    }

    /** Spends points that are available. */
    List<Use> redeem(String id, long points) {
        List<Use> uses = take(points);
        book(Kind.REDEEMED, id, 0, 0, -points, 0, points, 0);
        return uses;
    }

    /** Takes points out of the lots that expire first. */
    private List<Use> take(long points) {
        List<Use> uses = new ArrayList<>();
        long wanted = points;
        for (Lot lot : lots.values().stream()
                .filter(each -> each.settled && each.remaining > 0)
                .sorted(Lot.FIRST_TO_EXPIRE)
                .toList()) {
            long some = Math.min(wanted, lot.remaining);
            if (some == 0) {
                break;
            }
            lot.remaining -= some;
            wanted -= some;
            uses.add(new Use(lot.earning, some));
        }
        if (wanted != 0) {
            throw new IllegalStateException("the lots of " + user + " hold less than its balance");
        }
        return uses;
    }

    /** Gives what a redemption took back to the lots it came from; debt takes of those that expire first. */
    void giveBack(String id, List<Use> uses) {
        long points = uses.stream().mapToLong(Use::points).sum();
        long paid = Math.min(points, debt);
        long toPay = paid;
        for (Use use : uses.stream()
                .sorted((one, other) -> Lot.FIRST_TO_EXPIRE.compare(known(one), known(other)))
                .toList()) {
            long some = Math.min(toPay, use.points());
            toPay -= some;
            known(use).remaining += use.points() - some;
        }
        book(Kind.CANCELLED, id, 0, 0, points - paid, -paid, -points, 0);
        advance(asOf);
    }

    private Lot known(Use use) {
        Lot lot = lots.get(use.earning());
        if (lot == null) {
            throw new IllegalStateException("a redemption of " + user + " took from a lot that is not there");
        }
        return lot;
    }

    private void book(
            Kind kind,
            String reference,
            long toIssued,
            long toPending,
            long toAvailable,
            long toDebt,
            long toRedeemed,
            long toExpired) {
        pending = Math.addExact(pending, toPending);
        available = Math.addExact(available, toAvailable);
        debt = Math.addExact(debt, toDebt);
        postings.add(new Posting(
                kind,
                reference,
                asOf,
                toIssued,
                toPending,
                toAvailable,
                toDebt,
                toRedeemed,
                toExpired,
                pending,
                available,
                debt));
    }

    /** What is available of the lots that expire before a time. */
    long expiringBefore(long time) {
        return lots.values().stream()
                .filter(lot -> lot.settled && lot.expiresAt < time)
                .mapToLong(lot -> lot.remaining)
                .sum();
    }

    String user() {
        return user;
    }

    long asOf() {
        return asOf;
    }

    long pending() {
        return pending;
    }

    long available() {
        return available;
    }

    long debt() {
        return debt;
    }

    long earned() {
        return earned;
    }

    /** The lots that are new. */
    List<Lot> added() {
        return List.copyOf(added.values());
    }

    /** The lots that were there, and are no longer as they were. */
    List<Lot> changed() {
        return lots.values().stream()
                .filter(lot -> lot.isChanged() && !added.containsKey(lot.earning))
                .toList();
    }

    /** What was booked. */
    List<Posting> postings() {
        return List.copyOf(postings);
    }
}
