package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signature of a voucher as the collection takes it: a key's, 64 bytes (EIP-2098) or 65; whatever the ERC-1271 contract accepts that is the
 * collection's voucher signer; or the 20 bytes of an added ERC-1271 signer's address, and then what that accepts.
 *
 * <p>Of a key's signature there are two forms, so two signatures that differ may say the same: what tells vouchers apart is their digest.
 */
public final class VoucherSignature {

    /** The most bytes. */
    public static final int MOST_BYTES = 8192;

    private final byte[] bytes;

    private VoucherSignature(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a key's signature, in its shorter form, which saves calldata. */
    public static VoucherSignature of(Signature signature) {
        return new VoucherSignature(signature.compact());
    }

    /**
     * Returns what the ERC-1271 contract accepts that is the collection's {@linkplain VoucherRedeemer#voucherSigner voucher signer}.
     *
     * @param bytes 1 to {@value #MOST_BYTES}
     * @throws IllegalArgumentException if there are none or more
     */
    public static VoucherSignature ofContract(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a signature must be 1 to " + MOST_BYTES + " bytes: " + bytes.length);
        }
        return new VoucherSignature(bytes.clone());
    }

    /**
     * Returns what an ERC-1271 contract accepts that was {@linkplain VoucherRedeemer#addVoucherSigner added} as a signer.
     *
     * @param contract the signer
     * @param bytes what it accepts
     * @throws IllegalArgumentException if there are too many
     */
    public static VoucherSignature ofAddedContract(Address contract, byte[] bytes) {
        byte[] named = Arrays.copyOf(contract.bytes(), Address.SIZE + bytes.length);
        System.arraycopy(bytes, 0, named, Address.SIZE, bytes.length);
        return ofContract(named);
    }

    /**
     * Reads 0x hex.
     *
     * @throws IllegalArgumentException if it is none, or not 1 to {@value #MOST_BYTES} bytes
     */
    public static VoucherSignature parse(String hex) {
        if (hex.length() > 2 + 2 * MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a signature must be 1 to " + MOST_BYTES + " bytes: " + hex.length() + " characters");
        }
        return ofContract(Hex.decode(hex));
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns it as a key's signature; empty where it is none. */
    public Optional<Signature> ofKey() {
        if (bytes.length != Signature.SIZE && bytes.length != Signature.COMPACT_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(Signature.parse(bytes));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    /** The account whose key signed {@code digest}; empty where it is no key's signature. */
    Optional<Address> signerOf(Hash32 digest) {
        return ofKey().flatMap(signature -> Secp256k1.recover(digest, signature).value())
                .map(PublicKey::address);
    }

    /** The contract that its first bytes name, and the rest. */
    Optional<Address> namedContract() {
        return bytes.length < Address.SIZE
                ? Optional.empty()
                : Optional.of(Address.of(Arrays.copyOf(bytes, Address.SIZE)));
    }

    byte[] afterName() {
        return Arrays.copyOfRange(bytes, Address.SIZE, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoucherSignature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the bytes in 0x hex. */
    @Override
    public String toString() {
        return Hex.encode(bytes);
    }
}
