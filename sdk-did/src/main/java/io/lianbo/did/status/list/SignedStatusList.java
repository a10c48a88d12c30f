package io.lianbo.did.status.list;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.internal.Base64Url;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A list as its issuer publishes it: what a GET of its URI answers until the next one is published.
 *
 * @param uri where it is to be published
 * @param mediaType the answer's {@code Content-Type}
 * @param compact the answer's body, a signed token
 * @param issuedAt from when on it holds
 * @param expiresAt from when on it does not
 * @param ttl how long a verifier may go without looking for a newer one; the answer's {@code max-age} must not be more
 */
public record SignedStatusList(
        URI uri, String mediaType, String compact, Instant issuedAt, Instant expiresAt, Duration ttl) {

    /** {@return the answer's {@code ETag}, quotes and all}: the same where the list is the same, so that it need not be sent again */
    public String entityTag() {
        return '"' + Base64Url.encode(Sha256.digest(compact.getBytes(StandardCharsets.US_ASCII))) + '"';
    }
}
