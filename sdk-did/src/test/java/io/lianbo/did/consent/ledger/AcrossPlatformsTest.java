package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.Login;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two services that share nothing but what their users carry from one to the other. */
class AcrossPlatformsTest {
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T20:00:00Z"));
    private final Platform live = new Platform("live.example", clock);
    private final Platform mall = new Platform("mall.example", clock);
    private final LocalSigner wallet = LocalSigner.generate(random);
    private final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    private final AccountId account = new AccountId(live.chainId(), wallet.address());
    private final Did viewer = Did.ofAccount(account);
    private final Credential purchase = live.sell(viewer, viewerKey.verificationKey(), 7);

    @AfterEach
    void stop() {
        live.close();
        mall.close();
        wallet.close();
        viewerKey.close();
    }

    private Verdict<Login> login(Platform platform, String message) {
        return platform.login(message, wallet.signMessage(message).toString());
    }

    private void grant(Platform platform, ConsentGrant grant) {
        Verdict<Login> login =
                login(platform, platform.message(account).consent(grant).build().toString());
        assertThat(login.reasons()).isEmpty();
    }

    private String present(PresentationRequest request) {
        return Holder.of(viewerKey, clock).present(purchase, request, ClaimPath.all("sub", "category"));
    }

    @Test
    void bothKnowTheSameUser() {
        for (Platform platform : new Platform[] {live, mall}) {
            assertThat(login(platform, platform.message(account).build().toString())
                            .value()
                            .map(Login::did))
                    .contains(viewer);
        }
        String forLive = live.message(account).build().toString();
        assertThat(login(mall, forLive).reasons())
                .extracting(Reason::code)
                .containsExactly("DOMAIN_MISMATCH", "URI_MISMATCH");
    }

    @Test
    void whatOneReadTheOtherDoesNotSeeUntilTheHolderGrantsItToo() {
        ConsentGrant toLive = live.grant(viewer).maxUses(2).build();
        grant(live, toLive);
        PresentationRequest ofLive = live.request();
        String forLive = present(ofLive);
        assertThat(live.read(forLive, ofLive, toLive.id(), live)
                        .value()
                        .orElseThrow()
                        .credential()
                        .claims())
                .isEqualTo(Map.of("sub", viewer.toString(), "category", "tea"));

        // The mall knows her, and has neither consent nor receipts.
        login(mall, mall.message(account).build().toString());
        PresentationRequest ofMall = mall.request();
        refused(mall.read(present(ofMall), ofMall, toLive.id(), live), "CONSENT_UNKNOWN");
        assertThat(mall.ledger.grants(viewer, Hash32.ZERO, 10)).isEmpty();
        assertThat(mall.ledger.receipts(viewer, ReceiptPlace.START, 10)).isEmpty();

        // Nor do the grant and the presentation that the other has serve it.
        ConsentRecord leaked = live.ledger.find(toLive.id()).orElseThrow();
        assertThat(mall.login(leaked.proof().message(), leaked.proof().signature())
                        .reasons())
                .extracting(Reason::code)
                .contains("DOMAIN_MISMATCH", "URI_MISMATCH");
        mall.ledger.record(leaked.grant(), leaked.proof(), clock.instant());
        refused(mall.read(present(ofMall), ofMall, toLive.id(), live), "CONSENT_FOR_ANOTHER");
        refused(
                mall.read(forLive, ofMall, toLive.id(), live),
                "AUDIENCE_MISMATCH",
                "NONCE_MISMATCH",
                "CONSENT_FOR_ANOTHER");
        assertThat(live.ledger.find(toLive.id()).orElseThrow().used()).isEqualTo(1);

        // Until she grants it.
        ConsentGrant toMall = mall.grant(viewer).maxUses(2).build();
        grant(mall, toMall);
        assertThat(mall.read(present(ofMall), ofMall, toMall.id(), live).reasons())
                .isEmpty();
        assertThat(mall.ledger.receipts(viewer, ReceiptPlace.START, 10))
                .extracting(each -> each.receipt().reader())
                .containsExactly(mall.did);
        assertThat(live.ledger.receipts(viewer, ReceiptPlace.START, 10))
                .extracting(each -> each.receipt().reader())
                .containsExactly(live.did);
    }

    @Test
    void revokingAtOneLeavesTheOtherAndRevokingTheCredentialLeavesNone() {
        ConsentGrant toLive = live.grant(viewer).build();
        ConsentGrant toMall = mall.grant(viewer).build();
        grant(live, toLive);
        grant(mall, toMall);
        live.ledger.revoke(toLive.id(), viewer, clock.instant());

        PresentationRequest ofLive = live.request();
        refused(live.read(present(ofLive), ofLive, toLive.id(), live), "CONSENT_REVOKED");
        PresentationRequest ofMall = mall.request();
        assertThat(mall.read(present(ofMall), ofMall, toMall.id(), live, mall).reasons())
                .isEmpty();

        live.takeBack(7);
        PresentationRequest again = mall.request();
        refused(mall.read(present(again), again, toMall.id(), live, mall), "REVOKED");
        assertThat(mall.ledger.find(toMall.id()).orElseThrow().used()).isEqualTo(1);
    }

    private static void refused(Verdict<ConsentedReading> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }
}
