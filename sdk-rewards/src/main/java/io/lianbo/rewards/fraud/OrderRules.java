package io.lianbo.rewards.fraud;

import io.lianbo.rewards.fraud.FraudRule.Threshold;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules about orders: brushing, refund farming, money that goes in a circle. */
final class OrderRules {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Evidence evidence;
    private final String purchase;

    private OrderRules(Evidence evidence) {
        this.evidence = evidence;
        this.purchase = evidence.rules().purchase();
    }

    static void apply(Evidence evidence) {
        OrderRules rules = new OrderRules(evidence);
        evidence.threshold(FraudRule.ORDER_VELOCITY).ifPresent(rules::orderVelocity);
        evidence.threshold(FraudRule.REPEAT_BUY).ifPresent(rules::repeatBuy);
        evidence.threshold(FraudRule.MONEY_CYCLE).ifPresent(rules::moneyCycle);
        evidence.threshold(FraudRule.NO_PRIOR_VIEW).ifPresent(rules::noPriorView);
        evidence.threshold(FraudRule.REFUND_RATIO).ifPresent(rules::refundRatio);
    }

    private static @Nullable String trace(Interaction interaction, Trace trace) {
        return interaction.context().traces().get(trace);
    }

    private void orderVelocity(Threshold asked) {
        Map<String, List<Interaction>> byMerchant = new TreeMap<>();
        for (Interaction interaction : evidence.interactions()) {
            String merchant = trace(interaction, Trace.MERCHANT);
            if (merchant != null && interaction.type().equals(purchase)) {
                byMerchant.computeIfAbsent(merchant, key -> new ArrayList<>()).add(interaction);
            }
        }
        byMerchant.values().forEach(orders -> velocityOf(orders, asked));
    }

    /** Slides an hour over a merchant's orders, then looks at those of all hours that were too busy. */
    private void velocityOf(List<Interaction> orders, Threshold asked) {
        Map<UserId, Integer> inHour = new HashMap<>();
        Map<UserId, Integer> inBusyHours = new TreeMap<>();
        int first = 0;
        int counted = 0; // the orders before this one are in inBusyHours where they belong
        for (int last = 0; last < orders.size(); last++) {
            inHour.merge(orders.get(last).user(), 1, Integer::sum);
            while (Duration.between(orders.get(first).at(), orders.get(last).at())
                            .compareTo(HOUR)
                    >= 0) {
                inHour.computeIfPresent(orders.get(first++).user(), (user, count) -> count == 1 ? null : count - 1);
            }
            int count = last - first + 1;
            if (count >= asked.second() && count >= (long) asked.first() * inHour.size()) {
                for (counted = Math.max(counted, first); counted <= last; counted++) {
                    inBusyHours.merge(orders.get(counted).user(), 1, Integer::sum);
                }
            }
        }
        inBusyHours.forEach((user, count) -> {
            if (count >= asked.first()) {
                evidence.flag(
                        FraudRule.ORDER_VELOCITY,
                        user,
                        purchase,
                        count + " orders of one merchant in hours in which it had " + asked.first()
                                + " or more for each of its buyers");
            }
        });
    }

    private void repeatBuy(Threshold asked) {
        evidence.orders()
                .forEach((user, orders) ->
                        Evidence.<String>counts(orders, order -> trace(order, Trace.SKU)).values().stream()
                                .max(Integer::compare)
                                .filter(count -> asked.isReached(count, orders.size()))
                                .ifPresent(count -> evidence.flag(
                                        FraudRule.REPEAT_BUY,
                                        user,
                                        purchase,
                                        count + " of " + orders.size() + " orders are of the same item")));
    }

    private void moneyCycle(Threshold asked) {
        Map<String, Set<String>> merchantsOf = new HashMap<>();
        evidence.orders()
                .forEach((user, orders) -> orders.forEach(order -> {
                    String merchant = trace(order, Trace.MERCHANT);
                    if (merchant != null) {
                        merchantsOf
                                .computeIfAbsent(user.value(), key -> new HashSet<>())
                                .add(merchant);
                    }
                }));
        evidence.orders().forEach((user, orders) -> {
            long circles = orders.stream()
                    .filter(order -> isCircle(order, user, merchantsOf))
                    .count();
            if (asked.isReached(circles, orders.size())) {
                evidence.flag(
                        FraudRule.MONEY_CYCLE,
                        user,
                        purchase,
                        circles + " of " + orders.size()
                                + " orders are of a merchant who funds or pays for the buyer, or buys from her");
            }
        });
    }

    private static boolean isCircle(Interaction order, UserId user, Map<String, Set<String>> merchantsOf) {
        String merchant = trace(order, Trace.MERCHANT);
        return merchant != null
                && (merchant.equals(trace(order, Trace.FUNDING_SOURCE))
                        || merchant.equals(trace(order, Trace.PAYER))
                        || merchantsOf.getOrDefault(merchant, Set.of()).contains(user.value()));
    }

    private void noPriorView(Threshold asked) {
        Map<UserId, Set<String>> seen = new HashMap<>();
        Map<UserId, Integer> blind = new TreeMap<>();
        for (Interaction interaction : evidence.interactions()) {
            Set<String> ofUser = seen.computeIfAbsent(interaction.user(), key -> new HashSet<>());
            String session = "session " + interaction.id().session();
            String sku = trace(interaction, Trace.SKU);
            if (interaction.type().equals(purchase)) {
                if (!ofUser.contains(session) && (sku == null || !ofUser.contains("item " + sku))) {
                    blind.merge(interaction.user(), 1, Integer::sum);
                }
            } else if (interaction.context().refunds() == null) {
                ofUser.add(session);
                if (sku != null) {
                    ofUser.add("item " + sku);
                }
            }
        }
        blind.forEach((user, count) -> {
            int all = evidence.orders().getOrDefault(user, List.of()).size();
            if (asked.isReached(count, all)) {
                evidence.flag(
                        FraudRule.NO_PRIOR_VIEW,
                        user,
                        purchase,
                        count + " of " + all + " orders came without anything seen before");
            }
        });
    }

    private void refundRatio(Threshold asked) {
        evidence.orders().forEach((user, orders) -> {
            long back = orders.stream().filter(evidence::isTakenBack).count();
            if (asked.isReached(back, orders.size())) {
                evidence.flag(
                        FraudRule.REFUND_RATIO,
                        user,
                        purchase,
                        back + " of " + orders.size() + " orders were taken back");
            }
        });
    }
}
