package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.math.BigInteger;
import java.util.function.Consumer;

/** The leaf of a claim, as each kind of contract hashes it. */
final class ClaimLeaf {

    private static final int WORD = 32;

    private ClaimLeaf() {}

    /** {@code keccak256(keccak256(abi.encode(account, amount)))}: OpenZeppelin's standard, and ours. */
    static void standard(Address account, BigInteger amount, byte[] target, int at) {
        byte[] words = new byte[2 * WORD];
        account.copyTo(words, WORD - Address.SIZE);
        put(amount, words, WORD);
        Keccak256.digest(words, 0, words.length, target, at);
        Keccak256.digest(target, at, Hash32.SIZE, target, at);
    }

    /** The hash that something writes to the start of an array. */
    static Hash32 hash(Consumer<byte[]> leaf) {
        byte[] hash = new byte[Hash32.SIZE];
        leaf.accept(hash);
        return Hash32.of(hash);
    }

    /** {@code keccak256(abi.encodePacked(uint256 index, account, uint256 amount))}: Uniswap's. */
    static void indexed(long index, Address account, BigInteger amount, byte[] target, int at) {
        byte[] packed = new byte[2 * WORD + Address.SIZE];
        put(BigInteger.valueOf(index), packed, 0);
        account.copyTo(packed, WORD);
        put(amount, packed, WORD + Address.SIZE);
        Keccak256.digest(packed, 0, packed.length, target, at);
    }

    /** {@code keccak256(abi.encodePacked(account, uint256 amount))}: 1inch's. */
    static void packed(Address account, BigInteger amount, byte[] target, int at) {
        byte[] packed = new byte[Address.SIZE + WORD];
        account.copyTo(packed, 0);
        put(amount, packed, Address.SIZE);
        Keccak256.digest(packed, 0, packed.length, target, at);
    }

    /** Writes an amount of 0 to 2^256-1 as the 32 bytes at {@code at}, which are zeros. */
    private static void put(BigInteger amount, byte[] to, int at) {
        byte[] bytes = amount.toByteArray(); // may start with a zero byte for the sign
        int length = Math.min(bytes.length, WORD);
        System.arraycopy(bytes, bytes.length - length, to, at + WORD - length, length);
    }
}
