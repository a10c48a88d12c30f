package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.testkit.ShowTraffic.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShowTrafficTest {

    private static final Instant DAY = Instant.parse("2026-11-11T00:00:00Z");

    @Test
    void isTheSameForTheSameSeed() {
        // @start region="traffic"
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        ShowTraffic traffic = ShowTraffic.of(random, Instant.parse("2026-11-11T00:00:00Z"), 2_000);
        String file = String.join("\n", traffic.lines()); // newline-delimited JSON
        Map<String, Kind> labels = traffic.labels();
        // @end region="traffic"

        assertThat(traffic(7, 2_000).lines()).isEqualTo(traffic.lines());
        assertThat(traffic(7, 2_000).labels()).isEqualTo(labels);
        assertThat(traffic(8, 2_000).lines()).isNotEqualTo(traffic.lines());
        assertThat(file.lines()).hasSameSizeAs(traffic.lines());
    }

    @Test
    void labelsWhoStandsInALineAndHasEveryKind() {
        ShowTraffic traffic = traffic(1, 500);
        Set<String> users = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (String text : traffic.lines()) {
            JsonNode line = JsonMapper.shared().readTree(text);
            users.add(line.get("user").asString());
            ids.add(line.get("producer").asString() + "/" + line.get("session").asString() + "/"
                    + line.get("sequence").asLong());
            assertThat(Instant.parse(line.get("at").asString())).isBetween(DAY, DAY.plusSeconds(86_400));
        }

        assertThat(users).isEqualTo(traffic.labels().keySet());
        assertThat(ids).hasSameSizeAs(traffic.lines());
        assertThat(EnumSet.copyOf(traffic.labels().values())).isEqualTo(EnumSet.allOf(Kind.class));
    }

    @Test
    void refusesANumberOfViewersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> traffic(1, 0))
                .withMessage("viewers must be 1 to 1000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> traffic(1, 1_000_001))
                .withMessage("viewers must be 1 to 1000000: 1000001");
    }

    private static ShowTraffic traffic(long seed, int viewers) {
        return ShowTraffic.of(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), DAY, viewers);
    }
}
