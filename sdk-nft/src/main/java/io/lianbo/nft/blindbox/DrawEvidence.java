package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * What a chain says of one sale: its events in their order, and the hash that the node knows of the block that counts.
 *
 * @param contract the blind box contract
 * @param saleId which sale
 * @param terms under which it was created
 * @param purchases as they were made
 * @param closing what was said when it was closed
 * @param missedBlocks whose hashes nobody captured, each replaced by a later block
 * @param drawBlock the block that counted in the end
 * @param blockHash that block's, by the node's own record
 * @param captured what was captured
 * @param revelation what the seller revealed
 * @param claims what was handed out
 */
record DrawEvidence(
        AccountId contract,
        Hash32 saleId,
        Optional<SaleTerms> terms,
        List<Purchase> purchases,
        Optional<Closing> closing,
        List<Long> missedBlocks,
        long drawBlock,
        Optional<Hash32> blockHash,
        Optional<Captured> captured,
        Optional<Revelation> revelation,
        List<Outcome> claims) {

    record Closing(long sold, Hash32 accumulator) {}

    record Captured(long drawBlock, Hash32 beacon) {}

    record Revelation(Hash32 serverSeed, Hash32 accumulator, Hash32 beacon, Hash32 randomness) {}
}
