package io.lianbo.nft.internal;

import io.lianbo.core.Address;
import java.math.BigInteger;

/**
 * What a transaction of an airdrop takes at the most: so much whatever it holds, and so much for each row. All figures that follow from
 * a contract stand here; tests hold them to the contracts.
 *
 * <p>They cover the dearest way to call: through a clone (2,700 gas and some 10 a row), of badges by an owner without the minter's role
 * (2,100), of lists with those passed over that were redeemed before (220 a row) and signed by an added signer (2,200). Rows are of
 * accounts that hold nothing of the collection yet.
 *
 * @param fixedGas for a transaction without rows, its base and the rest of its call data included
 * @param rowGas for a row without its call data
 * @param fixedBytes of call data for a transaction without rows
 * @param mostRows in one transaction, for another reason than gas and call data
 */
public record GasModel(long fixedGas, long rowGas, int fixedBytes, int mostRows) {

    private static final int WORD = 32;
    private static final int ZERO_BYTE_GAS = 4;
    private static final int OTHER_BYTE_GAS = 16;

    // 21,000 for the transaction, 32,000 to create a contract and 200 for its first byte, 22,100 for the batch and
    // 5,000 for the collection's state, the rest for roles, call data and the look whether it was minted before.
    private static final long BADGES_FIXED = 93_800;

    // 4,000 for 20 bytes of code, 1,875 for the event, the rest for the loop and for memory and hashing.
    private static final long BADGES_ROW = 5_988;

    // Selector, key, offset, length.
    private static final int BADGES_BYTES = 4 + 3 * WORD;

    // 21,000 for the transaction, 2,700 for call data, 3,000 for the signature, the rest for the state and the digest.
    private static final long LIST_FIXED = 38_400;

    // 22,100 each for owner and balance, 1,875 for the event, the rest for the loop and what is returned.
    private static final long LIST_ROW = 47_130;

    // Selector, two offsets and a flag, six words of a list and its length, 65 bytes of a signature and their length.
    private static final int LIST_BYTES = 4 + 3 * WORD + 7 * WORD + 4 * WORD;

    /** {@return what {@code BadgeCollection.mintOnce} takes, whose badges are kept in contracts of so many bytes at the most} */
    public static GasModel badges(int codeBytes) {
        // One byte of the code is STOP.
        int fitting = (codeBytes - 1) / Address.SIZE;
        return new GasModel(BADGES_FIXED, BADGES_ROW, BADGES_BYTES, fitting);
    }

    /** {@return what {@code VoucherCollection.redeemList} takes, of ids up to this} */
    public static GasModel voucherList(BigInteger lastTokenId) {
        long withId = LIST_FIXED + callDataGas(Math.ceilDiv(lastTokenId.bitLength(), Byte.SIZE));
        return new GasModel(withId, LIST_ROW, LIST_BYTES, Integer.MAX_VALUE);
    }

    /** {@return what is used at the most} */
    public long gas(int rows, long rowsCallDataGas) {
        return fixedGas + rows * rowGas + rowsCallDataGas;
    }

    /**
     * {@return what must be given for this to be used} A call through a clone and a creation within it each keep a 64th back (EIP-150), together
     * less than a 31st.
     */
    public static long limitFor(long gas) {
        return gas + Math.ceilDiv(gas, 31);
    }

    /** {@return how many bytes of call data so many rows take} */
    public long bytes(int rows) {
        return fixedBytes + (long) rows * WORD;
    }

    /** {@return how many bytes of an address are not zero} */
    public static int nonZeroBytes(Address address) {
        int others = 0;
        for (byte b : address.bytes()) {
            others += b == 0 ? 0 : 1;
        }
        return others;
    }

    /** {@return what a word of call data costs in which so many bytes are not zero} */
    public static long callDataGas(int othersThanZero) {
        return (long) (WORD - othersThanZero) * ZERO_BYTE_GAS + (long) othersThanZero * OTHER_BYTE_GAS;
    }
}
