package io.lianbo.did.credential;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code jwt~disclosure~...~} and, at the end of a presentation, the key binding (RFC 9901 section 4).
 *
 * @param jwt what the issuer signed
 * @param disclosures in the token's order
 * @param keyBinding what the holder signed, or null
 */
record SdJwt(
        Jws jwt, List<Disclosure> disclosures, @Nullable Jws keyBinding) {
    static final String TYPE = "dc+sd-jwt";
    static final String KEY_BINDING_TYPE = "kb+jwt";
    static final int MAX_LENGTH = 256 * 1024;

    static SdJwt parse(String compact) throws MalformedException {
        if (compact.length() > MAX_LENGTH) {
            throw new MalformedException("a token must be at most " + MAX_LENGTH + " characters: " + compact.length());
        }
        String[] parts = compact.split("~", -1);
        if (parts.length < 2) {
            throw new MalformedException("a token must have a ~ after the issuer's part");
        }
        Jws jwt = Jws.parse(parts[0], "the issuer's part");
        List<Disclosure> disclosures = new ArrayList<>();
        for (int i = 1; i < parts.length - 1; i++) {
            disclosures.add(Disclosure.parse(parts[i]));
        }
        String last = parts[parts.length - 1];
        return new SdJwt(jwt, disclosures, last.isEmpty() ? null : Jws.parse(last, "the key binding"));
    }

    /** What the key binding is bound to: everything before it. */
    String withoutKeyBinding() {
        StringBuilder compact = new StringBuilder(jwt.compact()).append('~');
        disclosures.forEach(disclosure -> compact.append(disclosure.encoded()).append('~'));
        return compact.toString();
    }

    String hash() {
        return Base64Url.encode(Sha256.digest(withoutKeyBinding().getBytes(StandardCharsets.US_ASCII)));
    }
}
