package io.lianbo.did.presentation;

import io.lianbo.did.credential.PresentationRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A query as one verifier asks it once, and to what the answer is bound.
 *
 * <p>Make one for each answer, with a nonce nobody can guess, and forget it when it is answered: within its age an answer satisfies its own
 * request as often as it is sent.
 *
 * @param query what is asked
 * @param audience who asks, such as the verifier's DID; compared as text, exactly
 * @param purpose what for, as a {@link io.lianbo.did.consent.ConsentGrant} names it
 * @param nonce made for this request, at least 16 characters
 * @param maxAge how old the holder's signatures may be
 */
public record DcqlRequest(DcqlQuery query, String audience, String purpose, String nonce, Duration maxAge) {
    /** Refuses empty parts, a short nonce, an age that nothing can satisfy, and what {@link PresentationVerifier} cannot verify. */
    public DcqlRequest {
        for (CredentialQuery credential : query.credentials()) {
            if (!credential.format().equals(CredentialQuery.SD_JWT) || !credential.holderBindingRequired()) {
                throw new IllegalArgumentException("a credential must be asked for in the format "
                        + CredentialQuery.SD_JWT + " and with holder binding: " + credential.id());
            }
        }
        // Its own checks are those of every request.
        new PresentationRequest(query.credentials().getFirst().types().getFirst(), audience, purpose, nonce, maxAge);
    }

    /** {@return a builder; everything is required} */
    public static Builder builder() {
        return new Builder();
    }

    /** The request for one credential of this type. */
    PresentationRequest forType(String type) {
        return new PresentationRequest(type, audience, purpose, nonce, maxAge);
    }

    /** Collects the parts of a request. */
    public static final class Builder {
        private @Nullable DcqlQuery query;
        private @Nullable String audience;
        private @Nullable String purpose;
        private @Nullable String nonce;
        private @Nullable Duration maxAge;

        private Builder() {}

        /** Sets what is asked. */
        public Builder query(DcqlQuery query) {
            this.query = query;
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

        /** Sets how old the holder's signatures may be. */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = maxAge;
            return this;
        }

        /**
         * {@return the request}
         *
         * @throws IllegalArgumentException where a part is missing or refused
         */
        public DcqlRequest build() {
            if (query == null || audience == null || purpose == null || nonce == null || maxAge == null) {
                throw new IllegalArgumentException("a request needs query, audience, purpose, nonce and maximum age");
            }
            return new DcqlRequest(query, audience, purpose, nonce, maxAge);
        }
    }
}
