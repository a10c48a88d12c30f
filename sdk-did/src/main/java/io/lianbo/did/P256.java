package io.lianbo.did;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Objects;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * ECDH on P-256, by the JDK: whoever sends records chooses points for a long-lived key to be multiplied with, and the JDK's multiplication takes the
 * same time for every key.
 */
final class P256 {
    static final Curve CURVE = Objects.requireNonNull(Curve.of(KeyAlgorithm.ES256));

    private static final ECParameterSpec SPEC = spec();

    private P256() {}

    private static ECParameterSpec spec() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /** The compressed point of a scalar. */
    static byte[] publicKey(byte[] scalar) {
        return CURVE.publicKeyOf(CURVE.privateKey(scalar)).getQ().getEncoded(true);
    }

    /** The x-coordinate of the product, 32 bytes; the point was checked to lie on the curve. */
    static byte[] agree(byte[] scalar, byte[] sec1) {
        ECPublicKeyParameters point = CURVE.publicKey(sec1);
        ECPoint affine = new ECPoint(
                point.getQ().getAffineXCoord().toBigInteger(),
                point.getQ().getAffineYCoord().toBigInteger());
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            PrivateKey own = keys.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar), SPEC));
            PublicKey other = keys.generatePublic(new ECPublicKeySpec(affine, SPEC));
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDH on P-256 failed between two checked keys", e);
        }
    }
}
