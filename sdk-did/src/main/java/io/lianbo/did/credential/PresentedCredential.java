package io.lianbo.did.credential;

import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.status.StatusReference;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a verified presentation established; only a {@link CredentialVerifier} makes one. */
public final class PresentedCredential {
    private final Did issuer;
    private final Envelope envelope;
    private final Map<String, @Nullable Object> claims;

    PresentedCredential(Did issuer, Envelope envelope, Map<String, @Nullable Object> claims) {
        this.issuer = issuer;
        this.envelope = envelope;
        this.claims = claims;
    }

    /** {@return who vouches for the claims} */
    public Did issuer() {
        return issuer;
    }

    /** {@return the {@code vct}} */
    public String type() {
        return envelope.type();
    }

    /** {@return the claims that were shown, as JDK values; unmodifiable, without those the token keeps for itself} */
    public Map<String, @Nullable Object> claims() {
        return claims;
    }

    /** {@return the key that presented it} */
    public VerificationKey holderKey() {
        return envelope.holderKey();
    }

    /** {@return when it was issued, where it says so} */
    public Optional<Instant> issuedAt() {
        return Optional.ofNullable(envelope.issuedAt());
    }

    /** {@return when it ends, where it does} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(envelope.expiresAt());
    }

    /** {@return where its status was asked, where it has one} */
    public Optional<StatusReference> status() {
        return Optional.ofNullable(envelope.status());
    }

    @Override
    public String toString() {
        return "PresentedCredential[" + type() + " by " + issuer + ", " + claims.keySet() + "]";
    }
}
