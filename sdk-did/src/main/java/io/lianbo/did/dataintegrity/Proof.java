package io.lianbo.did.dataintegrity;

import io.lianbo.did.internal.Base58;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.jose.MalformedException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proof as a document carries it (Data Integrity section 2.1).
 *
 * @param configuration everything but its value
 * @param suite the name of its cryptosuite
 * @param purpose the name of its purpose
 * @param verificationMethod the name of its key
 * @param created when it says it was made, or null
 * @param expires when it ends, or null
 * @param value the signature, as text that can be decoded
 */
record Proof(
        Map<String, @Nullable Object> configuration,
        String suite,
        String purpose,
        String verificationMethod,
        @Nullable Instant created,
        @Nullable Instant expires,
        String value) {
    static final String MEMBER = "proof";
    static final String TYPE = "DataIntegrityProof";
    static final String VALUE = "proofValue";
    static final String CONTEXT = "@context";

    private static final int LONGEST_VALUE = 256;

    static Proof parse(Map<String, @Nullable Object> proof) throws MalformedException {
        if (!TYPE.equals(proof.get("type"))) {
            throw new MalformedException("a proof must be of type " + TYPE);
        }
        if (proof.containsKey("previousProof")) {
            throw new MalformedException("proofs must be independent of one another; previousProof makes a chain");
        }
        Map<String, @Nullable Object> configuration = new LinkedHashMap<>(proof);
        configuration.remove(VALUE);
        return new Proof(
                configuration,
                text(proof, "cryptosuite"),
                text(proof, "proofPurpose"),
                text(proof, "verificationMethod"),
                time(proof, "created"),
                time(proof, "expires"),
                value(text(proof, VALUE)));
    }

    byte[] signature() {
        return Base58.decode(value.substring(1));
    }

    /** The contexts of a document or proof; null where it has none. */
    static @Nullable List<?> contexts(Map<String, @Nullable Object> object) {
        if (!object.containsKey(CONTEXT)) {
            return null;
        }
        Object contexts = object.get(CONTEXT);
        return contexts instanceof List<?> list ? list : Collections.singletonList(contexts);
    }

    private static String value(String value) throws MalformedException {
        if (!value.startsWith("z") || value.length() > LONGEST_VALUE) {
            throw new MalformedException("a proof's value must be base58btc, which starts with z, of at most "
                    + LONGEST_VALUE + " characters");
        }
        try {
            Base58.decode(value.substring(1));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the proof's value", e);
        }
        return value;
    }

    private static String text(Map<String, @Nullable Object> proof, String name) throws MalformedException {
        if (proof.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedException("a proof must hold the text " + name);
    }

    private static @Nullable Instant time(Map<String, @Nullable Object> proof, String name) throws MalformedException {
        if (!proof.containsKey(name)) {
            return null;
        }
        try {
            return DateTimeStamp.parse(text(proof, name));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the proof's " + name, e);
        }
    }
}
