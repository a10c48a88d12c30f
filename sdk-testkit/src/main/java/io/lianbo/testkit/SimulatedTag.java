package io.lianbo.testkit;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * An NTAG 424 DNA chip as a phone meets it, without the chip: each tap counts, and says so in a URL that only the chip's keys make (Secure Unique NFC in AES mode, NXP AN12196).
 *
 * {@snippet class="io.lianbo.testkit.SimulatedTagTest" region="tap"}
 *
 * <p>The URL holds the encrypted {@code PICCData} in the parameter {@value #PICC_DATA} and the {@code SDMMAC}, over nothing else, in {@value #MAC}: {@code
 * SunLayout.encrypted(SunMode.AES, "e", "c")} of {@code sdk-provenance} reads it. May be used by many threads.
 */
public final class SimulatedTag {
    /** The parameter of UID and counter, encrypted. */
    public static final String PICC_DATA = "e";

    /** The parameter of what proves them. */
    public static final String MAC = "c";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int BLOCK = 16;
    private static final int UID_BYTES = 7;
    private static final int PADDING_BYTES = 5;
    private static final int LAST_COUNTER = 0xFFFFFF;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of a UID of 7 bytes, and of a counter that is mirrored. */
    private static final String PICC_DATA_TAG = "C7";

    /** AN12196: the vector from which the key of the {@code SDMMAC} is derived. */
    private static final String MAC_VECTOR = "3CC300010080";

    private final String uid;
    private final byte[] metaRead;
    private final byte[] fileRead;
    private int counter;

    /**
     * A chip that was never read.
     *
     * @param uid 7 bytes in hex
     * @param metaRead its {@code SDMMetaReadKey}, 16 bytes
     * @param fileRead its {@code SDMFileReadKey}, 16 bytes
     */
    public SimulatedTag(String uid, byte[] metaRead, byte[] fileRead) {
        this(uid, metaRead.clone(), fileRead.clone(), 0);
        if (HEX.parseHex(uid).length != UID_BYTES || metaRead.length != BLOCK || fileRead.length != BLOCK) {
            throw new IllegalArgumentException("a UID must have 7 bytes, and each key 16");
        }
    }

    private SimulatedTag(String uid, byte[] metaRead, byte[] fileRead, int counter) {
        this.uid = uid.toUpperCase(Locale.ROOT);
        this.metaRead = metaRead;
        this.fileRead = fileRead;
        this.counter = counter;
    }

    /** Its UID, 14 digits of hex in capitals. */
    public String uid() {
        return uid;
    }

    /** How often it was read. */
    public synchronized int counter() {
        return counter;
    }

    /**
     * Another chip with the same UID and keys, as whoever extracts them can make.
     *
     * @param counter how often it was read, 0 to 2^24 - 1
     */
    public SimulatedTag withCounter(int counter) {
        if (counter < 0 || counter > LAST_COUNTER) {
            throw new IllegalArgumentException("a chip counts from 0 to " + LAST_COUNTER + ": " + counter);
        }
        return new SimulatedTag(uid, metaRead, fileRead, counter);
    }

    /**
     * Counts, and says so; at its last count a chip stays.
     *
     * @param url what is written on the chip, with or without a query
     * @return the URL that the phone opens
     */
    public synchronized String tap(String url) {
        counter = Math.min(counter + 1, LAST_COUNTER);
        String count = "%02X%02X%02X".formatted(counter & 0xff, counter >>> 8 & 0xff, counter >>> 16);
        byte[] padding = new byte[PADDING_BYTES];
        RANDOM.nextBytes(padding);
        byte[] piccData = encrypt(metaRead, HEX.parseHex(PICC_DATA_TAG + uid + count + HEX.formatHex(padding)));
        byte[] session = cmac(fileRead, HEX.parseHex(MAC_VECTOR + uid + count));
        byte[] whole = cmac(session, new byte[0]);
        byte[] mac = new byte[BLOCK / 2];
        for (int i = 0; i < mac.length; i++) {
            mac[i] = whole[2 * i + 1];
        }
        char before = url.indexOf('?') < 0 ? '?' : '&';
        return url + before + PICC_DATA + "=" + HEX.formatHex(piccData) + "&" + MAC + "=" + HEX.formatHex(mac);
    }

    /** AES-CMAC (RFC 4493) of at most one block, which is all that a chip without file data needs. */
    private static byte[] cmac(byte[] key, byte[] message) {
        byte[] block = doubled(encrypt(key, new byte[BLOCK]));
        if (message.length < BLOCK) {
            block = doubled(block);
            block[message.length] ^= (byte) 0x80;
        }
        for (int i = 0; i < message.length; i++) {
            block[i] ^= message[i];
        }
        return encrypt(key, block);
    }

    /** Times x in the field of 2^128 elements. */
    private static byte[] doubled(byte[] block) {
        byte[] twice = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int shifted = (block[i] & 0xff) << 1 | carry;
            twice[i] = (byte) shifted;
            carry = shifted >>> 8;
        }
        twice[BLOCK - 1] ^= (byte) (carry * 0x87);
        return twice;
    }

    private static byte[] encrypt(byte[] key, byte[] block) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return aes.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    /** Returns which chip it is, and nothing of its keys. */
    @Override
    public String toString() {
        return "simulated tag " + uid;
    }
}
