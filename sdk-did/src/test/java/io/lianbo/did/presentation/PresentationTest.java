package io.lianbo.did.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.credential.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresentationTest {
    private static final CredentialQuery GREEN = CredentialQuery.builder("green")
            .types(Show.PURCHASE)
            .claim(ClaimPointer.of("category"), "green tea")
            .build();

    private final Show show = new Show();

    @AfterEach
    void closeKeys() {
        show.close();
    }

    private static List<String> codes(PlanResult result) {
        return result instanceof PlanResult.Missing missing
                ? missing.reasons().values().stream()
                        .flatMap(List::stream)
                        .map(Reason::code)
                        .toList()
                : List.of();
    }

    private DisclosurePlan plan(Wallet wallet, DcqlQuery query) {
        return wallet.plan(query, Show.CLUB).plan().orElseThrow();
    }

    @Test
    void aClubAsksAndAViewerAnswers() {
        Credential purchase = show.purchase("green tea", 12_500);
        Credential member = show.member();

        // @start region="ask"
        DcqlQuery query = DcqlQuery.of(
                CredentialQuery.builder("purchase")
                        .types(Show.PURCHASE)
                        .claim(ClaimPointer.of("category"), "green tea", "white tea")
                        .claims("year")
                        .build(),
                CredentialQuery.builder("member")
                        .types(Show.MEMBER)
                        .claim("city", ClaimPointer.of("address", "city"))
                        .claim("level", ClaimPointer.of("level"))
                        .claimSet("level")
                        .claimSet("city")
                        .build());
        String dcql = query.toJson(); // the dcql_query that goes to the wallet
        // @end region="ask"

        // @start region="plan"
        Wallet wallet = Wallet.of(show.viewerKey, List.of(purchase, member), show.clock);
        String shown = switch (wallet.plan(DcqlQuery.parse(dcql), "did:web:club.example")) {
            case DisclosurePlan plan -> plan.describe();
            case PlanResult.Missing missing -> "You cannot answer this: " + missing.reasons();
        };
        // @end region="plan"
        assertThat(shown)
                .startsWith("To \"did:web:club.example\" and nobody else:\n- for \"purchase\"")
                .contains("\"category\": \"green tea\"", "\"level\": \"gold\"", "\"price\"\n")
                .doesNotContain("12500", "Hangzhou");

        // @start region="present"
        DisclosurePlan agreed =
                wallet.plan(query, "did:web:club.example").plan().orElseThrow();
        Map<String, List<String>> answer = wallet.present(agreed, Show.NONCE);
        String vpToken = StrictJson.write(answer);
        // @end region="present"

        // @start region="verify"
        PresentationVerifier verifier = PresentationVerifier.of(show.credentials());
        DcqlRequest request = Show.request(query); // with audience, purpose, nonce and age
        String greeting = switch (verifier.verify(vpToken, request)) {
            case PresentationVerdict.Accepted accepted ->
                "Welcome, friend of "
                        + accepted.credentials()
                                .get("purchase")
                                .getFirst()
                                .claims()
                                .get("category");
            case PresentationVerdict.Refused refused -> "Sorry: " + refused.reasons();
        };
        // @end region="verify"
        assertThat(greeting).isEqualTo("Welcome, friend of green tea");
    }

    @Test
    void showsTheClaimsThatAreAskedForAndNoOthers() {
        DisclosurePlan plan = plan(show.wallet(show.purchase("green tea", 5)), DcqlQuery.of(GREEN));
        PlannedPresentation only = plan.presentations().getFirst();

        assertThat(only.revealed()).isEqualTo(Map.of(ClaimPath.of("category"), "green tea"));
        assertThat(only.hidden()).isEqualTo(ClaimPath.all("year", "price"));
        assertThat(only.alwaysVisible()).containsOnlyKeys("iss", "vct", "iat", "cnf", "kind");
        assertThat(plan.audience()).isEqualTo(Show.CLUB);
        assertThat(plan)
                .hasToString("DisclosurePlan[to \"did:web:club.example\": [PlannedPresentation[green: " + Show.PURCHASE
                        + ", [category]]]]");
    }

    @Test
    void asksForNoClaimWhereNoneIsNamed() {
        DcqlQuery query =
                DcqlQuery.of(CredentialQuery.builder("p").types(Show.PURCHASE).build());

        assertThat(plan(show.wallet(show.purchase("green tea", 5)), query)
                        .presentations()
                        .getFirst()
                        .disclosed())
                .isEmpty();
    }

    @Test
    void showsAClaimWholeWithWhatLiesWithinIt() {
        DcqlQuery address = DcqlQuery.of(CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claims("address")
                .build());
        DcqlQuery city = DcqlQuery.of(CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claim(ClaimPointer.of("address", "city"))
                .build());
        Wallet wallet = show.wallet(show.member());

        assertThat(plan(wallet, address).presentations().getFirst().disclosed())
                .isEqualTo(ClaimPath.all("address", "address.city", "address.street"));
        PlannedPresentation ofCity = plan(wallet, city).presentations().getFirst();
        assertThat(ofCity.disclosed()).isEqualTo(ClaimPath.all("address", "address.city"));
        assertThat(ofCity.revealed()).isEqualTo(Map.of(ClaimPath.of("address"), Map.of("city", "Hangzhou")));
    }

    @Test
    void showsOfAnArrayTheElementsThatAreWanted() {
        Wallet wallet = show.wallet(show.member());
        ClaimPointer teas = ClaimPointer.of("teas");

        assertThat(disclosed(wallet, teas.everyElement())).isEqualTo(ClaimPath.all("teas.0", "teas.1", "teas.2"));
        assertThat(disclosed(wallet, teas.element(1))).isEqualTo(ClaimPath.all("teas.1"));
        assertThat(disclosed(wallet, teas.everyElement(), "oolong", "black")).isEqualTo(ClaimPath.all("teas.2"));
    }

    private Set<ClaimPath> disclosed(Wallet wallet, ClaimPointer pointer, Object... values) {
        DcqlQuery query = DcqlQuery.of(CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claim(pointer, values)
                .build());
        assertThat(show.verifier()
                        .refusingMoreThanAsked()
                        .verify(show.answer(wallet, query), Show.request(query))
                        .reasons())
                .isEmpty();
        return plan(wallet, query).presentations().getFirst().disclosed();
    }

    @Test
    void takesTheFirstClaimSetThatTheHolderCanSatisfy() {
        CredentialQuery.Builder query = CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claim("age", ClaimPointer.of("age_over_18"), true)
                .claim("level", ClaimPointer.of("level"), "gold")
                .claim("address", ClaimPointer.of("address"));
        Wallet wallet = show.wallet(show.member());

        assertThat(plan(
                                wallet,
                                DcqlQuery.of(query.claimSet("age")
                                        .claimSet("address", "level")
                                        .claimSet("level")
                                        .build()))
                        .presentations()
                        .getFirst()
                        .disclosed())
                .isEqualTo(ClaimPath.all("level", "address", "address.city", "address.street"));
    }

    @Test
    void prefersTheCredentialThatRevealsLeastAndOffersTheOthers() {
        Credential allHidden = show.purchase("green tea", 5);
        Credential categoryOpen = show.issuer.issue(show.draft(Show.PURCHASE)
                .claim("category", "green tea")
                .disclosableClaim("year", 2025)
                .build());
        Wallet wallet = show.wallet(show.purchase("cake", 1), allHidden, categoryOpen);
        DcqlQuery query = DcqlQuery.of(GREEN);
        DisclosurePlan plan = plan(wallet, query);

        assertThat(plan.presentations().getFirst().credential()).isSameAs(categoryOpen);
        assertThat(plan.choices("green"))
                .extracting(PlannedPresentation::credential)
                .containsExactly(categoryOpen, allHidden);
        DisclosurePlan other = plan.choose(plan.choices("green").getLast());
        assertThat(other.presentations().getFirst().credential()).isSameAs(allHidden);
        assertThat(plan.presentations().getFirst().credential()).isSameAs(categoryOpen);
        assertThat(show.verifier()
                        .verify(wallet.present(other, Show.NONCE), Show.request(query))
                        .reasons())
                .isEmpty();
    }

    @Test
    void refusesAChoiceThatTheQueryDoesNotAllow() {
        Wallet wallet = show.wallet(show.purchase("green tea", 5), show.purchase("green tea", 6));
        DcqlQuery one = DcqlQuery.of(GREEN);
        DisclosurePlan plan = plan(wallet, one);
        PlannedPresentation[] both = plan.choices("green").toArray(PlannedPresentation[]::new);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.choose(both))
                .withMessageContaining("one credential");
        assertThatIllegalArgumentException().isThrownBy(plan::choose).withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.choices("blue"))
                .withMessageContaining("\"blue\"");
        PlannedPresentation ofAnotherPlan = plan(wallet, one).presentations().getFirst();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.choose(ofAnotherPlan))
                .withMessageContaining("choices");
    }

    @Test
    void givesSeveralCredentialsWhereTheQueryAllowsAndTheHolderWants() {
        DcqlQuery query = DcqlQuery.of(CredentialQuery.builder("p")
                .types(Show.PURCHASE)
                .multiple()
                .claims("category")
                .build());
        Wallet wallet = show.wallet(show.purchase("green tea", 5), show.purchase("cake", 6));
        DisclosurePlan plan = plan(wallet, query);
        assertThat(plan.presentations()).hasSize(1);

        DisclosurePlan both = plan.choose(plan.choices("p").toArray(PlannedPresentation[]::new));
        PresentationVerdict verdict = show.verifier().verify(wallet.present(both, Show.NONCE), Show.request(query));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        PresentationVerdict.Accepted.class,
                        accepted -> assertThat(accepted.credentials().get("p")).hasSize(2));
    }

    @Test
    void needsAsFewCredentialsAsTheSetsAllow() {
        CredentialSet pair = CredentialSet.oneOf(List.of("year", "member"), List.of("green"));
        CredentialSet either = CredentialSet.oneOf(List.of("member"), List.of("green"));
        CredentialSet extra = CredentialSet.optional(List.of("member"), List.of("year", "member"));
        DcqlQuery query = DcqlQuery.of(
                        CredentialQuery.builder("year")
                                .types(Show.PURCHASE)
                                .claims("year")
                                .build(),
                        CredentialQuery.builder("member").types(Show.MEMBER).build(),
                        GREEN)
                .with(pair)
                .with(either)
                .with(extra);
        Wallet wallet = show.wallet(show.purchase("green tea", 5), show.member());

        DisclosurePlan plan = plan(wallet, query);
        assertThat(plan.options()).isEqualTo(Map.of(pair, List.of("green"), either, List.of("green")));
        assertThat(plan.presentations())
                .extracting(PlannedPresentation::queryId)
                .containsExactly("green");

        DisclosurePlan more = plan.satisfy(extra, List.of("member"));
        assertThat(more.presentations())
                .extracting(PlannedPresentation::queryId)
                .containsExactly("member", "green");
        DisclosurePlan others = plan.satisfy(pair, List.of("year", "member")).satisfy(either, List.of("member"));
        assertThat(others.presentations())
                .extracting(PlannedPresentation::queryId)
                .containsExactly("year", "member");
        for (DisclosurePlan any : List.of(plan, more, others)) {
            assertThat(show.verifier()
                            .verify(wallet.present(any, Show.NONCE), Show.request(query))
                            .reasons())
                    .isEmpty();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.satisfy(extra, List.of("green")))
                .withMessageContaining("no such");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.choose(plan.choices("member").getFirst()))
                .withMessageContaining("satisfy a set");
    }

    @Test
    void aChoiceOutlivesAnotherChoice() {
        Credential second = show.purchase("green tea", 6);
        CredentialSet member = CredentialSet.optional(List.of("member"));
        DcqlQuery query = DcqlQuery.of(
                        GREEN,
                        CredentialQuery.builder("member").types(Show.MEMBER).build())
                .with(CredentialSet.oneOf(List.of("green")))
                .with(member);
        DisclosurePlan plan = plan(show.wallet(show.purchase("green tea", 5), second, show.member()), query);

        DisclosurePlan chosen = plan.choose(plan.choices("green").getLast()).satisfy(member, List.of("member"));

        assertThat(chosen.presentations().getFirst().credential()).isSameAs(second);
        assertThat(chosen.presentations()).hasSize(2);
    }

    @Test
    void saysWhatIsMissing() {
        Wallet wallet = show.wallet(show.purchase("cake", 5));
        DcqlQuery query = DcqlQuery.of(
                CredentialQuery.builder("member").types(Show.MEMBER).build(),
                GREEN,
                CredentialQuery.builder("colour")
                        .types(Show.PURCHASE)
                        .claims("colour")
                        .build(),
                CredentialQuery.builder("fine").types(Show.PURCHASE).build());

        PlanResult result = wallet.plan(query, Show.CLUB);

        assertThat(result.plan()).isEmpty();
        assertThat(codes(result)).containsExactly("NO_CREDENTIAL_OF_TYPE", "CLAIM_VALUE_DIFFERS", "CLAIM_MISSING");
        assertThat(result)
                .isInstanceOfSatisfying(
                        PlanResult.Missing.class,
                        missing -> assertThat(missing.reasons()).containsOnlyKeys("member", "green", "colour"));
        assertThat(codes(wallet.plan(
                        DcqlQuery.of(
                                        query.credentials().get(1),
                                        query.credentials().getLast())
                                .with(CredentialSet.oneOf(List.of("green", "fine"))),
                        Show.CLUB)))
                .containsExactly("CLAIM_VALUE_DIFFERS");
    }

    @Test
    void comparesValuesByKindAndExactly() {
        Wallet wallet = show.wallet(show.purchase("green tea", 5));
        for (Object wanted : List.of("5", 6, true)) {
            assertThat(codes(wallet.plan(
                            DcqlQuery.of(CredentialQuery.builder("p")
                                    .types(Show.PURCHASE)
                                    .claim(ClaimPointer.of("price"), wanted)
                                    .build()),
                            Show.CLUB)))
                    .containsExactly("CLAIM_VALUE_DIFFERS");
        }
        for (Object wanted : List.of("Green tea", "green tea ", "gre\u0435n tea")) {
            assertThat(codes(wallet.plan(
                            DcqlQuery.of(CredentialQuery.builder("p")
                                    .types(Show.PURCHASE)
                                    .claim(ClaimPointer.of("category"), wanted)
                                    .build()),
                            Show.CLUB)))
                    .containsExactly("CLAIM_VALUE_DIFFERS");
        }
    }

    @Test
    void offersNoCredentialThatAVerifierWouldRefuse() {
        Credential ended = show.issuer.issue(
                show.draft(Show.MEMBER).expiresAt(show.now.plusSeconds(60)).build());
        Credential later = show.issuer.issue(
                show.draft(Show.PURCHASE).notBefore(show.now.plusSeconds(120)).build());
        Wallet wallet = show.wallet(ended, later);
        DcqlQuery query = DcqlQuery.of(
                CredentialQuery.builder("m").types(Show.MEMBER).build(),
                CredentialQuery.builder("p").types(Show.PURCHASE).build());
        show.now = show.now.plusSeconds(60);

        assertThat(codes(wallet.plan(query, Show.CLUB)))
                .containsExactly("CREDENTIAL_EXPIRED", "CREDENTIAL_NOT_YET_VALID");
    }

    @Test
    void answersNothingForOtherFormatsAndUnknownAuthorities() {
        DcqlQuery query = DcqlQuery.parse("""
                {"credentials": [{"id": "mdl", "format": "mso_mdoc", "meta": {"doctype_value": "x"}},
                  {"id": "p", "format": "dc+sd-jwt", "meta": {"vct_values": ["%s"]},
                   "trusted_authorities": [{"type": "aki", "values": ["x"]}]}]}""".formatted(Show.PURCHASE));

        assertThat(codes(show.wallet(show.purchase("green tea", 5)).plan(query, Show.CLUB)))
                .containsExactly("FORMAT_UNKNOWN", "AUTHORITY_UNKNOWN");
    }

    @Test
    void describesWithoutLettingStrangersWriteTheDescription() {
        Credential tricky = show.issuer.issue(show.draft(Show.PURCHASE)
                .disclosableClaim("category\n  stays hidden", "green tea\u202e\u2028\u200b\u0085 \u8336")
                .build());
        DcqlQuery query = DcqlQuery.of(CredentialQuery.builder("p")
                .types(Show.PURCHASE)
                .claims("category\n  stays hidden")
                .build());

        String description = show.wallet(tricky)
                .plan(query, "did:web:club.example\n- nothing")
                .plan()
                .orElseThrow()
                .describe();

        assertThat(description)
                .contains("    \"category\\n  stays hidden\": \"green tea\\u202e\\u2028\\u200b\\u0085 \u8336\"\n")
                .contains("To \"did:web:club.example\\n- nothing\" and nobody else")
                .contains("  stays hidden: nothing\n")
                .doesNotContain("\u202e", "\u2028", "\u200b", "\u0085");
    }

    @Test
    void aHostileQueryCostsLittle() {
        Credential large = show.issuer.issue(show.draft(Show.PURCHASE)
                .disclosableClaim("list", IntStream.range(0, 2_000).boxed().toList())
                .disclosable(IntStream.range(0, 1_000)
                        .mapToObj(i -> ClaimPath.of("list", Integer.toString(i)))
                        .collect(Collectors.toSet()))
                .build());
        List<CredentialQuery> queries = new ArrayList<>();
        List<List<String>> options = new ArrayList<>();
        for (int q = 0; q < 32; q++) {
            CredentialQuery.Builder query = CredentialQuery.builder("q" + q).types(Show.PURCHASE);
            String[] all = new String[128];
            for (int c = 0; c < 128; c++) {
                all[c] = "c" + c;
                query.claim(all[c], ClaimPointer.of("list").everyElement());
            }
            for (int set = 0; set < 64; set++) {
                query.claimSet(all);
            }
            queries.add(query.build());
            options.add(List.of("q" + q));
        }
        CredentialSet any = new CredentialSet(options, true);
        DcqlQuery hostile = new DcqlQuery(
                queries,
                List.of(
                        any,
                        any,
                        CredentialSet.oneOf(List.of("q0"), List.of("q1")),
                        CredentialSet.oneOf(List.of("q2"), List.of("q3"))));

        DisclosurePlan plan = assertTimeout(Duration.ofSeconds(30), () -> plan(show.wallet(large), hostile));

        assertThat(plan.presentations())
                .extracting(PlannedPresentation::queryId)
                .containsExactly("q0", "q2");
        assertThat(plan.presentations().getFirst().disclosed()).hasSize(1_001);
    }

    @Test
    void holdsCredentialsOfItsOwnKeyAlone() {
        try (LocalSigningKey other = LocalSigningKey.generate(KeyAlgorithm.ES256, show.random)) {
            Credential mine = show.purchase("green tea", 5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Wallet.of(other, List.of(mine), show.clock))
                    .withMessageContaining("another key");
            DisclosurePlan plan = plan(show.wallet(mine), DcqlQuery.of(GREEN));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Wallet.of(other, List.of(), show.clock).present(plan, Show.NONCE))
                    .withMessageContaining("another key");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> show.wallet(mine).present(plan, "short"))
                    .withMessageContaining("16 characters");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> show.wallet().plan(DcqlQuery.of(GREEN), " "))
                .withMessageContaining("audience");
        assertThat(show.wallet(show.member())).hasToString("Wallet[1 credentials]");
    }
}
