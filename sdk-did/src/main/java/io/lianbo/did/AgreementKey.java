package io.lianbo.did;

import io.lianbo.did.internal.Base64Url;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * A public key with which others agree on a secret with its owner: X25519 (RFC 7748) or P-256, checked to be a usable point when it is made;
 * it verifies nothing.
 *
 * <p>As text it is its {@code did:key}. That of a P-256 key does not tell whether its owner signs with it or agrees on secrets:
 * {@link Did#key()} gives it as a {@link VerificationKey}, and {@link #of(VerificationKey)} makes it one of these.
 */
public final class AgreementKey {
    static final int MULTICODEC = 0xec;

    private static final int LENGTH = 32;
    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private final AgreementCurve curve;
    private final byte[] bytes;
    private final @Nullable VerificationKey point;

    private AgreementKey(AgreementCurve curve, byte[] bytes, @Nullable VerificationKey point) {
        this.curve = curve;
        this.bytes = bytes;
        this.point = point;
    }

    /**
     * {@return the X25519 key with these bytes}
     *
     * @param bytes the 32 bytes of RFC 7748 section 5, of which each key has one spelling: a coordinate below 2^255 - 19
     * @throws IllegalArgumentException where the length is wrong, the spelling is another, or every secret agreed on with it would be zero
     */
    public static AgreementKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("X25519 key must be 32 bytes: " + bytes.length);
        }
        if (new BigInteger(1, Arrays.reverse(bytes)).compareTo(PRIME) >= 0) {
            throw new IllegalArgumentException("X25519 key must be a coordinate below 2^255 - 19");
        }
        // Any scalar shows a point of small order, as X25519 clears the cofactor of every one.
        byte[] scalar = new byte[LENGTH];
        scalar[0] = 8;
        if (!X25519.calculateAgreement(scalar, 0, bytes, 0, new byte[LENGTH], 0)) {
            throw new IllegalArgumentException("X25519 key is a point of small order");
        }
        return new AgreementKey(AgreementCurve.X25519, bytes.clone(), null);
    }

    /**
     * {@return the key with these bytes}
     *
     * @param curve where the key lies
     * @param bytes for X25519 as {@link #of(byte[])} takes them; for P-256 a SEC 1 point, compressed or not (33 or 65 bytes)
     * @throws IllegalArgumentException where the bytes are no usable point of the curve
     */
    public static AgreementKey of(AgreementCurve curve, byte[] bytes) {
        return switch (curve) {
            case X25519 -> of(bytes);
            case P256 -> of(VerificationKey.of(KeyAlgorithm.ES256, bytes));
        };
    }

    /**
     * {@return the P-256 key that this one is, with which its owner agrees on secrets too}
     *
     * @param key a P-256 key whose owner's document lists it under {@code keyAgreement}; who holds one that signs may be unable, or
     *     forbidden by his HSM, to agree on anything with it
     * @throws IllegalArgumentException where the key is of another kind
     */
    public static AgreementKey of(VerificationKey key) {
        if (key.algorithm() != KeyAlgorithm.ES256) {
            throw new IllegalArgumentException("only a P-256 key both signs and agrees on secrets: " + key);
        }
        return new AgreementKey(AgreementCurve.P256, key.bytes(), key);
    }

    /**
     * {@return the key in this JSON Web Key} (RFC 8037, OKP with X25519; RFC 7518 section 6.2, EC with P-256)
     *
     * @param jwk the members of the key; {@code alg} and {@code use} are the reader's to heed
     * @throws IllegalArgumentException where the key is of another kind or holds a private part
     */
    public static AgreementKey fromJwk(Map<String, ? extends @Nullable Object> jwk) {
        String kind = Jwk.publicKind(jwk);
        return switch (kind) {
            case "OKP X25519" -> of(Jwk.bytes(jwk, "x", LENGTH));
            case "EC P-256" -> of(AgreementCurve.P256, Jwk.point(jwk, LENGTH));
            default -> throw new IllegalArgumentException("JWK must be OKP with X25519 or EC with P-256: " + kind);
        };
    }

    /**
     * {@return the agreement key that an Ed25519 key has beside it}, by the map between the two curves (RFC 7748 section 4.1), as did:key
     * derives it
     *
     * @param key an Ed25519 key
     * @throws IllegalArgumentException where the key is of another kind
     */
    public static AgreementKey beside(VerificationKey key) {
        if (key.algorithm() != KeyAlgorithm.EDDSA) {
            throw new IllegalArgumentException("only an Ed25519 key has an X25519 key beside it: " + key);
        }
        byte[] littleEndian = key.bytes();
        littleEndian[LENGTH - 1] &= 0x7f; // the sign of x, on which u does not depend
        BigInteger y = new BigInteger(1, Arrays.reverse(littleEndian));
        BigInteger u = BigInteger.ONE
                .add(y)
                .multiply(BigInteger.ONE.subtract(y).modInverse(PRIME))
                .mod(PRIME);
        return of(Arrays.reverse(BigIntegers.asUnsignedByteArray(LENGTH, u)));
    }

    /** {@return where the key lies} */
    public AgreementCurve curve() {
        return curve;
    }

    /** {@return the key's bytes: 32 for X25519, a compressed point of 33 for P-256} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the {@code did:key} that is this key} */
    public Did did() {
        return Did.ofKey(this);
    }

    /** {@return the public JSON Web Key, members in the order that RFC 7638 hashes} */
    public Map<String, Object> jwk() {
        if (point != null) {
            return point.jwk();
        }
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("crv", curve.jose());
        jwk.put("kty", curve.keyType());
        jwk.put("x", Base64Url.encode(bytes));
        return Collections.unmodifiableMap(jwk);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgreementKey that && curve == that.curve && Arrays.areEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the {@code did:key} of this key} */
    @Override
    public String toString() {
        return did().toString();
    }
}
