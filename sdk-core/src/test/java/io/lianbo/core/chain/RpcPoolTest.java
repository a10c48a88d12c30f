package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.chain.FaultyProxy.Fault;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@LocalChainTest
class RpcPoolTest {
    private static final ChainId LOCAL = new ChainId(31337);
    private static final Chain.Options OPTIONS =
            Chain.Options.defaults().withRequestTimeout(Duration.ofSeconds(1)).withMaxResponseBytes(1_000_000);

    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private final TestPace pace = new TestPace();
    private FaultyProxy first;
    private FaultyProxy second;
    private Chain chain;

    RpcPoolTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void connect() throws IOException {
        first = new FaultyProxy(local.rpcUrl());
        second = new FaultyProxy(local.rpcUrl());
        chain = connect(first.url(), second.url());
    }

    private Chain connect(URI... urls) {
        return Chain.connect(List.of(urls), LOCAL, OPTIONS, pace, new Random(1), pace::close);
    }

    @AfterEach
    void close() {
        chain.close();
        first.close();
        second.close();
    }

    @Test
    void asksTheFirstNodeAsLongAsItIsWell() {
        chain.blockNumber();
        chain.blockNumber();
        assertThat(first.asked("eth_blockNumber")).isEqualTo(2);
        assertThat(second.methods()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "DUPLICATE", "NO_BATCH", "MIXED_UP", "OVERSIZE", "UNKNOWN_METHOD"},
            mode = EnumSource.Mode.EXCLUDE)
    void asksTheNextNodeWhenOneFailsAndComesBackWhenItIsWell(Fault fault) {
        first.next(fault);
        assertThat(chain.blockNumber()).isEqualTo(local.blockNumber());
        assertThat(second.asked("eth_blockNumber")).isEqualTo(1);
        assertThat(pace.pauses()).isEmpty();

        chain.blockNumber();
        assertThat(second.asked("eth_blockNumber")).isEqualTo(2);

        pace.pass(Duration.ofMinutes(1));
        chain.blockNumber();
        assertThat(second.asked("eth_blockNumber")).isEqualTo(2);
    }

    @Test
    void asksNobodyElseWhatHasATooLongAnswer() {
        first.next(Fault.OVERSIZE);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(chain::blockNumber)
                .withMessage(first.url() + " answered more than the 1000000 bytes allowed");
        assertThat(second.methods()).isEmpty();
    }

    @Test
    void triesOneNodeThreeTimesWithRandomPausesUpToABoundThatDoubles() {
        try (Chain alone = connect(first.url())) {
            first.always(Fault.UNAVAILABLE);
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(LianboException.class)
                        .isThrownBy(alone::blockNumber)
                        .withMessage(first.url() + " answered HTTP 503 with no body")
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_BAD_RESPONSE))
                        .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
            }
        }
        List<Duration> pauses = pace.pauses();
        assertThat(pauses).hasSizeBetween(38, 40).allMatch(pause -> pause.toMillis() <= 200);
        assertThat(Collections.max(pauses)).isGreaterThan(Duration.ofMillis(100));
        assertThat(Collections.min(pauses)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void leavesANodeAloneForAsLongAsItAsks() {
        try (Chain alone = connect(first.url())) {
            alone.blockNumber();
            first.next(Fault.TOO_MANY_REQUESTS);
            alone.blockNumber();
            assertThat(pace.pauses()).containsExactly(Duration.ofSeconds(2));

            first.always(Fault.TOO_MANY_REQUESTS);
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(alone::blockNumber)
                    .withMessage(first.url() + " answered HTTP 429 (\"slow down\")")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_RATE_LIMITED))
                    .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        }
    }

    @Test
    void believesNoNodeThatWasReplacedByOneOfAnotherChain() {
        chain.blockNumber();
        first.pretendChain(1);
        first.disconnect();
        assertThat(chain.blockNumber()).isEqualTo(local.blockNumber());
        assertThat(second.asked("eth_blockNumber")).isEqualTo(1);

        second.pretendChain(5);
        second.disconnect();
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(chain::blockNumber)
                .withMessageMatching("http://127.0.0.1:\\d+ serves chain [15]; expected chain 31337")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.WRONG_CHAIN))
                .satisfies(e -> assertThat(e.isRetrySafe()).isFalse());

        first.stopPretending();
        assertThat(chain.blockNumber()).isEqualTo(local.blockNumber());
    }

    @Test
    void connectsAsLongAsOneNodeIsOfTheChain() {
        first.pretendChain(1);
        first.disconnect();
        try (Chain other = connect(first.url(), second.url())) {
            assertThat(other.blockNumber()).isEqualTo(local.blockNumber());
        }
    }

    @Test
    void sendsATransactionOnceAlthoughItsAnswerIsLost() {
        first.only("eth_sendRawTransaction").next(Fault.LOSE);
        BigInteger before = chain.balance(viewer);
        chain.transfer(merchant, viewer, BigInteger.ONE);
        assertThat(chain.balance(viewer)).isEqualTo(before.add(BigInteger.ONE));
        assertThat(chain.nonce(merchant.address())).isEqualTo(1);
    }

    @Test
    void saysThatATransactionMayHaveBeenSentWhenNobodyAnswers() {
        first.only("eth_sendRawTransaction").always(Fault.LOSE);
        second.only("eth_sendRawTransaction").always(Fault.DROP);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> chain.transfer(merchant, viewer, BigInteger.ONE))
                .withMessageMatching("transaction 0x[0-9a-f]{64} may or may not have been sent: .*")
                .satisfies(e -> assertThat(e.isRetrySafe()).isFalse());
    }

    @Test
    void doesNotSayThatATransactionMayHaveBeenSentWhenItWasNot() {
        first.only("eth_sendRawTransaction").always(Fault.TOO_MANY_REQUESTS);
        second.only("eth_sendRawTransaction").always(Fault.TOO_MANY_REQUESTS);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> chain.transfer(merchant, viewer, BigInteger.ONE))
                .withMessageEndingWith("answered HTTP 429 (\"slow down\")")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_RATE_LIMITED))
                .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        pace.pass(Duration.ofSeconds(2));
        assertThat(chain.nonce(merchant.address())).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyTransferTakesEffectOnceWhateverGoesWrong(long seed) {
        Fault[] faults = {
            Fault.DROP,
            Fault.LOSE,
            Fault.DUPLICATE,
            Fault.CUT,
            Fault.HALF,
            Fault.TOO_MANY_REQUESTS,
            Fault.UNAVAILABLE,
            Fault.HTML,
            Fault.WRONG_ID
        };
        first.byChance(new Random(seed), 0.25, faults);
        second.byChance(new Random(~seed), 0.25, faults);
        BigInteger before = local.balance(viewer.toString());
        int sent = 0;
        int unclear = 0;
        for (int i = 0; i < 20; i++) {
            try {
                chain.transfer(merchant, viewer, BigInteger.ONE);
                sent++;
            } catch (LianboException e) {
                unclear += e.isRetrySafe() ? 0 : 1;
                pace.pass(Duration.ofSeconds(5));
            }
        }
        BigInteger received = local.balance(viewer.toString()).subtract(before);
        assertThat(received.intValueExact()).isBetween(sent, sent + unclear);
        assertThat(sent).isGreaterThan(10);
        assertThat(unclear).isLessThan(4);
    }

    @Test
    void asksForManyThingsInOneRoundTrip() {
        List<Hash32> hashes = List.of(
                chain.transfer(merchant, viewer, BigInteger.ONE).transactionHash(),
                Hash32.ZERO,
                chain.transfer(merchant, viewer, BigInteger.TWO).transactionHash());
        var receipts = chain.receipts(hashes);
        assertThat(receipts)
                .extracting(receipt -> receipt.map(Receipt::transactionHash).orElse(Hash32.ZERO))
                .isEqualTo(hashes);
        assertThat(first.methods().getLast()).isEqualTo("[eth_getTransactionReceipt x 3]");
        assertThat(chain.receipts(List.of())).isEmpty();
        assertThat(chain.receipts(Collections.nCopies(250, Hash32.ZERO)))
                .hasSize(250)
                .allMatch(r -> r.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_BATCH", "MIXED_UP", "OVERSIZE", "HALF", "DROP", "WRONG_ID"})
    void asksSinglyForWhatABatchDoesNotAnswer(Fault fault) {
        Hash32 one = chain.transfer(merchant, viewer, BigInteger.ONE).transactionHash();
        Hash32 two = chain.transfer(merchant, viewer, BigInteger.ONE).transactionHash();
        first.next(fault);
        assertThat(chain.receipts(List.of(one, Hash32.ZERO, two)))
                .extracting(receipt -> receipt.map(Receipt::transactionHash).orElse(Hash32.ZERO))
                .containsExactly(one, Hash32.ZERO, two);
        assertThat(chain.blocks(List.of(0L, 1L, 99L)))
                .extracting(block -> block.map(Block::number).orElse(-1L))
                .containsExactly(0L, 1L, -1L);
    }

    @Test
    void takesAHundredNodesAndNoMore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.connect(List.of(), LOCAL))
                .withMessage("there must be 1 to 100 RPC URLs: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.connect(Collections.nCopies(101, local.rpcUrl()), LOCAL));
    }
}
