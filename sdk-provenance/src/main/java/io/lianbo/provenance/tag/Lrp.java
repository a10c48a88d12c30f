package io.lianbo.provenance.tag;

import java.util.Arrays;

/**
 * The leakage-resilient primitive of NXP AN12304 over AES-128: each key is used for few inputs, so that watching the chip's power teaches little about it.
 */
final class Lrp {
    private static final int PLAINTEXTS = 16;
    private static final byte[] FIVES = filled(0x55);
    private static final byte[] AS = filled(0xaa);
    private static final byte[] ZEROS = new byte[Aes.BLOCK];

    private final byte[][] plaintexts = new byte[PLAINTEXTS][];
    private final byte[] key;

    /**
     * With one of a key's updated keys.
     *
     * @param updatedKey which one: 0 for MACs, 1 for a session's encryption
     */
    Lrp(byte[] baseKey, int updatedKey) {
        byte[] h = Aes.encrypt(baseKey, FIVES);
        for (int i = 0; i < PLAINTEXTS; i++) {
            plaintexts[i] = Aes.encrypt(h, AS);
            h = Aes.encrypt(h, FIVES);
        }
        byte[] k = Aes.encrypt(baseKey, AS);
        for (int i = 0; i < updatedKey; i++) {
            k = Aes.encrypt(k, FIVES);
        }
        this.key = Aes.encrypt(k, AS);
    }

    private static byte[] filled(int value) {
        byte[] block = new byte[Aes.BLOCK];
        Arrays.fill(block, (byte) value);
        return block;
    }

    /** Walks down a tree of keys, half a byte of the input a step. */
    byte[] evaluate(byte[] input, boolean last) {
        byte[] y = key;
        for (byte b : input) {
            y = Aes.encrypt(y, plaintexts[(b & 0xff) >>> 4]);
            y = Aes.encrypt(y, plaintexts[b & 0x0f]);
        }
        return last ? Aes.encrypt(y, ZEROS) : y;
    }

    /** Decrypts whole blocks, each by a key of its own that comes from a counter (LRICB). */
    byte[] decrypt(byte[] counter, byte[] data) {
        byte[] next = counter.clone();
        byte[] out = new byte[data.length];
        for (int at = 0; at < data.length; at += Aes.BLOCK) {
            byte[] block = Arrays.copyOfRange(data, at, at + Aes.BLOCK);
            System.arraycopy(Aes.decrypt(evaluate(next, true), block), 0, out, at, Aes.BLOCK);
            increment(next);
        }
        return out;
    }

    private static void increment(byte[] counter) {
        for (int i = counter.length - 1; i >= 0; i--) {
            counter[i]++;
            if (counter[i] != 0) {
                return;
            }
        }
    }

    /** CMAC with this in the cipher's place. */
    byte[] cmac(byte[] message) {
        byte[] whole = Aes.doubled(evaluate(ZEROS, true));
        byte[] padded = Aes.doubled(whole);
        int blocks = Math.max(1, Math.ceilDiv(message.length, Aes.BLOCK));
        byte[] y = new byte[Aes.BLOCK];
        for (int i = 0; i < blocks; i++) {
            int from = i * Aes.BLOCK;
            int length = Math.min(Aes.BLOCK, message.length - from);
            byte[] block = Arrays.copyOf(Arrays.copyOfRange(message, from, from + length), Aes.BLOCK);
            if (i == blocks - 1) {
                if (length < Aes.BLOCK) {
                    block[length] = (byte) 0x80;
                }
                Aes.xorInto(block, length < Aes.BLOCK ? padded : whole);
            }
            Aes.xorInto(y, block);
            y = evaluate(y, true);
        }
        return y;
    }
}
