package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.SigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who read which claims of whom, what for, when, and under which grant: left by every use of a consent. It says what was read, never what it
 * said.
 *
 * <p>Its {@link #json()} is canonical and its {@link #hash()} is over that, so a receipt can be a leaf of a Merkle tree: nobody can guess a receipt
 * from its hash, as it holds the hash of a presentation, in which there is a nonce.
 *
 * {@snippet class="io.lianbo.did.consent.ledger.ConsentedVerifierTest" region="receipts"}
 *
 * @param grant the {@link ConsentGrant#id()} of the consent
 * @param holder whose claims they are
 * @param reader who read them
 * @param purpose what for
 * @param credentialType the {@code vct} of the credential
 * @param issuer who vouched for the claims
 * @param claims which claims, sorted, an array as a whole; without {@code sub}, which is the holder
 * @param readAt when, from 1970 to 9999, to the millisecond
 * @param presentation SHA-256 of the presentation up to its last dot: all that the holder signed, without her signature, as a signature of
 *     ECDSA can be given another form
 */
public record ConsentReceipt(
        Hash32 grant,
        Did holder,
        Did reader,
        String purpose,
        String credentialType,
        Did issuer,
        Set<ClaimPath> claims,
        Instant readAt,
        Hash32 presentation) {
    private static final String TYPE = "consent-receipt+jwt";
    private static final int MAX_LENGTH = 1024 * 1024;

    /** The last time that a receipt can have. */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** Sorts the claims and cuts the time to the millisecond. */
    public ConsentReceipt {
        List<ClaimPath> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparing(ClaimPath::toString));
        claims = Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
        readAt = readAt.truncatedTo(ChronoUnit.MILLIS);
        if (readAt.isBefore(Instant.EPOCH) || readAt.isAfter(LAST)) {
            throw new IllegalArgumentException("a receipt's time must be from 1970 to 9999: " + readAt);
        }
    }

    /**
     * {@return the receipt in this JSON}
     *
     * @param json as {@link #json()} writes it, in any order and spacing
     * @throws IllegalArgumentException where it is no receipt
     */
    public static ConsentReceipt parse(String json) {
        JsonObject object = JsonObject.parse("consent receipt", json)
                .only(
                        "grant",
                        "holder",
                        "reader",
                        "purpose",
                        "credentialType",
                        "issuer",
                        "claims",
                        "readAt",
                        "presentation");
        Set<ClaimPath> claims = ClaimPath.all(object.texts("claims").toArray(String[]::new));
        return new ConsentReceipt(
                object.text("grant", Hash32::of),
                object.text("holder", Did::parse),
                object.text("reader", Did::parse),
                object.text("purpose"),
                object.text("credentialType"),
                object.text("issuer", Did::parse),
                claims,
                object.text("readAt", ConsentReceipt::time),
                object.text("presentation", Hash32::of));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time of UTC such as 2026-11-24T20:00:00Z: " + Quote.of(text));
        }
    }

    /** {@return the receipt as canonical JSON (RFC 8785)} */
    public String json() {
        return new String(CanonicalJson.bytes(toMap()), StandardCharsets.UTF_8);
    }

    /** {@return SHA-256 of {@link #json()} in UTF-8} */
    public Hash32 hash() {
        return Sha256.hash(CanonicalJson.bytes(toMap()));
    }

    /** {@return where the receipt stands among others, and the next page after it begins} */
    public ReceiptPlace place() {
        return new ReceiptPlace(readAt, hash());
    }

    /**
     * {@return the receipt as a token that proves that the reader gave it, a JWS of type {@code consent-receipt+jwt} (RFC 7515)}
     *
     * @param key the reader's
     */
    public String sign(SigningKey key) {
        return Jws.sign(TYPE, Map.of(), toMap(), key).compact();
    }

    /**
     * {@return the receipt in a token, or every reason why it proves nothing}
     *
     * <p>Codes: {@code RECEIPT_MALFORMED}, {@code TOKEN_TYPE_REFUSED}, {@code READER_MISMATCH}, {@code ALGORITHM_REFUSED},
     * {@code RECEIPT_SIGNATURE_INVALID}.
     *
     * @param token as {@link #sign} made it
     * @param reader whose receipt it should be
     * @param keys the keys that speak for the reader, such as {@link io.lianbo.did.resolve.DidResolver#keysFor} finds them
     */
    public static Verdict<ConsentReceipt> verify(String token, Did reader, Set<VerificationKey> keys) {
        if (token.length() > MAX_LENGTH) {
            return Verdict.refused(
                    "RECEIPT_MALFORMED", "a receipt must be at most " + MAX_LENGTH + " characters: " + token.length());
        }
        Jws jws;
        ConsentReceipt receipt;
        try {
            jws = Jws.parse(token, "the receipt");
            receipt = parse(StrictJson.write(jws.payload()));
        } catch (MalformedException | IllegalArgumentException e) {
            return Verdict.refused("RECEIPT_MALFORMED", String.valueOf(e.getMessage()));
        }
        List<Reason> reasons = new ArrayList<>();
        if (!jws.hasType(TYPE) || jws.hasCriticalExtension()) {
            reasons.add(new Reason(
                    "TOKEN_TYPE_REFUSED", "a receipt must be of typ " + TYPE + " and demand no extension by crit"));
        }
        if (!receipt.reader().equals(reader)) {
            reasons.add(new Reason(
                    "READER_MISMATCH",
                    "the receipt is of " + Quote.of(receipt.reader().toString())));
        }
        if (keys.stream().noneMatch(jws::isFor)) {
            reasons.add(new Reason("ALGORITHM_REFUSED", "no key of " + reader + " is for the receipt's alg"));
        } else if (keys.stream().noneMatch(jws::isSignedBy)) {
            reasons.add(new Reason("RECEIPT_SIGNATURE_INVALID", "not signed by a key of " + reader));
        }
        return reasons.isEmpty() ? Verdict.ok(receipt) : Verdict.refused(reasons);
    }

    /**
     * {@return the receipt, where all that it says was read lies within the grant; or every reason why it does not}
     *
     * <p>So what a reader says that he read can be held against what the holder signed, see {@link ConsentProof#verify}; how often he read, the
     * other receipts under the grant say. Codes: {@code CONSENT_MISMATCH} (the receipt names another grant),
     * {@code CONSENT_HOLDER_MISMATCH}, {@code CONSENT_FOR_ANOTHER}, {@code CONSENT_PURPOSE_MISMATCH}, {@code CONSENT_TYPE_MISMATCH},
     * {@code CONSENT_EXPIRED}, {@code CLAIM_NOT_GRANTED}.
     *
     * @param granted what the holder consented to
     */
    public Verdict<ConsentReceipt> within(ConsentGrant granted) {
        if (!grant.equals(granted.id())) {
            return Verdict.refused("CONSENT_MISMATCH", "the receipt is under " + grant + ", not " + granted.id());
        }
        List<Reason> reasons = new ArrayList<>();
        requireSame("CONSENT_HOLDER_MISMATCH", holder, granted.holder(), reasons);
        requireSame("CONSENT_FOR_ANOTHER", reader, granted.grantee(), reasons);
        requireSame("CONSENT_PURPOSE_MISMATCH", purpose, granted.purpose(), reasons);
        requireSame("CONSENT_TYPE_MISMATCH", credentialType, granted.credentialType(), reasons);
        if (!readAt.isBefore(granted.expiresAt())) {
            reasons.add(Refusals.expired(granted.expiresAt()));
        }
        claims.stream()
                .filter(claim -> !granted.covers(claim))
                .map(claim -> new Reason("CLAIM_NOT_GRANTED", "read without consent: " + Quote.of(claim.toString())))
                .forEach(reasons::add);
        return reasons.isEmpty() ? Verdict.ok(this) : Verdict.refused(reasons);
    }

    private static void requireSame(String code, Object read, Object granted, List<Reason> reasons) {
        if (!read.equals(granted)) {
            reasons.add(new Reason(code, "granted: " + granted + ", by the receipt: " + Quote.of(read.toString())));
        }
    }

    private Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new TreeMap<>();
        map.put("grant", grant.toString());
        map.put("holder", holder.toString());
        map.put("reader", reader.toString());
        map.put("purpose", purpose);
        map.put("credentialType", credentialType);
        map.put("issuer", issuer.toString());
        map.put("claims", claims.stream().map(ClaimPath::toString).toList());
        map.put("readAt", readAt.toString());
        map.put("presentation", presentation.toString());
        return map;
    }
}
