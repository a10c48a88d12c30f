package io.lianbo.provenance.receipt;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;

/** Keys of logs and issuers. */
final class Keys {
    static final KeyPair P256 = p256();
    static final LocalSigner ACCOUNT = LocalSigner.fromPrivateKey("0x" + "%064x".formatted(88));

    private Keys() {}

    static CoseSigner of(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> CoseSigner.es256(P256);
            case "ES256K" -> CoseSigner.es256k(ACCOUNT, ACCOUNT.publicKey());
            default -> CoseSigner.ed25519(seed(algorithm));
        };
    }

    static byte[] seed(String name) {
        return Sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    }

    static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A public key of P-256 by its coordinates in base64url. */
    static ECPublicKey p256(String x, String y) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(number(x), number(y));
            return (ECPublicKey) KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger number(String base64url) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64url));
    }
}
