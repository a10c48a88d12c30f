package io.lianbo.nft.membership;

import io.lianbo.core.Address;
import java.util.Objects;

/**
 * An account and its pass.
 *
 * @param account who holds the pass
 * @param terms what it is worth
 */
public record Member(Address account, PassTerms terms) {

    /** Returns the member. */
    public Member {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(terms, "terms");
    }
}
