package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginVerifierTest {
    private static final ChainId CHAIN = new ChainId(1);
    private static final URI LOGIN = URI.create("https://live.example/login");
    private static final Did MERCHANT = Did.parse("did:web:tea.example");

    private final LocalSigner viewer = LocalSigner.generate(new SecureRandom());
    private Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = () -> now;
    private final NonceStore nonces = NonceStore.inMemory(clock, new SecureRandom(), Duration.ofMinutes(5));
    private final LoginVerifier verifier = LoginVerifier.builder()
            .domain("live.example")
            .uri(LOGIN, MERCHANT.toUri())
            .chain(CHAIN)
            .nonces(nonces)
            .clock(clock)
            .build();

    private LoginMessage.Builder message() {
        return LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(CHAIN, viewer.address()))
                .uri(LOGIN)
                .nonce(nonces.issue())
                .issuedAt(now);
    }

    private Verdict<Login> login(UnaryOperator<LoginMessage.Builder> change) {
        String text = change.apply(message()).build().toString();
        return verifier.verify(text, viewer.signMessage(text).toString());
    }

    @Test
    void logsInWhoSigned() {
        // @start region="verify"
        LoginMessage message = LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(CHAIN, viewer.address()))
                .uri(URI.create("https://live.example/login"))
                .nonce(nonces.issue())
                .issuedAt(clock.instant())
                .build();
        String signature = viewer.signMessage(message.toString()).toString(); // the wallet does this

        Verdict<Login> verdict = verifier.verify(message.toString(), signature);
        // @end region="verify"
        Login login = verdict.value().orElseThrow();
        assertThat(login.did()).hasToString("did:pkh:eip155:1:" + viewer.address());
        assertThat(login.account()).isEqualTo(message.account());
        assertThat(login.message()).isEqualTo(message);
        assertThat(login.consent()).isEmpty();
        assertThat(login).hasToString("Login[" + login.did() + " to live.example]");
    }

    @Test
    void acceptsACompactSignature() {
        String text = message().build().toString();
        byte[] compact = viewer.signMessage(text).compact();

        assertThat(verifier.verify(text, Hex.encode(compact)).isVerified()).isTrue();
    }

    @Test
    void refusesAReplayedNonce() {
        String text = message().build().toString();
        String signature = viewer.signMessage(text).toString();

        assertThat(verifier.verify(text, signature).isVerified()).isTrue();
        refused(verifier.verify(text, signature), "NONCE_UNKNOWN");
    }

    @Test
    void ofManyConcurrentLoginsWithOneNonceOneSucceeds() throws Exception {
        String text = message().build().toString();
        String signature = viewer.signMessage(text).toString();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var verdicts = threads.invokeAll(
                    Stream.generate(() -> (Callable<Verdict<Login>>) () -> verifier.verify(text, signature))
                            .limit(64)
                            .toList());
            int successes = 0;
            for (Future<Verdict<Login>> verdict : verdicts) {
                successes += verdict.get().isVerified() ? 1 : 0;
            }
            assertThat(successes).isOne();
        }
    }

    @Test
    void refusesANonceThatItDidNotIssueOrThatIsOld() {
        refused(login(message -> message.nonce("0123456789abcdef")), "NONCE_UNKNOWN");
        String text = message().build().toString();
        now = now.plus(Duration.ofMinutes(5));
        refused(verifier.verify(text, viewer.signMessage(text).toString()), "NONCE_UNKNOWN");
    }

    @Test
    void aRefusedLoginLeavesTheNonceToItsOwner() {
        String text = message().build().toString();
        String forged =
                LocalSigner.generate(new SecureRandom()).signMessage(text).toString();

        refused(verifier.verify(text, forged), "SIGNATURE_INVALID");
        assertThat(verifier.verify(text, viewer.signMessage(text).toString()).isVerified())
                .isTrue();
    }

    @Test
    void refusesAMessageForAnotherDomainUriChainOrScheme() {
        refused(login(message -> message.domain("evil.example")), "DOMAIN_MISMATCH");
        refused(login(message -> message.domain("live.example:8443")), "DOMAIN_MISMATCH");
        refused(login(message -> message.domain("live.example@evil.example")), "DOMAIN_MISMATCH");
        refused(login(message -> message.domain("LIVE.example")), "DOMAIN_MISMATCH");
        refused(login(message -> message.uri(URI.create("https://live.example/login/"))), "URI_MISMATCH");
        refused(login(message -> message.uri(URI.create("https://LIVE.example/login"))), "URI_MISMATCH");
        refused(login(message -> message.account(new AccountId(new ChainId(5), viewer.address()))), "CHAIN_MISMATCH");
        refused(login(message -> message.scheme("http")), "SCHEME_MISMATCH");
        assertThat(login(message -> message.scheme("https")).isVerified()).isTrue();
    }

    @Test
    void refusesAMessageBeforeAndAfterItsTime() {
        refused(login(message -> message.expirationTime(now)), "EXPIRED");
        refused(login(message -> message.notBefore(now.plusMillis(1))), "NOT_YET_VALID");
        assertThat(login(message -> message.notBefore(now).expirationTime(now.plusMillis(1)))
                        .isVerified())
                .isTrue();
    }

    @Test
    void saysEveryReason() {
        refused(
                login(message -> message.domain("evil.example").scheme("http").expirationTime(now)),
                "SCHEME_MISMATCH",
                "DOMAIN_MISMATCH",
                "EXPIRED");
    }

    @Test
    void refusesAChangedMessage() {
        String text = message()
                .resource(URI.create("https://a.example"))
                .resource(URI.create("https://b.example"))
                .build()
                .toString();
        String swapped = text.replace("https://a.example", "https://x.example")
                .replace("https://b.example", "https://a.example")
                .replace("https://x.example", "https://b.example");

        refused(verifier.verify(swapped, viewer.signMessage(text).toString()), "SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "zz", "0x00", "not hex at all \u0000"})
    void refusesWhatIsNoSignature(String signature) {
        refused(verifier.verify(message().build().toString(), signature), "SIGNATURE_MALFORMED");
    }

    @Test
    void refusesAMalleatedSignatureAndOneOfAContractWallet() {
        String text = message().build().toString();
        Signature signature = viewer.signMessage(text);
        BigInteger n = new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);
        String high =
                String.format("0x%064x%064x%02x", signature.r(), n.subtract(signature.s()), 28 - signature.yParity());

        refused(verifier.verify(text, high), "SIGNATURE_MALFORMED");
        refused(verifier.verify(text, "0x" + "ab".repeat(1_000)), "SIGNATURE_MALFORMED");
    }

    @Test
    void refusesWhatIsNoMessage() {
        refused(verifier.verify("hello", "0x"), "MESSAGE_MALFORMED");
        refused(verifier.verify("a".repeat(1_000_000), "0x"), "MESSAGE_MALFORMED");
    }

    private ConsentGrant.Builder grant() {
        return ConsentGrant.builder()
                .holder(Did.ofAccount(new AccountId(CHAIN, viewer.address())))
                .grantee(MERCHANT)
                .purpose("a discount for regulars")
                .credentialType("https://lianbo.example/credentials/purchase")
                .claims("category", "year")
                .expiresAt(now.plus(Duration.ofDays(30)));
    }

    private LoginMessage.Builder consenting(ConsentGrant grant) {
        return LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(CHAIN, viewer.address()))
                .nonce(nonces.issue())
                .issuedAt(now)
                .consent(grant);
    }

    @Test
    void oneSignatureLogsInAndConsents() {
        ConsentGrant grant = grant().build();
        String text =
                consenting(grant).statement("Welcome to the tea show.").build().toString();

        Login login = verifier.verify(text, viewer.signMessage(text).toString())
                .value()
                .orElseThrow();

        assertThat(login.consent()).contains(grant);
        assertThat(text)
                .contains(
                        "Welcome to the tea show. Purpose: a discount for regulars. I further authorize the stated URI to"
                                + " perform the following actions on my behalf: (1) 'read-claim': 'category', 'year' for"
                                + " 'https://lianbo.example/credentials/purchase'.\n")
                .contains("\nURI: did:web:tea.example\n");
    }

    @Test
    void refusesAConsentThatTheStatementDoesNotShow() {
        String shown = consenting(grant().build()).build().toString();

        consentRefused(shown.replace("'category', 'year'", "'category'"));
        consentRefused(shown.replace("a discount for regulars.", "a discount."));
        consentRefused(shown.replaceFirst("\nPurpose: [^\n]*\n", "\nWelcome\n"));
        consentRefused(shown.replaceFirst("\nPurpose: [^\n]*\n", "\n"));
        consentRefused(shown.replaceFirst("\nPurpose: ", "\nNo Purpose: x. And noPurpose: "));
    }

    @Test
    void refusesAReCapThatIsNotOneConsentAtTheEnd() {
        String shown = consenting(grant().build()).build().toString();

        consentRefused(shown + "\n- https://live.example/terms");
        consentRefused(shown + "\n- " + grant().build().recap());
        consentRefused(shown.replaceFirst("urn:recap:.*", "urn:recap:!!!"));
        consentRefused(shown.replaceFirst("urn:recap:.*", "urn:recap:e30"));
        consentRefused(shown.replaceFirst("\nExpiration Time: [^\n]*", ""));
        consentRefused(shown.replace("URI: did:web:tea.example", "URI: " + LOGIN));
    }

    private void consentRefused(String text) {
        Set<String> codes = new HashSet<>();
        for (Reason reason :
                verifier.verify(text, viewer.signMessage(text).toString()).reasons()) {
            codes.add(reason.code());
        }
        assertThat(codes).as(text).hasSize(1).containsAnyOf("CONSENT_INVALID", "MESSAGE_MALFORMED");
    }

    @Test
    void refusesToBuildAMessageThatContradictsItsConsent() {
        ConsentGrant ofAnother =
                grant().holder(Did.parse("did:web:someone.example")).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> consenting(ofAnother).build())
                .withMessageContaining("holder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> consenting(grant().build()).uri(LOGIN).build())
                .withMessageContaining("grantee");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> consenting(grant().build()).expirationTime(now).build())
                .withMessageContaining("end");
    }

    @Test
    void needsToKnowWhatToExpect() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoginVerifier.builder().domain("live.example").build())
                .withMessageContaining("domain, URI, chain, nonces and clock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonceStore.inMemory(clock, new SecureRandom(), Duration.ZERO))
                .withMessageContaining("positive");
    }

    @Test
    void everyNonceIsAnotherAndFitsAMessage() {
        Set<String> issued = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            issued.add(nonces.issue());
        }
        assertThat(issued).hasSize(1_000).allMatch(nonce -> nonce.matches("[A-Za-z0-9]{32}"));
    }

    private static void refused(Verdict<Login> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }
}
