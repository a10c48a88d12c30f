package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {

    private static final Token USDC = Token.erc20(Address.of("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"), "USDC", 6);
    private static final Token ETH = Token.nativeCoin("ETH");

    @Test
    void example() {
        // @start region="token-amount"
        TokenAmount price = TokenAmount.parse("12.5", USDC);
        assertThat(price.units()).isEqualTo(12_500_000);
        assertThat(price.plus(price)).hasToString("25.000000 USDC");
        // @end
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.0, 0", "0.000001, 1", "1, 1000000", "12.500000, 12500000", "1000000, 1000000000000"})
    void readsDecimals(String decimal, BigInteger units) {
        assertThat(TokenAmount.parse(decimal, USDC)).isEqualTo(new TokenAmount(units, USDC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-1", "+1", "1.", ".5", "1,5", "1e6", "0x10", "01", "1_000", "1.5 ", "NaN", "\uff11"})
    void refusesWhatIsNoPlainDecimal(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenAmount.parse(bad, USDC))
                .withMessageStartingWith("USDC amount must be digits, then at most a point and up to 6 digits: \"");
    }

    @Test
    void refusesToRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenAmount.parse("1.0000000", USDC))
                .withMessage("USDC amount must have at most 6 decimals: \"1.0000000\"");
    }

    @Test
    void holdsAUint256AndNoMore() {
        TokenAmount most = new TokenAmount(TokenAmount.MAX_UNITS, USDC);
        String text = most.toString().replace(" USDC", "");
        assertThat(TokenAmount.parse(text, USDC)).isEqualTo(most);

        BigInteger tooMany = TokenAmount.MAX_UNITS.add(BigInteger.ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenAmount(tooMany, USDC))
                .withMessage("USDC units must be 0 to 2^256-1: " + tooMany);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenAmount(BigInteger.valueOf(-1), USDC))
                .withMessage("USDC units must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenAmount.parse("9".repeat(78), USDC))
                .withMessageStartingWith("USDC units must be 0 to 2^256-1: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenAmount(BigInteger.ONE.shiftLeft(100_000), USDC))
                .withMessage("USDC units must be 0 to 2^256-1: a number of 100001 bits");
        assertThatIllegalArgumentException().isThrownBy(() -> TokenAmount.parse("9".repeat(1_000_000), USDC));
    }

    @Test
    void throwsWhereTheResultDoesNotFit() {
        TokenAmount most = new TokenAmount(TokenAmount.MAX_UNITS, USDC);
        TokenAmount one = TokenAmount.parse("1", USDC);
        TokenAmount two = TokenAmount.parse("2", USDC);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> most.plus(one))
                .withMessageEndingWith("plus 1.000000 USDC is more than 2^256-1 units");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> one.minus(two))
                .withMessage("1.000000 USDC minus 2.000000 USDC is less than zero");
        assertThat(most.minus(most).units()).isZero();
    }

    @Test
    void refusesToMixTokens() {
        TokenAmount dollars = TokenAmount.parse("1", USDC);
        TokenAmount ether = TokenAmount.parse("1", ETH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dollars.plus(ether))
                .withMessageContainingAll("amounts must be of the same token", "USDC", "ETH");
        assertThatIllegalArgumentException().isThrownBy(() -> ether.minus(dollars));
    }

    @Test
    void addingThenTakingAwayChangesNothing() {
        Random random = new Random(6);
        for (int i = 0; i < 500; i++) {
            TokenAmount left = new TokenAmount(new BigInteger(255, random), ETH);
            TokenAmount right = new TokenAmount(new BigInteger(255, random), ETH);
            assertThat(left.plus(right).minus(right)).isEqualTo(left);
            String text = left.toString().replace(" ETH", "");
            assertThat(TokenAmount.parse(text, ETH)).isEqualTo(left);
        }
    }

    @Test
    void writesAllDecimals() {
        assertThat(new TokenAmount(BigInteger.ONE, ETH)).hasToString("0.000000000000000001 ETH");
        assertThat(new TokenAmount(BigInteger.TEN, Token.erc20(Address.of("0x" + "01".repeat(20)), "PTS", 0)))
                .hasToString("10 PTS");
    }
}
