package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.CanonicalValue.CBV;
import static io.lianbo.provenance.event.CanonicalValue.GS1_VOCABULARY;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What sensors said (EPCIS 2.0 section 7.3.7): reports, and what holds for all of them.
 *
 * {@snippet class="io.lianbo.provenance.event.EpcisEventTest" region="sensors"}
 */
public final class SensorElement {

    private final Fields fields;

    SensorElement(Fields fields) {
        this.fields = fields;
    }

    /** What holds for all reports. */
    public Optional<Metadata> metadata() {
        return fields.object("sensorMetadata").map(Metadata::new);
    }

    /** The reports, at least one. */
    public List<Report> reports() {
        return fields.objects("sensorReport").stream().map(Report::new).toList();
    }

    /** Its extensions in a namespace, as {@link EpcisEvent#extensions}. */
    public Map<String, @Nullable Object> extensions(String namespace) {
        return fields.extensions(namespace);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SensorElement that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    /** When, by which device and how the reports of a sensor element came about. */
    public static final class Metadata {

        private final Fields fields;

        private Metadata(Fields fields) {
            this.fields = fields;
        }

        /** When it was measured. */
        public Optional<Instant> time() {
            return fields.time("time");
        }

        /** When measuring began. */
        public Optional<Instant> startTime() {
            return fields.time("startTime");
        }

        /** When measuring ended. */
        public Optional<Instant> endTime() {
            return fields.time("endTime");
        }

        /** Which device measured, as a URI. */
        public Optional<String> deviceId() {
            return fields.text("deviceID");
        }

        /** A text of EPCIS, in canonical form: {@code deviceMetadata}, {@code rawData}, {@code dataProcessingMethod}, {@code bizRules}. */
        public Optional<String> text(String field) {
            return fields.text(field);
        }

        /** Its extensions in a namespace, as {@link EpcisEvent#extensions}. */
        public Map<String, @Nullable Object> extensions(String namespace) {
            return fields.extensions(namespace);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Metadata that && fields.equals(that.fields);
        }

        @Override
        public int hashCode() {
            return fields.hashCode();
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }

    /** One measurement, or the exception that a sensor noticed. */
    public static final class Report {

        private final Fields fields;

        private Report(Fields fields) {
            this.fields = fields;
        }

        /** What was measured, as a URI: {@code https://gs1.org/voc/Temperature}. */
        public Optional<String> type() {
            return fields.word("type", GS1_VOCABULARY);
        }

        /** What is wrong, as a URI: {@code https://gs1.org/voc/ALARM_CONDITION}. */
        public Optional<String> exception() {
            return fields.word("exception", GS1_VOCABULARY);
        }

        /** Which part of it was measured, as a URI: {@code https://ref.gs1.org/cbv/Comp-latitude}. */
        public Optional<String> component() {
            return fields.word("component", CBV + "Comp-");
        }

        /** When it was measured, if not at the time in the metadata. */
        public Optional<Instant> time() {
            return fields.time("time");
        }

        /** What was measured. */
        public Optional<BigDecimal> value() {
            return number("value");
        }

        /** The unit of its numbers, a code of UN/CEFACT Recommendation 20 such as {@code CEL}. */
        public Optional<String> uom() {
            return fields.verbatim("uom");
        }

        /**
         * A number of EPCIS: {@code value}, {@code minValue}, {@code maxValue}, {@code meanValue}, {@code sDev}, {@code percRank},
         * {@code percValue}.
         *
         * @throws IllegalArgumentException when EPCIS knows no number of that name
         */
        public Optional<BigDecimal> number(String field) {
            if (!EpcisXml.NUMBERS.contains(field)) {
                throw new IllegalArgumentException("a number of a sensor report must be one of "
                        + EpcisXml.NUMBERS.stream().sorted().toList() + ": " + field);
            }
            return fields.number(field);
        }

        /** {@code booleanValue}. */
        public Optional<Boolean> booleanValue() {
            return fields.truth("booleanValue");
        }

        /** A text of EPCIS, in canonical form, such as {@code stringValue}, {@code uriValue}, {@code deviceID}, {@code microorganism}. */
        public Optional<String> text(String field) {
            return fields.text(field);
        }

        /** Its extensions in a namespace, as {@link EpcisEvent#extensions}. */
        public Map<String, @Nullable Object> extensions(String namespace) {
            return fields.extensions(namespace);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Report that && fields.equals(that.fields);
        }

        @Override
        public int hashCode() {
            return fields.hashCode();
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }
}
