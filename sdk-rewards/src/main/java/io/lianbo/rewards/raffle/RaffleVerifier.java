package io.lianbo.rewards.raffle;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.rewards.raffle.RaffleEvidence.Award;
import io.lianbo.rewards.raffle.RaffleEvidence.Closing;
import io.lianbo.rewards.raffle.RaffleEvidence.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Computes a whole raffle again from what the chain says, so that nobody has to believe the organiser, the contract or whoever shows the winners.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="verify"}
 *
 * <p>It needs no list from the organiser: terms, prizes and entrants stand in the events. It believes the node that those, and the hash of the block that counted, are the
 * chain's; id, entrants, randomness and winners are computed here. Who took part it cannot judge, nor what a prize is worth. Safe for use by many threads.
 */
public final class RaffleVerifier {
    private final Raffle raffle;

    /** Returns the verifier of the raffles of one contract. */
    public RaffleVerifier(Raffle raffle) {
        this.raffle = Objects.requireNonNull(raffle, "raffle");
    }

    /**
     * Verifies one raffle.
     *
     * @param fromBlock a block not after the one in which the raffle was created; the nearer, the quicker
     * @return the raffle with all winners, or all reasons against it: {@code UNKNOWN_RAFFLE}, {@code RAFFLE_ID_DIFFERS}, {@code ABOVE_PRIZE_CAP}, {@code NOT_ASCENDING}, {@code
     *     TOO_MANY_ENTRIES}, {@code ENTRIES_DIFFER}, {@code NOT_DRAWN}, {@code BLOCK_UNKNOWN}, {@code BLOCK_HASH_DIFFERS}, {@code WRONG_SECRET}, {@code RANDOMNESS_DIFFERS},
     *     {@code AWARD_DIFFERS}
     * @throws io.lianbo.core.LianboException if the node fails
     */
    public Verdict<VerifiedRaffle> verify(Hash32 raffleId, long fromBlock) {
        return verify(gather(raffleId, fromBlock));
    }

    RaffleEvidence gather(Hash32 raffleId, long fromBlock) {
        Gathering gathering = new Gathering(raffleId);
        EventQuery.of(
                        raffle.contract(),
                        "RaffleCreated",
                        "Entered",
                        "Closed",
                        "DrawBlockMissed",
                        "SecretWithheld",
                        "Drawn",
                        "Awarded")
                .forEach(fromBlock, raffle.chain().blockNumber(), gathering::add);
        return gathering.evidence();
    }

    static Verdict<VerifiedRaffle> verify(RaffleEvidence evidence) {
        if (evidence.terms().isEmpty()) {
            return Verdict.refused(
                    "UNKNOWN_RAFFLE", "no raffle " + evidence.raffleId() + " was created in these blocks");
        }
        RaffleTerms terms = evidence.terms().get();
        Hash32 raffleId = terms.raffleId(evidence.contract());
        List<Reason> reasons =
                new ArrayList<>(evidence.cap().check(terms.prizes()).reasons());
        if (!raffleId.equals(evidence.raffleId())) {
            reasons.add(new Reason("RAFFLE_ID_DIFFERS", "terms and prizes are those of " + raffleId));
        }
        Optional<Entrants> published = entrants(evidence, reasons);
        if (evidence.drawn().isEmpty()) {
            reasons.add(new Reason("NOT_DRAWN", "nobody has won yet"));
        }
        if (published.isEmpty() || evidence.drawn().isEmpty()) {
            return Verdict.refused(reasons);
        }
        Entrants entrants = published.get();
        Drawn drawn = evidence.drawn().get();
        Hash32 entriesHash = entrants.hash(raffleId);
        checkEntries(evidence, terms, entrants, entriesHash, reasons);
        checkBlock(evidence, drawn, reasons);
        Hash32 secret = evidence.withheld() ? Hash32.ZERO : drawn.secret();
        if (!evidence.withheld() && !RaffleSecret.commitment(secret).equals(terms.secretCommitment())) {
            reasons.add(
                    new Reason("WRONG_SECRET", secret + " is not what " + terms.secretCommitment() + " commits to"));
        }
        Hash32 randomness = RaffleDraw.randomness(secret, entriesHash, drawn.beacon());
        if (!randomness.equals(drawn.randomness())) {
            reasons.add(
                    new Reason("RANDOMNESS_DIFFERS", drawn.randomness() + " by the chain, computed is " + randomness));
        }
        List<Win> wins = RaffleDraw.wins(randomness, terms, entrants);
        checkAwards(evidence, wins, reasons);
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        return Verdict.ok(new VerifiedRaffle(
                evidence.contract(),
                terms,
                entrants,
                evidence.withheld() ? Optional.empty() : Optional.of(secret),
                evidence.drawBlock(),
                drawn.beacon(),
                randomness,
                evidence.missedBlocks(),
                wins));
    }

    /** The entrants, where there are any and each is there once. */
    private static Optional<Entrants> entrants(RaffleEvidence evidence, List<Reason> reasons) {
        if (evidence.batches().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Entrants.ofBatches(evidence.batches()));
        } catch (IllegalArgumentException e) {
            reasons.add(new Reason("NOT_ASCENDING", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static void checkEntries(
            RaffleEvidence evidence, RaffleTerms terms, Entrants entrants, Hash32 entriesHash, List<Reason> reasons) {
        if (entrants.size() > terms.maxEntries()) {
            reasons.add(new Reason(
                    "TOO_MANY_ENTRIES", entrants.size() + " take part, " + terms.maxEntries() + " was the most"));
        }
        Hash32 drawnWith = evidence.drawn().orElseThrow().entriesHash();
        Closing closing = evidence.closing().orElse(new Closing(entrants.size(), drawnWith));
        if (closing.entries() != entrants.size()
                || !closing.entriesHash().equals(entriesHash)
                || !drawnWith.equals(entriesHash)) {
            reasons.add(new Reason("ENTRIES_DIFFER", "drawn was among others than " + entrants));
        }
    }

    private static void checkBlock(RaffleEvidence evidence, Drawn drawn, List<Reason> reasons) {
        if (evidence.blockHash().isEmpty()) {
            reasons.add(new Reason("BLOCK_UNKNOWN", "the node does not have block " + evidence.drawBlock()));
        } else if (!evidence.blockHash().get().equals(drawn.beacon())) {
            reasons.add(new Reason(
                    "BLOCK_HASH_DIFFERS",
                    "block " + evidence.drawBlock() + " has the hash "
                            + evidence.blockHash().get() + ", drawn was with " + drawn.beacon()));
        }
    }

    private static void checkAwards(RaffleEvidence evidence, List<Win> wins, List<Reason> reasons) {
        for (Award award : evidence.awards()) {
            boolean right = award.place() < wins.size()
                    && wins.get((int) award.place()).entry() == award.entry()
                    && wins.get((int) award.place()).winner().equals(award.winner());
            if (!right) {
                reasons.add(new Reason("AWARD_DIFFERS", "a prize went to another than was drawn: " + award));
            }
        }
    }

    /** The events of one raffle, as they come. */
    private final class Gathering {
        private final Hash32 raffleId;
        private final List<List<Address>> batches = new ArrayList<>();
        private final List<Long> missedBlocks = new ArrayList<>();
        private final List<Award> awards = new ArrayList<>();
        private Optional<RaffleTerms> terms = Optional.empty();
        private Optional<Closing> closing = Optional.empty();
        private Optional<Drawn> drawn = Optional.empty();
        private boolean withheld;
        private long drawBlock;

        Gathering(Hash32 raffleId) {
            this.raffleId = raffleId;
        }

        void add(ContractEvent event) {
            if (!event.hash("raffleId").equals(raffleId)) {
                return;
            }
            switch (event.name()) {
                case "RaffleCreated" ->
                    terms = Optional.of(RaffleTerms.of(event.values().tuple("terms"), event.list("prizes")));
                case "Entered" -> batches.add(Entrants.unpacked(event.bytes("entrants")));
                case "Closed" -> {
                    closing =
                            Optional.of(new Closing(event.uint("entries").longValueExact(), event.hash("entriesHash")));
                    drawBlock = event.uint("drawBlock").longValueExact();
                }
                case "DrawBlockMissed" -> {
                    missedBlocks.add(event.uint("missed").longValueExact());
                    drawBlock = event.uint("drawBlock").longValueExact();
                }
                case "SecretWithheld" -> {
                    withheld = true;
                    drawBlock = event.uint("drawBlock").longValueExact();
                }
                case "Drawn" ->
                    drawn = Optional.of(new Drawn(
                            event.hash("secret"),
                            event.hash("entriesHash"),
                            event.hash("beacon"),
                            event.hash("randomness")));
                case "Awarded" ->
                    awards.add(new Award(
                            event.uint("place").longValueExact(),
                            event.uint("entry").longValueExact(),
                            event.address("winner")));
                default -> throw new IllegalStateException("nobody asked for the event " + event);
            }
        }

        RaffleEvidence evidence() {
            Optional<Hash32> blockHash = drawn.isEmpty()
                    ? Optional.empty()
                    : raffle.chain().block(drawBlock).map(Block::hash);
            return new RaffleEvidence(
                    raffle.id(),
                    raffle.cap(),
                    raffleId,
                    terms,
                    List.copyOf(batches),
                    closing,
                    List.copyOf(missedBlocks),
                    drawBlock,
                    withheld,
                    blockHash,
                    drawn,
                    List.copyOf(awards));
        }
    }
}
