package io.lianbo.examples.nftdrop;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.ChainId;
import io.lianbo.nft.drop.DropStatus;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private static final ChainId BASE = new ChainId(8453);
    private static final DropStatus BEGUN = status(0, 0);

    private final ProgressLine line = new ProgressLine(BASE, true, false);

    private static DropStatus status(long minted, long sent) {
        return new DropStatus(
                1_000,
                1_000 - minted - sent,
                sent,
                minted,
                0,
                3,
                minted / 340,
                minted * 47_600,
                BigInteger.valueOf(minted).multiply(BigInteger.valueOf(47_600_000_000_000L)));
    }

    @Test
    void tellsRateRemainingTimeGasAndCoin() {
        assertThat(line.render(110, status(340, 340), BEGUN, Duration.ofSeconds(20), Duration.ofSeconds(3)))
                .isEqualTo(
                        "━━━━━━━━━━━━━──────────────╌╌╌╌╌╌╌╌╌╌╌╌╌    340/1,000   34%  20 rows/s  0:30 left  16.2M gas"
                                + "  0.01619 ETH");
    }

    @Test
    void countsWhatThisRunMintedAlone() {
        assertThat(line.render(110, status(680, 320), status(340, 0), Duration.ofSeconds(10), Duration.ZERO))
                .contains("  680/1,000   68%  34 rows/s  0:09 left  ");
    }

    @Test
    void tellsTheTimeUntilTheFirstIsMinted() {
        assertThat(line.render(110, status(340, 660), status(340, 660), Duration.ofSeconds(75), Duration.ofSeconds(75)))
                .contains("  340/1,000   34%  - rows/s  1:15  ");
        assertThat(line.render(110, status(340, 660), BEGUN, Duration.ofSeconds(90), Duration.ofSeconds(89)))
                .contains("0:00 left"); // and never less
    }

    @ParameterizedTest
    @CsvSource({"80, true, true, true", "60, false, true, true", "50, false, false, true", "40, false, false, false"})
    void leavesOutWhatIsLeastNeeded(int columns, boolean rate, boolean coin, boolean time) {
        String text = line.render(columns, status(340, 340), BEGUN, Duration.ofSeconds(20), Duration.ZERO);
        assertThat(text).contains("340/1,000").startsWith("━");
        assertThat(text.contains("rows/s")).isEqualTo(rate);
        assertThat(text.contains("ETH")).isEqualTo(coin);
        assertThat(text.contains("left")).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 50, 60, 70, 80, 90, 100, 200})
    void fitsItsTerminal(int columns) {
        for (long minted = 0; minted <= 1_000; minted += 50) {
            String text =
                    line.render(columns, status(minted, 0), BEGUN, Duration.ofHours(30), Duration.ofMinutes(minted));
            assertThat(text.length()).isBetween(20, columns - 1);
        }
    }

    @Test
    void isAsciiAndGreyWhereThatIsAll() {
        assertThat(new ProgressLine(BASE, false, false)
                        .render(40, status(340, 340), BEGUN, Duration.ofSeconds(20), Duration.ZERO))
                .startsWith("######=======.......  ");
        assertThat(new ProgressLine(BASE, true, true)
                        .render(40, status(340, 340), BEGUN, Duration.ofSeconds(20), Duration.ZERO))
                .startsWith("\u001b[32m━")
                .contains("\u001b[33m─", "\u001b[0;2m╌", "\u001b[0m  ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ETH",
        "1, 0.000000000000000001 ETH",
        "250000000000000000, 0.25 ETH",
        "47823412341234123, 0.04783 ETH",
        "1000000000000000000, 1 ETH",
        "1234567000000000000000, 1235 ETH",
        "100000000000000000000000, 100000 ETH",
    })
    void writesCoinInFourDigitsRoundedUp(String wei, String text) {
        assertThat(Amounts.coin(new BigInteger(wei), BASE)).isEqualTo(text);
        assertThat(Amounts.coin(new BigInteger(wei), new ChainId(999_999))).endsWith(" coins");
    }

    @Test
    void writesTimesRatesAndCounts() {
        assertThat(Amounts.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Amounts.clock(Duration.ofMillis(8_900))).isEqualTo("0:08");
        assertThat(Amounts.rate(1, Duration.ofSeconds(10))).isEqualTo("6 rows/min");
        assertThat(Amounts.rate(15, Duration.ofSeconds(10))).isEqualTo("1.5 rows/s");
        assertThat(Amounts.rate(3_400, Duration.ofSeconds(10))).isEqualTo("340 rows/s");
        assertThat(Amounts.brief(999)).isEqualTo("999");
        assertThat(Amounts.brief(47_600)).isEqualTo("47.6k");
        assertThat(Amounts.count(1, "row")).isEqualTo("1 row");
        assertThat(Amounts.count(1_000, "row")).isEqualTo("1,000 rows");
    }

    @Test
    void showsNothingThatMovesTheCursor() {
        assertThat(Terminal.visible("tea\u001b[2J\rcake\u200b\n茶")).isEqualTo("tea?[2J?cake?\n茶");
    }
}
