package io.lianbo.did.commerce;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.vc.VerifiableCredential;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Claims of one of the kinds in {@link CommerceType}, to be issued in either format. They say nothing about who someone is: whom
 * they are about, the draft's {@code subject} adds.
 *
 * {@snippet class="io.lianbo.did.commerce.CommerceTest" region="issue"}
 */
public sealed interface CommerceClaims permits Purchase, Participation, Membership, Reputation, Review, Preference {
    /** {@return which kind} */
    CommerceType type();

    /** {@return the claims as JSON values: times as ISO 8601 text in UTC, money in its smallest unit as text} */
    Map<String, Object> claims();

    /**
     * {@return a draft of an SD-JWT VC of which the holder shows or keeps every claim by itself}; more can be set on it
     *
     * @param holderKey the key that alone can present it
     */
    default CredentialDraft.Builder draft(VerificationKey holderKey) {
        return CredentialDraft.builder(type().vct())
                .holderKey(holderKey)
                .claims(claims())
                .disclosable(claims().keySet().stream().map(ClaimPath::of).collect(Collectors.toSet()))
                .schema(type().schema());
    }

    /**
     * {@return a credential of VCDM 2.0, to be built}; more can be set on it
     *
     * @param issuer who vouches
     * @param subject whom the claims are about
     */
    default VerifiableCredential.Builder credential(Did issuer, Did subject) {
        return VerifiableCredential.builder(issuer)
                .contexts(VerifiableCredential.UNDEFINED_TERMS)
                .type(type().vcType())
                .subject(subject, type().schema().require(claims()));
    }
}
