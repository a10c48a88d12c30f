package io.lianbo.did.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.MalformedException;
import io.lianbo.did.schema.JsonSchema;
import io.lianbo.did.status.StatusReference;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private final Parties parties = new Parties();

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    @Test
    void showsWhatIsDisclosedAndWhatIsVisibleToAll() {
        String presentation =
                parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category", "year"));

        PresentedCredential presented = parties.verify(presentation).value().orElseThrow();

        assertThat(presented.claims()).isEqualTo(Map.of("kind", "purchase", "category", "tea", "year", 2026L));
        assertThat(presented.issuer()).isEqualTo(Parties.MERCHANT);
        assertThat(presented.type()).isEqualTo(Parties.PURCHASE);
        assertThat(presented.holderKey()).isEqualTo(parties.viewerKey.verificationKey());
        assertThat(presented.issuedAt()).contains(parties.now);
        assertThat(presented.expiresAt()).isEmpty();
        assertThat(presented.status()).isEmpty();
        assertThat(presented.toString()).contains("category").doesNotContain("tea,");
    }

    @Test
    void whatIsHiddenIsNotInThePresentation() {
        Credential credential = parties.issuer.issue(parties.draft()
                .disclosableClaim("category", "tea")
                .disclosableClaim("secret", "hidden-value")
                .build());

        String presentation = parties.holder.present(credential, parties.request, ClaimPath.all("category"));

        StringBuilder readable = new StringBuilder();
        Matcher parts = Pattern.compile("[A-Za-z0-9_-]+").matcher(presentation);
        while (parts.find()) {
            readable.append(new String(Base64.getUrlDecoder().decode(parts.group()), StandardCharsets.ISO_8859_1));
        }
        assertThat(readable).contains("category").doesNotContain("secret").doesNotContain("hidden-value");
    }

    @Test
    void theHolderKeepsItAllAndReadsItBack() {
        Credential credential = parties.purchase();

        Credential again = Credential.parse(credential.compact());

        assertThat(again.claims()).isEqualTo(credential.claims()).hasSize(4);
        assertThat(again.disclosable()).isEqualTo(ClaimPath.all("category", "year", "price"));
        assertThat(again.issuer()).isEqualTo(Parties.MERCHANT);
        assertThat(again.type()).isEqualTo(Parties.PURCHASE);
        assertThat(again.holderKey()).isEqualTo(parties.viewerKey.verificationKey());
        assertThat(again.toString()).contains("price").doesNotContain("12500");
    }

    @Test
    void aDisclosedClaimBringsTheClaimsAroundItButNotThoseWithin() {
        Credential credential = parties.issuer.issue(parties.draft()
                .disclosableClaim("order", Map.of("shop", Map.of("city", "Hangzhou", "street", "Longjing Rd"), "id", 7))
                .disclosable(ClaimPath.all("order.shop", "order.shop.city", "order.shop.street"))
                .build());

        assertThat(shown(credential, "order.shop.city"))
                .isEqualTo(Map.of("order", Map.of("id", 7L, "shop", Map.of("city", "Hangzhou"))));
        assertThat(shown(credential, "order")).isEqualTo(Map.of("order", Map.of("id", 7L)));
        assertThat(shown(credential)).isEqualTo(Map.of());
    }

    @Test
    void decoysHideHowManyClaimsThereAre() {
        CredentialDraft.Builder draft = parties.draft()
                .disclosableClaim("category", "tea")
                .claim("order", Map.of("id", 7, "shop", "Longjing"))
                .claim("visible", Map.of("a", 1))
                .disclosable(ClaimPath.all("order.id"))
                .decoys(5);

        Credential credential = parties.issuer.issue(draft.build());

        Map<String, Object> payload =
                StrictJson.parseObject(Base64Url.decode(credential.compact().split("[.]", -1)[1]));
        assertThat((List<?>) payload.get("_sd")).hasSize(6).doesNotHaveDuplicates();
        assertThat((List<?>) ((Map<?, ?>) payload.get("order")).get("_sd")).hasSize(6);
        assertThat(((Map<?, ?>) payload.get("visible")).containsKey("_sd")).isFalse();
        assertThat(credential.claims()).hasSize(3);
        assertThat(shown(credential, "category", "order.id"))
                .isEqualTo(Map.of(
                        "category", "tea", "order", Map.of("id", 7L, "shop", "Longjing"), "visible", Map.of("a", 1L)));
        assertThat(parties.issuer
                        .issue(parties.draft().claim("a", 1).decoys(2).build())
                        .disclosable())
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> draft.decoys(65)).withMessageContaining("0 to 64: 65");
    }

    @Test
    void aDraftThatDoesNotFitItsSchemaIsNotIssued() {
        JsonSchema schema =
                JsonSchema.parse("{\"required\":[\"category\"],\"properties\":{\"year\":{\"type\":\"integer\"}}}");

        assertThat(parties.draft()
                        .disclosableClaim("category", "tea")
                        .schema(schema)
                        .build()
                        .claims())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        parties.draft().claim("year", "2026").schema(schema).build())
                .withMessageContaining("category")
                .withMessageContaining("/year");
    }

    @Test
    void keepsEveryKindOfJsonValue() {
        List<Object> values = new ArrayList<>(Arrays.asList(
                null, true, 7L, new BigDecimal("0.10"), "\u8336\u997c \"\\\u0000 \ud83c\udf75", List.of(), Map.of()));
        Credential credential = parties.issuer.issue(
                parties.draft().disclosableClaim("values", values).build());

        assertThat(shown(credential, "values").get("values")).isEqualTo(values);
    }

    @Test
    void anyChoiceOfAnyClaimsShowsThoseAndTheClaimsAroundThem() {
        Random random = new Random(20261124);
        for (int round = 0; round < 100; round++) {
            Map<String, Object> claims = new LinkedHashMap<>();
            for (int i = 0; i < 4; i++) {
                claims.put("c" + i, randomClaim(random, 3));
            }
            Set<ClaimPath> paths = new HashSet<>();
            claims.forEach((name, claim) -> collect(claim, ClaimPath.of(name), paths));
            Set<ClaimPath> disclosable = someOf(paths, random);
            Set<ClaimPath> disclosed = someOf(paths, random);
            Credential credential = parties.issuer.issue(
                    parties.draft().claims(claims).disclosable(disclosable).build());

            Map<String, Object> shown = parties.verify(parties.holder.present(credential, parties.request, disclosed))
                    .value()
                    .orElseThrow()
                    .claims();

            assertThat(shown).isEqualTo(prune(claims, null, disclosable, disclosed));
        }
    }

    /** What must be seen, worked out from the plain claims: a hidden claim shows where it or one within it was named. */
    private static Object prune(Object claim, ClaimPath at, Set<ClaimPath> disclosable, Set<ClaimPath> disclosed) {
        if (claim instanceof Map<?, ?> map) {
            Map<Object, Object> seen = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                ClaimPath path = at == null ? ClaimPath.of((String) name) : at.child((String) name);
                if (isSeen(path, disclosable, disclosed)) {
                    seen.put(name, prune(value, path, disclosable, disclosed));
                }
            });
            return seen;
        }
        if (claim instanceof List<?> list) {
            List<Object> seen = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                ClaimPath path = at.child(Integer.toString(i));
                if (isSeen(path, disclosable, disclosed)) {
                    seen.add(prune(list.get(i), path, disclosable, disclosed));
                }
            }
            return seen;
        }
        return claim;
    }

    private static boolean isSeen(ClaimPath path, Set<ClaimPath> disclosable, Set<ClaimPath> disclosed) {
        return !disclosable.contains(path) || disclosed.stream().anyMatch(named -> named.isWithin(path));
    }

    private static Object randomClaim(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        if (kind == 0) {
            return (long) random.nextInt(10);
        }
        int size = random.nextInt(4);
        if (kind == 1) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(randomClaim(random, depth - 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("m" + i, randomClaim(random, depth - 1));
        }
        return map;
    }

    private static void collect(Object claim, ClaimPath at, Set<ClaimPath> paths) {
        paths.add(at);
        if (claim instanceof Map<?, ?> map) {
            map.forEach((name, value) -> collect(value, at.child((String) name), paths));
        } else if (claim instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), at.child(Integer.toString(i)), paths);
            }
        }
    }

    private static Set<ClaimPath> someOf(Set<ClaimPath> paths, Random random) {
        Set<ClaimPath> some = new HashSet<>(paths);
        some.removeIf(path -> random.nextBoolean());
        return some;
    }

    private Map<String, Object> shown(Credential credential, String... disclosed) {
        return parties.verify(parties.holder.present(credential, parties.request, ClaimPath.all(disclosed)))
                .value()
                .orElseThrow()
                .claims();
    }

    @Test
    void saltsMakeEqualClaimsLookDifferent() {
        assertThat(parties.purchase().compact()).isNotEqualTo(parties.purchase().compact());
        List<Disclosure> disclosures = List.of(
                Disclosure.ofMember("salt one", "category", "tea"), Disclosure.ofMember("salt two", "category", "tea"));
        assertThat(disclosures.getFirst().digest())
                .isNotEqualTo(disclosures.getLast().digest());
    }

    @Test
    void hashesADisclosureAsTheStandardDoes() throws MalformedException {
        // RFC 9901 section 4.2.3
        Disclosure disclosure =
                Disclosure.parse("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");

        assertThat(disclosure.name()).isEqualTo("family_name");
        assertThat(disclosure.value()).isEqualTo("M\u00f6bius");
        assertThat(disclosure.digest()).isEqualTo("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    }

    @Test
    void carriesItsStatusToWhoeverIsAskedAboutIt() {
        for (StatusReference status : List.of(
                new StatusReference.OnChain(
                        AccountId.parse("eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"), Address.ZERO, 7),
                new StatusReference.TokenListEntry(URI.create("https://tea.example/status/1"), 7))) {
            Credential credential =
                    parties.issuer.issue(parties.draft().status(status).build());
            String presentation = parties.holder.present(credential, parties.request, Set.of());
            List<Did> issuers = new ArrayList<>();

            PresentedCredential presented = CredentialVerifier.builder(parties.clock)
                    .trust(Parties.MERCHANT, parties.merchantKey.verificationKey())
                    .status((reference, issuer) -> {
                        issuers.add(issuer);
                        return Verdict.ok(reference);
                    })
                    .build()
                    .verify(presentation, parties.request)
                    .value()
                    .orElseThrow();

            assertThat(presented.status()).contains(status);
            assertThat(issuers).containsExactly(Parties.MERCHANT);
        }
    }

    @Test
    void refusesAStatusThatItHasNoClaimFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.draft()
                        .status(new StatusReference.BitstringEntry(
                                URI.create("https://tea.example/status/1"), 7, "revocation", 1, List.of())))
                .withMessageContaining("Token Status List");
    }

    @Test
    void anotherLibraryVerifiesOurSignatureAndWeVerifyItsOwn() throws Exception {
        String ours = parties.purchase().compact();
        JWSObject token = JWSObject.parse(ours.substring(0, ours.indexOf('~')));
        ECKey key = ECKey.parse(
                StrictJson.write(parties.merchantKey.verificationKey().jwk()));
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().toJSONObject())
                .containsEntry("alg", "ES256")
                .containsEntry("typ", "dc+sd-jwt")
                .containsKey("kid");

        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        JWSHeader header = JWSHeader.parse(Map.of("alg", "ES256", "typ", "dc+sd-jwt"));
        JWSObject theirs = new JWSObject(header, new Payload(StrictJson.write(parties.payload())));
        theirs.sign(new ECDSASigner(other));
        VerificationKey trusted = VerificationKey.fromJwk(other.toPublicJWK().toJSONObject());
        String presentation = parties.bind(SdJwt.parse(theirs.serialize() + "~"), binding -> {});
        assertThat(CredentialVerifier.builder(parties.clock)
                        .trust(Parties.MERCHANT, trusted)
                        .build()
                        .verify(presentation, parties.request)
                        .reasons())
                .isEmpty();
    }

    @Test
    void refusesToPresentWhatDoesNotFit() {
        Credential credential = parties.purchase();
        PresentationRequest otherType = new PresentationRequest(
                "https://lianbo.example/credentials/review",
                Parties.SHOP,
                "p",
                "0123456789abcdef",
                Duration.ofHours(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.holder.present(credential, parties.request, ClaimPath.all("colour")))
                .withMessageContaining("no claim colour");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.holder.present(credential, otherType, Set.of()))
                .withMessageContaining("review");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Holder.of(parties.merchantKey, parties.clock).present(credential, parties.request, Set.of()))
                .withMessageContaining("another key");
        parties.viewerKey.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> parties.holder.present(credential, parties.request, Set.of()));
    }

    @Test
    void refusesADraftThatCannotBeIssued() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialDraft.builder(Parties.PURCHASE).build())
                .withMessageContaining("key of its holder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialDraft.builder(" ")
                        .holderKey(parties.viewerKey.verificationKey())
                        .build())
                .withMessageContaining("type");
        for (String reserved : List.of("iss", "iat", "exp", "nbf", "cnf", "vct", "status", "_sd", "_sd_alg", "...")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parties.draft().claim(reserved, 1).build())
                    .withMessageContaining(reserved);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.draft().claim("a", Map.of("_sd", 1)).build())
                .withMessageContaining("_sd");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> parties.draft().disclosable(ClaimPath.all("a")).build())
                .withMessageContaining("no claim \"a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.draft().claim("a", new Object()).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.draft().claim("a", nested(70)).build())
                .withMessageContaining("64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.issuer.issue(
                        parties.draft().claim("a", "x".repeat(1_000_000)).build()))
                .withMessageContaining("262144");
    }

    private static Object nested(int depth) {
        return depth == 0 ? List.of() : List.of(nested(depth - 1));
    }

    @Test
    void refusesToKeepWhatIsNoCredential() {
        String compact = parties.purchase().compact();
        String presentation = parties.holder.present(parties.purchase(), parties.request, Set.of());

        for (String bad : List.of("", "~", "a.b.c~", compact.substring(0, compact.length() - 1), presentation)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credential.parse(bad))
                    .withMessageContaining("not a credential");
        }
    }

    @Test
    void refusesARequestThatCouldBeReplayed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parties.request("short"))
                .withMessageContaining("16 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresentationRequest("t", "a", "p", "0123456789abcdef", Duration.ZERO))
                .withMessageContaining("positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresentationRequest("t", " ", "p", "0123456789abcdef", Duration.ofHours(1)))
                .withMessageContaining("audience");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PresentationRequest.builder().nonce("0123456789abcdef").build())
                .withMessageContaining("audience");
    }

    @Test
    void issuesWithAKeyOfEitherKind() {
        CredentialIssuer issuer = CredentialIssuer.of(
                parties.viewerKey.verificationKey().did(), parties.viewerKey, parties.clock, parties.random);
        Credential credential = issuer.issue(CredentialDraft.builder(Parties.PURCHASE)
                .holderKey(parties.merchantKey.verificationKey())
                .subject(Did.parse("did:web:viewer.example"))
                .expiresAt(parties.now.plusSeconds(60))
                .notBefore(parties.now)
                .build());
        Holder holder = Holder.of(parties.merchantKey, parties.clock);

        PresentedCredential presented = CredentialVerifier.builder(parties.clock)
                .trust(parties.viewerKey.verificationKey().did(), parties.viewerKey.verificationKey())
                .build()
                .verify(holder.present(credential, parties.request, ClaimPath.all("sub")), parties.request)
                .value()
                .orElseThrow();

        assertThat(presented.issuer().key()).map(VerificationKey::algorithm).contains(KeyAlgorithm.EDDSA);
        assertThat(presented.claims()).isEqualTo(Map.of("sub", "did:web:viewer.example"));
        assertThat(presented.expiresAt()).contains(parties.now.plusSeconds(60));
    }

    @Test
    void decodesBase64UrlStrictly() {
        assertThat(Base64Url.decode("AA")).isEqualTo(new byte[1]);
        for (String lenient : List.of("AA==", "AB", "A", "A+/A", "AA\n", "A A")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Base64Url.decode(lenient));
        }
    }
}
