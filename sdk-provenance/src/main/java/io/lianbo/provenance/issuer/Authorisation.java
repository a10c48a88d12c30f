package io.lianbo.provenance.issuer;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An authority lets an issuer say something about goods for a while.
 *
 * @param issuer whose signatures count
 * @param scope for what, {@link IssuerRegistry#scopeOf}
 * @param from the first moment
 * @param until the moment after the last; empty while no end is known
 */
public record Authorisation(Address issuer, Hash32 scope, Instant from, Optional<Instant> until) {

    public Authorisation {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
    }

    /** Whether the moment is within it. */
    public boolean includes(Instant time) {
        return !time.isBefore(from) && until.map(time::isBefore).orElse(true);
    }
}
