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
 * Someone belongs to a programme; until when, the credential's own expiry says.
 *
 * @param program the programme
 * @param tier the standing in it, such as {@code gold}
 * @param since from when; the part below a second is dropped
 */
public record Membership(String program, String tier, Instant since) implements CommerceClaims {
    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Membership {
        Claims.text("program", program, Claims.LONGEST_TEXT);
        Claims.text("tier", tier, Claims.LONGEST_TEXT);
        since = Claims.time(since);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Membership> read(PresentedCredential credential) {
        return Claims.read(CommerceType.MEMBERSHIP, credential, Membership::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Membership> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.MEMBERSHIP, credential, Membership::read);
    }

    private static Membership read(JsonObject claims) {
        return new Membership(claims.text("program"), claims.text("tier"), Claims.time(claims, "since"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.MEMBERSHIP;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("program", program);
        claims.put("tier", tier);
        claims.put("since", DateTimeStamp.format(since));
        return claims;
    }
}
