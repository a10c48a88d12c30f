package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The permutation that contracts compute as well; what else holds of it, its users' tests look at. */
class ShuffleTest {
    private static final Hash32 SEED = Keccak256.hash("lianbo".getBytes(StandardCharsets.UTF_8));

    /** From an implementation in another language; Solidity holds itself to them as well. */
    @Test
    void givesTheKnownAnswers() {
        // @start region="shuffle"
        Shuffle shuffle = new Shuffle(SEED, 10);
        long first = shuffle.positionOf(0); // 6
        // @end region="shuffle"
        assertThat(first).isEqualTo(6);
        assertThat(shuffle.positions(10)).containsExactly(6, 0, 1, 3, 8, 5, 4, 9, 7, 2);
        assertThat(new Shuffle(SEED, (1L << 31) + 1).positionOf(1L << 31)).isEqualTo(2_101_744_018L);
        assertThat(new Shuffle(SEED, Shuffle.LARGEST).positionOf(Shuffle.LARGEST - 1))
                .isEqualTo(3_514_521_077L);
    }

    @Test
    void isAPermutationOneByOneAndTogether() {
        for (int size : new int[] {1, 2, 255, 256, 257, 1000}) {
            Shuffle shuffle = new Shuffle(SEED, size);
            assertThat(shuffle.positions(size))
                    .containsExactlyInAnyOrder(LongStream.range(0, size).toArray())
                    .containsExactly(
                            LongStream.range(0, size).map(shuffle::positionOf).toArray());
        }
        assertThat(new Shuffle(SEED, 1_000_000).positions(2))
                .containsExactly(
                        new Shuffle(SEED, 1_000_000).positionOf(0), new Shuffle(SEED, 1_000_000).positionOf(1));
    }

    @Test
    void refusesWhatThereIsNot() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Shuffle(SEED, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Shuffle(SEED, 1L << 32));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shuffle(SEED, 10).positionOf(10))
                .withMessage("index must be 0 to 9: 10");
        assertThatIllegalArgumentException().isThrownBy(() -> new Shuffle(SEED, 10).positions(11));
    }
}
