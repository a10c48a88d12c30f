package io.lianbo.did.status.list;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a signed list says, whatever its format.
 *
 * @param uri which list it is
 * @param issuer who says to have issued it, or null
 * @param issuedAt from when on it holds
 * @param expiresAt from when on it does not, or null
 * @param ttl how long it may be kept without asking for a newer one, or null
 * @param purposes what the statuses mean; none in a Token Status List, where each status has its meaning
 * @param statuses the list itself
 */
record ListClaims(
        String uri,
        @Nullable String issuer,
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Duration ttl,
        Set<String> purposes,
        StatusList statuses) {}
