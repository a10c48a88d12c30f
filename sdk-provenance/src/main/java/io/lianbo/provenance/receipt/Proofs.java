package io.lianbo.provenance.receipt;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.internal.Cbor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What receipts of inclusion and of consistency share: proofs are three values each, and stand in one header. */
final class Proofs {
    /** A path has 63 hashes at most, and certificates in the headers of others need some room. */
    static final int LONGEST_RECEIPT = 65_536;

    private static final int PARTS = 3;
    private static final int MOST_PROOFS = 64;

    /**
     * Two numbers and a path: tree size and leaf index, or older and newer size.
     *
     * @param path the hashes
     */
    record Content(long first, long second, List<Hash32> path) {
        byte[] encoded() {
            return Cbor.encode(
                    List.of(first, second, path.stream().map(Hash32::bytes).toList()));
        }
    }

    private Proofs() {}

    /** The root alone is what a receipt signs by the RFC, so the size is put where it is signed as well. */
    static Map<Long, Object> protectedHeader(String issuer, String subject, long size, CoseSigner signer) {
        Map<Long, Object> header = new LinkedHashMap<>();
        header.put(Labels.ALG, signer.key().algorithm());
        header.put(Labels.KID, signer.key().id().bytes());
        header.put(Labels.CWT_CLAIMS, claims(issuer, subject));
        header.put(Labels.VDS, Labels.RFC9162_SHA256);
        header.put(Labels.TREE_SIZE, size);
        return header;
    }

    static Map<Long, Object> claims(String issuer, String subject) {
        Map<Long, Object> claims = new LinkedHashMap<>();
        claims.put(Labels.ISS, requireText("issuer", issuer));
        claims.put(Labels.SUB, requireText("subject", subject));
        return claims;
    }

    static String requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the " + what + " must not be blank");
        }
        return text;
    }

    static Map<Long, Object> unprotectedHeader(long kind, Content proof) {
        Map<Long, Object> proofs = new LinkedHashMap<>();
        proofs.put(kind, List.of(proof.encoded()));
        Map<Long, Object> header = new LinkedHashMap<>();
        header.put(Labels.VDP, proofs);
        return header;
    }

    /**
     * The proofs of one kind.
     *
     * @throws IllegalArgumentException when there are none, or they are not as they must be
     */
    static List<Content> read(Sign1 receipt, long kind) {
        if (!(receipt.unprotectedParameter(Labels.VDP) instanceof Map<?, ?> proofs)
                || !(proofs.get(kind) instanceof List<?> list)
                || list.isEmpty()
                || list.size() > MOST_PROOFS) {
            throw new IllegalArgumentException(
                    "a receipt must hold 1 to " + MOST_PROOFS + " proofs of its kind in its unprotected header");
        }
        List<Content> contents = new ArrayList<>();
        for (Object proof : list) {
            if (!(proof instanceof byte[] encoded)
                    || !(Cbor.decodeCose(encoded) instanceof List<?> parts)
                    || parts.size() != PARTS
                    || !(parts.get(0) instanceof Long first)
                    || !(parts.get(1) instanceof Long second)
                    || first < 0
                    || second < 0
                    || !(parts.get(2) instanceof List<?> path)) {
                throw new IllegalArgumentException("a proof must be two numbers below 2^63 and a path");
            }
            contents.add(new Content(first, second, hashes(path)));
        }
        return contents;
    }

    private static List<Hash32> hashes(List<?> path) {
        List<Hash32> hashes = new ArrayList<>();
        for (Object hash : path) {
            if (!(hash instanceof byte[] bytes)) {
                throw new IllegalArgumentException("a path must consist of hashes");
            }
            hashes.add(Hash32.of(bytes));
        }
        return hashes;
    }
}
