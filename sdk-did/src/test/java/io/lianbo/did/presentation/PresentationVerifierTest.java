package io.lianbo.did.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.internal.Base64Url;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a holder, a thief or a careless wallet may send in answer to a query. */
class PresentationVerifierTest {
    private static final DcqlQuery CATEGORY = DcqlQuery.of(CredentialQuery.builder("p")
            .types(Show.PURCHASE)
            .claim(ClaimPointer.of("category"), "green tea", "white tea")
            .build());

    private final Show show = new Show();

    @AfterEach
    void closeKeys() {
        show.close();
    }

    /** What a holder sends who heeds no query. */
    private String presentation(Credential credential, String... disclosed) {
        return presentationTo(Show.CLUB, Show.NONCE, credential, disclosed);
    }

    private String presentationTo(String audience, String nonce, Credential credential, String... disclosed) {
        PresentationRequest request =
                new PresentationRequest(credential.type(), audience, "any", nonce, Duration.ofMinutes(5));
        return Holder.of(show.viewerKey, show.clock).present(credential, request, ClaimPath.all(disclosed));
    }

    private PresentationVerdict verify(DcqlQuery query, Map<String, List<String>> answer) {
        return show.verifier().verify(answer, Show.request(query));
    }

    private static void refused(PresentationVerdict verdict, String... codes) {
        assertThat(verdict.isAccepted()).isFalse();
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    @Test
    void acceptsWhatSatisfiesTheQueryAndSaysWhatWasShown() {
        PresentationVerdict verdict =
                verify(CATEGORY, Map.of("p", List.of(presentation(show.purchase("white tea", 5), "category"))));

        assertThat(verdict.isAccepted()).isTrue();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        PresentationVerdict.Accepted.class,
                        accepted -> assertThat(accepted.credentials()
                                        .get("p")
                                        .getFirst()
                                        .claims())
                                .isEqualTo(Map.of("kind", "purchase", "category", "white tea")));
    }

    @Test
    void refusesAClaimThatIsNotShownOrSaysSomethingElse() {
        refused(verify(CATEGORY, Map.of("p", List.of(presentation(show.purchase("green tea", 5))))), "CLAIM_MISSING");
        refused(
                verify(CATEGORY, Map.of("p", List.of(presentation(show.purchase("cake", 5), "category")))),
                "CLAIM_VALUE_DIFFERS");
    }

    @Test
    void refusesAClaimWhoseNameOnlyLooksTheSame() {
        for (String name : List.of("c\u0430tegory", "category\u200b", "\uff43ategory", "Category", " category")) {
            Credential lookAlike = show.issuer.issue(
                    show.draft(Show.PURCHASE).claim(name, "green tea").build());
            refused(verify(CATEGORY, Map.of("p", List.of(presentation(lookAlike)))), "CLAIM_MISSING");
        }
        // One composed, one decomposed: two names, never made one.
        DcqlQuery cafe = DcqlQuery.of(CredentialQuery.builder("p")
                .types(Show.PURCHASE)
                .claims("caf\u00e9")
                .build());
        Credential decomposed = show.issuer.issue(
                show.draft(Show.PURCHASE).claim("cafe\u0301", "tea").build());
        refused(verify(cafe, Map.of("p", List.of(presentation(decomposed)))), "CLAIM_MISSING");
    }

    @Test
    void refusesAnotherElementInTheWantedOnesPlace() {
        DcqlQuery first = DcqlQuery.of(CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claim(ClaimPointer.of("teas").element(0))
                .build());

        refused(verify(first, Map.of("m", List.of(presentation(show.member(), "teas.1")))), "CLAIM_MISSING");
        assertThat(verify(first, Map.of("m", List.of(presentation(show.member(), "teas.0"))))
                        .reasons())
                .isEmpty();
    }

    @Test
    void refusesWhatIsMissingAndWhatWasNotAsked() {
        String genuine = presentation(show.purchase("green tea", 5), "category");

        PresentationVerdict empty = verify(CATEGORY, Map.of());
        refused(empty, "PRESENTATION_MISSING");
        assertThat(empty)
                .isInstanceOfSatisfying(
                        PresentationVerdict.Refused.class,
                        refused -> assertThat(refused.byQuery()).containsOnlyKeys("p"));
        refused(verify(CATEGORY, Map.of("p", List.of())), "PRESENTATION_MISSING");
        refused(verify(CATEGORY, Map.of("p", List.of(genuine), "q", List.of(genuine))), "NOT_ASKED");
        refused(verify(CATEGORY, Map.of("P", List.of(genuine))), "PRESENTATION_MISSING", "NOT_ASKED");
    }

    @Test
    void refusesAnotherTypeAndFindsTheWantedAmongSeveral() {
        DcqlQuery either = DcqlQuery.of(
                CredentialQuery.builder("p").types(Show.PURCHASE, Show.MEMBER).build());
        String review = presentation(
                show.issuer.issue(show.draft("https://lianbo.example/review").build()));

        refused(verify(CATEGORY, Map.of("p", List.of(presentation(show.member())))), "CREDENTIAL_TYPE_MISMATCH");
        assertThat(verify(either, Map.of("p", List.of(presentation(show.member()))))
                        .reasons())
                .isEmpty();
        refused(verify(either, Map.of("p", List.of(review))), "CREDENTIAL_TYPE_MISMATCH");
        refused(verify(either, Map.of("p", List.of("rubbish"))), "PRESENTATION_MALFORMED");
        refused(verify(either, Map.of("p", List.of("~"))), "PRESENTATION_MALFORMED");
    }

    @Test
    void refusesAnAnswerMadeForAnotherOrForAnotherRequest() {
        Credential purchase = show.purchase("green tea", 5);

        refused(
                verify(
                        CATEGORY,
                        Map.of("p", List.of(presentationTo("did:web:x.example", Show.NONCE, purchase, "category")))),
                "AUDIENCE_MISMATCH");
        refused(
                verify(
                        CATEGORY,
                        Map.of(
                                "p",
                                List.of(presentationTo(Show.CLUB, "another nonce of the club", purchase, "category")))),
                "NONCE_MISMATCH");
        Map<String, List<String>> answer = show.answer(show.wallet(purchase), CATEGORY);
        show.now = show.now.plus(Duration.ofMinutes(6));
        refused(verify(CATEGORY, answer), "PRESENTATION_TOO_OLD");
    }

    @Test
    void refusesTheCredentialOfAnotherBesideOnesOwn() {
        DcqlQuery both = DcqlQuery.of(
                CATEGORY.credentials().getFirst(),
                CredentialQuery.builder("m").types(Show.MEMBER).build());
        try (LocalSigningKey friendsKey = LocalSigningKey.generate(KeyAlgorithm.ES256, show.random)) {
            Credential friends = show.issuer.issue(CredentialDraft.builder(Show.MEMBER)
                    .holderKey(friendsKey.verificationKey())
                    .build());
            Map<String, List<String>> pooled = new HashMap<>();
            pooled.put("p", List.of(presentation(show.purchase("green tea", 5), "category")));
            pooled.put(
                    "m",
                    List.of(Holder.of(friendsKey, show.clock)
                            .present(friends, Show.request(both).forType(Show.MEMBER), ClaimPath.all())));

            refused(verify(both, pooled), "SEVERAL_HOLDERS");
            assertThat(show.verifier()
                            .allowingSeveralHolders()
                            .verify(pooled, Show.request(both))
                            .reasons())
                    .isEmpty();
        }
    }

    @Test
    void countsACredentialOnceHoweverItIsSpelled() {
        DcqlQuery many = DcqlQuery.of(
                CredentialQuery.builder("p").types(Show.PURCHASE).multiple().build());
        Credential purchase = show.purchase("green tea", 5);
        Credential another = show.purchase("cake", 5);
        Credential malleated = Credential.parse(withOtherSignature(purchase.compact()));

        refused(
                verify(many, Map.of("p", List.of(presentation(purchase), presentation(purchase, "year")))),
                "PRESENTED_TWICE");
        refused(verify(many, Map.of("p", List.of(presentation(purchase), presentation(malleated)))), "PRESENTED_TWICE");
        assertThat(verify(many, Map.of("p", List.of(presentation(purchase), presentation(another))))
                        .reasons())
                .isEmpty();
    }

    /** The same token under the second signature that every ECDSA signature has, R || n - S. */
    private static String withOtherSignature(String compact) {
        int tilde = compact.indexOf('~');
        int dot = compact.lastIndexOf('.', tilde);
        byte[] signature = Base64Url.decode(compact.substring(dot + 1, tilde));
        BigInteger n = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        byte[] other = n.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))
                .toByteArray();
        byte[] flipped = Arrays.copyOf(signature, 64);
        Arrays.fill(flipped, 32, 64, (byte) 0);
        int length = Math.min(other.length, 32);
        System.arraycopy(other, other.length - length, flipped, 64 - length, length);
        return compact.substring(0, dot + 1) + Base64Url.encode(flipped) + compact.substring(tilde);
    }

    @Test
    void refusesMoreCredentialsThanAskedFor() {
        String genuine = presentation(show.purchase("green tea", 5), "category");
        DcqlQuery many = DcqlQuery.of(
                CredentialQuery.builder("p").types(Show.PURCHASE).multiple().build());

        refused(verify(CATEGORY, Map.of("p", List.of(genuine, genuine))), "TOO_MANY_PRESENTATIONS");
        refused(verify(many, Map.of("p", Collections.nCopies(33, genuine))), "TOO_MANY_PRESENTATIONS");
    }

    @Test
    void letsMoreClaimsInUnlessToldOtherwise() {
        PresentationVerifier strict = show.verifier().refusingMoreThanAsked();
        Map<String, List<String>> more =
                Map.of("p", List.of(presentation(show.purchase("green tea", 5), "category", "price")));

        assertThat(verify(CATEGORY, more).reasons()).isEmpty();
        refused(strict.verify(more, Show.request(CATEGORY)), "MORE_THAN_ASKED");
        DcqlQuery city = DcqlQuery.of(CredentialQuery.builder("m")
                .types(Show.MEMBER)
                .claim(ClaimPointer.of("address", "city"))
                .build());
        assertThat(strict.verify(Map.of("m", List.of(presentation(show.member(), "address.city"))), Show.request(city))
                        .reasons())
                .isEmpty();
        refused(
                strict.verify(
                        Map.of("m", List.of(presentation(show.member(), "address.city", "address.street"))),
                        Show.request(city)),
                "MORE_THAN_ASKED");
    }

    @Test
    void countsAnyClaimSetAsAsked() {
        DcqlQuery sets = DcqlQuery.of(CredentialQuery.builder("p")
                .types(Show.PURCHASE)
                .claim("c", ClaimPointer.of("category"))
                .claim("y", ClaimPointer.of("year"))
                .claimSet("c")
                .claimSet("c", "y")
                .build());
        PresentationVerifier strict = show.verifier().refusingMoreThanAsked();
        Credential purchase = show.purchase("green tea", 5);

        assertThat(strict.verify(Map.of("p", List.of(presentation(purchase, "category", "year"))), Show.request(sets))
                        .reasons())
                .isEmpty();
        refused(
                strict.verify(Map.of("p", List.of(presentation(purchase, "category", "price"))), Show.request(sets)),
                "MORE_THAN_ASKED");
        refused(verify(sets, Map.of("p", List.of(presentation(purchase, "year")))), "CLAIM_MISSING");
    }

    @Test
    void holdsTheAnswerToTheSets() {
        DcqlQuery query = DcqlQuery.of(
                        CredentialQuery.builder("a").types(Show.PURCHASE).build(),
                        CredentialQuery.builder("b").types(Show.PURCHASE).build(),
                        CredentialQuery.builder("c").types(Show.PURCHASE).build(),
                        CredentialQuery.builder("d").types(Show.PURCHASE).build())
                .with(CredentialSet.oneOf(List.of("a", "b"), List.of("c")))
                .with(CredentialSet.optional(List.of("b")));
        List<String> one = List.of(presentation(show.purchase("green tea", 5)));

        assertThat(verify(query, Map.of("c", one)).reasons()).isEmpty();
        assertThat(verify(query, Map.of("a", one, "b", one)).reasons()).isEmpty();
        assertThat(verify(query, Map.of("c", one, "b", one)).reasons()).isEmpty();
        refused(verify(query, Map.of()), "CREDENTIAL_SET_UNSATISFIED");
        refused(verify(query, Map.of("b", one)), "CREDENTIAL_SET_UNSATISFIED");
        refused(verify(query, Map.of("a", one)), "NOT_ASKED", "CREDENTIAL_SET_UNSATISFIED");
        refused(verify(query, Map.of("c", one, "a", one)), "NOT_ASKED");
        refused(verify(query, Map.of("c", one, "d", one)), "NOT_ASKED");
    }

    @Test
    void oneBadPresentationSpoilsTheAnswerAndEveryReasonIsTold() {
        DcqlQuery query = DcqlQuery.of(
                CATEGORY.credentials().getFirst(),
                CredentialQuery.builder("m").types(Show.MEMBER).claims("level").build(),
                CredentialQuery.builder("n").types(Show.MEMBER).build());

        PresentationVerdict verdict = verify(
                query,
                Map.of(
                        "p", List.of(presentation(show.purchase("cake", 5), "category")),
                        "m", List.of(show.member().compact())));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        PresentationVerdict.Refused.class,
                        refused -> assertThat(refused.byQuery())
                                .hasSize(3)
                                .hasEntrySatisfying(
                                        "p",
                                        reasons -> assertThat(reasons)
                                                .extracting(Reason::code)
                                                .containsExactly("CLAIM_VALUE_DIFFERS"))
                                .hasEntrySatisfying(
                                        "m",
                                        reasons -> assertThat(reasons)
                                                .extracting(Reason::code)
                                                .containsExactly("KEY_BINDING_MISSING"))
                                .hasEntrySatisfying(
                                        "n",
                                        reasons -> assertThat(reasons)
                                                .extracting(Reason::code)
                                                .containsExactly("PRESENTATION_MISSING")));
    }

    @Test
    void readsOnlyWhatWasConsentedTo() {
        Did viewer = Did.parse("did:pkh:eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");
        Credential purchase = show.issuer.issue(show.draft(Show.PURCHASE)
                .subject(viewer)
                .disclosableClaim("category", "green tea")
                .build());
        DcqlQuery query = DcqlQuery.of(CredentialQuery.builder("p")
                .types(Show.PURCHASE)
                .claims("sub", "category")
                .build());
        Map<String, List<String>> answer = show.answer(show.wallet(purchase), query);
        ConsentGrant.Builder grant = ConsentGrant.builder()
                .holder(viewer)
                .grantee(Did.parse(Show.CLUB))
                .purpose(Show.request(query).purpose())
                .credentialType(Show.PURCHASE)
                .expiresAt(show.now.plus(Duration.ofDays(1)));

        refused(show.verifier().verify(answer, Show.request(query), List.of()), "CONSENT_MISSING");
        refused(show.verifier().verify(StrictJson.write(answer), Show.request(query), List.of()), "CONSENT_MISSING");
        refused(
                show.verifier()
                        .verify(
                                answer,
                                Show.request(query),
                                List.of(grant.claims("year").build())),
                "CLAIM_NOT_GRANTED");
        assertThat(show.verifier()
                        .verify(
                                answer,
                                Show.request(query),
                                List.of(grant.claims("category").build()))
                        .reasons())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"a\"",
                "{\"p\":\"x\"}",
                "{\"p\":[]}",
                "{\"p\":[7]}",
                "{\"p\":[null]}",
                "{\"p\":[[\"x\"]]}",
                "{\"p\":null}",
                "{\"p\":[\"a\"],\"p\":[\"b\"]}",
                "{\"p\":[\"\\ud800\"]}",
                "{\"p\":[\"a\"]} x"
            })
    void refusesAVpTokenThatIsNone(String json) {
        refused(show.verifier().verify(json, Show.request(CATEGORY)), "VP_TOKEN_MALFORMED");
    }

    @Test
    void refusesAVpTokenThatIsTooLargeOrTooDeep() {
        DcqlRequest request = Show.request(CATEGORY);

        refused(show.verifier().verify("{\"p\":[" + " ".repeat(4 * 1024 * 1024) + "]}", request), "VP_TOKEN_MALFORMED");
        refused(
                show.verifier().verify("{\"p\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", request),
                "VP_TOKEN_MALFORMED");
        refused(
                show.verifier().verify(StrictJson.write(Map.of("p", List.of("x".repeat(1_000_000)))), request),
                "PRESENTATION_MALFORMED");
        Map<String, List<String>> unasked = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            unasked.put("q" + i, List.of("x"));
        }
        refused(verify(CATEGORY, unasked), "PRESENTATION_MISSING", "NOT_ASKED");
    }

    @Test
    void asksForNothingThatItCannotVerify() {
        DcqlQuery unbound = DcqlQuery.parse("""
                {"credentials": [{"id": "p", "format": "dc+sd-jwt", "meta": {"vct_values": ["t"]},
                  "require_cryptographic_holder_binding": false}]}""");
        DcqlQuery mdoc = DcqlQuery.parse("""
                {"credentials": [{"id": "p", "format": "mso_mdoc", "meta": {}}]}""");

        for (DcqlQuery query : List.of(unbound, mdoc)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Show.request(query))
                    .withMessageContaining("holder binding: p");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DcqlRequest(CATEGORY, Show.CLUB, "p", "short", Duration.ofMinutes(1)))
                .withMessageContaining("16 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DcqlRequest.builder().query(CATEGORY).build())
                .withMessageContaining("nonce");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresentationVerdict.Refused(Map.of("p", List.of()), new ArrayList<>()));
    }
}
