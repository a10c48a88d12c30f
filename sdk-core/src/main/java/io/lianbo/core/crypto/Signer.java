package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;

/**
 * Something that signs for one account: a key in memory ({@link LocalSigner}), a key service, a hardware module, another process.
 *
 * <p>It signs and does not hand the key out. To use a key service, implement the two methods; {@link Signature#fromDer} turns the DER
 * that such services return into an Ethereum signature:
 *
 * {@snippet class="io.lianbo.core.crypto.SignerTest" region="external-signer"}
 *
 * <p>An implementation is safe for use by many threads, and blocks while it signs. If the service behind it fails, it throws a
 * {@link io.lianbo.core.LianboException} with the code {@code SIGNER_FAILED}.
 */
public interface Signer {

    /** Returns the account this signs for; always the same. */
    Address address();

    /**
     * Signs a digest as it is.
     *
     * <p>A digest may hide a transaction: sign only what this program hashed itself, never a digest that came from outside.
     */
    Signature sign(Hash32 digest);

    /**
     * Signs a text as wallets do for {@code personal_sign} (EIP-191, version {@code 0x45}).
     *
     * @throws IllegalArgumentException if {@code text} holds half a surrogate pair, which UTF-8 cannot write
     */
    default Signature signMessage(String text) {
        return sign(PersonalMessage.digest(text));
    }

    /** Signs bytes as wallets do for {@code personal_sign} (EIP-191, version {@code 0x45}). */
    default Signature signMessage(byte[] message) {
        return sign(PersonalMessage.digest(message));
    }
}
