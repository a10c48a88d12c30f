package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published values of NXP AN12304, and messages of real tags in LRP mode. */
class LrpTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "567826B8DA8E768432A9548DBE4AA3A0, 2, 1359, true, 1BA2C0C578996BC497DD181C6885A9DD",
        "88B95581002057A93E421EFE4076338B, 2, 77299D, true, E9C04556A214AC3297B83E4BDF46F142",
        "9AFF3EF56FFEC3153B1CADB48B445409, 3, 4B073B247CD48F7E0A, false, 909415E5C8BE77563050F2227E17C0E4"
    })
    void evaluates(String key, int updated, String input, boolean last, String expected) {
        assertThat(hex(new Lrp(hex(key), updated).evaluate(hex(input), last))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "8195088CE6C393708EBBE6C7914ECB0B, BBD5B85772C7, AD8595E0B49C5C0DB18E77355F5AAFF6",
        "E2F84A0B0AF40EFEB3EEA215A436605C, 8BF1DDA9FE445560A4F4EB9CE0, D04382DF71BC293FEC4BB10BDB13805F",
        "5AA9F6C6DE5138113DF5D6B6C77D5D52, A4434D740C2CB665FE5396959189383F, 8B43ADF767E46B692E8F24E837CB5EFC"
    })
    void computesMacs(String key, String message, String expected) {
        assertThat(hex(new Lrp(hex(key), 0).cmac(hex(message)))).isEqualTo(expected);
    }

    @Test
    void decryptsBlocksUnderACounter() {
        byte[] plain = new Lrp(hex("E0C4935FF0C254CD2CEF8FDDC32460CF"), 0)
                .decrypt(hex("C3315DBF"), hex("FCBBACAA4F29182464F99DE41085266F480E863E487BAAF687B43ED1ECE0D623"));
        assertThat(hex(plain)).isEqualTo("012D7F1653CAF6503C6AB0C1010E8CB080000000000000000000000000000000");
    }

    /** Of tags whose keys are zero. */
    @ParameterizedTest
    @CsvSource({
        "AAE1508939ECF6FF, 26BCE407959AB1A5EC022819A35CD293, C7042E1D222A63806A000016E2CA89D1,"
                + " 99C2FD9C885C2CA3C9089C20057310C0,"
                + " AAE1508939ECF6FF26BCE407959AB1A5EC022819A35CD293x, 5E3DB82C19E3865F",
        "65628ED36888CF9C, 84797E43ECACF114C6ED9A5E101EB592, C7042E1D222A63807B00002993571635,"
                + " 817133DD9FFF11B94FC2FB107AA4D971,"
                + " any.domain/?m=65628ED36888CF9C84797E43ECACF114C6ED9A5E101EB592x4ADE304B5AB9474CB40AFFCAB0607A85x,"
                + " 87E287E8135BFC06"
    })
    void readsAndVerifiesTags(String random, String encrypted, String picc, String master, String signed, String mac) {
        byte[] zero = new byte[16];
        assertThat(hex(new Lrp(zero, 0).decrypt(hex(random), hex(encrypted)))).isEqualTo(picc);
        byte[] vector = hex("00010080" + picc.substring(2, 22) + "1EE1");
        byte[] session = new Lrp(zero, 0).cmac(vector);
        assertThat(hex(session)).isEqualTo(master);
        String whole = hex(new Lrp(session, 0).cmac(signed.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder half = new StringBuilder();
        for (int i = 2; i < whole.length(); i += 4) {
            half.append(whole, i, i + 2);
        }
        assertThat(half.toString()).isEqualTo(mac);
    }
}
