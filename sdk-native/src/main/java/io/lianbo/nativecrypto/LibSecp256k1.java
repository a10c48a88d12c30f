package io.lianbo.nativecrypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.CryptoUnavailableException;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** ECDSA over secp256k1 by Bitcoin Core's libsecp256k1, whose signing takes the same time for every key. */
public final class LibSecp256k1 implements CryptoProvider {
    private static final int PARITY = 64;

    private final Supplier<Secp256k1> loader;

    /** For {@link java.util.ServiceLoader}. */
    public LibSecp256k1() {
        this(Secp256k1::get);
    }

    LibSecp256k1(Supplier<Secp256k1> loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return "libsecp256k1 (fr.acinq.secp256k1)";
    }

    @Override
    public Optional<Secp256k1Engine> secp256k1() {
        try {
            return Optional.of(new Engine(loader.get()));
        } catch (IllegalStateException | LinkageError e) {
            // The library's own loader throws either, as the platform has no build or the build does not load.
            throw new CryptoUnavailableException(
                    "it does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private record Engine(Secp256k1 library) implements Secp256k1Engine {
        @Override
        public Optional<byte[]> decompress(byte[] encoded) {
            try {
                return Optional.of(library.pubkeyParse(encoded));
            } catch (Secp256k1Exception e) {
                return Optional.empty();
            }
        }

        @Override
        public byte[] publicKey(byte[] privateKey) {
            return library.pubkeyCreate(privateKey);
        }

        @Override
        public Optional<byte[]> recover(byte[] digest, byte[] signature, int yParity) {
            try {
                return Optional.of(library.ecdsaRecover(signature, digest, yParity));
            } catch (Secp256k1Exception e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
            try {
                return library.verify(signature, digest, publicKey);
            } catch (Secp256k1Exception e) {
                return false;
            }
        }

        @Override
        public byte[] sign(byte[] digest, byte[] privateKey, byte[] publicKey) {
            byte[] signature = Arrays.copyOf(library.sign(digest, privateKey), PARITY + 1);
            // The library does not tell the parity. It is the one that leads back to the key.
            byte[] rs = Arrays.copyOf(signature, PARITY);
            boolean even = recover(digest, rs, 0)
                    .filter(key -> Arrays.equals(key, publicKey))
                    .isPresent();
            signature[PARITY] = (byte) (even ? 0 : 1);
            return signature;
        }
    }
}
