package io.lianbo.did;

import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.spi.VerifyingKey;
import io.lianbo.did.internal.Base64Url;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A public key that verifies credentials: P-256, P-384, secp256k1 or Ed25519, checked to be a usable point when it is made.
 *
 * <p>As text it is its {@code did:key}.
 */
public final class VerificationKey {
    private static final int ED25519_LENGTH = 32;

    private final KeyAlgorithm algorithm;
    private final byte[] bytes;
    private final VerifyingKey verifying;

    private VerificationKey(KeyAlgorithm algorithm, byte[] bytes, VerifyingKey verifying) {
        this.algorithm = algorithm;
        this.bytes = bytes;
        this.verifying = verifying;
    }

    /**
     * {@return the key with these bytes}
     *
     * @param algorithm what the key is for
     * @param bytes for ECDSA a SEC 1 point, compressed or not (33 or 65 bytes; 49 or 97 for ES384); for EdDSA the 32 bytes of
     *     RFC 8032 section 5.1.2
     * @throws IllegalArgumentException where the length is wrong, or the bytes are no point that can verify anything
     */
    public static VerificationKey of(KeyAlgorithm algorithm, byte[] bytes) {
        Curve curve = Curve.of(algorithm);
        return curve == null ? ed25519(bytes) : ofPoint(algorithm, curve.publicKey(bytes));
    }

    static VerificationKey ofPoint(KeyAlgorithm algorithm, ECPublicKeyParameters key) {
        Curve curve = Objects.requireNonNull(Curve.of(algorithm));
        return new VerificationKey(algorithm, key.getQ().getEncoded(true), curve.verifying(key));
    }

    private static VerificationKey ed25519(byte[] bytes) {
        if (bytes.length != ED25519_LENGTH) {
            throw new IllegalArgumentException("Ed25519 key must be 32 bytes: " + bytes.length);
        }
        // A point of small order would verify one signature for every message.
        if (!Ed25519.validatePublicKeyFull(bytes, 0)) {
            throw new IllegalArgumentException("Ed25519 key is no point of prime order");
        }
        byte[] copy = bytes.clone();
        return new VerificationKey(
                KeyAlgorithm.EDDSA, copy, CryptoEngines.ed25519().key(copy));
    }

    /**
     * {@return the key in this JSON Web Key} (RFC 7517; EC with P-256, P-384 or secp256k1, OKP with Ed25519)
     *
     * @param jwk the members of the key
     * @throws IllegalArgumentException where the key is of another kind, names another {@code alg}, or holds a private
     *     part
     */
    public static VerificationKey fromJwk(Map<String, ? extends @Nullable Object> jwk) {
        String kind = Jwk.publicKind(jwk);
        KeyAlgorithm algorithm = ofKind(kind);
        Curve curve = Curve.of(algorithm);
        VerificationKey key =
                of(algorithm, curve == null ? Jwk.bytes(jwk, "x", ED25519_LENGTH) : Jwk.point(jwk, curve.length()));
        if (jwk.containsKey("alg") && !algorithm.jose().equals(jwk.get("alg"))) {
            throw new IllegalArgumentException("JWK of kind " + kind + " must have alg " + algorithm.jose());
        }
        return key;
    }

    private static KeyAlgorithm ofKind(String kind) {
        if (kind.equals("OKP Ed25519")) {
            return KeyAlgorithm.EDDSA;
        }
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            Curve curve = Curve.of(algorithm);
            if (curve != null && kind.equals("EC " + curve.jose())) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException(
                "JWK must be EC with P-256, P-384 or secp256k1, or OKP with Ed25519: " + kind);
    }

    /** {@return the only algorithm this key verifies} */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** {@return the key's bytes: a compressed point for ECDSA (33, or 49 for ES384), 32 bytes for EdDSA} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the {@code did:key} that is this key} */
    public Did did() {
        return Did.ofKey(this);
    }

    /** {@return the URL under which the document of {@link #did()} lists this key, {@code did:key:z...#z...}} */
    public String didUrl() {
        Did did = did();
        return did + "#" + did.identifier();
    }

    /** {@return the public JSON Web Key, members in the order that RFC 7638 hashes} */
    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        Curve curve = Curve.of(algorithm);
        if (curve == null) {
            jwk.put("crv", "Ed25519");
            jwk.put("kty", "OKP");
            jwk.put("x", Base64Url.encode(bytes));
        } else {
            byte[] point = curve.publicKey(bytes).getQ().getEncoded(false);
            jwk.put("crv", curve.jose());
            jwk.put("kty", "EC");
            jwk.put("x", Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + curve.length())));
            jwk.put("y", Base64Url.encode(Arrays.copyOfRange(point, 1 + curve.length(), point.length)));
        }
        return Collections.unmodifiableMap(jwk);
    }

    /**
     * {@return this key, where it verifies the signature; else the reason {@code SIGNATURE_INVALID}}
     *
     * <p>ECDSA has two signatures for each, R || S and R || -S, and both verify, as RFC 7518 has it: what must not be used twice is known
     * by its nonce, never by its signature.
     *
     * @param message the signed bytes, not yet hashed
     * @param signature R || S for ECDSA, 64 bytes (96 for ES384; RFC 7518 section 3.4); 64 bytes of RFC 8032 for EdDSA
     */
    public Verdict<VerificationKey> verify(byte[] message, byte[] signature) {
        return verifying.verify(message, signature)
                ? Verdict.ok(this)
                : Verdict.refused("SIGNATURE_INVALID", "not signed over these bytes by " + this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerificationKey that && algorithm == that.algorithm && Arrays.equals(bytes, that.bytes);
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
