package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testkit.SimulatedTag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Every step that NXP AN12196 (rev. 2.0, section 3.4) publishes a value of. */
class An12196Test {
    private static final String ZERO = "00000000000000000000000000000000";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static SunVerifier.AesSession session(String key, String uid, String counter) {
        return new SunVerifier.AesSession(hex(key), hex(uid), hex(counter));
    }

    private static String half(byte[] mac) {
        byte[] half = new byte[mac.length / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = mac[2 * i + 1];
        }
        return hex(half);
    }

    @Test
    void derivesTheSessionKeysOfTable1() {
        SunVerifier.AesSession session = session("5ACE7E50AB65D5D51FD5BF5A16B8205B", "04C767F2066180", "010000");
        assertThat(hex(session.encryptionKey())).isEqualTo("66DA61797E23DECA5D8ECA13BBADF7A9");
        assertThat(hex(session.macKey())).isEqualTo("3A3E8110E05311F7A3FCF0D969BF2B48");
    }

    @Test
    void decryptsThePiccDataOfTable2() {
        assertThat(hex(Aes.decryptChain(hex(ZERO), hex(ZERO), hex("EF963FF7828658A599F3041510671E88"))))
                .isEqualTo("C704DE5F1EACC0403D0000DA5CF60941");
    }

    @Test
    void decryptsTheFileDataOfTable3() {
        SunVerifier.AesSession session = session(ZERO, "04958CAA5C5E80", "010000");
        byte[] key = session.encryptionKey();
        assertThat(hex(key)).isEqualTo("8097D73344D53F963B09E23E03B62336");
        assertThat(hex(Aes.encrypt(key, Arrays.copyOf(hex("010000"), 16))))
                .isEqualTo("7B3F3CFC39D3B7FF5868636E38AF7C3A");
        assertThat(session.decrypted(hex("010000"), hex("94592FDE69FA06E8E3B6CA686A22842B")))
                .isEqualTo("xxxxxxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void computesTheMacOverNothingOfTable4() {
        SunVerifier.AesSession session = session(ZERO, "04DE5F1EACC040", "3D0000");
        assertThat(hex(session.macKey())).isEqualTo("3FB5F6E3A807A03D5E3570ACE393776F");
        byte[] mac = session.mac(new byte[0]);
        assertThat(hex(mac)).isEqualTo("E194C7EE12D9F7EE8A65C8331B704386");
        assertThat(half(mac)).isEqualTo("94EED9EE65337086");
    }

    @Test
    void computesTheMacOverFileDataOfTable5() {
        assertThat(hex(Aes.decryptChain(hex(ZERO), hex(ZERO), hex("FD91EC264309878BE6345CBE53BADF40"))))
                .isEqualTo("C704958CAA5C5E80080000A243C86DFC");
        SunVerifier.AesSession session = session(ZERO, "04958CAA5C5E80", "080000");
        assertThat(hex(session.macKey())).isEqualTo("3ED0920E5E6A0320D823D5987FEAFBB1");
        byte[] mac = session.mac("CEE9A53E3E463EF1F459635736738962&cmac=".getBytes(StandardCharsets.US_ASCII));
        assertThat(hex(mac)).isEqualTo("81EC45C175E72FF6FAC61BC7AB3BAEF6");
        assertThat(half(mac)).isEqualTo("ECC1E7F6C6C73BF6");
    }

    @Test
    void believesTheChipThatTestsUse() {
        SimulatedTag chip = Chip.of("04DE5F1EACC040", 60);
        assertThat(Chip.verifier()
                        .verify(chip.tap("https://tea.example/"))
                        .value()
                        .orElseThrow())
                .hasToString("tag 04DE5F1EACC040, read 61 times");
        assertThat(Chip.of("04DE5F1EACC040", 60).tap("https://ntag.nxp.com/424"))
                .endsWith("&c=94EED9EE65337086");
        SimulatedTag last = Chip.of("04DE5F1EACC040", TagRead.LAST_COUNTER - 1);
        assertThat(Chip.verifier()
                        .verify(last.tap("https://tea.example/"))
                        .value()
                        .orElseThrow()
                        .counter())
                .isEqualTo(TagRead.LAST_COUNTER);
    }

    /** A message that was cut anywhere is none. */
    @Test
    void believesNoMessageThatWasCut() {
        String good = Chip.of("04DE5F1EACC040", 60).tap("https://tea.example/");
        for (int length = 0; length < good.length(); length++) {
            assertThat(Chip.verifier()
                            .verify(good.substring(0, length))
                            .reasons()
                            .getFirst()
                            .code())
                    .as(good.substring(0, length))
                    .isEqualTo("MALFORMED");
        }
    }

    /** What one chip said proves no other: the PICC data of one under the MAC of the other. */
    @Test
    void believesNoMessageOfTwoChips() {
        String one = Chip.of("04DE5F1EACC040", 60).tap("https://tea.example/");
        String other = Chip.of("04DE5F1EACC041", 60).tap("https://tea.example/");
        String mixed = one.substring(0, one.indexOf("&c=")) + other.substring(other.indexOf("&c="));
        assertThat(Chip.verifier().verify(mixed).reasons().getFirst().code()).isEqualTo("MAC_INVALID");
    }
}
