package io.lianbo.did.internal.jose;

import io.lianbo.did.SigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Signature in compact form (RFC 7515 section 7.1) over a JSON object.
 *
 * @param compact the token
 * @param header its protected header
 * @param payload what is signed
 */
public record Jws(String compact, Map<String, @Nullable Object> header, Map<String, @Nullable Object> payload) {

    /**
     * {@return a signed token}
     *
     * @param type its {@code typ}
     * @param moreHeader members of the header beside {@code alg} and {@code typ}
     * @param payload what to sign
     * @param key which signs
     */
    public static Jws sign(
            String type, Map<String, ?> moreHeader, Map<String, @Nullable Object> payload, SigningKey key) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("alg", key.verificationKey().algorithm().jose());
        header.put("typ", type);
        header.putAll(new TreeMap<>(moreHeader)); // one order, whatever map came
        String input = Json.encode(header) + "." + Json.encode(payload);
        String signature = Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
        return new Jws(input + "." + signature, header, payload);
    }

    /**
     * {@return the token in this text}; its signature is not looked at
     *
     * @param compact three parts of strict base64url, the first two JSON objects
     * @param what it is, for the message
     * @throws MalformedException where it is none
     */
    public static Jws parse(String compact, String what) throws MalformedException {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw new MalformedException(what + " must have three parts: " + parts.length);
        }
        try {
            Base64Url.decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + "'s signature", e);
        }
        return new Jws(
                compact,
                Json.decodeObject(parts[0], what + "'s header"),
                Json.decodeObject(parts[1], what + "'s payload"));
    }

    /**
     * {@return whether the token says to be of this type}
     *
     * @param type the {@code typ}
     */
    public boolean hasType(String type) {
        return type.equals(header.get("typ"));
    }

    /** {@return whether the header demands an extension to be understood; none is} */
    public boolean hasCriticalExtension() {
        return header.containsKey("crit");
    }

    /**
     * {@return whether the token names this key's algorithm, the only one the key is used with}
     *
     * @param key the key
     */
    public boolean isFor(VerificationKey key) {
        return key.algorithm().jose().equals(header.get("alg"));
    }

    /**
     * {@return whether the token names this key's algorithm and the key verifies its signature}
     *
     * @param key the key
     */
    public boolean isSignedBy(VerificationKey key) {
        int dot = compact.lastIndexOf('.');
        byte[] input = compact.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64Url.decode(compact.substring(dot + 1));
        return isFor(key) && key.verify(input, signature).isVerified();
    }
}
