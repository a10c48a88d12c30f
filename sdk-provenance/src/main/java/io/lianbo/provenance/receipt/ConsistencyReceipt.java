package io.lianbo.provenance.receipt;

import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.receipt.Proofs.Content;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log signs that it only grew: a COSE receipt of consistency (RFC 9942 section 5.3) between two of its states. It is verified with the older state and the log's
 * key: {@link ReceiptVerifier#consistency}.
 *
 * {@snippet class="io.lianbo.provenance.receipt.ReceiptTest" region="consistency"}
 */
public final class ConsistencyReceipt {
    private final Sign1 message;
    private final List<Content> proofs;

    private ConsistencyReceipt(Sign1 message, List<Content> proofs) {
        this.message = message;
        this.proofs = proofs;
    }

    /**
     * Issues a receipt.
     *
     * @param log who issues it and what it is about ({@code iss} and {@code sub}): the log's origin
     * @param proof that the newer state extends the older
     * @param older a smaller state of the log
     * @param newer the state that is signed
     * @throws IllegalArgumentException when the proof does not hold, or the two are of one size
     */
    public static ConsistencyReceipt issue(
            String log, ConsistencyProof proof, TreeHead older, TreeHead newer, CoseSigner signer) {
        if (older.size() == newer.size() || !proof.verify(older, newer).isVerified()) {
            throw new IllegalArgumentException("the proof must hold: " + newer + " extends " + older);
        }
        Content content = new Content(older.size(), newer.size(), proof.path());
        Sign1 message = Sign1.sign(
                Proofs.protectedHeader(log, log, newer.size(), signer),
                Proofs.unprotectedHeader(Labels.CONSISTENCY, content),
                newer.root().bytes(),
                true,
                signer);
        return new ConsistencyReceipt(message, List.of(content));
    }

    /**
     * Reads a receipt of any log, of 64 KiB at most. Nothing in it is believed yet.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ConsistencyReceipt parse(byte[] cbor) {
        return of(Sign1.parse("a receipt", cbor, Proofs.LONGEST_RECEIPT));
    }

    static ConsistencyReceipt of(Sign1 message) {
        return new ConsistencyReceipt(message, Proofs.read(message, Labels.CONSISTENCY));
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

    /** The receipt, of media type {@code application/scitt-receipt+cose}. */
    public byte[] bytes() {
        return message.encoded().clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsistencyReceipt that && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }
}
