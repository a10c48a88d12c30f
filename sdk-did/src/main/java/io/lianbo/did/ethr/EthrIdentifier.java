package io.lianbo.did.ethr;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.did.Did;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a did:ethr names: a network, and an address or the public key of one.
 *
 * @param network a name or a chain id in hex; empty for Ethereum's main network
 * @param address of the identity
 * @param publicKey the compressed key in hex as the DID has it, without 0x; null where it names the address
 */
record EthrIdentifier(
        String network, Address address, @Nullable String publicKey) {
    private static final Pattern SYNTAX =
            Pattern.compile("(?:(?<network>.+):)?0x(?:(?<address>[0-9a-fA-F]{40})|(?<key>[0-9a-fA-F]{66}))");
    private static final long MAIN_NETWORK = 1;

    /** Empty where the DID is none of this method, or names an address with a wrong checksum or no key. */
    static Optional<EthrIdentifier> parse(Did did) {
        Matcher parts = SYNTAX.matcher(did.identifier());
        if (!did.method().equals("ethr") || !parts.matches()) {
            return Optional.empty();
        }
        String network = parts.group("network") == null ? "" : parts.group("network");
        String key = parts.group("key");
        try {
            Address address = key == null
                    ? Address.of("0x" + parts.group("address"))
                    : PublicKey.parse(Hex.decode("0x" + key)).address();
            return Optional.of(new EthrIdentifier(network, address, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String network(ChainId chain) {
        return "0x" + Long.toHexString(chain.value());
    }

    static Did did(ChainId chain, Address address) {
        return Did.parse("did:ethr:" + (chain.value() == MAIN_NETWORK ? "" : network(chain) + ":") + address);
    }
}
