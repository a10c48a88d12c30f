package io.lianbo.did.dataintegrity;

import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import java.util.Optional;

/** A {@code did:key} as the name of the key that it is, with or without the fragment that repeats it. */
final class DidKeyUrl {
    static final String PREFIX = "did:key:";

    private DidKeyUrl() {}

    static Optional<VerificationKey> keyOf(String url) {
        if (!url.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int hash = url.indexOf('#');
        String did = hash < 0 ? url : url.substring(0, hash);
        if (hash >= 0 && !url.substring(hash + 1).equals(did.substring(PREFIX.length()))) {
            return Optional.empty();
        }
        try {
            return Did.parse(did).key();
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }
}
