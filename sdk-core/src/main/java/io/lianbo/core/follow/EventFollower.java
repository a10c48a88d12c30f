package io.lianbo.core.follow;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Log;
import io.lianbo.core.follow.CheckpointStore.Mark;
import io.lianbo.core.internal.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over the events of contracts, each once and in the order of the chain, from a first block on and as they come;
 * also after a restart, and when the chain is reorganised.
 *
 * {@snippet class="io.lianbo.core.follow.EventFollowerTest" region="follow"}
 *
 * <p><b>Exactly once.</b> With {@link JdbcCheckpointStore} a consumer stores the effect of an event through the
 * connection that it is given; effect and checkpoint are then committed together, and a crash at any moment loses and
 * repeats nothing. A consumer that has its effect elsewhere may see an event again after a crash, and must know it by
 * {@link ContractEvent#transactionHash} and {@link ContractEvent#logIndex}.
 *
 * <p><b>Reorganisations.</b> With confirmations, events come when as many blocks lie upon theirs, and are then seldom
 * taken back. With none they come at once. In either case an event whose block is no longer part of the chain is handed
 * over again, as {@link ChainEvent.Retracted}, as long as the reorganisation is not deeper than {@link
 * Options#memory()}.
 *
 * <p>A follower is used by one thread at a time. Two followers of one name cannot both go on: one of them throws
 * {@link IllegalStateException}.
 *
 * @param <T> what a consumer stores its effect with
 */
public final class EventFollower<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    private static final int HISTORY_PAGE = 10_000;
    private static final int RECENT_PAGE = 64;
    private static final int MOST_PAUSES = 64;

    private final String name;
    private final Chain chain;
    private final EventQuery query;
    private final Options options;
    private final Progress<T> progress;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A follower; it does nothing until it is told to {@link #poll} or {@link #run}.
     *
     * @param name of the follower; its checkpoint is stored under it
     * @param chain where the events are
     * @param query which events, of contracts on that chain
     * @param store where the checkpoint is kept
     * @param consumer what is done with each event
     */
    public EventFollower(
            String name,
            Chain chain,
            EventQuery query,
            Options options,
            CheckpointStore<T> store,
            EventConsumer<? super T> consumer) {
        this(name, chain, query, options, store, consumer, null);
    }

    EventFollower(
            String name,
            Chain chain,
            EventQuery query,
            Options options,
            CheckpointStore<T> store,
            EventConsumer<? super T> consumer,
            @Nullable Pace pace) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a follower must have a name");
        }
        this.name = name;
        this.chain = chain;
        this.query = query;
        this.options = options;
        this.progress = new Progress<>(name, store, consumer, options.eventsPerTransaction());
        this.pace = pace == null ? Pace.until(closed) : pace;
    }

    /**
     * Hands over what there is now, and returns.
     *
     * @return how many events were delivered and retracted
     * @throws LianboException when a node fails; the next poll goes on where this one ended
     * @throws IllegalStateException when another follower of this name is at work, or the consumer threw what is checked
     */
    public long poll() {
        progress.begin();
        boolean goOn = true;
        while (goOn) {
            long head = chain.blockNumber();
            goOn = progress.isStarted() || start(head);
            goOn = goOn && isOnTheChain() && goForward(head);
        }
        return progress.handedOver();
    }

    /**
     * Polls until the follower is closed or the thread interrupted. When a node fails, it is asked again after ever
     * longer pauses.
     *
     * @throws LianboException when something failed that another try does not mend
     */
    public void run() {
        int failures = 0;
        while (true) {
            try {
                poll();
                failures = 0;
            } catch (LianboException e) {
                if (!e.isRetrySafe()) {
                    throw e;
                }
                failures++;
                LOG.warn("{}: {}", this, e.getMessage());
            }
            long pauses = Math.min(MOST_PAUSES, 1L << Math.min(failures, Integer.SIZE - 2));
            try {
                if (pace.pause(options.pollInterval().multipliedBy(pauses))) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends {@link #run}; the poll under way is finished first. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** Remembers the block before the first one; false while that is not there. */
    private boolean start(long head) {
        Optional<Block> block = beforeStart() > head ? Optional.empty() : chain.block(beforeStart());
        block.ifPresent(found -> {
            progress.saw(found);
            progress.reached(Checkpoint.after(found.number(), found.hash()));
        });
        return block.isPresent();
    }

    /**
     * Takes back what is no longer in the chain; false when the chain ends below the checkpoint, which is what a node
     * that lags behind says too: an event is taken back when another block has taken the place of its own.
     */
    private boolean isOnTheChain() {
        List<Mark> seen = progress.blocks();
        Mark last = seen.getLast();
        if (isAt(chain.block(last.number()), last.hash())) {
            return true;
        }
        List<Optional<Block>> now = chain.blocks(seen.stream().map(Mark::number).toList());
        int top = seen.size() - 1;
        while (top >= 0 && now.get(top).isEmpty()) {
            top--;
        }
        int common = top;
        while (common >= 0 && !isAt(now.get(common), seen.get(common).hash())) {
            common--;
        }
        if (common == top) {
            return top == seen.size() - 1; // it ends below, or came back meanwhile
        }
        Checkpoint ground = common >= 0
                ? Checkpoint.after(seen.get(common).number(), seen.get(common).hash())
                : beginning(seen, now.getFirst());
        LOG.info("{}: the chain was reorganised above block {}", this, ground.blockNumber());
        long stays = common >= 0 ? ground.blockNumber() : -1;
        for (Log log : progress.logs().reversed()) {
            if (log.blockNumber() > stays) {
                progress.retract(event(log), new Checkpoint(log.blockNumber(), log.blockHash(), log.index() - 1));
            }
        }
        if (common < 0) {
            now.getFirst().ifPresent(progress::saw);
        }
        progress.reached(ground);
        return true;
    }

    /** Where to go back to when even the first block remembered was replaced: only where nothing was forgotten yet. */
    private Checkpoint beginning(List<Mark> seen, Optional<Block> first) {
        boolean remembersAll = seen.getFirst().number() == beforeStart()
                && seen.getLast().number() == progress.checkpoint().blockNumber();
        if (!remembersAll || first.isEmpty()) {
            throw new LianboException(
                    Code.DEEP_REORGANISATION,
                    this + " remembers the chain from block " + seen.getFirst().number()
                            + ", and it was reorganised below that",
                    false);
        }
        return Checkpoint.after(first.get().number(), first.get().hash());
    }

    /** The block before the first one; the block 0 has no logs and can be it. */
    private long beforeStart() {
        return Math.max(0, options.startBlock() - 1);
    }

    private static boolean isAt(Optional<Block> block, Hash32 hash) {
        return block.isPresent() && block.get().hash().equals(hash);
    }

    /** Delivers one page of what lies ahead; false when nothing does. */
    private boolean goForward(long head) {
        long settled = Math.max(0, head - options.memory());
        progress.forgetMostBelow(settled);
        long target = head - options.confirmations();
        Checkpoint at = progress.checkpoint();
        long next = at.isWholeBlock() ? at.blockNumber() + 1 : at.blockNumber();
        if (next > target) {
            return false;
        }
        if (next <= settled) {
            settledPage(next, Math.min(settled, next + HISTORY_PAGE - 1));
            return true;
        }
        return recentPage(next, Math.min(target, next + RECENT_PAGE - 1));
    }

    /** Blocks so old that they do not change any more: by their numbers. */
    private void settledPage(long from, long to) {
        query.forEach(from, to, event -> {
            Log log = event.log();
            if (!progress.checkpoint().covers(log.blockNumber(), log.index())) {
                progress.deliver(event, new Checkpoint(log.blockNumber(), log.blockHash(), log.index()), false);
            }
        });
        Block last = chain.block(to).orElseThrow(() -> vanished(to));
        progress.forgetBelow(to); // what lies below was not remembered
        progress.saw(last);
        progress.reached(Checkpoint.after(last.number(), last.hash()));
    }

    /**
     * Blocks that may change: each by its hash, and only as long as each is the child of the one before; false when the
     * chain is changing at this moment, or a node does not have all of it yet, which the next poll sees to.
     */
    private boolean recentPage(long from, long to) {
        List<Block> blocks = new ArrayList<>();
        for (Optional<Block> block :
                chain.blocks(LongStream.rangeClosed(from, to).boxed().toList())) {
            if (block.isEmpty() || !fits(block.get(), blocks)) {
                break;
            }
            blocks.add(block.get());
        }
        if (blocks.isEmpty()) {
            return false;
        }
        List<ContractEvent> events = query.in(blocks);
        Block last = blocks.getLast();
        if (!isAt(chain.block(last.number()), last.hash())) {
            return false; // some nodes say of a block that they dropped that it has no logs
        }
        int next = 0;
        for (Block block : blocks) {
            progress.saw(block);
            while (next < events.size() && events.get(next).log().blockHash().equals(block.hash())) {
                ContractEvent event = events.get(next++);
                if (!progress.checkpoint().covers(block.number(), event.logIndex())) {
                    boolean more = next < events.size()
                            && events.get(next).log().blockHash().equals(block.hash());
                    long index = more ? event.logIndex() : Checkpoint.WHOLE_BLOCK;
                    progress.deliver(event, new Checkpoint(block.number(), block.hash(), index), true);
                }
            }
        }
        progress.reached(Checkpoint.after(last.number(), last.hash()));
        return true;
    }

    private boolean fits(Block block, List<Block> before) {
        if (!before.isEmpty()) {
            return block.parentHash().equals(before.getLast().hash());
        }
        Checkpoint at = progress.checkpoint();
        return at.isWholeBlock()
                ? block.parentHash().equals(at.blockHash())
                : block.hash().equals(at.blockHash());
    }

    private ContractEvent event(Log log) {
        return query.decode(log)
                .orElseThrow(() -> new IllegalStateException(
                        this + " delivered " + log + " and does not ask for such events any more"));
    }

    private LianboException vanished(long number) {
        return new LianboException(
                Code.RPC_BAD_RESPONSE, "block " + number + " of " + chain + " was there and is not", true);
    }

    /** The follower's name: "follower loyalty". */
    @Override
    public String toString() {
        return "follower " + name;
    }

    /**
     * Where to start, and how to go on.
     *
     * @param startBlock the first block whose events are wanted, from 0; only the first poll ever looks at it
     * @param confirmations how many blocks must lie upon an event's; 0 delivers at once, up to 10,000
     * @param memory how many blocks below the head may still be replaced, more than {@code confirmations} and up to 10,000
     * @param eventsPerTransaction how many events to hand over before the checkpoint is stored, from 1. More are faster
     *     where many events of the past are read; with a store that does not hold the effects too, as many may come
     *     again when a consumer throws
     * @param pollInterval how long {@link EventFollower#run} waits when there is nothing new; more than 0
     */
    public record Options(
            long startBlock, int confirmations, int memory, int eventsPerTransaction, Duration pollInterval) {
        private static final int MOST_BLOCKS = 10_000;

        /** Checks the ranges. */
        public Options {
            if (startBlock < 0) {
                throw new IllegalArgumentException("start block must be from 0: " + startBlock);
            }
            if (confirmations < 0 || memory <= confirmations || memory > MOST_BLOCKS) {
                throw new IllegalArgumentException("confirmations must be from 0, and memory more than them and up to "
                        + MOST_BLOCKS + ": " + confirmations + ", " + memory);
            }
            if (eventsPerTransaction < 1) {
                throw new IllegalArgumentException(
                        "events per transaction must be at least 1: " + eventsPerTransaction);
            }
            if (pollInterval.isNegative() || pollInterval.isZero()) {
                throw new IllegalArgumentException("poll interval must be more than 0: " + pollInterval);
            }
        }

        /** From a block on: 12 confirmations, 128 blocks of memory, an event a transaction, a look every 2 seconds. */
        public static Options from(long startBlock) {
            return new Options(startBlock, 12, 128, 1, Duration.ofSeconds(2));
        }

        /** With another number of confirmations. */
        public Options withConfirmations(int blocks) {
            return new Options(startBlock, blocks, Math.max(memory, blocks + 1), eventsPerTransaction, pollInterval);
        }

        /** With another depth to which reorganisations are followed. */
        public Options withMemory(int blocks) {
            return new Options(startBlock, confirmations, blocks, eventsPerTransaction, pollInterval);
        }

        /** With another number of events before the checkpoint is stored. */
        public Options withEventsPerTransaction(int events) {
            return new Options(startBlock, confirmations, memory, events, pollInterval);
        }

        /** With another pause when there is nothing new. */
        public Options withPollInterval(Duration interval) {
            return new Options(startBlock, confirmations, memory, eventsPerTransaction, interval);
        }
    }
}
