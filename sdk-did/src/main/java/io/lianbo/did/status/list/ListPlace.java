package io.lianbo.did.status.list;

import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.TokenListEntry;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which list to ask for, as a credential says.
 *
 * @param uri where it lies
 * @param format what it is
 * @param bits of each status, or 0 where the list says it
 */
record ListPlace(URI uri, ListFormat format, int bits) {
    private static final ListFormat TOKEN = new TokenListFormat();
    private static final ListFormat BITSTRING = new BitstringListFormat();

    /** The list of a reference, or null where that is no place in a list. */
    static @Nullable ListPlace of(StatusReference reference) {
        return switch (reference) {
            case TokenListEntry entry -> new ListPlace(entry.uri(), TOKEN, 0);
            case BitstringEntry entry -> new ListPlace(entry.listCredential(), BITSTRING, entry.size());
            case StatusReference.OnChain onChain -> null;
        };
    }
}
