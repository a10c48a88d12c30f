package io.lianbo.provenance.untp;

import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One assessment: of what, against which criteria, and how it came out.
 *
 * @param id names it
 * @param name what it is called
 * @param description what it says
 * @param assessmentCriteria the criteria
 * @param assessmentDate when it was made
 * @param assessedPerformance what was found
 * @param assessedProduct the products
 * @param assessedFacility the facilities
 * @param assessedOrganisation the organisation
 * @param referenceStandard standards that it refers to
 * @param referenceRegulation regulations that it refers to
 * @param specifiedCondition under which conditions it holds
 * @param evidence evidence
 * @param conformityTopic what it is about
 * @param conformance whether it conforms
 * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
 */
public record Assessment(
        URI id,
        String name,
        Optional<String> description,
        List<Entity> assessmentCriteria,
        LocalDate assessmentDate,
        List<Performance> assessedPerformance,
        List<ProductVerification> assessedProduct,
        List<FacilityVerification> assessedFacility,
        Optional<Entity> assessedOrganisation,
        List<Entity> referenceStandard,
        List<Entity> referenceRegulation,
        List<String> specifiedCondition,
        List<DocumentLink> evidence,
        List<Entity> conformityTopic,
        Optional<Boolean> conformance,
        Map<String, @Nullable Object> others) {

    /** Checks what is given. */
    public Assessment {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        assessmentCriteria = List.copyOf(assessmentCriteria);
        Objects.requireNonNull(assessmentDate, "assessmentDate");
        assessedPerformance = List.copyOf(assessedPerformance);
        assessedProduct = List.copyOf(assessedProduct);
        assessedFacility = List.copyOf(assessedFacility);
        Objects.requireNonNull(assessedOrganisation, "assessedOrganisation");
        referenceStandard = List.copyOf(referenceStandard);
        referenceRegulation = List.copyOf(referenceRegulation);
        specifiedCondition = List.copyOf(specifiedCondition);
        evidence = List.copyOf(evidence);
        conformityTopic = List.copyOf(conformityTopic);
        Objects.requireNonNull(conformance, "conformance");
        others = FurtherMembers.copy(
                others,
                List.of(
                        "type",
                        "id",
                        "name",
                        "description",
                        "assessmentCriteria",
                        "assessmentDate",
                        "assessedPerformance",
                        "assessedProduct",
                        "assessedFacility",
                        "assessedOrganisation",
                        "referenceStandard",
                        "referenceRegulation",
                        "specifiedCondition",
                        "evidence",
                        "conformityTopic",
                        "conformance"));
    }

    /** Returns a builder with what the standard asks for; all else is left out unless it is set. */
    public static Builder builder(
            URI id,
            String name,
            List<Entity> assessmentCriteria,
            LocalDate assessmentDate,
            List<Performance> assessedPerformance,
            List<Entity> conformityTopic) {
        return new Builder(id, name, assessmentCriteria, assessmentDate, assessedPerformance, conformityTopic);
    }

    static Assessment read(Members in) {
        in.type("ConformityAssessment");
        return in.made(() -> new Assessment(
                in.uri("id"),
                in.text("name"),
                in.optionalText("description"),
                in.list("assessmentCriteria", true, entity -> Entity.read(entity, "Criterion")),
                in.date("assessmentDate"),
                in.list("assessedPerformance", true, Performance::read),
                in.list("assessedProduct", false, ProductVerification::read),
                in.list("assessedFacility", false, FacilityVerification::read),
                in.optionalObject("assessedOrganisation", entity -> Entity.read(entity, "Party")),
                in.list("referenceStandard", false, entity -> Entity.read(entity, "Standard")),
                in.list("referenceRegulation", false, entity -> Entity.read(entity, "Regulation")),
                in.texts("specifiedCondition", false),
                in.list("evidence", false, DocumentLink::read),
                in.list("conformityTopic", true, entity -> Entity.read(entity, "ConformityTopic")),
                in.optionalBool("conformance"),
                in.others()));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written("ConformityAssessment")
                .put("id", id.toString())
                .put("name", name)
                .put("description", description)
                .putAll("assessmentCriteria", true, assessmentCriteria, entity -> entity.toMap("Criterion"))
                .put("assessmentDate", assessmentDate.toString())
                .putAll("assessedPerformance", true, assessedPerformance, Performance::toMap)
                .putAll("assessedProduct", false, assessedProduct, ProductVerification::toMap)
                .putAll("assessedFacility", false, assessedFacility, FacilityVerification::toMap)
                .put("assessedOrganisation", assessedOrganisation.map(entity -> entity.toMap("Party")))
                .putAll("referenceStandard", false, referenceStandard, entity -> entity.toMap("Standard"))
                .putAll("referenceRegulation", false, referenceRegulation, entity -> entity.toMap("Regulation"))
                .putAll("specifiedCondition", false, specifiedCondition, text -> text)
                .putAll("evidence", false, evidence, DocumentLink::toMap)
                .putAll("conformityTopic", true, conformityTopic, entity -> entity.toMap("ConformityTopic"))
                .put("conformance", conformance)
                .putAll(others)
                .map();
    }

    /**
     * What was assessed, and whether the assessor made sure of that.
     *
     * @param product the product
     * @param idVerifiedByCAB whether the assessor made sure that it is the one
     * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
     */
    public record ProductVerification(
            Entity product, Optional<Boolean> idVerifiedByCAB, Map<String, @Nullable Object> others) {

        /** Checks what is given. */
        public ProductVerification {
            Objects.requireNonNull(product, "product");
            Objects.requireNonNull(idVerifiedByCAB, "idVerifiedByCAB");
            others = FurtherMembers.copy(others, List.of("type", "product", "idVerifiedByCAB"));
        }

        static ProductVerification read(Members in) {
            in.type("ProductVerification");
            return in.made(() -> new ProductVerification(
                    in.object("product", entity -> Entity.read(entity, "Product")),
                    in.optionalBool("idVerifiedByCAB"),
                    in.others()));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("product", product.toMap("Product"))
                    .put("idVerifiedByCAB", idVerifiedByCAB)
                    .putAll(others)
                    .map();
        }

        /** One of which the assessor made sure. */
        public static ProductVerification of(Entity product) {
            return new ProductVerification(product, Optional.of(true), Map.of());
        }
    }

    /**
     * What was assessed, and whether the assessor made sure of that.
     *
     * @param facility the facility
     * @param idVerifiedByCAB whether the assessor made sure that it is the one
     * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
     */
    public record FacilityVerification(
            Entity facility, Optional<Boolean> idVerifiedByCAB, Map<String, @Nullable Object> others) {

        /** Checks what is given. */
        public FacilityVerification {
            Objects.requireNonNull(facility, "facility");
            Objects.requireNonNull(idVerifiedByCAB, "idVerifiedByCAB");
            others = FurtherMembers.copy(others, List.of("type", "facility", "idVerifiedByCAB"));
        }

        static FacilityVerification read(Members in) {
            in.type("FacilityVerification");
            return in.made(() -> new FacilityVerification(
                    in.object("facility", entity -> Entity.read(entity, "Facility")),
                    in.optionalBool("idVerifiedByCAB"),
                    in.others()));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("facility", facility.toMap("Facility"))
                    .put("idVerifiedByCAB", idVerifiedByCAB)
                    .putAll(others)
                    .map();
        }

        /** One of which the assessor made sure. */
        public static FacilityVerification of(Entity facility) {
            return new FacilityVerification(facility, Optional.of(true), Map.of());
        }
    }

    /** Collects what is said beside what must be. */
    public static final class Builder {
        private final URI id;
        private final String name;
        private Optional<String> description = Optional.empty();
        private final List<Entity> assessmentCriteria;
        private final LocalDate assessmentDate;
        private final List<Performance> assessedPerformance;
        private final List<ProductVerification> assessedProduct = new ArrayList<>();
        private final List<FacilityVerification> assessedFacility = new ArrayList<>();
        private Optional<Entity> assessedOrganisation = Optional.empty();
        private final List<Entity> referenceStandard = new ArrayList<>();
        private final List<Entity> referenceRegulation = new ArrayList<>();
        private final List<String> specifiedCondition = new ArrayList<>();
        private final List<DocumentLink> evidence = new ArrayList<>();
        private final List<Entity> conformityTopic;
        private Optional<Boolean> conformance = Optional.empty();
        private final Map<String, @Nullable Object> others = new LinkedHashMap<>();

        private Builder(
                URI id,
                String name,
                List<Entity> assessmentCriteria,
                LocalDate assessmentDate,
                List<Performance> assessedPerformance,
                List<Entity> conformityTopic) {
            this.id = id;
            this.name = name;
            this.assessmentCriteria = assessmentCriteria;
            this.assessmentDate = assessmentDate;
            this.assessedPerformance = assessedPerformance;
            this.conformityTopic = conformityTopic;
        }

        /** Sets {@link Assessment#description}. */
        public Builder description(String value) {
            description = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Assessment#assessedProduct}. */
        public Builder assessedProduct(ProductVerification one) {
            assessedProduct.add(one);
            return this;
        }

        /** Adds one to {@link Assessment#assessedFacility}. */
        public Builder assessedFacility(FacilityVerification one) {
            assessedFacility.add(one);
            return this;
        }

        /** Sets {@link Assessment#assessedOrganisation}. */
        public Builder assessedOrganisation(Entity value) {
            assessedOrganisation = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Assessment#referenceStandard}. */
        public Builder referenceStandard(Entity one) {
            referenceStandard.add(one);
            return this;
        }

        /** Adds one to {@link Assessment#referenceRegulation}. */
        public Builder referenceRegulation(Entity one) {
            referenceRegulation.add(one);
            return this;
        }

        /** Adds one to {@link Assessment#specifiedCondition}. */
        public Builder specifiedCondition(String one) {
            specifiedCondition.add(one);
            return this;
        }

        /** Adds one to {@link Assessment#evidence}. */
        public Builder evidence(DocumentLink one) {
            evidence.add(one);
            return this;
        }

        /** Sets {@link Assessment#conformance}. */
        public Builder conformance(Boolean value) {
            conformance = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Assessment#others}. */
        public Builder other(String key, Object value) {
            others.put(key, value);
            return this;
        }

        /** Returns what was collected. */
        public Assessment build() {
            return new Assessment(
                    id,
                    name,
                    description,
                    assessmentCriteria,
                    assessmentDate,
                    assessedPerformance,
                    assessedProduct,
                    assessedFacility,
                    assessedOrganisation,
                    referenceStandard,
                    referenceRegulation,
                    specifiedCondition,
                    evidence,
                    conformityTopic,
                    conformance,
                    others);
        }
    }
}
