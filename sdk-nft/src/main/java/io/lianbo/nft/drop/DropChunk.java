package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.nft.SignedVoucherList;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.internal.ChunkSize;
import io.lianbo.nft.internal.GasModel;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * One transaction of a drop, written down before it is signed.
 *
 * @param number which one, from 0
 * @param rows whose tokens run on
 * @param signed what was signed for it; the first signature stays, whoever else signs
 */
record DropChunk(long number, List<DropRow> rows, Optional<SignedVoucherList> signed) {
    DropChunk {
        rows = List.copyOf(rows);
    }

    BigInteger firstTokenId() {
        return BigInteger.valueOf(rows.getFirst().tokenId());
    }

    List<Address> recipients() {
        return rows.stream().map(DropRow::recipient).toList();
    }

    List<BigInteger> tokenIds() {
        return rows.stream().map(row -> BigInteger.valueOf(row.tokenId())).toList();
    }

    /** Nothing yet, as large as a transaction may get. */
    static ChunkSize size(AirdropLimits limits) {
        return new ChunkSize(
                GasModel.voucherList(BigInteger.valueOf(DropManifest.HIGHEST_TOKEN_ID)),
                limits.gas(),
                limits.callDataBytes());
    }

    /** The most gas that it uses. */
    long gas(AirdropLimits limits) {
        ChunkSize size = size(limits);
        rows.forEach(row -> size.add(row.recipient()));
        return size.gas();
    }

    SignedVoucherList requireSigned() {
        return signed.orElseThrow(() -> new IllegalStateException("transaction " + number + " is not signed"));
    }
}
