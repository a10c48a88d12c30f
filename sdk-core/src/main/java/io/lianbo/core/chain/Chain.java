package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
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

    /** The hash of a block; empty where the chain is not that long. */
    public Optional<Hash32> blockHash(long number) {
        return node.blockHash(number);
    }

    /** What became of transactions, in one round trip. */
    public List<Optional<Receipt>> receipts(List<Hash32> transactions) {
        return transactions.stream().map(node::receipt).toList();
    }

    /** Hands over. */
    public List<Verdict<Hash32>> broadcast(List<SignedTransaction> transactions) {
        return transactions.stream()
                .map(transaction -> {
                    try {
                        node.broadcast(Hex.decode(transaction.raw()), transaction.hash());
                        return Verdict.ok(transaction.hash());
                    } catch (LianboException e) {
                        if (e.code() == LianboException.Code.RPC_UNREACHABLE
                                || e.code() == LianboException.Code.RPC_BAD_RESPONSE) {
                            throw e;
                        }
                        return Verdict.<Hash32>refused(e.code().name(), String.valueOf(e.getMessage()));
                    }
                })
                .toList();
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
        byte[] creation = artifact.bytecode();
        if (creation.length == 0) {
            throw new IllegalArgumentException(
                    "a contract with bytecode is needed to deploy, not an interface: " + artifact);
        }
        byte[] encodedArgs = artifact.abi().encodeConstructor(Arrays.asList(args));
        byte[] data = Arrays.copyOf(creation, creation.length + encodedArgs.length);
        System.arraycopy(encodedArgs, 0, data, creation.length, encodedArgs.length);
        String label = "deployment of " + artifact.contractName();
        Receipt receipt = sender.send(signer, TxRequest.of(label, null, data, artifact.abi()));
        Address address = receipt.contractAddress()
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE,
                        label + ": receipt " + receipt.transactionHash() + " names no contract",
                        false));
        return new Deployment(contract(address, artifact), receipt);
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
