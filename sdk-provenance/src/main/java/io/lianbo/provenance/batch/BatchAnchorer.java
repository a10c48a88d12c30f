package io.lianbo.provenance.batch;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.core.tx.TxState;
import io.lianbo.provenance.batch.LogStore.Batch;
import io.lianbo.provenance.batch.LogStore.Leaf;
import io.lianbo.provenance.batch.LogStore.LogId;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.MultiProof;
import io.lianbo.provenance.log.ProvenanceAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an issuer's log and anchors it when enough leaves wait or one has waited long enough, whichever comes first. Whatever crashes,
 * each leaf is in the log once, in exactly one anchored batch, and the anchors have no gap.
 *
 * {@snippet class="io.lianbo.provenance.batch.BatchAnchorerTest" region="anchorer"}
 *
 * <p>A leaf is durable before {@link #add} returns. A batch is stored before its transaction, and the transaction goes through a
 * {@link io.lianbo.core.tx.TxJournal} under a key of the issuer and the batch's number, so that a process that takes over sends it once. One batch is on
 * its way at a time; leaves that come meanwhile wait for the next. Nothing runs by itself: call {@link #anchorDue} every few seconds.
 *
 * <p>Only one process at a time writes a log. The issuer's account should send nothing else, and the journal serve nobody else, for
 * whatever client shares a journal may send what is in it. Safe for use by many threads.
 */
public final class BatchAnchorer implements AutoCloseable {

    private static final int PAGE = 10_000;
    private static final int MOST_BATCHES = Integer.MAX_VALUE;

    private final ProvenanceAnchor anchor;
    private final LogStore store;
    private final LogId id;
    private final Limits limits;
    private final InstantSource clock;
    private final TxClient client;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Addition> additions = new ConcurrentLinkedQueue<>();

    // guarded by the lock
    private final MerkleLog log = new MerkleLog();
    private final List<Batch> batches;
    private Optional<Instant> waitingSince;

    /**
     * When a batch is anchored.
     *
     * @param leaves as soon as so many wait
     * @param longestWait as soon as one has waited so long
     */
    public record Limits(int leaves, Duration longestWait) {
        public Limits {
            if (leaves < 1) {
                throw new IllegalArgumentException("a batch must have at least one leaf: " + leaves);
            }
            if (longestWait.isNegative()) {
                throw new IllegalArgumentException("a wait must not be negative: " + longestWait);
            }
        }
    }

    /**
     * A leaf's proof in the batch that anchored it.
     *
     * @param root the anchor
     * @param proof that its tree holds the leaf
     */
    public record LeafProof(AnchoredRoot root, InclusionProof proof) {}

    private BatchAnchorer(
            ProvenanceAnchor anchor,
            Signer issuer,
            LogStore store,
            TxClient.Builder sending,
            Limits limits,
            InstantSource clock) {
        this.anchor = anchor;
        this.store = store;
        this.id = new LogId(anchor.account(), issuer.address());
        this.limits = limits;
        this.clock = clock;
        this.batches = new ArrayList<>(store.batches(id, 0, MOST_BATCHES));
        this.waitingSince = readLeaves();
        requireOwnAnchors();
        this.client = sending.lanes(issuer).start();
    }

    /**
     * Opens the issuer's log and takes up where the process before this one stopped.
     *
     * @param anchor the contract
     * @param issuer whose log it is, who pays the gas
     * @param store holds the log; stays open when this closes
     * @param sending makes the client that sends: on the contract's chain, with a journal for this issuer alone, and without lanes; chain
     *     and journal stay open when this closes
     * @param clock tells how long leaves wait
     * @throws IllegalStateException when the store does not know what the issuer anchored, or another batch was anchored in its place
     */
    public static BatchAnchorer open(
            ProvenanceAnchor anchor,
            Signer issuer,
            LogStore store,
            TxClient.Builder sending,
            Limits limits,
            InstantSource clock) {
        BatchAnchorer anchorer = new BatchAnchorer(anchor, issuer, store, sending, limits, clock);
        try {
            anchorer.anchorDue();
        } catch (RuntimeException e) {
            anchorer.close();
            throw e;
        }
        return anchorer;
    }

    private Optional<Instant> readLeaves() {
        long batched = batchedLeaves();
        Optional<Instant> since = Optional.empty();
        for (List<Leaf> page = store.leaves(id, 0, PAGE); !page.isEmpty(); page = store.leaves(id, log.size(), PAGE)) {
            for (Leaf leaf : page) {
                if (log.size() == batched) {
                    since = Optional.of(leaf.addedAt());
                }
                log.append(leaf.hash());
            }
        }
        return since;
    }

    private void requireOwnAnchors() {
        long anchored = anchor.rootCount(id.issuer());
        if (anchored > batches.size()) {
            throw new IllegalStateException("the store must know all that " + id.issuer() + " anchored: " + anchored
                    + " roots, of which it has " + batches.size());
        }
    }

    /** Adds a leaf: {@link #addAll} of one. */
    public long add(Hash32 leafHash) {
        return addAll(List.of(leafHash)).getFirst();
    }

    /**
     * Adds leaves in one commit, which threads that add at the same time share, and hands in a batch where they make it full. It asks
     * no chain.
     *
     * @param leafHashes their hashes, {@link MerkleLog#leafHash}; one that is in the log stays where it is, so that adding again after
     *     a failure or a crash is safe
     * @return the index of each
     * @throws LianboException {@code STORE_FAILED}
     * @throws IllegalStateException when another process writes to the log
     */
    public List<Long> addAll(List<Hash32> leafHashes) {
        Addition mine = new Addition(List.copyOf(leafHashes));
        additions.add(mine);
        return locked(() -> {
            if (!mine.isDone()) {
                commitAdditions();
            }
            return mine.result();
        });
    }

    /** Leaves that wait for a commit, and what came of it. */
    private static final class Addition {
        private final List<Hash32> leaves;
        private @Nullable List<Long> indexes;
        private @Nullable RuntimeException failure;

        Addition(List<Hash32> leaves) {
            this.leaves = leaves;
        }

        boolean isDone() {
            return indexes != null || failure != null;
        }

        List<Long> result() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(indexes, "indexes");
        }
    }

    /** Adds whatever waits for it, whoever handed it in. */
    private void commitAdditions() {
        List<Addition> group = new ArrayList<>();
        List<Hash32> leaves = new ArrayList<>();
        for (Addition next = additions.poll(); next != null; next = additions.poll()) {
            group.add(next);
            leaves.addAll(next.leaves);
        }
        Instant now = clock.instant();
        long size = log.size();
        List<Long> indexes;
        try {
            indexes = store.append(id, size, leaves, now);
        } catch (RuntimeException e) {
            group.forEach(addition -> addition.failure = e);
            return;
        }
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i) == log.size()) {
                log.append(leaves.get(i));
            }
        }
        int from = 0;
        for (Addition addition : group) {
            int to = from + addition.leaves.size();
            addition.indexes = List.copyOf(indexes.subList(from, to));
            from = to;
        }
        if (log.size() > size && waitingSince.isEmpty()) {
            waitingSince = Optional.of(now);
        }
        if (openBatch().isEmpty() && isDue()) {
            cut();
        }
    }

    /**
     * Does whatever is due and waits for nothing: sees whether the batch on its way arrived, and sends the next when it is full or has
     * waited long enough. Call it every few seconds.
     *
     * @throws LianboException when the store or the chain fails, or a transaction was refused; calling again is safe
     * @throws IllegalStateException when another root was anchored in place of a batch
     */
    public void anchorDue() {
        locked(() -> {
            if (settle() && isDue()) {
                cut();
            }
            return batches.size();
        });
    }

    /**
     * Anchors all leaves added so far, full or not, and waits until that is done: before a process ends, or when somebody waits for a
     * proof.
     *
     * @return the last anchored root; empty of an empty log
     * @throws LianboException {@code NOT_MINED_IN_TIME}, which changes nothing: it goes on, and calling again is safe
     */
    public Optional<AnchoredRoot> anchorNow(Duration timeout) {
        long start = System.nanoTime();
        long size = size();
        while (true) {
            Optional<Batch> open = locked(() -> {
                if (settle() && batchedLeaves() < size) {
                    cut();
                }
                return openBatch();
            });
            if (open.isEmpty()) {
                return latest();
            }
            client.await(key(open.get()), timeout.minusNanos(System.nanoTime() - start));
        }
    }

    /** The number of leaves, waiting ones included. */
    public long size() {
        return locked(log::size);
    }

    /** How many leaves are not in an anchored batch yet. */
    public long pending() {
        return locked(
                () -> log.size() - latest().map(root -> root.head().size()).orElse(0L));
    }

    /** What was anchored last; empty before the first. */
    public Optional<AnchoredRoot> latest() {
        return locked(() -> batches.reversed().stream()
                .filter(batch -> batch.anchoredAt().isPresent())
                .findFirst()
                .map(this::root));
    }

    /**
     * A leaf's proof in the batch that anchored it; empty while it waits for that.
     *
     * @throws IllegalArgumentException when there is no such leaf
     */
    public Optional<LeafProof> proof(long leafIndex) {
        return locked(() -> rootOf(leafIndex)
                .map(root -> new LeafProof(
                        root, log.inclusionProof(leafIndex, root.head().size()))));
    }

    /**
     * Proves many leaves under one anchored root of this log, all of them at once.
     *
     * @throws IllegalArgumentException when one of them is not under it
     */
    public MultiProof multiProof(Collection<Long> leafIndexes, AnchoredRoot root) {
        return log.multiProof(leafIndexes, root.head().size());
    }

    /**
     * Proves that the log only grew between two of its anchored roots.
     *
     * @throws IllegalArgumentException unless the older tree has at most as many leaves
     */
    public ConsistencyProof consistencyProof(AnchoredRoot older, AnchoredRoot newer) {
        return log.consistencyProof(older.head().size(), newer.head().size());
    }

    /** Stops sending. What is stored happens with whoever opens the log next. */
    @Override
    public void close() {
        client.close();
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private Optional<AnchoredRoot> rootOf(long leafIndex) {
        if (leafIndex < 0 || leafIndex >= log.size()) {
            throw new IllegalArgumentException("leaf index must be 0 to " + (log.size() - 1) + ": " + leafIndex);
        }
        int from = 0;
        int to = batches.size();
        while (from < to) {
            int middle = (from + to) / 2;
            if (batches.get(middle).head().size() > leafIndex) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from == batches.size() || batches.get(from).anchoredAt().isEmpty()
                ? Optional.empty()
                : Optional.of(root(batches.get(from)));
    }

    private AnchoredRoot root(Batch batch) {
        return new AnchoredRoot(
                id.contract(),
                id.issuer(),
                batch.sequence(),
                batch.head(),
                batch.anchoredAt().orElseThrow());
    }

    private boolean isDue() {
        return log.size() - batchedLeaves() >= limits.leaves()
                || waitingSince
                        .map(since -> !clock.instant().isBefore(since.plus(limits.longestWait())))
                        .orElse(false);
    }

    private long batchedLeaves() {
        return batches.isEmpty() ? 0 : batches.getLast().head().size();
    }

    private Optional<Batch> openBatch() {
        return batches.isEmpty() || batches.getLast().anchoredAt().isPresent()
                ? Optional.empty()
                : Optional.of(batches.getLast());
    }

    /** Makes all that waits a batch, stores it and hands its transaction in. */
    private void cut() {
        Batch batch = new Batch(batches.size(), log.head(), 0, Optional.empty());
        store.add(id, batch);
        batches.add(batch);
        waitingSince = Optional.empty();
        submit(batch);
    }

    private TxRecord submit(Batch batch) {
        return client.submit(TxIntent.call(key(batch), anchor.call(batch.head(), batch.sequence())));
    }

    private String key(Batch batch) {
        String key = "anchor/" + id + "/" + batch.sequence();
        return batch.attempt() == 0 ? key : key + "/" + batch.attempt();
    }

    /** Whether no batch is on its way any more. */
    private boolean settle() {
        Optional<Batch> open = openBatch();
        if (open.isEmpty()) {
            return true;
        }
        Batch batch = open.get();
        // Also after a crash between batch and transaction: a key that the journal has changes nothing.
        TxRecord record = submit(batch);
        if (!record.state().isSettled()) {
            return false;
        }
        Optional<AnchoredRoot> root = record.state() == TxState.SUCCEEDED
                ? Optional.of(anchor.anchoredIn(record.inclusion().orElseThrow().transaction()))
                : onChain(batch);
        if (root.isPresent()) {
            if (!root.get().issuer().equals(id.issuer()) || !root.get().head().equals(batch.head())) {
                throw new IllegalStateException("batch " + batch.sequence() + " of " + batch.head()
                        + " must be anchored by " + id.issuer() + ", and was as " + root.get());
            }
            replace(new Batch(
                    batch.sequence(),
                    batch.head(),
                    batch.attempt(),
                    Optional.of(root.get().anchoredAt())));
            return true;
        }
        // It failed and anchored nothing, so that another transaction cannot double it.
        replace(new Batch(batch.sequence(), batch.head(), batch.attempt() + 1, Optional.empty()));
        throw new LianboException(
                LianboException.Code.TRANSACTION_REFUSED,
                "batch " + batch.sequence() + " was not anchored (" + record.state()
                        + record.problem().map(why -> ", " + why).orElse("")
                        + "); it is sent again when this is called again",
                true);
    }

    private void replace(Batch batch) {
        store.update(id, batch);
        batches.set(batches.size() - 1, batch);
    }

    /** Where a journal was lost, a transaction of it may have come through. */
    private Optional<AnchoredRoot> onChain(Batch batch) {
        if (anchor.treeSizeAt(id.issuer(), batch.sequence()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(anchor.rootsOf(id.issuer(), 0)
                .find(id.issuer(), batch.head())
                .filter(root -> root.sequence() == batch.sequence())
                .orElseThrow(() -> new IllegalStateException("another root was anchored in place of batch "
                        + batch.sequence() + " of " + batch.head() + " by " + id.issuer())));
    }

    @Override
    public String toString() {
        return "BatchAnchorer(" + id + ")";
    }
}
