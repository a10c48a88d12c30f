package io.lianbo.did.credential;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.schema.JsonSchema;
import io.lianbo.did.status.StatusReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer is about to vouch for: claims about someone, and which of them the holder may keep to herself.
 *
 * <p>Claims are JSON values: {@link Map} with text as keys, {@link List}, {@link String}, {@link Boolean}, {@link Integer},
 * {@link Long}, {@link java.math.BigInteger}, {@link java.math.BigDecimal} and null. They are copied.
 */
public final class CredentialDraft {
    private final String type;
    private final VerificationKey holderKey;
    private final Map<String, @Nullable Object> claims;
    private final Set<ClaimPath> disclosable;
    private final @Nullable Instant notBefore;
    private final @Nullable Instant expiresAt;
    private final @Nullable StatusReference status;
    private final int decoys;

    private CredentialDraft(
            String type, VerificationKey holderKey, Map<String, @Nullable Object> claims, Builder builder) {
        this.type = type;
        this.holderKey = holderKey;
        this.claims = claims;
        this.disclosable = Set.copyOf(builder.disclosable);
        this.notBefore = builder.notBefore;
        this.expiresAt = builder.expiresAt;
        this.status = builder.status;
        this.decoys = builder.decoys;
    }

    /**
     * {@return a builder; the holder's key is required}
     *
     * @param type the {@code vct}: a URI that says what kind of credential this is
     */
    public static Builder builder(String type) {
        return new Builder(type);
    }

    Envelope envelope(Did issuer, Instant issuedAt) {
        return new Envelope(issuer.toString(), type, holderKey, issuedAt, notBefore, expiresAt, status != null, status);
    }

    Map<String, @Nullable Object> claims() {
        return claims;
    }

    Set<ClaimPath> disclosable() {
        return disclosable;
    }

    int decoys() {
        return decoys;
    }

    /** Collects the parts of a draft. */
    public static final class Builder {
        /** How many decoys there may be for each object. */
        public static final int MAX_DECOYS = 64;

        private final String type;
        private @Nullable VerificationKey holderKey;
        private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        private final Set<ClaimPath> disclosable = new LinkedHashSet<>();
        private @Nullable Instant notBefore;
        private @Nullable Instant expiresAt;
        private @Nullable StatusReference status;
        private @Nullable JsonSchema schema;
        private int decoys;

        private Builder(String type) {
            this.type = type;
        }

        /** Sets the holder's key, which alone can present the credential. */
        public Builder holderKey(VerificationKey holderKey) {
            this.holderKey = holderKey;
            return this;
        }

        /** Sets whom the claims are about, as the claim {@code sub}, which the holder may keep to herself. */
        public Builder subject(Did subject) {
            return disclosableClaim("sub", subject.toString());
        }

        /** Adds a claim, a JSON value that every verifier sees. */
        public Builder claim(String name, @Nullable Object value) {
            claims.put(name, value);
            return this;
        }

        /**
         * Adds a claim that the holder shows or keeps to herself: a JSON value, shown or kept as a whole unless
         * {@link #disclosable} divides it.
         */
        public Builder disclosableClaim(String name, @Nullable Object value) {
            disclosable.add(ClaimPath.of(name));
            return claim(name, value);
        }

        /** Adds claims by name, which every verifier sees unless {@link #disclosable} names them. */
        public Builder claims(Map<String, ? extends @Nullable Object> claims) {
            this.claims.putAll(claims);
            return this;
        }

        /**
         * Lets the holder show or keep to herself, one by one, the claims at these paths: members of objects and elements of arrays,
         * anywhere among the claims given. One may lie within another.
         */
        public Builder disclosable(Set<ClaimPath> paths) {
            disclosable.addAll(paths);
            return this;
        }

        /** Sets when it starts to be valid; the part below a second is dropped. */
        public Builder notBefore(Instant notBefore) {
            this.notBefore = notBefore;
            return this;
        }

        /** Sets when it ceases to be valid; the part below a second is dropped. */
        public Builder expiresAt(Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        /**
         * Sets where it can be revoked: a place in a registry or in a Token Status List that no other credential has.
         *
         * @throws IllegalArgumentException for a place in a Bitstring Status List, which this format has no claim for
         */
        public Builder status(StatusReference status) {
            if (status instanceof StatusReference.BitstringEntry) {
                throw new IllegalArgumentException(
                        "an SD-JWT VC keeps its status in a registry or a Token Status List: " + status);
            }
            this.status = status;
            return this;
        }

        /** Sets what the claims, hidden or not, must fit. */
        public Builder schema(JsonSchema schema) {
            this.schema = schema;
            return this;
        }

        /**
         * Hides how many claims are kept back: adds digests behind which nothing is, to the credential itself and to every object in
         * it of which a member is disclosable (RFC 9901 section 4.2.5).
         *
         * @param each how many for each of them, 0 to {@value #MAX_DECOYS}; 0 without this call
         */
        public Builder decoys(int each) {
            if (each < 0 || each > MAX_DECOYS) {
                throw new IllegalArgumentException("decoys must be 0 to " + MAX_DECOYS + ": " + each);
            }
            this.decoys = each;
            return this;
        }

        /**
         * {@return the draft}
         *
         * @throws IllegalArgumentException where the holder's key is missing, a claim has a reserved name or is no JSON value,
         *     the claims do not fit the schema, or a disclosable path leads to no claim
         */
        public CredentialDraft build() {
            if (holderKey == null) {
                throw new IllegalArgumentException("a credential needs the key of its holder");
            }
            if (type.isBlank()) {
                throw new IllegalArgumentException("a credential needs a type");
            }
            for (String name : claims.keySet()) {
                if (Envelope.isReserved(name)) {
                    throw new IllegalArgumentException("a claim must not have the reserved name " + name);
                }
            }
            Map<String, @Nullable Object> copy = StrictJson.parseObject(StrictJson.write(claims));
            if (schema != null) {
                schema.require(copy);
            }
            Set<ClaimPath> known = new LinkedHashSet<>();
            copy.forEach((name, claim) -> collect(claim, ClaimPath.of(name), known));
            for (ClaimPath path : disclosable) {
                if (!known.contains(path)) {
                    throw new IllegalArgumentException(
                            "there is no claim " + Quote.of(path.toString()) + " to make disclosable");
                }
            }
            return new CredentialDraft(type, holderKey, copy, this);
        }

        private static void collect(@Nullable Object claim, ClaimPath path, Set<ClaimPath> known) {
            if (path.segments().size() > Json.MAX_DEPTH) {
                throw new IllegalArgumentException("claims must not nest deeper than " + Json.MAX_DEPTH + " levels");
            }
            known.add(path);
            if (claim instanceof Map<?, ?> members) {
                members.forEach((name, value) -> {
                    if (name.equals(Packer.DIGESTS) || name.equals(Packer.ELEMENT)) {
                        throw new IllegalArgumentException("a claim must not have the reserved name " + name);
                    }
                    collect(value, path.child((String) name), known);
                });
            } else if (claim instanceof List<?> elements) {
                for (int i = 0; i < elements.size(); i++) {
                    collect(elements.get(i), path.child(Integer.toString(i)), known);
                }
            }
        }
    }
}
