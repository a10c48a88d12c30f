package io.lianbo.rewards.scoring;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one type of interaction is worth: so many points for so much of it, worth less the more there is of it when {@code halveEvery} is set, and never more than
 * {@code maxPoints} for one user in one epoch.
 *
 * <p>The rule applies to a user's whole quantity in the epoch and rounds down once, so it does not matter in how many pieces the quantity arrived. With {@code
 * halveEvery} = n the first n count in full, the next n half, the next n a quarter; what comes after 64 halvings counts nothing.
 *
 * @param type the interaction's name: a lower-case letter, then letters and digits, at most 64
 * @param points 1 to {@value #MAX_WEIGHT}, given for each {@code per}
 * @param per 1 to {@link Interaction#MAX_QUANTITY}: 60 for "each minute watched", 1 for "each comment"
 * @param maxPoints the cap per user and epoch, 1 to {@link #MAX_POINTS}; null for none but that
 * @param halveEvery 1 to {@link Interaction#MAX_QUANTITY}; null when all count the same
 */
public record InteractionRule(
        String type,
        long points,
        long per,
        @Nullable Long maxPoints,
        @Nullable Long halveEvery) {

    /** The most points one rule may give for each {@code per}. */
    public static final long MAX_WEIGHT = 1_000_000_000L;

    /** The most points one rule gives one user in one epoch, whatever the rule says. */
    public static final long MAX_POINTS = 1_000_000_000_000_000L;

    private static final int MAX_HALVINGS = 64;
    private static final int MAX_TYPE_LENGTH = 64;

    public InteractionRule {
        checkType(type);
        check(type, "points", points, MAX_WEIGHT);
        check(type, "per", per, Interaction.MAX_QUANTITY);
        if (maxPoints != null) {
            check(type, "maxPoints", maxPoints, MAX_POINTS);
        }
        if (halveEvery != null) {
            check(type, "halveEvery", halveEvery, Interaction.MAX_QUANTITY);
        }
    }

    /** So many points for each one, without cap. */
    public static InteractionRule of(String type, long points) {
        return new InteractionRule(type, points, 1, null, null);
    }

    /** The same rule, giving its points for each so much. */
    public InteractionRule per(long quantity) {
        return new InteractionRule(type, points, quantity, maxPoints, halveEvery);
    }

    /** The same rule with a cap per user and epoch. */
    public InteractionRule atMost(long points) {
        return new InteractionRule(type, this.points, per, points, halveEvery);
    }

    /** The same rule with worth that halves after each so much. */
    public InteractionRule halvingEvery(long quantity) {
        return new InteractionRule(type, points, per, maxPoints, quantity);
    }

    /** What a user earns who did so much of it in an epoch. */
    public long pointsFor(long quantity) {
        return Math.min(beforeCap(quantity), maxPoints == null ? MAX_POINTS : maxPoints);
    }

    /** As {@link #pointsFor} but without the rule's own cap; never above {@link #MAX_POINTS}. */
    long beforeCap(long quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException("quantity must be 0 or more: " + quantity);
        }
        BigInteger numerator = BigInteger.valueOf(quantity);
        int halvings = 0;
        if (halveEvery != null) {
            // n full bands and a rest r: step * (1 + 1/2 + ... + 1/2^(n-1)) + r / 2^n, over the common denominator 2^n
            long step = halveEvery;
            halvings = (int) Math.min(quantity / step, MAX_HALVINGS);
            long rest = halvings == MAX_HALVINGS ? 0 : quantity % step;
            numerator = BigInteger.TWO
                    .pow(halvings + 1)
                    .subtract(BigInteger.TWO)
                    .multiply(BigInteger.valueOf(step))
                    .add(BigInteger.valueOf(rest));
        }
        return numerator
                .multiply(BigInteger.valueOf(points))
                .divide(BigInteger.valueOf(per).shiftLeft(halvings))
                .min(BigInteger.valueOf(MAX_POINTS))
                .longValueExact();
    }

    static String checkType(String type) {
        boolean valid = !type.isEmpty() && type.length() <= MAX_TYPE_LENGTH && isLower(type.charAt(0));
        for (int i = 1; valid && i < type.length(); i++) {
            char c = type.charAt(i);
            valid = isLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "interaction type must be a lower-case letter, then letters and digits, at most 64: \""
                            + (type.length() <= MAX_TYPE_LENGTH ? type : type.substring(0, MAX_TYPE_LENGTH) + "...")
                            + '"');
        }
        return type;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static void check(String type, String what, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(type + "." + what + " must be 1 to " + max + ": " + value);
        }
    }
}
