package io.lianbo.nft.blindbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The draw is a permutation, a fair one, and the one that the contract computes. */
@LocalChainTest
class DrawTest {
    private static final Hash32 LIANBO = Keccak256.hash("lianbo".getBytes(StandardCharsets.UTF_8));
    private static final Address ALICE = Address.of("0x00000000000000000000000000000000000000a1");
    private static final Address BOB = Address.of("0x00000000000000000000000000000000000000b0");

    @Test
    void isRecomputedFromWhatDecidesIt() {
        Hash32 saleId = hash(1);
        Hash32 serverSeed = hash(2);
        Hash32 blockHash = hash(3);
        List<Purchase> purchases = List.of(new Purchase(0, ALICE, 0, 3, hash(4)), new Purchase(1, BOB, 3, 7, hash(5)));
        // @start region="recompute"
        Hash32 accumulator = Draw.accumulate(saleId, purchases);
        Hash32 randomness = Draw.randomness(serverSeed, accumulator, blockHash);
        long position = new Draw(randomness, 10).positionOf(7); // of box 7 among ten prizes
        // @end region="recompute"
        Hash32 afterAlice = Keccak256.hash(saleId.bytes(), word("a1"), word("03"), hash(4).bytes());
        Hash32 afterBob = Keccak256.hash(afterAlice.bytes(), word("b0"), word("07"), hash(5).bytes());
        assertThat(accumulator).isEqualTo(afterBob);
        assertThat(randomness).isEqualTo(Keccak256.hash(serverSeed.bytes(), afterBob.bytes(), blockHash.bytes()));
        assertThat(position)
                .isEqualTo(new Draw(randomness, 10).positions(10)[7])
                .isBetween(0L, 9L);
    }

    /** From an implementation in another language; the contract's tests hold it to the same. */
    @Test
    void givesTheKnownAnswers() {
        assertThat(new Draw(LIANBO, 10).positions(10)).containsExactly(6, 0, 1, 3, 8, 5, 4, 9, 7, 2);
        Draw thousand = new Draw(LIANBO, 1000);
        assertThat(List.of(thousand.positionOf(0), thousand.positionOf(1), thousand.positionOf(999)))
                .containsExactly(3L, 350L, 152L);
        Draw half = new Draw(LIANBO, (1L << 31) + 1);
        assertThat(half.positionOf(0)).isEqualTo(781_449_274L);
        assertThat(half.positionOf(1L << 31)).isEqualTo(2_101_744_018L);
        Draw most = new Draw(LIANBO, 0xffff_ffffL);
        assertThat(most.positionOf(0)).isEqualTo(923_575_476L);
        assertThat(most.positionOf(0xffff_fffeL)).isEqualTo(3_514_521_077L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 255, 256, 257, 1000, 5000})
    void isAPermutation(int supply) {
        long[] positions = new Draw(hash(supply), supply).positions(supply);

        assertThat(Arrays.stream(positions).sorted().toArray())
                .isEqualTo(LongStream.range(0, supply).toArray());
    }

    @Test
    void computesManyAsItComputesOne() {
        Random random = new Random(90);
        for (int supply : new int[] {1, 2, 7, 256, 300, 2000, 100_000}) {
            Draw draw = new Draw(hash(supply), supply);
            int boxes = Math.min(supply, 200);
            long[] positions = draw.positions(boxes);
            for (int i = 0; i < 20; i++) {
                int box = random.nextInt(boxes);
                assertThat(positions[box]).isEqualTo(draw.positionOf(box));
            }
        }
        assertThat(new Draw(LIANBO, 0xffff_ffffL).positions(1)).containsExactly(923_575_476L);
        assertThat(new Draw(LIANBO, 5).positions(0)).isEmpty();
    }

    @Test
    void isWhatTheContractComputes(LocalChain local) {
        LocalSigner deployer =
                LocalSigner.fromPrivateKey(local.accounts().getFirst().privateKey());
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            BlindBox blindBox = BlindBox.deploy(chain, deployer);
            Random random = new Random(2012);
            List<ContractCall> calls = new ArrayList<>();
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                long supply = i % 2 == 0 ? random.nextLong(1, 0x1_0000_0000L) : random.nextLong(1, 3000);
                long box = random.nextLong(supply);
                Hash32 seed = hash(random.nextLong(1L << 62));
                calls.add(blindBox.contract().call("permute", seed, supply, box));
                expected.add(new Draw(seed, supply).positionOf(box));
            }

            List<Verdict<AbiValues>> answers = chain.readAll(calls);

            assertThat(answers)
                    .map(answer -> answer.value().orElseThrow().uint(0).longValueExact())
                    .isEqualTo(expected);
        }
    }

    /**
     * Over 8,000 seeds each of 16 boxes draws each of 16 positions as often as the others. Chi-squared with 15 degrees of freedom exceeds 37.70 in one of 1000
     * fair cases (p = 0.001); the seeds are fixed, so the test gives the same each time.
     */
    @Test
    void drawsEveryPositionEquallyOften() {
        long[][] counts = new long[16][16];
        for (int seed = 0; seed < 8000; seed++) {
            long[] positions = new Draw(hash(seed), 16).positions(16);
            for (int box = 0; box < 16; box++) {
                counts[box][(int) positions[box]]++;
            }
        }
        for (int box = 0; box < 16; box++) {
            assertThat(chiSquared(counts[box], 8000)).as("box %s", box).isLessThan(37.70);
        }
    }

    /** And each of the 24 orders of four prizes: 23 degrees of freedom, 49.73 at p = 0.001. */
    @Test
    void drawsEveryOrderEquallyOften() {
        long[] counts = new long[256];
        for (int seed = 0; seed < 12_000; seed++) {
            long[] order = new Draw(hash(seed), 4).positions(4);
            counts[(int) (order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3])]++;
        }
        long[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertThat(seen).hasSize(24);
        assertThat(chiSquared(seen, 12_000)).isLessThan(49.73);
    }

    /** A supply just above 2^31, where a remainder would make small pivots twice as likely: both halves are drawn equally often. */
    @Test
    void favoursNoHalfWhereARemainderWould() {
        long supply = (1L << 31) + (1L << 30);
        long[] counts = new long[3];
        for (int seed = 0; seed < 6000; seed++) {
            counts[(int) (new Draw(hash(seed), supply).positionOf(12_345) >> 30)]++;
        }
        assertThat(chiSquared(counts, 6000)).isLessThan(13.82); // two degrees of freedom, p = 0.001
    }

    @Test
    void refusesWhatIsNoDraw() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Draw(LIANBO, 0))
                .withMessage("supply must be 1 to 4294967295: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Draw(LIANBO, 0x1_0000_0000L));
        Draw draw = new Draw(LIANBO, 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draw.positionOf(10))
                .withMessage("box must be 0 to 9: 10");
        assertThatIllegalArgumentException().isThrownBy(() -> draw.positionOf(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> draw.positions(11));
        assertThat(draw).hasToString("Draw of 10 by " + LIANBO);
    }

    private static double chiSquared(long[] counts, long total) {
        double expected = (double) total / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    private static Hash32 hash(long number) {
        return Keccak256.hash(Long.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] word(String end) {
        return Hash32.of("0x" + "0".repeat(64 - end.length()) + end).bytes();
    }
}
