package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Referral;
import io.lianbo.rewards.scoring.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Looks for accounts that are one person's. */
final class IdentityPatterns {

    private final Evidence evidence;
    private final Sightings sightings;

    IdentityPatterns(Evidence evidence, Sightings sightings) {
        this.evidence = evidence;
        this.sightings = sightings;
    }

    void look() {
        sightings.rule(FraudPattern.SHARED_IDENTITY).ifPresent(this::sharedIdentity);
        sightings.rule(FraudPattern.COMMON_FUNDING).ifPresent(this::commonFunding);
        sightings.rule(FraudPattern.REFERRER_IN_CLUSTER).ifPresent(this::referrerInCluster);
    }

    private void sharedIdentity(FraudRule rule) {
        for (UserId user : evidence.byUser().keySet()) {
            int accounts = evidence.identities().sizeOf(user);
            if (accounts >= rule.threshold("accounts")) {
                sightings.add(
                        rule,
                        user,
                        null,
                        accounts,
                        () -> "it and " + Sightings.counted(accounts - 1L, "other account")
                                + " share payers, devices or addresses");
            }
        }
    }

    private void commonFunding(FraudRule rule) {
        evidence.identities().funded().values().forEach(funded -> {
            int accounts = funded.size();
            if (accounts >= rule.threshold("accounts") && accounts <= rule.threshold("maxAccounts")) {
                funded.forEach(user -> sightings.add(
                        rule,
                        user,
                        null,
                        accounts,
                        () -> "one source funded it and " + Sightings.counted(accounts - 1L, "other account")));
            }
        });
    }

    private void referrerInCluster(FraudRule rule) {
        Map<UserId, Set<UserId>> brought = new HashMap<>();
        for (Interaction purchase : evidence.purchases()) {
            UserId referrer = purchase.context().referrer();
            if (referrer != null
                    && !referrer.equals(purchase.user())
                    && evidence.identities().areOne(purchase.user(), referrer.value())) {
                brought.computeIfAbsent(referrer, user -> new HashSet<>()).add(purchase.user());
            }
        }
        brought.forEach((referrer, buyers) -> {
            if (buyers.size() >= rule.threshold("buyers")) {
                sightings.add(
                        rule,
                        referrer,
                        Referral.TYPE,
                        buyers.size(),
                        () -> buyers.size()
                                + " of the buyers it brought share payers, devices or addresses with it or with each"
                                + " other");
            }
        });
    }
}
