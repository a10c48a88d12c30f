package io.lianbo.rewards.points;

import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.scoring.UserId;

/**
 * Points of an earning that are taken back, such as for a refund or a correction.
 *
 * @param user who earned them
 * @param id what for, 1 to 128 visible characters, such as the refund's number; two users may have reversals of one id
 * @param earning the {@link Earning#id()} of what is taken back
 * @param points how many of its points, 1 or more
 */
public record Reversal(UserId user, String id, String earning, long points) {

    public Reversal {
        Identifiers.check("reversal id", id);
        Identifiers.check("earning id", earning);
        Earning.checkPoints(points);
    }
}
