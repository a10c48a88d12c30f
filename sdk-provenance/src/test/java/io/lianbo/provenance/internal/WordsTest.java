package io.lianbo.provenance.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void readsHexOfAnyLengthAndCase() {
        Random random = new Random(16);
        for (int count = 0; count < 70; count++) {
            byte[] octets = new byte[count];
            random.nextBytes(octets);
            String lower = "0x" + HexFormat.of().formatHex(octets);
            for (String text : new String[] {lower, lower.toUpperCase(Locale.ROOT)}) {
                byte[] read = new byte[count + 1];
                assertThat(Words.readHex(text.getBytes(ISO_8859_1), 2, read, 1, count))
                        .isTrue();
                assertThat(Arrays.copyOfRange(read, 1, count + 1)).isEqualTo(octets);
            }
        }
    }

    @Test
    void takesNothingElseForADigit() {
        for (int at = 0; at < 18; at++) {
            for (int c = 0; c < 256; c++) {
                byte[] text = "0123456789abcdefAF".getBytes(ISO_8859_1);
                text[at] = (byte) c;
                boolean digit = HexFormat.isHexDigit(c);
                byte[] octets = new byte[9];
                assertThat(Words.readHex(text, 0, octets, 0, 9))
                        .as("%d at %d", c, at)
                        .isEqualTo(digit);
                if (digit) {
                    assertThat(octets).isEqualTo(HexFormat.of().parseHex(new String(text, ISO_8859_1)));
                }
            }
        }
    }
}
