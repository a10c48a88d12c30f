package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.nft.SignedVoucherList;
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

    SignedVoucherList requireSigned() {
        return signed.orElseThrow(() -> new IllegalStateException("transaction " + number + " is not signed"));
    }
}
