package io.lianbo.did.credential;

import static io.lianbo.did.credential.Parties.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsentedPresentationTest {
    private static final Did VIEWER = Did.parse("did:pkh:eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");

    private final Parties parties = new Parties();
    private final Credential credential = parties.issuer.issue(parties.draft()
            .subject(VIEWER)
            .disclosableClaim("category", "tea")
            .disclosableClaim("year", 2026)
            .disclosableClaim("price", 12_500)
            .disclosableClaim("address", Map.of("city", "Hangzhou", "street", "Longjing Rd"))
            .claim("tags", List.of("green", "spring"))
            .disclosable(ClaimPath.all("address.city", "address.street", "tags.0", "tags.1"))
            .build());

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    private ConsentGrant grant(UnaryOperator<ConsentGrant.Builder> change) {
        return change.apply(ConsentGrant.builder()
                        .holder(VIEWER)
                        .grantee(Did.parse(Parties.SHOP))
                        .purpose("a discount for regulars")
                        .credentialType(Parties.PURCHASE)
                        .claims("category", "year")
                        .expiresAt(parties.now.plus(Duration.ofDays(30))))
                .build();
    }

    private Verdict<PresentedCredential> verify(ConsentGrant grant, String... disclosed) {
        String presentation = parties.holder.present(credential, parties.request, ClaimPath.all(disclosed));
        return parties.verifier().verify(presentation, parties.request, grant);
    }

    @Test
    void whatIsShownLiesWithinWhatWasGranted() {
        ConsentGrant grant = grant(all -> all);

        assertThat(verify(grant, "sub", "category", "year").reasons()).isEmpty();
        assertThat(verify(grant, "sub", "year").reasons()).isEmpty();
        assertThat(verify(grant, "sub", "category", "price").reasons())
                .containsExactly(new Verdict.Reason("CLAIM_NOT_GRANTED", "shown without consent: \"price\""));
    }

    @Test
    void countsClaimsBelowWhatWasGrantedAndArraysAsOne() {
        ConsentGrant city = grant(all -> all.claims("address.city"));
        assertThat(verify(city, "sub", "address.city").reasons()).isEmpty();
        refused(verify(city, "sub", "address.city", "address.street"), "CLAIM_NOT_GRANTED");
        assertThat(verify(grant(all -> all.claims("address")), "sub", "address.city", "address.street")
                        .reasons())
                .isEmpty();
        refused(verify(grant(all -> all.claims("tags.0")), "sub", "tags.1"), "CLAIM_NOT_GRANTED");
        assertThat(verify(grant(all -> all.claims("tags")), "sub", "tags.1").reasons())
                .isEmpty();
    }

    @Test
    void countsWhatTheIssuerMadeVisibleToAll() {
        Credential open = parties.issuer.issue(
                parties.draft().subject(VIEWER).claim("price", 12_500).build());
        String presentation = parties.holder.present(open, parties.request, ClaimPath.all("sub"));

        refused(parties.verifier().verify(presentation, parties.request, grant(all -> all)), "CLAIM_NOT_GRANTED");
    }

    @Test
    void refusesTheGrantOfAnother() {
        ConsentGrant ofAnother = grant(all -> all.holder(Did.parse("did:web:someone.example")));

        refused(verify(ofAnother, "sub", "category"), "CONSENT_HOLDER_MISMATCH");
        refused(verify(grant(all -> all), "category"), "CONSENT_HOLDER_MISMATCH");
    }

    @Test
    void refusesAGrantForAnotherGranteePurposeOrType() {
        refused(verify(grant(all -> all.grantee(Did.parse("did:web:other.example"))), "sub"), "CONSENT_FOR_ANOTHER");
        refused(verify(grant(all -> all.purpose("advertising")), "sub"), "CONSENT_PURPOSE_MISMATCH");
        refused(
                verify(grant(all -> all.credentialType("https://lianbo.example/credentials/review")), "sub"),
                "CONSENT_TYPE_MISMATCH");
    }

    @Test
    void refusesAGrantThatHasEnded() {
        ConsentGrant ended = grant(all -> all.expiresAt(parties.now));

        refused(verify(ended, "sub", "category"), "CONSENT_EXPIRED");
    }

    @Test
    void refusesAGrantWhoseUsesNobodyCounts() {
        refused(verify(grant(all -> all.maxUses(3)), "sub", "category"), "CONSENT_NOT_COUNTED");
    }
}
