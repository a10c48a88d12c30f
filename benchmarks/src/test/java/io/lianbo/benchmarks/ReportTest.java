package io.lianbo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String SUBJECT = ReportTest.class.getName();
    private static final Row WITH_PEER =
            Row.of("hash.fast", "hashes/s", ReportTest.class, "ours").beside("The Peer", "peer");
    private static final Row WITH_LIMIT =
            Row.of("proof", "proofs/s", ReportTest.class, "proof").limitedBy("bare");
    private static final Map<String, Measurement> MEASUREMENTS = Map.of(
            SUBJECT + ".ours", new Measurement(3_000_000, 30_000),
            SUBJECT + ".peer", new Measurement(1_234_567.89, Double.NaN),
            SUBJECT + ".proof", new Measurement(900, 9),
            SUBJECT + ".bare", new Measurement(1_000, 10));

    private final Report report = Report.of(List.of(WITH_PEER, WITH_LIMIT), MEASUREMENTS);

    @Test
    void writesARowForProgramsAsAnObject() {
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("name", "hash.fast");
        first.put("unit", "hashes/s");
        first.put("ours", 3e6);
        first.put("peer", 1_234_600.0);
        first.put("peerName", "The Peer");
        first.put("ratio", 2.43);
        first.put("limit", null);
        first.put("share", null);
        Map<String, Object> second = new LinkedHashMap<>();
        second.put("name", "proof");
        second.put("unit", "proofs/s");
        second.put("ours", 900.0);
        second.put("peer", null);
        second.put("peerName", null);
        second.put("ratio", null);
        second.put("limit", 1_000.0);
        second.put("share", 0.9);

        assertThat(numbersAsDoubles(StrictJson.parse(report.json()))).isEqualTo(List.of(first, second));
    }

    @Test
    void writesATableForPeople() {
        assertThat(report.table(false)).isEqualTo("""
                row        unit           ours       peer  peer name  ratio  limit  share
                hash.fast  hashes/s  3,000,000  1,234,568  The Peer   2.43x      -      -
                proof      proofs/s        900          -  -              -  1,000   0.90
                """);
    }

    @Test
    void showsErrorsWhereThereAreSamplesEnough() {
        assertThat(report.table(true)).isEqualTo("""
                row        unit                  ours       peer  peer name  ratio         limit  share
                hash.fast  hashes/s  3,000,000 ± 1.0%  1,234,568  The Peer   2.43x             -      -
                proof      proofs/s        900 ± 1.0%          -  -              -  1,000 ± 1.0%   0.90
                """);
    }

    @Test
    void showsThreeDigitsOfSmallRates() {
        assertThat(Report.rate(new Measurement(1.234, Double.NaN), false)).isEqualTo("1.23");
        assertThat(Report.rate(new Measurement(12.34, Double.NaN), false)).isEqualTo("12.3");
        assertThat(Report.rate(new Measurement(123.4, Double.NaN), false)).isEqualTo("123");
    }

    @Test
    void findsAMeasurementByItsSizeAndCountsItsWork() {
        Row point = new Row("hash/100", "hashes/s", ReportTest.class, "ours", null, null, null, 100, 50, true, false);

        assertThat(Line.of(point, Map.of(SUBJECT + ".ours/100", new Measurement(7, 1)))
                        .ours()
                        .rate())
                .isEqualTo(350);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(point, MEASUREMENTS))
                .withMessage("row hash/100 has no measurement of " + SUBJECT + ".ours/100");
    }

    @Test
    void refusesARowThatWasNotMeasured() {
        Row unmeasured = Row.of("other", "hashes/s", ReportTest.class, "other");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.of(List.of(unmeasured), MEASUREMENTS))
                .withMessage("row other has no measurement of " + SUBJECT + ".other");
    }

    /** JSON has one kind of number; how many digits it took to write one does not matter here. */
    private static Object numbersAsDoubles(Object json) {
        return switch (json) {
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(numbersAsDoubles(element)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(key, numbersAsDoubles(value)));
                yield copy;
            }
            case Number number -> number.doubleValue();
            case null -> null;
            default -> json;
        };
    }
}
