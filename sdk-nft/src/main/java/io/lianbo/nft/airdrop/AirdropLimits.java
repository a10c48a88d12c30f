package io.lianbo.nft.airdrop;

/**
 * What one transaction of an airdrop may take. {@link #ethereum} is Ethereum's own and suits most chains.
 *
 * @param gas the most gas, 21,000 or more
 * @param codeBytes the most bytes of a contract's code, 21 or more; badges are kept in code
 * @param callDataBytes the most bytes of call data, 1,024 or more
 */
public record AirdropLimits(long gas, int codeBytes, int callDataBytes) {

    private static final long LEAST_GAS = 21_000;
    private static final int LEAST_CODE = 21;
    private static final int LEAST_CALL_DATA = 1_024;

    /**
     * Checks each limit.
     *
     * @throws IllegalArgumentException if one is too small for any airdrop
     */
    public AirdropLimits {
        requireAtLeast(LEAST_GAS, "gas", gas);
        requireAtLeast(LEAST_CODE, "bytes of code", codeBytes);
        requireAtLeast(LEAST_CALL_DATA, "bytes of call data", callDataBytes);
    }

    /**
     * Returns 16,777,216 gas (EIP-7825), 24,576 bytes of code (EIP-170), and 127 KiB of call data, as common nodes pass on transactions
     * of 128 KiB in all.
     */
    public static AirdropLimits ethereum() {
        return new AirdropLimits(1 << 24, 24_576, 127 * 1_024);
    }

    /** Returns the same with another limit of gas, below a chain's block for instance. */
    public AirdropLimits withGas(long gas) {
        return new AirdropLimits(gas, codeBytes, callDataBytes);
    }

    /** Returns the same with another limit of call data. */
    public AirdropLimits withCallDataBytes(int callDataBytes) {
        return new AirdropLimits(gas, codeBytes, callDataBytes);
    }

    /** Returns the same with another limit of code. */
    public AirdropLimits withCodeBytes(int codeBytes) {
        return new AirdropLimits(gas, codeBytes, callDataBytes);
    }

    private static void requireAtLeast(long least, String what, long given) {
        if (given < least) {
            throw new IllegalArgumentException("an airdrop needs " + least + " " + what + " or more: " + given);
        }
    }
}
