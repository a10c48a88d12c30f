package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

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
    private static final Abi NO_ABI = new Abi("account", List.of());

    private final ChainId id;
    private final Node node;
    private final TransactionSender sender;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable onClose;

    private Chain(ChainId id, Node node, Options options, Runnable onClose) {
        this.id = id;
        this.node = node;
        this.sender = new TransactionSender(node, id, options.receiptTimeout(), Pace.until(closed));
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
        HttpRpc http = new HttpRpc(rpc, options);
        try {
            return over(new Node(http.web3j(), http.origin()), expected, options, http::close);
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    static Chain over(Node node, ChainId expected, Options options, Runnable onClose) {
        node.requireChain(expected);
        return new Chain(expected, node, options, onClose);
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
        return node.latestTimestamp();
    }

    /** What an account has, in wei. */
    public BigInteger balance(Address account) {
        return node.balance(account);
    }

    /** How many transactions of an account are in blocks. */
    public long nonce(Address account) {
        return node.minedNonce(account);
    }

    /** The code at an address; empty where there is no contract. */
    public byte[] code(Address address) {
        return node.code(address);
    }

    /** What became of a transaction; empty as long as no block holds it. */
    public Optional<Receipt> receipt(Hash32 transaction) {
        return node.receipt(transaction);
    }

    /**
     * Deploys a contract, and waits for its receipt.
     *
     * @param args of the constructor, in the types that {@link Contract} lists
     * @throws ContractRevertException when the constructor refuses
     */
    public Deployment deploy(Signer signer, ContractArtifact artifact, Object... args) {
        String label = "deployment of " + artifact.contractName();
        Receipt receipt = sender.send(signer, creation(label, artifact, args));
        Address address = receipt.contractAddress()
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE,
                        label + ": receipt " + receipt.transactionHash() + " names no contract",
                        false));
        return new Deployment(contract(address, artifact), receipt);
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
        String label = "constructor of " + artifact.contractName();
        try {
            return node.call(null, creation(label, artifact, args));
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
        return new Contract(address, artifact.abi(), node, sender);
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
        closed.countDown();
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
     * @param requestTimeout for each answer of the node; more than 0, to a millisecond, up to an hour
     * @param receiptTimeout from broadcast to receipt; 0 looks once, up to a day
     * @param maxResponseBytes of one answer, unpacked; at least 1024
     */
    public record Options(Duration requestTimeout, Duration receiptTimeout, int maxResponseBytes) {
        private static final Options DEFAULTS =
                new Options(Duration.ofSeconds(30), Duration.ofSeconds(60), 32 * 1024 * 1024);

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
        }

        /** 30 seconds for an answer, 60 for a receipt, 32 MiB. */
        public static Options defaults() {
            return DEFAULTS;
        }

        /** With another time-out for answers. */
        public Options withRequestTimeout(Duration timeout) {
            return new Options(timeout, receiptTimeout, maxResponseBytes);
        }

        /** With another time-out for receipts. */
        public Options withReceiptTimeout(Duration timeout) {
            return new Options(requestTimeout, timeout, maxResponseBytes);
        }

        /** With another bound for answers. */
        public Options withMaxResponseBytes(int bytes) {
            return new Options(requestTimeout, receiptTimeout, bytes);
        }
    }
}
