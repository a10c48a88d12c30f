package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services, each a process with a chain, a database, keys and an address of its own, that share nothing but what their users carry from one
 * to the other.
 */
class AcrossPlatformsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
    private static final AtomicLong PURCHASES = new AtomicLong();

    @TempDir
    private static Path folder;

    private static Platform live;
    private static Platform mall;

    private final SecureRandom random = new SecureRandom();
    private final LocalSigner wallet = LocalSigner.generate(random);
    private final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    private final AccountId account = new AccountId(Platform.CHAIN, wallet.address());
    private final Did viewer = Did.ofAccount(account);

    @BeforeAll
    static void start() throws IOException {
        live = new Platform("live.example", Files.createDirectory(folder.resolve("live")), NOW, 0);
        mall = new Platform("mall.example", Files.createDirectory(folder.resolve("mall")), NOW, 1);
        mall.trust(live);
    }

    @AfterAll
    static void stop() throws IOException {
        live.close();
        mall.close();
    }

    @AfterEach
    void closeKeys() {
        wallet.close();
        viewerKey.close();
    }

    private Map<String, Object> login(Platform platform, String message) {
        return platform.login(message, wallet.signMessage(message).toString());
    }

    /** Logs in and says under which token. */
    private String token(Platform platform) {
        Map<String, Object> answer =
                login(platform, platform.message(account).build().toString());
        assertThat(answer).containsEntry("did", viewer.toString());
        return (String) answer.get("token");
    }

    /** Logs in with a grant and says with which message. */
    private String grant(Platform platform, ConsentGrant grant) {
        String message = platform.message(account).consent(grant).build().toString();
        assertThat(login(platform, message)).containsKey("token");
        return message;
    }

    private String present(Credential purchase, PresentationRequest request) {
        return Holder.of(viewerKey, InstantSource.fixed(NOW))
                .present(purchase, request, ClaimPath.all("sub", "category"));
    }

    private static void refused(Map<String, Object> answer, String... codes) {
        assertThat(answer).containsExactlyEntriesOf(Map.of("refused", List.of(codes)));
    }

    @Test
    void bothKnowTheSameUserAndNeitherTheOthersSession() {
        String atLive = token(live);
        String atMall = token(mall);
        refused(mall.ask("/receipts", Map.of("token", atLive)), "SESSION_UNKNOWN");
        refused(live.ask("/receipts", Map.of("token", atMall)), "SESSION_UNKNOWN");
        assertThat(live.ask("/logout", Map.of("token", atLive))).containsEntry("ended", true);
        refused(live.ask("/receipts", Map.of("token", atLive)), "SESSION_REVOKED");
        assertThat(mall.ask("/receipts", Map.of("token", atMall))).containsEntry("receipts", List.of());

        String forLive = live.message(account).build().toString();
        refused(login(mall, forLive), "DOMAIN_MISMATCH", "URI_MISMATCH");
        String withItsNonce = forLive.replace("live.example", "mall.example");
        refused(login(mall, withItsNonce), "NONCE_UNKNOWN");
    }

    @Test
    void whatOneReadTheOtherDoesNotSeeUntilTheHolderGrantsItToo() throws IOException {
        Credential purchase = live.buy(token(live), viewerKey.verificationKey(), PURCHASES.incrementAndGet());
        ConsentGrant toLive = live.grant(viewer).maxUses(2).build();
        String consented = grant(live, toLive);
        PresentationRequest ofLive = live.request();
        String forLive = present(purchase, ofLive);
        assertThat(live.read(forLive, ofLive, toLive.id()))
                .containsEntry("claims", Map.of("sub", viewer.toString(), "category", "tea"));

        // The mall knows her, and has neither consent nor receipts.
        String atMall = token(mall);
        PresentationRequest ofMall = mall.request();
        refused(mall.read(present(purchase, ofMall), ofMall, toLive.id()), "CONSENT_UNKNOWN");
        assertThat(mall.ask("/grants", Map.of("token", atMall))).containsEntry("grants", List.of());
        assertThat(mall.receipts(atMall)).isEmpty();

        // Nor do the grant and the presentation that the other has serve it, should it get hold of them.
        refused(login(mall, consented), "DOMAIN_MISMATCH", "URI_MISMATCH");
        ConsentRecord leaked = live.ledger().find(toLive.id()).orElseThrow();
        assertThat(leaked.proof().message()).isEqualTo(consented);
        mall.ledger().record(leaked.grant(), leaked.proof(), NOW);
        PresentationRequest again = mall.request();
        refused(mall.read(present(purchase, again), again, toLive.id()), "CONSENT_FOR_ANOTHER");
        refused(
                mall.read(forLive, mall.request(), toLive.id()),
                "AUDIENCE_MISMATCH",
                "NONCE_MISMATCH",
                "CONSENT_FOR_ANOTHER");
        refused(mall.read(forLive, ofLive, toLive.id()), "NONCE_UNKNOWN");
        assertThat(mall.receipts(atMall)).isEmpty();

        // Until she grants it.
        ConsentGrant toMall = mall.grant(viewer).maxUses(2).build();
        grant(mall, toMall);
        PresentationRequest last = mall.request();
        assertThat(mall.read(present(purchase, last), last, toMall.id()))
                .containsEntry("claims", Map.of("sub", viewer.toString(), "category", "tea"));
        assertThat(mall.receipts(atMall)).extracting(ConsentReceipt::reader).containsExactly(mall.did);
        assertThat(live.receipts(token(live)))
                .extracting(ConsentReceipt::reader)
                .containsExactly(live.did);
    }

    @Test
    void revokingAtOneLeavesTheOtherAndRevokingTheCredentialLeavesNone() throws IOException {
        long index = PURCHASES.incrementAndGet();
        String atLive = token(live);
        Credential purchase = live.buy(atLive, viewerKey.verificationKey(), index);
        ConsentGrant toLive = live.grant(viewer).build();
        ConsentGrant toMall = mall.grant(viewer).build();
        grant(live, toLive);
        grant(mall, toMall);
        live.ask("/revoke", Map.of("token", atLive, "grant", toLive.id().toString()));

        PresentationRequest ofLive = live.request();
        refused(live.read(present(purchase, ofLive), ofLive, toLive.id()), "CONSENT_REVOKED");
        PresentationRequest ofMall = mall.request();
        assertThat(mall.read(present(purchase, ofMall), ofMall, toMall.id())).containsKey("receipt");

        live.takeBack(index); // on its own chain, which the mall asks each time
        PresentationRequest again = mall.request();
        refused(mall.read(present(purchase, again), again, toMall.id()), "REVOKED");
        assertThat(mall.receipts(token(mall))).hasSize(1);
    }
}
