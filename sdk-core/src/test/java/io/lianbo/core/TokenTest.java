package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    private static final Address CONTRACT = Address.of("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    @Test
    void aNativeCoinHasEighteenDecimalsAndNoContract() {
        Token eth = Token.nativeCoin("ETH");
        assertThat(eth.isNative()).isTrue();
        assertThat(eth.decimals()).isEqualTo(18);
        assertThat(eth.contract()).isEmpty();
    }

    @Test
    void twoTokensOfOneSymbolDifferByTheirContract() {
        Token usdc = Token.erc20(CONTRACT, "USDC", 6);
        assertThat(usdc.isNative()).isFalse();
        assertThat(usdc).isNotEqualTo(Token.erc20(Address.of("0x" + "01".repeat(20)), "USDC", 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "US\nDC", "A-SYMBOL-THAT-IS-LONGER-THAN-32-CHARS"})
    void refusesASymbolNobodyCanRead(String symbol) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Token.nativeCoin(symbol))
                .withMessageStartingWith(
                        "token symbol must be 1 to 32 characters, none of them a control character: \"");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void refusesDecimalsOutOfRange(int decimals) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Token.erc20(CONTRACT, "USDC", decimals))
                .withMessage("token decimals must be 0 to 255: " + decimals);
    }

    @Test
    void refusesTheZeroAddressAsAContract() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Token.erc20(Address.ZERO, "USDC", 6))
                .withMessageStartingWith("token contract must not be the zero address");
    }
}
