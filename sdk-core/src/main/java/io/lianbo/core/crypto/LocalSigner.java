package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Signs with a private key held in this process's memory, by RFC 6979: the same digest gives the same signature.
 *
 * {@snippet class="io.lianbo.core.crypto.LocalSignerTest" region="local-signer"}
 *
 * <p>The key is never shown: {@link #toString()} gives the address, two signers are equal only if they are the same object, and a signer
 * is not serializable. {@link #close()} overwrites the key; a closed signer throws {@link IllegalStateException}. Overwriting is best
 * effort: the JVM may have moved or copied the memory before, so production keys belong into a key service behind {@link Signer}.
 *
 * <p>Keys at rest: {@link Keystore}.
 */
public final class LocalSigner implements Signer, AutoCloseable {

    private static final int KEY_SIZE = 32;
    private static final String ALLOWED =
            "private key must be 32 bytes (64 hex digits), from 1 to n-1, n being the order of secp256k1: ";

    private final PublicKey publicKey;
    private final Address address;
    // guarded by this
    private final byte[] key;
    private boolean closed;

    /** Takes ownership of {@code key}, and overwrites it if it is no private key. */
    private LocalSigner(byte[] key) {
        BigInteger number = new BigInteger(1, key);
        if (key.length != KEY_SIZE || !Secp256k1.isScalar(number)) {
            Arrays.fill(key, (byte) 0);
            throw new IllegalArgumentException(
                    ALLOWED + (key.length == KEY_SIZE ? "the number given is out of range" : key.length + " bytes"));
        }
        this.key = key;
        this.publicKey = Secp256k1.publicKeyOf(key);
        this.address = publicKey.address();
    }

    /**
     * Returns a signer with a new key.
     *
     * @param random the source of the key; a seeded one gives a key that others can compute
     */
    public static LocalSigner generate(SecureRandom random) {
        byte[] key = new byte[KEY_SIZE];
        do {
            random.nextBytes(key);
        } while (!Secp256k1.isScalar(new BigInteger(1, key)));
        return new LocalSigner(key);
    }

    /**
     * Returns the signer of a private key in hex, with or without {@code 0x}.
     *
     * <p>The text stays in memory until it is collected; where that matters use {@link #fromPrivateKey(byte[])} or {@link Keystore}.
     *
     * @throws IllegalArgumentException if it is not 64 hex digits, or the number is zero or not less than the order of secp256k1; the
     *     message does not show the key
     */
    public static LocalSigner fromPrivateKey(String hex) {
        String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        if (digits.length() != 2 * KEY_SIZE) {
            throw new IllegalArgumentException(ALLOWED + digits.length() + " hex digits");
        }
        if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException(ALLOWED + "not all characters are hex digits");
        }
        return new LocalSigner(HexFormat.of().parseHex(digits));
    }

    /**
     * Returns the signer of a private key, which is copied: overwrite {@code key} after the call.
     *
     * @throws IllegalArgumentException if it is not 32 bytes, or the number is zero or not less than the order of secp256k1; the message
     *     does not show the key
     */
    public static LocalSigner fromPrivateKey(byte[] key) {
        return new LocalSigner(key.clone());
    }

    @Override
    public Address address() {
        return address;
    }

    /** Returns the public half of the key. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * Signs a digest as it is.
     *
     * <p>A digest may hide a transaction: sign only what this program hashed itself, never a digest that came from outside.
     *
     * @throws IllegalStateException if this is closed
     */
    @Override
    public Signature sign(Hash32 digest) {
        byte[] copy = exportPrivateKeyDangerously();
        try {
            return Secp256k1.sign(digest, copy, publicKey);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * Returns a copy of the 32 bytes of the private key. Whoever sees them owns the account: overwrite them after use.
     *
     * @throws IllegalStateException if this is closed
     */
    public synchronized byte[] exportPrivateKeyDangerously() {
        if (closed) {
            throw new IllegalStateException("the key of " + address + " is closed");
        }
        return key.clone();
    }

    /** Overwrites the key; afterwards only the address and the public key are left. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    /** Returns {@code LocalSigner(0x...)} with the address. */
    @Override
    public String toString() {
        return "LocalSigner(" + address + ")";
    }
}
