package io.lianbo.did;

import io.lianbo.did.internal.Base64Url;
import java.util.Map;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Members of JSON Web Keys (RFC 7517), read strictly. */
final class Jwk {
    private Jwk() {}

    /** What kind of key it is, {@code kty crv}; it must hold no private part. */
    static String publicKind(Map<String, ? extends @Nullable Object> jwk) {
        if (jwk.containsKey("d")) {
            throw new IllegalArgumentException("a public JWK must not hold the private member d");
        }
        return text(jwk, "kty") + " " + text(jwk, "crv");
    }

    /** The uncompressed point (SEC 1) of two coordinates of this length. */
    static byte[] point(Map<String, ? extends @Nullable Object> jwk, int length) {
        return Arrays.concatenate(new byte[] {4}, bytes(jwk, "x", length), bytes(jwk, "y", length));
    }

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
