package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Fees;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.drop.DropTokens.Standing;
import io.lianbo.nft.internal.ChunkSize;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at a drop without a key: how far it is, what running it would do, and whether the chain agrees. Nothing is signed or sent, and nothing is changed.
 *
 * {@snippet class="io.lianbo.nft.drop.DropsGuideTest" region="view"}
 *
 * <p>Other processes may run the drop meanwhile.
 */
public final class DropView {
    private final Drop drop;
    private final String id;
    private final DropLedger ledger;

    /**
     * A view of a drop.
     *
     * @param drop what is looked at
     * @param ledger keeps what was done
     */
    public DropView(Drop drop, DropLedger ledger) {
        this.drop = drop;
        this.id = drop.manifest().id();
        this.ledger = Objects.requireNonNull(ledger, "ledger");
    }

    /** Returns how far the drop is, by the ledger; nothing but zeros if it was never run. */
    public DropStatus status() {
        return ledger.status(id);
    }

    /** Returns where a row stands, by the ledger; empty if it was never taken in. */
    public Optional<DropRow> row(String externalId) {
        return ledger.find(id, externalId);
    }

    /** Hands on every row of the ledger in the order of their tokens, some hundred in memory at a time. */
    public void forEachRow(Consumer<DropRow> each) {
        for (List<DropRow> page = ledger.page(id, 0);
                !page.isEmpty();
                page = ledger.page(id, page.getLast().tokenId() + 1)) {
            page.forEach(each);
        }
    }

    /**
     * Checks the files, and says what {@link DropRunner#run} would do now.
     *
     * @param chain where the collection is
     * @param limits what one transaction may take
     * @return the plan; or the problems of the files, as {@link Drop#validate()} finds them
     * @throws IllegalArgumentException if the collection is of another chain
     * @throws IOException if a file cannot be read
     * @throws LianboException if the node or the ledger fails
     */
    public Verdict<DropPlan> plan(Chain chain, AirdropLimits limits) throws IOException {
        requireChain(chain);
        DropCheck check = drop.validate();
        if (!check.isGood()) {
            return Verdict.refused(check.reasons());
        }
        OutstandingRows outstanding = new OutstandingRows(rows -> ledger.known(id, rows));
        drop.read(new GoodRows(outstanding::add));
        List<ChunkSize> chunks = outstanding.chunks(() -> DropChunk.size(limits));
        List<DropChunk> open = ledger.open(id);
        long gas = chunks.stream().mapToLong(ChunkSize::gas).sum()
                + open.stream().mapToLong(chunk -> chunk.gas(limits)).sum();
        BigInteger cost = chain.fees(Fees.Tier.STANDARD).mostFor(gas);
        return Verdict.ok(
                new DropPlan(check.rows(), outstanding.minted(), chunks.size() + (long) open.size(), gas, cost));
    }

    /**
     * Holds the ledger to the chain: every row's token was minted, to that row's recipient. Who has it now does not matter.
     *
     * @param chain where the collection is
     * @return the status; or {@code NOT_BEGUN}, {@code NOT_MINTED} and {@code WRONG_RECIPIENT}, each naming its row, {@value Drop#MOST_PROBLEMS} at the most
     * @throws IllegalArgumentException if the collection is of another chain
     * @throws LianboException if the node or the ledger fails
     */
    public Verdict<DropStatus> verify(Chain chain) {
        requireChain(chain);
        DropTokens tokens = new DropTokens(drop.manifest(), chain);
        DropStatus status = status();
        if (status.rows() == 0) {
            return Verdict.refused("NOT_BEGUN", "the ledger has no drop " + id);
        }
        List<Reason> reasons = new ArrayList<>();
        Map<Long, DropRow> elsewhere = new HashMap<>();
        for (List<DropRow> page = ledger.page(id, 0);
                !page.isEmpty() && reasons.size() < Drop.MOST_PROBLEMS;
                page = ledger.page(id, page.getLast().tokenId() + 1)) {
            Map<Long, Standing> standing = tokens.standing(page);
            for (DropRow row : page) {
                switch (standing.getOrDefault(row.tokenId(), Standing.FREE)) {
                    case MINTED -> {}
                    case ELSEWHERE -> elsewhere.put(row.tokenId(), row);
                    case FREE, CANCELLED ->
                        reasons.add(new Reason(
                                "NOT_MINTED",
                                row.externalId() + ": token " + row.tokenId() + " is not there, and the ledger says "
                                        + row.state()));
                }
            }
        }
        if (!elsewhere.isEmpty()) {
            Map<Long, Address> mintedTo = tokens.mintedTo(elsewhere.keySet(), ledger.firstBlock(id));
            elsewhere.values().stream()
                    .filter(row ->
                            !Optional.of(row.recipient()).equals(Optional.ofNullable(mintedTo.get(row.tokenId()))))
                    .forEach(row -> reasons.add(new Reason(
                            "WRONG_RECIPIENT",
                            row.externalId() + ": token " + row.tokenId() + " was not minted to " + row.recipient())));
        }
        return reasons.isEmpty()
                ? Verdict.ok(status)
                : Verdict.refused(reasons.stream().limit(Drop.MOST_PROBLEMS).toList());
    }

    private void requireChain(Chain chain) {
        if (!chain.id().equals(drop.manifest().collection().chainId())) {
            throw new IllegalArgumentException("the chain must be that of the collection "
                    + drop.manifest().collection() + ": " + chain.id());
        }
    }

    /** Rows of a file that was found good. */
    record GoodRows(Consumer<DropRow> each) implements RecipientsFile.Sink {
        @Override
        public void row(DropRow row, long line) {
            each.accept(row);
        }

        @Override
        public void problem(long line, Reason reason) {
            throw new IllegalStateException(
                    "the file was changed while it was read, at line " + line + ": " + reason.detail());
        }
    }

    /** Returns {@code DropView of Drop tea-2026 of eip155:...}. */
    @Override
    public String toString() {
        return "DropView of " + drop;
    }
}
