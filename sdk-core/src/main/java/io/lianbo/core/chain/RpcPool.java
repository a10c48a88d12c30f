package io.lianbo.core.chain;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.RpcFailure.Kind;
import io.lianbo.core.internal.Pace;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/**
 * Several nodes of one chain as one: a request goes to the first that is well, and on to the next when it fails.
 *
 * <p>A request is tried up to three times, or once at each node where there are more, and not longer than that many
 * time-outs take. A second try at one node waits first: a random time up to a bound that doubles, so that those who
 * failed together do not come back together.
 */
final class RpcPool implements Rpc {
    static final int LEAST_TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RpcPool.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

    private final List<PooledNode> nodes;
    private final int tries;
    private final Duration patience;
    private final Pace pace;
    private final RandomGenerator random;

    /**
     * @param nodes those to be asked first come first; at least one
     * @param timeout of one try
     */
    RpcPool(List<HttpRpc> nodes, ChainId expected, Duration timeout, Pace pace, RandomGenerator random) {
        this.nodes = IntStream.range(0, nodes.size())
                .mapToObj(i -> new PooledNode(i, nodes.get(i), expected, pace, random))
                .toList();
        this.tries = Math.max(LEAST_TRIES, nodes.size());
        this.patience = timeout.multipliedBy(tries);
        this.pace = pace;
        this.random = random;
    }

    @Override
    public String name() {
        return nodes.stream().map(PooledNode::name).collect(Collectors.joining(", "));
    }

    @Override
    public <T> Answer<T> send(Request<?, ? extends Response<T>> request) throws RpcFailure {
        Tries sent = new Tries();
        return sent.until(node -> node.send(request)).doubted(sent.mayHaveArrived);
    }

    @Override
    public <T> List<Answer<T>> sendBatch(List<? extends Request<?, ? extends Response<T>>> requests) throws RpcFailure {
        Tries sent = new Tries();
        return sent.until(node -> node.sendBatch(requests)).stream()
                .map(answer -> answer.doubted(sent.mayHaveArrived))
                .toList();
    }

    /** One request on its way from node to node. */
    private final class Tries {
        private final long start = pace.nanoTime();
        private final Map<PooledNode, Integer> made = new HashMap<>();
        private final Set<PooledNode> hopeless = new HashSet<>();
        private boolean mayHaveArrived;

        <A> A until(Function<Rpc, A> exchange) {
            Optional<RpcFailure> last = Optional.empty();
            for (int i = 0; i < tries; i++) {
                Optional<PooledNode> next = next();
                if (next.isEmpty() || !waitFor(next.get(), last)) { // nobody left, or no time
                    break;
                }
                PooledNode node = next.get();
                made.merge(node, 1, Integer::sum);
                try {
                    return node.attempt(exchange);
                } catch (RpcFailure failure) {
                    mayHaveArrived |= failure.mayHaveArrived();
                    if (failure.kind() == Kind.TOO_LONG
                            || Thread.currentThread().isInterrupted()) {
                        throw failure.withMayHaveArrived(mayHaveArrived);
                    }
                    if (!failure.isWorthRepeating()) {
                        hopeless.add(node);
                    }
                    LOG.debug("try {} of {}: {}", i + 1, tries, failure.getMessage());
                    last.ifPresent(failure::addSuppressed);
                    last = Optional.of(failure);
                }
            }
            throw last.orElseGet(this::everybodyWantsToBeLeftAlone).withMayHaveArrived(mayHaveArrived);
        }

        /** Whom to ask now: who may be asked at once, was asked least, is well, stands first. */
        private Optional<PooledNode> next() {
            long now = pace.nanoTime();
            return nodes.stream()
                    .filter(node -> !hopeless.contains(node))
                    .min(Comparator.<PooledNode, Boolean>comparing(
                                    node -> node.leftAloneFor(now).isPositive())
                            .thenComparingInt(node -> made.getOrDefault(node, 0))
                            .thenComparing(node -> node.isUnwell(now))
                            .thenComparing(node -> node.leftAloneFor(now))
                            .thenComparingInt(PooledNode::position));
        }

        /** Waits until the node may be asked; false when that is later than the request has time. */
        private boolean waitFor(PooledNode node, Optional<RpcFailure> last) {
            long now = pace.nanoTime();
            Duration pause = node.leftAloneFor(now);
            int before = made.getOrDefault(node, 0);
            if (before > 0) {
                long bound = FIRST_BACK_OFF.toNanos() << (before - 1);
                Duration backOff = Duration.ofNanos(random.nextLong(bound + 1));
                pause = pause.compareTo(backOff) > 0 ? pause : backOff;
            }
            Duration left = patience.minusNanos(now - start);
            if (pause.isZero()) {
                return left.isPositive();
            }
            if (pause.compareTo(left) >= 0) {
                return false;
            }
            try {
                return !pace.pause(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                RpcFailure failure = last.orElseGet(this::everybodyWantsToBeLeftAlone);
                failure.addSuppressed(e);
                throw failure.withMayHaveArrived(mayHaveArrived);
            }
        }

        private RpcFailure everybodyWantsToBeLeftAlone() {
            return new RpcFailure(
                    Kind.TOO_MANY_REQUESTS, name() + " answered 429 before and must not be asked yet", null);
        }
    }
}
