package io.lianbo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.benchmarks.subject.NativeRecovery;
import io.lianbo.benchmarks.subject.Recovery;
import io.lianbo.core.json.JsonObject;
import io.lianbo.testsupport.NodePeer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        assertThat(Rows.named("siwe.verify, keccak.64B, merkle.build/10", Effort.QUICK))
                .extracting(Row::name)
                .containsExactly("siwe.verify", "keccak.64B", "merkle.build/10");
        assertThat(Rows.named("", Effort.FULL)).isEqualTo(Rows.ALL);
    }

    @Test
    void leavesRowsThatFewAskForToFullRuns() {
        assertThat(Rows.ALL).containsAll(Rows.named("", Effort.QUICK));
        assertThat(Rows.named("", Effort.QUICK))
                .extracting(Row::name)
                .contains("recover.native", "merkle.build/1", "merkle.build/1000000", "passport.fromJson/10")
                .doesNotContain("merkle.build1M", "eip712.json", "tx.sustained.fast", "merkle.build/10");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void putsEveryPointOnACurveAtItsSize(Row row) {
        List<Curve> curves = Rows.CURVES.stream()
                .filter(curve -> row.name().startsWith(curve.name() + "/"))
                .toList();

        assertThat(curves).hasSize(row.isPoint() ? 1 : 0);
        if (row.size() != null) {
            assertThat(row.name()).endsWith("/" + row.size());
        }
    }

    @Test
    void measuresAPeerOnceThatSubjectsInherit() {
        Row row = Rows.named("recover.native", Effort.QUICK).getFirst();

        assertThat(row.benchmarks())
                .containsExactly(
                        NativeRecovery.class.getName() + ".lianbo",
                        Recovery.class.getName() + ".web3j",
                        NativeRecovery.class.getName() + ".bareCall");
    }

    @ParameterizedTest
    @EnumSource(Effort.class)
    void staysWithinTheTimeThatTheQuickSetHas(Effort effort) {
        double seconds = Rows.named("", effort).stream()
                .flatMap(row -> row.benchmarks()
                        .map(benchmark -> Map.entry(Measurement.name(benchmark, row.size()), effort.of(row))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first))
                .values()
                .stream()
                .mapToDouble(RowsTest::seconds)
                .sum();

        assertThat(seconds).isBetween(60.0, effort == Effort.QUICK ? 400.0 : 4 * 3_600.0);
    }

    private static double seconds(Effort.Pace pace) {
        return pace.each()
                        .multipliedBy(pace.forks())
                        .multipliedBy(pace.warmups() + pace.iterations())
                        .toMillis()
                / 1_000.0;
    }

    @Test
    void namesThePeerThatIsInstalled() throws IOException {
        String version = JsonObject.parse(
                        "package", Files.readString(NodePeer.file("@openzeppelin/merkle-tree/package.json")))
                .text("version");

        assertThat(Rows.named("merkle.build1M", Effort.FULL).getFirst().peerName())
                .isEqualTo("npm @openzeppelin/merkle-tree " + version);
    }

    @Test
    void refusesARowThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.named("keccak.65B", Effort.QUICK))
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
