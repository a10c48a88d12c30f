package io.lianbo.nft.drop;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractError;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.core.tx.TxState;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.drop.DropTokens.Standing;
import io.lianbo.nft.internal.ChunkSize;
import io.lianbo.nft.ipfs.IpfsPinning;
import io.lianbo.nft.metadata.AssetFolder;
import io.lianbo.nft.metadata.PreparedAssets;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs a drop on its chain: mints each recipient's token once, whatever crashes.
 *
 * {@snippet class="io.lianbo.nft.drop.DropsGuideTest" region="run"}
 *
 * <p>A row is written in the {@link DropLedger} before its token is in any transaction; a transaction is written down before it is signed, and what was signed
 * before it is handed to the {@link TxClient}, whose journal sends it once. The contract mints a token once, so that a drop whose ledger and journal are both
 * lost can be run again from the same files: what was minted is found and passed over.
 *
 * <p>What is in no transaction yet may still be edited in the files; what is in one may not. Calls block, and are made for virtual threads; several processes may
 * run one drop with one ledger.
 */
public final class DropRunner {

    /** How many transactions are on their way at once. */
    private static final int WINDOW = 32;

    /** More than fits into one transaction. */
    private static final int MORE_THAN_A_CHUNK = 2_000;

    private final Drop drop;
    private final DropManifest manifest;
    private final String id;
    private final Chain chain;
    private final DropTokens tokens;
    private final DropView view;
    private final VoucherIssuer issuer;
    private final TxClient client;
    private final DropLedger ledger;
    private final AirdropLimits limits;
    private final DropListener listener;

    private DropRunner(Builder builder) {
        this.drop = builder.drop;
        this.manifest = drop.manifest();
        this.id = manifest.id();
        this.chain = builder.chain;
        this.tokens = new DropTokens(manifest, chain);
        this.view = new DropView(drop, builder.ledger);
        this.issuer = builder.issuer;
        this.client = builder.client;
        this.ledger = builder.ledger;
        this.limits = builder.limits;
        this.listener = builder.listener;
    }

    /**
     * A runner of a drop.
     *
     * @param drop what is to be run
     * @param chain where its collection is
     * @param issuer signs for the collection
     * @param client sends the transactions, of the same chain; its accounts pay the gas and need no role
     * @param ledger keeps what was done
     * @throws IllegalArgumentException if the collection is of another chain, or the issuer's another one
     */
    public static Builder builder(Drop drop, Chain chain, VoucherIssuer issuer, TxClient client, DropLedger ledger) {
        return new Builder(drop, chain, issuer, client, ledger);
    }

    // Planning.

    /**
     * Checks the files, and says what {@link #run} would do now. Nothing is written, signed or sent.
     *
     * @return the plan; or the problems of the files, as {@link Drop#validate()} finds them
     * @throws IOException if a file cannot be read
     * @throws LianboException if the node or the ledger fails
     */
    public Verdict<DropPlan> plan() throws IOException {
        return view.plan(chain, limits);
    }

    /** How many of the rows go into one transaction: as many as run on and fit. */
    private int cut(List<DropRow> pending) {
        ChunkSize size = DropChunk.size(limits);
        for (DropRow row : pending) {
            boolean runsOn = row.tokenId() == pending.getFirst().tokenId() + size.rows();
            if (!runsOn || !size.add(row.recipient())) {
                break;
            }
        }
        return size.rows();
    }

    // Running.

    /**
     * Checks the files, takes their rows into the ledger, and mints what is not minted. After a crash the same call goes on.
     *
     * @param timeout for each transaction to be settled
     * @return the status, which is {@linkplain DropStatus#isComplete complete}; or why nothing, or not all, was minted. Before anything is signed: the problems of
     *     the files; {@code ROW_CHANGED}, {@code ROW_REMOVED} and {@code TOKEN_GIVEN} where the files contradict what was sent; and what {@link #resume} finds
     * @throws IOException if a file cannot be read
     * @throws LianboException if the node or the ledger fails; {@code NOT_MINED_IN_TIME} changes nothing. The same call goes on
     */
    public Verdict<DropStatus> run(Duration timeout) throws IOException {
        Drop.Checked checked = drop.check(problem -> {});
        if (!checked.check().isGood()) {
            return Verdict.refused(checked.check().reasons());
        }
        List<Reason> conflicts =
                ledger.register(id, each -> drop.read(new DropView.GoodRows(each)), checked.file()::names);
        return conflicts.isEmpty() ? advance(timeout) : Verdict.refused(conflicts);
    }

    /**
     * Goes on with what the ledger holds, without the files, and tries once more what failed.
     *
     * @param timeout for each transaction to be settled
     * @return the status, which is complete; or {@code NOT_BEGUN}; before anything is signed {@code PAUSED}, {@code WRONG_SIGNER}, {@code EXPIRED}, {@code
     *     NO_MEMBERSHIP}, and of a row {@code TOKEN_ID_TOO_HIGH}, {@code TOKEN_TAKEN}, {@code TOKEN_CANCELLED} and {@code TIER_TOO_LOW}; then {@code
     *     OVER_MAX_FEE} and {@code TRANSACTION_FAILED}, after which nothing more was signed; at last {@code NOT_MINTED}
     * @throws LianboException as {@link #run} does
     */
    public Verdict<DropStatus> resume(Duration timeout) {
        return ledger.knows(id)
                ? advance(timeout)
                : Verdict.refused("NOT_BEGUN", "the ledger has no drop " + id + "; run it");
    }

    private Verdict<DropStatus> advance(Duration timeout) {
        ledger.retry(id);
        Deque<DropChunk> open = reopened();
        List<Reason> obstacles = new ArrayList<>(obstacles());
        do {
            fill(open, obstacles);
            listener.progressed(status());
            if (!open.isEmpty()) {
                settle(open.removeFirst(), timeout).ifPresent(obstacles::add);
            }
            if (open.isEmpty()) {
                open = reopened(); // of another process too
            }
        } while (!open.isEmpty() || (obstacles.isEmpty() && !pending(0).isEmpty()));
        DropStatus status = status();
        listener.progressed(status);
        if (obstacles.isEmpty() && !status.isComplete()) {
            obstacles.add(new Reason("NOT_MINTED", "some rows were not minted: " + status));
        }
        return obstacles.isEmpty() ? Verdict.ok(status) : Verdict.refused(obstacles);
    }

    private Deque<DropChunk> reopened() {
        Deque<DropChunk> open = new ArrayDeque<>();
        ledger.open(id).forEach(chunk -> open.add(submit(chunk)));
        return open;
    }

    private void fill(Deque<DropChunk> open, List<Reason> obstacles) {
        while (obstacles.isEmpty() && open.size() < WINDOW) {
            Optional<DropChunk> next = claim(open, obstacles);
            if (next.isEmpty()) {
                return;
            }
            open.add(submit(next.get()));
        }
    }

    private List<DropRow> pending(long fromToken) {
        return ledger.rows(id, DropRowState.PENDING, fromToken, DropLedger.PAGE);
    }

    /** What keeps the pending rows from being minted; those that are minted already are written down as such. */
    private List<Reason> obstacles() {
        List<DropRow> page = pending(0);
        if (page.isEmpty()) {
            return List.of();
        }
        List<Reason> found = new ArrayList<>(tokens.obstacles(issuer));
        long highest = tokens.highest();
        for (; found.isEmpty() && !page.isEmpty(); page = pending(page.getLast().tokenId() + 1)) {
            Map<Long, Standing> standing = tokens.standing(page);
            Set<Long> belowTier = tokens.belowTier(page);
            List<DropRow> minted = new ArrayList<>();
            for (DropRow row : page) {
                String token = row.externalId() + ": token " + row.tokenId();
                switch (standing.getOrDefault(row.tokenId(), Standing.FREE)) {
                    case MINTED -> minted.add(row.minted(Optional.empty()));
                    case ELSEWHERE ->
                        found.add(new Reason(
                                "TOKEN_TAKEN", token + " was minted, and " + row.recipient() + " does not have it"));
                    case CANCELLED -> found.add(new Reason("TOKEN_CANCELLED", token + " was cancelled"));
                    case FREE -> {
                        if (row.tokenId() > highest) {
                            found.add(new Reason("TOKEN_ID_TOO_HIGH", token + " is above " + highest));
                        }
                        if (belowTier.contains(row.tokenId())) {
                            found.add(new Reason(
                                    "TIER_TOO_LOW",
                                    row.externalId() + ": " + row.recipient() + " is below tier "
                                            + manifest.minTier()));
                        }
                    }
                }
            }
            ledger.note(id, minted);
        }
        return found;
    }

    /** Writes the next transaction down, if there is something to mint and the money for it. */
    private Optional<DropChunk> claim(Deque<DropChunk> open, List<Reason> obstacles) {
        if (manifest.maxFee().isPresent()) {
            List<DropRow> next = ledger.rows(id, DropRowState.PENDING, 0, MORE_THAN_A_CHUNK);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            long gas = open.stream().mapToLong(chunk -> chunk.gas(limits)).sum()
                    + new DropChunk(0, next.subList(0, requireRoom(cut(next))), Optional.empty()).gas(limits);
            BigInteger most = status().fee().add(chain.fees(Fees.Tier.STANDARD).mostFor(gas));
            if (most.compareTo(manifest.maxFee().get()) > 0) {
                obstacles.add(new Reason(
                        "OVER_MAX_FEE",
                        "with the next transaction all could cost " + most + " wei, and max_fee is "
                                + manifest.maxFee().get()));
                return Optional.empty();
            }
        }
        return ledger.claim(id, MORE_THAN_A_CHUNK, pending -> requireRoom(cut(pending)));
    }

    private int requireRoom(int rows) {
        if (rows == 0) {
            throw new IllegalArgumentException("the limits must allow one recipient: " + limits);
        }
        return rows;
    }

    /** Signs it where that was not done, and hands it to the journal; both as often as one likes. */
    private DropChunk submit(DropChunk chunk) {
        DropChunk signed = chunk.signed().isPresent()
                ? chunk
                : ledger.keepSigned(
                        id, new DropChunk(chunk.number(), chunk.rows(), Optional.of(tokens.sign(chunk, issuer))));
        client.submit(TxIntent.call(key(signed), tokens.call(signed)));
        return signed;
    }

    /** Beside the number something of the content: a drop whose ledger was lost may cut its transactions otherwise. */
    private String key(DropChunk chunk) {
        String digest = chunk.requireSigned().digest().toString();
        return "drop/" + manifest.name() + "/" + manifest.collection().address() + "/" + chunk.number() + "/"
                + digest.substring(2, 18);
    }

    private Optional<Reason> settle(DropChunk chunk, Duration timeout) {
        TxRecord record = client.await(key(chunk), timeout);
        Optional<Hash32> transaction = record.inclusion().map(TxRecord.Inclusion::transaction);
        boolean succeeded = record.state() == TxState.SUCCEEDED;
        Reason why = record.problem().orElse(new Reason(record.state().name(), "without a reason"));
        List<DropRow> rows = succeeded
                ? minted(chunk, transaction.orElseThrow())
                : chunk.rows().stream().map(row -> row.failed(transaction, why)).toList();
        ledger.settle(id, chunk, rows, record.inclusion());
        return succeeded
                ? Optional.empty()
                : Optional.of(new Reason(
                        "TRANSACTION_FAILED",
                        "transaction " + chunk.number() + " of " + chunk.rows().size() + " rows: " + why));
    }

    private List<DropRow> minted(DropChunk chunk, Hash32 transaction) {
        Receipt receipt = chain.receipt(transaction)
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE, "the node knows no receipt of " + transaction, true));
        Map<Long, ContractError> passedOver = tokens.passedOver(receipt, chunk);
        Map<Long, Standing> standing = tokens.standing(chunk.rows().stream()
                .filter(row -> passedOver.containsKey(row.tokenId()))
                .toList());
        return chunk.rows().stream()
                .map(row -> {
                    ContractError refusal = passedOver.get(row.tokenId());
                    if (refusal == null) {
                        return row.minted(Optional.of(transaction));
                    }
                    return standing.get(row.tokenId()) == Standing.MINTED
                            ? row.minted(Optional.empty()) // before, by what another ledger knows
                            : row.failed(
                                    Optional.of(transaction),
                                    new Reason("SKIPPED", "the contract refused it: " + refusal));
                })
                .toList();
    }

    /**
     * Stores the drop's assets in IPFS and points the collection to them, as a reveal does: wallets and marketplaces are told to read all metadata anew (ERC-4906).
     * Doing it again changes nothing.
     *
     * @param editor the collection's owner, or an account with {@link io.lianbo.nft.CollectionRole#METADATA}
     * @return what was stored; or {@code NO_ASSETS}, or the problems of the assets
     * @throws IOException if a file cannot be read
     * @throws LianboException if IPFS or the node fails
     */
    public Verdict<PreparedAssets> publish(IpfsPinning ipfs, Signer editor) throws IOException {
        Verdict<AssetFolder> assets =
                drop.assets().orElseGet(() -> Verdict.refused("NO_ASSETS", drop + " has no folder of assets"));
        if (assets.value().isEmpty()) {
            return Verdict.refused(assets.reasons());
        }
        PreparedAssets prepared = assets.value().get().prepare();
        ipfs.pin(prepared.media());
        ipfs.pin(prepared.metadata());
        VoucherCollection collection = tokens.collection();
        collection.setBaseUri(editor, prepared.baseUri());
        collection.setContractUri(editor, prepared.contractUri());
        return Verdict.ok(prepared);
    }

    // Looking.

    /** Returns how far the drop is, as {@link DropView#status} does. */
    public DropStatus status() {
        return view.status();
    }

    /** Returns where a row stands, as {@link DropView#row} does. */
    public Optional<DropRow> row(String externalId) {
        return view.row(externalId);
    }

    /** Hands on every row, as {@link DropView#forEachRow} does. */
    public void forEachRow(Consumer<DropRow> each) {
        view.forEachRow(each);
    }

    /** Holds the ledger to the chain, as {@link DropView#verify} does. */
    public Verdict<DropStatus> verify() {
        return view.verify(chain);
    }

    /** Returns {@code DropRunner of Drop tea-2026 of eip155:...}. */
    @Override
    public String toString() {
        return "DropRunner of " + drop;
    }

    /** Collects how a drop is run. */
    public static final class Builder {
        private final Drop drop;
        private final Chain chain;
        private final VoucherIssuer issuer;
        private final TxClient client;
        private final DropLedger ledger;
        private AirdropLimits limits = AirdropLimits.ethereum();
        private DropListener listener = status -> {};

        private Builder(Drop drop, Chain chain, VoucherIssuer issuer, TxClient client, DropLedger ledger) {
            this.drop = drop;
            this.chain = chain;
            this.issuer = issuer;
            this.client = Objects.requireNonNull(client, "client");
            this.ledger = Objects.requireNonNull(ledger, "ledger");
            if (!drop.manifest().collection().equals(issuer.collection())
                    || !chain.id().equals(drop.manifest().collection().chainId())) {
                throw new IllegalArgumentException("drop, issuer and chain must be of one collection: "
                        + drop.manifest().collection() + ", " + issuer.collection() + ", " + chain.id());
            }
        }

        /** Sets what one transaction may take; {@link AirdropLimits#ethereum} where it is not set. */
        public Builder limits(AirdropLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Sets who hears how the drop gets on. */
        public Builder listener(DropListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Returns the runner. */
        public DropRunner build() {
            return new DropRunner(this);
        }
    }
}
