package io.lianbo.core;

import java.util.Objects;

/**
 * An account on one chain, by <a href="https://chainagnostic.org/CAIPs/caip-10">CAIP-10</a>:
 * {@code eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb}.
 *
 * {@snippet class="io.lianbo.core.AccountIdTest" region="account-id"}
 *
 * @param chainId the chain
 * @param address the account on it
 */
public record AccountId(ChainId chainId, Address address) {

    /** Returns the account {@code address} on {@code chainId}. */
    public AccountId {
        Objects.requireNonNull(chainId, "chainId");
        Objects.requireNonNull(address, "address");
    }

    /**
     * Reads a CAIP-10 id of the {@code eip155} namespace. A mixed-case address must carry the right EIP-55 checksum.
     *
     * @throws IllegalArgumentException if {@code caip10} has another shape or namespace, or its chain id or address is refused
     */
    public static AccountId parse(String caip10) {
        int colon = caip10.lastIndexOf(':');
        if (!caip10.startsWith("eip155:") || colon < "eip155:".length()) {
            throw new IllegalArgumentException(
                    "account id must be eip155:, a chain id, a colon and an address (CAIP-10): " + Quote.of(caip10));
        }
        return new AccountId(ChainId.parse(caip10.substring(0, colon)), Address.of(caip10.substring(colon + 1)));
    }

    /** Returns the CAIP-10 form, the address with its EIP-55 checksum. */
    @Override
    public String toString() {
        return chainId + ":" + address;
    }
}
