package io.lianbo.provenance.checkpoint;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.log.ConsistencyProof;
import java.util.List;
import java.util.Objects;

/**
 * Verifies the checkpoints of one log by the keys that its owner published, and that each extends what was seen before.
 *
 * {@snippet class="io.lianbo.provenance.checkpoint.CheckpointTest" region="verify"}
 *
 * <p>Signatures of other keys, those of witnesses included, are passed over and kept. Immutable; may be used by several threads.
 */
public final class CheckpointVerifier {

    private final String origin;
    private final List<NoteVerifier> keys;

    /**
     * A verifier.
     *
     * @param origin which log
     * @param keys the keys that may sign for it, at least one
     */
    public CheckpointVerifier(String origin, NoteVerifier... keys) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.keys = List.of(keys);
        if (this.keys.isEmpty()) {
            throw new IllegalArgumentException("a verifier must know at least one key");
        }
    }

    /** What two checkpoints of one log say together. */
    public sealed interface History {

        /**
         * The log only grew.
         *
         * @param newer what it is now
         */
        record Consistent(Checkpoint newer) implements History {}

        /**
         * The log signed two things that cannot both hold, or that were not shown to: whoever sees both notes can check that.
         *
         * <ul>
         *   <li>{@code EQUIVOCATION}: two roots for one size; the two notes prove it to anybody
         *   <li>{@code TREE_SHRANK}: fewer leaves than were seen before
         *   <li>{@code PROOF_INVALID}: no proof that the one extends the other; ask for it again elsewhere before you accuse
         * </ul>
         *
         * @param reason which of these
         * @param older what was seen before
         * @param newer what was shown now
         */
        record Inconsistent(Reason reason, SignedNote older, SignedNote newer) implements History {}

        /**
         * One of the two is no checkpoint of this log.
         *
         * @param reasons as {@link CheckpointVerifier#open} gives them
         */
        record Refused(List<Reason> reasons) implements History {
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /**
     * Verifies a signed checkpoint.
     *
     * @return the checkpoint; or {@code MALFORMED} when none can be read, {@code WRONG_ORIGIN} when it is of another log,
     *     {@code SIGNATURE_INVALID} when a known key is named and did not sign, {@code UNKNOWN_SIGNER} when no known key is named.
     *     Nothing is thrown, whatever the text
     */
    public Verdict<Checkpoint> open(String note) {
        SignedNote signed;
        try {
            signed = SignedNote.parse(note);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MALFORMED", String.valueOf(e.getMessage()));
        }
        return open(signed);
    }

    /** Verifies a signed checkpoint that was parsed. */
    public Verdict<Checkpoint> open(SignedNote note) {
        boolean verified = false;
        for (SignedNote.Signature signature : note.signatures()) {
            for (NoteVerifier key : keys) {
                if (key.isNamedIn(signature)) {
                    if (!key.verifies(note.text(), signature)) {
                        return Verdict.refused("SIGNATURE_INVALID", key.name() + " did not sign this checkpoint");
                    }
                    verified = true;
                }
            }
        }
        if (!verified) {
            return Verdict.refused("UNKNOWN_SIGNER", "signed by none of " + keys);
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MALFORMED", String.valueOf(e.getMessage()));
        }
        return checkpoint.origin().equals(origin)
                ? Verdict.ok(checkpoint)
                : Verdict.refused("WRONG_ORIGIN", "a checkpoint of " + checkpoint.origin() + ", not of " + origin);
    }

    /**
     * Checks that a log only grew from what was seen before to what is shown now.
     *
     * @param proof from the older size to the newer; empty where one of the two is an empty log, or both are one
     */
    public History extend(SignedNote older, SignedNote newer, ConsistencyProof proof) {
        Verdict<Checkpoint> before = open(older);
        Verdict<Checkpoint> now = open(newer);
        if (before.value().isEmpty() || now.value().isEmpty()) {
            return new History.Refused(before.value().isEmpty() ? before.reasons() : now.reasons());
        }
        Checkpoint from = before.value().get();
        Checkpoint to = now.value().get();
        if (from.size() == to.size() && !from.root().equals(to.root())) {
            return inconsistent(
                    "EQUIVOCATION",
                    origin + " has two roots of " + from.size() + " leaves: " + from.root() + " and " + to.root(),
                    older,
                    newer);
        }
        if (to.size() < from.size()) {
            return inconsistent(
                    "TREE_SHRANK", origin + " had " + from.size() + " leaves, and " + to.size() + " now", older, newer);
        }
        if (from.head().isEmpty() || to.head().isEmpty()) {
            // Everything extends an empty log.
            return new History.Consistent(to);
        }
        List<Reason> reasons = proof.verify(from.head().get(), to.head().get()).reasons();
        return reasons.isEmpty()
                ? new History.Consistent(to)
                : new History.Inconsistent(reasons.getFirst(), older, newer);
    }

    private static History inconsistent(String code, String detail, SignedNote older, SignedNote newer) {
        return new History.Inconsistent(new Reason(code, detail), older, newer);
    }
}
