package io.lianbo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

class RowsTest {

    static List<Row> rows() {
        return Rows.ALL;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void namesMethodsThatJmhMeasures(Row row) {
        Set<String> methods = Arrays.stream(row.subject().getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(method -> method.getName())
                .collect(Collectors.toSet());

        assertThat(Stream.of(row.ours(), row.peer(), row.limit()).filter(Objects::nonNull))
                .isSubsetOf(methods);
    }

    @Test
    void namesNoRowTwice() {
        assertThat(Rows.ALL).extracting(Row::name).doesNotHaveDuplicates();
    }

    @Test
    void picksRowsByName() {
        assertThat(Rows.named("siwe.verify, keccak.64B"))
                .extracting(Row::name)
                .containsExactly("siwe.verify", "keccak.64B");
        assertThat(Rows.named("")).isEqualTo(Rows.ALL);
    }

    @Test
    void refusesARowThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.named("keccak.65B"))
                .withMessageStartingWith("there is no row \"keccak.65B\"; the rows are [keccak.64B, ");
    }

    @Test
    void refusesAnUnknownEffort() {
        assertThat(Effort.named("quick")).isEqualTo(Effort.QUICK);
        assertThat(Effort.named("full")).isEqualTo(Effort.FULL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Effort.named("true"))
                .withMessage("bench must be quick or full: true");
    }
}
