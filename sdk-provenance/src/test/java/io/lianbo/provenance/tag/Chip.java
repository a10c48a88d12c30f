package io.lianbo.provenance.tag;

import java.util.HexFormat;
import java.util.Random;

/** An NTAG 424 DNA in AES mode as a phone meets it, with keys of zeros; or a copy of one. */
public final class Chip {
    public static final SunLayout LAYOUT = SunLayout.encrypted(SunMode.AES, "e", "c");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] ZERO = new byte[Aes.BLOCK];

    private final String uid;
    private final Random padding;
    private int counter;

    /**
     * A chip.
     *
     * @param uid 7 bytes in hex
     * @param counter how often it was read
     */
    public Chip(String uid, int counter) {
        this.uid = uid;
        this.counter = counter;
        this.padding = new Random(counter);
    }

    /** What checks such chips. */
    public static SunVerifier verifier() {
        return new SunVerifier(LAYOUT, SunKeys.shared(ZERO, ZERO));
    }

    public String uid() {
        return uid;
    }

    public int counter() {
        return counter;
    }

    /** Another with the same keys and counter, as whoever extracts both can make. */
    public Chip copy() {
        return new Chip(uid, counter);
    }

    /** Counts, and says so. */
    public String tap(String domain) {
        counter = Math.min(counter + 1, TagRead.LAST_COUNTER);
        return message(domain, uid, counter, padding.nextInt());
    }

    /** What a chip with keys of zeros says. */
    public static String message(String domain, String uid, int counter, int padding) {
        byte[] picc = HEX.parseHex("C7" + uid + littleEndian(counter) + "%08X00".formatted(padding));
        byte[] whole = Aes.cmac(
                new SunVerifier.AesSession(ZERO, HEX.parseHex(uid), HEX.parseHex(littleEndian(counter))).macKey(),
                new byte[0]);
        StringBuilder mac = new StringBuilder();
        for (int i = 1; i < whole.length; i += 2) {
            mac.append(HEX.toHexDigits(whole[i]));
        }
        return domain + "?e=" + HEX.formatHex(Aes.encrypt(ZERO, picc)) + "&c=" + mac;
    }

    private static String littleEndian(int counter) {
        return "%02X%02X%02X".formatted(counter & 0xff, counter >>> 8 & 0xff, counter >>> 16);
    }
}
