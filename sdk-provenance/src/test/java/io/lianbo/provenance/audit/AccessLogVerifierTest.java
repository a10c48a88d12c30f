package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.STRANGER;
import static io.lianbo.provenance.audit.Tea.AUTHORITY;
import static io.lianbo.provenance.audit.Tea.LOG_KEY;
import static io.lianbo.provenance.audit.Tea.NOW;
import static io.lianbo.provenance.audit.Tea.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Granted;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.audit.AuditEntry.Revoked;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier.History;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.MerkleLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a platform could do to its log, and how it shows. */
class AccessLogVerifierTest {
    private static final AccessLogVerifier AUDITOR = new AccessLogVerifier(Tea.LOG);
    private static final Granted GRANTED = new Granted(NOW, Tea.grant(AuditScope.of(CAKE)));
    private static final Hash32 GRANT = GRANTED.leafHash();

    private static Answered answered(Instant at, int request) {
        return answered(at, GRANT, AUTHORITY.address(), request);
    }

    private static Answered answered(Instant at, Hash32 grant, Address regulator, int request) {
        Hash32 digest = Sha256.hash(new byte[] {(byte) request});
        return new Answered(at, grant, regulator, digest, "events", 3, Hash32.ZERO);
    }

    private static Refused refused(Instant at, int request) {
        return new Refused(
                at,
                GRANT,
                AUTHORITY.address(),
                Sha256.hash(new byte[] {(byte) request}),
                "scans",
                List.of("SCANS_NOT_GRANTED"));
    }

    private static MerkleLog tree(List<AuditEntry> entries) {
        MerkleLog tree = new MerkleLog();
        entries.forEach(entry -> tree.append(entry.leafHash()));
        return tree;
    }

    private static SignedNote signed(List<AuditEntry> entries) {
        return Checkpoint.of(ORIGIN, tree(entries).head()).sign(LOG_KEY);
    }

    private static List<String> codes(List<AuditEntry> entries, SignedNote checkpoint) {
        return AUDITOR.verify(entries.stream(), checkpoint).reasons().stream()
                .map(Reason::code)
                .toList();
    }

    private static List<AuditEntry> honest() {
        return List.of(
                GRANTED,
                answered(NOW, 1),
                refused(NOW.plusSeconds(1), 2),
                answered(NOW.plusSeconds(2), 3),
                new Revoked(NOW.plusSeconds(3), GRANT, "done"),
                refused(NOW.plusSeconds(4), 4));
    }

    @Test
    void acceptsAnHonestLog() {
        assertThat(codes(honest(), signed(honest()))).isEmpty();
        SignedNote empty = new Checkpoint(ORIGIN, 0, Sha256.hash(), List.of()).sign(LOG_KEY);
        assertThat(codes(List.of(), empty)).isEmpty();
    }

    @Test
    void noticesWhatIsMissingAddedSwappedOrAltered() {
        SignedNote checkpoint = signed(honest());
        for (int index = 0; index < honest().size(); index++) {
            List<AuditEntry> cut = new ArrayList<>(honest());
            cut.remove(index);
            assertThat(codes(cut, checkpoint)).containsExactly("ENTRIES_MISSING");
            List<AuditEntry> more = new ArrayList<>(honest());
            more.add(index, refused(NOW, 9));
            assertThat(codes(more, checkpoint)).containsExactly("ENTRIES_MISSING");
            List<AuditEntry> other = new ArrayList<>(honest());
            other.set(index, refused(NOW, 9));
            assertThat(codes(other, checkpoint)).containsExactly("ENTRY_ALTERED");
        }
        List<AuditEntry> swapped = new ArrayList<>(honest());
        Collections.swap(swapped, 1, 2);
        assertThat(codes(swapped, checkpoint)).containsExactly("ENTRY_ALTERED");
    }

    @Test
    void showsAnEntryThatWasTakenOutBetweenTwoCheckpoints() {
        SignedNote older = signed(honest());
        List<AuditEntry> cleaned = new ArrayList<>(honest());
        cleaned.remove(1);
        cleaned.add(refused(NOW.plusSeconds(5), 5));
        cleaned.add(refused(NOW.plusSeconds(6), 6));
        assertThat(codes(cleaned, signed(cleaned))).isEmpty(); // it is a log, but another one
        ConsistencyProof proof = tree(cleaned).consistencyProof(6, 7);
        assertThat(Tea.LOG.extend(older, signed(cleaned), proof)).isInstanceOf(History.Inconsistent.class);
    }

    @Test
    void holdsALogToItsRules() {
        record Case(String code, AuditEntry entry) {}
        AuditGrant terms = GRANTED.grant();
        List<Case> cases = List.of(
                new Case("TIME_REVERSED", answered(NOW.plusSeconds(1), 7)),
                new Case("UNKNOWN_GRANT", answered(NOW.plusSeconds(9), Hash32.ZERO, AUTHORITY.address(), 7)),
                new Case("UNKNOWN_GRANT", answered(NOW.plusSeconds(9), GRANT, STRANGER.address(), 7)),
                new Case("UNKNOWN_GRANT", new Revoked(NOW.plusSeconds(9), Hash32.ZERO, "none")),
                new Case("REQUEST_REPLAYED", answered(NOW.plusSeconds(9), 1)),
                new Case("REQUEST_REPLAYED", refused(NOW.plusSeconds(9), 2)),
                new Case("GRANT_NOT_VALID", answered(terms.until(), 7)));
        for (Case each : cases) {
            List<AuditEntry> entries = new ArrayList<>(honest().subList(0, 4));
            entries.add(each.entry());
            assertThat(codes(entries, signed(entries))).containsExactly(each.code());
        }
        List<AuditEntry> afterwards = new ArrayList<>(honest());
        afterwards.add(answered(NOW.plusSeconds(9), 7));
        assertThat(codes(afterwards, signed(afterwards))).containsExactly("GRANT_NOT_VALID");
        Granted early = new Granted(terms.from().minusSeconds(9), terms);
        List<AuditEntry> before =
                List.of(early, answered(terms.from().minusMillis(1), early.leafHash(), AUTHORITY.address(), 7));
        assertThat(codes(before, signed(before))).containsExactly("GRANT_NOT_VALID");
    }

    @Test
    void believesNoCheckpointOfAnother() {
        SignedNote other =
                Checkpoint.of("other.example/access", tree(honest()).head()).sign(LOG_KEY);
        assertThat(codes(honest(), other)).containsExactly("WRONG_ORIGIN");
    }
}
