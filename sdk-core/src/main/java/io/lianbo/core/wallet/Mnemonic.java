package io.lianbo.core.wallet;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.internal.UnicodeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.web3j.crypto.MnemonicUtils;

/**
 * The words that a wallet is written down as, in English (<a
 * href="https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki">BIP-39</a>): 12, 15, 18, 21 or 24, the last of which holds a
 * checksum.
 *
 * {@snippet class="io.lianbo.core.wallet.MnemonicTest" region="generate"}
 *
 * <p>Whoever reads the words owns every account made from them, so they are shown by one method alone: not by {@link #toString()} and by no
 * error message. {@link #close()} overwrites them, as far as the JVM allows; a closed mnemonic throws {@link IllegalStateException}.
 */
public final class Mnemonic implements AutoCloseable {

    private static final List<String> WORDS = loadWords();
    private static final int BITS_PER_WORD = 11;
    private static final String ALLOWED = "mnemonic must have 12, 15, 18, 21 or 24 words: ";
    private static final int SEED_ROUNDS = 2048;
    private static final int SEED_BITS = 512;

    // indexes into WORDS; guarded by this
    private final short[] words;
    private boolean closed;

    private Mnemonic(short[] words) {
        this.words = words;
    }

    /**
     * Returns new words.
     *
     * @param words 12 (a strength of 128 bits), 15, 18, 21 or 24 (256 bits)
     * @param random the source of the words; a seeded one gives words that others can compute
     * @throws IllegalArgumentException if {@code words} is another number
     */
    public static Mnemonic generate(int words, SecureRandom random) {
        byte[] entropy = new byte[entropySize(words)];
        random.nextBytes(entropy);
        try {
            return ofEntropy(entropy);
        } finally {
            Arrays.fill(entropy, (byte) 0);
        }
    }

    /**
     * Reads words in lower case, with white space between them.
     *
     * <p>A {@link String} stays in memory until it is collected; where that matters wrap a {@code char[]} with {@link CharBuffer#wrap(char[])},
     * and overwrite it after the call.
     *
     * @throws IllegalArgumentException if the number of words is not allowed, a word is not in the list, or the checksum is wrong; the
     *     message names the position of a word and never the word
     */
    public static Mnemonic parse(CharSequence text) {
        short[] words = new short[0];
        short[] found = new short[24];
        byte[] entropy = {};
        try {
            int count = 0;
            int unknown = 0;
            for (int start = 0; (start = skip(text, start, true)) < text.length(); ) {
                int end = skip(text, start, false);
                if (count < found.length) {
                    int index = Collections.binarySearch(WORDS, text.subSequence(start, end), CharSequence::compare);
                    unknown = index < 0 && unknown == 0 ? count + 1 : unknown;
                    found[count] = (short) index;
                }
                count++;
                start = end;
            }
            entropy = new byte[entropySize(count)];
            if (unknown > 0) {
                throw new IllegalArgumentException(
                        "mnemonic must be of BIP-39's English words: word " + unknown + " of " + count + " is not");
            }
            words = Arrays.copyOf(found, count);
            if (!unpack(words, entropy)) {
                throw new IllegalArgumentException(
                        "mnemonic must end with its checksum, and does not: a word is another or in another place");
            }
            Mnemonic mnemonic = new Mnemonic(words);
            words = new short[0];
            return mnemonic;
        } finally {
            Arrays.fill(found, (short) 0);
            Arrays.fill(words, (short) 0);
            Arrays.fill(entropy, (byte) 0);
        }
    }

    /** The words of entropy: its bits, then as many bits of its SHA-256 as it has groups of 32, cut into elevens. */
    static Mnemonic ofEntropy(byte[] entropy) {
        int checksum = checksum(entropy);
        short[] words = new short[entropy.length * Byte.SIZE / 32 * 3];
        for (int bit = 0; bit < words.length * BITS_PER_WORD; bit++) {
            int at = bit - entropy.length * Byte.SIZE;
            int value = at < 0 ? entropy[bit / Byte.SIZE] >> (7 - bit % Byte.SIZE) : checksum >> (7 - at);
            int word = bit / BITS_PER_WORD;
            words[word] = (short) ((words[word] << 1) | (value & 1));
        }
        return new Mnemonic(words);
    }

    /** Writes the entropy of words; returns whether their checksum is right. */
    private static boolean unpack(short[] words, byte[] entropy) {
        int checksum = 0;
        for (int bit = 0; bit < words.length * BITS_PER_WORD; bit++) {
            int value = words[bit / BITS_PER_WORD] >> (BITS_PER_WORD - 1 - bit % BITS_PER_WORD) & 1;
            int at = bit / Byte.SIZE;
            if (at < entropy.length) {
                entropy[at] = (byte) ((entropy[at] << 1) | value);
            } else {
                checksum = (checksum << 1) | value;
            }
        }
        return checksum == checksum(entropy) >> (Byte.SIZE - words.length / 3);
    }

    private static int checksum(byte[] entropy) {
        return Sha256.digest(entropy)[0] & 0xff;
    }

    private static int entropySize(int words) {
        if (words < 12 || words > 24 || words % 3 != 0) {
            throw new IllegalArgumentException(ALLOWED + words);
        }
        return words / 3 * 4;
    }

    private static int skip(CharSequence text, int from, boolean space) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) == space) {
            at++;
        }
        return at;
    }

    /** Returns how many words there are. */
    public int size() {
        return words.length;
    }

    /**
     * Returns the words, to be written down. Whoever sees them owns the accounts.
     *
     * @throws IllegalStateException if this is closed
     */
    public synchronized List<String> exportWordsDangerously() {
        requireOpen();
        List<String> list = new ArrayList<>();
        for (short word : words) {
            list.add(WORDS.get(word));
        }
        return Collections.unmodifiableList(list);
    }

    /**
     * The 64 bytes that BIP-32 starts from: PBKDF2 with HMAC-SHA-512 and 2048 rounds over the words, salted with the passphrase in NFKD.
     */
    byte[] seed(char[] passphrase) {
        byte[] sentence = sentence();
        byte[] salt = salt(passphrase);
        try {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
            generator.init(sentence, salt, SEED_ROUNDS);
            return ((KeyParameter) generator.generateDerivedMacParameters(SEED_BITS)).getKey();
        } finally {
            Arrays.fill(sentence, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    private synchronized byte[] sentence() {
        requireOpen();
        int size = words.length - 1;
        for (short word : words) {
            size += WORDS.get(word).length();
        }
        byte[] sentence = new byte[size];
        int at = 0;
        for (short word : words) {
            byte[] letters = WORDS.get(word).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(letters, 0, sentence, at, letters.length);
            at += letters.length;
            if (at < size) {
                sentence[at++] = ' ';
            }
        }
        return sentence;
    }

    private static byte[] salt(char[] passphrase) {
        CharBuffer given = CharBuffer.wrap(passphrase);
        // the normalizer makes a String, which nobody can overwrite: only where there is something to do
        char[] normalized = Normalizer.isNormalized(given, Normalizer.Form.NFKD)
                ? passphrase.clone()
                : Normalizer.normalize(given, Normalizer.Form.NFKD).toCharArray();
        byte[] utf8 = {};
        try {
            utf8 = UnicodeText.utf8("passphrase", normalized);
            byte[] prefix = "mnemonic".getBytes(StandardCharsets.US_ASCII);
            byte[] salt = Arrays.copyOf(prefix, prefix.length + utf8.length);
            System.arraycopy(utf8, 0, salt, prefix.length, utf8.length);
            return salt;
        } finally {
            Arrays.fill(normalized, '\0');
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the mnemonic is closed");
        }
    }

    /** Overwrites the words. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(words, (short) 0);
    }

    /** Returns how many words there are, and none of them: {@code Mnemonic(12 words)}. */
    @Override
    public String toString() {
        return "Mnemonic(" + words.length + " words)";
    }

    /** The list that web3j ships; its own loader looks through the thread's class loader, which may not see it. */
    private static List<String> loadWords() {
        try (InputStream in = MnemonicUtils.class.getResourceAsStream("/en-mnemonic-word-list.txt")) {
            String list = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            return list.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the word list cannot be read", e);
        }
    }
}
