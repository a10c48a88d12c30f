package io.lianbo.did.commerce;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.vc.VerifiableCredential;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something was bought. The year stands beside the time, so that a holder can show the one without the other.
 *
 * @param order the order, by the seller's number
 * @param category the kind of goods, such as {@code tea}
 * @param item what was bought
 * @param price what was paid
 * @param purchasedAt when; the part below a second is dropped
 */
public record Purchase(String order, String category, String item, Money price, Instant purchasedAt)
        implements CommerceClaims {
    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Purchase {
        Claims.text("order", order, Claims.LONGEST_TEXT);
        Claims.text("category", category, Claims.LONGEST_TEXT);
        Claims.text("item", item, Claims.LONGEST_TEXT);
        purchasedAt = Claims.time(purchasedAt);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Purchase> read(PresentedCredential credential) {
        return Claims.read(CommerceType.PURCHASE, credential, Purchase::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Purchase> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.PURCHASE, credential, Purchase::read);
    }

    private static Purchase read(JsonObject claims) {
        return new Purchase(
                claims.text("order"),
                claims.text("category"),
                claims.text("item"),
                Money.read(claims.object("price")),
                Claims.time(claims, "purchasedAt"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.PURCHASE;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("order", order);
        claims.put("category", category);
        claims.put("item", item);
        claims.put("price", price.claim());
        claims.put("purchasedAt", DateTimeStamp.format(purchasedAt));
        claims.put("year", (long) purchasedAt.atOffset(ZoneOffset.UTC).getYear());
        return claims;
    }
}
