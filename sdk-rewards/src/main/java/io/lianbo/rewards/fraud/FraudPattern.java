package io.lianbo.rewards.fraud;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the detector can recognise. The name is the reason code of its flags and its key in the {@link FraudRules} document; the keys of its thresholds stand in quotes. A
 * share is in basis points. An identity is a cluster, or an account that is alone.
 */
public enum FraudPattern {
    /**
     * A merchant gets at least "orders" (12) from identities that order on average "perBuyer" (3) times or more, in any "seconds" (3,600). Flagged are the purchases of
     * identities with so many orders in such a time; one eager buyer among many others is not.
     */
    ORDER_VELOCITY(0, count("orders", 12), count("perBuyer", 3), count("seconds", 3_600)),

    /** A cluster of at least "accounts" (6). Flagged is all that they do. */
    SHARED_IDENTITY(5_000, count("accounts", 6)),

    /** One identity buys one SKU in at least "orders" (8). Flagged are purchases. */
    REPEAT_SKU(5_000, count("orders", 8)),

    /**
     * At least "orders" (1) of an account go to a merchant who funded or paid for it, who has the same funding source, or who is in its cluster. A common source of
     * more than "maxAccounts" (20) is taken for an exchange and says nothing. Flagged are purchases.
     */
    MONEY_CYCLE(0, count("orders", 1), count("maxAccounts", 20)),

    /** At least "orders" (3) of an account, a "share" (5,000) of all, follow no view of the SKU or in the session. Flagged are purchases. */
    NO_PRIOR_VIEW(5_000, count("orders", 3), share("share", 5_000)),

    /** Of at least "orders" (4) of an account a "share" (6,000) is taken back, wholly or in part. Flagged are purchases. */
    REFUND_RATIO(0, count("orders", 4), share("share", 6_000)),

    /**
     * Of at least "gaps" (10) between interactions of one type in one session, each of "minMillis" (2,000) or more, a "share" (8,000) is within "tolerance" (500) of their
     * median. Views are left out, as players report them at fixed times. Flagged is the type.
     */
    IDENTICAL_INTERVALS(
            0, count("gaps", 10), count("minMillis", 2_000), share("tolerance", 500), share("share", 8_000)),

    /** In a session with at least "chatters" (20), they are a "share" (5,000) of the viewers or more. Flagged is the chat of those who did not watch. */
    CHATTERS_WITHOUT_VIEWING(0, count("chatters", 20), share("share", 5_000)),

    /** Of at least "texts" (8) of an account a "share" (8,000) was written by "accounts" (6) or more. Flagged is chat. */
    DUPLICATE_TEXT(0, count("texts", 8), count("accounts", 6), share("share", 8_000)),

    /** One account funded at least "accounts" (4) and at most "maxAccounts" (50), above which it is taken for an exchange. Flagged is all that they do. */
    COMMON_FUNDING(7_500, count("accounts", 4), count("maxAccounts", 50)),

    /** At least "buyers" (2) who name an account as referrer are in its cluster. Flagged are its referral points. */
    REFERRER_IN_CLUSTER(0, count("buyers", 2));

    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, of records
    private final SortedMap<String, Threshold> thresholds;

    FraudPattern(int weight, Threshold... thresholds) {
        SortedMap<String, Threshold> byKey = new TreeMap<>();
        Arrays.stream(thresholds).forEach(threshold -> byKey.put(threshold.key(), threshold));
        this.weight = weight;
        this.thresholds = Collections.unmodifiableSortedMap(byKey);
    }

    /** The default rule. */
    FraudRule standard() {
        SortedMap<String, Long> values = new TreeMap<>();
        thresholds.forEach((key, threshold) -> values.put(key, threshold.standard()));
        return new FraudRule(this, weight, values);
    }

    SortedMap<String, Threshold> thresholds() {
        return thresholds;
    }

    private static Threshold count(String key, long standard) {
        return new Threshold(key, standard, 1_000_000_000);
    }

    private static Threshold share(String key, long standard) {
        return new Threshold(key, standard, 10_000);
    }

    /** A number of a rule: 1 to max. */
    record Threshold(String key, long standard, long max) {}
}
