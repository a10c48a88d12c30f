package io.lianbo.nativecrypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.CryptoUnavailableException;
import io.lianbo.core.crypto.spi.SignatureScheme;
import io.lianbo.core.crypto.spi.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ed25519 and ECDSA over P-256 by the Amazon Corretto Crypto Provider, whose native code is AWS-LC. */
public final class Corretto implements CryptoProvider {
    private static final int SIGNATURE = 64;

    /** What stands before a key's bytes in its SubjectPublicKeyInfo (RFC 8410, RFC 5480). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] P256 = HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private final Supplier<Provider> loader;

    /** For {@link java.util.ServiceLoader}. */
    public Corretto() {
        this(() -> AmazonCorrettoCryptoProvider.INSTANCE);
    }

    Corretto(Supplier<Provider> loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return "Amazon Corretto Crypto Provider";
    }

    @Override
    public Optional<SignatureScheme> ed25519() {
        return Optional.of(scheme("Ed25519", "Ed25519", ED25519));
    }

    @Override
    public Optional<SignatureScheme> p256() {
        return Optional.of(scheme("EC", "SHA256withECDSAinP1363Format", P256));
    }

    private SignatureScheme scheme(String keyAlgorithm, String algorithm, byte[] prefix) {
        try {
            Provider provider = loader.get();
            KeyFactory keys =
                    KeyFactory.getInstance(keyAlgorithm); // the JDK's: the provider keeps its own of Ed25519 to itself
            Signature.getInstance(algorithm, provider); // or there is none
            return key -> verifying(keys, provider, algorithm, concat(prefix, key));
        } catch (GeneralSecurityException | LinkageError e) {
            throw new CryptoUnavailableException(
                    "it has no " + algorithm + " on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private static byte[] concat(byte[] prefix, byte[] key) {
        byte[] info = new byte[prefix.length + key.length];
        System.arraycopy(prefix, 0, info, 0, prefix.length);
        System.arraycopy(key, 0, info, prefix.length, key.length);
        return info;
    }

    private static VerifyingKey verifying(KeyFactory keys, Provider provider, String algorithm, byte[] info) {
        PublicKey key;
        try {
            key = keys.generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a usable key", e);
        }
        return new Key(provider, algorithm, key);
    }

    /** A key with the verifier that was last used, for the next: to make one ready takes as long as some signatures. */
    private static final class Key implements VerifyingKey {
        private final Provider provider;
        private final String algorithm;
        private final PublicKey key;
        private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

        Key(Provider provider, String algorithm, PublicKey key) {
            this.provider = provider;
            this.algorithm = algorithm;
            this.key = key;
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            if (signature.length != SIGNATURE) {
                return false;
            }
            try {
                Signature verifier = idle.getAndSet(null);
                if (verifier == null) {
                    verifier = Signature.getInstance(algorithm, provider);
                    verifier.initVerify(key);
                }
                verifier.update(message);
                boolean valid = verifier.verify(signature);
                idle.set(verifier); // as it was after initVerify; one that threw is given up
                return valid;
            } catch (SignatureException e) {
                return false; // a number out of range
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("verification failed with a key that was usable", e);
            }
        }
    }
}
