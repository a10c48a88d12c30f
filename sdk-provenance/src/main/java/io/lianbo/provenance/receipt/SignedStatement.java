package io.lianbo.provenance.receipt;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.log.MerkleLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says about something, in the form of SCITT (RFC 9943 section 6): a COSE_Sign1 that names issuer and subject. A log registers it as the leaf
 * {@link #leafHash}; with the receipt for that it is a transparent statement (section 7).
 *
 * {@snippet class="io.lianbo.provenance.receipt.SignedStatementTest" region="statement"}
 *
 * <p>Immutable.
 */
public final class SignedStatement {
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final int MOST_RECEIPTS = 64;

    private final Sign1 message;
    private final List<byte[]> receipts;

    private SignedStatement(Sign1 message, List<byte[]> receipts) {
        this.message = message;
        this.receipts = receipts;
    }

    /**
     * Signs a statement.
     *
     * @param issuer who says it ({@code iss}): a domain or another URI of the issuer's
     * @param subject what it is about ({@code sub}): the item's URI
     * @param contentType the media type of the payload
     * @param payload what is said
     */
    public static SignedStatement sign(
            String issuer, String subject, String contentType, byte[] payload, CoseSigner signer) {
        Map<Long, Object> header = new LinkedHashMap<>();
        header.put(Labels.ALG, signer.key().algorithm());
        header.put(Labels.CONTENT_TYPE, Proofs.requireText("content type", contentType));
        header.put(Labels.KID, signer.key().id().bytes());
        header.put(Labels.CWT_CLAIMS, Proofs.claims(issuer, subject));
        return new SignedStatement(Sign1.sign(header, Map.of(), payload.clone(), false, signer), List.of());
    }

    /**
     * Reads a statement, of 16 MiB at most, with or without receipts. Nothing in it is believed yet.
     *
     * @throws IllegalArgumentException when it is none, or its payload is detached
     */
    public static SignedStatement parse(byte[] cbor) {
        Sign1 message = Sign1.parse("a signed statement", cbor, LONGEST);
        if (message.payload().isEmpty()
                || message.claim(Labels.ISS).isEmpty()
                || message.claim(Labels.SUB).isEmpty()) {
            throw new IllegalArgumentException("a signed statement: it must have a payload, an issuer and a subject");
        }
        return new SignedStatement(message, receiptsOf(message));
    }

    private static List<byte[]> receiptsOf(Sign1 message) {
        Object given = message.unprotectedParameter(Labels.RECEIPTS);
        if (given == null) {
            return List.of();
        }
        List<byte[]> receipts = new ArrayList<>();
        if (given instanceof List<?> list && !list.isEmpty() && list.size() <= MOST_RECEIPTS) {
            for (Object receipt : list) {
                if (receipt instanceof byte[] bytes) {
                    receipts.add(bytes);
                }
            }
            if (receipts.size() == list.size()) {
                return receipts;
            }
        }
        throw new IllegalArgumentException(
                "a signed statement: its receipts must be 1 to " + MOST_RECEIPTS + " byte strings");
    }

    /**
     * Whether one of these keys of the issuer signed it. What is in the payload is not looked at.
     *
     * @return the statement; {@code WRONG_ISSUER} when it says that another issued it; {@code UNSUPPORTED}, {@code UNKNOWN_SIGNER} or {@code SIGNATURE_INVALID} as
     *     {@link ReceiptVerifier} says
     */
    public Verdict<SignedStatement> verify(String issuer, CoseKey... keys) {
        if (!issuer().equals(issuer)) {
            return Verdict.refused(new Reason("WRONG_ISSUER", "a statement of " + issuer() + ", not of " + issuer));
        }
        return message.verify(message.payload().orElseThrow(), List.of(keys)).map(key -> this);
    }

    /** The same statement with one receipt more. */
    public SignedStatement with(InclusionReceipt receipt) {
        List<byte[]> all = new ArrayList<>(receipts);
        all.add(receipt.bytes());
        Map<Long, Object> header = new LinkedHashMap<>();
        header.put(Labels.RECEIPTS, all);
        return new SignedStatement(message.with(header), List.copyOf(all));
    }

    /** What a log registers: the RFC 9162 leaf of the statement with an empty unprotected header, whatever receipts it carries. */
    public Hash32 leafHash() {
        return MerkleLog.leafHash(message.with(Map.of()).encoded());
    }

    /** Who says it ({@code iss}). */
    public String issuer() {
        return message.claim(Labels.ISS).orElseThrow();
    }

    /** What it is about ({@code sub}). */
    public String subject() {
        return message.claim(Labels.SUB).orElseThrow();
    }

    /** The media type of the payload, where it is told by name. */
    public Optional<String> contentType() {
        return message.protectedParameter(Labels.CONTENT_TYPE) instanceof String type
                ? Optional.of(type)
                : Optional.empty();
    }

    /** What is said. */
    public byte[] payload() {
        return message.payload().orElseThrow().clone();
    }

    /** The receipts that it carries, as they came. */
    public List<byte[]> receipts() {
        return receipts.stream().map(byte[]::clone).toList();
    }

    /** The statement, of media type {@code application/scitt-statement+cose}. */
    public byte[] bytes() {
        return message.encoded().clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedStatement that && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }
}
