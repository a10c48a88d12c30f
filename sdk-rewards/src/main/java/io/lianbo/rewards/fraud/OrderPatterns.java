package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for orders that were not placed to get goods. */
final class OrderPatterns {

    private final Evidence evidence;
    private final Sightings sightings;

    OrderPatterns(Evidence evidence, Sightings sightings) {
        this.evidence = evidence;
        this.sightings = sightings;
    }

    void look() {
        sightings.rule(FraudPattern.ORDER_VELOCITY).ifPresent(this::orderVelocity);
        sightings.rule(FraudPattern.REPEAT_SKU).ifPresent(this::repeatSku);
        sightings.rule(FraudPattern.MONEY_CYCLE).ifPresent(this::moneyCycle);
        sightings.rule(FraudPattern.NO_PRIOR_VIEW).ifPresent(this::noPriorView);
        sightings.rule(FraudPattern.REFUND_RATIO).ifPresent(this::refundRatio);
    }

    private void orderVelocity(FraudRule rule) {
        Map<String, List<Interaction>> byMerchant = new HashMap<>();
        for (Interaction purchase : evidence.purchases()) {
            String merchant = Evidence.trace(purchase, Trace.MERCHANT);
            if (merchant != null) {
                byMerchant.computeIfAbsent(merchant, one -> new ArrayList<>()).add(purchase);
            }
        }
        byMerchant.values().forEach(orders -> orderVelocity(rule, orders));
    }

    /** The orders of one merchant, by time. */
    private void orderVelocity(FraudRule rule, List<Interaction> orders) {
        long span = rule.threshold("seconds") * 1_000;
        int[] opened = new int[orders.size() + 1]; // +1 where busy spans begin, -1 after they end
        Map<Integer, Integer> buyers = new HashMap<>();
        long mostOrders = 0;
        long ofBuyers = 1;
        int start = 0;
        for (int end = 0; end < orders.size(); end++) {
            buyers.merge(identity(orders.get(end)), 1, Integer::sum);
            for (; millis(orders.get(end)) - millis(orders.get(start)) >= span; start++) {
                buyers.computeIfPresent(identity(orders.get(start)), (buyer, count) -> count == 1 ? null : count - 1);
            }
            long count = end - start + 1L;
            if (count >= rule.threshold("orders") && count >= rule.threshold("perBuyer") * buyers.size()) {
                opened[start]++;
                opened[end + 1]--;
                if (count * ofBuyers > mostOrders * buyers.size()) {
                    mostOrders = count;
                    ofBuyers = buyers.size();
                }
            }
        }
        Map<Integer, List<Interaction>> busy = new HashMap<>();
        int open = 0;
        for (int i = 0; i < orders.size(); i++) {
            open += opened[i];
            if (open > 0) {
                busy.computeIfAbsent(identity(orders.get(i)), buyer -> new ArrayList<>())
                        .add(orders.get(i));
            }
        }
        String merchant =
                "at a merchant that got " + mostOrders + " orders from " + ofBuyers + " buyers in such a time";
        busy.values().forEach(own -> {
            int most = mostWithin(span, own);
            if (most >= rule.threshold("perBuyer")) {
                own.forEach(order -> flag(
                        rule,
                        order.user(),
                        most,
                        most + " orders within " + rule.threshold("seconds") + " seconds, " + merchant));
            }
        });
    }

    private static int mostWithin(long span, List<Interaction> orders) {
        int most = 0;
        int start = 0;
        for (int end = 0; end < orders.size(); end++) {
            while (millis(orders.get(end)) - millis(orders.get(start)) >= span) {
                start++;
            }
            most = Math.max(most, end - start + 1);
        }
        return most;
    }

    private void repeatSku(FraudRule rule) {
        Map<Integer, Map<String, Long>> counts = new HashMap<>();
        for (Interaction purchase : evidence.purchases()) {
            article(purchase)
                    .ifPresent(article -> counts.computeIfAbsent(identity(purchase), buyer -> new HashMap<>())
                            .merge(article, 1L, Long::sum));
        }
        for (Interaction purchase : evidence.purchases()) {
            article(purchase).ifPresent(article -> {
                long orders = counts.getOrDefault(identity(purchase), Map.of()).getOrDefault(article, 0L);
                int accounts = evidence.identities().sizeOf(purchase.user());
                if (orders >= rule.threshold("orders")) {
                    String by = accounts == 1
                            ? ""
                            : " by it and " + Sightings.counted(accounts - 1L, "other account") + " of its cluster";
                    flag(rule, purchase.user(), orders, "one article was ordered " + orders + " times" + by);
                }
            });
        }
    }

    private static Optional<String> article(Interaction purchase) {
        String sku = Evidence.trace(purchase, Trace.SKU);
        String merchant = Evidence.trace(purchase, Trace.MERCHANT);
        return Optional.ofNullable(sku).map(known -> known + '\n' + merchant);
    }

    private void moneyCycle(FraudRule rule) {
        Map<UserId, Set<String>> sources = sources(rule, merchants());
        Map<UserId, Map<String, Long>> cycles = new HashMap<>();
        for (Interaction purchase : evidence.purchases()) {
            String merchant = Evidence.trace(purchase, Trace.MERCHANT);
            if (merchant != null && isCycle(purchase, Identities.normal(merchant), sources)) {
                cycles.computeIfAbsent(purchase.user(), user -> new HashMap<>()).merge(merchant, 1L, Long::sum);
            }
        }
        cycles.forEach((user, byMerchant) -> byMerchant.values().forEach(orders -> {
            if (orders >= rule.threshold("orders")) {
                flag(
                        rule,
                        user,
                        orders,
                        Sightings.counted(orders, "order")
                                + " went to a merchant who funded or paid for it, has the same source of"
                                + " money, or shares payers, devices or addresses with it");
            }
        }));
    }

    private Set<String> merchants() {
        Set<String> merchants = new HashSet<>();
        for (Interaction purchase : evidence.purchases()) {
            String merchant = Evidence.trace(purchase, Trace.MERCHANT);
            if (merchant != null) {
                merchants.add(Identities.normal(merchant));
            }
        }
        return merchants;
    }

    /** The merchants that funded an account or have a source in common with it, by account. */
    private Map<UserId, Set<String>> sources(FraudRule rule, Set<String> merchants) {
        Map<UserId, Set<String>> sources = new HashMap<>();
        evidence.identities().funded().forEach((source, funded) -> {
            Set<String> behind = new HashSet<>(Set.of(Identities.normal(source)));
            if (funded.size() <= rule.threshold("maxAccounts")) {
                funded.forEach(user -> behind.add(user.value()));
            }
            behind.retainAll(merchants);
            if (!behind.isEmpty()) {
                funded.forEach(user ->
                        sources.computeIfAbsent(user, one -> new HashSet<>()).addAll(behind));
            }
        });
        return sources;
    }

    private boolean isCycle(Interaction purchase, String merchant, Map<UserId, Set<String>> sources) {
        String payer = Evidence.trace(purchase, Trace.PAYER);
        return (payer != null && Identities.normal(payer).equals(merchant))
                || sources.getOrDefault(purchase.user(), Set.of()).contains(merchant)
                || evidence.identities().areOne(purchase.user(), merchant);
    }

    private void noPriorView(FraudRule rule) {
        Set<String> seenSessions = new HashSet<>();
        Set<String> seenArticles = new HashSet<>();
        evidence.byUser()
                .values()
                .forEach(interactions -> interactions.stream()
                        .filter(evidence::isPresence)
                        .forEach(interaction -> {
                            seenSessions.add(interaction.id().session());
                            String sku = Evidence.trace(interaction, Trace.SKU);
                            if (sku != null) {
                                seenArticles.add(sku);
                            }
                        }));
        evidence.byUser().forEach((user, interactions) -> {
            Map<String, Instant> sessions = new HashMap<>();
            Map<String, Instant> articles = new HashMap<>();
            interactions.stream().filter(evidence::isPresence).forEach(interaction -> {
                sessions.putIfAbsent(interaction.id().session(), interaction.at());
                String sku = Evidence.trace(interaction, Trace.SKU);
                if (sku != null) {
                    articles.putIfAbsent(sku, interaction.at());
                }
            });
            long orders = 0;
            long blind = 0;
            for (Interaction purchase : interactions) {
                if (evidence.isPurchase(purchase)) {
                    orders++;
                    String session = purchase.id().session();
                    String sku = Evidence.trace(purchase, Trace.SKU);
                    boolean isReported = seenSessions.contains(session) || (sku != null && seenArticles.contains(sku));
                    boolean isSeen = isBefore(sessions.get(session), purchase.at())
                            || (sku != null && isBefore(articles.get(sku), purchase.at()));
                    if (isReported && !isSeen) {
                        blind++;
                    }
                }
            }
            if (blind >= rule.threshold("orders") && rule.isShare(blind, orders)) {
                flag(
                        rule,
                        user,
                        blind,
                        blind + " of its " + orders + " orders came without having looked at the article or been in the"
                                + " session before");
            }
        });
    }

    private static boolean isBefore(@Nullable Instant seen, Instant bought) {
        return seen != null && !seen.isAfter(bought);
    }

    private void refundRatio(FraudRule rule) {
        evidence.byUser().forEach((user, interactions) -> {
            Set<InteractionId> orders = new HashSet<>();
            interactions.stream().filter(evidence::isPurchase).forEach(purchase -> orders.add(purchase.id()));
            Set<InteractionId> returned = new HashSet<>();
            for (Interaction interaction : interactions) {
                InteractionId original = interaction.context().refunds();
                if (original != null && orders.contains(original)) {
                    returned.add(original);
                }
            }
            if (orders.size() >= rule.threshold("orders") && rule.isShare(returned.size(), orders.size())) {
                flag(
                        rule,
                        user,
                        returned.size(),
                        returned.size() + " of its " + orders.size() + " orders were taken back, wholly or in part");
            }
        });
    }

    private void flag(FraudRule rule, UserId user, long strength, String sentence) {
        sightings.add(rule, user, evidence.types().purchase(), strength, () -> sentence);
    }

    private int identity(Interaction interaction) {
        return evidence.identities().of(interaction.user());
    }

    private static long millis(Interaction interaction) {
        return Evidence.millis(interaction.at());
    }
}
