package io.lianbo.core.wallet;

import io.lianbo.core.crypto.LocalSigner;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.BigIntegers;

/** A private key and the chain code that its children are made with (BIP-32), until it is closed. */
final class ExtendedKey implements AutoCloseable {

    static final int HARDENED = 0x8000_0000;

    private static final int SIZE = 32;
    private static final BigInteger N = CustomNamedCurves.getByName("secp256k1").getN();

    private final byte[] key;
    private final byte[] chainCode;

    private ExtendedKey(byte[] key, byte[] chainCode) {
        this.key = key;
        this.chainCode = chainCode;
    }

    /** The key that a seed stands for (BIP-32, "Master key generation"). */
    static ExtendedKey master(byte[] seed) {
        byte[] hash = hmac("Bitcoin seed".getBytes(StandardCharsets.US_ASCII), seed);
        try {
            return of(new BigInteger(1, hash, 0, SIZE), BigInteger.ZERO, hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    /** The child of an index (BIP-32, CKDpriv); {@link #HARDENED} is set where the child's is made from the private key. */
    ExtendedKey child(int index) {
        ByteBuffer data = ByteBuffer.allocate(1 + SIZE + Integer.BYTES);
        byte[] hash = {};
        try {
            if ((index & HARDENED) != 0) {
                data.put((byte) 0).put(key);
            } else {
                try (LocalSigner signer = signer()) {
                    data.put(signer.publicKey().compressed());
                }
            }
            hash = hmac(chainCode, data.putInt(index).array());
            return of(new BigInteger(1, hash, 0, SIZE), new BigInteger(1, key), hash);
        } finally {
            Arrays.fill(data.array(), (byte) 0);
            Arrays.fill(hash, (byte) 0);
        }
    }

    private static ExtendedKey of(BigInteger tweak, BigInteger parent, byte[] hash) {
        BigInteger child = tweak.add(parent).mod(N);
        if (tweak.compareTo(N) >= 0 || child.signum() == 0) {
            // once in 2^127: BIP-32 says to go on with the next index
            throw new IllegalArgumentException("there is no key at this index or seed; take the next");
        }
        return new ExtendedKey(
                BigIntegers.asUnsignedByteArray(SIZE, child), Arrays.copyOfRange(hash, SIZE, hash.length));
    }

    /** HMAC-SHA-512. */
    private static byte[] hmac(byte[] key, byte[] data) {
        HMac mac = new HMac(new SHA512Digest());
        mac.init(new KeyParameter(key));
        mac.update(data, 0, data.length);
        byte[] hash = new byte[mac.getMacSize()];
        mac.doFinal(hash, 0);
        return hash;
    }

    LocalSigner signer() {
        return LocalSigner.fromPrivateKey(key);
    }

    byte[] chainCode() {
        return chainCode.clone();
    }

    ExtendedKey copy() {
        return new ExtendedKey(key.clone(), chainCode.clone());
    }

    /** Overwrites the key and the chain code. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(chainCode, (byte) 0);
    }
}
