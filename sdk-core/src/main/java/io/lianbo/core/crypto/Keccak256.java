package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import io.lianbo.core.internal.Keccak;
import java.util.Objects;

/** Ethereum's hash: Keccak-256 with the original padding, which is not the SHA3-256 of FIPS 202. */
public final class Keccak256 {

    private static final ThreadLocal<Keccak> DIGESTS = ThreadLocal.withInitial(Keccak::new);

    private Keccak256() {}

    /** Returns the hash of the parts, one after the other. */
    public static Hash32 hash(byte[]... parts) {
        return Hash32.of(digest(parts));
    }

    /** Returns the 32 bytes of the hash of the parts, one after the other. */
    public static byte[] digest(byte[]... parts) {
        Keccak keccak = DIGESTS.get();
        for (byte[] part : parts) {
            Objects.requireNonNull(part, "part"); // before any is taken, as the digest is used again
        }
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        byte[] hash = new byte[Hash32.SIZE];
        keccak.finish(hash, 0);
        return hash;
    }

    /**
     * Writes the hash of a piece of an array into an array, which may be the same: for loops over many hashes, which need no array for
     * each.
     *
     * @throws IndexOutOfBoundsException if the piece, or the 32 bytes to write, do not lie in their array
     */
    public static void digest(byte[] input, int offset, int length, byte[] target, int at) {
        Objects.checkFromIndexSize(offset, length, input.length);
        Objects.checkFromIndexSize(at, Hash32.SIZE, target.length); // before any is taken, as the digest is used again
        Keccak keccak = DIGESTS.get();
        keccak.update(input, offset, length);
        keccak.finish(target, at);
    }
}
