package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** web3j's values to ours; what does not fit throws, and the answer it came in says which it was. */
final class Web3jValues {
    private Web3jValues() {}

    static Block block(EthBlock.Block block) {
        return new Block(
                Quantities.ofLong(block.getNumberRaw()),
                Hash32.of(block.getHash()),
                Hash32.of(block.getParentHash()),
                Instant.ofEpochSecond(Quantities.ofLong(block.getTimestampRaw())));
    }

    static Receipt receipt(TransactionReceipt receipt) {
        return new Receipt(
                Hash32.of(receipt.getTransactionHash()),
                Quantities.ofLong(receipt.getBlockNumberRaw()),
                Hash32.of(receipt.getBlockHash()),
                Quantities.of(receipt.getStatus()).signum() > 0,
                Quantities.ofLong(receipt.getGasUsedRaw()),
                Quantities.of(receipt.getEffectiveGasPrice()),
                Optional.ofNullable(receipt.getContractAddress()).map(Web3jValues::address),
                receipt.getLogs().stream().map(Web3jValues::log).toList());
    }

    static List<Log> logs(List<?> results) {
        List<Log> logs = new ArrayList<>();
        for (Object result : results) {
            logs.add(log((org.web3j.protocol.core.methods.response.Log) ((EthLog.LogResult<?>) result).get()));
        }
        return logs;
    }

    private static Log log(org.web3j.protocol.core.methods.response.Log log) {
        return new Log(
                address(log.getAddress()),
                log.getTopics().stream().map(Hash32::of).toList(),
                Hex.decode(log.getData()),
                Quantities.ofLong(log.getBlockNumberRaw()),
                Hash32.of(log.getBlockHash()),
                Hash32.of(log.getTransactionHash()),
                Quantities.ofLong(log.getLogIndexRaw()));
    }

    /** Nodes write addresses in any case. */
    private static Address address(String hex) {
        return Address.of(Hex.decode(hex));
    }
}
