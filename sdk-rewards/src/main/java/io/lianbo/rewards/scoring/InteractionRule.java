package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one type of interaction is worth: so many points for so much of it, and what bounds that.
 *
 * {@snippet class="io.lianbo.rewards.scoring.ScoringRulesTest" region="rule"}
 *
 * <p>The rule applies to a user's whole quantity in the epoch and rounds down once, so it does not matter in how many pieces the quantity arrived. In this order:
 *
 * <ol>
 *   <li>a quantity counts as far as its quality says ({@link Context#quality()}), and with {@code halfLife} half for each whole half life between it and the epoch's end, nothing
 *       after 64 of them;
 *   <li>of what counts in one session, {@code maxPerSession} is taken;
 *   <li>with {@code halveEvery} = n the first n count in full, the next n half, the next n a quarter; nothing after 64 halvings;
 *   <li>the points of one user end at {@code maxPoints}; flags take their part;
 *   <li>with {@code quadratic}, the accounts of one identity get the integer square root of their points together, divided by their points;
 *   <li>all users together get {@code maxPointsOfAll}, divided by their points.
 * </ol>
 *
 * @param type the interaction's name: a lower-case letter, then letters and digits, at most 64; not {@code refund} nor {@code referral}
 * @param points 1 to {@value #MAX_WEIGHT}, given for each {@code per}
 * @param per 1 to {@link Interaction#MAX_QUANTITY}: 60 for "each minute watched", 1 for "each comment"
 * @param maxPoints the cap per user and epoch, 1 to {@link #MAX_POINTS}; null for none but that
 * @param maxPerSession the most quantity of one user that counts in one session, 1 to {@link Interaction#MAX_QUANTITY}; null for all
 * @param maxPointsOfAll the cap of all users together in an epoch, 1 to {@link #MAX_POINTS}; null for none
 * @param halveEvery 1 to {@link Interaction#MAX_QUANTITY}; null when all count the same
 * @param halfLife seconds, 1 to {@value #MAX_SECONDS}; null when the time does not matter
 * @param returnWindow seconds for which what happened is pending, 1 to {@value #MAX_SECONDS}: it counts in the epoch in which they are over, unless it is taken back by then; null
 *     when it counts at once
 * @param quadratic whether identities count by the square root of their points
 */
public record InteractionRule(
        String type,
        long points,
        long per,
        @Nullable Long maxPoints,
        @Nullable Long maxPerSession,
        @Nullable Long maxPointsOfAll,
        @Nullable Long halveEvery,
        @Nullable Long halfLife,
        @Nullable Long returnWindow,
        boolean quadratic) {

    /** The most points one rule may give for each {@code per}. */
    public static final long MAX_WEIGHT = 1_000_000_000L;

    /** The most points one rule gives one user in one epoch, whatever the rule says. */
    public static final long MAX_POINTS = 1_000_000_000_000_000L;

    /** The longest window or half life: ten years. */
    public static final long MAX_SECONDS = 315_576_000L;

    /** Halvings after which nothing is left to count. */
    static final int MAX_HALVINGS = 64;

    public InteractionRule {
        Identifiers.checkType(type);
        check(type, "points", points, MAX_WEIGHT);
        check(type, "per", per, Interaction.MAX_QUANTITY);
        check(type, "maxPoints", maxPoints, MAX_POINTS);
        check(type, "maxPerSession", maxPerSession, Interaction.MAX_QUANTITY);
        check(type, "maxPointsOfAll", maxPointsOfAll, MAX_POINTS);
        check(type, "halveEvery", halveEvery, Interaction.MAX_QUANTITY);
        check(type, "halfLife", halfLife, MAX_SECONDS);
        check(type, "returnWindow", returnWindow, MAX_SECONDS);
    }

    /** So many points for each one, without cap. */
    public static InteractionRule of(String type, long points) {
        return new InteractionRule(type, points, 1, null, null, null, null, null, null, false);
    }

    /** The same rule, giving its points for each so much. */
    public InteractionRule per(long quantity) {
        return new InteractionRule(
                type,
                points,
                quantity,
                maxPoints,
                maxPerSession,
                maxPointsOfAll,
                halveEvery,
                halfLife,
                returnWindow,
                quadratic);
    }

    /** The same rule with a cap per user and epoch. */
    public InteractionRule atMost(long points) {
        return new InteractionRule(
                type,
                this.points,
                per,
                points,
                maxPerSession,
                maxPointsOfAll,
                halveEvery,
                halfLife,
                returnWindow,
                quadratic);
    }

    /** The same rule counting so much of a user in one session at the most. */
    public InteractionRule atMostPerSession(long quantity) {
        return new InteractionRule(
                type, points, per, maxPoints, quantity, maxPointsOfAll, halveEvery, halfLife, returnWindow, quadratic);
    }

    /** The same rule with a cap of all users together. */
    public InteractionRule atMostOfAll(long points) {
        return new InteractionRule(
                type,
                this.points,
                per,
                maxPoints,
                maxPerSession,
                points,
                halveEvery,
                halfLife,
                returnWindow,
                quadratic);
    }

    /** The same rule with worth that halves after each so much. */
    public InteractionRule halvingEvery(long quantity) {
        return new InteractionRule(
                type,
                points,
                per,
                maxPoints,
                maxPerSession,
                maxPointsOfAll,
                quantity,
                halfLife,
                returnWindow,
                quadratic);
    }

    /** The same rule with worth that halves with each so many seconds before the epoch's end. */
    public InteractionRule halvingIn(long seconds) {
        return new InteractionRule(
                type,
                points,
                per,
                maxPoints,
                maxPerSession,
                maxPointsOfAll,
                halveEvery,
                seconds,
                returnWindow,
                quadratic);
    }

    /** The same rule for what stays pending for so many seconds. */
    public InteractionRule pendingFor(long seconds) {
        return new InteractionRule(
                type, points, per, maxPoints, maxPerSession, maxPointsOfAll, halveEvery, halfLife, seconds, quadratic);
    }

    /** The same rule by the square root of an identity's points. */
    public InteractionRule byRoot() {
        return new InteractionRule(
                type, points, per, maxPoints, maxPerSession, maxPointsOfAll, halveEvery, halfLife, returnWindow, true);
    }

    /** What a user earns who did so much of it in an epoch, before flags and what is shared with others. */
    public long pointsFor(long quantity) {
        return capped(beforeCap(quantity));
    }

    long capped(long beforeCap) {
        return maxPoints == null ? beforeCap : Math.min(beforeCap, maxPoints);
    }

    /** As {@link #pointsFor} but without the rule's own cap; never above {@link #MAX_POINTS}. */
    long beforeCap(long quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException("quantity must be 0 or more: " + quantity);
        }
        if (halveEvery == null && Math.multiplyHigh(quantity, points) == 0 && quantity * points >= 0) {
            return Math.min(quantity * points / per, MAX_POINTS);
        }
        return beforeCap(BigInteger.valueOf(quantity), BigInteger.ONE);
    }

    /** The same for a quantity that is a fraction. */
    long beforeCap(BigInteger numerator, BigInteger denominator) {
        BigInteger weighted = numerator;
        int halvings = 0;
        if (halveEvery != null) {
            // n full bands and a rest r: step * (1 + 1/2 + ... + 1/2^(n-1)) + r / 2^n, over the common denominator 2^n
            BigInteger step = denominator.multiply(BigInteger.valueOf(halveEvery));
            BigInteger[] bandsAndRest = numerator.divideAndRemainder(step);
            halvings = bandsAndRest[0].min(BigInteger.valueOf(MAX_HALVINGS)).intValue();
            weighted = BigInteger.TWO
                    .pow(halvings + 1)
                    .subtract(BigInteger.TWO)
                    .multiply(step)
                    .add(halvings == MAX_HALVINGS ? BigInteger.ZERO : bandsAndRest[1]);
        }
        return weighted.multiply(BigInteger.valueOf(points))
                .divide(denominator.multiply(BigInteger.valueOf(per)).shiftLeft(halvings))
                .min(BigInteger.valueOf(MAX_POINTS))
                .longValueExact();
    }

    private static void check(String type, String what, @Nullable Long value, long max) {
        if (value != null && (value < 1 || value > max)) {
            throw new IllegalArgumentException(type + "." + what + " must be 1 to " + max + ": " + value);
        }
    }
}
