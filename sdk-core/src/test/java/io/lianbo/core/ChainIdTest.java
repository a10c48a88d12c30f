package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainIdTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 31_337, ChainId.MAX})
    void readsWhatItWrites(long value) {
        assertThat(new ChainId(value)).hasToString("eip155:" + value);
        assertThat(ChainId.parse("eip155:" + value)).isEqualTo(new ChainId(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, ChainId.MAX + 1, Long.MAX_VALUE})
    void refusesANumberOutOfRange(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChainId(value))
                .withMessage("chain id must be 1 to 9223372036854775771: " + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "eip155",
                "eip155:",
                "eip155:0",
                "eip155:01",
                "eip155:-1",
                "eip155:1 ",
                "EIP155:1",
                "eip155:1:0x00",
                "eip155:9223372036854775772",
                "eip155:9999999999999999999",
                "eip155:18446744073709551617",
                "bip122:000000000019d6689c085ae165831e93"
            })
    void refusesWhatIsNoEvmChain(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainId.parse(bad))
                .withMessage("chain id must be eip155: and a number from 1 to 9223372036854775771 (CAIP-2): \"" + bad
                        + "\"");
    }

    @Test
    void comparesByValue() {
        assertThat(new ChainId(5)).isEqualTo(new ChainId(5)).isNotEqualTo(new ChainId(6));
    }
}
