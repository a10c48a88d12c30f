package io.lianbo.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number that tells one EVM chain from another ({@code 1} is Ethereum's main network), so that what is signed for one chain
 * cannot be replayed on the next (<a href="https://eips.ethereum.org/EIPS/eip-155">EIP-155</a>).
 *
 * @param value from 1 to {@link #MAX}
 */
public record ChainId(long value) {

    /** The greatest chain id a client accepts, by <a href="https://eips.ethereum.org/EIPS/eip-2294">EIP-2294</a>. */
    public static final long MAX = 9_223_372_036_854_775_771L;

    private static final Pattern CAIP_2 = Pattern.compile("eip155:([1-9][0-9]{0,18})");

    /**
     * Returns the chain with the id {@code value}.
     *
     * @throws IllegalArgumentException if {@code value} is out of range
     */
    public ChainId {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("chain id must be 1 to " + MAX + ": " + value);
        }
    }

    /**
     * Reads a <a href="https://chainagnostic.org/CAIPs/caip-2">CAIP-2</a> id of the {@code eip155} namespace, such as
     * {@code eip155:1}.
     *
     * @throws IllegalArgumentException if {@code caip2} has another shape or namespace, or its number is out of range
     */
    public static ChainId parse(String caip2) {
        Matcher matcher = CAIP_2.matcher(caip2);
        if (matcher.matches()) {
            String digits = matcher.group(1);
            // 19 digits may still be more than a long holds; then they are more than MAX too
            if (digits.length() < 19 || digits.compareTo(Long.toString(MAX)) <= 0) {
                return new ChainId(Long.parseLong(digits));
            }
        }
        throw new IllegalArgumentException(
                "chain id must be eip155: and a number from 1 to " + MAX + " (CAIP-2): " + Quote.of(caip2));
    }

    /** Returns the CAIP-2 form, {@code eip155:1}. */
    @Override
    public String toString() {
        return "eip155:" + value;
    }
}
