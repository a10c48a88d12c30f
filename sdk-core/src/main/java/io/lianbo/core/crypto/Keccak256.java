package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Ethereum's hash: Keccak-256 with the original padding, which is not the SHA3-256 of FIPS 202. */
public final class Keccak256 {

    private Keccak256() {}

    /** Returns the hash of the parts, one after the other. */
    public static Hash32 hash(byte[]... parts) {
        return Hash32.of(digest(parts));
    }

    /** Returns the 32 bytes of the hash of the parts, one after the other. */
    public static byte[] digest(byte[]... parts) {
        KeccakDigest keccak = new KeccakDigest(256);
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        byte[] hash = new byte[Hash32.SIZE];
        keccak.doFinal(hash, 0);
        return hash;
    }
}
