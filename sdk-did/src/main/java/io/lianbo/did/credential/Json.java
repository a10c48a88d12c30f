package io.lianbo.did.credential;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as tokens carry it: strict, and in base64url. */
final class Json {
    /** How deep the claims of a credential may nest. */
    static final int MAX_DEPTH = 64;

    private Json() {}

    static String encode(Object value) {
        return Base64Url.encode(StrictJson.write(value).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Object decode(String base64url, String what) throws MalformedException {
        try {
            return StrictJson.parse(Base64Url.decode(base64url));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what, e);
        }
    }

    static Map<String, @Nullable Object> decodeObject(String base64url, String what) throws MalformedException {
        return object(decode(base64url, what), what);
    }

    @SuppressWarnings("unchecked") // StrictJson's objects have text as keys
    static Map<String, @Nullable Object> object(@Nullable Object value, String what) throws MalformedException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new MalformedException(what + " must be a JSON object");
    }
}
