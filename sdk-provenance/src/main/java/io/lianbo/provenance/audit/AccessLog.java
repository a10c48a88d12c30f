package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.audit.AccessLogStore.Row;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Granted;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.audit.AuditEntry.Revoked;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.NoteSigner;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.receipt.CoseSigner;
import io.lianbo.provenance.receipt.InclusionReceipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who was granted what, and who saw what and when: a log that only grows, a Merkle tree as RFC 9162 has it, with signed checkpoints. Nobody who has an
 * entry's proof can be told later that the access never was, and nobody can add one unseen between two checkpoints that he compares.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="log"}
 *
 * <p>The entries are in the store, and there again after a crash; in memory are only the hashes and the grants, some 100 bytes an entry. Several processes may
 * share a log: a revocation by one holds at once in all. Anchor {@link #head} on chain from time to time, as any log's, and it cannot be forked either.
 *
 * <p>Methods fail with {@link LianboException} {@code STORE_FAILED} when the store does. May be used by several threads.
 */
public final class AccessLog {
    /** How far a request's time may be from the log's. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int PAGE = 1_000;

    private final AccessLogStore store;
    private final NoteSigner signer;
    private final InstantSource clock;
    private final String origin;
    private final MerkleLog tree = new MerkleLog();

    // guarded by this
    private final Map<Hash32, Standing> grants = new HashMap<>();
    private Instant last = Instant.EPOCH;

    /** A grant, and when it was revoked. */
    private record Standing(AuditGrant grant, Optional<Instant> revokedAt) {}

    private AccessLog(AccessLogStore store, NoteSigner signer, InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.clock = clock;
        this.origin = Texts.require("the log's origin", signer.verifier().name());
    }

    /**
     * Opens a log, which is empty when it is new.
     *
     * @param store where it is kept; stays open when the log is no longer used
     * @param signer signs its checkpoints; the name of its key is the log's origin
     * @param clock tells when something is logged
     */
    public static AccessLog open(AccessLogStore store, NoteSigner signer, InstantSource clock) {
        AccessLog log =
                new AccessLog(Objects.requireNonNull(store, "store"), signer, Objects.requireNonNull(clock, "clock"));
        log.catchUp();
        return log;
    }

    /** What the log is called, in checkpoints and requests. */
    public String origin() {
        return origin;
    }

    /**
     * Lets a regulator see something.
     *
     * @return the entry, by whose {@linkplain AuditEntry#leafHash hash} the grant is called
     */
    public LoggedEntry grant(AuditGrant grant) {
        return append(now -> {
            Granted entry = new Granted(now, grant);
            while (grants.containsKey(entry.leafHash())) {
                entry = new Granted(entry.at().plusMillis(1), grant);
            }
            return new Row(entry.toJson(), Optional.empty());
        });
    }

    /**
     * Ends a grant; what it was asked for before stays in the log.
     *
     * @throws IllegalArgumentException when there is no such grant, or it was revoked before
     */
    public LoggedEntry revoke(Hash32 grant, String reason) {
        return append(now -> {
            Standing standing = grants.get(grant);
            if (standing == null || standing.revokedAt().isPresent()) {
                throw new IllegalArgumentException("there must be a grant that is not revoked: " + grant);
            }
            return new Row(new Revoked(now, grant, reason).toJson(), Optional.empty());
        });
    }

    /** A grant by the hash of its entry, revoked or not. */
    public synchronized Optional<AuditGrant> grant(Hash32 id) {
        catchUp();
        return Optional.ofNullable(grants.get(id)).map(Standing::grant);
    }

    /**
     * Why the request cannot be answered now, whatever it asks for; empty when it can. The log must hold the grant that it names.
     */
    synchronized List<Reason> problems(AuditRequest request) {
        catchUp();
        return problems(request, now());
    }

    private List<Reason> problems(AuditRequest request, Instant now) {
        Standing standing = standing(request);
        AuditGrant grant = standing.grant();
        List<Reason> reasons = new ArrayList<>();
        standing.revokedAt()
                .ifPresent(at -> reasons.add(new Reason("GRANT_REVOKED", "the grant was revoked at " + at)));
        if (now.isBefore(grant.from())) {
            reasons.add(new Reason("GRANT_NOT_YET_VALID", "the grant begins at " + grant.from()));
        }
        if (!now.isBefore(grant.until())) {
            reasons.add(new Reason("GRANT_EXPIRED", "the grant ended at " + grant.until()));
        }
        if (Duration.between(request.at(), now).abs().compareTo(TOLERANCE) > 0) {
            reasons.add(new Reason(
                    "REQUEST_STALE",
                    "a request must be sent within " + TOLERANCE.toMinutes() + " minutes of its time, "
                            + request.at()));
        }
        return reasons;
    }

    private Standing standing(AuditRequest request) {
        return Objects.requireNonNull(grants.get(request.grant()), "grant");
    }

    /** Whether the log has an entry about the request. */
    boolean knows(AuditRequest request) {
        return store.find(origin, request.digest()).isPresent();
    }

    /**
     * Writes down that a request is answered, unless it came before or its grant ended in between, which is written down as well.
     *
     * @param refused why it is refused; empty where it is to be answered
     * @param count how much is handed out
     * @param answer the digest of that
     * @return the entry of the answer; or why there is none
     */
    Verdict<LoggedEntry> record(AuditRequest request, List<Reason> refused, int count, Hash32 answer) {
        List<Reason> reasons = new ArrayList<>();
        Optional<Long> index = tryAppend(now -> {
            reasons.clear();
            if (knows(request)) {
                reasons.add(replayed(request));
                return Optional.empty();
            }
            Stream.concat(problems(request, now).stream(), refused.stream())
                    .distinct()
                    .forEach(reasons::add);
            AuditGrant grant = standing(request).grant();
            String kind = QueryJson.kind(request.query());
            AuditEntry entry = reasons.isEmpty()
                    ? new Answered(now, request.grant(), grant.key(), request.digest(), kind, count, answer)
                    : new Refused(
                            now,
                            request.grant(),
                            grant.key(),
                            request.digest(),
                            kind,
                            reasons.stream().map(Reason::code).toList());
            return Optional.of(new Row(entry.toJson(), Optional.of(request)));
        });
        return reasons.isEmpty() ? Verdict.ok(entry(index.orElseThrow())) : new Verdict.Refused<>(reasons);
    }

    static Reason replayed(AuditRequest request) {
        return new Reason("REQUEST_REPLAYED", "the log holds this request already: " + request.digest());
    }

    private LoggedEntry append(Function<Instant, Row> row) {
        return entry(tryAppend(now -> Optional.of(row.apply(now))).orElseThrow());
    }

    /**
     * Appends what is decided on all that stands in the log, or nothing.
     *
     * @param decide is asked again when another process appended something in between
     * @return the index of the entry
     */
    private synchronized Optional<Long> tryAppend(Function<Instant, Optional<Row>> decide) {
        while (true) {
            catchUp();
            Optional<Row> row = decide.apply(now());
            if (row.isEmpty()) {
                return Optional.empty();
            }
            long size = tree.size();
            long found = store.append(origin, size, row.get());
            if (found == size) {
                take(row.get());
                return Optional.of(size);
            }
            requireGrown(found);
        }
    }

    /** Reads what other processes appended. */
    private synchronized void catchUp() {
        List<Row> rows;
        do {
            rows = store.rows(origin, tree.size(), PAGE);
            rows.forEach(this::take);
        } while (rows.size() == PAGE);
    }

    private void requireGrown(long size) {
        if (size < tree.size()) {
            throw new IllegalStateException(
                    "the store must keep all of " + origin + ": it has " + size + " entries, and had " + tree.size());
        }
    }

    private void take(Row row) {
        AuditEntry entry = AuditEntry.parse(row.entry());
        Hash32 hash = entry.leafHash();
        tree.append(hash);
        last = entry.at().isAfter(last) ? entry.at() : last;
        switch (entry) {
            case Granted granted -> grants.put(hash, new Standing(granted.grant(), Optional.empty()));
            case Revoked revoked ->
                grants.computeIfPresent(
                        revoked.grant(), (id, standing) -> new Standing(standing.grant(), Optional.of(revoked.at())));
            case Answered answered -> {} // changes no grant
            case Refused refused -> {} // changes no grant
        }
    }

    /** Never before what was logged last, whatever the clocks of several processes say. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(last) ? last : now;
    }

    /** How many entries there are. */
    public long size() {
        catchUp();
        return tree.size();
    }

    /** The head over all entries; empty of an empty log. */
    public Optional<TreeHead> head() {
        return size() == 0 ? Optional.empty() : Optional.of(tree.head());
    }

    /** The head over all entries, signed. */
    public SignedNote checkpoint() {
        return head().map(head -> Checkpoint.of(origin, head))
                .orElseGet(() -> new Checkpoint(origin, 0, Sha256.hash(), List.of()))
                .sign(signer);
    }

    /**
     * An entry with its proof in the log as it is now.
     *
     * @throws IllegalArgumentException when there is no such entry
     */
    public LoggedEntry entry(long index) {
        long size = size();
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("an entry's index must be 0 to " + (size - 1) + ": " + index);
        }
        AuditEntry entry =
                AuditEntry.parse(store.rows(origin, index, 1).getFirst().entry());
        TreeHead head = tree.head(size);
        return new LoggedEntry(
                entry,
                tree.inclusionProof(index, size),
                Checkpoint.of(origin, head).sign(signer));
    }

    /** What became of a request, also where its answer was lost on its way; empty when it never arrived. */
    public Optional<LoggedEntry> entry(AuditRequest request) {
        OptionalLong index = store.find(origin, request.digest());
        return index.isPresent() ? Optional.of(entry(index.getAsLong())) : Optional.empty();
    }

    /**
     * An entry's proof as a COSE receipt (RFC 9942), for software that reads those and no checkpoints.
     *
     * @param key signs it in place of the log's note key
     * @throws IllegalArgumentException when there is no such entry
     */
    public InclusionReceipt receipt(long index, CoseSigner key) {
        LoggedEntry logged = entry(index);
        TreeHead head = Checkpoint.parse(logged.checkpoint().text()).head().orElseThrow();
        return InclusionReceipt.issue(origin, origin, logged.entry().leafHash(), logged.proof(), head, key);
    }

    /**
     * The request of an access, which its regulator signed; empty of other entries.
     *
     * @throws IllegalArgumentException when there is no such entry
     */
    public Optional<AuditRequest> request(long index) {
        return store.rows(origin, index, 1).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no entry " + index))
                .request();
    }

    /** Entries from an index on, in order: to hand a copy of the log to whoever audits it. */
    public List<AuditEntry> entries(long from, int most) {
        return store.rows(origin, from, most).stream()
                .map(row -> AuditEntry.parse(row.entry()))
                .toList();
    }

    /**
     * Proves that the log only grew between two of its checkpoints.
     *
     * @throws IllegalArgumentException unless 1 &le; {@code olderSize} &le; {@code newerSize} &le; {@link #size}
     */
    public ConsistencyProof consistencyProof(long olderSize, long newerSize) {
        catchUp();
        return tree.consistencyProof(olderSize, newerSize);
    }
}
