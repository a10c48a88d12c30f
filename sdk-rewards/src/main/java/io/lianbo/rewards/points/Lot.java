package io.lianbo.rewards.points;

import java.util.Comparator;

/** What is left of one earning. Times are milliseconds since 1970. */
final class Lot {
    /** What expires first is spent first; the id decides between lots that expire together. */
    static final Comparator<Lot> FIRST_TO_EXPIRE =
            Comparator.<Lot>comparingLong(lot -> lot.expiresAt).thenComparing(lot -> lot.earning);

    final String earning;
    final long points;
    final long settlesAt;
    final long expiresAt;

    /** How many of its points were taken back, wherever they came from. */
    long reversed;

    long remaining;

    /** How many expired and were not taken back. */
    long expired;

    /** Whether what remains is available, and no longer pending. */
    boolean settled;

    private long storedReversed;
    private long storedRemaining;
    private long storedExpired;

    Lot(String earning, long points, long settlesAt, long expiresAt) {
        this.earning = earning;
        this.points = points;
        this.settlesAt = settlesAt;
        this.expiresAt = expiresAt;
        this.remaining = points;
    }

    /** Says that it is stored as it is now. */
    void stored() {
        storedReversed = reversed;
        storedRemaining = remaining;
        storedExpired = expired;
    }

    /** Whether it is another than what is stored. */
    boolean isChanged() {
        return reversed != storedReversed || remaining != storedRemaining || expired != storedExpired;
    }

    /** When time alone changes something about it. */
    long dueAt() {
        if (remaining == 0) {
            return Long.MAX_VALUE;
        }
        return settled ? expiresAt : settlesAt;
    }
}
