package io.lianbo.did.status;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;

/**
 * Where a credential's status is kept: one bit of one issuer in a registry contract.
 *
 * @param registry the contract, on its chain
 * @param issuer the account that may revoke
 * @param index which of the issuer's credentials: 0 to {@value #MAX_INDEX}, never used twice
 */
public record StatusReference(AccountId registry, Address issuer, long index) {
    /** The greatest index that every JSON reader keeps exact. */
    public static final long MAX_INDEX = (1L << 53) - 1;

    /** Checks the index. */
    public StatusReference {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("status index must be 0 to " + MAX_INDEX + ": " + index);
        }
    }
}
