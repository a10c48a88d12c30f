package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.internal.Http;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Ethereum;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthFeeHistory;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** The JSON-RPC methods we use, in our values; every way to fail becomes one sentence with a code. */
final class Node {
    private static final int FEE_BLOCKS = 10;
    private static final double MEDIAN = 50;
    private static final int LONGEST_NODE_MESSAGE = 500;
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    private final Ethereum web3j;
    private final String name;
    private volatile boolean closed;

    /** @param name how messages name the node */
    Node(Ethereum web3j, String name) {
        this.web3j = web3j;
        this.name = name;
    }

    /** From now on every request throws. */
    void close() {
        closed = true;
    }

    void requireChain(ChainId expected) {
        BigInteger given = quantity(web3j.ethChainId());
        if (!given.equals(BigInteger.valueOf(expected.value()))) {
            throw new LianboException(
                    Code.WRONG_CHAIN, name + " serves chain " + given + "; expected chain " + expected.value(), false);
        }
    }

    long blockNumber() {
        return quantity(web3j.ethBlockNumber()).longValueExact();
    }

    Instant latestTimestamp() {
        var request = web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false);
        var block = required(request);
        return understood(
                request,
                () -> Instant.ofEpochSecond(quantity(block.getTimestampRaw()).longValueExact()));
    }

    BigInteger balance(Address account) {
        return quantity(web3j.ethGetBalance(account.toString(), DefaultBlockParameterName.LATEST));
    }

    byte[] code(Address address) {
        return bytes(web3j.ethGetCode(address.toString(), DefaultBlockParameterName.LATEST));
    }

    /** How many transactions of the account are in blocks. */
    long minedNonce(Address account) {
        return nonce(account, DefaultBlockParameterName.LATEST);
    }

    /** The same, counting those that wait for a block. */
    long pendingNonce(Address account) {
        return nonce(account, DefaultBlockParameterName.PENDING);
    }

    private long nonce(Address account, DefaultBlockParameter block) {
        return quantity(web3j.ethGetTransactionCount(account.toString(), block)).longValueExact();
    }

    /** What the call returns on the latest block. */
    byte[] call(@Nullable Address from, TxRequest call) throws CallReverted {
        return call(from, call, DefaultBlockParameterName.LATEST);
    }

    /** What the call returns on the state after a block. */
    byte[] callAt(long block, @Nullable Address from, TxRequest call) throws CallReverted {
        return call(from, call, DefaultBlockParameter.valueOf(BigInteger.valueOf(block)));
    }

    private byte[] call(@Nullable Address from, TxRequest call, DefaultBlockParameter block) throws CallReverted {
        return executed(web3j.ethCall(transaction(from, call), block), Hex::decode);
    }

    long estimateGas(Address from, TxRequest call) throws CallReverted {
        return executed(
                web3j.ethEstimateGas(transaction(from, call)),
                gas -> quantity(gas).longValueExact());
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

    Fees fees() {
        var request = web3j.ethFeeHistory(FEE_BLOCKS, DefaultBlockParameterName.LATEST, List.of(MEDIAN));
        EthFeeHistory.FeeHistory history = required(request);
        return understood(request, () -> {
            List<String> baseFees = history.getBaseFeePerGasRaw();
            if (baseFees == null || baseFees.isEmpty()) {
                throw new IllegalArgumentException("there is no base fee; the chain must have EIP-1559");
            }
            List<BigInteger> tips = new ArrayList<>();
            if (history.getRewardRaw() != null) {
                history.getRewardRaw().forEach(block -> block.forEach(tip -> tips.add(quantity(tip))));
            }
            return Fees.of(quantity(baseFees.getLast()), tips);
        });
    }

    /**
     * Hands a signed transaction to the node. That the node has it already counts as done.
     *
     * @throws LianboException with a retry unsafe when no clear answer came: the node may have it
     */
    void broadcast(byte[] signed, Hash32 hash) {
        var request = web3j.ethSendRawTransaction(Hex.encode(signed));
        Response<String> response;
        try {
            response = exchange(request);
        } catch (LianboException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof UnknownHostException) {
                throw e; // nothing left this machine
            }
            throw new LianboException(
                    e.code(), "transaction " + hash + " may or may not have been sent: " + e.getMessage(), false, e);
        }
        if (response.hasError()) {
            String said = String.valueOf(response.getError().getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("already known")
                    || said.contains("already imported")
                    || said.contains("known transaction")) {
                return;
            }
            throw refusal(request, response.getError(), refusalCode(said));
        }
    }

    private static Code refusalCode(String said) {
        if (said.contains("insufficient funds")) {
            return Code.INSUFFICIENT_FUNDS;
        }
        boolean nonce = said.contains("nonce") || said.contains("replacement transaction underpriced");
        return nonce ? Code.NONCE_CONFLICT : Code.RPC_ERROR;
    }

    /** Whether the node has the transaction, mined or waiting. */
    boolean knows(Hash32 transaction) {
        return answer(web3j.ethGetTransactionByHash(transaction.toString())) != null;
    }

    /** The receipt; empty as long as the transaction is in no block. */
    Optional<Receipt> receipt(Hash32 transaction) {
        var request = web3j.ethGetTransactionReceipt(transaction.toString());
        TransactionReceipt receipt = answer(request);
        if (receipt == null || receipt.getBlockHash() == null) {
            return Optional.empty();
        }
        return Optional.of(understood(
                request,
                () -> new Receipt(
                        Hash32.of(receipt.getTransactionHash()),
                        quantity(receipt.getBlockNumberRaw()).longValueExact(),
                        Hash32.of(receipt.getBlockHash()),
                        quantity(receipt.getStatus()).signum() > 0,
                        quantity(receipt.getGasUsedRaw()).longValueExact(),
                        quantity(receipt.getEffectiveGasPrice()),
                        Optional.ofNullable(receipt.getContractAddress()).map(Node::address),
                        receipt.getLogs().stream().map(Node::log).toList())));
    }

    /** The logs of one contract with one first topic, both block numbers included, in the order of the chain. */
    List<Log> logs(Address contract, Hash32 topic, long fromBlock, long toBlock) {
        EthFilter filter = new EthFilter(
                DefaultBlockParameter.valueOf(BigInteger.valueOf(fromBlock)),
                DefaultBlockParameter.valueOf(BigInteger.valueOf(toBlock)),
                contract.toString());
        filter.addSingleTopic(topic.toString());
        var request = web3j.ethGetLogs(filter);
        var logs = required(request);
        return understood(request, () -> {
            List<Log> result = new ArrayList<>();
            for (EthLog.LogResult<?> item : logs) {
                result.add(log((org.web3j.protocol.core.methods.response.Log) item.get()));
            }
            return result;
        });
    }

    private static Log log(org.web3j.protocol.core.methods.response.Log log) {
        return new Log(
                address(log.getAddress()),
                log.getTopics().stream().map(Hash32::of).toList(),
                Hex.decode(log.getData()),
                quantity(log.getBlockNumberRaw()).longValueExact(),
                Hash32.of(log.getTransactionHash()),
                quantity(log.getLogIndexRaw()).longValueExact());
    }

    /** Nodes write addresses in any case. */
    private static Address address(String hex) {
        return Address.of(Hex.decode(hex));
    }

    private static BigInteger quantity(@Nullable String hex) {
        if (hex == null || !QUANTITY.matcher(hex).matches()) {
            throw new IllegalArgumentException("a quantity must be 0x hex: " + hex);
        }
        return new BigInteger(hex.substring(2), 16);
    }

    private BigInteger quantity(Request<?, ? extends Response<String>> request) {
        String result = required(request);
        return understood(request, () -> quantity(result));
    }

    private byte[] bytes(Request<?, ? extends Response<String>> request) {
        String result = required(request);
        return understood(request, () -> Hex.decode(result));
    }

    /** The answer of a request that runs a contract. */
    private <T> T executed(Request<?, ? extends Response<String>> request, Function<String, T> reading)
            throws CallReverted {
        Response<String> response = exchange(request);
        if (response.hasError()) {
            Optional<CallReverted> reverted = CallReverted.in(response.getError());
            if (reverted.isPresent()) {
                throw reverted.get();
            }
        }
        String result = present(request, result(request, response));
        return understood(request, () -> reading.apply(result));
    }

    private <T> T required(Request<?, ? extends Response<T>> request) {
        return present(request, answer(request));
    }

    private <T> @Nullable T answer(Request<?, ? extends Response<T>> request) {
        return result(request, exchange(request));
    }

    private <T> T present(Request<?, ?> request, @Nullable T result) {
        if (result == null) {
            throw badAnswer(request, "with neither a result nor an error", null);
        }
        return result;
    }

    private <T> @Nullable T result(Request<?, ?> request, Response<T> response) {
        if (response.hasError()) {
            throw refusal(request, response.getError(), Code.RPC_ERROR);
        }
        return response.getResult();
    }

    private <T> Response<T> exchange(Request<?, ? extends Response<T>> request) {
        if (closed) {
            throw new IllegalStateException("the connection to " + name + " is closed");
        }
        try {
            return request.send();
        } catch (HttpRpc.BadAnswer e) {
            throw new LianboException(Code.RPC_BAD_RESPONSE, name + " " + e.getMessage(), true, e);
        } catch (IOException e) {
            throw new LianboException(
                    Code.RPC_UNREACHABLE,
                    name + " did not answer " + request.getMethod() + ": " + Http.reason(e),
                    true,
                    e);
        } catch (RuntimeException e) {
            // web3j and Jackson throw what they like at an answer that they cannot read.
            throw badAnswer(request, "with what is not JSON-RPC", e);
        }
    }

    /** Reads an answer whose JSON-RPC frame is right, and whose content may not be. */
    private <T> T understood(Request<?, ?> request, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            throw badAnswer(request, "with what cannot be read: " + e.getMessage(), e);
        }
    }

    private LianboException badAnswer(Request<?, ?> request, String how, @Nullable Exception cause) {
        String message = name + " answered " + request.getMethod() + " " + how;
        return cause == null
                ? new LianboException(Code.RPC_BAD_RESPONSE, message, true)
                : new LianboException(Code.RPC_BAD_RESPONSE, message, true, cause);
    }

    private LianboException refusal(Request<?, ?> request, Response.Error error, Code code) {
        String said = String.valueOf(error.getMessage());
        String shown = said.substring(0, Math.min(LONGEST_NODE_MESSAGE, said.length()));
        return new LianboException(
                code, name + " refused " + request.getMethod() + ": " + error.getCode() + " " + shown, true);
    }
}
