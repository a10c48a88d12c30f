package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.nft.blindbox.DrawEvidence.Captured;
import io.lianbo.nft.blindbox.DrawEvidence.Closing;
import io.lianbo.nft.blindbox.DrawEvidence.Revelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Computes a whole draw again from what the chain says, so that nobody has to believe the seller, the contract or whoever shows it.
 *
 * {@snippet class="io.lianbo.nft.blindbox.DrawVerifierTest" region="verify"}
 *
 * <p>It reads the sale's events and the hash of the block that counted; it believes the node that those are the chain's. It trusts no figure
 * that it can compute: sale id, accumulator, commitment, randomness and every prize that was handed out are computed here. It does
 * not judge what the seller could do unseen, which is to find a block together with its proposer.
 *
 * <p>Safe for use by many threads.
 */
public final class DrawVerifier {
    private final BlindBox blindBox;

    /** Returns the verifier of the sales of one contract. */
    public DrawVerifier(BlindBox blindBox) {
        this.blindBox = Objects.requireNonNull(blindBox, "blindBox");
    }

    /**
     * Verifies the draw of one sale.
     *
     * @param saleId which
     * @param prizes the list as the seller published it
     * @param fromBlock a block not after the one in which the sale was created; the nearer, the quicker
     * @return the draw with every outcome, or all reasons against it: {@code UNKNOWN_SALE}, {@code SALE_ID_DIFFERS}, {@code
     *     OTHER_PRIZE_LIST}, {@code BOXES_NOT_CONSECUTIVE}, {@code TOO_MANY_BOXES}, {@code NOT_CLOSED}, {@code NOT_REVEALED}, {@code
     *     SOLD_DIFFERS}, {@code ACCUMULATOR_DIFFERS}, {@code WRONG_DRAW_BLOCK}, {@code BLOCK_UNKNOWN}, {@code
     *     BLOCK_HASH_DIFFERS}, {@code BEACON_DIFFERS}, {@code WRONG_SEED}, {@code RANDOMNESS_DIFFERS}, {@code CLAIM_DIFFERS}
     * @throws io.lianbo.core.LianboException if the node fails
     */
    public Verdict<VerifiedDraw> verify(Hash32 saleId, PrizeList prizes, long fromBlock) {
        return verify(gather(saleId, fromBlock), prizes);
    }

    DrawEvidence gather(Hash32 saleId, long fromBlock) {
        Gathering gathering = new Gathering(saleId);
        EventQuery.of(
                        blindBox.contract(),
                        "SaleCreated",
                        "Bought",
                        "Closed",
                        "DrawBlockMissed",
                        "Captured",
                        "Revealed",
                        "Claimed")
                .forEach(fromBlock, blindBox.chain().blockNumber(), gathering::add);
        return gathering.evidence();
    }

    static Verdict<VerifiedDraw> verify(DrawEvidence evidence, PrizeList prizes) {
        if (evidence.terms().isEmpty()) {
            return Verdict.refused("UNKNOWN_SALE", "no sale " + evidence.saleId() + " was created in these blocks");
        }
        List<Reason> reasons = new ArrayList<>();
        SaleTerms terms = evidence.terms().get();
        Hash32 saleId = terms.saleId(evidence.contract());
        if (!saleId.equals(evidence.saleId())) {
            reasons.add(new Reason("SALE_ID_DIFFERS", "the terms are those of " + saleId));
        }
        boolean isList = prizes.root().equals(terms.prizeRoot()) && prizes.size() == terms.supply();
        if (!isList) {
            reasons.add(new Reason(
                    "OTHER_PRIZE_LIST",
                    "the sale has " + terms.supply() + " prizes with root " + terms.prizeRoot() + ", given is "
                            + prizes));
        }
        long sold = checkPurchases(evidence, terms, reasons);
        Hash32 accumulator = Draw.accumulate(saleId, evidence.purchases());
        if (evidence.closing().isEmpty()) {
            reasons.add(new Reason("NOT_CLOSED", "the sale can still be bought from"));
        } else {
            checkClosing(evidence.closing().get(), sold, accumulator, reasons);
        }
        if (evidence.captured().isEmpty() || evidence.revelation().isEmpty()) {
            reasons.add(new Reason("NOT_REVEALED", "the seller has revealed no seed"));
            return Verdict.refused(reasons);
        }
        checkBeacon(evidence, terms, reasons);
        Revelation revelation = evidence.revelation().get();
        Hash32 randomness = checkRevelation(evidence, terms, accumulator, reasons);
        if (!isList || sold > terms.supply()) {
            return Verdict.refused(reasons);
        }
        List<Outcome> outcomes = outcomes(evidence.purchases(), new Draw(randomness, terms.supply()), prizes);
        checkClaims(evidence, terms, new Draw(randomness, terms.supply()), outcomes, prizes, reasons);
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        return Verdict.ok(new VerifiedDraw(
                evidence.contract(),
                terms,
                evidence.purchases(),
                revelation.serverSeed(),
                evidence.drawBlock(),
                evidence.captured().get().beacon(),
                randomness,
                evidence.missedBlocks(),
                outcomes));
    }

    private static long checkPurchases(DrawEvidence evidence, SaleTerms terms, List<Reason> reasons) {
        long sold = 0;
        for (int i = 0; i < evidence.purchases().size(); i++) {
            Purchase purchase = evidence.purchases().get(i);
            if (purchase.number() != i || purchase.firstBox() != sold) {
                reasons.add(new Reason(
                        "BOXES_NOT_CONSECUTIVE",
                        "purchase " + i + " with box " + sold + " was expected, there is " + purchase));
            }
            sold += purchase.quantity();
        }
        if (sold > terms.supply()) {
            reasons.add(new Reason("TOO_MANY_BOXES", sold + " were sold of " + terms.supply()));
        }
        return sold;
    }

    private static void checkClosing(Closing closing, long sold, Hash32 accumulator, List<Reason> reasons) {
        if (closing.sold() != sold) {
            reasons.add(new Reason("SOLD_DIFFERS", closing.sold() + " by the chain, " + sold + " by the purchases"));
        }
        if (!closing.accumulator().equals(accumulator)) {
            reasons.add(new Reason(
                    "ACCUMULATOR_DIFFERS", closing.accumulator() + " by the chain, computed is " + accumulator));
        }
    }

    private static void checkBeacon(DrawEvidence evidence, SaleTerms terms, List<Reason> reasons) {
        Captured captured = evidence.captured().orElseThrow();
        if (captured.drawBlock() != evidence.drawBlock()) {
            reasons.add(new Reason(
                    "WRONG_DRAW_BLOCK",
                    "captured is block " + captured.drawBlock() + ", named was " + evidence.drawBlock()));
        }
        if (!terms.drawsWithBlockHash()) {
            return;
        }
        if (evidence.blockHash().isEmpty()) {
            reasons.add(new Reason("BLOCK_UNKNOWN", "the node does not have block " + evidence.drawBlock()));
        } else if (!evidence.blockHash().get().equals(captured.beacon())) {
            reasons.add(new Reason(
                    "BLOCK_HASH_DIFFERS",
                    "block " + evidence.drawBlock() + " has the hash "
                            + evidence.blockHash().get() + ", captured is " + captured.beacon()));
        }
    }

    private static Hash32 checkRevelation(
            DrawEvidence evidence, SaleTerms terms, Hash32 accumulator, List<Reason> reasons) {
        Hash32 beacon = evidence.captured().orElseThrow().beacon();
        Revelation revelation = evidence.revelation().orElseThrow();
        if (!ServerSeed.commitment(revelation.serverSeed()).equals(terms.seedCommitment())) {
            reasons.add(new Reason(
                    "WRONG_SEED", revelation.serverSeed() + " is not what " + terms.seedCommitment() + " commits to"));
        }
        if (!revelation.accumulator().equals(accumulator)) {
            reasons.add(new Reason(
                    "ACCUMULATOR_DIFFERS", revelation.accumulator() + " was drawn with, computed is " + accumulator));
        }
        if (!revelation.beacon().equals(beacon)) {
            reasons.add(new Reason("BEACON_DIFFERS", revelation.beacon() + " was drawn with, captured is " + beacon));
        }
        Hash32 randomness = Draw.randomness(revelation.serverSeed(), accumulator, beacon);
        if (!revelation.randomness().equals(randomness)) {
            reasons.add(new Reason(
                    "RANDOMNESS_DIFFERS", revelation.randomness() + " by the chain, computed is " + randomness));
        }
        return randomness;
    }

    private static List<Outcome> outcomes(List<Purchase> purchases, Draw draw, PrizeList prizes) {
        int sold =
                Math.toIntExact(purchases.stream().mapToLong(Purchase::quantity).sum());
        long[] positions = draw.positions(sold);
        List<Outcome> outcomes = new ArrayList<>(sold);
        for (Purchase purchase : purchases) {
            for (long i = 0; i < purchase.quantity(); i++) {
                int box = outcomes.size();
                outcomes.add(new Outcome(box, purchase.buyer(), positions[box], prizes.prizeAt(positions[box])));
            }
        }
        return outcomes;
    }

    private static void checkClaims(
            DrawEvidence evidence,
            SaleTerms terms,
            Draw draw,
            List<Outcome> outcomes,
            PrizeList prizes,
            List<Reason> reasons) {
        for (Outcome claim : evidence.claims()) {
            Outcome expected = claim.box() < outcomes.size()
                    ? outcomes.get((int) claim.box())
                    : unsold(claim.box(), terms.seller(), draw, prizes);
            if (!claim.equals(expected)) {
                reasons.add(new Reason("CLAIM_DIFFERS", "handed out was " + claim + ", drawn " + expected));
            }
        }
    }

    private static Outcome unsold(long box, Address seller, Draw draw, PrizeList prizes) {
        long position = draw.positionOf(box);
        return new Outcome(box, seller, position, prizes.prizeAt(position));
    }

    /** The events of one sale, as they come. */
    private final class Gathering {
        private final Hash32 saleId;
        private final List<Purchase> purchases = new ArrayList<>();
        private final List<Long> missedBlocks = new ArrayList<>();
        private final List<Outcome> claims = new ArrayList<>();
        private Optional<SaleTerms> terms = Optional.empty();
        private Optional<Closing> closing = Optional.empty();
        private Optional<Captured> captured = Optional.empty();
        private Optional<Revelation> revelation = Optional.empty();
        private long drawBlock;

        Gathering(Hash32 saleId) {
            this.saleId = saleId;
        }

        void add(ContractEvent event) {
            if (!event.hash("saleId").equals(saleId)) {
                return;
            }
            switch (event.name()) {
                case "SaleCreated" ->
                    terms = Optional.of(SaleTerms.of(event.values().tuple("terms")));
                case "Bought" -> purchases.add(BlindBox.purchase(event));
                case "Closed" -> {
                    closing = Optional.of(new Closing(event.uint("sold").longValueExact(), event.hash("accumulator")));
                    drawBlock = event.uint("drawBlock").longValueExact();
                }
                case "DrawBlockMissed" -> {
                    missedBlocks.add(event.uint("missed").longValueExact());
                    drawBlock = event.uint("drawBlock").longValueExact();
                }
                case "Captured" ->
                    captured =
                            Optional.of(new Captured(event.uint("drawBlock").longValueExact(), event.hash("beacon")));
                case "Revealed" ->
                    revelation = Optional.of(new Revelation(
                            event.hash("serverSeed"),
                            event.hash("accumulator"),
                            event.hash("beacon"),
                            event.hash("randomness")));
                case "Claimed" ->
                    claims.add(new Outcome(
                            event.uint("box").longValueExact(),
                            event.address("owner"),
                            event.uint("position").longValueExact(),
                            event.uint("prizeId")));
                default -> throw new IllegalStateException("nobody asked for the event " + event);
            }
        }

        DrawEvidence evidence() {
            Optional<Hash32> blockHash = captured.isEmpty()
                    ? Optional.empty()
                    : blindBox.chain().block(drawBlock).map(Block::hash);
            return new DrawEvidence(
                    blindBox.id(),
                    saleId,
                    terms,
                    List.copyOf(purchases),
                    closing,
                    List.copyOf(missedBlocks),
                    drawBlock,
                    blockHash,
                    captured,
                    revelation,
                    List.copyOf(claims));
        }
    }
}
