package io.lianbo.provenance.receipt;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.spi.VerifyingKey;
import io.lianbo.provenance.internal.Cbor;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public key that COSE messages are verified with: ECDSA of P-256 (ES256) or secp256k1 (ES256K, RFC 8812) with SHA-256, or Ed25519 (EdDSA). Messages that name the
 * algorithm of RFC 9864 for the same key (ESP256, Ed25519) are taken too.
 *
 * {@snippet class="io.lianbo.provenance.receipt.ReceiptTest" region="verify"}
 *
 * <p>Immutable; may be used by several threads.
 */
public final class CoseKey {
    static final long ES256 = -7;
    static final long EDDSA = -8;
    static final long ES256K = -47;
    private static final long ESP256 = -9;
    private static final long ED25519 = -19;

    /** Labels and values of COSE keys: RFC 9053 section 7. */
    private static final long KTY = 1;

    private static final long OKP = 1;
    private static final long EC2 = 2;
    private static final long CRV = -1;
    private static final long X = -2;
    private static final long Y = -3;
    private static final long CURVE_P256 = 1;
    private static final long CURVE_ED25519 = 6;
    private static final long CURVE_SECP256K1 = 8;

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final int COORDINATE = 32;

    private final long algorithm;
    private final Set<Long> algorithms;
    private final byte[] id;
    private final VerifyingKey key;

    private CoseKey(long algorithm, Set<Long> algorithms, Map<Long, Object> coseKey, VerifyingKey key) {
        this.algorithm = algorithm;
        this.algorithms = algorithms;
        this.id = Sha256.digest(Cbor.encode(coseKey));
        this.key = key;
    }

    /**
     * A key of P-256.
     *
     * @throws IllegalArgumentException when the key is of another curve
     */
    public static CoseKey es256(ECPublicKey publicKey) {
        if (!publicKey.getParams().getOrder().equals(P256_ORDER)) {
            throw new IllegalArgumentException("the key must be of P-256");
        }
        byte[] x = coordinate(publicKey.getW().getAffineX());
        byte[] y = coordinate(publicKey.getW().getAffineY());
        byte[] point = new byte[1 + 2 * COORDINATE];
        point[0] = 4;
        System.arraycopy(x, 0, point, 1, COORDINATE);
        System.arraycopy(y, 0, point, 1 + COORDINATE, COORDINATE);
        return new CoseKey(
                ES256,
                Set.of(ES256, ESP256),
                ec2(CURVE_P256, x, y),
                CryptoEngines.p256().key(point));
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE); // a byte for the sign may stand before it
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    /** A key of secp256k1: an Ethereum account's, whose address does not do here. */
    public static CoseKey es256k(PublicKey publicKey) {
        byte[] point = publicKey.uncompressed();
        return new CoseKey(
                ES256K,
                Set.of(ES256K),
                ec2(
                        CURVE_SECP256K1,
                        Arrays.copyOfRange(point, 1, 1 + COORDINATE),
                        Arrays.copyOfRange(point, 1 + COORDINATE, point.length)),
                (message, signature) -> Secp256k1.verifyP1363(Sha256.hash(message), signature, publicKey)
                        .isVerified());
    }

    /**
     * A key of Ed25519.
     *
     * @param publicKey 32 bytes, RFC 8032 section 5.1.5
     * @throws IllegalArgumentException when they are no such key
     */
    public static CoseKey ed25519(byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new IllegalArgumentException("a public key of Ed25519 must be 32 bytes of a point of large order: "
                    + HexFormat.of().formatHex(publicKey));
        }
        Map<Long, Object> coseKey = new TreeMap<>();
        coseKey.put(KTY, OKP);
        coseKey.put(CRV, CURVE_ED25519);
        coseKey.put(X, publicKey.clone());
        return new CoseKey(
                EDDSA, Set.of(EDDSA, ED25519), coseKey, CryptoEngines.ed25519().key(publicKey.clone()));
    }

    private static Map<Long, Object> ec2(long curve, byte[] x, byte[] y) {
        Map<Long, Object> coseKey = new TreeMap<>();
        coseKey.put(KTY, EC2);
        coseKey.put(CRV, curve);
        coseKey.put(X, x);
        coseKey.put(Y, y);
        return coseKey;
    }

    /** What messages call the key by ({@code kid}): its SHA-256 COSE Key Thumbprint (RFC 9679). */
    public Hash32 id() {
        return Hash32.of(id);
    }

    /** What messages signed here name. */
    long algorithm() {
        return algorithm;
    }

    boolean isOf(long named) {
        return algorithms.contains(named);
    }

    boolean verifies(byte[] message, byte[] signature) {
        return key.verify(message, signature);
    }

    /** The algorithm and the id. */
    @Override
    public String toString() {
        String name = algorithm == ES256 ? "ES256" : algorithm == EDDSA ? "EdDSA" : "ES256K";
        return name + ' ' + id();
    }
}
