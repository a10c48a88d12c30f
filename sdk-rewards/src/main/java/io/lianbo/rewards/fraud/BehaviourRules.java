package io.lianbo.rewards.fraud;

import io.lianbo.rewards.fraud.FraudRule.Threshold;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules about how users act: bots that keep time, that say what others say, that chat where they do not watch. */
final class BehaviourRules {

    /** Users who say the same thing before it is the same thing. */
    private static final int SAME_BY = 5;

    private final Evidence evidence;
    private final String comment;

    private BehaviourRules(Evidence evidence) {
        this.evidence = evidence;
        this.comment = evidence.rules().comment();
    }

    static void apply(Evidence evidence) {
        BehaviourRules rules = new BehaviourRules(evidence);
        evidence.threshold(FraudRule.IDENTICAL_INTERVALS).ifPresent(rules::identicalIntervals);
        evidence.threshold(FraudRule.CHATTER_RATIO).ifPresent(rules::chatterRatio);
        evidence.threshold(FraudRule.DUPLICATE_TEXT).ifPresent(rules::duplicateText);
    }

    private record Line(UserId user, String type, String session) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int byUser = user.compareTo(other.user);
            int byType = byUser == 0 ? type.compareTo(other.type) : byUser;
            return byType == 0 ? session.compareTo(other.session) : byType;
        }
    }

    /** A player reports watching by the clock, so that is no sign of a bot. */
    private void identicalIntervals(Threshold asked) {
        SortedMap<Line, List<Interaction>> lines = new TreeMap<>();
        for (Interaction one : evidence.interactions()) {
            if (!one.type().equals(evidence.rules().view())) {
                lines.computeIfAbsent(new Line(one.user(), one.type(), one.id().session()), key -> new ArrayList<>())
                        .add(one);
            }
        }
        lines.forEach((line, actions) -> {
            Map<Long, Integer> gaps = new HashMap<>();
            for (int i = 1; i < actions.size(); i++) {
                long gap = Duration.between(
                                actions.get(i - 1).at(), actions.get(i).at())
                        .plusMillis(500)
                        .toSeconds();
                gaps.merge(gap, 1, Integer::sum);
            }
            int same = gaps.values().stream().max(Integer::compare).orElse(0);
            if (actions.size() >= asked.first() && 100L * same >= (long) asked.second() * (actions.size() - 1)) {
                evidence.flag(
                        FraudRule.IDENTICAL_INTERVALS,
                        line.user(),
                        line.type(),
                        same + " of " + actions.size()
                                + " in one session followed the one before after the same number of seconds");
            }
        });
    }

    private void chatterRatio(Threshold asked) {
        SortedMap<String, Set<UserId>> viewers = new TreeMap<>();
        SortedMap<String, Set<UserId>> chatters = new TreeMap<>();
        for (Interaction one : evidence.interactions()) {
            String session = one.id().session();
            if (one.type().equals(evidence.rules().view())) {
                viewers.computeIfAbsent(session, key -> new TreeSet<>()).add(one.user());
            } else if (one.type().equals(comment)) {
                chatters.computeIfAbsent(session, key -> new TreeSet<>()).add(one.user());
            }
        }
        chatters.forEach((session, chatting) -> {
            Set<UserId> watching = viewers.getOrDefault(session, Set.of());
            if (asked.isReached(chatting.size(), watching.size())) {
                chatting.stream()
                        .filter(user -> !watching.contains(user))
                        .forEach(user -> evidence.flag(
                                FraudRule.CHATTER_RATIO,
                                user,
                                comment,
                                "commented without watching in a session of " + chatting.size() + " who commented and "
                                        + watching.size() + " who watched"));
            }
        });
    }

    private void duplicateText(Threshold asked) {
        SortedMap<UserId, List<Interaction>> comments = evidence.byUser(comment);
        Map<String, Set<UserId>> sayers = new HashMap<>();
        comments.forEach((user, ofUser) -> ofUser.forEach(one -> {
            String text = one.context().traces().get(Trace.TEXT);
            if (text != null) {
                Set<UserId> saying = sayers.computeIfAbsent(text, key -> new TreeSet<>());
                if (saying.size() < SAME_BY) {
                    saying.add(user);
                }
            }
        }));
        comments.forEach((user, ofUser) -> {
            long same = ofUser.stream()
                    .map(one -> one.context().traces().get(Trace.TEXT))
                    .filter(text ->
                            text != null && sayers.getOrDefault(text, Set.of()).size() >= SAME_BY)
                    .count();
            if (asked.isReached(same, ofUser.size())) {
                evidence.flag(
                        FraudRule.DUPLICATE_TEXT,
                        user,
                        comment,
                        same + " of " + ofUser.size() + " comments say what four or more others say too");
            }
        });
    }
}
