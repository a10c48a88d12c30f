package io.lianbo.did.ethr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.follow.EventFollower;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.DocumentMetadata;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.resolve.Resolution;
import io.lianbo.did.resolve.ResolutionError;
import io.lianbo.did.resolve.ResolutionOptions;
import io.lianbo.did.resolve.Service;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EthrDidMethodTest {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final VerificationKey ED25519 = Did.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
            .key()
            .orElseThrow();

    private final LocalChain local =
            LocalChain.start(LocalChain.Options.defaults().withTimestamp(START));
    private final AtomicReference<Instant> now = new AtomicReference<>(START.plusSeconds(60));
    private final InstantSource clock = now::get;
    private Chain chain;
    private LocalSigner brand;
    private LocalSigner other;
    private Address delegate;
    private EthrDidRegistry registry;
    private EthrDidIndex index;
    private EthrDidMethod method;
    private Did did;

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        other = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        delegate = Address.of(local.accounts().get(2).address());
        registry = EthrDidRegistry.deploy(chain, other);
        index = EthrDidIndex.of(
                registry, EventFollower.Options.from(1).withConfirmations(0).withMemory(20));
        method = EthrDidMethod.of(clock, index);
        did = registry.did(brand.address());
    }

    @AfterEach
    void stop() {
        chain.close();
        local.close();
    }

    @Test
    void resolvesFromTheIndexAndAsksNobody() {
        change(EthrDidChange.setAttribute("did/pub/Ed25519/veriKey/base58", ED25519.bytes(), YEAR));
        // @start region="index"
        EthrDidIndex index =
                EthrDidIndex.of(registry, EventFollower.Options.from(1).withConfirmations(0));
        index.update(); // again and again, in a thread of its own

        DidResolver resolver = DidResolver.of(EthrDidMethod.of(clock, index), DidMethod.key());
        DidDocument document = resolver.resolve(did).document().orElseThrow();
        List<VerificationKey> keys = document.keysFor(Relationship.ASSERTION_METHOD);
        // @end region="index"
        assertThat(keys).containsExactly(ED25519);

        local.close(); // nobody is there to be asked
        assertThat(resolver.resolve(did).document()).contains(document);
        assertThat(resolver.resolve(registry.did(delegate)).document()).isPresent();
        assertThat(resolver.resolve(did, ResolutionOptions.versionId("2")).document())
                .contains(document);
    }

    @Test
    void anAddressThatIsNowhereWrittenSpeaksForItself() {
        DidDocument document = document();

        assertThat(document.id()).isEqualTo(did);
        assertThat(document.accountsFor(Relationship.AUTHENTICATION)).containsExactly(account(brand.address()));
        assertThat(document.accountsFor(Relationship.ASSERTION_METHOD)).containsExactly(account(brand.address()));
        assertThat(document.verificationMethods()).hasSize(1);
        assertThat(metadata(ResolutionOptions.latest()).json()).isEmpty();
    }

    @Test
    void aKeyNamesItselfAndItsAddressUntilTheOwnerChanges() {
        byte[] compressed = brand.publicKey().compressed();
        Did byKey = Did.parse("did:ethr:0x7a69:" + Hex.encode(compressed));
        VerificationKey key = VerificationKey.of(KeyAlgorithm.ES256K, compressed);

        DidDocument document =
                method.resolve(byKey, ResolutionOptions.latest()).document().orElseThrow();
        assertThat(document.keysFor(Relationship.ASSERTION_METHOD)).containsExactly(key);
        assertThat(document.accountsFor(Relationship.AUTHENTICATION)).containsExactly(account(brand.address()));

        change(EthrDidChange.owner(delegate));
        index.update();
        document = method.resolve(byKey, ResolutionOptions.latest()).document().orElseThrow();
        assertThat(document.keysFor(Relationship.ASSERTION_METHOD)).isEmpty();
        assertThat(document.accountsFor(Relationship.AUTHENTICATION)).containsExactly(account(delegate));
    }

    @Test
    void aDelegateSpeaksUntilItIsRevokedOrExpires() {
        change(EthrDidChange.addDelegate("veriKey", delegate, YEAR));
        change(EthrDidChange.addDelegate("sigAuth", other.address(), Duration.ofHours(1)));
        change(EthrDidChange.addDelegate("unknown", other.address(), YEAR));

        assertThat(document().accountsFor(Relationship.ASSERTION_METHOD))
                .containsExactly(account(brand.address()), account(delegate), account(other.address()));
        assertThat(document().accountsFor(Relationship.AUTHENTICATION))
                .containsExactly(account(brand.address()), account(other.address()));
        assertThat(document().verificationMethod("#delegate-2")).isPresent();

        now.set(START.plus(Duration.ofHours(2)));
        assertThat(document().accountsFor(Relationship.ASSERTION_METHOD))
                .containsExactly(account(brand.address()), account(delegate));

        local.increaseTime(Duration.ofHours(1));
        change(EthrDidChange.revokeDelegate("veriKey", delegate));
        assertThat(document().accountsFor(Relationship.ASSERTION_METHOD)).containsExactly(account(brand.address()));
    }

    @Test
    void attributesAreKeysAndServices() {
        AgreementKey agreement = AgreementKey.beside(ED25519);
        change(EthrDidChange.setAttribute("did/pub/X25519/enc/base58", agreement.bytes(), YEAR));
        change(EthrDidChange.setAttribute("did/svc/LinkedDomains", utf8("https://tea.example/"), YEAR));
        change(EthrDidChange.setAttribute("did/svc/Inbox", utf8("{\"uri\":\"https://a/\"}"), YEAR));
        change(EthrDidChange.setAttribute("did/svc/Odd", utf8("null"), YEAR));
        change(EthrDidChange.setAttribute("did/svc/Deep", utf8("[".repeat(600) + "]".repeat(600)), YEAR));
        change(EthrDidChange.setAttribute("did/svc/NoText", new byte[] {-1}, YEAR));
        change(EthrDidChange.setAttribute("did/pub/Ed25519/veriKey/base58", new byte[2000], YEAR));
        change(EthrDidChange.setAttribute("not/for/dids", utf8("x"), YEAR));

        assertThat(document().agreementKeys()).containsExactly(agreement);
        assertThat(document().services())
                .extracting(Service::endpoint)
                .containsExactly(
                        "https://tea.example/", Map.of("uri", "https://a/"), "null", "[".repeat(600) + "]".repeat(600));
        change(EthrDidChange.revokeAttribute("did/svc/LinkedDomains", utf8("https://tea.example/")));
        assertThat(document().services()).hasSize(3);
    }

    @Test
    void whoeverIsDeactivatedHasNoKeyAndTellsSo() {
        change(EthrDidChange.addDelegate("veriKey", delegate, YEAR));
        Receipt last = change(EthrDidChange.deactivate());

        assertThat(document().verificationMethods()).isEmpty();
        DocumentMetadata metadata = metadata(ResolutionOptions.latest());
        assertThat(metadata.isDeactivated()).isTrue();
        assertThat(metadata.versionId()).contains(Long.toString(last.blockNumber()));
        DocumentMetadata before = metadata(ResolutionOptions.versionId(Long.toString(last.blockNumber() - 1)));
        assertThat(before.isDeactivated()).isFalse();
        assertThat(before.nextVersionId()).contains(Long.toString(last.blockNumber()));
    }

    @Test
    void givesTheDocumentOfAnEarlierBlockAndOfAnEarlierTime() {
        Receipt first = change(EthrDidChange.addDelegate("veriKey", delegate, Duration.ofHours(1)));
        Instant added = chain.block(first.blockNumber()).orElseThrow().timestamp();
        local.increaseTime(Duration.ofDays(1));
        Receipt second = change(EthrDidChange.owner(other.address()));
        Instant changed = chain.block(second.blockNumber()).orElseThrow().timestamp();
        now.set(changed.plusSeconds(1));

        for (ResolutionOptions then : List.of(
                ResolutionOptions.versionId(Long.toString(first.blockNumber())),
                ResolutionOptions.versionTime(added),
                ResolutionOptions.versionTime(added.plus(Duration.ofMinutes(59))))) {
            assertThat(document(then).accountsFor(Relationship.ASSERTION_METHOD))
                    .containsExactly(account(brand.address()), account(delegate));
            DocumentMetadata metadata = metadata(then);
            assertThat(metadata.versionId()).contains(Long.toString(first.blockNumber()));
            assertThat(metadata.updated()).contains(added);
            assertThat(metadata.nextVersionId()).contains(Long.toString(second.blockNumber()));
            assertThat(metadata.nextUpdate()).contains(changed);
        }
        // A delegate that had expired by then is none, and before the first change there was nothing.
        assertThat(document(ResolutionOptions.versionTime(changed.minusSeconds(1)))
                        .accountsFor(Relationship.ASSERTION_METHOD))
                .containsExactly(account(brand.address()));
        assertThat(metadata(ResolutionOptions.versionTime(added.minusSeconds(1)))
                        .versionId())
                .isEmpty();
        assertThat(metadata(ResolutionOptions.versionId("0")).nextVersionId())
                .contains(Long.toString(first.blockNumber()));
        assertThat(document().accountsFor(Relationship.ASSERTION_METHOD)).containsExactly(account(other.address()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000", "-1", "01", "latest", "0x1", "99999999999999999999"})
    void knowsNoVersionThatIsNoBlockYet(String versionId) {
        assertThat(error(did, ResolutionOptions.versionId(versionId))).isEqualTo(ResolutionError.NOT_FOUND);
    }

    @Test
    void knowsNoVersionOfTheFuture() {
        assertThat(error(did, ResolutionOptions.versionTime(now.get().plusSeconds(1))))
                .isEqualTo(ResolutionError.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:ethr:0x7a69:0x1",
                "did:ethr:0x7a69:tea",
                "did:ethr:0x7a69:0xAB16a96d359eC26a11e2C2b3d8f8B8942d5Bfcdb",
                "did:ethr:0x7a69:0x000000000000000000000000000000000000000000000000000000000000000000",
                "did:web:tea.example"
            })
    void refusesWhatNamesNoAddress(String text) {
        assertThat(error(Did.parse(text), ResolutionOptions.latest())).isEqualTo(ResolutionError.INVALID_DID);
    }

    @Test
    void knowsTheNetworksOfItsIndexesAlone() {
        String address = brand.address().toString();
        for (String network : List.of("", "mainnet:", "0x1:", "sepolia:", "0x7A69:", "a:b:")) {
            assertThat(error(Did.parse("did:ethr:" + network + address), ResolutionOptions.latest()))
                    .isEqualTo(ResolutionError.NOT_FOUND);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> EthrDidMethod.of(clock, index, index));
        assertThat(EthrIdentifier.did(new ChainId(1), brand.address())).hasToString("did:ethr:" + address);
    }

    @Test
    void takesBackWhatAReorganisationUndid() {
        change(EthrDidChange.addDelegate("veriKey", delegate, YEAR));
        document();
        Snapshot before = local.snapshot();
        change(EthrDidChange.owner(other.address()));
        assertThat(document().accountsFor(Relationship.AUTHENTICATION)).containsExactly(account(other.address()));

        local.revert(before);
        change(EthrDidChange.addDelegate("sigAuth", other.address(), YEAR));
        local.mine(1);
        assertThat(document().accountsFor(Relationship.AUTHENTICATION))
                .containsExactly(account(brand.address()), account(other.address()));
        assertThat(document().accountsFor(Relationship.ASSERTION_METHOD))
                .containsExactly(account(brand.address()), account(delegate), account(other.address()));
    }

    private Receipt change(EthrDidChange change) {
        return registry.send(brand, brand.address(), change);
    }

    private DidDocument document() {
        return document(ResolutionOptions.latest());
    }

    private DidDocument document(ResolutionOptions options) {
        index.update();
        return method.resolve(did, options).document().orElseThrow();
    }

    private DocumentMetadata metadata(ResolutionOptions options) {
        index.update();
        return switch (method.resolve(did, options)) {
            case Resolution.Resolved found -> found.metadata();
            case Resolution.NotResolved failed -> throw new AssertionError(failed.detail());
        };
    }

    private ResolutionError error(Did did, ResolutionOptions options) {
        index.update();
        return switch (method.resolve(did, options)) {
            case Resolution.Resolved found -> throw new AssertionError("resolved to " + found.resolved());
            case Resolution.NotResolved failed -> failed.error();
        };
    }

    private AccountId account(Address address) {
        return new AccountId(chain.id(), address);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
