package io.lianbo.core.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.TestPace;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@LocalChainTest
class EventFollowerTest {
    private static final EventFollower.Options AT_ONCE =
            EventFollower.Options.from(0).withConfirmations(0).withMemory(20);

    private final TokenChain tokens;
    private final LocalChain local;
    private final Book book = new Book();
    private final CheckpointStore<Checkpoint> store = CheckpointStore.inMemory();

    EventFollowerTest(LocalChain local) {
        this.local = local;
        tokens = new TokenChain(local);
    }

    @BeforeEach
    void deploy() {
        tokens.deploy();
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private EventFollower<Checkpoint> follower(EventFollower.Options options) {
        return new EventFollower<>("book", tokens.chain(), tokens.transfers(), options, store, book);
    }

    @Test
    void handsOverWhatHappensOnceAndInOrder() {
        Chain chain = tokens.chain();
        Contract token = tokens.token();
        tokens.block(1, 2);
        List<Object> amounts = new ArrayList<>();
        // @start region="follow"
        EventFollower<Checkpoint> follower = new EventFollower<>(
                "loyalty", // its checkpoint is stored under this name
                chain,
                EventQuery.of(token, "Transfer"),
                EventFollower.Options.from(1).withConfirmations(0),
                CheckpointStore.inMemory(),
                (change, checkpoint) -> {
                    switch (change) {
                        case ChainEvent.Delivered it -> amounts.add(it.event().uint("amount"));
                        case ChainEvent.Retracted it ->
                            amounts.remove(it.event().uint("amount"));
                    }
                });
        follower.poll(); // or run(), in a thread of its own
        // @end
        assertThat(amounts).map(Object::toString).containsExactly("1", "2");
        tokens.block(3);
        assertThat(follower.poll()).isEqualTo(1);
        assertThat(follower.poll()).isZero();
        assertThat(amounts).map(Object::toString).containsExactly("1", "2", "3");
        assertThat(follower).hasToString("follower loyalty");
    }

    @Test
    void waitsForConfirmations() {
        EventFollower<Checkpoint> follower = follower(AT_ONCE.withConfirmations(2));
        tokens.block(1);
        local.mine(1);
        assertThat(follower.poll()).isZero();
        local.mine(1);
        assertThat(follower.poll()).isEqualTo(1);
    }

    @Test
    void waitsForItsFirstBlock() {
        long start = tokens.chain().blockNumber() + 3;
        EventFollower<Checkpoint> follower =
                follower(EventFollower.Options.from(start).withConfirmations(0));
        tokens.block(1);
        assertThat(follower.poll()).isZero();
        tokens.block(2);
        tokens.block(3);
        assertThat(follower.poll()).isEqualTo(1);
        assertThat(book.amounts()).containsExactly(3L);
    }

    @Test
    void goesOnAfterARestartInTheMiddleOfABlock() {
        tokens.block(1, 2, 3);
        book.failAfter(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> follower(AT_ONCE).poll())
                .withMessageContaining("the consumer of book failed at Delivered");
        assertThat(book.amounts()).containsExactly(1L, 2L);
        assertThat(follower(AT_ONCE).poll()).isEqualTo(1);
        assertThat(book.amounts()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesBackInReverseOrderWhatIsNoLongerInTheChain() {
        tokens.block(1);
        Object before = local.rpc("evm_snapshot");
        tokens.block(2, 3);
        tokens.block(4);
        EventFollower<Checkpoint> follower = follower(AT_ONCE);
        assertThat(follower.poll()).isEqualTo(4);

        local.rpc("evm_revert", before);
        tokens.block(4);
        assertThat(follower.poll()).isEqualTo(4); // 4, 3 and 2 taken back, 4 delivered
        assertThat(book.journal()).containsExactly("+1", "+2", "+3", "+4", "-4", "-3", "-2", "+4");
    }

    @Test
    void takesNothingBackWhenANodeLagsBehind() {
        tokens.block(1);
        Object before = local.rpc("evm_snapshot");
        local.mine(2);
        EventFollower<Checkpoint> follower = follower(AT_ONCE);
        follower.poll();
        local.rpc("evm_revert", before);
        assertThat(follower.poll()).isZero();
        assertThat(book.journal()).containsExactly("+1");
    }

    @Test
    void goesOnAfterARestartInTheMiddleOfTakingBack() {
        Object before = local.rpc("evm_snapshot");
        tokens.block(1, 2, 3);
        assertThat(follower(AT_ONCE).poll()).isEqualTo(3);
        local.rpc("evm_revert", before);
        tokens.block(4);
        book.failAfter(1);
        assertThatIllegalStateException().isThrownBy(() -> follower(AT_ONCE).poll());
        assertThat(follower(AT_ONCE).poll()).isEqualTo(3);
        assertThat(book.journal()).containsExactly("+1", "+2", "+3", "-3", "-2", "-1", "+4");
    }

    @Test
    void startsAnewWhenEvenItsFirstBlockIsReplaced() {
        Object before = local.rpc("evm_snapshot");
        local.mine(1);
        long start = tokens.chain().blockNumber() + 1;
        tokens.block(1);
        EventFollower<Checkpoint> follower =
                follower(EventFollower.Options.from(start).withConfirmations(0));
        follower.poll();
        local.rpc("evm_revert", before);
        tokens.block(7);
        tokens.block(8);
        follower.poll();
        assertThat(book.journal()).containsExactly("+1", "-1", "+8");
    }

    @Test
    void saysThatTheChainWasReorganisedMoreDeeplyThanItRemembers() {
        Object before = local.rpc("evm_snapshot");
        local.mine(30);
        follower(AT_ONCE).poll();
        local.rpc("evm_revert", before);
        tokens.block(1);
        local.mine(30);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> follower(AT_ONCE).run())
                .withMessageMatching(
                        "follower book remembers the chain from block \\d+, and it was reorganised below that")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.DEEP_REORGANISATION))
                .satisfies(e -> assertThat(e.isRetrySafe()).isFalse());
    }

    @Test
    void twoOfOneNameCannotBothGoOn() {
        EventFollower<Checkpoint> first = follower(AT_ONCE);
        EventFollower<Checkpoint> second = follower(AT_ONCE);
        tokens.block(1, 2);
        book.before(change -> {
            book.before(again -> {});
            second.poll();
        });
        assertThatIllegalStateException().isThrownBy(first::poll).withMessage("another follower named book is at work");
    }

    @Test
    void runsUntilClosedAndPausesLongerWhileTheNodeFails() {
        TestPace pace = new TestPace();
        List<String> polls = new ArrayList<>();
        EventFollower<Checkpoint> follower =
                new EventFollower<>("book", tokens.chain(), tokens.transfers(), AT_ONCE, store, book, pace);
        book.before(change -> {
            polls.add("poll");
            if (polls.size() < 4) {
                throw new LianboException(Code.RPC_UNREACHABLE, "no answer", true);
            }
            pace.close();
        });
        tokens.block(1);
        follower.run();
        assertThat(pace.pauses()).extracting(Duration::toSeconds).containsExactly(4L, 8L, 16L, 2L);
        assertThat(book.amounts()).containsExactly(1L);
        follower.close();
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        EventFollower<Checkpoint> follower =
                new EventFollower<>("book", tokens.chain(), tokens.transfers(), AT_ONCE, store, book, new TestPace());
        tokens.block(1);
        book.before(change -> Thread.currentThread().interrupt());
        follower.run();
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 3", "3, 2, 1", "4, 2, 4", "5, 0, 1", "6, 1, 2"})
    void deliversEachSurvivingEventOnceThroughReorganisationsAndRestarts(
            int seed, int confirmations, int eventsPerTransaction) {
        Random random = new Random(seed);
        EventFollower.Options options =
                AT_ONCE.withConfirmations(confirmations).withEventsPerTransaction(eventsPerTransaction);
        RandomHistory history = new RandomHistory(random, tokens, 12);
        EventFollower<Checkpoint> follower = follower(options);
        for (int i = 0; i < 60; i++) {
            history.step();
            if (random.nextInt(5) == 0) {
                follower = follower(options); // as after a restart
            }
            if (random.nextInt(6) == 0) {
                book.before(change -> {
                    book.before(again -> {});
                    history.step(); // the chain changes while events are handed over
                });
            }
            if (eventsPerTransaction == 1 && random.nextInt(4) == 0) {
                book.failAfter(random.nextInt(3));
            }
            if (random.nextInt(3) > 0) {
                try {
                    follower.poll();
                } catch (IllegalStateException crashed) {
                    assertThat(crashed).hasMessageContaining("the consumer of book failed");
                }
            }
        }
        book.neverFail();
        history.growBeyondAllSeen(confirmations);
        follower.poll();
        assertThat(book.events())
                .isEqualTo(tokens.token().events("Transfer", 0, tokens.chain().blockNumber() - confirmations));
        assertThat(book.journal()).anyMatch(line -> line.startsWith("-"));
    }

    @Test
    void readsALongPastInPages() {
        for (int i = 0; i < 30; i++) {
            tokens.block(i + 1, i + 101);
        }
        local.mine(40);
        EventFollower<Checkpoint> follower = follower(AT_ONCE.withEventsPerTransaction(7));
        assertThat(follower.poll()).isEqualTo(60);
        assertThat(book.events())
                .isEqualTo(tokens.token().events("Transfer", 0, tokens.chain().blockNumber()));
        assertThat(store.load("book").orElseThrow().logs()).isEmpty();
        assertThat(store.load("book").orElseThrow().blocks()).hasSizeLessThanOrEqualTo(22);
    }

    @Test
    void optionsSayWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventFollower.Options.from(-1))
                .withMessage("start block must be from 0: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AT_ONCE.withMemory(0))
                .withMessage("confirmations must be from 0, and memory more than them and up to 10000: 0, 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AT_ONCE.withEventsPerTransaction(0))
                .withMessage("events per transaction must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AT_ONCE.withPollInterval(Duration.ZERO))
                .withMessage("poll interval must be more than 0: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint(-1, Hash32.ZERO, 0))
                .withMessage("a checkpoint is at a block from 0 and a log from -1: -1, 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventFollower<>(" ", tokens.chain(), tokens.transfers(), AT_ONCE, store, book))
                .withMessage("a follower must have a name");
    }
}
