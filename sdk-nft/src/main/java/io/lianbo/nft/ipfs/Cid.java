package io.lianbo.nft.ipfs;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.util.Arrays;
import java.util.Objects;

/**
 * A content identifier, the name of a block on IPFS and of all that hangs below it (multiformats CID): version, codec and SHA-256 digest.
 *
 * {@snippet class="io.lianbo.nft.ipfs.CidTest" region="cid"}
 *
 * @param version how it is written: 0 in base58btc, 1 in base32
 * @param codec how the block is to be read
 * @param digest the SHA-256 of the block
 */
public record Cid(CidVersion version, Codec codec, Hash32 digest) {

    private static final int SHA2_256 = 0x12;
    private static final int MULTIHASH_SIZE = 2 + Hash32.SIZE;
    private static final int V0_LENGTH = 46;
    private static final int V1_LENGTH = 59;

    /** How a block is to be read. Names are stable; new ones may be added. */
    public enum Codec {
        /** The bytes of a file, or of a part of it. */
        RAW(0x55),
        /** A node of a file or folder (UnixFS in dag-pb). */
        DAG_PB(0x70);

        private final byte code;

        Codec(int code) {
            this.code = (byte) code;
        }
    }

    /**
     * Checks that the three fit.
     *
     * @throws IllegalArgumentException if the version is 0 and the codec not dag-pb, which it always is there
     */
    public Cid {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(digest, "digest");
        if (version == CidVersion.V0 && codec != Codec.DAG_PB) {
            throw new IllegalArgumentException("a CID of version 0 must be of dag-pb: " + codec);
        }
    }

    /**
     * Reads a CID.
     *
     * @param text version 0 in base58btc ({@code Qm...}), or version 1 in lower-case base32 ({@code b...}) with the codec raw or dag-pb; SHA-256
     *     in both
     * @throws IllegalArgumentException if it is anything else
     */
    public static Cid parse(String text) {
        if (text.length() == V0_LENGTH && text.startsWith("Qm")) {
            byte[] multihash = Multibase.base58(text);
            if (multihash.length == MULTIHASH_SIZE) {
                return new Cid(CidVersion.V0, Codec.DAG_PB, digest(text, multihash));
            }
        } else if (text.length() == V1_LENGTH && text.startsWith("b")) {
            byte[] bytes = Multibase.base32(text.substring(1));
            for (Codec codec : Codec.values()) {
                if (bytes[0] == 1 && bytes[1] == codec.code) {
                    return new Cid(CidVersion.V1, codec, digest(text, Arrays.copyOfRange(bytes, 2, bytes.length)));
                }
            }
        }
        throw refused(text);
    }

    private static Hash32 digest(String text, byte[] multihash) {
        if (multihash[0] != SHA2_256 || multihash[1] != Hash32.SIZE) {
            throw refused(text);
        }
        return Hash32.of(Arrays.copyOfRange(multihash, 2, MULTIHASH_SIZE));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "CID must be Qm and 44 characters of base58, or b and 58 characters of base32"
                        + " with the codec raw or dag-pb, by SHA-256: " + Multibase.shown(text));
    }

    /** The name of a block. */
    static Cid of(CidVersion version, Codec codec, byte[] block) {
        return new Cid(version, codec, Sha256.hash(block));
    }

    /** Returns the binary form: 34 bytes of version 0, 36 of version 1. */
    public byte[] bytes() {
        int prefix = version == CidVersion.V0 ? 0 : 2;
        byte[] bytes = new byte[prefix + MULTIHASH_SIZE];
        if (prefix > 0) {
            bytes[0] = 1;
            bytes[1] = codec.code;
        }
        bytes[prefix] = SHA2_256;
        bytes[prefix + 1] = Hash32.SIZE;
        System.arraycopy(digest.bytes(), 0, bytes, prefix + 2, Hash32.SIZE);
        return bytes;
    }

    /** Returns the same block's name in version 1, as subdomain gateways want it. The content stays cut as it was. */
    public Cid toV1() {
        return new Cid(CidVersion.V1, codec, digest);
    }

    /** Returns {@code ipfs://} and the CID, without a slash at the end. */
    public String uri() {
        return "ipfs://" + this;
    }

    /** Returns the CID as text: {@code Qm...} or {@code b...}. */
    @Override
    public String toString() {
        return version == CidVersion.V0 ? Multibase.base58(bytes()) : "b" + Multibase.base32(bytes());
    }
}
