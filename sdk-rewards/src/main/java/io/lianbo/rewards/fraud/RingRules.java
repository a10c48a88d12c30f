package io.lianbo.rewards.fraud;

import io.lianbo.rewards.fraud.FraudRule.Threshold;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Referral;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules about who belongs together: rings funded by one account, and referrers who bring themselves. */
final class RingRules {

    private final Evidence evidence;

    private RingRules(Evidence evidence) {
        this.evidence = evidence;
    }

    static void apply(Evidence evidence, Identities identities) {
        RingRules rules = new RingRules(evidence);
        evidence.threshold(FraudRule.COMMON_FUNDING).ifPresent(rules::commonFunding);
        evidence.threshold(FraudRule.REFERRAL_IN_CLUSTER)
                .ifPresent(asked -> rules.referralInCluster(asked, identities));
    }

    private void commonFunding(Threshold asked) {
        SortedMap<String, SortedSet<UserId>> funded = new TreeMap<>();
        for (Interaction one : evidence.interactions()) {
            String source = one.context().traces().get(Trace.FUNDING_SOURCE);
            if (source != null) {
                SortedSet<UserId> users = funded.computeIfAbsent(source, key -> new TreeSet<>());
                // one more than may be says all there is to say
                if (users.size() <= asked.second()) {
                    users.add(one.user());
                }
            }
        }
        funded.values().stream()
                .filter(users -> users.size() >= asked.first() && users.size() <= asked.second())
                .forEach(users -> users.forEach(user -> evidence.flag(
                        FraudRule.COMMON_FUNDING,
                        user,
                        null,
                        "funded by the same account as " + (users.size() - 1) + " others")));
    }

    private void referralInCluster(Threshold asked, Identities identities) {
        SortedMap<UserId, SortedSet<UserId>> brought = new TreeMap<>();
        evidence.orders()
                .forEach((buyer, orders) -> orders.forEach(order -> {
                    UserId referrer = order.context().referrer();
                    if (referrer != null) {
                        brought.computeIfAbsent(referrer, key -> new TreeSet<>())
                                .add(buyer);
                    }
                }));
        brought.forEach((referrer, buyers) -> {
            long own = buyers.stream()
                    .filter(buyer -> identities.isSame(referrer, buyer))
                    .count();
            if (asked.isReached(own, buyers.size())) {
                evidence.flag(
                        FraudRule.REFERRAL_IN_CLUSTER,
                        referrer,
                        Referral.TYPE,
                        own + " of " + buyers.size() + " buyers whom she brought share a payer, a device or an address"
                                + " with her");
            }
        });
    }
}
