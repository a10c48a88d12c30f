package io.lianbo.rewards.raffle;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * What a chain says of one raffle: its events in their order, and the hash that the node knows of the block that counts.
 *
 * @param contract the raffle contract
 * @param cap what the contract says a prize may be worth
 * @param raffleId which raffle
 * @param terms under which it was created
 * @param batches of entrants, as they were published
 * @param closing what was said when it was closed; empty where nobody closed it
 * @param missedBlocks whose hashes nobody captured, each replaced by a later block
 * @param drawBlock the block that counted in the end
 * @param withheld whether the secret was withheld
 * @param blockHash that block's, by the node's own record
 * @param drawn what was drawn with
 * @param awards places and entries, and who was paid
 */
record RaffleEvidence(
        AccountId contract,
        PrizeCap cap,
        Hash32 raffleId,
        Optional<RaffleTerms> terms,
        List<List<Address>> batches,
        Optional<Closing> closing,
        List<Long> missedBlocks,
        long drawBlock,
        boolean withheld,
        Optional<Hash32> blockHash,
        Optional<Drawn> drawn,
        List<Award> awards) {

    record Closing(long entries, Hash32 entriesHash) {}

    record Drawn(Hash32 secret, Hash32 entriesHash, Hash32 beacon, Hash32 randomness) {}

    record Award(long place, long entry, Address winner) {}
}
