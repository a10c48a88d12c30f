package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NXP AN10922. */
class KeyDiversificationTest {
    private static final byte[] MASTER = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    @Test
    void givesThePublishedKey() {
        // of section 2.2: UID, application and system identifier
        byte[] input = HexFormat.of().parseHex("04782e21801d803042f54e585020416275");
        assertThat(KeyDiversification.aes128(MASTER, input))
                .isEqualTo(HexFormat.of().parseHex("a8dd63a3b89d54b37ca802473fda9175"));
    }

    /** From 16 bytes on it is CMAC of the constant and the input. */
    @ParameterizedTest
    @ValueSource(ints = {16, 20, 30, 31})
    void isCmacOfWhatFillsASecondBlock(int length) {
        byte[] input = new byte[length];
        Arrays.fill(input, (byte) 7);
        CMac cmac = new CMac(AESEngine.newInstance());
        cmac.init(new KeyParameter(MASTER));
        cmac.update((byte) 1);
        cmac.update(input, 0, length);
        byte[] expected = new byte[16];
        cmac.doFinal(expected, 0);
        assertThat(KeyDiversification.aes128(MASTER, input)).isEqualTo(expected);
    }

    @Test
    void givesEachTagAnother() {
        byte[] uid = HexFormat.of().parseHex("04782e21801d80");
        byte[] other = HexFormat.of().parseHex("04782e21801d81");
        byte[] longer = HexFormat.of().parseHex("04782e21801d8000");
        assertThat(KeyDiversification.aes128(MASTER, uid))
                .isNotEqualTo(KeyDiversification.aes128(MASTER, other))
                .isNotEqualTo(KeyDiversification.aes128(MASTER, longer));
    }

    @Test
    void refusesOtherLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyDiversification.aes128(new byte[15], new byte[7]))
                .withMessage("master key must have 16 bytes: 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyDiversification.aes128(MASTER, new byte[0]))
                .withMessage("a diversification input must have 1 to 31 bytes: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> KeyDiversification.aes128(MASTER, new byte[32]));
    }
}
