package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.consent.ledger.ConsentProof;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smart accounts log in: deployed (ERC-1271) and yet to be (ERC-6492). */
@LocalChainTest
class ContractLoginTest {
    private static final URI LOGIN = URI.create("https://live.example/login");
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final LocalChain local;
    private final LocalSigner viewer;
    private final LocalSigner stranger;
    private final NonceStore nonces = NonceStore.inMemory(CLOCK, new SecureRandom(), Duration.ofMinutes(5));
    private Chain chain;
    private Wallets wallets;
    private LoginVerifier verifier;

    ContractLoginTest(LocalChain local) {
        this.local = local;
        viewer = Wallets.signer(local, 1);
        stranger = Wallets.signer(local, 2);
    }

    @BeforeEach
    void connect() {
        chain = Wallets.connect(local);
        wallets = new Wallets(local, chain);
        verifier = builder().contracts(chain).build();
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private LoginVerifier.Builder builder() {
        return LoginVerifier.builder()
                .domain("live.example")
                .uri(LOGIN)
                .nonces(nonces)
                .clock(CLOCK);
    }

    private LoginMessage.Builder message(Address account) {
        return LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(chain.id(), account))
                .uri(LOGIN)
                .nonce(nonces.issue())
                .issuedAt(NOW);
    }

    private String text(Address account) {
        return message(account).build().toString();
    }

    private static String sign(LocalSigner signer, String text) {
        return signer.signMessage(text).toString();
    }

    private String wrapped(LocalSigner owner, LocalSigner signer, String text) {
        return Hex.encode(Wallets.wrap(
                wallets.factory(),
                Wallets.deployment(owner),
                signer.signMessage(text).bytes()));
    }

    private static void refused(Verdict<Login> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    @Test
    void aWalletThatIsNotYetDeployedLogsIn() {
        Address wallet = wallets.address(viewer);
        String text = text(wallet);
        String signature = wrapped(viewer, viewer, text);
        // @start region="contracts"
        LoginVerifier verifier = LoginVerifier.builder()
                .domain("live.example")
                .uri(URI.create("https://live.example/login"))
                .contracts(chain) // accounts there are keys or contracts
                .nonces(nonces)
                .clock(CLOCK)
                .build();
        Verdict<Login> verdict = verifier.verify(text, signature);
        // @end region="contracts"
        Login login = verdict.value().orElseThrow();
        assertThat(login.did()).isEqualTo(Did.ofAccount(new AccountId(chain.id(), wallet)));
        assertThat(chain.code(wallet)).isEmpty();
        refused(verifier.verify(text, signature), "NONCE_UNKNOWN");
    }

    @Test
    void aDeployedWalletLogsInByItsOwnersKey() {
        Address wallet = wallets.deployed(viewer);
        String text = text(wallet);
        refused(verifier.verify(text, sign(stranger, text)), "SIGNATURE_INVALID");
        refused(verifier.verify(text, "0x"), "SIGNATURE_INVALID");
        refused(verifier.verify(text, sign(viewer, text(wallet))), "SIGNATURE_INVALID");
        assertThat(verifier.verify(text, sign(viewer, text)).value())
                .hasValueSatisfying(
                        login -> assertThat(login.account().address()).isEqualTo(wallet));
        refused(verifier.verify(text, sign(viewer, text)), "NONCE_UNKNOWN");
    }

    @Test
    void aKeyLogsInWhereContractsMayToo() {
        String text = text(viewer.address());
        refused(verifier.verify(text, sign(stranger, text)), "SIGNATURE_INVALID");
        assertThat(verifier.verify(text, Hex.encode(viewer.signMessage(text).compact()))
                        .isVerified())
                .isTrue();
    }

    @Test
    void aContractDoesNotSignForAKeyNorAKeyForAContract() {
        String ofKey = text(viewer.address());
        String ofWallet = text(wallets.deployed(stranger));
        refused(verifier.verify(ofKey, wrapped(stranger, stranger, ofKey)), "SIGNATURE_INVALID");
        refused(verifier.verify(ofKey, wrapped(viewer, viewer, ofKey)), "SIGNATURE_INVALID");
        refused(verifier.verify(ofWallet, sign(viewer, ofWallet)), "SIGNATURE_INVALID");
        refused(verifier.verify(ofWallet, wrapped(viewer, viewer, ofWallet)), "SIGNATURE_INVALID");
    }

    @Test
    void whatAnOwnerSignedForOneOfItsAccountsLogsNoOtherIn() {
        Address wallet = wallets.deployed(viewer);
        String ofKey = text(viewer.address());
        String ofWallet = ofKey.replace(viewer.address().toString(), wallet.toString());
        refused(verifier.verify(ofWallet, sign(viewer, ofKey)), "SIGNATURE_INVALID");
        refused(verifier.verify(ofKey, sign(viewer, ofWallet)), "SIGNATURE_INVALID");
    }

    @Test
    void aWrapperAroundADeployedWalletAsksTheWalletAsItIs() {
        wallets.deploy(viewer);
        Address wallet = wallets.address(viewer);
        String first = text(wallet);
        assertThat(verifier.verify(first, wrapped(viewer, viewer, first)).isVerified())
                .isTrue();

        wallets.hand(wallet, viewer, stranger);
        String second = text(wallet);
        refused(verifier.verify(second, wrapped(viewer, viewer, second)), "SIGNATURE_INVALID");
        assertThat(verifier.verify(second, wrapped(viewer, stranger, second)).isVerified())
                .isTrue();
    }

    @Test
    void anUndeployedWalletNeedsItsWrapperAndItsOwner() {
        String text = text(wallets.address(viewer));
        refused(verifier.verify(text, sign(viewer, text)), "SIGNATURE_INVALID");
        refused(verifier.verify(text, wrapped(viewer, stranger, text)), "SIGNATURE_INVALID");
        refused(verifier.verify(text, wrapped(stranger, stranger, text)), "SIGNATURE_INVALID");
        refused(verifier.verify(text, "0x" + "6492".repeat(16)), "SIGNATURE_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65, 640, 5_000, 32_768})
    void aContractIsAskedAboutSignaturesAsLongAsPasskeysMakeThem(int length) {
        Address wallet = Address.of("0x00000000000000000000000000000000c0de0001");
        String text = text(wallet);
        byte[] signature = new byte[length];
        new SecureRandom().nextBytes(signature);
        local.rpc("anvil_setCode", wallet.toString(), Wallets.accepting(text, signature));
        if (length > 0) {
            byte[] changed = signature.clone();
            changed[length - 1] ^= 1;
            refused(verifier.verify(text, Hex.encode(changed)), "SIGNATURE_INVALID");
            refused(verifier.verify(text, Hex.encode(Arrays.copyOf(signature, length - 1))), "SIGNATURE_INVALID");
        }
        assertThat(verifier.verify(text, Hex.encode(signature)).reasons()).isEmpty();
        refused(verifier.verify(text(viewer.address()), Hex.encode(signature.clone())), "SIGNATURE_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(ints = {640, 5_000})
    void aWrapperHoldsSignaturesOfThatLengthToo(int length) {
        Address wallet = Address.of("0x00000000000000000000000000000000c0de0001");
        String text = text(wallet);
        byte[] signature = new byte[length];
        new SecureRandom().nextBytes(signature);
        local.rpc("anvil_setCode", wallet.toString(), Wallets.accepting(text, signature));
        byte[] wrapped = Wallets.wrap(wallets.factory(), Wallets.deployment(viewer), signature);
        assertThat(verifier.verify(text, Hex.encode(wrapped)).reasons()).isEmpty();
        signature[0] ^= 1;
        String other = text(wallet);
        byte[] changed = Wallets.wrap(wallets.factory(), Wallets.deployment(viewer), signature);
        refused(verifier.verify(other, Hex.encode(changed)), "SIGNATURE_INVALID");
    }

    @Test
    void aKeyThatRunsAContractsCodeStillLogsIn() {
        Address code = wallets.deployed(stranger);
        local.rpc(
                "anvil_setCode",
                viewer.address().toString(),
                "0xef0100" + code.toString().substring(2)); // EIP-7702
        String text = text(viewer.address());
        refused(verifier.verify(text, sign(stranger, text)), "SIGNATURE_INVALID");
        refused(verifier.verify(text, wrapped(stranger, stranger, text)), "SIGNATURE_INVALID");
        assertThat(verifier.verify(text, sign(viewer, text)).reasons()).isEmpty();
    }

    @Test
    void aWalletThatIsNotYetDeployedConsentsAndItsProofIsGoodAsLongAsItSaysSo() {
        Address wallet = wallets.address(viewer);
        Did shop = Did.parse("did:web:shop.example");
        ConsentGrant grant = ConsentGrant.builder()
                .holder(Did.ofAccount(new AccountId(chain.id(), wallet)))
                .grantee(shop)
                .purpose("a discount for regulars")
                .credentialType("https://lianbo.example/credentials/purchase")
                .claims("category")
                .expiresAt(NOW.plusSeconds(3600))
                .build();
        String text = message(wallet).consent(grant).build().toString();
        Login login = builder()
                .uri(shop.toUri())
                .contracts(chain)
                .build()
                .verify(text, wrapped(viewer, viewer, text))
                .value()
                .orElseThrow();
        ConsentProof proof = ConsentLedger.inMemory().record(login, NOW).proof();

        assertThat(proof.verify(chain).value()).contains(grant);
        assertThat(proof.verify().reasons()).extracting(Reason::code).containsExactly("SIGNATURE_MALFORMED");
        ConsentProof forged = new ConsentProof(text, wrapped(viewer, stranger, text));
        assertThat(forged.verify(chain).reasons()).extracting(Reason::code).containsExactly("SIGNATURE_INVALID");

        wallets.deploy(viewer);
        assertThat(proof.verify(chain).value()).contains(grant);
        wallets.hand(wallet, viewer, stranger);
        assertThat(proof.verify(chain).reasons()).extracting(Reason::code).containsExactly("SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x5f5ffd", "0xfe", "0x5b5f56", "0x00", "0x365f5f37365ff3", "0x621000005ff3"})
    void aContractThatMisbehavesLogsNobodyIn(String code) {
        Address wallet = Address.of("0x00000000000000000000000000000000c0de0001");
        local.rpc("anvil_setCode", wallet.toString(), code);
        String text = text(wallet);
        refused(verifier.verify(text, sign(viewer, text)), "SIGNATURE_INVALID");
    }

    @Test
    void refusesWhatNoSignatureCanBeWithoutAskingTheChain() {
        chain.close();
        String text = text(viewer.address());
        refused(verifier.verify(text, "0x" + "ab".repeat(32_769)), "SIGNATURE_MALFORMED");
        refused(verifier.verify(text, "0xa"), "SIGNATURE_MALFORMED");
        refused(verifier.verify(text, "not hex \u0000"), "SIGNATURE_MALFORMED");
    }

    @Test
    void asksTheChainOnlyForAMessageInWhichAllElseIsRight() {
        Address wallet = wallets.deployed(viewer);
        chain.close(); // so that asking would throw
        String foreign = message(wallet).domain("evil.example").build().toString();
        refused(verifier.verify(foreign, sign(viewer, foreign)), "DOMAIN_MISMATCH");
        String old = message(wallet).expirationTime(NOW).build().toString();
        refused(verifier.verify(old, "0x"), "EXPIRED");
    }

    @Test
    void aChainThatDoesNotAnswerLeavesTheNonceForAnotherTry() {
        Address wallet = wallets.deployed(viewer);
        String text = text(wallet);
        Chain.Options fast = Chain.Options.defaults().withRequestTimeout(Duration.ofSeconds(2));
        URI node;
        Chain lost;
        try (LocalChain other = LocalChain.start()) {
            node = other.rpcUrl();
            lost = Chain.connect(node, new ChainId(other.chainId()), fast);
        }
        try (lost) {
            Verdict<Login> verdict = builder().contracts(lost).build().verify(text, sign(viewer, text));
            refused(verdict, "SIGNATURE_UNVERIFIABLE");
            assertThat(verdict.reasons().getFirst().detail())
                    .contains("RPC_UNREACHABLE")
                    .doesNotContain(String.valueOf(node.getPort()));
        }
        assertThat(verifier.verify(text, sign(viewer, text)).isVerified()).isTrue();
    }

    @Test
    void contractsLogInOnlyOnChainsThatCanBeAsked() {
        Address wallet = wallets.deployed(viewer);
        String text = text(wallet);
        refused(builder().chain(chain.id()).build().verify(text, sign(viewer, text)), "SIGNATURE_INVALID");
        String wrapped = wrapped(viewer, viewer, text);
        refused(builder().chain(chain.id()).build().verify(text, wrapped), "SIGNATURE_MALFORMED");

        String elsewhere = message(wallet)
                .account(new AccountId(new ChainId(1), wallet))
                .build()
                .toString();
        refused(verifier.verify(elsewhere, sign(viewer, elsewhere)), "CHAIN_MISMATCH", "SIGNATURE_INVALID");
    }
}
