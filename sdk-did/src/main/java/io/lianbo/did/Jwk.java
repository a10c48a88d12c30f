package io.lianbo.did;

import io.lianbo.did.internal.Base64Url;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of JSON Web Keys (RFC 7517), read strictly. */
final class Jwk {
    private Jwk() {}

    static String text(Map<String, ? extends @Nullable Object> jwk, String member) {
        if (jwk.get(member) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("JWK must hold a text \"" + member + "\"");
    }

    static byte[] bytes(Map<String, ? extends @Nullable Object> jwk, String member, int length) {
        byte[] bytes = Base64Url.decode(text(jwk, member));
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "JWK member " + member + " must be " + length + " bytes: " + bytes.length);
        }
        return bytes;
    }
}
