package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasisPointsTest {

    @Test
    void example() {
        // @start region="basis-points"
        BasisPoints royalty = BasisPoints.of(250);
        assertThat(royalty).hasToString("2.5 %");
        assertThat(royalty.ofAmount(BigInteger.valueOf(999))).isEqualTo(24); // 24.975, rounded down
        // @end
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "1, 0.01 %", "10, 0.1 %", "100, 1 %", "1250, 12.5 %", "9999, 99.99 %", "10000, 100 %"})
    void isWrittenInPercent(int value, String text) {
        assertThat(BasisPoints.of(value)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_001, 12_000, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesANumberOutOfRange(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisPoints.of(value))
                .withMessage("basis points must be 0 to 10000: " + value);
    }

    @Test
    void roundsDownAndNeverByAWholeUnit() {
        Random random = new Random(10_000);
        for (int i = 0; i < 1000; i++) {
            BigInteger amount = new BigInteger(256, random);
            BasisPoints share = BasisPoints.of(random.nextInt(10_001));
            BigInteger exact = amount.multiply(BigInteger.valueOf(share.value()));
            BigInteger rest = exact.subtract(share.ofAmount(amount).multiply(BigInteger.valueOf(10_000)));
            assertThat(rest).isBetween(BigInteger.ZERO, BigInteger.valueOf(9999));
        }
        assertThat(BasisPoints.of(10_000).ofAmount(TokenAmount.MAX_UNITS)).isEqualTo(TokenAmount.MAX_UNITS);
    }

    @Test
    void refusesANegativeAmount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisPoints.of(1).ofAmount(BigInteger.valueOf(-5)))
                .withMessage("amount must not be negative: -5");
    }

    @Test
    void isOrderedByValue() {
        assertThat(BasisPoints.of(1)).isLessThan(BasisPoints.of(2));
    }
}
