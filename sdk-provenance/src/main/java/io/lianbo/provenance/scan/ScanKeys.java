package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which scans are kept without saying who scanned, scratch codes without saying what they are, and showcase links are told from inventions: HMAC-SHA-256
 * (RFC 2104), with a key of its own for each use.
 *
 * <p>All processes that share a store share the secret. It must outlive the goods: with another one, printed scratch codes are wrong and owners strangers. No text shows it;
 * {@link #close} overwrites it, and a closed one throws.
 */
public final class ScanKeys implements AutoCloseable {
    private static final String HMAC = "HmacSHA256";

    /** Looking one up takes longer than using it. */
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(ScanKeys::newMac);

    private final Map<Use, byte[]> keys = new EnumMap<>(Use.class);
    private volatile boolean closed;

    /** What a key is for. */
    enum Use {
        DEVICE,
        OWNER,
        CODE,
        SHOWCASE
    }

    private ScanKeys(byte[] secret) {
        for (Use use : Use.values()) {
            keys.put(use, mac(secret, ("lianbo scan " + use).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /**
     * Keys from a secret.
     *
     * @param secret 32 bytes or more from a {@link java.security.SecureRandom}; overwrite them after the call
     * @throws IllegalArgumentException if it is shorter
     */
    public static ScanKeys of(byte[] secret) {
        if (secret.length < Hash32.SIZE) {
            throw new IllegalArgumentException("a secret must have 32 bytes or more: " + secret.length);
        }
        return new ScanKeys(secret);
    }

    /** The HMAC of texts, told apart from any others that read the same one after the other. */
    byte[] mac(Use use, String... texts) {
        byte[][] parts = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            parts[i] = Sha256.digest(texts[i].getBytes(StandardCharsets.UTF_8));
        }
        byte[] mac = mac(Objects.requireNonNull(keys.get(use)), parts);
        if (closed) {
            throw new IllegalStateException("the keys of scans are closed");
        }
        return mac;
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        Mac mac = MACS.get();
        try {
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC must take any key", e);
        }
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(HMAC);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have " + HMAC, e);
        }
    }

    /** Overwrites the keys. */
    @Override
    public void close() {
        closed = true;
        keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
    }

    /** Returns nothing of it. */
    @Override
    public String toString() {
        return "ScanKeys";
    }
}
