package io.lianbo.nft.blindbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.JsonException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of prizes is one root, and proves each of its positions. */
class PrizeListTest {
    @Test
    void provesWhatIsWhere() {
        // @start region="list"
        BigInteger rareCake = BigInteger.valueOf(9001);
        PrizeList prizes = PrizeList.of(
                Stream.concat(Stream.of(rareCake), IntStream.range(1, 100).mapToObj(BigInteger::valueOf))
                        .toList());
        String published = prizes.toJson();
        // @end region="list"
        PrizeList read = PrizeList.parse(published);

        assertThat(read.root()).isEqualTo(prizes.root());
        assertThat(read.prizes()).isEqualTo(prizes.prizes()).hasSize(100);
        assertThat(prizes.prizeAt(0)).isEqualTo(rareCake);
        for (int position = 0; position < 100; position++) {
            assertThat(PrizeList.verify(prizes.root(), position, prizes.prizeAt(position), prizes.proof(position))
                            .isVerified())
                    .isTrue();
        }
        assertThat(PrizeList.verify(prizes.root(), 1, rareCake, prizes.proof(0)).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_ROOT");
    }

    @Test
    void hashesALeafTwiceAndAPairLesserHalfFirst() {
        PrizeList prizes = PrizeList.of(List.of(BigInteger.TEN, BigInteger.TWO));
        Hash32 first = leaf(0, 10);
        Hash32 second = leaf(1, 2);
        Hash32 root = first.compareTo(second) < 0
                ? Keccak256.hash(first.bytes(), second.bytes())
                : Keccak256.hash(second.bytes(), first.bytes());

        assertThat(prizes.root()).isEqualTo(root);
        assertThat(prizes.proof(0)).containsExactly(second);
        assertThat(PrizeList.of(List.of(BigInteger.TEN)).root()).isEqualTo(first);
        assertThat(PrizeList.of(List.of(BigInteger.TEN)).proof(0)).isEmpty();
    }

    @Test
    void isAnotherInAnotherOrder() {
        assertThat(PrizeList.of(List.of(BigInteger.ONE, BigInteger.TWO)).root())
                .isNotEqualTo(
                        PrizeList.of(List.of(BigInteger.TWO, BigInteger.ONE)).root());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"prizes\":[]}",
                "{\"prizes\":[1]}",
                "{\"prizes\":[\"01\"]}",
                "{\"prizes\":[\"-1\"]}",
                "{\"prizes\":[\"\"]}",
                "{\"prizes\":[\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"]}",
                "{\"prizes\":[\"1\"],\"more\":1}",
                "{\"prizes\":[\"1\"],\"prizes\":[\"2\"]}"
            })
    void readsNothingElse(String json) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> PrizeList.parse(json));
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrizeList.of(List.of()))
                .withMessage("a prize list must have a prize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrizeList.of(List.of(BigInteger.ONE.negate())))
                .withMessageContaining("prize id must be 0 to");
        PrizeList one = PrizeList.of(List.of(BigInteger.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> one.prizeAt(1)).withMessage("position must be 0 to 0: 1");
        assertThatIllegalArgumentException().isThrownBy(() -> one.proof(-1));
        assertThat(one).hasToString("PrizeList of 1 with root " + one.root());
    }

    private static Hash32 leaf(long position, long prize) {
        return Keccak256.hash(Keccak256.digest(Words.of(position), Words.of(BigInteger.valueOf(prize))));
    }
}
