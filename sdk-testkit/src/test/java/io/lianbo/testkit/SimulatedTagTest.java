package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What a chip says is what NXP AN12196 says that it says. */
class SimulatedTagTest {
    private static final String UID = "04DE5F1EACC040";
    private static final byte[] ZERO = new byte[16];

    private static SimulatedTag tag() {
        return new SimulatedTag(UID, ZERO, ZERO);
    }

    private static String parameter(String url, String name) {
        return url.replaceFirst(".*[?&]" + name + "=([0-9A-F]*).*", "$1");
    }

    @Test
    void countsAndProvesIt() throws Exception {
        // @start region="tap"
        SimulatedTag tag = new SimulatedTag("04DE5F1EACC040", new byte[16], new byte[16]);
        String first = tag.tap("https://tea.example/01/09506000134352/21/CAKE-0001"); // ...?e=...&c=...
        String second = tag.tap("https://tea.example/01/09506000134352/21/CAKE-0001");
        // @end region="tap"
        assertThat(first).matches("https://tea.example/01/09506000134352/21/CAKE-0001\\?e=[0-9A-F]{32}&c=[0-9A-F]{16}");
        assertThat(parameter(second, SimulatedTag.MAC)).isNotEqualTo(parameter(first, SimulatedTag.MAC));
        assertThat(tag.counter()).isEqualTo(2);

        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(ZERO, "AES"));
        byte[] picc = aes.doFinal(HexFormat.of().parseHex(parameter(second, SimulatedTag.PICC_DATA)));
        assertThat(HexFormat.of().withUpperCase().formatHex(picc)).startsWith("C7" + UID + "020000");
    }

    /** Section 3.4.4.2, table 4: this chip at its 61st reading. */
    @Test
    void saysThePublishedMac() {
        assertThat(tag().withCounter(60).tap("https://ntag.nxp.com/424")).endsWith("&c=94EED9EE65337086");
    }

    @Test
    void addsToAQuery() {
        assertThat(tag().tap("https://tea.example/?lang=zh")).startsWith("https://tea.example/?lang=zh&e=");
    }

    @Test
    void staysAtItsLastCount() {
        SimulatedTag worn = tag().withCounter(0xFFFFFF);
        String last = worn.tap("https://tea.example/");
        assertThat(worn.counter()).isEqualTo(0xFFFFFF);
        assertThat(parameter(worn.tap("https://tea.example/"), SimulatedTag.MAC))
                .isEqualTo(parameter(last, SimulatedTag.MAC));
    }

    @Test
    void aCopyWithOtherKeysSaysSomethingElse() {
        byte[] other = ZERO.clone();
        other[0] = 1;
        String good = tag().tap("https://tea.example/");
        String forged = new SimulatedTag(UID, ZERO, other).tap("https://tea.example/");
        assertThat(parameter(forged, SimulatedTag.MAC)).isNotEqualTo(parameter(good, SimulatedTag.MAC));
        assertThat(tag()).hasToString("simulated tag " + UID);
    }

    @Test
    void refusesWhatIsNoChip() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedTag("04DE5F", ZERO, ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedTag("04DE5F1EACC04x", ZERO, ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedTag(UID, new byte[15], ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedTag(UID, ZERO, new byte[17]));
        assertThatIllegalArgumentException().isThrownBy(() -> tag().withCounter(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tag().withCounter(0x1000000));
    }
}
