package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What became of a mined transaction.
 *
 * @param transactionHash the transaction
 * @param blockNumber the block that holds it
 * @param blockHash that block, so that a reorganisation can be noticed
 * @param succeeded false when it was mined but reverted; calls that send throw instead of returning such a receipt
 * @param gasUsed units of gas
 * @param effectiveGasPrice wei paid for each unit of gas
 * @param contractAddress the contract that a deployment made
 * @param logs what the contracts wrote, in order
 */
public record Receipt(
        Hash32 transactionHash,
        long blockNumber,
        Hash32 blockHash,
        boolean succeeded,
        long gasUsed,
        BigInteger effectiveGasPrice,
        Optional<Address> contractAddress,
        List<Log> logs) {

    /** Copies the logs. */
    public Receipt {
        logs = List.copyOf(logs);
    }

    /** What the sender paid for gas, in wei. */
    public BigInteger fee() {
        return effectiveGasPrice.multiply(BigInteger.valueOf(gasUsed));
    }
}
