package io.lianbo.nft.airdrop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * A voucher list to be signed and redeemed by one call of {@code redeemList}. Token {@code firstTokenId + i} is for recipient {@code i},
 * and a token is minted once, so the same chunk a second time mints nothing.
 *
 * @param firstTokenId the first recipient's token
 * @param recipients in the order of the plan's input
 */
public record VoucherListChunk(
        AccountId collection,
        String airdrop,
        int index,
        Hash32 key,
        BigInteger firstTokenId,
        List<Address> recipients,
        long gas,
        int callDataBytes)
        implements AirdropChunk {

    /** Copies the recipients. */
    public VoucherListChunk {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(airdrop, "airdrop");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(firstTokenId, "firstTokenId");
        recipients = List.copyOf(recipients);
    }
}
