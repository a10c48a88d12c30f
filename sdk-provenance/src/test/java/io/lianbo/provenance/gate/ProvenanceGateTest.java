package io.lianbo.provenance.gate;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class ProvenanceGateTest {

    private static final Instant APRIL = Instant.parse("2026-04-21T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final String STEP = "https://ref.gs1.org/cbv/BizStep-";

    private LocalChain local;
    private Chain chain;
    private LocalSigner brand;
    private ProvenanceAnchor anchor;
    private IssuerRegistry registry;

    @BeforeEach
    void deploy(LocalChain running) {
        local = running;
        local.setTime(APRIL);
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        anchor = ProvenanceAnchor.deploy(chain, brand);
        registry = IssuerRegistry.deploy(chain, brand, brand.address());
        for (ProvenanceLeaf leaf : leaves()) {
            registry.authorise(brand, leaf.issuer(), leaf.step(), JANUARY);
        }
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void vouchesForAHistoryThatFulfilsItsPolicy() {
        Passport passport = passport();
        // @start region="gate"
        GatePolicy policy = new GatePolicy(
                brand.address(),
                Duration.ofDays(7),
                List.of(IssuerRegistry.scopeOf("https://ref.gs1.org/cbv/BizStep-inspecting")));
        ProvenanceGate gate = ProvenanceGate.deploy(chain, brand, anchor, registry, policy);

        assertThat(gate.check(passport).isVerified()).isTrue();
        // @end
        assertThat(gate.check(passport).value()).contains(passport.hash());
        ProvenanceGate same = ProvenanceGate.at(chain, gate.account().address());
        assertThat(same.policy()).isEqualTo(policy);
        // The head and the inspection before it, not what led to that.
        assertThat(gate.signature(Hash32.ZERO, passport))
                .hasSizeLessThan(ofAll().signature(Hash32.ZERO, passport).length);
    }

    @Test
    void saysWhatIsWrong() {
        ProvenanceGate gate = ofAll();
        Passport passport = passport();
        assertThat(gate.check(passport).isVerified()).isTrue();
        AnchoredRoot root = passport.anchor();

        Passport incomplete = new Passport(CAKE, passport.entries().subList(1, 4), passport.proof(), root);
        assertThat(codes(gate, incomplete)).containsExactly("STEP_MISSING");
        List<Passport.Entry> holed = new ArrayList<>(passport.entries());
        holed.remove(2);
        assertThat(codes(gate, new Passport(CAKE, holed, passport.proof(), root)))
                .containsExactly("NOT_A_PARENT");
        Passport other = new Passport(TeaCake.cake("CAKE-0002"), passport.entries(), passport.proof(), root);
        assertThat(codes(gate, other)).containsExactly("WRONG_ITEM");
        AnchoredRoot claimed =
                new AnchoredRoot(root.contract(), root.issuer(), root.sequence() + 1, root.head(), root.anchoredAt());
        assertThat(codes(gate, new Passport(CAKE, passport.entries(), passport.proof(), claimed)))
                .containsExactly("NOT_ANCHORED");

        Address laboratory = TeaCake.LABORATORY.address();
        registry.reportCompromise(brand, laboratory, root.anchoredAt());
        assertThat(gate.check(passport).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("UNAUTHORISED_ISSUER");
            assertThat(reason.detail()).contains(laboratory.toString());
        });
        registry.reportCompromise(brand, brand.address(), root.anchoredAt());
        assertThat(codes(gate, passport)).containsExactly("LOG_COMPROMISED");
        local.increaseTime(Duration.ofDays(8));
        local.mine(1);
        assertThat(codes(gate, passport)).containsExactly("STALE_ANCHOR");
    }

    @Test
    void hasAPolicyThatCanBeMet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatePolicy(Address.ZERO, Duration.ofDays(1), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatePolicy(brand.address(), Duration.ofMillis(1500), List.of()))
                .withMessage("the age of an anchor must be whole seconds, at least 1: PT1.5S");
    }

    private ProvenanceGate ofAll() {
        List<Hash32> all = leaves().stream().map(ProvenanceLeaf::step).toList();
        assertThat(all).contains(IssuerRegistry.scopeOf(STEP + "shipping"));
        return ProvenanceGate.deploy(
                chain, brand, anchor, registry, new GatePolicy(brand.address(), Duration.ofDays(7), all));
    }

    private static List<String> codes(ProvenanceGate gate, Passport passport) {
        return gate.check(passport).reasons().stream().map(Reason::code).toList();
    }

    private static List<ProvenanceLeaf> leaves() {
        return entries().stream().map(Passport.Entry::leaf).toList();
    }

    private static List<Passport.Entry> entries() {
        List<Passport.Entry> entries = new ArrayList<>();
        for (SignedEvent event : TeaCake.history(CAKE)) {
            List<Hash32> parents = entries.isEmpty()
                    ? List.of()
                    : List.of(entries.getLast().leaf().hash());
            entries.add(new Passport.Entry(event, Hash32.ZERO, ProvenanceLeaf.of(CAKE, event, Hash32.ZERO, parents)));
        }
        return entries;
    }

    private Passport passport() {
        List<Passport.Entry> entries = entries();
        MerkleLog log = new MerkleLog();
        log.append(MerkleLog.leafHash(new byte[] {1}));
        long index = log.append(entries.getLast().leaf().hash());
        log.append(MerkleLog.leafHash(new byte[] {2}));
        AnchoredRoot root = anchor.anchoredIn(anchor.anchor(brand, log.head()));
        return new Passport(CAKE, entries, log.inclusionProof(index, 3), root);
    }
}
