package io.lianbo.rewards.fraud;

/** What is looked for; the names are the reason codes of flags. Each has two numbers, named as in a rule document, and what counts of a user's points while its flag stands. */
public enum FraudRule {
    /** In some hour a merchant has {@code ordersPerBuyer} or more, and {@code minOrders} or more; concerns who ordered that often in it. */
    ORDER_VELOCITY("orderVelocity", "ordersPerBuyer", 3, "minOrders", 12, 0),

    /** A user has {@code orders} or more of one item, and they are {@code percent} or more of hers. */
    REPEAT_BUY("repeatBuy", "orders", 8, "percent", 60, 5_000),

    /** {@code orders} or more of a user, and {@code percent} or more of hers, are of a merchant who funds or pays for her, or who is a buyer of hers. */
    MONEY_CYCLE("moneyCycle", "orders", 2, "percent", 50, 0),

    /** {@code orders} or more of a user, and {@code percent} or more of hers, come without anything that she did before in that session or with that item. */
    NO_PRIOR_VIEW("noPriorView", "orders", 4, "percent", 80, 5_000),

    /** {@code orders} or more of a user, and {@code percent} or more of hers, are taken back. */
    REFUND_RATIO("refundRatio", "orders", 4, "percent", 60, 0),

    /** A user does {@code actions} or more of one type in a session, {@code percent} or more of them the same number of seconds after the one before. */
    IDENTICAL_INTERVALS("identicalIntervals", "actions", 15, "percent", 80, 0),

    /** {@code chatters} or more comment in a session, and are {@code percent} or more of those who watch it; concerns who comments there and does not watch. */
    CHATTER_RATIO("chatterRatio", "chatters", 20, "percent", 60, 0),

    /** {@code comments} or more of a user, and {@code percent} or more of hers, say what four or more others say too. */
    DUPLICATE_TEXT("duplicateText", "comments", 8, "percent", 70, 0),

    /** {@code users} or more are funded by one account, but not more than {@code atMost}, which are an exchange's customers. */
    COMMON_FUNDING("commonFunding", "users", 6, "atMost", 50, 5_000),

    /** {@code buyers} or more of those whom a user brought share an identity with her, and they are {@code percent} or more of them; concerns her referrals. */
    REFERRAL_IN_CLUSTER("referralInCluster", "buyers", 1, "percent", 1, 0);

    private final String key;
    private final String firstKey;
    private final String secondKey;
    private final int first;
    private final int second;
    private final int weight;

    FraudRule(String key, String firstKey, int first, String secondKey, int second, int weight) {
        this.key = key;
        this.firstKey = firstKey;
        this.secondKey = secondKey;
        this.first = first;
        this.second = second;
        this.weight = weight;
    }

    /** Its name in a rule document. */
    public String key() {
        return key;
    }

    /** The name of its first number in a rule document. */
    public String firstKey() {
        return firstKey;
    }

    /** The name of its second number in a rule document. */
    public String secondKey() {
        return secondKey;
    }

    /** What it asks for where a document is not written. */
    public Threshold standard() {
        return new Threshold(first, second, weight);
    }

    /**
     * What a rule asks for.
     *
     * @param first its first number, 1 to {@value #MOST}
     * @param second its second number, 1 to {@value #MOST}
     * @param weight how much of the points counts under the flag, 0 to 9,999 basis points; 0 holds them
     */
    public record Threshold(int first, int second, int weight) {

        /** The most of either number. */
        public static final int MOST = 1_000_000;

        public Threshold {
            if (first < 1 || first > MOST || second < 1 || second > MOST) {
                throw new IllegalArgumentException(
                        "numbers of a rule must be 1 to " + MOST + ": " + first + " and " + second);
            }
            if (weight < 0 || weight > 9_999) {
                throw new IllegalArgumentException("weight must be 0 to 9999 basis points: " + weight);
            }
        }

        /** Whether so many, out of all, are enough for a rule that asks for a number and a percentage. */
        boolean isReached(long count, long all) {
            return count >= first && 100 * count >= second * all;
        }
    }
}
