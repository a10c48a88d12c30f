package io.lianbo.core.account;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.util.Objects;

/**
 * An authorisation with the signature of its account: one element of the list that a transaction of type 4 carries (EIP-7702).
 *
 * @param authorization what was signed
 * @param signature by the key of the account
 */
public record SignedAuthorization(Authorization authorization, Signature signature) {

    /** Takes both as they are; {@link #authority()} says whose it is. */
    public SignedAuthorization {
        Objects.requireNonNull(authorization, "authorization");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Returns the account that the chain will change. Nearly every signature yields some account: compare it with the one expected.
     *
     * @return the account, or refused with {@code NO_SUCH_KEY}
     */
    public Verdict<Address> authority() {
        return Secp256k1.recover(authorization.digest(), signature).map(PublicKey::address);
    }
}
