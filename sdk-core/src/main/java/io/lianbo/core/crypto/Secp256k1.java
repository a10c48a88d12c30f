package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Checks ECDSA signatures over secp256k1, Ethereum's curve (SEC 1, section 4.1).
 *
 * <p>{@link #verify} answers the usual question, "did this account sign this digest?". {@link #recover} finds the signer's key.
 * {@link #verifyDer} and {@link #verifyP1363} are plain ECDSA for signatures that were made outside Ethereum: they take a high s
 * too, so such a signature has a valid twin and must not serve as an identifier.
 *
 * {@snippet class="io.lianbo.core.crypto.Secp256k1Test" region="verify"}
 *
 * <p>A contract account signs by ERC-1271, which only the chain can answer: {@link io.lianbo.core.account.SignatureVerifier}.
 */
public final class Secp256k1 {

    static final BigInteger N = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    static final BigInteger HALF_N = N.shiftRight(1);

    private Secp256k1() {}

    /**
     * Returns the key that made {@code signature} over {@code digest}.
     *
     * <p>Nearly every signature yields some key: recovery says who signed, and only a comparison with the expected account verifies.
     *
     * @return the key, or refused with {@code NO_SUCH_KEY}
     */
    public static Verdict<PublicKey> recover(Hash32 digest, Signature signature) {
        return CryptoEngines.secp256k1()
                .recover(digest.bytes(), signature.rs(), signature.yParity())
                .map(key -> Verdict.ok(new PublicKey(key)))
                .orElseGet(() -> Verdict.refused("NO_SUCH_KEY", "no key of secp256k1 yields this signature"));
    }

    /**
     * Returns whether the account {@code expected} made {@code signature} over {@code digest}.
     *
     * @return {@code expected}, or refused with {@code WRONG_SIGNER} or {@code NO_SUCH_KEY}
     */
    public static Verdict<Address> verify(Hash32 digest, Signature signature, Address expected) {
        Verdict<Address> signer = recover(digest, signature).map(PublicKey::address);
        if (signer instanceof Verdict.Verified<Address> verified
                && !verified.result().equals(expected)) {
            return Verdict.refused(
                    "WRONG_SIGNER",
                    "signed by " + verified.result() + ", not by " + expected + ", or over another digest");
        }
        return signer;
    }

    /**
     * Returns whether {@code key} made the plain ECDSA signature {@code der} over {@code digest}.
     *
     * @param digest the leftmost 32 bytes of the message's hash; a shorter hash with zeros before it
     * @param der an ASN.1 {@code ECDSA-Sig-Value} in DER; other encodings of the same numbers are refused
     * @return {@code key}, or refused with {@code MALFORMED_SIGNATURE} or {@code WRONG_SIGNER}
     */
    public static Verdict<PublicKey> verifyDer(Hash32 digest, byte[] der, PublicKey key) {
        return verifyPlain(digest, EcdsaSignature.fromDer(der), key, "strict DER");
    }

    /**
     * Returns whether {@code key} made the plain ECDSA signature {@code bytes} over {@code digest}, as in the JOSE algorithm
     * {@code ES256K}.
     *
     * @param digest the leftmost 32 bytes of the message's hash; a shorter hash with zeros before it
     * @param bytes r and s, 32 bytes each (IEEE P1363)
     * @return {@code key}, or refused with {@code MALFORMED_SIGNATURE} or {@code WRONG_SIGNER}
     */
    public static Verdict<PublicKey> verifyP1363(Hash32 digest, byte[] bytes, PublicKey key) {
        return verifyPlain(digest, EcdsaSignature.fromP1363(bytes), key, "64 bytes r, s");
    }

    private static Verdict<PublicKey> verifyPlain(
            Hash32 digest, Optional<EcdsaSignature> signature, PublicKey key, String form) {
        if (signature.isEmpty()) {
            return Verdict.refused("MALFORMED_SIGNATURE", "must be " + form + ", with r and s from 1 to n-1");
        }
        // A high s and its low twin verify alike.
        EcdsaSignature numbers = signature.get().withLowS();
        return CryptoEngines.secp256k1().verify(digest.bytes(), numbers.bytes(), key.uncompressed())
                ? Verdict.ok(key)
                : Verdict.refused("WRONG_SIGNER", "not a signature of " + key + " over " + digest);
    }

    /** Signs with the deterministic nonce of RFC 6979 (HMAC-SHA-256) and makes s low. */
    static Signature sign(Hash32 digest, byte[] privateKey, PublicKey publicKey) {
        return Signature.parse(CryptoEngines.secp256k1().sign(digest.bytes(), privateKey, publicKey.uncompressed()));
    }

    static PublicKey publicKeyOf(byte[] privateKey) {
        return new PublicKey(CryptoEngines.secp256k1().publicKey(privateKey));
    }

    /** Returns whether {@code number} is 1 to n-1. */
    static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(N) < 0;
    }
}
