package io.lianbo.provenance.audit;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A query with the signature of the regulator that asks: an EIP-191 signature over canonical JSON (RFC 8785), so that any wallet shows what it
 * signs. It counts once, for one log and one grant, within five minutes of its time.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="ask"}
 *
 * @param log the origin of the log that is to hold the access
 * @param grant by which grant, the hash of its entry
 * @param query what is asked
 * @param at when, in whole milliseconds
 * @param nonce makes the request one of its kind, and keeps its hash in the log from telling what was asked
 * @param signature what proves that the regulator asks, if it {@linkplain #verify verifies}
 */
public record AuditRequest(String log, Hash32 grant, AuditQuery query, Instant at, Hash32 nonce, Signature signature) {
    private static final String TYPE = "LianboAuditRequest";

    public AuditRequest {
        Texts.require("the log's origin", log);
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(query, "query");
        at = Texts.time("the request's time", at);
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Signs a query.
     *
     * @param nonces makes the nonce: a {@link java.security.SecureRandom}, outside tests
     * @param regulator the key that the grant names
     */
    public static AuditRequest sign(
            String log, Hash32 grant, AuditQuery query, Instant at, RandomGenerator nonces, Signer regulator) {
        byte[] random = new byte[Hash32.SIZE];
        nonces.nextBytes(random);
        Hash32 nonce = Hash32.of(random);
        String text = Texts.json(signed(log, grant, query, Texts.time("the request's time", at), nonce));
        return new AuditRequest(log, grant, query, at, nonce, regulator.signMessage(text));
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else; the message names the field
     */
    public static AuditRequest parse(String json) {
        JsonObject object = JsonObject.parse("audit request", json)
                .only("type", "log", "grant", "query", "at", "nonce", "signature");
        if (!object.text("type").equals(TYPE)) {
            throw object.malformed("type must be " + TYPE + ": " + object.text("type"));
        }
        return object.made(() -> new AuditRequest(
                object.text("log"),
                object.text("grant", Hash32::of),
                QueryJson.read(object.object("query")),
                Texts.time(object, "at"),
                object.text("nonce", Hash32::of),
                object.text("signature", Signature::parse)));
    }

    /** Whether this regulator asks: the request, or {@code SIGNATURE_INVALID}. */
    public Verdict<AuditRequest> verify(Address regulator) {
        return Secp256k1.verify(PersonalMessage.digest(text()), signature, regulator)
                        .isVerified()
                ? Verdict.ok(this)
                : Verdict.refused("SIGNATURE_INVALID", regulator + " did not sign this request");
    }

    /** What the log calls it by: the SHA-256 of what is signed. */
    public Hash32 digest() {
        return Sha256.hash(text().getBytes(StandardCharsets.UTF_8));
    }

    /** What is signed: all but the signature, in canonical JSON. */
    public String text() {
        return Texts.json(signed(log, grant, query, at, nonce));
    }

    /** All of it in canonical JSON. */
    public String toJson() {
        Map<String, Object> map = signed(log, grant, query, at, nonce);
        map.put("signature", signature.toString());
        return Texts.json(map);
    }

    private static Map<String, Object> signed(String log, Hash32 grant, AuditQuery query, Instant at, Hash32 nonce) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", TYPE);
        map.put("log", log);
        map.put("grant", grant.toString());
        map.put("query", QueryJson.write(query));
        map.put("at", at.toString());
        map.put("nonce", nonce.toString());
        return map;
    }
}
