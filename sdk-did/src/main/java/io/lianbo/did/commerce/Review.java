package io.lianbo.did.commerce;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.vc.VerifiableCredential;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Someone judged something that she bought.
 *
 * @param item what is judged
 * @param rating 1, the worst, to 5
 * @param comment in her words, perhaps none
 * @param reviewedAt when; the part below a second is dropped
 */
public record Review(String item, long rating, String comment, Instant reviewedAt) implements CommerceClaims {
    private static final int LONGEST_COMMENT = 4000;

    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Review {
        Claims.text("item", item, Claims.LONGEST_TEXT);
        Claims.range("rating", rating, 1, 5);
        if (comment.length() > LONGEST_COMMENT) {
            throw new IllegalArgumentException(
                    "comment must be at most " + LONGEST_COMMENT + " characters: " + comment.length());
        }
        reviewedAt = Claims.time(reviewedAt);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Review> read(PresentedCredential credential) {
        return Claims.read(CommerceType.REVIEW, credential, Review::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Review> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.REVIEW, credential, Review::read);
    }

    private static Review read(JsonObject claims) {
        return new Review(
                claims.text("item"),
                claims.integer("rating", 1, 5),
                claims.text("comment"),
                Claims.time(claims, "reviewedAt"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.REVIEW;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("item", item);
        claims.put("rating", rating);
        claims.put("comment", comment);
        claims.put("reviewedAt", DateTimeStamp.format(reviewedAt));
        return claims;
    }
}
