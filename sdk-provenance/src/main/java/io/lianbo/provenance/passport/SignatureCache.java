package io.lianbo.provenance.passport;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.Signature;
import io.lianbo.provenance.event.EventHash;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers which signatures were found good, as an event about a lot stands in the passport of each of its items. By the whole value, so that
 * nothing passes for another; not those that were found bad, with which a stranger could fill it. Of two whose places coincide the later
 * stays. A few megabytes at the most.
 */
final class SignatureCache {
    private static final int PLACES = 1 << 14;

    private final AtomicReferenceArray<Key> good = new AtomicReferenceArray<>(PLACES);

    /** All that a signature is checked by. */
    private record Key(EventHash hash, Address issuer, Signature signature) {}

    /** Whether the issuer signed the event. */
    boolean isGood(SignedEvent signed) {
        Key key = new Key(signed.event().hash(), signed.issuer(), signed.signature());
        int hash = key.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        if (key.equals(good.get(place))) {
            return true;
        }
        boolean verified = signed.verify().isVerified();
        if (verified) {
            good.set(place, key);
        }
        return verified;
    }
}
