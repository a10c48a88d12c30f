package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.request.EthFilter;

/** Which logs are wanted: of which contracts, with which first topics, in which blocks. */
final class LogFilter extends EthFilter {
    private static final Comparator<Log> IN_ORDER =
            Comparator.comparingLong(Log::blockNumber).thenComparingLong(Log::index);

    private final Set<Address> contracts;
    private final Set<Hash32> topics;
    private final long fromBlock;
    private final long toBlock;
    private final @Nullable Hash32 blockHash;

    private LogFilter(
            Set<Address> contracts, Set<Hash32> topics, long fromBlock, long toBlock, @Nullable Hash32 blockHash) {
        super(
                blockHash == null ? Node.at(fromBlock) : null,
                blockHash == null ? Node.at(toBlock) : null,
                contracts.stream().map(Address::toString).toList());
        this.contracts = contracts;
        this.topics = topics;
        this.fromBlock = fromBlock;
        this.toBlock = toBlock;
        this.blockHash = blockHash;
        addOptionalTopics(topics.stream().map(Hash32::toString).toArray(String[]::new));
    }

    /** In a range of blocks, both included. */
    static LogFilter inRange(Set<Address> contracts, Set<Hash32> topics, long fromBlock, long toBlock) {
        return new LogFilter(contracts, topics, fromBlock, toBlock, null);
    }

    /** In one block, which must be this one and not another of the same number. */
    static LogFilter inBlock(Set<Address> contracts, Set<Hash32> topics, Block block) {
        return new LogFilter(contracts, topics, block.number(), block.number(), block.hash());
    }

    /** Read by web3j's serializer. */
    @Override
    public @Nullable String getBlockHash() {
        return blockHash == null ? null : blockHash.toString();
    }

    /** The logs in order, when they are what was asked for. */
    List<Log> checked(List<Log> logs) {
        for (Log log : logs) {
            boolean fits = contracts.contains(log.address())
                    && !log.topics().isEmpty()
                    && topics.contains(log.topics().getFirst())
                    && log.blockNumber() >= fromBlock
                    && log.blockNumber() <= toBlock
                    && (blockHash == null || blockHash.equals(log.blockHash()));
            if (!fits) {
                throw new IllegalArgumentException("a log that was not asked for: " + log);
            }
        }
        return logs.stream().sorted(IN_ORDER).toList();
    }
}
