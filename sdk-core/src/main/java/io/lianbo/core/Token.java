package io.lianbo.core;

import java.util.Objects;
import java.util.Optional;

/**
 * What an amount is counted in: a chain's own coin, or an ERC-20 token.
 *
 * <p>A symbol is a label and proves nothing, since anyone may issue another "USDC": two tokens are the same only if their contracts
 * are.
 *
 * @param symbol what people read, 1 to 32 characters without control characters
 * @param decimals how many digits of the smallest unit lie behind the point, 0 to 255 (ERC-20 {@code decimals()})
 * @param contract the ERC-20 contract, or empty for the chain's own coin
 */
public record Token(String symbol, int decimals, Optional<Address> contract) {

    private static final int MAX_SYMBOL = 32;

    /**
     * Returns the token of this description.
     *
     * @throws IllegalArgumentException if the symbol or the decimals are out of range, or the contract is the zero address
     */
    public Token {
        Objects.requireNonNull(contract, "contract");
        if (symbol.isBlank() || symbol.length() > MAX_SYMBOL || symbol.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "token symbol must be 1 to 32 characters, none of them a control character: " + Quote.of(symbol));
        }
        if (decimals < 0 || decimals > 255) {
            throw new IllegalArgumentException("token decimals must be 0 to 255: " + decimals);
        }
        if (contract.filter(Address::isZero).isPresent()) {
            throw new IllegalArgumentException(
                    "token contract must not be the zero address (use nativeCoin for the chain's own coin)");
        }
    }

    /**
     * Returns a chain's own coin, which counts 18 decimals on every EVM chain.
     *
     * @throws IllegalArgumentException if the symbol is out of range
     */
    public static Token nativeCoin(String symbol) {
        return new Token(symbol, 18, Optional.empty());
    }

    /**
     * Returns the ERC-20 token at {@code contract}.
     *
     * @throws IllegalArgumentException if the symbol or the decimals are out of range, or the contract is the zero address
     */
    public static Token erc20(Address contract, String symbol, int decimals) {
        return new Token(symbol, decimals, Optional.of(contract));
    }

    /** Returns whether this is the chain's own coin. */
    public boolean isNative() {
        return contract.isEmpty();
    }
}
