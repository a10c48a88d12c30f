package io.lianbo.nativecrypto;

import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Named;

/** Every implementation there is, the built-in one first. */
final class Engines {
    private static final List<CryptoProvider> PROVIDERS =
            List.of(CryptoEngines.builtIn(), new LibSecp256k1(), new Corretto());

    private Engines() {}

    static List<Named<Secp256k1Engine>> secp256k1() {
        return offered(CryptoProvider::secp256k1);
    }

    static List<Named<SignatureScheme>> ed25519() {
        return offered(CryptoProvider::ed25519);
    }

    static List<Named<SignatureScheme>> p256() {
        return offered(CryptoProvider::p256);
    }

    private static <E> List<Named<E>> offered(Function<CryptoProvider, Optional<E>> offer) {
        return PROVIDERS.stream()
                .flatMap(provider -> offer.apply(provider).map(engine -> Named.of(provider.name(), engine)).stream())
                .toList();
    }
}
