package io.lianbo.did.credential;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One claim behind a salted hash (RFC 9901 section 4.2): a member of an object where it has a name, else an element of an array.
 *
 * @param encoded as the token carries it
 * @param name the member's name, or null
 * @param value the claim
 */
record Disclosure(
        String encoded, @Nullable String name, @Nullable Object value) {
    static Disclosure ofMember(String salt, String name, @Nullable Object value) {
        return new Disclosure(Json.encode(Arrays.asList(salt, name, value)), name, value);
    }

    static Disclosure ofElement(String salt, @Nullable Object value) {
        return new Disclosure(Json.encode(Arrays.asList(salt, value)), null, value);
    }

    static Disclosure parse(String encoded) throws MalformedException {
        if (!(Json.decode(encoded, "a disclosure") instanceof List<?> parts)) {
            throw new MalformedException("a disclosure must be a JSON array");
        }
        boolean member = parts.size() == 3 && parts.get(1) instanceof String;
        if (!(member || parts.size() == 2) || !(parts.getFirst() instanceof String)) {
            throw new MalformedException("a disclosure must be [salt, name, value] or [salt, value]");
        }
        return new Disclosure(encoded, member ? (String) parts.get(1) : null, parts.getLast());
    }

    String digest() {
        return Base64Url.encode(Sha256.digest(encoded.getBytes(StandardCharsets.US_ASCII)));
    }
}
