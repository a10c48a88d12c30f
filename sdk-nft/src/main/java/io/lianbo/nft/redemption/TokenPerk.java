package io.lianbo.nft.redemption;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A perk of a token, which is fulfilled once at the most.
 *
 * @param collection the ERC-721 contract
 * @param tokenId the token, 0 to 2^256-1
 * @param perk which of the collection's perks, such as {@link #id}
 */
public record TokenPerk(Address collection, BigInteger tokenId, Hash32 perk) {

    /**
     * Checks the token id.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public TokenPerk {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(perk, "perk");
        Arguments.requireUint256("token id", tokenId);
    }

    /** Returns the id of a perk with a name: the Keccak-256 of its UTF-8. */
    public static Hash32 id(String name) {
        return Keccak256.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Its three parts, and then what else a call takes. */
    Object[] with(Object... more) {
        Object[] arguments = List.of(collection, tokenId, perk).toArray(new Object[3 + more.length]);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return arguments;
    }
}
