package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The interactions that are assessed, by user and by time, and who is whose account. */
final class Evidence {

    private static final long FARTHEST_SECOND = 100_000_000_000L;

    private final FraudRules.Types types;
    private final List<Interaction> purchases;
    private final Map<UserId, List<Interaction>> byUser = new HashMap<>();
    private final Identities identities;

    Evidence(List<Interaction> interactions, FraudRules rules) {
        types = rules.types();
        List<Interaction> sorted = interactions.stream()
                .sorted(Comparator.comparing(Interaction::at).thenComparing(Interaction::id))
                .toList();
        purchases = sorted.stream().filter(this::isPurchase).toList();
        sorted.forEach(interaction -> byUser.computeIfAbsent(interaction.user(), user -> new ArrayList<>())
                .add(interaction));
        identities = new Identities(sorted, rules.clusters());
    }

    /** All purchases, by time. */
    List<Interaction> purchases() {
        return purchases;
    }

    /** Everybody's interactions, by time. */
    Map<UserId, List<Interaction>> byUser() {
        return byUser;
    }

    Identities identities() {
        return identities;
    }

    FraudRules.Types types() {
        return types;
    }

    boolean isPurchase(Interaction interaction) {
        return interaction.type().equals(types.purchase());
    }

    boolean isChat(Interaction interaction) {
        return interaction.type().equals(types.chat());
    }

    boolean isView(Interaction interaction) {
        return interaction.type().equals(types.view());
    }

    /** Whether the user was there and not only bought. */
    boolean isPresence(Interaction interaction) {
        return !isPurchase(interaction) && !interaction.type().equals(Interaction.REFUND);
    }

    static @Nullable String trace(Interaction interaction, Trace trace) {
        return interaction.context().traces().get(trace);
    }

    /** Milliseconds since 1970; times thousands of years away are moved nearer, so that their differences fit. */
    static long millis(Instant moment) {
        long second = Math.clamp(moment.getEpochSecond(), -FARTHEST_SECOND, FARTHEST_SECOND);
        return second * 1_000 + moment.getNano() / 1_000_000;
    }
}
