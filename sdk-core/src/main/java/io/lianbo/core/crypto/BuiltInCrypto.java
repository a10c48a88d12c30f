package io.lianbo.core.crypto;

import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import io.lianbo.core.crypto.spi.VerifyingKey;
import io.lianbo.core.internal.secp256k1.AffinePoint;
import io.lianbo.core.internal.secp256k1.SumOfMultiples;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/** All algorithms in Java, on every machine: checking by secp256k1 is ours, the rest BouncyCastle's. */
final class BuiltInCrypto implements CryptoProvider {
    private static final int SCALAR = 32;
    private static final int ED25519_SIGNATURE = 64;
    private static final byte[] ED25519_IDENTITY = Arrays.copyOf(new byte[] {1}, SCALAR);

    @Override
    public String name() {
        return "built-in";
    }

    @Override
    public Optional<Secp256k1Engine> secp256k1() {
        return Optional.of(new Secp256k1InJava());
    }

    @Override
    public Optional<SignatureScheme> ed25519() {
        return Optional.of(key -> {
            Ed25519PublicKeyParameters parameters = new Ed25519PublicKeyParameters(key);
            return (message, signature) -> signature.length == ED25519_SIGNATURE
                    && isSigned(parameters, message, signature)
                    && hasNoPointOfSmallOrder(signature);
        });
    }

    private static boolean isSigned(CipherParameters key, byte[] message, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    /**
     * Whether R is of the group that the base point makes. BouncyCastle multiplies both sides of the equation by eight and so accepts
     * an R to which a point of small order was added; native code compares R itself and does not. Whoever signs could otherwise make
     * what verifies on one machine and not on the next.
     */
    private static boolean hasNoPointOfSmallOrder(byte[] signature) {
        return Arrays.equals(signature, 0, SCALAR, ED25519_IDENTITY, 0, SCALAR)
                || Ed25519.validatePublicKeyFull(signature, 0);
    }

    @Override
    public Optional<SignatureScheme> p256() {
        return Optional.of(BuiltInCrypto::p256Key);
    }

    private static VerifyingKey p256Key(byte[] key) {
        ECPublicKeyParameters parameters =
                new ECPublicKeyParameters(P256.getCurve().decodePoint(key), P256);
        return (message, signature) -> {
            if (signature.length != 2 * SCALAR) {
                return false;
            }
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, parameters);
            return verifier.verifySignature(
                    Sha256.digest(message),
                    new BigInteger(1, signature, 0, SCALAR),
                    new BigInteger(1, signature, SCALAR, SCALAR));
        };
    }

    private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

    private static final class Secp256k1InJava implements Secp256k1Engine {
        private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
        private static final ECDomainParameters DOMAIN = new ECDomainParameters(PARAMETERS);

        @Override
        public Optional<byte[]> decompress(byte[] encoded) {
            return AffinePoint.decode(encoded).map(AffinePoint::encoded);
        }

        @Override
        public byte[] publicKey(byte[] privateKey) {
            return new FixedPointCombMultiplier()
                    .multiply(DOMAIN.getG(), new BigInteger(1, privateKey))
                    .getEncoded(false);
        }

        @Override
        public Optional<byte[]> recover(byte[] digest, byte[] signature, int yParity) {
            Optional<AffinePoint> point = AffinePoint.ofX(signature, 0, yParity == 1);
            if (point.isEmpty()) {
                return Optional.empty();
            }
            BigInteger s = new BigInteger(1, signature, SCALAR, SCALAR);
            BigInteger rInverse = BigIntegers.modOddInverse(Secp256k1.N, new BigInteger(1, signature, 0, SCALAR));
            BigInteger ofG =
                    new BigInteger(1, digest).negate().multiply(rInverse).mod(Secp256k1.N);
            BigInteger ofPoint = s.multiply(rInverse).mod(Secp256k1.N);
            return SumOfMultiples.of(ofG, ofPoint, point.get()).encoded();
        }

        @Override
        public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
            BigInteger r = new BigInteger(1, signature, 0, SCALAR);
            BigInteger sInverse = BigIntegers.modOddInverse(Secp256k1.N, new BigInteger(1, signature, SCALAR, SCALAR));
            BigInteger ofG = new BigInteger(1, digest).multiply(sInverse).mod(Secp256k1.N);
            BigInteger ofKey = r.multiply(sInverse).mod(Secp256k1.N);
            return AffinePoint.decode(publicKey)
                    .filter(key -> SumOfMultiples.of(ofG, ofKey, key).hasXModuloOrder(r))
                    .isPresent();
        }

        @Override
        public byte[] sign(byte[] digest, byte[] privateKey, byte[] publicKey) {
            BigInteger key = new BigInteger(1, privateKey);
            HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
            nonces.init(Secp256k1.N, key, digest);
            while (true) {
                BigInteger k = nonces.nextK();
                ECPoint point = new FixedPointCombMultiplier()
                        .multiply(DOMAIN.getG(), k)
                        .normalize();
                BigInteger r = point.getAffineXCoord().toBigInteger();
                BigInteger s = BigIntegers.modOddInverse(Secp256k1.N, k)
                        .multiply(new BigInteger(1, digest).add(key.multiply(r)))
                        .mod(Secp256k1.N);
                // an x of n or more has no place in a signature with one bit of parity; like a zero, it does not happen
                if (Secp256k1.isScalar(r) && s.signum() != 0) {
                    boolean odd = point.getAffineYCoord().testBitZero();
                    boolean high = s.compareTo(Secp256k1.HALF_N) > 0;
                    byte[] signature = new byte[2 * SCALAR + 1];
                    BigIntegers.asUnsignedByteArray(r, signature, 0, SCALAR);
                    BigIntegers.asUnsignedByteArray(high ? Secp256k1.N.subtract(s) : s, signature, SCALAR, SCALAR);
                    signature[2 * SCALAR] = (byte) (odd ^ high ? 1 : 0);
                    return signature;
                }
            }
        }
    }
}
