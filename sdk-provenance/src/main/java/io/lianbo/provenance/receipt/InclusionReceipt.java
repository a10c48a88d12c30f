package io.lianbo.provenance.receipt;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.receipt.Proofs.Content;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log signs that it holds an entry: a COSE receipt of inclusion (RFC 9942 section 5.2) in a tree as RFC 9162 has it. It is verified with nothing but the entry
 * and the log's key: {@link ReceiptVerifier#inclusion}.
 *
 * {@snippet class="io.lianbo.provenance.receipt.ReceiptTest" region="issue"}
 *
 * <p>The root is not in it, so whoever verifies it has to compute the root. It tells how many entries the log had; receipts by the RFC sign the root and not that
 * number, which those that are issued here sign too (in a parameter for private use, {@code -96942}). In a log of one entry the path is empty, which RFC 9162
 * wants and the grammar of RFC 9942 forgot.
 */
public final class InclusionReceipt {
    private final Sign1 message;
    private final List<Content> proofs;

    private InclusionReceipt(Sign1 message, List<Content> proofs) {
        this.message = message;
        this.proofs = proofs;
    }

    /**
     * Issues a receipt; its claims are those that SCITT (RFC 9943 section 7) wants.
     *
     * @param log who issues it ({@code iss}): the log's origin
     * @param subject what it is about ({@code sub}): the item's URI, or the log's origin where it is about nothing else
     * @param leafHash the entry's hash in the log
     * @param proof that the log holds it
     * @param head in which state of the log
     * @throws IllegalArgumentException when the proof does not hold
     */
    public static InclusionReceipt issue(
            String log, String subject, Hash32 leafHash, InclusionProof proof, TreeHead head, CoseSigner signer) {
        if (!proof.verify(leafHash, head).isVerified()) {
            throw new IllegalArgumentException("the proof must hold: leaf " + leafHash + " in " + head);
        }
        Content content = new Content(head.size(), proof.leafIndex(), proof.path());
        Sign1 message = Sign1.sign(
                Proofs.protectedHeader(log, subject, head.size(), signer),
                Proofs.unprotectedHeader(Labels.INCLUSION, content),
                head.root().bytes(),
                true,
                signer);
        return new InclusionReceipt(message, List.of(content));
    }

    /**
     * Reads a receipt of any log, of 64 KiB at most. Nothing in it is believed yet.
     *
     * @throws IllegalArgumentException when it is none; indefinite lengths, labels that stand twice, and whatever follows the message are refused
     */
    public static InclusionReceipt parse(byte[] cbor) {
        return of(Sign1.parse("a receipt", cbor, Proofs.LONGEST_RECEIPT));
    }

    static InclusionReceipt of(Sign1 message) {
        return new InclusionReceipt(message, Proofs.read(message, Labels.INCLUSION));
    }

    Sign1 message() {
        return message;
    }

    List<Content> proofs() {
        return proofs;
    }

    /** Who says that he issued it ({@code iss}), if that is told. */
    public Optional<String> issuer() {
        return message.claim(Labels.ISS);
    }

    /** What it is said to be about ({@code sub}), if that is told. */
    public Optional<String> subject() {
        return message.claim(Labels.SUB);
    }

    /** The receipt, of media type {@code application/scitt-receipt+cose}. */
    public byte[] bytes() {
        return message.encoded().clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InclusionReceipt that && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }
}
