package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.internal.Pace;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * A connection to one EVM chain: read it, deploy, send, wait for receipts.
 *
 * {@snippet class="io.lianbo.core.chain.ChainTest" region="connect"}
 *
 * <p>Calls block, and are made for virtual threads: one connection serves any number of them, and sends of one
 * account are numbered one after another without a gap. Transactions are of type 2 (EIP-1559), carry the chain's id,
 * offer the recent median tip, and leave room for the base fee to double. What would revert or cannot be paid is
 * found out before it is sent.
 *
 * <p>A node that does not answer, answers with something else than JSON-RPC, or refuses, throws {@link
 * LianboException}, whose code says which. Its message names the node by scheme, host and port alone, because the
 * rest of a provider's URL is often a secret.
 */
public final class Chain implements AutoCloseable {
    private static final int MOST_NODES = 100;
    private static final Abi NO_ABI = new Abi("account", List.of());

    private final ChainId id;
    private final Node node;
    private final TransactionSender sender;
    private final LogPages logPages;
    private final ManyReads manyReads;
    private final Runnable onClose;

    private Chain(ChainId id, Node node, Options options, Pace pace, Runnable onClose) {
        this.id = id;
        this.node = node;
        this.sender = new TransactionSender(node, id, options.receiptTimeout(), pace);
        this.logPages = new LogPages(node, options.logRange());
        this.manyReads = new ManyReads(node);
        this.onClose = onClose;
    }

    /**
     * Connects with {@link Options#defaults()}.
     *
     * @param rpc the node's HTTP or HTTPS URL
     * @param expected the chain it must serve
     * @throws LianboException {@code WRONG_CHAIN} when it serves another, {@code RPC_UNREACHABLE} when it is down,
     *     {@code RPC_BAD_RESPONSE} when it is no node
     */
    public static Chain connect(URI rpc, ChainId expected) {
        return connect(rpc, expected, Options.defaults());
    }

    /** Connects as {@link #connect(URI, ChainId)} does, with options. */
    public static Chain connect(URI rpc, ChainId expected, Options options) {
        return connect(List.of(rpc), expected, options);
    }

    /**
     * Connects to several nodes of one chain with {@link Options#defaults()}; as long as one of them works, so does
     * the connection.
     *
     * @param rpcs HTTP or HTTPS URLs, 1 to 100, those to be preferred first
     * @param expected the chain they must serve; a node of another is never believed
     * @throws LianboException as {@link #connect(URI, ChainId)}, when no node serves the chain
     */
    public static Chain connect(List<URI> rpcs, ChainId expected) {
        return connect(rpcs, expected, Options.defaults());
    }

    /** Connects as {@link #connect(List, ChainId)} does, with options. */
    public static Chain connect(List<URI> rpcs, ChainId expected, Options options) {
        CountDownLatch closed = new CountDownLatch(1);
        return connect(rpcs, expected, options, Pace.until(closed), new SecureRandom(), closed::countDown);
    }

    static Chain connect(
            List<URI> rpcs, ChainId expected, Options options, Pace pace, RandomGenerator random, Runnable onClose) {
        if (rpcs.isEmpty() || rpcs.size() > MOST_NODES) {
            throw new IllegalArgumentException("there must be 1 to " + MOST_NODES + " RPC URLs: " + rpcs.size());
        }
        List<HttpRpc> nodes = new ArrayList<>();
        Runnable closing = () -> {
            onClose.run();
            nodes.forEach(HttpRpc::close);
        };
        try {
            rpcs.forEach(rpc -> nodes.add(new HttpRpc(rpc, options)));
            Node node = new Node(new RpcPool(nodes, expected, options.requestTimeout(), pace, random));
            return over(node, expected, options, pace, closing);
        } catch (RuntimeException e) {
            closing.run();
            throw e;
        }
    }

    static Chain over(Node node, ChainId expected, Options options) {
        CountDownLatch closed = new CountDownLatch(1);
        return over(node, expected, options, Pace.until(closed), closed::countDown);
    }

    private static Chain over(Node node, ChainId expected, Options options, Pace pace, Runnable onClose) {
        node.requireChain(expected);
        return new Chain(expected, node, options, pace, onClose);
    }

    /** The chain's id, which the node confirmed. */
    public ChainId id() {
        return id;
    }

    /** The number of the latest block. */
    public long blockNumber() {
        return node.blockNumber();
    }

    /** The time of the latest block. */
    public Instant timestamp() {
        return node.latestBlock().timestamp();
    }

    /** The head of the block at a height; empty where the chain is not that high. */
    public Optional<Block> block(long number) {
        return blocks(List.of(number)).getFirst();
    }

    /**
     * The heads of the blocks at several heights, in few round trips.
     *
     * @param numbers from 0
     * @return one for each number, in their order; empty where the chain is not that high
     */
    public List<Optional<Block>> blocks(List<Long> numbers) {
        numbers.forEach(number -> {
            if (number < 0) {
                throw new IllegalArgumentException("a block number must be from 0: " + number);
            }
        });
        return node.blocks(numbers);
    }

    /** What an account has, in wei. */
    public BigInteger balance(Address account) {
        return node.balance(account);
    }

    /** How many transactions of an account are in blocks. */
    public long nonce(Address account) {
        return node.minedNonce(account);
    }

    /** How many transactions of an account are in blocks up to this one; the node must still have that state. */
    public long nonce(Address account, long block) {
        return node.nonceAt(block, account);
    }

    /** How many transactions of an account are in blocks or, as far as the node knows, wait for one. */
    public long pendingNonce(Address account) {
        return node.pendingNonce(account);
    }

    /** The number of the latest block that the consensus layer calls {@code safe}. */
    public long safeBlockNumber() {
        return node.taggedBlock(DefaultBlockParameterName.SAFE);
    }

    /** The number of the latest block that the consensus layer has {@code finalized}. */
    public long finalizedBlockNumber() {
        return node.taggedBlock(DefaultBlockParameterName.FINALIZED);
    }

    /**
     * Hands signed transactions to the node, in their order and few round trips. That the node has one already counts as done.
     *
     * @return one for each: its hash, or the code of a {@link LianboException} and what the node said. Whatever the answer, a
     *     transaction that was handed over may still be mined: ask for its receipt
     */
    public List<Verdict<Hash32>> broadcast(List<SignedTransaction> transactions) {
        List<byte[]> raw = transactions.stream()
                .map(transaction -> Hex.decode(transaction.raw()))
                .toList();
        return node.broadcastAll(raw).stream().map(BroadcastOutcome::verdict).toList();
    }

    /** What a transaction has to offer now to be mined as soon as the tier says. */
    public Fees fees(Fees.Tier tier) {
        return node.fees(tier);
    }

    /**
     * How much gas a transaction would take on the state of the latest block, and a fifth more.
     *
     * @param to empty to deploy
     * @param wei what it sends
     * @param data in 0x hex
     * @param explain contracts whose errors it may revert with, so that the exception can name them
     * @throws ContractRevertException when it would revert
     */
    public long estimateGas(
            Address from,
            String label,
            Optional<Address> to,
            BigInteger wei,
            String data,
            ContractArtifact... explain) {
        TxRequest request = new TxRequest(label, to.orElse(null), wei, data, null, NO_ABI);
        try {
            return TransactionSender.withHeadroom(node.estimateGas(from, request));
        } catch (CallReverted e) {
            throw ContractRevertException.ofCall(label, decoded(e, explain));
        }
    }

    /** Why a transaction reverted, on the state after its block, where most reasons still hold; empty where it does not. */
    public Optional<ContractError> replay(
            long block, Address from, Optional<Address> to, BigInteger wei, String data, ContractArtifact... explain) {
        try {
            node.callAt(block, from, new TxRequest("replay", to.orElse(null), wei, data, null, NO_ABI));
            return Optional.empty();
        } catch (CallReverted e) {
            return Optional.of(decoded(e, explain));
        }
    }

    private static ContractError decoded(CallReverted reverted, ContractArtifact... explain) {
        for (ContractArtifact artifact : explain) {
            if (artifact.abi().knowsError(reverted.data())) {
                return artifact.abi().decodeError(reverted.data());
            }
        }
        return NO_ABI.decodeError(reverted.data());
    }

    /** The code at an address; empty where there is no contract. */
    public byte[] code(Address address) {
        return node.code(address);
    }

    /** The code that was at an address after a block; the node must still have that state. */
    public byte[] code(Address address, long block) {
        return node.codeAt(block, address);
    }

    /** What became of a transaction; empty as long as no block holds it. */
    public Optional<Receipt> receipt(Hash32 transaction) {
        return node.receipt(transaction);
    }

    /**
     * What became of many transactions, asked in few round trips.
     *
     * @return one for each transaction, in their order; empty as long as no block holds it
     */
    public List<Optional<Receipt>> receipts(List<Hash32> transactions) {
        return node.receipts(transactions);
    }

    /**
     * Deploys a contract, and waits for its receipt.
     *
     * @param args of the constructor, in the types that {@link Contract} lists
     * @throws ContractRevertException when the constructor refuses
     */
    public Contract.Deployment deploy(Signer signer, ContractArtifact artifact, Object... args) {
        String label = "deployment of " + artifact.contractName();
        Receipt receipt = sender.send(signer, creation(label, artifact, args));
        Address address = receipt.contractAddress()
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE,
                        label + ": receipt " + receipt.transactionHash() + " names no contract",
                        false));
        return new Contract.Deployment(contract(address, artifact), receipt);
    }

    /**
     * Runs a contract's constructor on the latest block, and changes nothing: code that answers from the chain's state without having been
     * deployed.
     *
     * @param args of the constructor, in the types that {@link Contract} lists
     * @return what a deployment would leave as the contract's code, or what a constructor written for this leaves in its place
     * @throws ContractRevertException when the constructor refuses
     */
    public byte[] evaluate(ContractArtifact artifact, Object... args) {
        return evaluate(artifact, args, request -> node.call(null, request));
    }

    /** Does as {@link #evaluate(ContractArtifact, Object...)} on the state after a block, which the node must still have. */
    public byte[] evaluate(long block, ContractArtifact artifact, Object... args) {
        return evaluate(artifact, args, request -> node.callAt(block, null, request));
    }

    @FunctionalInterface
    private interface Call {
        byte[] run(TxRequest request) throws CallReverted;
    }

    private static byte[] evaluate(ContractArtifact artifact, Object[] args, Call call) {
        String label = "constructor of " + artifact.contractName();
        try {
            return call.run(creation(label, artifact, args));
        } catch (CallReverted e) {
            throw ContractRevertException.ofCall(label, artifact.abi().decodeError(e.data()));
        }
    }

    private static TxRequest creation(String label, ContractArtifact artifact, Object... args) {
        byte[] creation = artifact.bytecode();
        if (creation.length == 0) {
            throw new IllegalArgumentException(
                    "a contract with bytecode is needed to deploy, not an interface: " + artifact);
        }
        byte[] encodedArgs = artifact.abi().encodeConstructor(Arrays.asList(args));
        byte[] data = Arrays.copyOf(creation, creation.length + encodedArgs.length);
        System.arraycopy(encodedArgs, 0, data, creation.length, encodedArgs.length);
        return TxRequest.of(label, null, data, artifact.abi());
    }

    /** A contract that is already there. Nothing is asked of the node yet. */
    public Contract contract(Address address, ContractArtifact artifact) {
        return new Contract(address, artifact.abi(), node, logPages, sender);
    }

    /**
     * Reads many calls in few round trips, all on the state after one and the same block.
     *
     * <p>They go through Multicall3, a contract that nearly every chain has at one address, and where it is missing as
     * JSON-RPC batches. To a function that asks who calls it, Multicall3 is the caller, unless {@link
     * ContractCall#from} says another.
     *
     * {@snippet class="io.lianbo.core.chain.ManyReadsTest" region="read-all"}
     *
     * @param calls of contracts of this connection
     * @return one for each call, in their order: what it returned, or {@code CALL_REVERTED} with the contract's error
     * @throws LianboException when the node fails
     * @throws IllegalArgumentException when there is no contract at one of the addresses
     */
    public List<Verdict<AbiValues>> readAll(List<ContractCall> calls) {
        return manyReads.read(List.copyOf(calls));
    }

    /**
     * Reads many calls as {@link #readAll(List)} does, on the state after a block.
     *
     * @param block its number; the node must still have that state, which most keep for the last 128 blocks and archive nodes for all
     */
    public List<Verdict<AbiValues>> readAll(List<ContractCall> calls, long block) {
        return manyReads.read(List.copyOf(calls), block);
    }

    /**
     * Sends the chain's native coin, and waits for the receipt.
     *
     * @param wei 0 to 2^256 - 1
     */
    public Receipt transfer(Signer signer, Address to, BigInteger wei) {
        Amounts.requireWei(wei);
        TxRequest request = TxRequest.of("transfer to " + to, to, new byte[0], NO_ABI);
        return sender.send(signer, request.withValue(wei));
    }

    /** Gives back connections and threads; calls under way fail, and later ones throw {@link IllegalStateException}. */
    @Override
    public void close() {
        node.close();
        onClose.run();
    }

    /** The chain: "chain 1". */
    @Override
    public String toString() {
        return "chain " + id.value();
    }

    /**
     * How long to wait and how much to read.
     *
     * @param requestTimeout for each answer of a node; more than 0, to a millisecond, up to an hour. A request is tried
     *     up to three times, or once at each node where there are more, and within that many time-outs
     * @param receiptTimeout from broadcast to receipt; 0 looks once, up to a day
     * @param maxResponseBytes of one answer, unpacked; at least 1024
     * @param logRange how many blocks to ask for at once when events are read; at least 1
     */
    public record Options(Duration requestTimeout, Duration receiptTimeout, int maxResponseBytes, int logRange) {
        private static final Options DEFAULTS =
                new Options(Duration.ofSeconds(30), Duration.ofSeconds(60), 32 * 1024 * 1024, 10_000);

        /** Checks the ranges. */
        public Options {
            Objects.requireNonNull(requestTimeout, "requestTimeout");
            Objects.requireNonNull(receiptTimeout, "receiptTimeout");
            if (requestTimeout.compareTo(Duration.ofMillis(1)) < 0
                    || requestTimeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("request time-out must be 1 ms to 1 h: " + requestTimeout);
            }
            if (receiptTimeout.isNegative() || receiptTimeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("receipt time-out must be 0 to 1 day: " + receiptTimeout);
            }
            if (maxResponseBytes < 1024) {
                throw new IllegalArgumentException("response bound must be at least 1024 bytes: " + maxResponseBytes);
            }
            if (logRange < 1) {
                throw new IllegalArgumentException("log range must be at least 1 block: " + logRange);
            }
        }

        /** 30 seconds for an answer, 60 for a receipt, 32 MiB, events of 10,000 blocks at once. */
        public static Options defaults() {
            return DEFAULTS;
        }

        /** With another time-out for answers. */
        public Options withRequestTimeout(Duration timeout) {
            return new Options(timeout, receiptTimeout, maxResponseBytes, logRange);
        }

        /** With another time-out for receipts. */
        public Options withReceiptTimeout(Duration timeout) {
            return new Options(requestTimeout, timeout, maxResponseBytes, logRange);
        }

        /** With another bound for answers. */
        public Options withMaxResponseBytes(int bytes) {
            return new Options(requestTimeout, receiptTimeout, bytes, logRange);
        }

        /** With another number of blocks to ask for at once. */
        public Options withLogRange(int blocks) {
            return new Options(requestTimeout, receiptTimeout, maxResponseBytes, blocks);
        }
    }
}
