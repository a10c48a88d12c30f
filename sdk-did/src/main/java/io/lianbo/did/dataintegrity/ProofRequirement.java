package io.lianbo.did.dataintegrity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a proof must be for, and where it proves somebody's presence, for whom and how recent. */
public final class ProofRequirement {
    private static final int SHORTEST_CHALLENGE = 16;
    private static final ProofRequirement ASSERTION =
            new ProofRequirement(ProofPurpose.ASSERTION_METHOD, null, null, null);

    private final ProofPurpose purpose;
    private final @Nullable String domain;
    private final @Nullable String challenge;
    private final @Nullable Duration maxAge;

    private ProofRequirement(
            ProofPurpose purpose, @Nullable String domain, @Nullable String challenge, @Nullable Duration maxAge) {
        this.purpose = purpose;
        this.domain = domain;
        this.challenge = challenge;
        this.maxAge = maxAge;
    }

    /** {@return the demand that someone vouches for the document}, whenever and for whomever */
    public static ProofRequirement assertion() {
        return ASSERTION;
    }

    /**
     * {@return the demand that someone proves who she is, to us and now} (Data Integrity section 4.4)
     *
     * @param domain who asks; compared as text, exactly
     * @param challenge made for this request, at least 16 characters, so that no proof is used twice
     * @param maxAge how old the proof may be
     * @throws IllegalArgumentException where the domain is blank, the challenge short, or the age one that nothing can satisfy
     */
    public static ProofRequirement authentication(String domain, String challenge, Duration maxAge) {
        if (domain.isBlank()) {
            throw new IllegalArgumentException("the domain of a proof must not be blank");
        }
        if (challenge.length() < SHORTEST_CHALLENGE) {
            throw new IllegalArgumentException(
                    "a challenge must be at least " + SHORTEST_CHALLENGE + " characters: " + challenge.length());
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("the age of a proof must be positive: " + maxAge);
        }
        return new ProofRequirement(ProofPurpose.AUTHENTICATION, domain, challenge, maxAge);
    }

    ProofPurpose purpose() {
        return purpose;
    }

    @Nullable
    String domain() {
        return domain;
    }

    @Nullable
    String challenge() {
        return challenge;
    }

    @Nullable
    Duration maxAge() {
        return maxAge;
    }

    /** {@return the purpose, and for whom; not the challenge} */
    @Override
    public String toString() {
        return "ProofRequirement[" + purpose.id() + (domain == null ? "" : " to " + domain) + "]";
    }
}
