package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.presentation.CredentialQuery;
import io.lianbo.did.presentation.DcqlQuery;
import io.lianbo.did.presentation.DcqlRequest;
import io.lianbo.did.presentation.PresentationVerdict;
import io.lianbo.did.presentation.PresentationVerifier;
import io.lianbo.did.presentation.Wallet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsentedAnswersTest {
    private static final String MEMBER = "https://lianbo.example/credentials/member";
    private static final DcqlQuery QUERY = DcqlQuery.of(
            CredentialQuery.builder("purchase")
                    .types(Show.PURCHASE)
                    .claims("sub", "year")
                    .build(),
            CredentialQuery.builder("member")
                    .types(MEMBER)
                    .claims("sub", "category")
                    .build());

    private final Show show = new Show();
    private final ConsentLedger ledger = ConsentLedger.inMemory();
    private final ConsentGrant purchases = show.grant().maxUses(2).build();
    private final ConsentGrant memberships = show.grant().credentialType(MEMBER).build();

    @AfterEach
    void closeKeys() {
        show.close();
    }

    private DcqlRequest request() {
        return DcqlRequest.builder()
                .query(QUERY)
                .audience(Show.SHOP.toString())
                .purpose(Show.PURPOSE)
                .nonce(show.nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    private Map<String, List<String>> answer(DcqlRequest request) {
        Wallet wallet = Wallet.of(show.viewerKey, List.of(show.credential, show.credential(MEMBER)), show.clock);
        return wallet.present(wallet.plan(QUERY, request.audience()).plan().orElseThrow(), request.nonce());
    }

    private PresentationVerdict verify(DcqlRequest request, Hash32... grants) {
        return ConsentedPresentationVerifier.of(
                        PresentationVerifier.of(show.credentials().build()), ledger, show.clock)
                .verify(answer(request), request, List.of(grants));
    }

    @Test
    void anAnswerIsReadUnderAGrantForEachTypeAndLeavesAReceiptForEachCredential() {
        show.record(ledger, purchases);
        show.record(ledger, memberships);
        DcqlRequest request = request();
        Map<String, List<String>> answer = answer(request);
        PresentationVerifier answers =
                PresentationVerifier.of(show.credentials().build());

        // @start region="use"
        PresentationVerdict verdict = ConsentedPresentationVerifier.of(answers, ledger, show.clock)
                .signingReceipts(show.shopKey)
                .verify(answer, request, List.of(purchases.id(), memberships.id()));
        // @end region="use"
        assertThat(verdict.reasons()).isEmpty();
        RecordedReceipt purchase =
                ledger.receipts(purchases.id(), ReceiptPlace.START, 10).getFirst();
        RecordedReceipt member =
                ledger.receipts(memberships.id(), ReceiptPlace.START, 10).getFirst();
        assertThat(purchase.receipt().claims()).isEqualTo(ClaimPath.all("year"));
        assertThat(member.receipt().claims()).isEqualTo(ClaimPath.all("category"));
        assertThat(member.receipt().presentation())
                .isNotEqualTo(purchase.receipt().presentation());
        assertThat(ConsentReceipt.verify(
                                member.token().orElseThrow(), Show.SHOP, Set.of(show.shopKey.verificationKey()))
                        .value())
                .contains(member.receipt());
    }

    @Test
    void anAnswerOfWhichOneCredentialMayNotBeReadLeavesNothing() {
        show.record(ledger, purchases);
        show.record(ledger, memberships);
        ledger.revoke(purchases.id(), show.viewer, show.now);

        refused(verify(request(), memberships.id(), purchases.id()), "CONSENT_REVOKED");
        refused(verify(request(), memberships.id()), "CONSENT_MISSING");
        refused(verify(request(), memberships.id(), Hash32.ZERO), "CONSENT_UNKNOWN");
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10)).isEmpty();
        assertThat(ledger.find(memberships.id()).orElseThrow().used()).isZero();
    }

    @Test
    void usesAreCountedAcrossAnswers() {
        show.record(ledger, purchases);
        show.record(ledger, memberships);

        for (int i = 0; i < 2; i++) {
            assertThat(verify(request(), memberships.id(), purchases.id()).isAccepted())
                    .isTrue();
        }
        refused(verify(request(), memberships.id(), purchases.id()), "CONSENT_USED_UP");
        assertThat(ledger.find(memberships.id()).orElseThrow().used()).isEqualTo(2);
    }

    @Test
    void readsATokenAsItCame() {
        show.record(ledger, purchases);
        show.record(ledger, memberships);
        DcqlRequest request = request();
        ConsentedPresentationVerifier verifier = ConsentedPresentationVerifier.of(
                PresentationVerifier.of(show.credentials().build()), ledger, show.clock);
        String vpToken = StrictJson.write(answer(request));
        List<Hash32> grants = List.of(purchases.id(), memberships.id());

        refused(verifier.verify("{\"purchase\":", request, grants), "VP_TOKEN_MALFORMED");
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10)).isEmpty();
        assertThat(verifier.verify(vpToken, request, grants).reasons()).isEmpty();
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10))
                .extracting(each -> each.receipt().credentialType())
                .containsExactlyInAnyOrder(Show.PURCHASE, MEMBER);
        refused(verifier.verify(vpToken, request, grants), "PRESENTATION_REPEATED");
    }

    private static void refused(PresentationVerdict verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }
}
