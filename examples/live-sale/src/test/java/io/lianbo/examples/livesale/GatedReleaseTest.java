package io.lianbo.examples.livesale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.gate.GatePolicy;
import io.lianbo.provenance.gate.ProvenanceGate;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.rewards.escrow.Attestation;
import io.lianbo.rewards.escrow.DeliveryConfirmed;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sale whose condition is no key but a contract that reads the anchored history of the goods. */
@LocalChainTest
class GatedReleaseTest {

    private static final DigitalLink CAKE =
            DigitalLink.ofItem("09506000134352", "CAKE-0001").onDomain("https://tea.example");
    private static final String INSPECTING = "https://ref.gs1.org/cbv/BizStep-inspecting";

    @Test
    void paysOutWhenTheChainItselfSeesThatTheGoodsWereInspected(LocalChain local) {
        local.setTime(Instant.parse("2026-04-21T00:00:00Z"));
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            LocalSigner brand =
                    LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
            LocalSigner buyer =
                    LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
            LocalSigner arbiter =
                    LocalSigner.fromPrivateKey(local.accounts().get(2).privateKey());
            LocalSigner laboratory = LocalSigner.fromPrivateKey("0x" + "%064x".formatted(3));
            LocalSigner merchant = LocalSigner.fromPrivateKey("0x" + "%064x".formatted(4));

            ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
            IssuerRegistry registry = IssuerRegistry.deploy(chain, brand, brand.address());
            Hash32 inspecting = IssuerRegistry.scopeOf(INSPECTING);
            registry.authorise(brand, laboratory.address(), inspecting, Instant.parse("2026-01-01T00:00:00Z"));
            ProvenanceGate gate = ProvenanceGate.deploy(
                    chain,
                    brand,
                    anchor,
                    registry,
                    new GatePolicy(brand.address(), Duration.ofDays(7), List.of(inspecting)));

            SplitRegistry splits = SplitRegistry.deploy(chain, brand);
            SplitTerms split = SplitTerms.of(Share.of(merchant.address(), 10_000));
            splits.create(brand, split);
            SaleEscrow escrow = SaleEscrow.deploy(chain, brand, splits);
            // @start region="condition"
            SaleTerms terms = new SaleTerms(
                    brand.address(),
                    arbiter.address(),
                    split.id(),
                    Duration.ofDays(7),
                    Duration.ofDays(14),
                    false,
                    List.of(gate.account().address())); // no key: the gate reads the history
            // @end
            TokenAmount price = new TokenAmount(BigInteger.valueOf(49_990_000), Token.nativeCoin("ETH"));
            EscrowOrder order = EscrowOrder.of(
                    terms,
                    buyer.address(),
                    price,
                    CAKE.itemKey(),
                    Instant.parse("2026-06-01T00:00:00Z"),
                    BigInteger.ONE);
            escrow.deposit(buyer, order);

            Passport passport = inspected(anchor, brand, laboratory);
            Attestation ofAnotherOrder = new Attestation(passport.hash(), gate.signature(Hash32.ZERO, passport));
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> escrow.ship(brand, terms, List.of(Shipment.of(order, ofAnotherOrder))))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("ConditionNotMet"));
            // @start region="ship"
            Attestation history = new Attestation(passport.hash(), gate.signature(order.id(), passport));
            escrow.ship(brand, terms, List.of(Shipment.of(order, history)));
            // @end
            byte[] delivered =
                    DeliveryConfirmed.of(order).sign(buyer, escrow.domain()).bytes();
            escrow.release(brand, terms, split, order, delivered);
            assertThat(chain.balance(merchant.address())).isEqualTo(price.units());
        }
    }

    private static Passport inspected(ProvenanceAnchor anchor, LocalSigner brand, LocalSigner laboratory) {
        SignedEvent inspection = SignedEvent.sign(EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "2026-04-10T09:15:00+08:00", "eventTimeZoneOffset": "+08:00",
                 "epcList": ["%s"], "action": "OBSERVE", "bizStep": "inspecting"}""".formatted(CAKE)), laboratory);
        ProvenanceLeaf leaf = ProvenanceLeaf.of(CAKE, inspection, Hash32.ZERO, List.of());
        MerkleLog log = new MerkleLog();
        log.append(leaf.hash());
        log.append(MerkleLog.leafHash("another item".getBytes(StandardCharsets.UTF_8)));
        AnchoredRoot root = anchor.anchoredIn(anchor.anchor(brand, log.head()));
        return new Passport(
                CAKE,
                List.of(new Passport.Entry(inspection, Hash32.ZERO, leaf)),
                log.inclusionProof(0, log.size()),
                root);
    }
}
