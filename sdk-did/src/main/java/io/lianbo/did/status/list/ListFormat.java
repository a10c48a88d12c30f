package io.lianbo.did.status.list;

import io.lianbo.did.SigningKey;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a list becomes a token, and is asked for. */
sealed interface ListFormat permits TokenListFormat, BitstringListFormat {
    /** The token's {@code typ}; with {@code application/} in front its media type. */
    String type();

    /** What the token is to say. */
    Map<String, @Nullable Object> payload(ListClaims claims);

    /**
     * What the token says.
     *
     * @param bits of each status, where only the entry says so
     */
    ListClaims read(Map<String, @Nullable Object> payload, int bits) throws MalformedException;

    /** Where the list lies that was the newest at a time. */
    URI at(URI list, Instant time);

    default String mediaType() {
        return "application/" + type();
    }

    default Jws sign(ListClaims claims, SigningKey key) {
        return Jws.sign(type(), Map.of("kid", key.verificationKey().didUrl()), payload(claims), key);
    }

    /** The URI with one more parameter in its query. */
    static URI with(URI list, String parameter) {
        String text = list.toString();
        int fragment = text.indexOf('#');
        String document = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(document + (document.contains("?") ? "&" : "?") + parameter);
    }
}
