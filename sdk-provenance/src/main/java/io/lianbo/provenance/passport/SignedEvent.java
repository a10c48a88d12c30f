package io.lianbo.provenance.passport;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.event.EpcisEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event with the signature of whoever stands for it: an EIP-191 signature over the event's hash as its {@code ni} URI, so that
 * any wallet shows what it signs.
 *
 * {@snippet class="io.lianbo.provenance.passport.SignedEventTest" region="sign"}
 *
 * @param event what happened
 * @param issuer who says so
 * @param signature what proves that the issuer says so, if it {@linkplain #verify verifies}
 */
public record SignedEvent(EpcisEvent event, Address issuer, Signature signature) {

    public SignedEvent {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(signature, "signature");
    }

    /** Signs an event. */
    public static SignedEvent sign(EpcisEvent event, Signer issuer) {
        return new SignedEvent(
                event, issuer.address(), issuer.signMessage(event.hash().toString()));
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else; the message names the field
     */
    public static SignedEvent parse(String json) {
        return from(JsonObject.parse("signed event", json).only("event", "issuer", "signature"));
    }

    static SignedEvent from(JsonObject object) {
        JsonObject event = object.object("event");
        return event.made(() -> new SignedEvent(
                EpcisEvent.of(event), object.text("issuer", Address::of), object.text("signature", Signature::parse)));
    }

    /** Whether the issuer signed this very event: the event, or {@code SIGNATURE_INVALID}. */
    public Verdict<SignedEvent> verify() {
        boolean valid = Secp256k1.verify(PersonalMessage.digest(event.hash().toString()), signature, issuer)
                .isVerified();
        return valid
                ? Verdict.ok(this)
                : Verdict.refused("SIGNATURE_INVALID", issuer + " did not sign the event " + event.hash());
    }

    /** {@code {"event": ..., "issuer": "0x...", "signature": "0x..."}}. */
    public String toJson() {
        return StrictJson.write(toMap());
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event", event.toMap());
        map.put("issuer", issuer.toString());
        map.put("signature", signature.toString());
        return map;
    }
}
