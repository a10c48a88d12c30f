package io.lianbo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceTest {

    private static final Pattern IMAGE = Pattern.compile("!\\[[^]]+]\\((charts/[^)]+)\\)");

    /** Every row, measured at rates that its place gives: ours 3,000 and more, the peer's and the limit's others. */
    private static Performance of(List<Row> rows, Effort effort) {
        Map<String, Measurement> measurements = rows.stream()
                .flatMap(row -> row.benchmarks().map(benchmark -> Measurement.name(benchmark, row.size())))
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> new Measurement(name.matches(".*\\.lianbo[^.]*") ? 3_000 : 1_500, 30)));
        return new Performance(
                Report.of(rows, measurements).lines(),
                effort,
                Instant.parse("2026-11-30T12:00:00Z"),
                new Machine("Abacus 1", 7, "Some VM 25", "Plan 9"));
    }

    @Test
    void showsEveryRowWithTheMachineTheDateAndHowToRepeatIt() {
        List<Row> rows = Rows.named("", Effort.QUICK);

        String page = of(rows, Effort.QUICK).markdown();

        assertThat(page)
                .contains(
                        "| processor | Abacus 1, 7 cores |",
                        "| JVM | Some VM 25 |",
                        "| system | Plan 9 |",
                        "| date | 2026-11-30 |",
                        "| run | quick: JVMs for each method 2, in each 2 samples of 500 ms after 6 to warm up; points of curves: JVMs",
                        "| peers | web3j " + Peers.version(org.web3j.crypto.Sign.class) + ", BouncyCastle ",
                        "mvn -q -Pbench -DskipTests verify",
                        "| `recover.java` | recoveries/s | 3,000 | 1,500 | web3j Sign | 2.00x | - | - |",
                        "| `proof.verify` | proofs/s | 3,000 | - | - | - | 1,500 | 2.00 |");
        assertThat(page.lines().filter(line -> line.startsWith("| `"))).hasSameSizeAs(rows);
    }

    @Test
    void showsErrorsOfAFullRunAndHowToRepeatIt() {
        assertThat(of(Rows.ALL, Effort.FULL).markdown())
                .contains(
                        "mvn -q -Pbench -DskipTests -Dbench=full verify",
                        "| `recover.java` | recoveries/s | 3,000 ± 1.0% | 1,500 ± 2.0% | web3j Sign | 2.00x | - | - |");
    }

    @Test
    void writesEachChartThatThePageShowsAsSvgAndPng(@TempDir Path folder) throws Exception {
        Performance performance = of(Rows.named("", Effort.QUICK), Effort.QUICK);
        performance.writeCharts(Files.createDirectories(folder.resolve("charts")));

        List<String> shown = IMAGE.matcher(performance.markdown())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(shown).hasSize(1 + Rows.CURVES.size()).allSatisfy(image -> {
            assertThat(folder.resolve(image)).isNotEmptyFile();
            assertThat(folder.resolve(image.replace(".svg", ".png"))).isNotEmptyFile();
        });
        try (Stream<Path> files = Files.list(folder.resolve("charts"))) {
            assertThat(files).hasSize(2 * shown.size());
        }
    }

    @Test
    void drawsOnlyWhatWasMeasured() {
        assertThat(of(Rows.named("proof.verify", Effort.QUICK), Effort.QUICK).charts())
                .isEmpty();
        assertThat(of(Rows.named("keccak.64B,merkle.build/10", Effort.QUICK), Effort.QUICK)
                        .charts())
                .containsOnlyKeys("ratios", "merkle.build");
    }

    @Test
    void drawsTimesOfWorkAndRatesOfThreads() {
        Map<String, io.lianbo.benchmarks.chart.Chart> charts =
                of(Rows.named("", Effort.QUICK), Effort.QUICK).charts();

        assertThat(charts.get("merkle.build").svg()).contains("time for all of it", " µs", "its hashes alone");
        assertThat(charts.get("voucher.threads").svg()).contains("vouchers a second", "web3j");
    }

    @Test
    void namesTheProcessorAsLinuxDoes(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Abacus 1\n\nmodel name\t: Abacus 1\n");

        assertThat(Machine.model(file)).contains("Abacus 1");
        assertThat(Machine.model(Files.writeString(folder.resolve("other"), "processor\t: 0\n")))
                .isEmpty();
        assertThat(Machine.model(folder.resolve("none"))).isEmpty();
        assertThat(Machine.current().cores()).isPositive();
        assertThat(Machine.current().java()).contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void readsTheVersionsOfPeersFromTheirJars() {
        assertThat(Peers.versions()).containsEntry("OpenEPCIS event hash generator", "0.9.2");
        assertThat(Peers.versions().values()).allMatch(version -> version.matches("\\d+\\..*"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peers.version(String.class))
                .withMessage("java.lang.String must come from a jar that is named for its version");
    }
}
