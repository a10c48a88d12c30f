package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.Did;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private static final ChainId CHAIN = new ChainId(1);

    private final SecureRandom random = new SecureRandom();
    private final LocalSigner viewer = LocalSigner.generate(random);
    private final Did did = Did.ofAccount(new AccountId(CHAIN, viewer.address()));
    private Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = () -> now;
    private final SessionStore store = SessionStore.inMemory();
    private final Service live = new Service("live.example");
    private final Service tea = new Service("tea.example");
    private final Sessions sessions = live.sessions;

    /** A service with a domain, nonces and sessions of its own. */
    private final class Service {
        final String domain;
        final NonceStore nonces = NonceStore.inMemory(clock, random, Duration.ofMinutes(5));
        final Sessions sessions;
        final LoginVerifier verifier;

        Service(String domain) {
            this.domain = domain;
            this.sessions = Sessions.builder()
                    .domain(domain)
                    .store(store)
                    .clock(clock)
                    .random(random)
                    .build();
            this.verifier = LoginVerifier.builder()
                    .domain(domain)
                    .uri(URI.create("https://" + domain))
                    .chain(CHAIN)
                    .nonces(nonces)
                    .clock(clock)
                    .build();
        }

        String message(LocalSigner signer) {
            return LoginMessage.builder()
                    .domain(domain)
                    .account(new AccountId(CHAIN, signer.address()))
                    .uri(URI.create("https://" + domain))
                    .nonce(nonces.issue())
                    .issuedAt(now)
                    .build()
                    .toString();
        }

        Login login(LocalSigner signer) {
            String text = message(signer);
            return verifier.verify(text, signer.signMessage(text).toString())
                    .value()
                    .orElseThrow();
        }

        String token(LocalSigner signer) {
            return sessions.open(login(signer)).value().orElseThrow().token();
        }
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    @Test
    void whoLoggedInStaysLoggedInUntilLoggingOut() {
        LoginVerifier verifier = live.verifier;
        String text = live.message(viewer);
        String signature = viewer.signMessage(text).toString();
        // @start region="open"
        Sessions sessions = Sessions.builder()
                .domain("live.example")
                .store(store) // JdbcSessionStore.in(database) where several processes serve
                .clock(clock)
                .random(random)
                .build();

        Login login = verifier.verify(text, signature).value().orElseThrow();
        OpenedSession opened = sessions.open(login).value().orElseThrow();
        String token = opened.token(); // into a cookie: Secure, HttpOnly, SameSite

        Verdict<Session> verdict = sessions.check(token); // at each request
        // @end region="open"
        assertThat(verdict.value()).contains(opened.session());
        assertThat(opened.session()).isEqualTo(new Session(did, "live.example", now, now.plus(Duration.ofHours(12))));
        // @start region="revoke"
        sessions.revoke(token); // logs out here
        sessions.revokeAll(login.did()); // logs out on all devices
        // @end region="revoke"
        refused(sessions.check(token), "SESSION_REVOKED");
        assertThat(sessions.revoke(token)).isFalse();
    }

    @Test
    void loggingOutEndsOneSessionOrAllOfOnePerson() {
        LocalSigner other = LocalSigner.generate(random);
        String phone = live.token(viewer);
        String laptop = live.token(viewer);
        String tablet = live.token(viewer);
        String others = live.token(other);

        assertThat(sessions.revoke(phone)).isTrue();
        refused(sessions.check(phone), "SESSION_REVOKED");
        assertThat(sessions.check(laptop).isVerified()).isTrue();

        assertThat(sessions.revokeAll(did)).isEqualTo(2);
        refused(sessions.check(laptop), "SESSION_REVOKED");
        refused(sessions.check(tablet), "SESSION_REVOKED");
        assertThat(sessions.check(others).isVerified()).isTrue();
        assertThat(sessions.check(live.token(viewer)).isVerified()).isTrue();
    }

    @Test
    void aSessionEndsAtItsTimeHoweverMuchItIsUsed() {
        Instant start = now;
        String token = live.token(viewer);
        while (now.isBefore(start.plus(Duration.ofHours(12)))) {
            assertThat(sessions.check(token).isVerified()).as("%s", now).isTrue();
            now = now.plus(Duration.ofMinutes(20));
        }
        refused(sessions.check(token), "SESSION_EXPIRED");
    }

    @Test
    void aSessionEndsWhenItIsNotUsed() {
        String token = live.token(viewer);
        now = now.plus(Duration.ofMinutes(30)).minusMillis(1);
        assertThat(sessions.check(token).isVerified()).isTrue();
        now = now.plus(Duration.ofMinutes(30)).minusMillis(1);
        assertThat(sessions.check(token).isVerified()).isTrue();
        now = now.plus(Duration.ofMinutes(30));
        refused(sessions.check(token), "SESSION_EXPIRED");
        refused(sessions.check(token), "SESSION_EXPIRED");
    }

    @Test
    void usesThatFollowCloselyAreNotWrittenDown() {
        String token = live.token(viewer);
        Instant opened = now;
        now = opened.plusSeconds(112);
        sessions.check(token);
        assertThat(store.find(hash(token)).orElseThrow().usedAt()).isEqualTo(opened);
        now = opened.plusMillis(112_500);
        sessions.check(token);
        assertThat(store.find(hash(token)).orElseThrow().usedAt()).isEqualTo(now);
    }

    private static Hash32 hash(String token) {
        return Sha256.hash(token.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aServiceRefusesWhomItWill() {
        String token = live.token(viewer);
        Login login = live.login(viewer);
        sessions.refuse(did);
        refused(sessions.check(token), "DID_REFUSED");
        refused(sessions.open(login), "DID_REFUSED");
        assertThat(tea.sessions.check(tea.token(viewer)).isVerified()).isTrue();

        sessions.admit(did);
        refused(sessions.check(token), "SESSION_REVOKED");
        assertThat(sessions.check(live.token(viewer)).isVerified()).isTrue();
        String later = live.token(viewer);
        sessions.admit(did); // not refused: nothing happens
        assertThat(sessions.check(later).isVerified()).isTrue();
    }

    @Test
    void oneIdentityIsAtTwoServicesAndEachKeepsItsOwn() {
        Login here = live.login(viewer);
        Login there = tea.login(viewer);
        assertThat(here.did()).isEqualTo(there.did());
        String liveToken = sessions.open(here).value().orElseThrow().token();
        String teaToken = tea.sessions.open(there).value().orElseThrow().token();

        refused(sessions.check(teaToken), "SESSION_UNKNOWN");
        refused(tea.sessions.check(liveToken), "SESSION_UNKNOWN");
        assertThat(sessions.revoke(teaToken)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions.open(there))
                .withMessageContaining("live.example");

        sessions.revokeAll(did);
        refused(sessions.check(liveToken), "SESSION_REVOKED");
        assertThat(tea.sessions.check(teaToken).value())
                .hasValueSatisfying(session -> assertThat(session.did()).isEqualTo(did));

        String text = live.message(viewer);
        String signature = viewer.signMessage(text).toString();
        refused(tea.verifier.verify(text, signature), "DOMAIN_MISMATCH", "URI_MISMATCH");
        String borrowed = text.replace("live.example", "tea.example"); // tea's message, with a nonce of live's
        refused(tea.verifier.verify(borrowed, viewer.signMessage(borrowed).toString()), "NONCE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token", "' OR 1=1 --", "\u0000", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoTokenIsNoSession(String token) {
        live.token(viewer);
        refused(sessions.check(token), "SESSION_UNKNOWN");
        refused(sessions.check(token.repeat(10_000)), "SESSION_UNKNOWN");
        assertThat(sessions.revoke(token)).isFalse();
    }

    @Test
    void aTokenIsUnguessableAndItsTextIsNotInTheStoreNorInALog() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            OpenedSession opened = sessions.open(live.login(viewer)).value().orElseThrow();
            tokens.add(opened.token());
            assertThat(opened.toString()).doesNotContain(opened.token()).contains(did.toString());
            assertThat(store.find(hash(opened.token()))).isPresent();
        }
        assertThat(tokens).hasSize(100).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
        for (String token : tokens) {
            char last = token.charAt(42) == 'A' ? 'Q' : 'A';
            refused(sessions.check(token.substring(0, 42) + last), "SESSION_UNKNOWN");
        }
    }

    @Test
    void saysEveryReason() {
        String token = live.token(viewer);
        sessions.revoke(token);
        sessions.refuse(did);
        now = now.plus(Duration.ofHours(12));
        refused(sessions.check(token), "DID_REFUSED", "SESSION_REVOKED", "SESSION_EXPIRED");
    }

    @Test
    void needsToKnowWhatToKeep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder().domain("live.example").build())
                .withMessageContaining("domain, store, clock and random");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder().lifetime(Duration.ZERO))
                .withMessageContaining("lifetime must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder().idleTime(Duration.ofSeconds(-1)))
                .withMessageContaining("idle time must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Session(did, "live.example", now, now.minusMillis(1)))
                .withMessageContaining("must not end before");
    }
}
