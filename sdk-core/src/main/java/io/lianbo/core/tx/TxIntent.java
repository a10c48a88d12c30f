package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.crypto.Keccak256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to happen on chain once, under a key that the caller chose: the order's number, the recipient's row. Handing in the same key
 * again, after a crash or by mistake, is the same intent and not a second one.
 *
 * {@snippet class="io.lianbo.core.tx.TxClientTest" region="intent"}
 *
 * @param key names the intent in its journal and chain, 1 to {@value #LONGEST_KEY} visible ASCII characters
 * @param label what messages call it, such as {@code SaleEscrow.release}
 * @param to the contract or account; empty to deploy
 * @param value in wei, 0 to 2^256-1
 * @param data call data in 0x hex, at most {@value #MOST_DATA_BYTES} bytes
 * @param gasLimit a limit of the caller's, which means no trial run; empty to estimate
 * @param tier how soon it should be mined
 */
public record TxIntent(
        String key,
        String label,
        Optional<Address> to,
        BigInteger value,
        String data,
        OptionalLong gasLimit,
        Fees.Tier tier) {
    /** The longest key. */
    public static final int LONGEST_KEY = 200;

    /** The most call data; nodes refuse transactions above it. */
    public static final int MOST_DATA_BYTES = 128 * 1024;

    static final long LEAST_GAS = 21_000;

    /** Checks the ranges. */
    public TxIntent {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(gasLimit, "gasLimit");
        Objects.requireNonNull(tier, "tier");
        if (!key.matches("[!-~]{1," + LONGEST_KEY + "}")) {
            throw new IllegalArgumentException(
                    "intent key must be 1 to " + LONGEST_KEY + " visible ASCII characters, not " + key.length()
                            + " of \"" + key.substring(0, Math.min(key.length(), 40)) + '"');
        }
        if (label.isBlank() || label.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("label of intent " + key + " must be 1 to 200 characters, not blank");
        }
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("value of intent " + key + " must be 0 to 2^256-1 wei: " + value);
        }
        int bytes = Hex.decode(data).length;
        if (bytes > MOST_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "data of intent " + key + " must be at most " + MOST_DATA_BYTES + " bytes: " + bytes);
        }
        if (to.isEmpty() && bytes == 0) {
            throw new IllegalArgumentException("intent " + key + " must have somewhere to go, or code to deploy");
        }
        if (gasLimit.isPresent() && gasLimit.getAsLong() < LEAST_GAS) {
            throw new IllegalArgumentException(
                    "gas limit of intent " + key + " must be at least 21000: " + gasLimit.getAsLong());
        }
    }

    /** To call a contract; value and gas limit are the call's. */
    public static TxIntent call(String key, ContractCall call) {
        return new TxIntent(
                key,
                call.label(),
                Optional.of(call.to()),
                call.value(),
                call.data(),
                call.gasLimit(),
                Fees.Tier.STANDARD);
    }

    /** To send the chain's native coin. */
    public static TxIntent transfer(String key, Address to, BigInteger wei) {
        return new TxIntent(key, "transfer", Optional.of(to), wei, "0x", OptionalLong.empty(), Fees.Tier.STANDARD);
    }

    /** A transaction that does nothing but use its nonce up. */
    static TxIntent nothing(String key, Address self) {
        return new TxIntent(
                key,
                "nothing",
                Optional.of(self),
                BigInteger.ZERO,
                "0x",
                OptionalLong.of(LEAST_GAS),
                Fees.Tier.STANDARD);
    }

    /** With this gas limit instead of an estimate; a transaction that reverts is then sent, mined and paid for. */
    public TxIntent withGasLimit(long gas) {
        return new TxIntent(key, label, to, value, data, OptionalLong.of(gas), tier);
    }

    /** Sooner or cheaper. */
    public TxIntent withTier(Fees.Tier otherTier) {
        return new TxIntent(key, label, to, value, data, gasLimit, otherTier);
    }

    /** The most it can cost at these fees, value and gas, in wei. */
    BigInteger mostCost(Fees fees, long gas) {
        return value.add(fees.mostFor(gas));
    }

    /** Tells two intents apart that were given one key: the hash of what they do. */
    public Hash32 content() {
        String text = to.map(Address::toString).orElse("deploy") + '|' + value + '|' + data;
        return Keccak256.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
