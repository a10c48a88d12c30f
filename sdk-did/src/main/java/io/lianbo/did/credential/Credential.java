package io.lianbo.did.credential;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.jose.MalformedException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential as its holder keeps it: with every claim, and with what is needed to show some of them only.
 *
 * <p>Whoever has it can read all of it; only {@link Holder#present} with the holder's key makes something of it that a verifier
 * accepts.
 */
public final class Credential {
    private final SdJwt token;
    private final Envelope envelope;
    private final Unpacker unpacked;

    private Credential(SdJwt token) throws MalformedException {
        this.token = token;
        this.unpacked = new Unpacker(token.jwt().payload(), token.disclosures());
        this.envelope = Envelope.parse(unpacked.claims());
        try {
            Did.parse(envelope.issuer());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the claim iss", e);
        }
    }

    /**
     * {@return the credential that this text is}; its issuer's signature is for the verifier to check
     *
     * @param compact as the issuer sent it: {@code jwt~disclosure~...~}
     * @throws IllegalArgumentException where it is no SD-JWT VC with all its disclosures
     */
    public static Credential parse(String compact) {
        try {
            SdJwt token = SdJwt.parse(compact);
            if (!token.jwt().hasType(SdJwt.TYPE) || token.keyBinding() != null) {
                throw new MalformedException("it must be of type " + SdJwt.TYPE + " and without key binding");
            }
            return new Credential(token);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not a credential: " + e.getMessage(), e);
        }
    }

    /** {@return the text to store, all claims readable: {@code jwt~disclosure~...~}} */
    public String compact() {
        return token.withoutKeyBinding();
    }

    /** {@return the {@code vct}} */
    public String type() {
        return envelope.type();
    }

    /** {@return who says to have issued it} */
    public Did issuer() {
        return Did.parse(envelope.issuer());
    }

    /** {@return the key that alone can present it} */
    public VerificationKey holderKey() {
        return envelope.holderKey();
    }

    /** {@return every claim about the subject, as JDK values; unmodifiable} */
    public Map<String, @Nullable Object> claims() {
        return Envelope.without(unpacked.claims());
    }

    /** {@return every claim, those included that the credential makes about itself, such as {@code iss} and {@code exp}; unmodifiable} */
    public Map<String, @Nullable Object> allClaims() {
        return unpacked.claims();
    }

    /** {@return the claims that the holder may show or keep to herself} */
    public Set<ClaimPath> disclosable() {
        return disclosableClaims().keySet();
    }

    /** {@return the claims that the holder may show or keep to herself, with all that they say; unmodifiable} */
    public Map<ClaimPath, @Nullable Object> disclosableClaims() {
        return unpacked.disclosable();
    }

    /**
     * {@return the claims that a pointer leads to}, those included that the credential makes about itself; empty where it leads nowhere, or
     * takes a value for what it is not (OpenID4VP 1.0 section 7.1.1)
     *
     * @param pointer which claims
     */
    public Map<ClaimPath, @Nullable Object> select(ClaimPointer pointer) {
        return unpacked.tree().select(pointer);
    }

    /** {@return when it starts to be valid, where it says so} */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(envelope.notBefore());
    }

    /** {@return when it ends, where it does} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(envelope.expiresAt());
    }

    /**
     * {@return this credential with the other disclosable claims taken out}: exactly what a verifier would see of it
     *
     * @param claims the claims to keep; those around them are kept too, disclosable ones within them are not unless they are named
     * @throws IllegalArgumentException where the credential lacks a claim
     */
    public Credential reducedTo(Set<ClaimPath> claims) {
        try {
            return new Credential(disclosing(claims));
        } catch (MalformedException e) {
            throw new IllegalStateException("part of a credential must be a credential", e);
        }
    }

    /** The token with no more disclosures than these claims need. */
    SdJwt disclosing(Set<ClaimPath> claims) {
        Set<Disclosure> needed = new LinkedHashSet<>();
        for (ClaimPath claim : claims) {
            List<Disclosure> around = unpacked.needed().get(claim);
            if (around == null) {
                throw new IllegalArgumentException(
                        "the credential has no claim " + claim + "; it can disclose " + disclosable());
            }
            needed.addAll(around);
        }
        return new SdJwt(
                token.jwt(),
                token.disclosures().stream().filter(needed::contains).toList(),
                null);
    }

    /** {@return type, issuer and the names of the claims; not what they say} */
    @Override
    public String toString() {
        return "Credential[" + type() + " by " + envelope.issuer() + ", " + claims().keySet() + "]";
    }
}
