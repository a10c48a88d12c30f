package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Context;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks for what programs do in a session. */
final class ChatPatterns {

    private final Evidence evidence;
    private final Sightings sightings;

    ChatPatterns(Evidence evidence, Sightings sightings) {
        this.evidence = evidence;
        this.sightings = sightings;
    }

    void look() {
        sightings.rule(FraudPattern.IDENTICAL_INTERVALS).ifPresent(this::identicalIntervals);
        sightings.rule(FraudPattern.CHATTERS_WITHOUT_VIEWING).ifPresent(this::chattersWithoutViewing);
        sightings.rule(FraudPattern.DUPLICATE_TEXT).ifPresent(this::duplicateText);
    }

    private void identicalIntervals(FraudRule rule) {
        evidence.byUser().forEach((user, interactions) -> {
            Map<String, Map<String, List<Long>>> times = new HashMap<>();
            for (Interaction interaction : interactions) {
                if (!evidence.isView(interaction) && !interaction.type().equals(Interaction.REFUND)) {
                    times.computeIfAbsent(interaction.type(), type -> new HashMap<>())
                            .computeIfAbsent(interaction.id().session(), session -> new ArrayList<>())
                            .add(Evidence.millis(interaction.at()));
                }
            }
            times.forEach((type, bySession) ->
                    bySession.values().forEach(moments -> identicalIntervals(rule, user, type, moments)));
        });
    }

    private void identicalIntervals(FraudRule rule, UserId user, String type, List<Long> moments) {
        long[] gaps = new long[moments.size() - 1];
        int count = 0;
        for (int i = 1; i < moments.size(); i++) {
            long gap = moments.get(i) - moments.get(i - 1);
            if (gap >= rule.threshold("minMillis")) {
                gaps[count++] = gap;
            }
        }
        if (count < rule.threshold("gaps")) {
            return;
        }
        Arrays.sort(gaps, 0, count);
        long median = gaps[(count - 1) / 2];
        long tolerance = median * rule.threshold("tolerance") / Context.FULL_QUALITY;
        int alike = 0;
        for (int i = 0; i < count; i++) {
            if (Math.abs(gaps[i] - median) <= tolerance) {
                alike++;
            }
        }
        if (rule.isShare(alike, count)) {
            int same = alike;
            int all = count;
            sightings.add(
                    rule,
                    user,
                    type,
                    same,
                    () -> same + " of " + all + " pauses between interactions in a session lasted " + seconds(median)
                            + ", give or take " + seconds(tolerance));
        }
    }

    private static String seconds(long millis) {
        return millis / 1_000 + "." + String.format(Locale.ROOT, "%03d", millis % 1_000) + " seconds";
    }

    private void chattersWithoutViewing(FraudRule rule) {
        Map<String, Set<UserId>> viewers = new HashMap<>();
        Map<String, Set<UserId>> chatters = new HashMap<>();
        evidence.byUser()
                .forEach((user, interactions) -> interactions.forEach(interaction -> {
                    if (evidence.isView(interaction)) {
                        viewers.computeIfAbsent(interaction.id().session(), session -> new HashSet<>())
                                .add(user);
                    } else if (evidence.isChat(interaction)) {
                        chatters.computeIfAbsent(interaction.id().session(), session -> new HashSet<>())
                                .add(user);
                    }
                }));
        chatters.forEach((session, chatting) -> {
            Set<UserId> watching = viewers.getOrDefault(session, Set.of());
            boolean isKnown = !watching.isEmpty(); // else the platform reports no views of it
            if (isKnown
                    && chatting.size() >= rule.threshold("chatters")
                    && rule.isShare(chatting.size(), watching.size())) {
                chatting.stream()
                        .filter(user -> !watching.contains(user))
                        .forEach(user -> sightings.add(
                                rule,
                                user,
                                evidence.types().chat(),
                                chatting.size(),
                                () -> "it wrote without watching in a session where " + chatting.size()
                                        + " accounts wrote and " + watching.size() + " watched"));
            }
        });
    }

    private void duplicateText(FraudRule rule) {
        Map<String, Set<UserId>> writers = new HashMap<>();
        evidence.byUser()
                .forEach((user, interactions) -> texts(interactions)
                        .forEach(text -> writers.computeIfAbsent(text, one -> new HashSet<>())
                                .add(user)));
        evidence.byUser().forEach((user, interactions) -> {
            List<String> texts = texts(interactions);
            long copied = texts.stream()
                    .filter(text -> writers.getOrDefault(text, Set.of()).size() >= rule.threshold("accounts"))
                    .count();
            if (texts.size() >= rule.threshold("texts") && rule.isShare(copied, texts.size())) {
                sightings.add(
                        rule,
                        user,
                        evidence.types().chat(),
                        copied,
                        () -> copied + " of its " + texts.size() + " messages were written by "
                                + rule.threshold("accounts") + " or more accounts in the same words");
            }
        });
    }

    private List<String> texts(List<Interaction> interactions) {
        List<String> texts = new ArrayList<>();
        for (Interaction interaction : interactions) {
            String text = Evidence.trace(interaction, Trace.TEXT);
            if (text != null && evidence.isChat(interaction)) {
                texts.add(text);
            }
        }
        return texts;
    }
}
