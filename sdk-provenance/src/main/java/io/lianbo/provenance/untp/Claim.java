package io.lianbo.provenance.untp;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a maker claims of a product, against criteria that others set.
 *
 * @param id names the claim
 * @param name what it is called
 * @param description what it says
 * @param referenceCriteria the criteria
 * @param referenceRegulation regulations that it refers to
 * @param referenceStandard standards that it refers to
 * @param claimDate from when it holds
 * @param applicablePeriod the period that it is about
 * @param claimedPerformance what is claimed
 * @param evidence evidence, best a Digital Conformity Credential
 * @param conformityTopic what it is about
 */
public record Claim(
        URI id,
        String name,
        Optional<String> description,
        List<Entity> referenceCriteria,
        List<Entity> referenceRegulation,
        List<Entity> referenceStandard,
        LocalDate claimDate,
        Optional<Period> applicablePeriod,
        List<Performance> claimedPerformance,
        List<DocumentLink> evidence,
        List<Entity> conformityTopic) {

    /** Checks what is given. */
    public Claim {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        referenceCriteria = List.copyOf(referenceCriteria);
        referenceRegulation = List.copyOf(referenceRegulation);
        referenceStandard = List.copyOf(referenceStandard);
        Objects.requireNonNull(claimDate, "claimDate");
        Objects.requireNonNull(applicablePeriod, "applicablePeriod");
        claimedPerformance = List.copyOf(claimedPerformance);
        evidence = List.copyOf(evidence);
        conformityTopic = List.copyOf(conformityTopic);
    }

    /** Returns a builder with what the standard asks for; all else is left out unless it is set. */
    public static Builder builder(
            URI id,
            String name,
            List<Entity> referenceCriteria,
            LocalDate claimDate,
            List<Performance> claimedPerformance,
            List<Entity> conformityTopic) {
        return new Builder(id, name, referenceCriteria, claimDate, claimedPerformance, conformityTopic);
    }

    static Claim read(Members in) {
        in.type("Claim");
        return in.closed(() -> new Claim(
                in.uri("id"),
                in.text("name"),
                in.optionalText("description"),
                in.list("referenceCriteria", true, entity -> Entity.read(entity, "Criterion")),
                in.list("referenceRegulation", false, entity -> Entity.read(entity, "Regulation")),
                in.list("referenceStandard", false, entity -> Entity.read(entity, "Standard")),
                in.date("claimDate"),
                in.optionalObject("applicablePeriod", Period::read),
                in.list("claimedPerformance", true, Performance::read),
                in.list("evidence", false, DocumentLink::read),
                in.list("conformityTopic", true, entity -> Entity.read(entity, "ConformityTopic"))));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written("Claim")
                .put("id", id.toString())
                .put("name", name)
                .put("description", description)
                .putAll("referenceCriteria", true, referenceCriteria, entity -> entity.toMap("Criterion"))
                .putAll("referenceRegulation", false, referenceRegulation, entity -> entity.toMap("Regulation"))
                .putAll("referenceStandard", false, referenceStandard, entity -> entity.toMap("Standard"))
                .put("claimDate", claimDate.toString())
                .put("applicablePeriod", applicablePeriod.map(Period::toMap))
                .putAll("claimedPerformance", true, claimedPerformance, Performance::toMap)
                .putAll("evidence", false, evidence, DocumentLink::toMap)
                .putAll("conformityTopic", true, conformityTopic, entity -> entity.toMap("ConformityTopic"))
                .map();
    }

    /**
     * A period of time.
     *
     * @param startDate its first day
     * @param endDate its last day
     * @param periodInformation what else is to be known of it
     */
    public record Period(LocalDate startDate, LocalDate endDate, Optional<String> periodInformation) {

        /**
         * Checks what is given.
         *
         * @throws IllegalArgumentException when it ends before it begins
         */
        public Period {
            Objects.requireNonNull(startDate, "startDate");
            Objects.requireNonNull(endDate, "endDate");
            Objects.requireNonNull(periodInformation, "periodInformation");
            if (endDate.isBefore(startDate)) {
                throw new IllegalArgumentException("endDate must not lie before startDate: " + endDate);
            }
        }

        static Period read(Members in) {
            in.type("Period");
            return in.closed(
                    () -> new Period(in.date("startDate"), in.date("endDate"), in.optionalText("periodInformation")));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("startDate", startDate.toString())
                    .put("endDate", endDate.toString())
                    .put("periodInformation", periodInformation)
                    .map();
        }
    }

    /** Collects what is said beside what must be. */
    public static final class Builder {
        private final URI id;
        private final String name;
        private Optional<String> description = Optional.empty();
        private final List<Entity> referenceCriteria;
        private final List<Entity> referenceRegulation = new ArrayList<>();
        private final List<Entity> referenceStandard = new ArrayList<>();
        private final LocalDate claimDate;
        private Optional<Period> applicablePeriod = Optional.empty();
        private final List<Performance> claimedPerformance;
        private final List<DocumentLink> evidence = new ArrayList<>();
        private final List<Entity> conformityTopic;

        private Builder(
                URI id,
                String name,
                List<Entity> referenceCriteria,
                LocalDate claimDate,
                List<Performance> claimedPerformance,
                List<Entity> conformityTopic) {
            this.id = id;
            this.name = name;
            this.referenceCriteria = referenceCriteria;
            this.claimDate = claimDate;
            this.claimedPerformance = claimedPerformance;
            this.conformityTopic = conformityTopic;
        }

        /** Sets {@link Claim#description}. */
        public Builder description(String value) {
            description = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Claim#referenceRegulation}. */
        public Builder referenceRegulation(Entity one) {
            referenceRegulation.add(one);
            return this;
        }

        /** Adds one to {@link Claim#referenceStandard}. */
        public Builder referenceStandard(Entity one) {
            referenceStandard.add(one);
            return this;
        }

        /** Sets {@link Claim#applicablePeriod}. */
        public Builder applicablePeriod(Period value) {
            applicablePeriod = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Claim#evidence}. */
        public Builder evidence(DocumentLink one) {
            evidence.add(one);
            return this;
        }

        /** Returns what was collected. */
        public Claim build() {
            return new Claim(
                    id,
                    name,
                    description,
                    referenceCriteria,
                    referenceRegulation,
                    referenceStandard,
                    claimDate,
                    applicablePeriod,
                    claimedPerformance,
                    evidence,
                    conformityTopic);
        }
    }
}
