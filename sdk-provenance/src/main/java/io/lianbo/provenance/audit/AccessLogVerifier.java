package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Granted;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.audit.AuditEntry.Revoked;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.log.MerkleLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks a copy of a whole access log: that it is what the log signed, and that every answer in it had a grant.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="audit"}
 *
 * <p>That two checkpoints are of one log is for {@link CheckpointVerifier#extend}. May be used by several threads.
 */
public final class AccessLogVerifier {
    private final CheckpointVerifier checkpoints;

    /** A verifier of the log whose keys these are. */
    public AccessLogVerifier(CheckpointVerifier checkpoints) {
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
    }

    /**
     * Checks all entries of a log.
     *
     * @param entries from the first on, in order
     * @param checkpoint the head that the log signed when the copy was made
     * @return the checkpoint; or what {@link CheckpointVerifier#open} refuses; or
     *     <ul>
     *       <li>{@code ENTRIES_MISSING}: there are not as many entries as the checkpoint says
     *       <li>{@code ENTRY_ALTERED}: they are not what was signed
     *       <li>{@code TIME_REVERSED}: an entry is from before the one before it
     *       <li>{@code UNKNOWN_GRANT}: an entry names no grant before it, or another regulator than the grant
     *       <li>{@code GRANT_NOT_VALID}: an answer was given before or after the time of its grant, or after it was revoked
     *       <li>{@code REQUEST_REPLAYED}: one request was let in twice
     *     </ul>
     */
    public Verdict<Checkpoint> verify(Stream<AuditEntry> entries, SignedNote checkpoint) {
        Verdict<Checkpoint> opened = checkpoints.open(checkpoint);
        if (opened instanceof Verdict.Refused<Checkpoint>) {
            return opened;
        }
        Checkpoint signed = opened.value().orElseThrow();
        MerkleLog log = new MerkleLog();
        Rules rules = new Rules();
        Optional<Reason> broken = Optional.empty();
        for (AuditEntry entry : (Iterable<AuditEntry>) entries::iterator) {
            Hash32 hash = entry.leafHash();
            long index = log.append(hash);
            if (broken.isEmpty()) {
                broken = rules.broken(entry, hash, index);
            }
        }
        if (log.size() != signed.size()) {
            return Verdict.refused(
                    "ENTRIES_MISSING", "the log has " + signed.size() + " entries, and here are " + log.size());
        }
        if (log.size() > 0 && !log.head().root().equals(signed.root())) {
            return Verdict.refused(
                    "ENTRY_ALTERED",
                    "the log's root is " + signed.root() + ", and that of these entries "
                            + log.head().root());
        }
        return broken.isPresent() ? Verdict.refused(broken.get()) : opened;
    }

    /** What an honest log keeps to. */
    private static final class Rules {
        private final Map<Hash32, AuditGrant> grants = new HashMap<>();
        private final Set<Hash32> revoked = new HashSet<>();
        private final Set<Hash32> requests = new HashSet<>();
        private Instant last = Instant.EPOCH;

        Optional<Reason> broken(AuditEntry entry, Hash32 hash, long index) {
            String code = code(entry, hash);
            last = entry.at();
            return code.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Reason(code, "entry " + index + " breaks the rules of the log"));
        }

        private String code(AuditEntry entry, Hash32 hash) {
            if (entry.at().isBefore(last)) {
                return "TIME_REVERSED";
            }
            return switch (entry) {
                case Granted granted -> {
                    grants.put(hash, granted.grant());
                    yield "";
                }
                case Revoked ends ->
                    grants.containsKey(ends.grant()) && revoked.add(ends.grant()) ? "" : "UNKNOWN_GRANT";
                case Answered answered -> {
                    AuditGrant grant = grants.get(answered.grant());
                    if (grant == null || !grant.key().equals(answered.regulator())) {
                        yield "UNKNOWN_GRANT";
                    }
                    boolean valid = !answered.at().isBefore(grant.from())
                            && answered.at().isBefore(grant.until())
                            && !revoked.contains(answered.grant());
                    yield valid ? once(answered.request()) : "GRANT_NOT_VALID";
                }
                case Refused refused -> {
                    AuditGrant grant = grants.get(refused.grant());
                    yield grant == null || !grant.key().equals(refused.regulator())
                            ? "UNKNOWN_GRANT"
                            : once(refused.request());
                }
            };
        }

        private String once(Hash32 request) {
            return requests.add(request) ? "" : "REQUEST_REPLAYED";
        }
    }
}
