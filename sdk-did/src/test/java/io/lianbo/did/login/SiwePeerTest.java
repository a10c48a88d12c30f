package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.NodePeer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours, and {@code siwe} and {@code viem} of npm, verify each other's logins. */
@LocalChainTest
class SiwePeerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final URI LOGIN = URI.create("https://live.example/login");
    private static final String STATEMENT = "Welcome to the tea show.";

    private final LocalChain local;
    private final String key;
    private final LocalSigner viewer;
    private final NonceStore nonces = NonceStore.inMemory(CLOCK, new SecureRandom(), Duration.ofMinutes(5));
    private Chain chain;
    private LoginVerifier verifier;

    SiwePeerTest(LocalChain local) {
        this.local = local;
        key = local.accounts().get(1).privateKey();
        viewer = Wallets.signer(local, 1);
    }

    @BeforeEach
    void connect() {
        chain = Wallets.connect(local);
        verifier = LoginVerifier.builder()
                .domain("live.example")
                .uri(LOGIN)
                .contracts(chain)
                .nonces(nonces)
                .clock(CLOCK)
                .build();
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private Map<String, Object> fields(Address address) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("domain", "live.example");
        fields.put("address", address.toString());
        fields.put("statement", STATEMENT);
        fields.put("uri", LOGIN.toString());
        fields.put("version", "1");
        fields.put("chainId", local.chainId());
        fields.put("nonce", nonces.issue());
        fields.put("issuedAt", NOW.toString());
        fields.put("expirationTime", NOW.plusSeconds(300).toString());
        fields.put("notBefore", NOW.minusSeconds(60).toString());
        fields.put("requestId", "show-7");
        fields.put("resources", List.of("https://live.example/terms", "ipfs://QmTerms"));
        return fields;
    }

    private LoginMessage ours(Address address) {
        return LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(new ChainId(local.chainId()), address))
                .statement(STATEMENT)
                .uri(LOGIN)
                .nonce(nonces.issue())
                .issuedAt(NOW)
                .expirationTime(NOW.plusSeconds(300))
                .notBefore(NOW.minusSeconds(60))
                .requestId("show-7")
                .resource(URI.create("https://live.example/terms"))
                .resource(URI.create("ipfs://QmTerms"))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"siwe", "viem"})
    void weVerifyWhatThePeerMadeAndSigned(String peer) {
        Map<String, Object> made = ask(peer, "make", Map.of("fields", fields(viewer.address()), "privateKey", key));
        String text = (String) made.get("message");
        LoginMessage message = LoginMessage.parse(text);
        assertThat(message).hasToString(text);
        assertThat(message.statement()).contains(STATEMENT);
        assertThat(message.expirationTime()).contains(NOW.plusSeconds(300));
        assertThat(message.notBefore()).contains(NOW.minusSeconds(60));
        assertThat(message.requestId()).contains("show-7");
        assertThat(message.resources()).hasSize(2);

        Login login =
                verifier.verify(text, (String) made.get("signature")).value().orElseThrow();
        assertThat(login.account().address()).isEqualTo(viewer.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"siwe", "viem"})
    void thePeerVerifiesWhatWeMadeAndSigned(String peer) {
        LoginMessage message = ours(viewer.address());
        String signature = viewer.signMessage(message.toString()).toString();
        Map<String, Object> answer = verified(peer, message, signature, Map.of());
        assertThat(answer)
                .containsEntry("verified", true)
                .containsEntry("address", viewer.address().toString());
        if (peer.equals("siwe")) { // viem prints times with milliseconds
            assertThat(answer).containsEntry("printed", message.toString());
        }
        assertThat(verified(peer, message, signature, Map.of("nonce", "0123456789abcdef")))
                .containsEntry("verified", false);
        assertThat(verified(peer, message, signature, Map.of("domain", "evil.example")))
                .containsEntry("verified", false);
        String stranger =
                Wallets.signer(local, 2).signMessage(message.toString()).toString();
        assertThat(verified(peer, message, stranger, Map.of())).containsEntry("verified", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"siwe", "viem"})
    void thePeerVerifiesAMessageThatConsentsAsWell(String peer) {
        AccountId account = new AccountId(new ChainId(local.chainId()), viewer.address());
        ConsentGrant grant = ConsentGrant.builder()
                .holder(Did.ofAccount(account))
                .grantee(Did.parse("did:web:tea.example"))
                .purpose("a discount for regulars")
                .credentialType("https://lianbo.example/credentials/purchase")
                .claims("category", "address.city")
                .maxUses(3)
                .expiresAt(NOW.plusSeconds(3600))
                .build();
        LoginMessage message = LoginMessage.builder()
                .domain("live.example")
                .account(account)
                .statement(STATEMENT)
                .nonce(nonces.issue())
                .issuedAt(NOW)
                .consent(grant)
                .build();
        String signature = viewer.signMessage(message.toString()).toString();

        Map<String, Object> answer = verified(peer, message, signature, Map.of());
        assertThat(answer)
                .containsEntry("verified", true)
                .containsEntry("address", viewer.address().toString());
        LoginMessage printed = LoginMessage.parse((String) answer.get("printed"));
        assertThat(printed.consent()).contains(grant);
    }

    @Test
    void aWalletThatIsNotYetDeployedLogsInThereAndHere() {
        Wallets wallets = new Wallets(local, chain);
        Address wallet = wallets.address(viewer);
        byte[] deployment = Wallets.deployment(viewer);
        Map<String, Object> wrapper = Map.of("address", wallets.factory().toString(), "data", Hex.encode(deployment));

        Map<String, Object> made =
                ask("viem", "make", Map.of("fields", fields(wallet), "privateKey", key, "wrapper", wrapper));
        assertThat(verifier.verify((String) made.get("message"), (String) made.get("signature"))
                        .reasons())
                .isEmpty();

        LoginMessage message = ours(wallet);
        byte[] signature = viewer.signMessage(message.toString()).bytes();
        String wrapped = Hex.encode(Wallets.wrap(wallets.factory(), deployment, signature));
        Map<String, Object> rpc = Map.of("rpc", local.rpcUrl().toString());
        assertThat(verified("viem", message, wrapped, rpc)).containsEntry("verified", true);
        assertThat(verified("viem", message, Hex.encode(signature), rpc)).containsEntry("verified", false);

        wallets.deploy(viewer);
        assertThat(verified("viem", message, Hex.encode(signature), rpc)).containsEntry("verified", true);
        assertThat(verifier.verify(message.toString(), Hex.encode(signature)).reasons())
                .isEmpty();
    }

    private static Map<String, Object> verified(
            String peer, LoginMessage message, String signature, Map<String, Object> changes) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("message", message.toString());
        question.put("signature", signature);
        question.put("domain", message.domain());
        question.put("nonce", message.nonce());
        question.put("time", NOW.toString());
        question.putAll(changes);
        return ask(peer, "verify", question);
    }

    private static Map<String, Object> ask(String peer, String action, Map<String, Object> question) {
        Map<String, Object> whole = new LinkedHashMap<>(question);
        whole.put("peer", peer);
        whole.put("action", action);
        String answer = NodePeer.ask("siwe-peer.mjs", StrictJson.write(whole));
        return StrictJson.parseObject(answer);
    }
}
