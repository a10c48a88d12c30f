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
 * Someone earned a score, under rules that its scope names.
 *
 * @param scope what the score is about, and by which rules
 * @param score how much, 0 to {@code outOf}
 * @param outOf the most there is
 * @param ratings from how many ratings or deeds
 * @param asOf at which time; the part below a second is dropped
 */
public record Reputation(String scope, long score, long outOf, long ratings, Instant asOf) implements CommerceClaims {
    private static final long MOST = (1L << 53) - 1; // what every JSON reader keeps exact

    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Reputation {
        Claims.text("scope", scope, Claims.LONGEST_TEXT);
        Claims.range("outOf", outOf, 1, MOST);
        Claims.range("score", score, 0, outOf);
        Claims.range("ratings", ratings, 0, MOST);
        asOf = Claims.time(asOf);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Reputation> read(PresentedCredential credential) {
        return Claims.read(CommerceType.REPUTATION, credential, Reputation::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Reputation> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.REPUTATION, credential, Reputation::read);
    }

    private static Reputation read(JsonObject claims) {
        return new Reputation(
                claims.text("scope"),
                claims.integer("score", 0, MOST),
                claims.integer("outOf", 1, MOST),
                claims.integer("ratings", 0, MOST),
                Claims.time(claims, "asOf"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.REPUTATION;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("scope", scope);
        claims.put("score", score);
        claims.put("outOf", outOf);
        claims.put("ratings", ratings);
        claims.put("asOf", DateTimeStamp.format(asOf));
        return claims;
    }
}
