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
 * Someone likes something, or does not.
 *
 * @param category the kind of thing
 * @param weight how much: -100, not at all, to 100
 * @param statedAt when she said so; the part below a second is dropped
 */
public record Preference(String category, long weight, Instant statedAt) implements CommerceClaims {
    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Preference {
        Claims.text("category", category, Claims.LONGEST_TEXT);
        Claims.range("weight", weight, -100, 100);
        statedAt = Claims.time(statedAt);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Preference> read(PresentedCredential credential) {
        return Claims.read(CommerceType.PREFERENCE, credential, Preference::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Preference> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.PREFERENCE, credential, Preference::read);
    }

    private static Preference read(JsonObject claims) {
        return new Preference(
                claims.text("category"), claims.integer("weight", -100, 100), Claims.time(claims, "statedAt"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.PREFERENCE;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("category", category);
        claims.put("weight", weight);
        claims.put("statedAt", DateTimeStamp.format(statedAt));
        return claims;
    }
}
