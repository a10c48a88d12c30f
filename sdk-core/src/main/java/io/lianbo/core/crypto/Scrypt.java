package io.lianbo.core.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Pack;

/**
 * scrypt (RFC 7914) and the PBKDF2 (RFC 8018, HMAC-SHA-256) it is built on.
 *
 * <p>BouncyCastle's own scrypt keeps to the RFC's limit of N below 2<sup>16</sup> for r = 1, which erratum 5971 calls a mistake; the
 * standard's example and the key files of early Ethereum wallets lie beyond it.
 */
final class Scrypt {

    private static final int WORDS = 16;

    private Scrypt() {}

    static byte[] pbkdf2(byte[] password, byte[] salt, int iterations, int size) {
        PBEParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, iterations);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * size)).getKey();
    }

    /** Derives {@code size} bytes; needs 128 n r bytes of memory. */
    static byte[] derive(byte[] password, byte[] salt, int n, int r, int p, int size) {
        byte[] blocks = pbkdf2(password, salt, 1, p * 128 * r);
        int[][] memory = new int[n][2 * WORDS * r];
        int[] block = new int[2 * WORDS * r];
        for (int offset = 0; offset < blocks.length; offset += 4 * block.length) {
            Pack.littleEndianToInt(blocks, offset, block);
            mix(block, memory);
            Pack.intToLittleEndian(block, blocks, offset);
        }
        byte[] key = pbkdf2(password, blocks, 1, size);
        Arrays.fill(blocks, (byte) 0);
        return key;
    }

    /** scryptROMix, section 5. */
    private static void mix(int[] block, int[][] memory) {
        int[] scratch = new int[block.length];
        for (int[] line : memory) {
            System.arraycopy(block, 0, line, 0, block.length);
            mixBlock(block, scratch);
        }
        for (int i = 0; i < memory.length; i++) {
            // n is a power of two: integerify(block) mod n
            int[] line = memory[block[block.length - WORDS] & (memory.length - 1)];
            for (int word = 0; word < block.length; word++) {
                block[word] ^= line[word];
            }
            mixBlock(block, scratch);
        }
    }

    /** scryptBlockMix, section 4. */
    private static void mixBlock(int[] block, int[] scratch) {
        int[] x = Arrays.copyOfRange(block, block.length - WORDS, block.length);
        for (int from = 0; from < block.length; from += WORDS) {
            for (int word = 0; word < WORDS; word++) {
                x[word] ^= block[from + word];
            }
            Salsa20Engine.salsaCore(8, x, x);
            // chunks 0, 2, 4 ... make the first half, chunks 1, 3, 5 ... the second
            int chunk = from / WORDS;
            System.arraycopy(x, 0, scratch, WORDS * (chunk / 2) + (chunk % 2 == 0 ? 0 : block.length / 2), WORDS);
        }
        System.arraycopy(scratch, 0, block, 0, block.length);
    }
}
