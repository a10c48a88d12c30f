package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ShowTrafficTest {

    @Test
    void isADayWithEveryRoleThatTheSameSeedRepeats() {
        // @start region="traffic"
        ShowTraffic traffic = ShowTraffic.generate(new Random(42), Instant.parse("2026-12-01T00:00:00Z"));
        List<String> lines = traffic.lines();
        SortedMap<String, ShowTraffic.Role> roles = traffic.roles();
        // @end region="traffic"
        assertThat(roles.values()).containsAll(EnumSet.allOf(ShowTraffic.Role.class));
        assertThat(lines).hasSizeGreaterThan(50_000).doesNotHaveDuplicates();
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line).startsWith("{\"producer\":").endsWith("}"));
        assertThat(ShowTraffic.generate(new Random(42), Instant.parse("2026-12-01T00:00:00Z"))
                        .lines())
                .isEqualTo(lines);
        assertThat(ShowTraffic.generate(new Random(43), Instant.parse("2026-12-01T00:00:00Z"))
                        .lines())
                .isNotEqualTo(lines);
    }
}
