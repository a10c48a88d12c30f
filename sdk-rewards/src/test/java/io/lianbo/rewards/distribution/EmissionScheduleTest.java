package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EmissionScheduleTest {

    private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    @Test
    void halvesUntilTheSupplyIsUsedUp() {
        // @start region="schedule"
        EmissionSchedule schedule =
                new EmissionSchedule(BigInteger.valueOf(1_000_000), 52, BigInteger.valueOf(100_000_000));
        BigInteger pool = schedule.amountOf(53); // the first epoch of the second year
        // @end region="schedule"

        assertThat(pool).isEqualTo(BigInteger.valueOf(500_000));
        assertThat(schedule.amountOf(1)).isEqualTo(schedule.amountOf(52)).isEqualTo(BigInteger.valueOf(1_000_000));
        assertThat(schedule.through(52)).isEqualTo(BigInteger.valueOf(52_000_000));
        assertThat(schedule.through(104)).isEqualTo(BigInteger.valueOf(78_000_000));
        assertThat(schedule.through(Long.MAX_VALUE)).isEqualTo(BigInteger.valueOf(100_000_000));
        assertThat(schedule.amountOf(Long.MAX_VALUE)).isZero();
    }

    /** 210,000 blocks of 50 coins, then halves rounded down: what Bitcoin's rule comes to in satoshis. */
    @Test
    void comesToWhatBitcoinsScheduleComesTo() {
        EmissionSchedule bitcoin =
                new EmissionSchedule(BigInteger.valueOf(5_000_000_000L), 210_000, BigInteger.valueOf(Long.MAX_VALUE));

        assertThat(bitcoin.through(Long.MAX_VALUE)).isEqualTo(BigInteger.valueOf(2_099_999_997_690_000L));
        assertThat(bitcoin.amountOf(840_001)).isEqualTo(BigInteger.valueOf(312_500_000));
        assertThat(bitcoin.amountOf(33 * 210_000)).isEqualTo(BigInteger.ONE);
        assertThat(bitcoin.amountOf(33 * 210_000 + 1)).isZero();
    }

    @Test
    void neverGivesOutMoreThanTheSupplyAndMissesNone() {
        Random random = new Random(21);
        for (int i = 0; i < 300; i++) {
            BigInteger first = new BigInteger(1 + random.nextInt(40), random).add(BigInteger.ONE);
            BigInteger supply = new BigInteger(1 + random.nextInt(45), random).add(BigInteger.ONE);
            EmissionSchedule schedule = new EmissionSchedule(first, 1 + random.nextInt(20), supply);
            BigInteger sum = BigInteger.ZERO;
            BigInteger last = first;
            for (long epoch = 1; epoch <= 1_000; epoch++) {
                BigInteger amount = schedule.amountOf(epoch);
                BigInteger planned = first.shiftRight((int) ((epoch - 1) / schedule.halveEvery()));
                assertThat(amount).isEqualTo(planned.min(supply.subtract(sum))).isLessThanOrEqualTo(last);
                sum = sum.add(amount);
                last = amount;
                assertThat(schedule.through(epoch)).isEqualTo(sum);
            }
            assertThat(sum).isLessThanOrEqualTo(supply);
            assertThat(schedule.through(Long.MAX_VALUE)).isEqualTo(sum);
        }
    }

    @Test
    void takesTheLargestNumbers() {
        EmissionSchedule schedule = new EmissionSchedule(MOST, Long.MAX_VALUE, MOST);

        assertThat(schedule.amountOf(1)).isEqualTo(MOST);
        assertThat(LongStream.of(2, 3, Long.MAX_VALUE).mapToObj(schedule::amountOf))
                .containsOnly(BigInteger.ZERO);
        assertThat(new EmissionSchedule(MOST, 1, MOST).through(Long.MAX_VALUE)).isEqualTo(MOST);
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmissionSchedule(BigInteger.ZERO, 1, BigInteger.ONE))
                .withMessage("first must be 1 to 2^256-1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmissionSchedule(BigInteger.ONE, 1, MOST.add(BigInteger.ONE)))
                .withMessageStartingWith("supply must be 1 to 2^256-1: 1157");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmissionSchedule(BigInteger.ONE, 0, BigInteger.ONE))
                .withMessage("halveEvery must be 1 epoch or more: 0");
        EmissionSchedule schedule = new EmissionSchedule(BigInteger.ONE, 1, BigInteger.ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.amountOf(0))
                .withMessage("epoch must be 1 or more: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.through(-1))
                .withMessage("epoch must be 0 or more: -1");
    }
}
