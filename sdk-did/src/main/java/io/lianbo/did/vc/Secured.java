package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document with what secures it: the token around it, or the proofs within.
 *
 * @param document without proofs
 * @param jws the token that it is the payload of, or null
 * @param embedded the document with its proofs, or null
 */
record Secured(
        Map<String, @Nullable Object> document,
        @Nullable Jws jws,
        @Nullable Map<String, @Nullable Object> embedded) {
    static Secured parse(String text, String what) throws MalformedException {
        if (text.length() > VerifiableCredential.MAX_LENGTH) {
            throw new MalformedException(
                    what + " must be at most " + VerifiableCredential.MAX_LENGTH + " characters: " + text.length());
        }
        if (!text.startsWith("{")) {
            Jws jws = Jws.parse(text, what);
            for (String member : new String[] {"vc", "vp", VerifiableCredential.PROOF}) {
                if (jws.payload().containsKey(member)) {
                    throw new MalformedException(what + " as a token must not hold the member " + member);
                }
            }
            return new Secured(jws.payload(), jws, null);
        }
        try {
            return embedded(StrictJson.parseObject(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what, e);
        }
    }

    static Secured embedded(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> unsecured = new LinkedHashMap<>(document);
        unsecured.remove(VerifiableCredential.PROOF);
        return new Secured(unsecured, null, document);
    }
}
