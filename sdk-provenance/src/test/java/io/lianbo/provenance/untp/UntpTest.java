package io.lianbo.provenance.untp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.code.DigitalLink;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntpTest {

    /** Has each member that the schema of UNTP 0.7.0 has. */
    private static final String PASSPORT = """
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/",
                          "https://tea.example/context/"],
             "type": ["DigitalProductPassport", "VerifiableCredential", "TeaPassport"],
             "id": "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341",
             "issuer": {"type": ["CredentialIssuer"], "id": "did:web:tea.example", "name": "Nannuo Tea",
               "issuerAlsoKnownAs": [{"type": ["Party"], "id": "https://id.gs1.org/417/9506000134352", "name": "Nannuo Tea",
                 "registeredId": "9506000134352",
                 "idScheme": {"type": ["IdentifierScheme"], "id": "https://id.gs1.org/417/", "name": "Party GLN"}}]},
             "validFrom": "2026-04-12T03:00:00Z",
             "validUntil": "2036-04-12T03:00:00Z",
             "name": "Passport of a tea cake",
             "credentialSubject": {
               "type": ["Product"],
               "id": "https://id.gs1.org/01/09506000134352/21/CAKE-0001",
               "name": "Raw Pu'er cake, 357 g",
               "description": "普洱生茶",
               "idScheme": {"type": ["IdentifierScheme"], "id": "https://id.gs1.org/01/", "name": "Global Trade Item Number (GTIN)"},
               "modelNumber": "NN-357",
               "batchNumber": "SPRING-26",
               "itemNumber": "CAKE-0001",
               "idGranularity": "item",
               "productImage": {"linkURL": "https://tea.example/cake.jpg", "linkName": "The cake", "mediaType": "image/jpeg"},
               "characteristics": {"type": ["Characteristics"], "altitude": {"value": 1600, "unit": "MTR"}, "trees": ["old", null, 1.50]},
               "productCategory": [{"code": "23913", "name": "Green tea, black tea", "definition": "Tea in packings of 3 kg or less",
                 "schemeId": "https://unstats.un.org/unsd/classifications/Econ/cpc/", "schemeName": "UN Central Product Classification (CPC)"}],
               "relatedDocument": [{"linkURL": "https://tea.example/passport/CAKE-0001", "linkName": "History",
                 "digestMultibase": "zQmWvQxTqbG2Z9HPJgG57jjwR154cKhbtJenbyYTWkjgF3e", "mediaType": "application/json",
                 "linkType": "https://gs1.org/voc/traceability"}],
               "relatedParty": [{"role": "brandOwner", "party": {"type": ["Party"], "id": "did:web:tea.example", "name": "Nannuo Tea",
                 "registrationCountry": {"countryCode": "CN", "countryName": "China"}}}],
               "producedAtFacility": {"type": ["Facility"], "id": "https://id.gs1.org/414/9506000134352", "name": "Press house",
                 "registeredId": "9506000134352"},
               "productionDate": "2026-04-02",
               "countryOfProduction": {"countryCode": "CN", "countryName": "China"},
               "dimensions": {"weight": {"value": 357, "upperTolerance": 3.5, "lowerTolerance": 0, "unit": "GRM"},
                 "length": {"value": 195, "unit": "MMT"}, "width": {"value": 195, "unit": "MMT"}, "height": {"value": 25, "unit": "MMT"},
                 "volume": {"value": 0.95, "unit": "LTR"}, "diameter": {"value": 195, "unit": "MMT"}},
               "materialProvenance": [{"name": "Sun-dried leaves", "originCountry": {"countryCode": "CN"},
                 "materialType": {"code": "01620", "name": "Tea leaves", "schemeId": "https://unstats.un.org/unsd/classifications/Econ/cpc/",
                   "schemeName": "UN Central Product Classification (CPC)"},
                 "massFraction": 1, "mass": {"value": 357, "unit": "GRM"}, "recycledMassFraction": 0.0, "hazardous": true,
                 "symbol": {"name": "Leaf", "imageData": "AAAA", "mediaType": "image/png"},
                 "materialSafetyInformation": {"linkURL": "https://tea.example/hot", "linkName": "Do not drink too hot"},
                 "harvest": "spring"}],
               "packaging": {"description": "Bamboo paper", "dimensions": {"weight": {"value": 12, "unit": "GRM"}},
                 "materialUsed": [{"name": "Paper", "originCountry": {"countryCode": "CN"},
                   "materialType": {"code": "32143", "name": "Paper", "schemeId": "https://unstats.un.org/unsd/classifications/Econ/cpc/",
                     "schemeName": "UN Central Product Classification (CPC)"}, "massFraction": 1}],
                 "packageLabel": [{"name": "Recyclable", "description": "Three arrows", "imageData": "AAAA", "mediaType": "image/png"}]},
               "productLabel": [{"name": "Organic", "imageData": "AAAA", "mediaType": "image/png"}],
               "performanceClaim": [{"type": ["Claim"], "id": "https://tea.example/claims/1", "name": "No pesticides",
                 "description": "None was found",
                 "referenceCriteria": [{"type": ["Criterion"], "id": "https://scheme.example/c/1", "name": "Residues",
                   "conformityTopic": [{"type": ["ConformityTopic"], "id": "https://scheme.example/t/1", "name": "Health"}]}],
                 "referenceRegulation": [{"type": ["Regulation"], "id": "https://law.example/396-2005", "name": "Residues"}],
                 "referenceStandard": [{"type": ["Standard"], "id": "https://standards.example/gb-2763", "name": "GB 2763"}],
                 "claimDate": "2026-04-10",
                 "applicablePeriod": {"startDate": "2026-03-01", "endDate": "2026-04-30", "periodInformation": "spring"},
                 "claimedPerformance": [{"metric": {"type": ["PerformanceMetric"], "id": "https://scheme.example/m/1", "name": "Residues"},
                   "measure": {"value": 0.010, "unit": "MGM"}, "score": {"code": "A", "rank": 1, "definition": "the best"}}],
                 "evidence": [{"linkURL": "https://lab.example/r/77", "linkName": "Report"}],
                 "conformityTopic": [{"type": ["ConformityTopic"], "id": "https://scheme.example/t/1", "name": "Health", "definition": "..."}]}]},
             "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": 94567,
               "statusListCredential": "https://tea.example/status/4"},
             "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofValue": "z58DAdFfa9"}}""";

    private static final String CONFORMITY = """
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/"],
             "type": ["DigitalConformityCredential", "VerifiableCredential"],
             "id": "https://lab.example/r/77",
             "issuer": {"type": ["CredentialIssuer"], "id": "did:web:lab.example", "name": "Tea Laboratory"},
             "validFrom": "2026-04-10T01:15:00Z",
             "name": "Report 77",
             "credentialSubject": {
               "type": ["ConformityAttestation"],
               "id": "https://lab.example/attestations/77",
               "name": "Residues in tea",
               "description": "A sample of the lot was tested",
               "assessorLevel": "3rdParty",
               "assessmentLevel": "authority-globalmra",
               "attestationType": "testing",
               "issuedToParty": {"type": ["Party"], "id": "did:web:tea.example", "name": "Nannuo Tea", "description": "Maker"},
               "authorisation": [{"name": "ISO 17025", "trustmark": {"name": "ilac", "imageData": "AAAA", "mediaType": "image/png"},
                 "issuingAuthority": {"type": ["Party"], "id": "https://authority.example", "name": "Authority"},
                 "endorsementEvidence": {"linkURL": "https://authority.example/l/9", "linkName": "Accreditation"}, "since": "2019"}],
               "referenceScheme": {"type": ["ConformityScheme"], "id": "https://scheme.example", "name": "Clean Tea"},
               "referenceProfile": {"type": ["ConformityProfile"], "id": "https://scheme.example/p/2", "name": "Clean Tea 2"},
               "profileScore": {"code": "A"},
               "conformityCertificate": {"linkURL": "https://lab.example/r/77.pdf", "linkName": "Certificate", "mediaType": "application/pdf"},
               "auditableEvidence": {"linkURL": "https://lab.example/raw/77", "linkName": "Measurements"},
               "trustmark": {"name": "Clean Tea", "imageData": "AAAA", "mediaType": "image/png"},
               "conformityAssessment": [{"type": ["ConformityAssessment"], "id": "https://lab.example/assessments/77-1", "name": "Residues",
                 "description": "512 substances",
                 "assessmentCriteria": [{"type": ["Criterion"], "id": "https://scheme.example/c/1", "name": "Residues"}],
                 "assessmentDate": "2026-04-10",
                 "assessedPerformance": [{"score": {"code": "A"}}],
                 "assessedProduct": [{"product": {"type": ["Product"], "id": "https://id.gs1.org/01/09506000134352/10/SPRING-26",
                   "name": "Raw Pu'er cake", "batchNumber": "SPRING-26"}, "idVerifiedByCAB": true, "sample": "3 cakes"}],
                 "assessedFacility": [{"facility": {"type": ["Facility"], "id": "https://id.gs1.org/414/9506000134352", "name": "Press house"}}],
                 "assessedOrganisation": {"type": ["Party"], "id": "did:web:tea.example", "name": "Nannuo Tea"},
                 "referenceStandard": [{"type": ["Standard"], "id": "https://standards.example/gb-2763", "name": "GB 2763"}],
                 "referenceRegulation": [{"type": ["Regulation"], "id": "https://law.example/396-2005", "name": "Residues"}],
                 "specifiedCondition": ["as sampled"],
                 "evidence": [{"linkURL": "https://lab.example/raw/77", "linkName": "Measurements"}],
                 "conformityTopic": [{"type": ["ConformityTopic"], "id": "https://scheme.example/t/1", "name": "Health"}],
                 "conformance": true,
                 "method": "GC-MS"}]}}""";

    @Test
    void writesAPassportOfGoods() {
        // @start region="passport"
        DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001").withLot("SPRING-26");
        Classification tea = Classification.ofCpc("23913", "Green tea, black tea");
        Entity pressHouse = Entity.of("https://id.gs1.org/414/9506000134352", "Press house");
        Product product = Product.builder(cake, "Raw Pu'er cake, 357 g", List.of(tea), pressHouse, Country.of("CN"))
                .productionDate(LocalDate.parse("2026-04-02"))
                .dimensions(Product.Dimensions.ofWeight(Measure.of("357", "GRM")))
                .materialProvenance(Material.of("Sun-dried leaves", Country.of("CN"), tea, "1"))
                .relatedDocument(DocumentLink.of("https://tea.example/passport/CAKE-0001", "Its history"))
                .build();
        CredentialHeader.Issuer maker = CredentialHeader.Issuer.of("did:web:tea.example", "Nannuo Tea");
        CredentialHeader header = CredentialHeader.of(
                "https://tea.example/dpp/CAKE-0001",
                "Passport of a tea cake",
                maker,
                Instant.parse("2026-04-12T03:00:00Z"));

        String json = new DigitalProductPassport(header, product).toJson(); // to be signed by any issuer of credentials
        // @end
        DigitalProductPassport read = DigitalProductPassport.parse(json);
        assertThat(read).isEqualTo(new DigitalProductPassport(header, product));
        assertThat(read.product().id()).hasToString("https://id.gs1.org/01/09506000134352/21/CAKE-0001");
        assertThat(read.product().batchNumber()).contains("SPRING-26");
        assertThat(read.product().itemNumber()).contains("CAKE-0001");
        assertThat(read.product().idGranularity()).isEqualTo(Product.Granularity.ITEM);
        assertThat(read.product().countryOfProduction()).isEqualTo(new Country("CN", Optional.of("China")));
        assertThat(json)
                .startsWith("{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
                        + "\"https://vocabulary.uncefact.org/untp/0.7.0/context/\"],"
                        + "\"type\":[\"DigitalProductPassport\",\"VerifiableCredential\"],");
    }

    @Test
    void writesWhatALaboratoryFound() {
        // @start region="conformity"
        Entity residues = Entity.of("https://scheme.example/criteria/residues", "No residues");
        Entity health = Entity.of("https://scheme.example/topics/health", "Health");
        Assessment assessment = Assessment.builder(
                        URI.create("https://lab.example/assessments/77-1"),
                        "Residues",
                        List.of(residues),
                        LocalDate.parse("2026-04-10"),
                        List.of(Performance.of(
                                Entity.of("https://scheme.example/metrics/residues", "Residues"),
                                Measure.of("0.01", "MGM"))),
                        List.of(health))
                .assessedProduct(Assessment.ProductVerification.of(
                        Entity.of("https://id.gs1.org/01/09506000134352/10/SPRING-26", "Raw Pu'er cake")))
                .conformance(true)
                .build();
        Attestation attestation = Attestation.builder(
                        URI.create("https://lab.example/attestations/77"),
                        "Residues in tea",
                        Attestation.AssessorLevel.THIRD_PARTY,
                        Attestation.AssessmentLevel.AUTHORITY_GLOBALMRA,
                        Attestation.AttestationType.TESTING,
                        Entity.of("did:web:tea.example", "Nannuo Tea"),
                        Entity.of("https://scheme.example", "Clean Tea"))
                .conformityAssessment(assessment)
                .build();
        CredentialHeader header = CredentialHeader.of(
                "https://lab.example/r/77",
                "Report 77",
                CredentialHeader.Issuer.of("did:web:lab.example", "Tea Laboratory"),
                Instant.parse("2026-04-10T01:15:00Z"));
        String json = new DigitalConformityCredential(header, attestation).toJson();

        Attestation read = DigitalConformityCredential.parse(json).attestation();
        assertThat(read.conformityAssessment().getFirst().conformance()).contains(true);
        // @end
        assertThat(DigitalConformityCredential.parse(json))
                .isEqualTo(new DigitalConformityCredential(header, attestation));
    }

    @Test
    void losesNothingOfAPassport() {
        DigitalProductPassport passport = DigitalProductPassport.parse(PASSPORT);
        assertThat(StrictJson.parse(passport.toJson()))
                .isEqualTo(StrictJson.parse(
                        PASSPORT.replace(",\n                 \"performanceClaim\": []", ""))); // no claim is none
        assertThat(DigitalProductPassport.parse(passport.toJson())).isEqualTo(passport);

        CredentialHeader header = passport.header();
        assertThat(header.furtherContexts()).containsExactly("https://tea.example/context/");
        assertThat(header.furtherTypes()).containsExactly("TeaPassport");
        assertThat(header.others()).containsOnlyKeys("credentialStatus", "proof");
        assertThat(header.validUntil()).contains(Instant.parse("2036-04-12T03:00:00Z"));
        assertThat(header.issuer().issuerAlsoKnownAs().getFirst().registeredId())
                .contains("9506000134352");
        Product product = passport.product();
        assertThat(product.characteristics().orElseThrow()).containsKeys("altitude", "trees");
        assertThat(product.dimensions().orElseThrow().others()).containsOnlyKeys("diameter");
        assertThat(product.dimensions().orElseThrow().weight().orElseThrow().upperTolerance())
                .contains(new BigDecimal("3.5"));
        assertThat(product.materialProvenance().getFirst().others()).containsOnlyKeys("harvest");
        assertThat(product.relatedParty().getFirst().role()).isEqualTo(Product.Role.BRAND_OWNER);
        Claim claim = product.performanceClaim().getFirst();
        assertThat(claim.applicablePeriod().orElseThrow().endDate()).isEqualTo("2026-04-30");
        assertThat(claim.claimedPerformance().getFirst().measure().orElseThrow().value())
                .isEqualTo(new BigDecimal("0.010"));
        assertThat(claim.claimedPerformance().getFirst().score().orElseThrow().rank())
                .contains(1);
        assertThat(claim.referenceCriteria().getFirst().others()).containsOnlyKeys("conformityTopic");
    }

    @Test
    void losesNothingOfAConformityCredential() {
        DigitalConformityCredential credential = DigitalConformityCredential.parse(CONFORMITY);
        assertThat(StrictJson.parse(credential.toJson())).isEqualTo(StrictJson.parse(CONFORMITY));
        Attestation attestation = credential.attestation();
        assertThat(attestation.assessorLevel()).isEqualTo(Attestation.AssessorLevel.THIRD_PARTY);
        assertThat(attestation.authorisation().getFirst().others()).containsOnlyKeys("since");
        Assessment assessment = attestation.conformityAssessment().getFirst();
        assertThat(assessment.assessedProduct().getFirst().idVerifiedByCAB()).contains(true);
        assertThat(assessment.assessedFacility().getFirst().idVerifiedByCAB()).isEmpty();
        assertThat(assessment.specifiedCondition()).containsExactly("as sampled");
        assertThat(assessment.others()).containsOnlyKeys("method");
    }

    /** Types of value objects may be told or not. */
    @Test
    void readsTypesWhereTheyAreTold() {
        String told =
                PASSPORT.replace("{\"countryCode\": \"CN\"}", "{\"type\": [\"Country\"], \"countryCode\": \"CN\"}");
        assertThat(DigitalProductPassport.parse(told)).isEqualTo(DigitalProductPassport.parse(PASSPORT));
        String untold = PASSPORT.replace("{\"type\": [\"Facility\"], ", "{").replace("\"type\": [\"Product\"],", "");
        assertThat(DigitalProductPassport.parse(untold)).isEqualTo(DigitalProductPassport.parse(PASSPORT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"validFrom\": \"2026-04-12T03:00:00Z\", | `` | missing key validFrom",
                "2026-04-12T03:00:00Z | 2026-04-12 | validFrom: must be a time such as 2026-11-24T12:00:00Z",
                "2036-04-12T03:00:00Z | 2016-04-12T03:00:00Z | validUntil must not lie before validFrom",
                "untp/0.7.0/context/ | untp/0.6.1/context/ | @context must begin with https://www.w3.org/ns/credentials/v2 and https://vocabulary.uncefact.org/untp/0.7.0/context/: https://www.w3.org/ns/credentials/v2 and https://vocabulary.uncefact.org/untp/0.6.1/context/",
                "\"DigitalProductPassport\", | `` | type must hold DigitalProductPassport and VerifiableCredential",
                "\"VerifiableCredential\", | `` | type must hold DigitalProductPassport and VerifiableCredential",
                "\"CredentialIssuer\"], \"id\": \"did:web:tea.example | \"CredentialIssuer\"], \"id\": \"https://tea.example | issuer: an issuer's id must be a DID: https://tea.example",
                "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341 | passport 1 | id: must be an absolute URI: passport 1",
                "\"issuerAlsoKnownAs\" | \"knownAs\" | unknown key issuer.knownAs, allowed are type, id, name, issuerAlsoKnownAs",
                "\"idGranularity\": \"item\" | \"idGranularity\": \"box\" | credentialSubject: idGranularity must be one of model, batch, item: box",
                "\"modelNumber\": \"NN-357\" | \"colour\": \"green\" | unknown key credentialSubject.colour",
                "\"role\": \"brandOwner\" | \"role\": \"host\" | credentialSubject.relatedParty[0]: role must be one of owner, producer",
                "\"countryCode\": \"CN\"} | \"countryCode\": \"CHN\"} | countryCode must be two letters of ISO 3166-1: CHN",
                "\"unit\": \"LTR\" | \"unit\": \"litre\" | credentialSubject.dimensions.volume: unit must be a code of UNECE Recommendation 20, such as KGM: litre",
                "\"value\": 0.95 | \"value\": \"0.95\" | credentialSubject.dimensions.volume: value must be a number",
                "\"value\": 0.95, | `` | missing key credentialSubject.dimensions.volume.value",
                "\"massFraction\": 1, \"mass\" | \"massFraction\": 1.01, \"mass\" | credentialSubject.materialProvenance[0]: massFraction must be from 0 to 1: 1.01",
                "\"recycledMassFraction\": 0.0 | \"recycledMassFraction\": -1 | recycledMassFraction must be from 0 to 1: -1",
                "\"materialSafetyInformation\" | \"safety\" | hazardous material must come with materialSafetyInformation",
                "\"hazardous\": true | \"hazardous\": \"true\" | hazardous must be true or false",
                "\"imageData\": \"AAAA\" | \"imageData\": \"A\" | imageData must be Base64",
                "\"endDate\": \"2026-04-30\" | \"endDate\": \"2026-02-28\" | endDate must not lie before startDate",
                "\"claimDate\": \"2026-04-10\" | \"claimDate\": \"2026-04-31\" | claimDate: must be a date such as 2026-11-24: 2026-04-31",
                "\"rank\": 1 | \"rank\": 1.5 | rank must be an integer",
                "\"metric\" | \"metrics\" | credentialSubject.performanceClaim[0].claimedPerformance[0]: a measure must come with its metric",
                "[\"Facility\"] | [\"Party\"] | credentialSubject.producedAtFacility: type must be [\"Facility\"]",
                "\"claimedPerformance\": [{ | \"claimedPerformance\": [{}, { | a performance must have a measure or a score",
                "\"referenceCriteria\" | \"criteria\" | missing key credentialSubject.performanceClaim[0].referenceCriteria",
                "\"name\": \"Passport of a tea cake\" | \"name\": null | name must be a string: null",
                "\"proof\": { | \"proof\": {\"type\": 1, | the key \"type\" is there twice",
            })
    void saysWhatIsWrongWithAPassport(String part, String instead, String message) {
        String broken = PASSPORT.replace(part, instead);
        assertThat(broken).isNotEqualTo(PASSPORT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalProductPassport.parse(broken))
                .withMessageStartingWith("digital product passport")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "3rdParty | thirdParty | assessorLevel must be one of self, commercial, buyer, membership, unspecified, 3rdParty, hybrid: thirdParty",
                "\"attestationType\": \"testing\", | `` | missing key credentialSubject.attestationType",
                "authority-globalmra | global | assessmentLevel must be one of authority-benchmark",
                "\"assessmentDate\": \"2026-04-10\", | `` | missing key credentialSubject.conformityAssessment[0].assessmentDate",
                "\"product\": | \"thing\": | missing key credentialSubject.conformityAssessment[0].assessedProduct[0].product",
                "\"specifiedCondition\": [\"as sampled\"] | \"specifiedCondition\": [1] | specifiedCondition[0] must be a string",
                "\"profileScore\": {\"code\": \"A\"} | \"profileScore\": {} | missing key credentialSubject.profileScore.code",
            })
    void saysWhatIsWrongWithAConformityCredential(String part, String instead, String message) {
        String broken = CONFORMITY.replace(part, instead);
        assertThat(broken).isNotEqualTo(CONFORMITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalConformityCredential.parse(broken))
                .withMessageStartingWith("digital conformity credential")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"@context\": [\"https://www.w3.org/ns/credentials/v2\"]}",
                "{\"@context\": {}}"
            })
    void refusesWhatIsNoCredential(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> DigitalProductPassport.parse(json));
        assertThatIllegalArgumentException().isThrownBy(() -> DigitalConformityCredential.parse(json));
        assertThatIllegalArgumentException().isThrownBy(() -> DigitalConformityCredential.parse(PASSPORT));
    }

    @Test
    void refusesEndlessDocuments() {
        String endless = PASSPORT + " ".repeat(CredentialHeader.LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalProductPassport.parse(endless))
                .withMessageContaining("at most 1048576 characters");
        String deep = PASSPORT.replace("[\"old\", null, 1.50]", "[".repeat(1_000) + "]".repeat(1_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalProductPassport.parse(deep))
                .withMessageContaining("512 levels");
    }

    /** Whatever comes, it is read and written back the same, or refused. */
    @Test
    void isNeverSurprised() {
        Random random = new Random(29);
        String alphabet = "\"{}[]:,0-.9aZ \\\u8336";
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder json = new StringBuilder(PASSPORT);
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            json.setCharAt(random.nextInt(json.length()), c);
            DigitalProductPassport passport;
            try {
                passport = DigitalProductPassport.parse(json.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("digital product passport");
                continue;
            }
            read++;
            assertThat(DigitalProductPassport.parse(passport.toJson())).isEqualTo(passport);
        }
        assertThat(read).isBetween(300, 2_700);
    }

    @Test
    void namesLotsAndProductsToo() {
        Classification tea = Classification.ofCpc("23913", "Tea");
        Entity facility = Entity.of("https://id.gs1.org/414/9506000134352", "Press house")
                .registered("9506000134352", Entity.of("https://id.gs1.org/414/", "Global Location Number"));
        Product lot = Product.builder(
                        DigitalLink.ofLot("09506000134352", "SPRING-26"),
                        "Cakes",
                        List.of(tea),
                        facility,
                        Country.of("CN"))
                .build();
        assertThat(lot.idGranularity()).isEqualTo(Product.Granularity.BATCH);
        assertThat(lot.itemNumber()).isEmpty();
        assertThat(lot.producedAtFacility().registeredId()).contains("9506000134352");
        Product model = Product.builder(
                        DigitalLink.ofProduct("09506000134352"), "Cakes", List.of(tea), facility, Country.of("CN"))
                .build();
        assertThat(model.idGranularity()).isEqualTo(Product.Granularity.MODEL);
        assertThat(model.id()).hasToString("https://id.gs1.org/01/09506000134352");
    }

    @Test
    void addsWhatAnIssuerNeeds() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("type", "BitstringStatusListEntry");
        status.put("statusListIndex", 7);
        DigitalProductPassport read = DigitalProductPassport.parse(PASSPORT);
        CredentialHeader header = CredentialHeader.of(
                        "urn:uuid:1",
                        "P",
                        CredentialHeader.Issuer.of("did:web:a", "A"),
                        Instant.parse("2026-01-01T00:00:00.5Z"))
                .until(Instant.parse("2027-01-01T00:00:00Z"))
                .with("credentialStatus", status);
        assertThat(new DigitalProductPassport(header, read.product()).toJson())
                .contains("\"validFrom\":\"2026-01-01T00:00:00.500Z\",\"validUntil\":\"2027-01-01T00:00:00Z\"")
                .endsWith(",\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\",\"statusListIndex\":7}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header.with("issuer", "x"))
                .withMessage("further members must not hold issuer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entity(URI.create("urn:a"), "A", Map.of("id", "x")))
                .withMessage("further members must not hold id");
        assertThat(Image.of("Mark", "x".getBytes(StandardCharsets.US_ASCII), "image/png")
                        .imageData())
                .isEqualTo("eA==");
    }
}
