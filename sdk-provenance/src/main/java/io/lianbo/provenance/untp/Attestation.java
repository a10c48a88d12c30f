package io.lianbo.provenance.untp;

import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DigitalConformityCredential} is about: that somebody assessed something under a scheme, and found it so.
 *
 * @param id names it
 * @param name what it is called
 * @param description what it says
 * @param assessorLevel how the assessor stands to what is assessed
 * @param assessmentLevel who stands behind the assessment
 * @param attestationType what kind it is of
 * @param issuedToParty to whom it was issued
 * @param authorisation by whose authority
 * @param referenceScheme the scheme
 * @param referenceProfile which version of which set of criteria
 * @param profileScore the grade of all
 * @param conformityCertificate the certificate that people read
 * @param auditableEvidence evidence that an auditor may see
 * @param trustmark the mark
 * @param conformityAssessment the assessments
 */
public record Attestation(
        URI id,
        String name,
        Optional<String> description,
        AssessorLevel assessorLevel,
        AssessmentLevel assessmentLevel,
        AttestationType attestationType,
        Entity issuedToParty,
        List<Endorsement> authorisation,
        Entity referenceScheme,
        Optional<Entity> referenceProfile,
        Optional<Performance.Score> profileScore,
        Optional<DocumentLink> conformityCertificate,
        Optional<DocumentLink> auditableEvidence,
        Optional<Image> trustmark,
        List<Assessment> conformityAssessment) {

    /** Checks what is given. */
    public Attestation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(assessorLevel, "assessorLevel");
        Objects.requireNonNull(assessmentLevel, "assessmentLevel");
        Objects.requireNonNull(attestationType, "attestationType");
        Objects.requireNonNull(issuedToParty, "issuedToParty");
        authorisation = List.copyOf(authorisation);
        Objects.requireNonNull(referenceScheme, "referenceScheme");
        Objects.requireNonNull(referenceProfile, "referenceProfile");
        Objects.requireNonNull(profileScore, "profileScore");
        Objects.requireNonNull(conformityCertificate, "conformityCertificate");
        Objects.requireNonNull(auditableEvidence, "auditableEvidence");
        Objects.requireNonNull(trustmark, "trustmark");
        conformityAssessment = List.copyOf(conformityAssessment);
    }

    /** Returns a builder with what the standard asks for; all else is left out unless it is set. */
    public static Builder builder(
            URI id,
            String name,
            AssessorLevel assessorLevel,
            AssessmentLevel assessmentLevel,
            AttestationType attestationType,
            Entity issuedToParty,
            Entity referenceScheme) {
        return new Builder(id, name, assessorLevel, assessmentLevel, attestationType, issuedToParty, referenceScheme);
    }

    static Attestation read(Members in) {
        in.type("ConformityAttestation");
        return in.closed(() -> new Attestation(
                in.uri("id"),
                in.text("name"),
                in.optionalText("description"),
                in.code("assessorLevel", AssessorLevel.values(), AssessorLevel::code),
                in.code("assessmentLevel", AssessmentLevel.values(), AssessmentLevel::code),
                in.code("attestationType", AttestationType.values(), AttestationType::code),
                in.object("issuedToParty", entity -> Entity.read(entity, "Party")),
                in.list("authorisation", false, Endorsement::read),
                in.object("referenceScheme", entity -> Entity.read(entity, "ConformityScheme")),
                in.optionalObject("referenceProfile", entity -> Entity.read(entity, "ConformityProfile")),
                in.optionalObject("profileScore", Performance.Score::read),
                in.optionalObject("conformityCertificate", DocumentLink::read),
                in.optionalObject("auditableEvidence", DocumentLink::read),
                in.optionalObject("trustmark", Image::read),
                in.list("conformityAssessment", false, Assessment::read)));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written("ConformityAttestation")
                .put("id", id.toString())
                .put("name", name)
                .put("description", description)
                .put("assessorLevel", assessorLevel.code())
                .put("assessmentLevel", assessmentLevel.code())
                .put("attestationType", attestationType.code())
                .put("issuedToParty", issuedToParty.toMap("Party"))
                .putAll("authorisation", false, authorisation, Endorsement::toMap)
                .put("referenceScheme", referenceScheme.toMap("ConformityScheme"))
                .put("referenceProfile", referenceProfile.map(entity -> entity.toMap("ConformityProfile")))
                .put("profileScore", profileScore.map(Performance.Score::toMap))
                .put("conformityCertificate", conformityCertificate.map(DocumentLink::toMap))
                .put("auditableEvidence", auditableEvidence.map(DocumentLink::toMap))
                .put("trustmark", trustmark.map(Image::toMap))
                .putAll("conformityAssessment", false, conformityAssessment, Assessment::toMap)
                .map();
    }

    /** How an assessor stands to what is assessed. */
    public enum AssessorLevel {
        /** {@code self}. */
        SELF("self"),
        /** {@code commercial}. */
        COMMERCIAL("commercial"),
        /** {@code buyer}. */
        BUYER("buyer"),
        /** {@code membership}. */
        MEMBERSHIP("membership"),
        /** {@code unspecified}. */
        UNSPECIFIED("unspecified"),
        /** {@code 3rdParty}. */
        THIRD_PARTY("3rdParty"),
        /** {@code hybrid}. */
        HYBRID("hybrid");

        private final String code;

        AssessorLevel(String code) {
            this.code = code;
        }

        /** The code that documents have. */
        public String code() {
            return code;
        }
    }

    /** Who stands behind an assessment. */
    public enum AssessmentLevel {
        /** {@code authority-benchmark}. */
        AUTHORITY_BENCHMARK("authority-benchmark"),
        /** {@code authority-mandate}. */
        AUTHORITY_MANDATE("authority-mandate"),
        /** {@code authority-globalmra}. */
        AUTHORITY_GLOBALMRA("authority-globalmra"),
        /** {@code authority-peer}. */
        AUTHORITY_PEER("authority-peer"),
        /** {@code authority-extended-mra}. */
        AUTHORITY_EXTENDED_MRA("authority-extended-mra"),
        /** {@code scheme-self}. */
        SCHEME_SELF("scheme-self"),
        /** {@code scheme-cab}. */
        SCHEME_CAB("scheme-cab"),
        /** {@code no-endorsement}. */
        NO_ENDORSEMENT("no-endorsement");

        private final String code;

        AssessmentLevel(String code) {
            this.code = code;
        }

        /** The code that documents have. */
        public String code() {
            return code;
        }
    }

    /** What kind an attestation is of. */
    public enum AttestationType {
        /** {@code certification}. */
        CERTIFICATION("certification"),
        /** {@code declaration}. */
        DECLARATION("declaration"),
        /** {@code inspection}. */
        INSPECTION("inspection"),
        /** {@code testing}. */
        TESTING("testing"),
        /** {@code verification}. */
        VERIFICATION("verification"),
        /** {@code validation}. */
        VALIDATION("validation"),
        /** {@code calibration}. */
        CALIBRATION("calibration");

        private final String code;

        AttestationType(String code) {
            this.code = code;
        }

        /** The code that documents have. */
        public String code() {
            return code;
        }
    }

    /**
     * By whose authority somebody attests.
     *
     * @param name what the accreditation is called
     * @param trustmark its mark
     * @param issuingAuthority who gave it
     * @param endorsementEvidence what proves it
     * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
     */
    public record Endorsement(
            String name,
            Optional<Image> trustmark,
            Entity issuingAuthority,
            Optional<DocumentLink> endorsementEvidence,
            Map<String, @Nullable Object> others) {

        /** Checks what is given. */
        public Endorsement {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(trustmark, "trustmark");
            Objects.requireNonNull(issuingAuthority, "issuingAuthority");
            Objects.requireNonNull(endorsementEvidence, "endorsementEvidence");
            others = FurtherMembers.copy(
                    others, List.of("type", "name", "trustmark", "issuingAuthority", "endorsementEvidence"));
        }

        static Endorsement read(Members in) {
            in.type("Endorsement");
            return in.made(() -> new Endorsement(
                    in.text("name"),
                    in.optionalObject("trustmark", Image::read),
                    in.object("issuingAuthority", entity -> Entity.read(entity, "Party")),
                    in.optionalObject("endorsementEvidence", DocumentLink::read),
                    in.others()));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("name", name)
                    .put("trustmark", trustmark.map(Image::toMap))
                    .put("issuingAuthority", issuingAuthority.toMap("Party"))
                    .put("endorsementEvidence", endorsementEvidence.map(DocumentLink::toMap))
                    .putAll(others)
                    .map();
        }
    }

    /** Collects what is said beside what must be. */
    public static final class Builder {
        private final URI id;
        private final String name;
        private Optional<String> description = Optional.empty();
        private final AssessorLevel assessorLevel;
        private final AssessmentLevel assessmentLevel;
        private final AttestationType attestationType;
        private final Entity issuedToParty;
        private final List<Endorsement> authorisation = new ArrayList<>();
        private final Entity referenceScheme;
        private Optional<Entity> referenceProfile = Optional.empty();
        private Optional<Performance.Score> profileScore = Optional.empty();
        private Optional<DocumentLink> conformityCertificate = Optional.empty();
        private Optional<DocumentLink> auditableEvidence = Optional.empty();
        private Optional<Image> trustmark = Optional.empty();
        private final List<Assessment> conformityAssessment = new ArrayList<>();

        private Builder(
                URI id,
                String name,
                AssessorLevel assessorLevel,
                AssessmentLevel assessmentLevel,
                AttestationType attestationType,
                Entity issuedToParty,
                Entity referenceScheme) {
            this.id = id;
            this.name = name;
            this.assessorLevel = assessorLevel;
            this.assessmentLevel = assessmentLevel;
            this.attestationType = attestationType;
            this.issuedToParty = issuedToParty;
            this.referenceScheme = referenceScheme;
        }

        /** Sets {@link Attestation#description}. */
        public Builder description(String value) {
            description = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Attestation#authorisation}. */
        public Builder authorisation(Endorsement one) {
            authorisation.add(one);
            return this;
        }

        /** Sets {@link Attestation#referenceProfile}. */
        public Builder referenceProfile(Entity value) {
            referenceProfile = Optional.of(value);
            return this;
        }

        /** Sets {@link Attestation#profileScore}. */
        public Builder profileScore(Performance.Score value) {
            profileScore = Optional.of(value);
            return this;
        }

        /** Sets {@link Attestation#conformityCertificate}. */
        public Builder conformityCertificate(DocumentLink value) {
            conformityCertificate = Optional.of(value);
            return this;
        }

        /** Sets {@link Attestation#auditableEvidence}. */
        public Builder auditableEvidence(DocumentLink value) {
            auditableEvidence = Optional.of(value);
            return this;
        }

        /** Sets {@link Attestation#trustmark}. */
        public Builder trustmark(Image value) {
            trustmark = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Attestation#conformityAssessment}. */
        public Builder conformityAssessment(Assessment one) {
            conformityAssessment.add(one);
            return this;
        }

        /** Returns what was collected. */
        public Attestation build() {
            return new Attestation(
                    id,
                    name,
                    description,
                    assessorLevel,
                    assessmentLevel,
                    attestationType,
                    issuedToParty,
                    authorisation,
                    referenceScheme,
                    referenceProfile,
                    profileScore,
                    conformityCertificate,
                    auditableEvidence,
                    trustmark,
                    conformityAssessment);
        }
    }
}
