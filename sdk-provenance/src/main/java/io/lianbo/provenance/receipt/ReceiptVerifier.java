package io.lianbo.provenance.receipt;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.receipt.Proofs.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verifies the receipts of one log by the keys that its owner published.
 *
 * {@snippet class="io.lianbo.provenance.receipt.ReceiptTest" region="verify"}
 *
 * <p>Each method refuses with
 *
 * <ul>
 *   <li>{@code MALFORMED}: no receipt of this kind can be read. Nothing is thrown, whatever the bytes
 *   <li>{@code UNSUPPORTED}: it is of another data structure than RFC9162_SHA256, names no algorithm, or has critical parameters that are not known here
 *   <li>{@code WRONG_ISSUER}: it says that another log issued it
 *   <li>{@code PROOF_INVALID}: its proof is none of that entry, or of that older state
 *   <li>{@code UNKNOWN_SIGNER}, {@code SIGNATURE_INVALID}: it is of a key that is not known, or a known one did not sign it. With another entry the computed root is
 *       another, too, and no signature fits
 * </ul>
 *
 * <p>The size in a verified state is signed in receipts that are issued here. Those of other software sign the root alone: there it is one that the path fits, and
 * the root is what to go by.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class ReceiptVerifier {
    private final String log;
    private final List<CoseKey> keys;

    /**
     * A verifier.
     *
     * @param log which log: the {@code iss} of its receipts; those that tell none are taken by their key
     * @param keys the keys that may sign for it, at least one
     */
    public ReceiptVerifier(String log, CoseKey... keys) {
        this.log = Objects.requireNonNull(log, "log");
        this.keys = List.of(keys);
        if (this.keys.isEmpty()) {
            throw new IllegalArgumentException("a verifier must know at least one key");
        }
    }

    /**
     * Whether the log signed that it holds an entry.
     *
     * @param receipt a receipt of inclusion
     * @param leafHash the entry's hash, {@link io.lianbo.provenance.log.MerkleLog#leafHash} of its bytes
     * @return the state of the log that holds it
     */
    public Verdict<TreeHead> inclusion(byte[] receipt, Hash32 leafHash) {
        return verify(
                receipt,
                message -> InclusionReceipt.of(message).proofs(),
                proof -> new InclusionProof(proof.second(), proof.path()).headOver(leafHash, proof.first()));
    }

    /**
     * Whether the log signed that it only grew since an older state.
     *
     * @param receipt a receipt of consistency
     * @param older the state that you saw before, and believe
     * @return the newer state
     */
    public Verdict<TreeHead> consistency(byte[] receipt, TreeHead older) {
        return verify(
                receipt,
                message -> ConsistencyReceipt.of(message).proofs(),
                proof -> proof.first() == older.size()
                        ? new ConsistencyProof(proof.path()).headAfter(older, proof.second())
                        : Verdict.refused(
                                "PROOF_INVALID",
                                "the receipt begins at " + proof.first() + " leaves, not at " + older.size()));
    }

    /**
     * Whether the log signed that it holds a statement: whether one of the receipts that the statement carries is a good one of this log.
     *
     * @return the state of the log that holds it; {@code NOT_REGISTERED} when it carries no receipt, otherwise what the last one is refused for
     */
    public Verdict<TreeHead> registration(SignedStatement statement) {
        Verdict<TreeHead> verdict = Verdict.refused("NOT_REGISTERED", "the statement carries no receipt");
        for (byte[] receipt : statement.receipts()) {
            verdict = inclusion(receipt, statement.leafHash());
            if (verdict.isVerified()) {
                return verdict;
            }
        }
        return verdict;
    }

    private Verdict<TreeHead> verify(
            byte[] receipt, Function<Sign1, List<Content>> proofs, Function<Content, Verdict<TreeHead>> head) {
        Sign1 message;
        List<Content> contents;
        try {
            message = Sign1.parse("a receipt", receipt, Proofs.LONGEST_RECEIPT);
            Optional<Reason> reason = unsuitable(message);
            if (reason.isPresent()) {
                return Verdict.refused(reason.get());
            }
            contents = proofs.apply(message);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MALFORMED", String.valueOf(e.getMessage()));
        }
        Verdict<TreeHead> verdict = Verdict.refused("PROOF_INVALID", "the receipt holds no proof");
        for (Content content : contents) {
            verdict = signed(message, reached(content, head));
            if (verdict.isVerified()) {
                return verdict;
            }
        }
        return verdict;
    }

    private Optional<Reason> unsuitable(Sign1 message) {
        Object structure = message.protectedParameter(Labels.VDS);
        if (!Long.valueOf(Labels.RFC9162_SHA256).equals(structure)) {
            return Optional.of(new Reason(
                    "UNSUPPORTED",
                    "the data structure must be RFC9162_SHA256 (1): "
                            + (structure instanceof Long ? structure : "none")));
        }
        return message.claim(Labels.ISS)
                .filter(issuer -> !issuer.equals(log))
                .map(issuer -> new Reason("WRONG_ISSUER", "a receipt of " + issuer + ", not of " + log));
    }

    private static Verdict<TreeHead> reached(Content content, Function<Content, Verdict<TreeHead>> head) {
        try {
            return head.apply(content);
        } catch (IllegalArgumentException e) { // a path of more hashes than any tree has levels
            return Verdict.refused("PROOF_INVALID", String.valueOf(e.getMessage()));
        }
    }

    private Verdict<TreeHead> signed(Sign1 message, Verdict<TreeHead> reached) {
        if (!(reached instanceof Verdict.Verified<TreeHead> verified)) {
            return reached;
        }
        TreeHead head = verified.result();
        Object size = message.protectedParameter(Labels.TREE_SIZE);
        if (size != null && !size.equals(head.size())) {
            return Verdict.refused("PROOF_INVALID", "signed was a tree of " + size + " leaves, not of " + head.size());
        }
        byte[] root = head.root().bytes();
        if (message.payload().isPresent() && !Arrays.equals(message.payload().get(), root)) {
            return Verdict.refused("PROOF_INVALID", "the receipt names another root than " + head.root());
        }
        return message.verify(root, keys).map(key -> head);
    }
}
