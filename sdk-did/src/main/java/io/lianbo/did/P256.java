package io.lianbo.did;

import io.lianbo.core.crypto.Sha256;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** ECDSA on P-256 over SHA-256, signatures as R || S of 32 bytes each. */
final class P256 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final int SIGNATURE_LENGTH = 64;

    private P256() {}

    /** A point in SEC 1 form, compressed (33 bytes) or uncompressed (65 bytes), that lies on the curve. */
    static ECPublicKeyParameters publicKey(byte[] sec1) {
        boolean compressed = sec1.length == 33 && (sec1[0] == 2 || sec1[0] == 3);
        boolean uncompressed = sec1.length == 65 && sec1[0] == 4;
        if (!compressed && !uncompressed) {
            throw new IllegalArgumentException(
                    "P-256 key must be 33 bytes that start with 2 or 3, or 65 that start with 4: " + sec1.length
                            + " bytes");
        }
        try {
            return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(sec1), DOMAIN);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("P-256 key is no point of the curve", e);
        }
    }

    static ECPrivateKeyParameters privateKey(byte[] scalar) {
        BigInteger d = new BigInteger(1, scalar);
        if (scalar.length != 32 || d.signum() == 0 || d.compareTo(DOMAIN.getN()) >= 0) {
            throw new IllegalArgumentException("P-256 private key must be 32 bytes, 1 to the curve's order less 1");
        }
        return new ECPrivateKeyParameters(d, DOMAIN);
    }

    static ECPublicKeyParameters publicKeyOf(ECPrivateKeyParameters key) {
        ECPoint point = DOMAIN.getG().multiply(key.getD()).normalize();
        return new ECPublicKeyParameters(point, DOMAIN);
    }

    static BigInteger order() {
        return DOMAIN.getN();
    }

    /** Signs with a nonce derived from key and message (RFC 6979), so that no random generator can leak the key. */
    static byte[] sign(ECPrivateKeyParameters key, byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, key);
        BigInteger[] rs = signer.generateSignature(Sha256.digest(message));
        return PlainDSAEncoding.INSTANCE.encode(DOMAIN.getN(), rs[0], rs[1]);
    }

    static boolean verify(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, key);
        BigInteger r = BigIntegers.fromUnsignedByteArray(signature, 0, 32);
        BigInteger s = BigIntegers.fromUnsignedByteArray(signature, 32, 32);
        return signer.verifySignature(Sha256.digest(message), r, s);
    }
}
