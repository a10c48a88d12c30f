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
 * A public X25519 key (RFC 7748), with which others agree on a secret with its owner; it verifies nothing.
 *
 * <p>As text it is its {@code did:key}.
 */
public final class AgreementKey {
    static final int MULTICODEC = 0xec;

    private static final int LENGTH = 32;
    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private final byte[] bytes;

    private AgreementKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * {@return the key with these bytes}
     *
     * @param bytes the 32 bytes of RFC 7748 section 5
     * @throws IllegalArgumentException where the length is wrong, or every secret agreed on with it would be zero
     */
    public static AgreementKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("X25519 key must be 32 bytes: " + bytes.length);
        }
        // Any scalar shows a point of small order, as X25519 clears the cofactor of every one.
        byte[] scalar = new byte[LENGTH];
        scalar[0] = 8;
        if (!X25519.calculateAgreement(scalar, 0, bytes, 0, new byte[LENGTH], 0)) {
            throw new IllegalArgumentException("X25519 key is a point of small order");
        }
        return new AgreementKey(bytes.clone());
    }

    /**
     * {@return the key in this JSON Web Key} (RFC 8037; OKP with X25519)
     *
     * @param jwk the members of the key
     * @throws IllegalArgumentException where the key is of another kind or holds a private part
     */
    public static AgreementKey fromJwk(Map<String, ? extends @Nullable Object> jwk) {
        if (jwk.containsKey("d")) {
            throw new IllegalArgumentException("a public JWK must not hold the private member d");
        }
        String kind = Jwk.text(jwk, "kty") + " " + Jwk.text(jwk, "crv");
        if (!kind.equals("OKP X25519")) {
            throw new IllegalArgumentException("JWK must be OKP with X25519: " + kind);
        }
        return of(Jwk.bytes(jwk, "x", LENGTH));
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

    /** {@return the key's 32 bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the {@code did:key} that is this key} */
    public Did did() {
        return Did.ofKey(this);
    }

    /** {@return the public JSON Web Key, members in the order that RFC 7638 hashes} */
    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("crv", "X25519");
        jwk.put("kty", "OKP");
        jwk.put("x", Base64Url.encode(bytes));
        return Collections.unmodifiableMap(jwk);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgreementKey that && Arrays.areEqual(bytes, that.bytes);
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
