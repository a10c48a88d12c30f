package io.lianbo.did.credential;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.status.StatusReference;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a verified presentation established; only a {@link CredentialVerifier} makes one. */
public final class PresentedCredential {
    private final Did issuer;
    private final Envelope envelope;
    private final Unpacker unpacked;
    private final Map<String, @Nullable Object> claims;

    PresentedCredential(Did issuer, Envelope envelope, Unpacker unpacked) {
        this.issuer = issuer;
        this.envelope = envelope;
        this.unpacked = unpacked;
        this.claims = Envelope.without(unpacked.claims());
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

    /** {@return the claims that the holder chose to show, each at its place in the credential as issued} */
    public Set<ClaimPath> disclosed() {
        return unpacked.disclosable().keySet();
    }

    /**
     * {@return the claims that a pointer leads to among those shown}, those included that the credential makes about itself; empty where it
     * leads nowhere, or takes a value for what it is not (OpenID4VP 1.0 section 7.1.1)
     *
     * <p>An index counts the elements that the issuer put there, whether they are shown or hidden.
     *
     * @param pointer which claims
     */
    public Map<ClaimPath, @Nullable Object> select(ClaimPointer pointer) {
        return unpacked.tree().select(pointer);
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
