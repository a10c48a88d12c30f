package io.lianbo.provenance.tag;

import java.util.Arrays;

/**
 * A key for each tag from one that never leaves its vault, by NXP AN10922 for AES-128: a tag that is broken open gives away itself alone.
 *
 * {@snippet class="io.lianbo.provenance.tag.SunVerifierTest" region="personalise"}
 */
public final class KeyDiversification {
    private static final int LONGEST_INPUT = 31;
    private static final byte AES_128 = 1;

    private KeyDiversification() {}

    /**
     * Returns the key of one tag.
     *
     * @param master 16 bytes
     * @param input what tells the tag and its use apart, 1 to 31 bytes: the UID, then an application's and a system's identifier
     * @return 16 bytes, another for each input
     * @throws IllegalArgumentException if a length is another
     */
    public static byte[] aes128(byte[] master, byte[] input) {
        requireKey("master key", master);
        if (input.length < 1 || input.length > LONGEST_INPUT) {
            throw new IllegalArgumentException(
                    "a diversification input must have 1 to " + LONGEST_INPUT + " bytes: " + input.length);
        }
        byte[] subkey = Aes.doubled(Aes.encrypt(master, new byte[Aes.BLOCK]));
        byte[] message = new byte[2 * Aes.BLOCK];
        message[0] = AES_128;
        System.arraycopy(input, 0, message, 1, input.length);
        if (input.length < LONGEST_INPUT) {
            // Always two blocks, unlike CMAC, which would take one where one is enough.
            message[1 + input.length] = (byte) 0x80;
            subkey = Aes.doubled(subkey);
        }
        byte[] first = Aes.encrypt(master, Arrays.copyOf(message, Aes.BLOCK));
        byte[] second = Arrays.copyOfRange(message, Aes.BLOCK, message.length);
        Aes.xorInto(second, first);
        Aes.xorInto(second, subkey);
        return Aes.encrypt(master, second);
    }

    static void requireKey(String what, byte[] key) {
        if (key.length != Aes.BLOCK) {
            throw new IllegalArgumentException(what + " must have 16 bytes: " + key.length);
        }
    }
}
