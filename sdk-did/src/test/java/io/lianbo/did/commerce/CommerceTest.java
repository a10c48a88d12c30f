package io.lianbo.did.commerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.vc.VcIssuer;
import io.lianbo.did.vc.VcVerifier;
import io.lianbo.did.vc.VerifiableCredential;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommerceTest {
    private static final Did MERCHANT = Did.parse("did:web:tea.example");
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
    private static final Token USDC = Token.erc20(Address.of("0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"), "USDC", 6);
    private static final Purchase TEA =
            new Purchase("2026-0042", "tea", "Longjing", Money.of(TokenAmount.parse("12.5", USDC)), NOW);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    private final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    private final Did viewer = viewerKey.verificationKey().did();

    @AfterEach
    void closeKeys() {
        merchantKey.close();
        viewerKey.close();
    }

    static Stream<CommerceClaims> all() {
        return Stream.of(
                TEA,
                new Participation("show-7", "viewer", 5400, NOW),
                new Membership("Spring Club", "gold", NOW),
                new Reputation("host score, rules 3", 87, 100, 412, NOW),
                new Review("Longjing", 5, "", NOW),
                new Preference("tea", -100, NOW));
    }

    @Test
    void isIssuedShownInPartAndReadBack() {
        CredentialIssuer issuer = CredentialIssuer.of(MERCHANT, merchantKey, clock, random);
        // @start region="issue"
        Purchase purchase = new Purchase(
                "2026-0042", "tea", "Longjing", new Money(BigInteger.valueOf(12_500_000), "USDC", 6), clock.instant());
        Credential credential = issuer.issue(
                purchase.draft(viewerKey.verificationKey()).subject(viewer).build());
        // @end region="issue"
        PresentedCredential part = present(credential, ClaimPath.all("category", "year"));
        assertThat(part.claims()).isEqualTo(Map.of("category", "tea", "year", 2026L));
        assertThat(codes(Purchase.read(part))).containsOnly("SCHEMA_MISMATCH").isNotEmpty();
        // @start region="part"
        Verdict<Map<String, Object>> shown =
                CommerceType.PURCHASE.schemaOfShown().validate(part.claims());
        // @end region="part"
        assertThat(shown.value()).contains(part.claims());
        assertThat(codes(CommerceType.PURCHASE.schemaOfShown().validate(Map.of("year", "2026"))))
                .containsExactly("SCHEMA_MISMATCH");

        PresentedCredential whole = present(credential, credential.disclosable());
        // @start region="read"
        Verdict<Purchase> bought = Purchase.read(whole);
        // @end region="read"
        assertThat(bought.value()).contains(purchase).contains(TEA);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyTypeComesBackAsItWasInEitherFormat(CommerceClaims claims) {
        Credential credential = CredentialIssuer.of(MERCHANT, merchantKey, clock, random)
                .issue(claims.draft(viewerKey.verificationKey()).build());
        assertThat(credential.type()).isEqualTo(claims.type().vct()).matches("urn:lianbo:credential:[a-z]+:1");
        assertThat(credential.disclosable()).hasSameSizeAs(claims.claims().keySet());
        PresentedCredential presented = present(credential, credential.disclosable());
        assertThat(read(claims.type(), presented).value().orElseThrow()).isEqualTo(claims);

        VerifiableCredential unsigned = claims.credential(MERCHANT, viewer).build();
        VcIssuer issuer = VcIssuer.of(MERCHANT, merchantKey, clock);
        VcVerifier verifier = VcVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .build();
        for (String secured : List.of(issuer.issueToken(unsigned), issuer.issueWithProof(unsigned))) {
            VerifiableCredential verified = verifier.verify(
                            secured, claims.type().vcType())
                    .value()
                    .orElseThrow()
                    .credential();
            assertThat(read(claims.type(), verified).value().orElseThrow()).isEqualTo(claims);
        }
        for (CommerceType other : CommerceType.values()) {
            if (other != claims.type()) {
                assertThat(codes(read(other, presented))).containsExactly("CREDENTIAL_TYPE_MISMATCH");
                assertThat(codes(read(other, unsigned))).containsExactly("CREDENTIAL_TYPE_MISMATCH");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyClaimIsRequiredByTheSchema(CommerceClaims claims) {
        assertThat(claims.type().schema().validate(claims.claims()).reasons()).isEmpty();
        for (String name : claims.claims().keySet()) {
            Map<String, Object> without = claims.claims();
            without.remove(name);
            assertThat(codes(claims.type().schema().validate(without))).as(name).containsExactly("SCHEMA_MISMATCH");
            without.put(name, List.of());
            assertThat(codes(claims.type().schema().validate(without))).as(name).isNotEmpty();
        }
    }

    @Test
    void everyTypeHasItsOwnNames() {
        Set<String> names = new HashSet<>();
        for (CommerceType type : CommerceType.values()) {
            names.add(type.vct());
            names.add(type.vcType());
            assertThat(type.schema().toString()).contains("urn:lianbo:schema:");
        }
        assertThat(names).hasSize(12);
        assertThat(all().map(CommerceClaims::type).collect(Collectors.toSet())).hasSize(6);
    }

    @Test
    void saysWhatIsWrongWithAClaim() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Review("tea", 6, "", NOW))
                .withMessageContaining("rating must be 1 to 5: 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Review("tea", 5, "x".repeat(4001), NOW))
                .withMessageContaining("4000 characters: 4001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reputation("s", 101, 100, 1, NOW))
                .withMessageContaining("score must be 0 to 100: 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(" ", "gold", NOW))
                .withMessageContaining("program must be 1 to 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Preference("tea", 0, Instant.MAX))
                .withMessageContaining("years");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(BigInteger.ONE.negate(), "CNY", 2))
                .withMessageContaining("units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(BigInteger.ONE, "a currency", 2))
                .withMessageContaining("currency");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(BigInteger.ONE, "CNY", 256))
                .withMessageContaining("decimals must be 0 to 255");
    }

    @Test
    void aClaimThatFitsTheSchemaAndStillMeansNothingIsRefused() {
        VerifiableCredential odd = VerifiableCredential.builder(MERCHANT)
                .type("Reputation")
                .subject(
                        viewer,
                        Map.of("scope", "s", "score", 9, "outOf", 5, "ratings", 1, "asOf", "2026-11-24T20:00:00Z"))
                .build();

        assertThat(codes(Reputation.read(odd))).containsExactly("CLAIM_MALFORMED");
    }

    private static Verdict<? extends CommerceClaims> read(CommerceType type, PresentedCredential credential) {
        return switch (type) {
            case PURCHASE -> Purchase.read(credential);
            case PARTICIPATION -> Participation.read(credential);
            case MEMBERSHIP -> Membership.read(credential);
            case REPUTATION -> Reputation.read(credential);
            case REVIEW -> Review.read(credential);
            case PREFERENCE -> Preference.read(credential);
        };
    }

    private static Verdict<? extends CommerceClaims> read(CommerceType type, VerifiableCredential credential) {
        return switch (type) {
            case PURCHASE -> Purchase.read(credential);
            case PARTICIPATION -> Participation.read(credential);
            case MEMBERSHIP -> Membership.read(credential);
            case REPUTATION -> Reputation.read(credential);
            case REVIEW -> Review.read(credential);
            case PREFERENCE -> Preference.read(credential);
        };
    }

    private PresentedCredential present(Credential credential, Set<ClaimPath> claims) {
        PresentationRequest request = PresentationRequest.builder()
                .credentialType(credential.type())
                .audience("did:web:shop.example")
                .purpose("a discount")
                .nonce("0123456789abcdef")
                .maxAge(Duration.ofMinutes(5))
                .build();
        return CredentialVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .build()
                .verify(Holder.of(viewerKey, clock).present(credential, request, claims), request)
                .value()
                .orElseThrow();
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }
}
