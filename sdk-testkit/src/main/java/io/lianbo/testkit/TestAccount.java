package io.lianbo.testkit;

/**
 * An account that a {@link LocalChain} funds at its start. Its key comes from a published mnemonic: never use it on a real chain.
 *
 * @param address the address, {@code 0x} and 40 digits, EIP-55 upper and lower case
 * @param privateKey the secp256k1 key, {@code 0x} and 64 digits
 */
public record TestAccount(String address, String privateKey) {

    /** Shows the address alone. */
    @Override
    public String toString() {
        return address;
    }
}
