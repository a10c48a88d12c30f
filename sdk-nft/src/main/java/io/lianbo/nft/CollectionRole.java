package io.lianbo.nft;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;

/** What an account may do to a collection beside its owner, who may do everything. */
public enum CollectionRole {
    /** Add, remove and change voucher signers, cancel vouchers and epochs, lower what may be minted. */
    SIGNER_ADMIN(1),
    /** Pause and unpause. */
    PAUSER(2),
    /** Change URIs. */
    METADATA(4);

    private final int bit;

    CollectionRole(int bit) {
        this.bit = bit;
    }

    static BigInteger bits(Set<CollectionRole> roles) {
        return BigInteger.valueOf(roles.stream().mapToInt(role -> role.bit).sum());
    }

    static Set<CollectionRole> of(BigInteger bits) {
        Set<CollectionRole> roles = EnumSet.noneOf(CollectionRole.class);
        for (CollectionRole role : values()) {
            if ((bits.intValue() & role.bit) != 0) {
                roles.add(role);
            }
        }
        return roles;
    }
}
