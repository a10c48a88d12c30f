package io.lianbo.did;

import io.lianbo.core.Verdict;
import io.lianbo.did.internal.Base64Url;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A public key that verifies credentials: P-256 or Ed25519, checked to be a usable point when it is made.
 *
 * <p>As text it is its {@code did:key}.
 */
public final class VerificationKey {
    private static final int ED25519_LENGTH = 32;
    private static final int COORDINATE_LENGTH = 32;

    private final KeyAlgorithm algorithm;
    private final byte[] bytes;
    private final AsymmetricKeyParameter parameters;

    private VerificationKey(KeyAlgorithm algorithm, byte[] bytes, AsymmetricKeyParameter parameters) {
        this.algorithm = algorithm;
        this.bytes = bytes;
        this.parameters = parameters;
    }

    /**
     * {@return the key with these bytes}
     *
     * @param algorithm what the key is for
     * @param bytes for ES256 a SEC 1 point of 33 or 65 bytes, for EdDSA the 32 bytes of RFC 8032 section 5.1.2
     * @throws IllegalArgumentException where the length is wrong, or the bytes are no point that can verify anything
     */
    public static VerificationKey of(KeyAlgorithm algorithm, byte[] bytes) {
        return switch (algorithm) {
            case ES256 -> ofPoint(P256.publicKey(bytes));
            case EDDSA -> ed25519(bytes);
        };
    }

    static VerificationKey ofPoint(ECPublicKeyParameters key) {
        return new VerificationKey(KeyAlgorithm.ES256, key.getQ().getEncoded(true), key);
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
        return new VerificationKey(KeyAlgorithm.EDDSA, copy, new Ed25519PublicKeyParameters(copy));
    }

    /**
     * {@return the key in this JSON Web Key} (RFC 7517; EC with P-256, OKP with Ed25519)
     *
     * @param jwk the members of the key
     * @throws IllegalArgumentException where the key is of another kind, names another {@code alg}, or holds a private
     *     part
     */
    public static VerificationKey fromJwk(Map<String, ? extends @Nullable Object> jwk) {
        if (jwk.containsKey("d")) {
            throw new IllegalArgumentException("a public JWK must not hold the private member d");
        }
        String kind = text(jwk, "kty") + " " + text(jwk, "crv");
        VerificationKey key = switch (kind) {
            case "EC P-256" -> {
                byte[] point = new byte[1 + 2 * COORDINATE_LENGTH];
                point[0] = 4;
                System.arraycopy(coordinate(jwk, "x"), 0, point, 1, COORDINATE_LENGTH);
                System.arraycopy(coordinate(jwk, "y"), 0, point, 1 + COORDINATE_LENGTH, COORDINATE_LENGTH);
                yield of(KeyAlgorithm.ES256, point);
            }
            case "OKP Ed25519" -> of(KeyAlgorithm.EDDSA, coordinate(jwk, "x"));
            default -> throw new IllegalArgumentException("JWK must be EC with P-256 or OKP with Ed25519: " + kind);
        };
        if (jwk.containsKey("alg") && !key.algorithm.jose().equals(jwk.get("alg"))) {
            throw new IllegalArgumentException("JWK of kind " + kind + " must have alg " + key.algorithm.jose());
        }
        return key;
    }

    private static String text(Map<String, ? extends @Nullable Object> jwk, String member) {
        if (jwk.get(member) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("JWK must hold a text \"" + member + "\"");
    }

    private static byte[] coordinate(Map<String, ? extends @Nullable Object> jwk, String member) {
        byte[] bytes = Base64Url.decode(text(jwk, member));
        if (bytes.length != COORDINATE_LENGTH) {
            throw new IllegalArgumentException("JWK member " + member + " must be 32 bytes: " + bytes.length);
        }
        return bytes;
    }

    /** {@return the only algorithm this key verifies} */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** {@return the key's bytes: a compressed point (33) for ES256, 32 bytes for EdDSA} */
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
        switch (algorithm) {
            case ES256 -> {
                byte[] point = ((ECPublicKeyParameters) parameters).getQ().getEncoded(false);
                jwk.put("crv", "P-256");
                jwk.put("kty", "EC");
                jwk.put("x", Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + COORDINATE_LENGTH)));
                jwk.put("y", Base64Url.encode(Arrays.copyOfRange(point, 1 + COORDINATE_LENGTH, point.length)));
            }
            case EDDSA -> {
                jwk.put("crv", "Ed25519");
                jwk.put("kty", "OKP");
                jwk.put("x", Base64Url.encode(bytes));
            }
        }
        return Collections.unmodifiableMap(jwk);
    }

    /**
     * {@return this key, where it verifies the signature; else the reason {@code SIGNATURE_INVALID}}
     *
     * @param message the signed bytes, not yet hashed
     * @param signature 64 bytes: R || S for ES256 (RFC 7518 section 3.4), RFC 8032 for EdDSA
     */
    public Verdict<VerificationKey> verify(byte[] message, byte[] signature) {
        boolean valid = switch (algorithm) {
            case ES256 -> P256.verify((ECPublicKeyParameters) parameters, message, signature);
            case EDDSA -> verifyEd25519(message, signature);
        };
        return valid
                ? Verdict.ok(this)
                : Verdict.refused("SIGNATURE_INVALID", "not signed over these bytes by " + this);
    }

    private boolean verifyEd25519(byte[] message, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, parameters);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
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
