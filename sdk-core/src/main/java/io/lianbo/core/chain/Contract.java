package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.Event;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Signer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contract on a chain: read it, send to it, read its events, all by the names in its ABI.
 *
 * {@snippet class="io.lianbo.core.chain.ContractTest" region="use"}
 *
 * <p>Solidity and Java types, as arguments and as results:
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Solidity</th><th>Java</th></tr>
 * <tr><td>address</td><td>{@link Address}</td></tr>
 * <tr><td>int, uint of any width</td><td>{@link java.math.BigInteger}; Long and Integer too as an argument</td></tr>
 * <tr><td>bool</td><td>{@link Boolean}</td></tr>
 * <tr><td>string</td><td>{@link String}</td></tr>
 * <tr><td>bytes32</td><td>{@link Hash32}; byte[] too as an argument</td></tr>
 * <tr><td>bytes, bytes1 to bytes31</td><td>byte[]</td></tr>
 * <tr><td>arrays</td><td>{@link List}</td></tr>
 * <tr><td>structs</td><td>{@link List} of the fields in order; a result is an {@link AbiValues}, which is one</td></tr>
 * </table>
 *
 * <p>Where several functions share a name, the number of arguments decides; where that does not either, give the
 * signature: {@code "mint(address,uint256)"}. A name that the ABI does not have, and an argument that does not fit,
 * throw {@link IllegalArgumentException} before anything is sent. Safe for use by many threads.
 */
public final class Contract {
    private final Address address;
    private final Abi abi;
    private final Node node;
    private final LogPages pages;
    private final TransactionSender sender;
    private volatile boolean codeSeen;

    Contract(Address address, Abi abi, Node node, LogPages pages, TransactionSender sender) {
        this.address = address;
        this.abi = abi;
        this.node = node;
        this.pages = pages;
        this.sender = sender;
    }

    /** Where it is. */
    public Address address() {
        return address;
    }

    Abi abi() {
        return abi;
    }

    Node node() {
        return node;
    }

    LogPages pages() {
        return pages;
    }

    /** What a function returns on the latest block: {@link #call} and {@link ContractCall#read()} in one. */
    public AbiValues read(String function, Object... args) {
        return call(function, args).read();
    }

    /** Sends a transaction that calls a function: {@link #call} and {@link ContractCall#send} in one. */
    public Receipt send(Signer signer, String function, Object... args) {
        return call(function, args).send(signer);
    }

    /** A call to be given a value, a gas limit or a caller before it is read or sent. */
    public ContractCall call(String function, Object... args) {
        Function found = abi.function(function, args.length);
        byte[] data = abi.encodeCall(found, Arrays.asList(args));
        String label = abi.contractName() + "." + found.getName();
        return new ContractCall(this, found, TxRequest.of(label, address, data, abi), null);
    }

    /**
     * The events of one kind in a range of blocks, in the order of the chain; {@link EventQuery} visits those of
     * ranges that are too large for a list, of several kinds, and of several contracts.
     *
     * @param event by name, or by signature where several share the name
     * @param fromBlock first block, from 0
     * @param toBlock last block, included
     * @throws LianboException when the node fails, refuses a single block, or a log does not fit the ABI
     */
    public List<ContractEvent> events(String event, long fromBlock, long toBlock) {
        List<ContractEvent> events = new ArrayList<>();
        EventQuery.of(this, event).forEach(fromBlock, toBlock, events::add);
        return Collections.unmodifiableList(events);
    }

    /** The events of one kind that this contract wrote in one transaction, in order. */
    public List<ContractEvent> eventsIn(Receipt receipt, String event) {
        Event<Tuple> found = abi.event(event);
        Hash32 topic = Abi.topic(found);
        return decoded(
                found,
                receipt.logs().stream()
                        .filter(log -> log.address().equals(address))
                        .filter(log -> !log.topics().isEmpty()
                                && log.topics().getFirst().equals(topic))
                        .toList());
    }

    /**
     * What revert data says that a contract put into an event or a result instead of reverting with it.
     *
     * @param revertData selector and fields; whatever does not fit the ABI keeps its selector as its name
     */
    public ContractError decodeError(byte[] revertData) {
        return abi.decodeError(revertData);
    }

    private List<ContractEvent> decoded(Event<Tuple> event, List<Log> logs) {
        return logs.stream().map(log -> decoded(event, log)).toList();
    }

    ContractEvent decoded(Event<Tuple> event, Log log) {
        try {
            return Abi.decodeLog(event, log);
        } catch (IllegalArgumentException e) {
            throw new LianboException(
                    LianboException.Code.RPC_BAD_RESPONSE,
                    log + " does not fit the ABI of " + abi.contractName() + ": " + e.getMessage(),
                    true,
                    e);
        }
    }

    AbiValues read(Function function, TxRequest request, @Nullable Address from) {
        byte[] data;
        try {
            data = node.call(from, request);
        } catch (CallReverted e) {
            throw ContractRevertException.ofCall(request.label(), abi.decodeError(e.data()));
        }
        return decodeReturn(function, request, data);
    }

    AbiValues decodeReturn(Function function, TxRequest request, byte[] data) {
        if (data.length == 0) {
            requireCode();
        }
        try {
            return abi.decodeReturn(function, data);
        } catch (IllegalArgumentException e) {
            throw new LianboException(
                    LianboException.Code.RPC_BAD_RESPONSE,
                    request.label() + " at " + address + " returned what does not fit its ABI: " + e.getMessage(),
                    true,
                    e);
        }
    }

    Receipt send(Signer signer, TxRequest request) {
        requireCode();
        return sender.send(signer, request);
    }

    /** A transaction to an address without code succeeds, does nothing, and keeps the value: worth one look. */
    private void requireCode() {
        if (!codeSeen && node.code(address).length == 0) {
            throw new IllegalArgumentException("no contract at " + address + "; expected " + abi.contractName());
        }
        codeSeen = true;
    }

    /**
     * A contract that was just deployed.
     *
     * @param contract ready to be called
     * @param receipt of the transaction that made it
     */
    public record Deployment(Contract contract, Receipt receipt) {}

    /** Name and address: "TestToken at 0x..". */
    @Override
    public String toString() {
        return abi.contractName() + " at " + address;
    }
}
