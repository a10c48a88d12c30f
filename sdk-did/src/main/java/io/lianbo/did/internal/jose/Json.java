package io.lianbo.did.internal.jose;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as tokens carry it: strict, and in base64url. */
public final class Json {
    /** How deep the claims of a credential may nest. */
    public static final int MAX_DEPTH = 64;

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private Json() {}

    /**
     * {@return the base64url of a value's JSON}
     *
     * @param value a JSON value
     */
    public static String encode(Object value) {
        return Base64Url.encode(StrictJson.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the JSON value in this base64url}
     *
     * @param base64url of strict JSON
     * @param what it is, for the message
     * @throws MalformedException where it is none
     */
    public static @Nullable Object decode(String base64url, String what) throws MalformedException {
        try {
            return StrictJson.parse(Base64Url.decode(base64url));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what, e);
        }
    }

    /**
     * {@return the JSON object in this base64url}
     *
     * @param base64url of strict JSON
     * @param what it is, for the message
     * @throws MalformedException where it is none
     */
    public static Map<String, @Nullable Object> decodeObject(String base64url, String what) throws MalformedException {
        return object(decode(base64url, what), what);
    }

    /**
     * {@return the time of a claim (RFC 7519 section 2, NumericDate), or null where there is no such claim}
     *
     * @param claims that may hold it
     * @param name its name
     * @param what it is, for the message
     * @throws MalformedException where it is something else than whole seconds, from 1970 to 9999
     */
    public static @Nullable Instant time(Map<String, @Nullable Object> claims, String name, String what)
            throws MalformedException {
        if (!claims.containsKey(name)) {
            return null;
        }
        if (claims.get(name) instanceof Long seconds && seconds >= 0 && seconds <= LAST_SECOND) {
            return Instant.ofEpochSecond(seconds);
        }
        throw new MalformedException(what + " must be whole seconds from 1970 to 9999");
    }

    /**
     * {@return the value, which must be an object}
     *
     * @param value as StrictJson read it
     * @param what it is, for the message
     * @throws MalformedException where it is another value, or none
     */
    @SuppressWarnings("unchecked") // StrictJson's objects have text as keys
    public static Map<String, @Nullable Object> object(@Nullable Object value, String what) throws MalformedException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new MalformedException(what + " must be a JSON object");
    }
}
