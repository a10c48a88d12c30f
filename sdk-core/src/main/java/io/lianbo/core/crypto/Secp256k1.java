package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

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

    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(PARAMETERS);

    static final ECCurve CURVE = DOMAIN.getCurve();
    static final BigInteger N = DOMAIN.getN();
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
        byte[] encoded = new byte[1 + Hash32.SIZE];
        encoded[0] = (byte) (2 + signature.yParity());
        BigIntegers.asUnsignedByteArray(signature.r(), encoded, 1, Hash32.SIZE);
        ECPoint point;
        try {
            point = CURVE.decodePoint(encoded);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("NO_SUCH_KEY", "r of the signature is the x of no point of secp256k1");
        }
        BigInteger rInverse = BigIntegers.modOddInverse(N, signature.r());
        BigInteger ofG = numberOf(digest).negate().multiply(rInverse).mod(N);
        BigInteger ofPoint = signature.s().multiply(rInverse).mod(N);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), ofG, point, ofPoint);
        if (key.isInfinity()) {
            return Verdict.refused("NO_SUCH_KEY", "the signature yields the point at infinity, which is no key");
        }
        return Verdict.ok(new PublicKey(key));
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
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(key.point(), DOMAIN));
        EcdsaSignature numbers = signature.get();
        return verifier.verifySignature(digest.bytes(), numbers.r(), numbers.s())
                ? Verdict.ok(key)
                : Verdict.refused("WRONG_SIGNER", "not a signature of " + key + " over " + digest);
    }

    /** Signs with the deterministic nonce of RFC 6979 (HMAC-SHA-256) and makes s low. */
    static Signature sign(Hash32 digest, BigInteger privateKey) {
        HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(N, privateKey, digest.bytes());
        while (true) {
            BigInteger k = nonces.nextK();
            ECPoint point =
                    new FixedPointCombMultiplier().multiply(DOMAIN.getG(), k).normalize();
            BigInteger r = point.getAffineXCoord().toBigInteger();
            BigInteger s = BigIntegers.modOddInverse(N, k)
                    .multiply(numberOf(digest).add(privateKey.multiply(r)))
                    .mod(N);
            // an x of n or more has no place in a signature with one bit of parity; like a zero, it does not happen
            if (isScalar(r) && s.signum() != 0) {
                boolean odd = point.getAffineYCoord().testBitZero();
                boolean high = s.compareTo(HALF_N) > 0;
                return Signature.of(r, high ? N.subtract(s) : s, odd ^ high ? 1 : 0);
            }
        }
    }

    static PublicKey publicKeyOf(BigInteger privateKey) {
        return new PublicKey(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), privateKey));
    }

    /** Returns whether {@code number} is 1 to n-1. */
    static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(N) < 0;
    }

    private static BigInteger numberOf(Hash32 digest) {
        return new BigInteger(1, digest.bytes());
    }
}
