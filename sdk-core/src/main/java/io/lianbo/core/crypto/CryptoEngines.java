package io.lianbo.core.crypto;

import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.CryptoUnavailableException;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which implementation signs and verifies, chosen once for each algorithm when the first is needed: the first {@link CryptoProvider} of the class path
 * that offers it here, otherwise the built-in one. With {@code sdk-native} on the class path, and nothing else changed, that is native code.
 *
 * {@snippet class="io.lianbo.core.crypto.CryptoEnginesTest" region="describe"}
 *
 * <p>With the system property {@value #PROPERTY} set to {@value #BUILT_IN_ONLY} the class path is not searched: to compare, or to find out whether
 * native code is to blame for something.
 */
public final class CryptoEngines {
    private static final Logger LOG = LoggerFactory.getLogger(CryptoEngines.class);

    /** The system property that switches other implementations off. */
    public static final String PROPERTY = "lianbo.crypto";

    /** The value of {@link #PROPERTY} that does. */
    public static final String BUILT_IN_ONLY = "built-in";

    private static final CryptoProvider BUILT_IN = new BuiltInCrypto();

    /** Chosen when it is first asked for. */
    private static final class Chosen {
        static final List<CryptoProvider> PROVIDERS =
                BUILT_IN_ONLY.equals(System.getProperty(PROPERTY)) ? List.of(BUILT_IN) : providers();
        static final Choice<Secp256k1Engine> SECP256K1 = choose(PROVIDERS, "secp256k1", CryptoProvider::secp256k1);
        static final Choice<SignatureScheme> ED25519 = choose(PROVIDERS, "Ed25519", CryptoProvider::ed25519);
        static final Choice<SignatureScheme> P256 = choose(PROVIDERS, "P-256", CryptoProvider::p256);

        private Chosen() {}
    }

    private CryptoEngines() {}

    private static List<CryptoProvider> providers() {
        List<CryptoProvider> providers = new ArrayList<>();
        var found = ServiceLoader.load(CryptoProvider.class, CryptoEngines.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                providers.add(found.next());
            } catch (ServiceConfigurationError e) {
                LOG.warn("A provider of cryptography cannot be loaded: {}", e.getMessage());
            }
        }
        providers.add(BUILT_IN);
        return List.copyOf(providers);
    }

    /**
     * What was chosen.
     *
     * @param provider its name
     */
    record Choice<E>(String provider, E engine) {}

    static <E> Choice<E> choose(
            List<CryptoProvider> providers, String algorithm, Function<CryptoProvider, Optional<E>> offer) {
        for (CryptoProvider provider : providers) {
            try {
                Optional<E> engine = offer.apply(provider);
                if (engine.isPresent()) {
                    return new Choice<>(provider.name(), engine.get());
                }
            } catch (CryptoUnavailableException e) {
                LOG.warn(
                        "{} falls back to a slower implementation, as {} is not available here: {}",
                        algorithm,
                        provider.name(),
                        e.getMessage());
            }
        }
        throw new IllegalStateException("nothing implements " + algorithm);
    }

    /** Returns which implementation is active, for people: {@code secp256k1: built-in; Ed25519: built-in; P-256: built-in}. */
    public static String describe() {
        return "secp256k1: " + Chosen.SECP256K1.provider() + "; Ed25519: " + Chosen.ED25519.provider() + "; P-256: "
                + Chosen.P256.provider();
    }

    /** Returns the built-in implementation, which offers all algorithms everywhere: what others are compared with. */
    public static CryptoProvider builtIn() {
        return BUILT_IN;
    }

    static Secp256k1Engine secp256k1() {
        return Chosen.SECP256K1.engine();
    }

    /** Returns the active Ed25519, for modules that verify with it. */
    public static SignatureScheme ed25519() {
        return Chosen.ED25519.engine();
    }

    /** Returns the active ECDSA over P-256 with SHA-256, for modules that verify with it. */
    public static SignatureScheme p256() {
        return Chosen.P256.engine();
    }
}
