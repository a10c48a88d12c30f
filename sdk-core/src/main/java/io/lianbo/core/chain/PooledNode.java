package io.lianbo.core.chain;

import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.RpcFailure.Kind;
import io.lianbo.core.internal.Pace;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthChainId;

/**
 * A node and how it is: whether it failed lately, when it wants to be asked again, and whether it is of the right chain.
 *
 * <p>A node that fails is avoided for a random time up to a bound that doubles with each failure in a row. When the
 * time is over, one request is let through; if it succeeds, the node is well, and if not, it is avoided for longer.
 *
 * <p>No answer is believed before the node has said which chain it serves, since it last failed and since the last
 * connection to it was made: what answers at its address may have been replaced.
 */
final class PooledNode {
    private static final Logger LOG = LoggerFactory.getLogger(PooledNode.class);
    private static final Duration FIRST_REST = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 7;

    private final int position;
    private final HttpRpc http;
    private final ChainId expected;
    private final Pace pace;
    private final RandomGenerator random;
    private final ReentrantLock checking = new ReentrantLock();

    /** How many connections had been made when its chain was checked; negative when that is to be done anew. */
    private volatile long checkedAt = -1;

    private int failures;
    private long avoidedUntil;
    private long leftAloneUntil;
    private boolean probing;

    PooledNode(int position, HttpRpc http, ChainId expected, Pace pace, RandomGenerator random) {
        this.position = position;
        this.http = http;
        this.expected = expected;
        this.pace = pace;
        this.random = random;
        this.leftAloneUntil = pace.nanoTime();
        this.avoidedUntil = leftAloneUntil;
    }

    int position() {
        return position;
    }

    String name() {
        return http.endpoint().name();
    }

    /** Whether others should be asked first. */
    synchronized boolean isUnwell(long now) {
        return failures > 0 && (probing || avoidedUntil - now > 0);
    }

    /** How long it asked not to be asked; never longer than a minute. */
    synchronized Duration leftAloneFor(long now) {
        return Duration.ofNanos(Math.max(0, leftAloneUntil - now));
    }

    /** Asks the node, and remembers how that went. */
    <A> A attempt(Function<Rpc, A> exchange) throws RpcFailure {
        begin();
        boolean sent = false;
        try {
            requireChain();
            sent = true;
            A answer = exchange.apply(http.endpoint());
            requireChain(); // a connection may have been made on the way
            succeeded();
            return answer;
        } catch (RpcFailure failure) {
            failed(failure);
            throw sent ? failure : failure.withMayHaveArrived(false);
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        probing = failures > 0;
    }

    private synchronized void end() {
        probing = false;
    }

    private synchronized void succeeded() {
        if (failures > 0) {
            LOG.info("{} answers again", name());
        }
        failures = 0;
    }

    private synchronized void failed(RpcFailure failure) {
        if (failure.kind() == Kind.TOO_LONG || Thread.currentThread().isInterrupted()) {
            return; // not the node's fault
        }
        if (failure.kind() != Kind.TOO_MANY_REQUESTS) {
            checkedAt = -1;
        }
        if (failures == 0) {
            LOG.warn("{}", failure.getMessage());
        }
        long now = pace.nanoTime();
        long bound = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        avoidedUntil = now + random.nextLong(bound + 1);
        Duration wish = failure.retryAfter();
        leftAloneUntil = now + (wish.compareTo(LONGEST_REST) < 0 ? wish : LONGEST_REST).toNanos();
    }

    private void requireChain() throws RpcFailure {
        if (checkedAt == http.connections()) {
            return;
        }
        checking.lock();
        try {
            long before = http.connections();
            if (checkedAt == before) {
                return;
            }
            BigInteger given = chainId();
            if (!given.equals(BigInteger.valueOf(expected.value()))) {
                throw new RpcFailure(
                        Kind.WRONG_CHAIN,
                        name() + " serves chain " + given + "; expected chain " + expected.value(),
                        null);
            }
            // The check itself may have made the connection.
            checkedAt = Math.min(before + 1, http.connections());
        } finally {
            checking.unlock();
        }
    }

    private BigInteger chainId() throws RpcFailure {
        var answer = http.endpoint().send(new Request<>("eth_chainId", List.of(), null, EthChainId.class));
        try {
            return answer.read(Quantities::of);
        } catch (LianboException e) {
            throw new RpcFailure(Kind.TROUBLE, String.valueOf(e.getMessage()), e);
        }
    }
}
