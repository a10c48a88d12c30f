package io.lianbo.rewards.points;

import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Points that a user is given for something. They make one lot: pending until they settle, then available until they expire.
 *
 * <p>Take both times from what the points are for, such as the order's date, and not from the clock: an earning that is delivered again must be the same one.
 *
 * @param user who earned
 * @param id what for, 1 to 128 visible characters, such as the order's number; two users may have earnings of one id
 * @param points 1 or more
 * @param settlesAt from when on they may be spent, such as the end of the return window; kept to the millisecond
 * @param expiresAt from when on they no longer may, later than that, or {@link #NEVER}; kept to the millisecond
 */
public record Earning(UserId user, String id, long points, Instant settlesAt, Instant expiresAt) {

    /** When points expire that do not: at the end of the year 9999. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999Z");

    public Earning {
        Identifiers.check("earning id", id);
        checkPoints(points);
        settlesAt = time("settlement", settlesAt);
        expiresAt = time("expiry", expiresAt);
        if (!settlesAt.isBefore(expiresAt)) {
            throw new IllegalArgumentException(
                    "points must settle before they expire: " + settlesAt + " and " + expiresAt);
        }
    }

    static void checkPoints(long points) {
        if (points < 1) {
            throw new IllegalArgumentException("points must be 1 or more: " + points);
        }
    }

    static Instant time(String what, Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(NEVER)) {
            throw new IllegalArgumentException(what + " must be " + Instant.EPOCH + " to " + NEVER + ": " + time);
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
