package io.lianbo.rewards.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.rewards.feed.InteractionReader;
import io.lianbo.rewards.scoring.Assessment;
import io.lianbo.rewards.scoring.Flag;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.testkit.ShowTraffic;
import io.lianbo.testkit.ShowTraffic.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The standard rules against days whose roles are known; the log says how many of each were found, and which of the honest were doubted. */
class ShowTrafficFraudTest {

    private static final Instant DAY = Instant.parse("2026-12-01T00:00:00Z");
    private static final int DAYS = 5;

    @Test
    void findTheAttackersAndLeaveTheHonestAlone() throws IOException {
        Map<Role, Integer> found = new EnumMap<>(Role.class);
        Map<Role, Integer> all = new EnumMap<>(Role.class);
        SortedMap<String, Map<Role, Integer>> byCode = new TreeMap<>();
        SortedMap<String, String> sentences = new TreeMap<>();
        for (int seed = 0; seed < DAYS; seed++) {
            ShowTraffic traffic = ShowTraffic.generate(new Random(seed), DAY);
            Assessment assessment = assess(traffic.lines());
            Set<String> flagged = assessment.flags().stream()
                    .map(flag -> flag.user().value())
                    .collect(Collectors.toCollection(TreeSet::new));
            traffic.roles().forEach((user, role) -> {
                all.merge(role, 1, Integer::sum);
                found.merge(role, flagged.contains(user) ? 1 : 0, Integer::sum);
            });
            for (Flag flag : assessment.flags()) {
                Role role = traffic.roles().get(flag.user().value());
                byCode.computeIfAbsent(flag.reason().code(), code -> new EnumMap<>(Role.class))
                        .merge(role, 1, Integer::sum);
                sentences.put(flag.reason().code(), flag.toString());
            }
        }
        for (Role role : Role.values()) {
            System.out.printf(
                    "%-17s %s %5d of %5d%n",
                    role, role.isHonest() ? "doubted" : "found  ", found.get(role), all.get(role));
        }
        byCode.forEach((code, roles) -> {
            int guilty = roles.entrySet().stream()
                    .filter(entry -> !entry.getKey().isHonest())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            int flags = roles.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("%-19s precision %3d%% of %4d: %s%n", code, 100 * guilty / flags, flags, roles);
        });
        sentences.values().forEach(System.out::println);

        int guilty = 0;
        int flagged = 0;
        for (Role role : Role.values()) {
            flagged += found.getOrDefault(role, 0);
            if (role.isHonest()) {
                // at most one in a hundred of any kind, also of those who look like the others
                assertThat(100 * found.get(role)).as("%s doubted", role).isLessThanOrEqualTo(all.get(role));
            } else {
                guilty += found.get(role);
                assertThat(100 * found.get(role)).as("%s found", role).isGreaterThanOrEqualTo(90 * all.get(role));
            }
        }
        assertThat(100 * guilty).as("precision").isGreaterThanOrEqualTo(90 * flagged);
        assertThat(byCode.keySet()).hasSizeGreaterThanOrEqualTo(7);
    }

    static Assessment assess(List<String> lines) throws IOException {
        FraudDetector detector = new FraudDetector(FraudRules.standard());
        List<Interaction> interactions = new ArrayList<>();
        InteractionReader.read(
                new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
                interactions::add,
                bad -> {
                    throw new AssertionError(bad.toString());
                });
        interactions.forEach(detector::add);
        return detector.assess();
    }
}
