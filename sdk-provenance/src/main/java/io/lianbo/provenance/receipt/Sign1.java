package io.lianbo.provenance.receipt;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.internal.Cbor;
import io.lianbo.provenance.internal.Cbor.Tagged;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tagged COSE_Sign1 (RFC 9052 section 4.2), whose bytes are kept as they came. */
final class Sign1 {
    private static final long TAG = 18;
    private static final int PARTS = 4;
    private static final byte[] EMPTY = {};

    /** What a message may call critical, as it is heeded here. */
    private static final Set<Object> HEEDED =
            Set.of(Labels.ALG, Labels.CRIT, Labels.CONTENT_TYPE, Labels.KID, Labels.CWT_CLAIMS, Labels.VDS);

    private final byte[] encoded;
    private final byte[] protectedBytes;
    private final Map<?, ?> protectedHeader;
    private final Map<?, ?> unprotectedHeader;
    private final byte @Nullable [] payload;
    private final byte[] signature;

    private Sign1(
            byte[] encoded,
            byte[] protectedBytes,
            Map<?, ?> protectedHeader,
            Map<?, ?> unprotectedHeader,
            byte @Nullable [] payload,
            byte[] signature) {
        this.encoded = encoded;
        this.protectedBytes = protectedBytes;
        this.protectedHeader = protectedHeader;
        this.unprotectedHeader = unprotectedHeader;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * Signs a payload.
     *
     * @param detached whether the payload is left out of the message
     */
    static Sign1 sign(
            Map<Long, Object> protectedHeader,
            Map<Long, Object> unprotectedHeader,
            byte[] payload,
            boolean detached,
            CoseSigner signer) {
        byte[] protectedBytes = Cbor.encode(protectedHeader);
        byte[] signature = signer.sign(signed(protectedBytes, payload));
        return of(protectedBytes, protectedHeader, unprotectedHeader, detached ? null : payload, signature);
    }

    private static Sign1 of(
            byte[] protectedBytes,
            Map<?, ?> protectedHeader,
            Map<?, ?> unprotectedHeader,
            byte @Nullable [] payload,
            byte[] signature) {
        byte[] encoded =
                Cbor.encode(new Tagged(TAG, Arrays.asList(protectedBytes, unprotectedHeader, payload, signature)));
        return new Sign1(encoded, protectedBytes, protectedHeader, unprotectedHeader, payload, signature);
    }

    /** The same message with another unprotected header. */
    Sign1 with(Map<Long, Object> otherUnprotectedHeader) {
        return of(protectedBytes, protectedHeader, otherUnprotectedHeader, payload, signature);
    }

    /**
     * Reads a message.
     *
     * @param what what errors call it
     * @param longest how many bytes it may have
     * @throws IllegalArgumentException when it is none
     */
    static Sign1 parse(String what, byte[] encoded, int longest) {
        if (encoded.length > longest) {
            throw new IllegalArgumentException(what + " must have at most " + longest + " bytes: " + encoded.length);
        }
        try {
            if (!(Cbor.decodeCose(encoded) instanceof Tagged message)
                    || message.tag() != TAG
                    || !(message.content() instanceof List<?> parts)
                    || parts.size() != PARTS
                    || !(parts.get(0) instanceof byte[] protectedBytes)
                    || !(parts.get(1) instanceof Map<?, ?> unprotectedHeader)
                    || !(parts.get(2) == null || parts.get(2) instanceof byte[])
                    || !(parts.get(3) instanceof byte[] signature)) {
                throw new IllegalArgumentException("it must be a COSE_Sign1 behind tag 18");
            }
            Map<?, ?> protectedHeader = header(protectedBytes);
            if (protectedHeader.keySet().stream().anyMatch(unprotectedHeader::containsKey)) {
                throw new IllegalArgumentException("a label must stand in one of the two headers");
            }
            return new Sign1(
                    encoded.clone(),
                    protectedBytes,
                    protectedHeader,
                    unprotectedHeader,
                    parts.get(2) instanceof byte[] payload ? payload : null,
                    signature);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> header(byte[] bytes) {
        if (bytes.length == 0) {
            return Map.of();
        }
        if (!(Cbor.decodeCose(bytes) instanceof Map<?, ?> header)) {
            throw new IllegalArgumentException("the protected header must be a map");
        }
        return header;
    }

    /** What is signed: the Sig_structure of RFC 9052 section 4.4. */
    private static byte[] signed(byte[] protectedBytes, byte[] payload) {
        return Cbor.encode(List.of("Signature1", protectedBytes, EMPTY, payload));
    }

    /**
     * Whether one of these keys signed the payload.
     *
     * @return the key; {@code UNSUPPORTED} when the message wants something heeded that is not known here, {@code UNKNOWN_SIGNER} when it is of another key or
     *     algorithm, {@code SIGNATURE_INVALID} when one of the keys is meant and did not sign it
     */
    Verdict<CoseKey> verify(byte[] signedPayload, List<CoseKey> keys) {
        if (protectedHeader.containsKey(Labels.CRIT)
                && !(protectedHeader.get(Labels.CRIT) instanceof List<?> critical
                        && !critical.isEmpty()
                        && HEEDED.containsAll(critical)
                        && protectedHeader.keySet().containsAll(critical))) {
            return Verdict.refused("UNSUPPORTED", "the message calls parameters critical that are not known here");
        }
        if (!(protectedHeader.get(Labels.ALG) instanceof Long algorithm)) {
            return Verdict.refused("UNSUPPORTED", "the message must name its algorithm by a number");
        }
        List<CoseKey> candidates =
                keys.stream().filter(key -> key.isOf(algorithm)).toList();
        byte[] message = signed(protectedBytes, signedPayload);
        for (CoseKey key : candidates) {
            if (key.verifies(message, signature)) {
                return Verdict.ok(key);
            }
        }
        Optional<byte[]> named = Optional.ofNullable(parameter(Labels.KID) instanceof byte[] kid ? kid : null);
        boolean meant = candidates.stream()
                .anyMatch(key ->
                        named.map(kid -> Arrays.equals(kid, key.id().bytes())).orElse(true));
        return meant
                ? Verdict.refused("SIGNATURE_INVALID", "none of " + candidates + " signed this")
                : Verdict.refused(
                        "UNKNOWN_SIGNER",
                        "algorithm " + algorithm + ", key "
                                + named.map(HexFormat.of()::formatHex).orElse("unnamed") + ": none of " + keys);
    }

    private @Nullable Object parameter(long label) {
        Object value = protectedHeader.get(label);
        return value == null ? unprotectedHeader.get(label) : value;
    }

    @Nullable
    Object protectedParameter(long label) {
        return protectedHeader.get(label);
    }

    @Nullable
    Object unprotectedParameter(long label) {
        return unprotectedHeader.get(label);
    }

    /** A claim of the protected header (RFC 9597), where it is a text. */
    Optional<String> claim(long label) {
        return protectedHeader.get(Labels.CWT_CLAIMS) instanceof Map<?, ?> claims
                        && claims.get(label) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The payload, where it is not detached; not to be changed. */
    Optional<byte[]> payload() {
        return Optional.ofNullable(payload);
    }

    /** The message; not to be changed. */
    byte[] encoded() {
        return encoded;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sign1 that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
