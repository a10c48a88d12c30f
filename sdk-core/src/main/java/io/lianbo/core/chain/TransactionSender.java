package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.internal.Pace;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends a transaction and waits for its receipt: try it out, price it, check the funds, number, sign, broadcast, wait.
 *
 * <p>Everything up to the broadcast can fail without a trace on the chain.
 */
final class TransactionSender {
    /** A fifth more than estimated: the state may move before the block, and what is not used is not paid. */
    private static final long HEADROOM_PARTS = 5;

    /** The most gas one transaction may have (EIP-7825). */
    private static final long GAS_CAP = 1 << 24;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Node node;
    private final ChainId chainId;
    private final Duration receiptTimeout;
    private final Pace pace;
    private final Map<Address, Lane> lanes = new ConcurrentHashMap<>();

    TransactionSender(Node node, ChainId chainId, Duration receiptTimeout, Pace pace) {
        this.node = node;
        this.chainId = chainId;
        this.receiptTimeout = receiptTimeout;
        this.pace = pace;
    }

    /** The receipt of a transaction that succeeded. */
    Receipt send(Signer signer, TxRequest request) {
        Address from = signer.address();
        BigInteger balance = node.balance(from);
        if (balance.compareTo(request.value()) < 0) {
            throw tooPoor(request, from, balance, "it sends " + request.value() + " wei");
        }
        long gas = request.gasLimit() != null ? request.gasLimit() : estimate(from, request);
        Fees fees = node.fees(Fees.Tier.STANDARD);
        BigInteger most = request.value().add(fees.mostFor(gas));
        if (balance.compareTo(most) < 0) {
            throw tooPoor(
                    request,
                    from,
                    balance,
                    "it may cost up to " + most + " wei (" + request.value() + " sent, " + gas + " gas at up to "
                            + fees.max() + ")");
        }
        Hash32 hash = lanes.computeIfAbsent(from, Lane::new)
                .broadcast(
                        signer,
                        nonce -> new Eip1559Transaction(
                                chainId, nonce, fees, gas, request.to(), request.value(), request.data()));
        Receipt receipt = await(request.label(), hash);
        if (!receipt.succeeded()) {
            throw ContractRevertException.ofTransaction(request.label(), replay(from, request, gas, receipt), receipt);
        }
        return receipt;
    }

    private static LianboException tooPoor(TxRequest request, Address from, BigInteger balance, String need) {
        return new LianboException(
                Code.INSUFFICIENT_FUNDS,
                request.label() + " was not sent: " + from + " has " + balance + " wei, and " + need,
                true);
    }

    private long estimate(Address from, TxRequest request) {
        try {
            return withHeadroom(node.estimateGas(from, request));
        } catch (CallReverted e) {
            throw ContractRevertException.ofCall(request.label(), request.abi().decodeError(e.data()));
        }
    }

    static long withHeadroom(long gas) {
        long roomy = gas + Math.min(gas / HEADROOM_PARTS, Long.MAX_VALUE - gas);
        boolean capped = gas <= GAS_CAP; // an estimate above it comes from a chain without it
        return capped ? Math.min(roomy, GAS_CAP) : roomy;
    }

    /**
     * Why a mined transaction reverted: run again on the state after its block, where most reasons still hold.
     * The reason is a courtesy; that it reverted is certain, and a node that does not answer must not hide it.
     */
    private ContractError replay(Address from, TxRequest request, long gas, Receipt receipt) {
        try {
            node.callAt(receipt.blockNumber(), from, request.withGasLimit(gas));
        } catch (CallReverted e) {
            return request.abi().decodeError(e.data());
        } catch (LianboException | IllegalStateException noReason) {
            return outOfGas(gas, receipt);
        }
        return outOfGas(gas, receipt);
    }

    private static ContractError outOfGas(long gas, Receipt receipt) {
        return receipt.gasUsed() < gas
                ? ContractError.WITHOUT_A_REASON
                : new ContractError("OutOfGas", Map.of("gasLimit", BigInteger.valueOf(gas)));
    }

    /** Polls until the receipt is there. A node that fails meanwhile does not lose the hash: the next look may do. */
    private Receipt await(String label, Hash32 hash) {
        long start = pace.nanoTime();
        Duration pause = FIRST_PAUSE;
        LianboException lastFailure = null;
        while (true) {
            try {
                Optional<Receipt> receipt = node.receipt(hash);
                if (receipt.isPresent()) {
                    return receipt.get();
                }
                lastFailure = null;
            } catch (LianboException e) {
                lastFailure = e;
            } catch (IllegalStateException closed) {
                throw notMined(label, hash, "before the connection was closed", closed);
            }
            Duration left = receiptTimeout.minusNanos(pace.nanoTime() - start);
            if (!left.isPositive()) {
                throw notMined(label, hash, "within " + receiptTimeout.toMillis() + " ms", lastFailure);
            }
            try {
                if (pace.pause(pause.compareTo(left) < 0 ? pause : left)) {
                    throw notMined(label, hash, "before the connection was closed", lastFailure);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw notMined(label, hash, "before the thread was interrupted", e);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static LianboException notMined(String label, Hash32 hash, String when, @Nullable Exception cause) {
        String message = label + " was sent as transaction " + hash + " and not mined " + when
                + "; it may still be: ask for its receipt before sending again";
        return cause == null
                ? new LianboException(Code.NOT_MINED_IN_TIME, message, false)
                : new LianboException(Code.NOT_MINED_IN_TIME, message, false, cause);
    }

    /** One account's transactions, numbered one after another. */
    private final class Lane {
        private final Address account;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Sent last;

        Lane(Address account) {
            this.account = account;
        }

        Hash32 broadcast(Signer signer, LongFunction<Eip1559Transaction> numbered) {
            lock.lock();
            try {
                long nonce = nextNonce();
                SignedTransaction signed = SignedTransaction.of(signer, numbered.apply(nonce));
                node.broadcast(signed);
                last = new Sent(nonce, signed.hash()); // only now: a broadcast that failed leaves its nonce to the next
                return signed.hash();
            } finally {
                lock.unlock();
            }
        }

        private long nextNonce() {
            long pending = node.pendingNonce(account);
            if (last == null || pending > last.nonce()) {
                return pending;
            }
            // The node counts fewer than were sent: it lags behind, or the chain was rolled back.
            return node.knows(last.hash()) ? last.nonce() + 1 : pending;
        }
    }

    private record Sent(long nonce, Hash32 hash) {}
}
