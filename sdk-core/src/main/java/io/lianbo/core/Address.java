package io.lianbo.core;

import io.lianbo.core.internal.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The 20-byte address of an Ethereum account or contract.
 *
 * <p>It reads addresses in any of the spellings in use, and holds mixed case to its
 * <a href="https://eips.ethereum.org/EIPS/eip-55">EIP-55</a> checksum: one mistyped digit is refused. An address in all lower or
 * all upper case carries no checksum and is taken as it is. {@link #toString()} always writes the checksum.
 *
 * {@snippet class="io.lianbo.core.AddressTest" region="address"}
 *
 * <p>Addresses are ordered as unsigned numbers, as Solidity orders them.
 */
public final class Address implements Comparable<Address> {

    /** Bytes in an address. */
    public static final int SIZE = 20;

    /** The address of twenty zero bytes, by convention "no address"; nobody holds its key. */
    public static final Address ZERO = new Address(0, 0, 0);

    // bytes 0-7, 8-15 and 16-19: compared and hashed without touching an array
    private final long high;
    private final long middle;
    private final int low;

    private Address(long high, long middle, int low) {
        this.high = high;
        this.middle = middle;
        this.low = low;
    }

    /**
     * Reads an address such as {@code 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed}.
     *
     * @param hex {@code 0x} and 40 hex digits
     * @throws IllegalArgumentException if {@code hex} has another shape, or is in mixed case and its EIP-55 checksum is wrong
     */
    public static Address of(String hex) {
        Address address = of(Hex.decode("address", hex, SIZE));
        if (isMixedCase(hex) && !address.isChecksummed(hex)) {
            throw new IllegalArgumentException(
                    "address has a wrong EIP-55 checksum (a digit or the case of a letter was changed;"
                            + " without a checksum it must be all lower case): " + Quote.of(hex));
        }
        return address;
    }

    /**
     * Returns the address of these 20 bytes.
     *
     * @throws IllegalArgumentException if {@code bytes} are not 20
     */
    public static Address of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("address must be 20 bytes: " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Address(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    /** Returns the 20 bytes, in a new array. */
    public byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        copyTo(bytes, 0);
        return bytes;
    }

    /**
     * Writes the 20 bytes into an array, from a place on: for loops over many addresses, which need no array for each.
     *
     * @throws IndexOutOfBoundsException if there is no room for 20 from there
     */
    public void copyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, SIZE, target.length);
        ByteBuffer.wrap(target)
                .putLong(offset, high)
                .putLong(offset + Long.BYTES, middle)
                .putInt(offset + 2 * Long.BYTES, low);
    }

    /** Returns whether this is {@link #ZERO}. */
    public boolean isZero() {
        return equals(ZERO);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && high == that.high && middle == that.middle && low == that.low;
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(high) * 31 + Long.hashCode(middle)) * 31 + low;
    }

    @Override
    public int compareTo(Address that) {
        int order = Long.compareUnsigned(high, that.high);
        if (order == 0) {
            order = Long.compareUnsigned(middle, that.middle);
        }
        return order == 0 ? Integer.compareUnsigned(low, that.low) : order;
    }

    /** Returns {@code 0x} and the 40 digits in the mixed case of EIP-55. */
    @Override
    public String toString() {
        return "0x" + new String(checksummed(), StandardCharsets.US_ASCII);
    }

    private boolean isChecksummed(String hex) {
        byte[] digits = checksummed();
        for (int i = 0; i < digits.length; i++) {
            if (hex.charAt(i + 2) != digits[i]) {
                return false;
            }
        }
        return true;
    }

    /** The 40 digits, of which a letter is a capital where the hash of all has a high bit. */
    private byte[] checksummed() {
        byte[] bytes = bytes();
        byte[] text = new byte[2 * SIZE];
        for (int i = 0; i < SIZE; i++) {
            text[2 * i] = (byte) Character.forDigit((bytes[i] >> 4) & 15, 16);
            text[2 * i + 1] = (byte) Character.forDigit(bytes[i] & 15, 16);
        }
        Keccak keccak = new Keccak();
        keccak.update(text, 0, text.length);
        byte[] hash = new byte[32];
        keccak.finish(hash, 0);
        for (int i = 0; i < text.length; i++) {
            int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0);
            if ((nibble & 8) != 0 && text[i] >= 'a') {
                text[i] = (byte) (text[i] - 'a' + 'A');
            }
        }
        return text;
    }

    private static boolean isMixedCase(String hex) {
        boolean upper = false;
        boolean lower = false;
        for (int i = 2; i < hex.length(); i++) {
            upper |= hex.charAt(i) >= 'A' && hex.charAt(i) <= 'F';
            lower |= hex.charAt(i) >= 'a';
        }
        return upper && lower;
    }
}
