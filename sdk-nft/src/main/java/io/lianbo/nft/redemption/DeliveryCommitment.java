package io.lianbo.nft.redemption;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/**
 * What binds a request on the chain to the delivery address that travels beside it: the hash of a random salt and of the encrypted address.
 *
 * {@snippet class="io.lianbo.nft.redemption.RedemptionDeskTest" region="commit"}
 *
 * <p>On the chain stands {@link #hash} alone. Salt and ciphertext go to the merchant by whatever way the platform has, and the merchant
 * {@linkplain #verify verifies} that they are what the holder committed to: neither can say later that it was another address. When salt and ciphertext
 * are deleted, what stands on the chain tells nothing to anybody, as 32 random bytes went into it.
 *
 * <p>Encryption is not part of this: give it bytes that only the merchant can read.
 *
 * <p>The hash is Keccak-256 of the 32 bytes of the salt followed by the ciphertext. Unchangeable.
 */
public final class DeliveryCommitment {

    private final Hash32 salt;
    private final byte[] ciphertext;

    private DeliveryCommitment(Hash32 salt, byte[] ciphertext) {
        this.salt = Objects.requireNonNull(salt, "salt");
        if (ciphertext.length == 0) {
            throw new IllegalArgumentException("the ciphertext must not be empty");
        }
        this.ciphertext = ciphertext.clone();
    }

    /**
     * Returns the commitment to an encrypted address, with a salt that nobody can guess.
     *
     * @throws IllegalArgumentException if the ciphertext is empty
     */
    public static DeliveryCommitment to(byte[] ciphertext, SecureRandom random) {
        byte[] salt = new byte[Hash32.SIZE];
        random.nextBytes(salt);
        return new DeliveryCommitment(Hash32.of(salt), ciphertext);
    }

    /**
     * Returns the commitment that the merchant has received the two parts of.
     *
     * @throws IllegalArgumentException if the ciphertext is empty
     */
    public static DeliveryCommitment of(Hash32 salt, byte[] ciphertext) {
        return new DeliveryCommitment(salt, ciphertext);
    }

    /** Returns what stands on the chain. */
    public Hash32 hash() {
        return Keccak256.hash(salt.bytes(), ciphertext);
    }

    /** Returns the salt, to be sent to the merchant. */
    public Hash32 salt() {
        return salt;
    }

    /** Returns a copy of the encrypted address, to be sent to the merchant. */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    /**
     * Returns whether this is what a request committed to.
     *
     * @param commitment {@link RedemptionRequest#commitment}
     * @return this, or refused with {@code COMMITMENT_MISMATCH}
     */
    public Verdict<DeliveryCommitment> verify(Hash32 commitment) {
        return hash().equals(commitment)
                ? Verdict.ok(this)
                : Verdict.refused(
                        "COMMITMENT_MISMATCH",
                        "salt and ciphertext hash to " + hash() + ", committed was " + commitment);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeliveryCommitment that
                && salt.equals(that.salt)
                && Arrays.equals(ciphertext, that.ciphertext);
    }

    @Override
    public int hashCode() {
        return hash().hashCode();
    }

    /** Returns {@code DeliveryCommitment 0x...}, the hash alone. */
    @Override
    public String toString() {
        return "DeliveryCommitment " + hash();
    }
}
