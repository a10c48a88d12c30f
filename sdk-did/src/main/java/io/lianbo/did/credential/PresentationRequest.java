package io.lianbo.did.credential;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier asks a holder for, and to what her answer is bound.
 *
 * <p>Make one for each presentation, with a nonce nobody can guess, and forget it when it is answered: within its age a
 * presentation satisfies its own request as often as it is sent.
 *
 * @param credentialType the {@code vct} that is wanted
 * @param audience who asks, such as the verifier's DID; compared as text, exactly
 * @param purpose what for, as the holder is told and as she granted it
 * @param nonce made for this request
 * @param maxAge how old the holder's signature may be
 */
public record PresentationRequest(
        String credentialType, String audience, String purpose, String nonce, Duration maxAge) {
    private static final int SHORTEST_NONCE = 16;

    /** Refuses empty parts, a short nonce and an age that nothing can satisfy. */
    public PresentationRequest {
        if (credentialType.isBlank() || audience.isBlank() || purpose.isBlank()) {
            throw new IllegalArgumentException("credential type, audience and purpose must not be blank");
        }
        if (nonce.length() < SHORTEST_NONCE) {
            throw new IllegalArgumentException(
                    "a nonce must be at least " + SHORTEST_NONCE + " characters: " + nonce.length());
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("the age of a presentation must be positive: " + maxAge);
        }
    }

    /** {@return a builder; everything is required} */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts of a request. */
    public static final class Builder {
        private @Nullable String credentialType;
        private @Nullable String audience;
        private @Nullable String purpose;
        private @Nullable String nonce;
        private @Nullable Duration maxAge;

        private Builder() {}

        /** Sets the {@code vct} that is wanted. */
        public Builder credentialType(String credentialType) {
            this.credentialType = credentialType;
            return this;
        }

        /** Sets who asks, such as the verifier's DID. */
        public Builder audience(String audience) {
            this.audience = audience;
            return this;
        }

        /** Sets what for, in words. */
        public Builder purpose(String purpose) {
            this.purpose = purpose;
            return this;
        }

        /** Sets the nonce made for this request, at least 16 characters. */
        public Builder nonce(String nonce) {
            this.nonce = nonce;
            return this;
        }

        /** Sets how old the holder's signature may be. */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = maxAge;
            return this;
        }

        /**
         * {@return the request}
         *
         * @throws IllegalArgumentException where a part is missing or refused
         */
        public PresentationRequest build() {
            if (credentialType == null || audience == null || purpose == null || nonce == null || maxAge == null) {
                throw new IllegalArgumentException(
                        "a presentation request needs credential type, audience, purpose, nonce and maximum age");
            }
            return new PresentationRequest(credentialType, audience, purpose, nonce, maxAge);
        }
    }
}
