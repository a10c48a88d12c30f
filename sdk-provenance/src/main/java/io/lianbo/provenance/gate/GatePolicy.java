package io.lianbo.provenance.gate;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a gate asks of an item's history.
 *
 * @param logIssuer whose log it must be anchored in; it is trusted to check events before it logs them
 * @param maxAge how old the anchor may be, at least a second, in whole seconds
 * @param requiredSteps the business steps that it must have, each of an issuer authorised for it,
 *     {@link io.lianbo.provenance.issuer.IssuerRegistry#scopeOf}
 */
public record GatePolicy(Address logIssuer, Duration maxAge, List<Hash32> requiredSteps) {

    public GatePolicy {
        Objects.requireNonNull(logIssuer, "logIssuer");
        requiredSteps = List.copyOf(requiredSteps);
        if (logIssuer.isZero()) {
            throw new IllegalArgumentException("the log's issuer must not be the zero address");
        }
        if (maxAge.toSeconds() < 1 || !maxAge.equals(Duration.ofSeconds(maxAge.toSeconds()))) {
            throw new IllegalArgumentException("the age of an anchor must be whole seconds, at least 1: " + maxAge);
        }
    }
}
