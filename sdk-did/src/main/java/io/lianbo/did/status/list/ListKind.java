package io.lianbo.did.status.list;

import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.TokenListEntry;
import java.net.URI;
import java.util.Set;

/**
 * What an issuer's list is like, and which of its statuses mean what.
 *
 * @param format how it becomes a token
 * @param first the entry at index 0, which all others resemble
 * @param uri where it is published
 * @param bits of each status
 * @param revoked the status of a revoked credential, or {@link #NONE}
 * @param suspended the status of a suspended credential, or {@link #NONE}
 */
record ListKind(ListFormat format, StatusReference first, URI uri, int bits, int revoked, int suspended) {
    /** No status at all. */
    static final int NONE = -1;

    static ListKind token(URI uri, int bits) {
        return new ListKind(
                new TokenListFormat(),
                new TokenListEntry(uri, 0),
                uri,
                bits,
                Statuses.INVALID,
                bits > 1 ? Statuses.SUSPENDED : NONE);
    }

    static ListKind bitstring(BitstringEntry first) {
        return new ListKind(
                new BitstringListFormat(),
                first,
                first.listCredential(),
                first.size(),
                first.purpose().equals(BitstringEntry.REVOCATION) ? 1 : NONE,
                first.purpose().equals(BitstringEntry.SUSPENSION) ? 1 : NONE);
    }

    StatusReference entry(int index) {
        return switch (first) {
            case TokenListEntry entry -> new TokenListEntry(uri, index);
            case BitstringEntry entry ->
                new BitstringEntry(uri, index, entry.purpose(), entry.size(), entry.messages());
            case StatusReference.OnChain onChain ->
                throw new IllegalStateException("a list has no place on chain: " + onChain);
        };
    }

    Set<String> purposes() {
        return first instanceof BitstringEntry entry ? Set.of(entry.purpose()) : Set.of();
    }

    int leastSize() {
        return first instanceof BitstringEntry ? BitstringListFormat.LEAST_SIZE : 1;
    }
}
