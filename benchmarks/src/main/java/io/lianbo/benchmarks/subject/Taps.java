package io.lianbo.benchmarks.subject;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.SunKeys;
import io.lianbo.provenance.tag.SunLayout;
import io.lianbo.provenance.tag.SunMode;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** What NTAG 424 DNA chips on tea cakes say when phones tap them, in AES mode with encrypted PICC data. */
final class Taps {
    static final String DOMAIN = "https://tea.example/t";
    static final SunLayout LAYOUT = SunLayout.encrypted(SunMode.AES, "e", "c");
    static final byte[] META_READ = HexFormat.of().parseHex("42aff114f2cb3b6141be6dc95dfc5416");
    static final byte[] FILE_READ = HexFormat.of().parseHex("b62a9baf092439bd43c62aee96b970c5");

    private static final int BLOCK = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Taps() {}

    static SunKeys keys() {
        return SunKeys.shared(META_READ, FILE_READ);
    }

    static DigitalLink cake(int chip) {
        return DigitalLink.ofItem("09506000134352", "CAKE-" + chip);
    }

    static String uid(int chip) {
        return HEX.formatHex(uidBytes(chip));
    }

    private static byte[] uidBytes(int chip) {
        return new byte[] {
            4, 0x51, (byte) (chip >>> 24), (byte) (chip >>> 16), (byte) (chip >>> 8), (byte) chip, (byte) 0x80
        };
    }

    /** The URL of a chip that was read so often. */
    static String url(int chip, int counter) {
        byte[] said = new byte[BLOCK];
        said[0] = (byte) 0xc7;
        System.arraycopy(uidBytes(chip), 0, said, 1, 7);
        said[8] = (byte) counter;
        said[9] = (byte) (counter >>> 8);
        said[10] = (byte) (counter >>> 16);
        byte[] vector = {0x3c, (byte) 0xc3, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        System.arraycopy(said, 1, vector, 6, 10);
        byte[] mac = cmac(cmac(FILE_READ, vector), new byte[0]);
        byte[] half = new byte[BLOCK / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = mac[2 * i + 1];
        }
        AESEngine aes = newEngine(true, META_READ);
        byte[] picc = new byte[BLOCK];
        aes.processBlock(said, 0, picc, 0);
        return DOMAIN + "?e=" + HEX.formatHex(picc) + "&c=" + HEX.formatHex(half);
    }

    static AESEngine newEngine(boolean encrypt, byte[] key) {
        AESEngine aes = (AESEngine) AESEngine.newInstance();
        aes.init(encrypt, new KeyParameter(key));
        return aes;
    }

    static byte[] cmac(byte[] key, byte[] message) {
        CMac mac = new CMac(AESEngine.newInstance());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[BLOCK];
        mac.doFinal(out, 0);
        return Arrays.copyOf(out, BLOCK);
    }
}
