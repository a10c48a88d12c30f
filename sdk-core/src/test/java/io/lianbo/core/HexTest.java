package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexTest {

    @Test
    void writesLowerCaseBehind0x() {
        assertThat(Hex.encode(new byte[] {0, (byte) 0xab, 0x7f})).isEqualTo("0x00ab7f");
        assertThat(Hex.encode(new byte[0])).isEqualTo("0x");
    }

    @Test
    void readsWhatItWritesInEitherCase() {
        Random random = new Random(16);
        for (int size = 0; size < 200; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            String hex = Hex.encode(bytes);
            assertThat(Hex.decode(hex)).isEqualTo(bytes);
            assertThat(Hex.decode("0x" + hex.substring(2).toUpperCase(Locale.ROOT)))
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', no 0x at its start",
        "00, no 0x at its start",
        "0X00, no 0x at its start",
        "0x0, 1 digits",
        "0x123, 3 digits",
        "0x0g, no hex digit at index 3",
        "0x-1, no hex digit at index 2",
        "0x0x00, no hex digit at index 3",
        "'0x00 ', no hex digit at index 4",
        "0x\uff11\uff12, no hex digit at index 2"
    })
    void refusesWhatIsNotHexAndSaysWhereButNotWhat(String bad, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.decode(bad))
                .withMessage("hex text must be 0x and an even number of hex digits: " + problem);
    }
}
