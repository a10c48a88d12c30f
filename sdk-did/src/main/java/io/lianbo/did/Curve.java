package io.lianbo.did;

import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.spi.VerifyingKey;
import io.lianbo.did.internal.Sha384;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** ECDSA over one curve and one hash, signatures as R || S, each as long as a coordinate. */
final class Curve {
    private static final Curve P256 = new Curve("P-256", "secp256r1", 32, Sha256::digest, SHA256Digest::new);
    private static final Curve SECP256K1 = new Curve("secp256k1", "secp256k1", 32, Sha256::digest, SHA256Digest::new);
    private static final Curve P384 = new Curve("P-384", "secp384r1", 48, Sha384::digest, SHA384Digest::new);

    private final String jose;
    private final X9ECParameters parameters;
    private final ECDomainParameters domain;
    private final int length;
    private final UnaryOperator<byte[]> hash;
    private final Supplier<Digest> digest;

    private Curve(String jose, String sec, int length, UnaryOperator<byte[]> hash, Supplier<Digest> digest) {
        this.jose = jose;
        this.parameters = CustomNamedCurves.getByName(sec);
        this.domain = new ECDomainParameters(parameters);
        this.length = length;
        this.hash = hash;
        this.digest = digest;
    }

    /** The curve of an algorithm; null for EdDSA. */
    static @Nullable Curve of(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> P256;
            case ES256K -> SECP256K1;
            case ES384 -> P384;
            case EDDSA -> null;
        };
    }

    /** The name in a JWK's {@code crv}. */
    String jose() {
        return jose;
    }

    /** How many bytes a coordinate and a private key have. */
    int length() {
        return length;
    }

    /** A point in SEC 1 form, compressed or uncompressed, that lies on the curve. */
    ECPublicKeyParameters publicKey(byte[] sec1) {
        boolean compressed = sec1.length == 1 + length && (sec1[0] == 2 || sec1[0] == 3);
        boolean uncompressed = sec1.length == 1 + 2 * length && sec1[0] == 4;
        if (!compressed && !uncompressed) {
            throw new IllegalArgumentException(
                    jose + " key must be " + (1 + length) + " bytes that start with 2 or 3, or " + (1 + 2 * length)
                            + " that start with 4: " + sec1.length + " bytes");
        }
        try {
            return new ECPublicKeyParameters(parameters.getCurve().decodePoint(sec1), domain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(jose + " key is no point of the curve", e);
        }
    }

    ECPrivateKeyParameters privateKey(byte[] scalar) {
        BigInteger d = new BigInteger(1, scalar);
        if (scalar.length != length || d.signum() == 0 || d.compareTo(domain.getN()) >= 0) {
            throw new IllegalArgumentException(
                    jose + " private key must be " + length + " bytes, 1 to the curve's order less 1");
        }
        return new ECPrivateKeyParameters(d, domain);
    }

    byte[] randomScalar(SecureRandom random) {
        BigInteger last = domain.getN().subtract(BigIntegers.ONE);
        return BigIntegers.asUnsignedByteArray(length, BigIntegers.createRandomInRange(BigIntegers.ONE, last, random));
    }

    ECPublicKeyParameters publicKeyOf(ECPrivateKeyParameters key) {
        ECPoint point = domain.getG().multiply(key.getD()).normalize();
        return new ECPublicKeyParameters(point, domain);
    }

    /** Signs with a nonce derived from key and message (RFC 6979), so that no random generator can leak the key. */
    byte[] sign(ECPrivateKeyParameters key, byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest.get()));
        signer.init(true, key);
        BigInteger[] rs = signer.generateSignature(hash.apply(message));
        return PlainDSAEncoding.INSTANCE.encode(domain.getN(), rs[0], rs[1]);
    }

    /** A key made ready, by native code where there is some; only P-384 has none anywhere. */
    VerifyingKey verifying(ECPublicKeyParameters key) {
        byte[] point = key.getQ().getEncoded(false);
        return switch (jose) {
            case "P-256" -> CryptoEngines.p256().key(point);
            case "secp256k1" -> {
                PublicKey publicKey = PublicKey.parse(point);
                yield (message, signature) -> Secp256k1.verifyP1363(Sha256.hash(message), signature, publicKey)
                        .isVerified();
            }
            default -> (message, signature) -> verify(key, message, signature);
        };
    }

    private boolean verify(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        if (signature.length != 2 * length) {
            return false;
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, key);
        BigInteger r = BigIntegers.fromUnsignedByteArray(signature, 0, length);
        BigInteger s = BigIntegers.fromUnsignedByteArray(signature, length, length);
        return signer.verifySignature(hash.apply(message), r, s);
    }
}
