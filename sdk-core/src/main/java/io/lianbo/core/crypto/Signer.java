package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;

/**
 * Something that signs for one account: a key in memory ({@link LocalSigner}), a key service, a hardware module, another process
 * ({@link io.lianbo.core.wallet.RemoteSigner}).
 *
 * <p>It signs and does not hand the key out. To use a key service, implement the two methods; {@link Signature#fromDer} and {@link
 * Signature#fromP1363} turn what such services return into an Ethereum signature:
 *
 * {@snippet class="io.lianbo.core.crypto.SignerTest" region="external-signer"}
 *
 * <p>Ethereum signs the Keccak-256 of something: of a transaction, of typed data, of a message behind its prefix. {@link #signHashOf}
 * takes that something, so a service may look at what it signs, and one that insists on hashing for itself works too. Everything in
 * Lianbo signs through it; {@link #sign} is for a digest whose preimage is not at hand.
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
     *
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} also if this signer only signs what it hashes itself
     */
    Signature sign(Hash32 digest);

    /**
     * Signs the Keccak-256 of {@code preimage}; by default, hashes here and signs the digest.
     *
     * @param preimage what is hashed, whole: a transaction with its type byte, typed data as {@code 0x1901 ‖ domain separator ‖
     *     hashStruct}, a message behind its prefix; it is not changed
     */
    default Signature signHashOf(byte[] preimage) {
        return sign(Keccak256.hash(preimage));
    }

    /**
     * Signs a text as wallets do for {@code personal_sign} (EIP-191, version {@code 0x45}).
     *
     * @throws IllegalArgumentException if {@code text} holds half a surrogate pair, which UTF-8 cannot write
     */
    default Signature signMessage(String text) {
        return signHashOf(PersonalMessage.preimage(text));
    }

    /** Signs bytes as wallets do for {@code personal_sign} (EIP-191, version {@code 0x45}). */
    default Signature signMessage(byte[] message) {
        return signHashOf(PersonalMessage.preimage(message));
    }
}
