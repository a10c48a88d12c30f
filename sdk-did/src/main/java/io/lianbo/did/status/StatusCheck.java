package io.lianbo.did.status;

import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import java.util.List;

/**
 * Asks whether a credential still stands, afresh each time: an answer that is kept hides a revocation.
 *
 * <p>Whoever cannot be asked gives no answer: then the credential is refused, as {@code STATUS_UNAVAILABLE}.
 */
@FunctionalInterface
public interface StatusCheck {
    /**
     * {@return the reference, where the credential stands; else the reason {@code REVOKED}, {@code SUSPENDED}, or one that begins with
     * {@code STATUS_}, such as {@code STATUS_UNAVAILABLE} where nobody can tell}
     *
     * @param reference where the status is kept, as the issuer signed it
     * @param issuer who signed it, as verified: nobody else's word about his credentials counts
     */
    Verdict<StatusReference> check(StatusReference reference, Did issuer);

    /**
     * {@return whether this check knows whom to ask about such a reference}; without a word of its own, it does
     *
     * @param reference where the status is kept
     */
    default boolean knows(StatusReference reference) {
        return true;
    }

    /**
     * {@return a check that asks the first of these that {@link #knows} whom to ask}, and no second one where that gives no answer
     *
     * @param checks such as a {@link CredentialStatusRegistry} and a {@link io.lianbo.did.status.list.StatusListCheck}
     */
    static StatusCheck firstOf(StatusCheck... checks) {
        List<StatusCheck> all = List.of(checks);
        return (reference, issuer) -> all.stream()
                .filter(check -> check.knows(reference))
                .findFirst()
                .map(check -> check.check(reference, issuer))
                .orElseGet(() ->
                        Verdict.refused("STATUS_UNAVAILABLE", "the status is kept where nobody here knows to ask"));
    }
}
