package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;

/**
 * What a user earns for purchases of those she brought: one level, and only when they are settled.
 *
 * @param of the type of interaction that counts as a purchase; its rule must have a return window
 * @param rule the points, of type {@value #TYPE}, for the quantity of settled purchases
 */
public record Referral(String of, InteractionRule rule) {

    /** The type under which referral points stand. */
    public static final String TYPE = "referral";

    public Referral {
        Identifiers.checkType(of);
        if (!rule.type().equals(TYPE)) {
            throw new IllegalArgumentException("the rule of referrals must be of type " + TYPE + ": " + rule.type());
        }
        if (rule.maxPerSession() != null || rule.halfLife() != null || rule.returnWindow() != null) {
            throw new IllegalArgumentException(
                    "referrals have no maxPerSession, halfLife or returnWindow of their own; those of \"" + of
                            + "\" decide when a purchase is settled");
        }
    }
}
