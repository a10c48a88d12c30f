package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Ethereum;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthFeeHistory;

/** The JSON-RPC methods we use, in our values; every way to fail becomes one sentence with a code. */
final class Node {
    private static final int FEE_BLOCKS = 10;

    /** Makes requests that an {@link Rpc} sends. It has no service to send them with, and no thread is started. */
    private static final Ethereum REQUESTS = Web3j.build(null, 0, Executors.newSingleThreadScheduledExecutor());

    private final Ethereum web3j;
    private final Rpc rpc;
    private final Broadcast broadcast;
    private final Receipts receipts;

    Node(Rpc rpc) {
        this(REQUESTS, rpc);
    }

    /** @param web3j makes the requests */
    Node(Ethereum web3j, Rpc rpc) {
        this.web3j = web3j;
        this.rpc = new Closable(rpc);
        this.broadcast = new Broadcast(web3j, this.rpc);
        this.receipts = new Receipts(web3j, this.rpc);
    }

    /** From now on every request throws. */
    void close() {
        ((Closable) rpc).closed = true;
    }

    void requireChain(ChainId expected) {
        BigInteger given = quantity(web3j.ethChainId());
        if (!given.equals(BigInteger.valueOf(expected.value()))) {
            throw new LianboException(
                    Code.WRONG_CHAIN,
                    rpc.name() + " serves chain " + given + "; expected chain " + expected.value(),
                    false);
        }
    }

    long blockNumber() {
        return rpc.send(web3j.ethBlockNumber()).read(Quantities::ofLong);
    }

    /** The number of the block that a tag of the consensus layer names: {@code safe} or {@code finalized}. */
    long taggedBlock(DefaultBlockParameterName tag) {
        return rpc.send(web3j.ethGetBlockByNumber(tag, false))
                .read(Web3jValues::block)
                .number();
    }

    Block latestBlock() {
        return rpc.send(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .read(Web3jValues::block);
    }

    /** The blocks at these heights; empty where the chain is not that high. */
    List<Optional<Block>> blocks(List<Long> numbers) {
        var requests = numbers.stream()
                .map(number -> web3j.ethGetBlockByNumber(at(number), false))
                .toList();
        return Batch.send(rpc, requests).stream()
                .map(reply -> optional(reply.orThrow(), Web3jValues::block))
                .toList();
    }

    BigInteger balance(Address account) {
        return quantity(web3j.ethGetBalance(account.toString(), DefaultBlockParameterName.LATEST));
    }

    byte[] code(Address address) {
        return code(address, DefaultBlockParameterName.LATEST);
    }

    /** The code at an address on the state after a block. */
    byte[] codeAt(long block, Address address) {
        return code(address, at(block));
    }

    private byte[] code(Address address, DefaultBlockParameter block) {
        return rpc.send(web3j.ethGetCode(address.toString(), block)).read(Hex::decode);
    }

    /** How many transactions of the account are in blocks. */
    long minedNonce(Address account) {
        return nonce(account, DefaultBlockParameterName.LATEST);
    }

    /** The same, counting those that wait for a block. */
    long pendingNonce(Address account) {
        return nonce(account, DefaultBlockParameterName.PENDING);
    }

    /** How many transactions of the account are in blocks up to this one. */
    long nonceAt(long block, Address account) {
        return nonce(account, at(block));
    }

    private long nonce(Address account, DefaultBlockParameter block) {
        return rpc.send(web3j.ethGetTransactionCount(account.toString(), block)).read(Quantities::ofLong);
    }

    /** What the call returns on the latest block. */
    byte[] call(@Nullable Address from, TxRequest call) throws CallReverted {
        return call(from, call, DefaultBlockParameterName.LATEST);
    }

    /** What the call returns on the state after a block. */
    byte[] callAt(long block, @Nullable Address from, TxRequest call) throws CallReverted {
        return call(from, call, at(block));
    }

    private byte[] call(@Nullable Address from, TxRequest call, DefaultBlockParameter block) throws CallReverted {
        return returned(rpc.send(web3j.ethCall(transaction(from, call), block)));
    }

    /** The answers of many calls on the state after a block, in their order and few round trips. */
    List<Batch.Reply<String>> callAllAt(long block, List<ContractCall> calls) {
        var requests = calls.stream()
                .map(call -> web3j.ethCall(transaction(call.caller(), call.request()), at(block)))
                .toList();
        return Batch.send(rpc, requests);
    }

    static byte[] returned(Answer<String> answer) throws CallReverted {
        return executed(answer, Hex::decode);
    }

    long estimateGas(Address from, TxRequest call) throws CallReverted {
        return executed(rpc.send(web3j.ethEstimateGas(transaction(from, call))), Quantities::ofLong);
    }

    private static Transaction transaction(@Nullable Address from, TxRequest call) {
        return new Transaction(
                from == null ? null : from.toString(),
                null,
                null,
                call.gasLimit() == null ? null : BigInteger.valueOf(call.gasLimit()),
                call.to() == null ? null : call.to().toString(),
                call.value(),
                call.data());
    }

    Fees fees(Fees.Tier tier) {
        var request = web3j.ethFeeHistory(FEE_BLOCKS, DefaultBlockParameterName.LATEST, List.of(tier.percentile()));
        return rpc.send(request).read(history -> fees(tier, history));
    }

    private static Fees fees(Fees.Tier tier, EthFeeHistory.FeeHistory history) {
        List<String> baseFees = history.getBaseFeePerGasRaw();
        if (baseFees == null || baseFees.isEmpty()) {
            throw new IllegalArgumentException("there is no base fee; the chain must have EIP-1559");
        }
        List<BigInteger> tips = new ArrayList<>();
        if (history.getRewardRaw() != null) {
            history.getRewardRaw().forEach(block -> block.forEach(tip -> tips.add(Quantities.of(tip))));
        }
        return Fees.of(tier, Quantities.of(baseFees.getLast()), tips);
    }

    /** Hands a signed transaction to the node, as {@link Broadcast} says. */
    void broadcast(SignedTransaction signed) {
        broadcast.send(signed);
    }

    /** Hands many signed transactions to the node, in their order and few round trips. */
    List<BroadcastOutcome> broadcastAll(List<byte[]> signed) {
        return broadcast.sendAll(signed);
    }

    /** Whether the node has the transaction, mined or waiting. */
    boolean knows(Hash32 transaction) {
        return rpc.send(web3j.ethGetTransactionByHash(transaction.toString())).result() != null;
    }

    /** The receipt; empty as long as the transaction is in no block. */
    Optional<Receipt> receipt(Hash32 transaction) {
        return receipts.of(transaction);
    }

    /** The receipts of many transactions, in their order and few round trips. */
    List<Optional<Receipt>> receipts(List<Hash32> transactions) {
        return receipts.of(transactions);
    }

    /** The logs that a filter lets through, in the order of the chain. */
    List<Log> logs(LogFilter filter) {
        return rpc.send(web3j.ethGetLogs(filter)).read(results -> filter.checked(Web3jValues.logs(results)));
    }

    /** The same for many filters, in few round trips. */
    List<List<Log>> logs(List<LogFilter> filters) {
        var requests = filters.stream().map(web3j::ethGetLogs).toList();
        var replies = Batch.send(rpc, requests);
        List<List<Log>> logs = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            LogFilter filter = filters.get(i);
            logs.add(replies.get(i).orThrow().read(results -> filter.checked(Web3jValues.logs(results))));
        }
        return logs;
    }

    static DefaultBlockParameter at(long block) {
        return DefaultBlockParameter.valueOf(BigInteger.valueOf(block));
    }

    private BigInteger quantity(Request<?, ? extends Response<String>> request) {
        return rpc.send(request).read(Quantities::of);
    }

    private static <T, V> Optional<V> optional(Answer<T> answer, Function<T, V> reading) {
        T result = answer.result();
        return result == null ? Optional.empty() : Optional.of(answer.understood(result, reading));
    }

    /** The answer of a request that runs a contract. */
    private static <T> T executed(Answer<String> answer, Function<String, T> reading) throws CallReverted {
        if (answer.isError()) {
            Optional<CallReverted> reverted = CallReverted.in(answer.error());
            if (reverted.isPresent()) {
                throw reverted.get();
            }
        }
        return answer.read(reading);
    }

    /** Refuses to send once it is closed. */
    private static final class Closable implements Rpc {
        private final Rpc rpc;
        private volatile boolean closed;

        Closable(Rpc rpc) {
            this.rpc = rpc;
        }

        @Override
        public String name() {
            return rpc.name();
        }

        @Override
        public <T> Answer<T> send(Request<?, ? extends Response<T>> request) throws RpcFailure {
            requireOpen();
            return rpc.send(request);
        }

        @Override
        public <T> List<Answer<T>> sendBatch(List<? extends Request<?, ? extends Response<T>>> requests)
                throws RpcFailure {
            requireOpen();
            return rpc.sendBatch(requests);
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("the connection to " + name() + " is closed");
            }
        }
    }
}
