package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CTRModeCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The format of {@link Keystore}: Web3 Secret Storage, version 3. Its errors name the field, and hold no secret. */
final class SecretStorage {

    private static final HexFormat HEX = HexFormat.of();
    private static final int KEY_SIZE = 32;
    private static final int IV_SIZE = 16;
    private static final int SALT_SIZE = 32;

    /** What a hostile file may ask for: half a gigabyte of memory, and four times the work of a usual file. */
    private static final int MAX_SCRYPT_MEMORY = 1 << 29;

    private static final int MAX_SCRYPT_WORK = 1 << 23;
    private static final int MAX_PBKDF2_ITERATIONS = 10_000_000;
    private static final int MAX_SALT_SIZE = 256;

    private SecretStorage() {}

    /** Returns the private key, 32 bytes, which the caller overwrites. */
    static byte[] decrypt(String json, byte[] password) {
        JsonObject file = JsonObject.parse("keystore", json);
        file.integer("version", 3, 3);
        // some early wallets wrote a capital letter
        JsonObject crypto = file.object(file.keys().contains("Crypto") ? "Crypto" : "crypto");
        word(crypto, "cipher", "aes-128-ctr");
        byte[] iv = bytes(crypto.object("cipherparams"), "iv", IV_SIZE, IV_SIZE);
        // some early wallets dropped leading zeros
        byte[] ciphertext = bytes(crypto, "ciphertext", 1, KEY_SIZE);
        byte[] mac = bytes(crypto, "mac", 32, 32);
        byte[] derived = derive(crypto, password);
        byte[] key = new byte[KEY_SIZE];
        try {
            if (!MessageDigest.isEqual(mac, mac(derived, ciphertext))) {
                throw new IllegalArgumentException(
                        "the password does not open this keystore, or the keystore was changed (its mac does not fit)");
            }
            aes128Ctr(derived, iv, ciphertext, key);
            checkAddress(file, key);
            return key;
        } catch (IllegalArgumentException e) {
            Arrays.fill(key, (byte) 0);
            throw e;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private static byte[] derive(JsonObject crypto, byte[] password) {
        String name = word(crypto, "kdf", "scrypt", "pbkdf2");
        JsonObject kdf = crypto.object("kdfparams");
        byte[] salt = bytes(kdf, "salt", 1, MAX_SALT_SIZE);
        kdf.integer("dklen", KEY_SIZE, KEY_SIZE);
        if (name.equals("pbkdf2")) {
            word(kdf, "prf", "hmac-sha256");
            return Scrypt.pbkdf2(password, salt, (int) kdf.integer("c", 1, MAX_PBKDF2_ITERATIONS), KEY_SIZE);
        }
        int n = (int) kdf.integer("n", 2, MAX_SCRYPT_MEMORY / 128);
        int r = (int) kdf.integer("r", 1, 32);
        int p = (int) kdf.integer("p", 1, 32);
        if (Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("keystore: crypto.kdfparams.n must be a power of two: " + n);
        }
        if (128L * n * r > MAX_SCRYPT_MEMORY || (long) n * r * p > MAX_SCRYPT_WORK) {
            throw new IllegalArgumentException(
                    "keystore: crypto.kdfparams must need at most 2^29 bytes of memory (128 n r) and 2^23 steps (n r p): n="
                            + n + ", r=" + r + ", p=" + p);
        }
        return Scrypt.derive(password, salt, n, r, p, KEY_SIZE);
    }

    private static void checkAddress(JsonObject file, byte[] key) {
        if (!file.keys().contains("address")) {
            return;
        }
        Address stated = Address.of(bytes(file, "address", Address.SIZE, Address.SIZE));
        try (LocalSigner signer = LocalSigner.fromPrivateKey(key)) {
            if (!signer.address().equals(stated)) {
                throw new IllegalArgumentException(
                        "keystore: address must be that of its key, " + signer.address() + ": " + stated);
            }
        }
    }

    private static String word(JsonObject object, String key, String... allowed) {
        return object.text(key, word -> {
            if (!Arrays.asList(allowed).contains(word)) {
                throw new IllegalArgumentException("must be " + String.join(" or ", allowed) + ": "
                        + (word.matches("[a-z0-9-]{0,20}") ? word : "another text"));
            }
            return word;
        });
    }

    /** Reads hex digits, with or without 0x; the error does not repeat them. */
    private static byte[] bytes(JsonObject object, String key, int min, int max) {
        return object.text(key, text -> {
            String digits = text.startsWith("0x") ? text.substring(2) : text;
            int length = digits.length();
            if (length < 2 * min
                    || length > 2 * max
                    || length % 2 != 0
                    || !digits.chars().allMatch(HexFormat::isHexDigit)) {
                throw new IllegalArgumentException("must be " + (min == max ? min : min + " to " + max)
                        + " bytes in hex: " + length + " characters");
            }
            return HEX.parseHex(digits);
        });
    }

    /** Writes a file of scrypt with r = 8 and p = 1. */
    static String encrypt(byte[] key, Address address, byte[] password, SecureRandom random, int n) {
        byte[] salt = randomBytes(random, SALT_SIZE);
        byte[] iv = randomBytes(random, IV_SIZE);
        byte[] derived = Scrypt.derive(password, salt, n, 8, 1, KEY_SIZE);
        byte[] ciphertext = new byte[KEY_SIZE];
        aes128Ctr(derived, iv, key, ciphertext);
        byte[] mac = mac(derived, ciphertext);
        Arrays.fill(derived, (byte) 0);
        return StrictJson.write(inOrder(
                "address", HEX.formatHex(address.bytes()),
                "crypto",
                        inOrder(
                                "cipher", "aes-128-ctr",
                                "ciphertext", HEX.formatHex(ciphertext),
                                "cipherparams", inOrder("iv", HEX.formatHex(iv)),
                                "kdf", "scrypt",
                                "kdfparams",
                                        inOrder("dklen", KEY_SIZE, "n", n, "p", 1, "r", 8, "salt", HEX.formatHex(salt)),
                                "mac", HEX.formatHex(mac)),
                "id", randomUuid(random).toString(),
                "version", 3));
    }

    private static Map<String, Object> inOrder(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static byte[] mac(byte[] derived, byte[] ciphertext) {
        byte[] macKey = Arrays.copyOfRange(derived, 16, 32);
        byte[] mac = Keccak256.digest(macKey, ciphertext);
        Arrays.fill(macKey, (byte) 0);
        return mac;
    }

    /** Encrypts or decrypts {@code in} to the end of {@code out}. */
    private static void aes128Ctr(byte[] derived, byte[] iv, byte[] in, byte[] out) {
        CTRModeCipher cipher = SICBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(true, new ParametersWithIV(new KeyParameter(derived, 0, 16), iv));
        cipher.processBytes(in, 0, in.length, out, out.length - in.length);
    }

    private static byte[] randomBytes(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns a UUID of version 4, variant 2 (RFC 9562). */
    private static UUID randomUuid(SecureRandom random) {
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (1L << 63));
    }
}
