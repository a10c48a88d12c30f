package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Verdict;
import io.lianbo.testkit.SimulatedTag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tags say is believed when a tag said it, and only then. */
class SunVerifierTest {
    private static final SunKeys ZERO = SunKeys.shared(new byte[16], new byte[16]);
    private static final SunLayout PICC = SunLayout.encrypted(SunMode.AES, "picc_data", "cmac");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String code(Verdict<TagRead> verdict) {
        return verdict.reasons().getFirst().code();
    }

    @Test
    void readsTheExampleOfTheApplicationNote() {
        byte[] metaRead = new byte[16];
        byte[] fileRead = new byte[16];
        // @start region="layout"
        SunLayout layout = SunLayout.encrypted(SunMode.AES, "e", "c"); // https://ntag.nxp.com/424?e=...&c=...
        // @end region="layout"
        // @start region="verify"
        SunVerifier verifier = new SunVerifier(layout, SunKeys.shared(metaRead, fileRead));
        Verdict<TagRead> verdict =
                verifier.verify("https://ntag.nxp.com/424?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086");
        // tag 04DE5F1EACC040, read 61 times
        // @end region="verify"
        TagRead read = verdict.value().orElseThrow();
        assertThat(read).hasToString("tag 04DE5F1EACC040, read 61 times");
        assertThat(read.uid()).isEqualTo("04DE5F1EACC040");
        assertThat(read.counter()).isEqualTo(61);
        assertThat(read.fileData()).isEmpty();
        assertThat(verifier.verify("https://ntag.nxp.com/424?e=ef963ff7828658a599f3041510671e88&c=94eed9ee65337086"))
                .isEqualTo(verdict);
    }

    /** NXP AN12196 section 3.4.3, and tags that others have read. */
    @ParameterizedTest
    @CsvSource({
        "FDE4AFA99B5C820A2C1BB0F1C792D0EB, 94592FDE69FA06E8E3B6CA686A22842B, C48B89C17A233B2C, 04958CAA5C5E80, 1,"
                + " 78787878787878787878787878787878",
        "FD91EC264309878BE6345CBE53BADF40, CEE9A53E3E463EF1F459635736738962, ECC1E7F6C6C73BF6, 04958CAA5C5E80, 8,"
                + " 78787878787878787878787878787878",
    })
    void readsFileData(String picc, String enc, String mac, String uid, int counter, String data) {
        SunLayout layout = PICC.withFileData("enc").withMacFrom("enc");
        TagRead read = new SunVerifier(layout, ZERO)
                .verify("https://www.my424dna.com/?picc_data=" + picc + "&enc=" + enc + "&cmac=" + mac)
                .value()
                .orElseThrow();
        assertThat(read.uid()).isEqualTo(uid);
        assertThat(read.counter()).isEqualTo(counter);
        assertThat(read.fileData()).hasValue(hex(data));
    }

    @Test
    void readsWithKeysThatAreNotZero() {
        SunKeys keys = SunKeys.shared(hex("42aff114f2cb3b6141be6dc95dfc5416"), hex("b62a9baf092439bd43c62aee96b970c5"));
        SunVerifier verifier = new SunVerifier(SunLayout.bulk(SunMode.AES, "e", 16), keys);
        String said = "8ACADDEF0A9B62CDAE39A16B83FC14DE" + "B8436E11F627BB7F543FCC0C1E0D1A89" + "238B2543A8DEBAD8";
        TagRead read = verifier.verify("https://example.com/tag?lang=zh&e=" + said)
                .value()
                .orElseThrow();
        assertThat(read).hasToString("tag 041D3C8A2D6B80, read 291 times");
        assertThat(read.fileData()).hasValue(hex("4e545858716e6f5f6f42467077792d56"));
        assertThat(code(verifier.verify("https://example.com/tag?e=" + said.replace("238B", "238C"))))
                .isEqualTo("MAC_INVALID");
        assertThat(code(verifier.verify("https://example.com/tag?e=" + said.replace("B8436E", "B8436F"))))
                .isEqualTo("MAC_INVALID");
        assertThat(code(verifier.verify("https://example.com/tag?e=" + said.substring(2))))
                .isEqualTo("MALFORMED");
        assertThatIllegalStateException()
                .isThrownBy(() -> SunLayout.bulk(SunMode.AES, "e", 16).withMacFrom("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> SunLayout.bulk(SunMode.AES, "e", 8));
    }

    @Test
    void readsUidAndCounterInTheOpen() {
        SunVerifier verifier = new SunVerifier(SunLayout.plain(SunMode.AES, "uid", "ctr", "cmac"), ZERO);
        String url = "https://sdm.example/tagpt?uid=041E3C8A2D6B80&ctr=000006&cmac=";
        assertThat(verifier.verify(url + "4B00064004B0B3D3").value().orElseThrow())
                .hasToString("tag 041E3C8A2D6B80, read 6 times");
        assertThat(code(verifier.verify(url + "AB00064004B0B3AB"))).isEqualTo("MAC_INVALID");
        assertThat(code(verifier.verify(url.replace("000006", "000007") + "4B00064004B0B3D3")))
                .isEqualTo("MAC_INVALID");
        assertThat(code(verifier.verify(url.replace("6B80", "6B81") + "4B00064004B0B3D3")))
                .isEqualTo("MAC_INVALID");
    }

    @Test
    void readsLrp() {
        SunVerifier verifier = new SunVerifier(SunLayout.encrypted(SunMode.LRP, "picc_data", "cmac"), ZERO);
        String url = "https://sdm.example/tag?picc_data=AAE1508939ECF6FF26BCE407959AB1A5EC022819A35CD293&cmac=";
        assertThat(verifier.verify(url + "D50F353E30FDE644").value().orElseThrow())
                .hasToString("tag 042E1D222A6380, read 106 times");
        assertThat(code(verifier.verify(url + "D50F353E30FDE645"))).isEqualTo("MAC_INVALID");
        TagRead read = new SunVerifier(SunLayout.bulk(SunMode.LRP, "e", 16), ZERO)
                .verify("https://sdm.example/tag?e=65628ED36888CF9C84797E43ECACF114C6ED9A5E101EB592"
                        + "4ADE304B5AB9474CB40AFFCAB0607A85" + "759B10964491D74A")
                .value()
                .orElseThrow();
        assertThat(read.counter()).isEqualTo(123);
        assertThat(read.fileData()).hasValue("0102030400000000".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource
    void believesNothingThatWasChanged(SunMode mode) {
        String good = "https://x.example/?e="
                + (mode == SunMode.AES
                        ? "8ACADDEF0A9B62CDAE39A16B83FC14DEB8436E11F627BB7F543FCC0C1E0D1A89238B2543A8DEBAD8"
                        : "65628ED36888CF9C84797E43ECACF114C6ED9A5E101EB5924ADE304B5AB9474CB40AFFCAB0607A85759B10964491D74A");
        SunKeys keys = mode == SunMode.AES
                ? SunKeys.shared(hex("42aff114f2cb3b6141be6dc95dfc5416"), hex("b62a9baf092439bd43c62aee96b970c5"))
                : ZERO;
        SunVerifier verifier = new SunVerifier(SunLayout.bulk(mode, "e", 16), keys);
        assertThat(verifier.verify(good).isVerified()).isTrue();
        Random random = new Random(424);
        int query = good.indexOf('?') + 1;
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            int at = random.nextInt(query, good.length());
            char now = good.charAt(at);
            char other = "0123456789ABCDEF&=x".charAt(random.nextInt(19));
            if (Character.toUpperCase(other) == Character.toUpperCase(now)) {
                continue;
            }
            String changed = good.substring(0, at) + other + good.substring(at + 1);
            // What a tag fills its last block with is under no MAC, and says nothing.
            boolean isFilling = verifier.verify(changed).value().isPresent();
            if (isFilling) {
                assertThat(verifier.verify(changed).value().orElseThrow())
                        .as(changed)
                        .isEqualTo(verifier.verify(good).value().orElseThrow());
            } else {
                assertThat(code(verifier.verify(changed))).as(changed).isIn("MALFORMED", "UNKNOWN_TAG", "MAC_INVALID");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(400);
    }

    @Test
    void believesNoOtherKeys() {
        String url = "https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";
        byte[] other = new byte[16];
        other[15] = 1;
        assertThat(code(new SunVerifier(PICC, SunKeys.shared(other, new byte[16])).verify(url)))
                .isEqualTo("UNKNOWN_TAG");
        assertThat(code(new SunVerifier(PICC, SunKeys.shared(new byte[16], other)).verify(url)))
                .isEqualTo("MAC_INVALID");
        assertThat(code(new SunVerifier(PICC, SunKeys.diversified(new byte[16], new byte[16], new byte[0]))
                        .verify(url)))
                .isEqualTo("MAC_INVALID");
    }

    @Test
    void verifiesTagsWithKeysOfTheirOwn() {
        byte[] metaRead = new byte[16];
        byte[] master = hex("00112233445566778899aabbccddeeff");
        byte[] uid = hex("04AABBCCDDEE80");
        // @start region="personalise"
        byte[] system = "tea".getBytes(StandardCharsets.US_ASCII);
        byte[] input = ByteBuffer.allocate(10).put(uid).put(system).array(); // the encoder reads the UID off the chip
        byte[] own = KeyDiversification.aes128(master, input); // and writes this as its SDMFileReadKey

        SunKeys keys = SunKeys.diversified(metaRead, master, system); // what the server has
        // @end region="personalise"
        byte[] vector = hex("3CC300010080" + "04AABBCCDDEE80" + "050000");
        byte[] whole = Aes.cmac(Aes.cmac(own, vector), new byte[0]);
        StringBuilder mac = new StringBuilder();
        for (int i = 1; i < 16; i += 2) {
            mac.append("%02X".formatted(whole[i]));
        }
        String url = "https://x.example/?u=" + HexFormat.of().formatHex(uid) + "&n=000005&m=" + mac;
        SunLayout layout = SunLayout.plain(SunMode.AES, "u", "n", "m");
        assertThat(new SunVerifier(layout, keys).verify(url).isVerified()).isTrue();
        assertThat(code(new SunVerifier(layout, SunKeys.diversified(new byte[16], master, new byte[0])).verify(url)))
                .isEqualTo("MAC_INVALID");

        SunVerifier verifier = new SunVerifier(Chip.LAYOUT, keys);
        // @start region="simulate"
        SimulatedTag chip = new SimulatedTag("04AABBCCDDEE80", metaRead, own);
        Verdict<TagRead> tapped = verifier.verify(chip.tap("https://tea.example/01/09506000134352/21/CAKE-0001"));
        // @end region="simulate"
        assertThat(tapped.value().orElseThrow()).hasToString("tag 04AABBCCDDEE80, read 1 times");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://x.example/                                     | it has no query",
                "not a url                                              | it is no URL",
                "https://x.example/?cmac=94EED9EE65337086               | picc_data must be there",
                "https://x.example/?picc_data=EF963FF7828658A599F3041510671E88 | cmac must be there",
                "https://x.example/?picc_data=EF963FF7828658A599F3041510671E&cmac=94EED9EE65337086 | picc_data must be 16 bytes in hex: 30",
                "https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE653370 | cmac must be 8 bytes in hex: 14",
                "https://x.example/?picc_data=EF963FF7828658A599F3041510671EZZ&cmac=94EED9EE65337086 | picc_data must be 16 bytes in hex",
                "https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086&cmac=94EED9EE65337086 | cmac must be there once",
                "https://x.example/?PICC_DATA=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086 | picc_data must be there",
                "https://x.example/?picc_data=%45F963FF7828658A599F3041510671E88&cmac=94EED9EE65337086 | picc_data must be 16 bytes in hex",
            })
    void refusesWhatIsNoTagsUrl(String url, String why) {
        Verdict<TagRead> verdict = new SunVerifier(PICC, ZERO).verify(url);
        assertThat(code(verdict)).isEqualTo("MALFORMED");
        assertThat(verdict.reasons().getFirst().detail()).contains(why);
    }

    @Test
    void isBounded() {
        Verdict<TagRead> verdict = new SunVerifier(PICC, ZERO).verify("https://x.example/?a=" + "b".repeat(2_000));
        assertThat(code(verdict)).isEqualTo("MALFORMED");
        Verdict<TagRead> partial = new SunVerifier(PICC.withFileData("enc"), ZERO)
                .verify("https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&enc=00&cmac=94EED9EE65337086");
        assertThat(partial.reasons().getFirst().detail()).isEqualTo("enc must be whole blocks of 16 bytes: 1");
        Verdict<TagRead> behind = new SunVerifier(PICC.withMacFrom("z"), ZERO)
                .verify("https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086&z=1");
        assertThat(behind.reasons().getFirst().detail()).isEqualTo("z must stand before cmac");
    }

    @Test
    void keepsKeysToItself() {
        SunKeys keys = SunKeys.shared(hex("000102030405060708090a0b0c0d0e0f"), new byte[16]);
        assertThat(keys).hasToString("SunKeys(shared)");
        keys.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> new SunVerifier(PICC, keys)
                        .verify("https://x.example/?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SunKeys.shared(new byte[16], new byte[32]))
                .withMessage("SDMFileReadKey must have 16 bytes: 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SunKeys.diversified(new byte[16], new byte[16], new byte[25]));
    }
}
