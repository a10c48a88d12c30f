package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.util.List;
import java.util.Objects;

/** One log a contract wrote, undecoded; {@link EventQuery#decode} and {@link Contract#eventsIn} decode it. */
public final class Log {
    private static final int MOST_TOPICS = 4;

    private final Address address;
    private final List<Hash32> topics;
    private final byte[] data;
    private final long blockNumber;
    private final Hash32 blockHash;
    private final Hash32 transactionHash;
    private final long index;

    /**
     * A log as a node gave it.
     *
     * @param topics up to 4
     * @param data copied
     * @param blockNumber from 0
     * @param index from 0
     */
    public Log(
            Address address,
            List<Hash32> topics,
            byte[] data,
            long blockNumber,
            Hash32 blockHash,
            Hash32 transactionHash,
            long index) {
        if (topics.size() > MOST_TOPICS || blockNumber < 0 || index < 0) {
            throw new IllegalArgumentException("a log has up to 4 topics, and its block and index are from 0: "
                    + topics.size() + " topics, block " + blockNumber + ", index " + index);
        }
        this.address = address;
        this.topics = List.copyOf(topics);
        this.data = data.clone();
        this.blockNumber = blockNumber;
        this.blockHash = blockHash;
        this.transactionHash = transactionHash;
        this.index = index;
    }

    /** The contract that wrote it. */
    public Address address() {
        return address;
    }

    /** Up to four topics; the first is the hash of the event's signature, unless the event is anonymous. */
    public List<Hash32> topics() {
        return topics;
    }

    /** The ABI encoding of the fields that are not indexed. */
    public byte[] data() {
        return data.clone();
    }

    /** The block it is in. */
    public long blockNumber() {
        return blockNumber;
    }

    /** That block, so that a reorganisation can be noticed. */
    public Hash32 blockHash() {
        return blockHash;
    }

    /** The transaction that wrote it. */
    public Hash32 transactionHash() {
        return transactionHash;
    }

    /** Its place among all logs of its block, from 0. */
    public long index() {
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Log that
                && address.equals(that.address)
                && topics.equals(that.topics)
                && Hex.encode(data).equals(Hex.encode(that.data))
                && blockNumber == that.blockNumber
                && blockHash.equals(that.blockHash)
                && transactionHash.equals(that.transactionHash)
                && index == that.index;
    }

    @Override
    public int hashCode() {
        return Objects.hash(transactionHash, index);
    }

    @Override
    public String toString() {
        return "log " + index + " of " + transactionHash + " by " + address;
    }
}
