package io.lianbo.rewards.scoring;

import io.lianbo.core.Address;
import io.lianbo.rewards.internal.Identifiers;
import java.util.Locale;
import java.util.Optional;

/**
 * Who earns points: an id of the platform's own choosing, or a wallet's address.
 *
 * <p>Most viewers have no wallet when they start to earn, so scores are kept by the id under which the platform knows its user; a claim on chain needs an
 * address, which is joined when the reward tree is built. An id of the form {@code 0x} and 40 hex digits is an address: a mixed-case one must carry the
 * EIP-55 checksum, and every spelling of it is the same user. Any other id is compared exactly.
 *
 * @param value 1 to 128 visible characters; an address in lower case
 */
public record UserId(String value) implements Comparable<UserId> {

    private static final int ADDRESS_LENGTH = 42;

    public UserId {
        Identifiers.check("user id", value);
        if (looksLikeAddress(value)) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (!lower.equals(value)) {
                Address.of(value); // refuses a wrong checksum
                value = lower;
            }
        }
    }

    /** An id of the platform, or an address as text. */
    public static UserId of(String value) {
        return new UserId(value);
    }

    /** The user who is known by this wallet. */
    public static UserId of(Address wallet) {
        return new UserId(wallet.toString());
    }

    /** The wallet, when the id is an address. */
    public Optional<Address> address() {
        return looksLikeAddress(value) ? Optional.of(Address.of(value)) : Optional.empty();
    }

    /** By UTF-16 code units, the order in which canonical JSON (RFC 8785) sorts keys. */
    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean looksLikeAddress(String value) {
        if (value.length() != ADDRESS_LENGTH || value.charAt(0) != '0' || (value.charAt(1) | 0x20) != 'x') {
            return false;
        }
        for (int i = 2; i < ADDRESS_LENGTH; i++) {
            if (Character.digit(value.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
