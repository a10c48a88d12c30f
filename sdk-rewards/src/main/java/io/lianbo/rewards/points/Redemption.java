package io.lianbo.rewards.points;

import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Points that were spent on a perk.
 *
 * @param id 1 to 128 visible characters, such as the order's number; no two redemptions of the ledger have the same
 * @param user whose points
 * @param perk what for, 1 to 128 visible characters, such as the SKU
 * @param points how many, 1 or more
 * @param redeemedAt when it was booked
 * @param cancelledAt when the points were given back, or empty
 */
public record Redemption(
        String id, UserId user, String perk, long points, Instant redeemedAt, Optional<Instant> cancelledAt) {

    public Redemption {
        Identifiers.check("redemption id", id);
        Identifiers.check("perk", perk);
        Earning.checkPoints(points);
    }
}
