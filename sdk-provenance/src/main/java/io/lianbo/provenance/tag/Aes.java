package io.lianbo.provenance.tag;

import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES-128 as the tags use it: single blocks, blocks in a chain, and CMAC (NIST SP 800-38B). */
final class Aes {
    static final int BLOCK = 16;

    private Aes() {}

    private static BlockCipher cipher(boolean encrypt, byte[] key) {
        BlockCipher cipher = AESEngine.newInstance();
        cipher.init(encrypt, new KeyParameter(key));
        return cipher;
    }

    static byte[] encrypt(byte[] key, byte[] block) {
        byte[] out = new byte[BLOCK];
        cipher(true, key).processBlock(block, 0, out, 0);
        return out;
    }

    static byte[] decrypt(byte[] key, byte[] block) {
        byte[] out = new byte[BLOCK];
        cipher(false, key).processBlock(block, 0, out, 0);
        return out;
    }

    /** CBC without padding; of whole blocks. */
    static byte[] decryptChain(byte[] key, byte[] iv, byte[] data) {
        BlockCipher cipher = cipher(false, key);
        byte[] out = new byte[data.length];
        byte[] previous = iv;
        int from = 0;
        for (int at = 0; at < data.length; at += BLOCK) {
            cipher.processBlock(data, at, out, at);
            for (int i = 0; i < BLOCK; i++) {
                out[at + i] ^= previous[from + i];
            }
            previous = data;
            from = at;
        }
        return out;
    }

    static byte[] cmac(byte[] key, byte[] message) {
        CMac mac = new CMac(AESEngine.newInstance());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[BLOCK];
        mac.doFinal(out, 0);
        return out;
    }

    /** Multiplies by x in the field of CMAC's subkeys, x^128 + x^7 + x^2 + x + 1. */
    static byte[] doubled(byte[] block) {
        byte[] out = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int shifted = (block[i] & 0xff) << 1 | carry;
            out[i] = (byte) shifted;
            carry = shifted >>> 8;
        }
        out[BLOCK - 1] ^= (byte) (carry == 0 ? 0 : 0x87);
        return out;
    }

    static void xorInto(byte[] target, byte[] other) {
        for (int i = 0; i < target.length; i++) {
            target[i] ^= other[i];
        }
    }
}
