package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.crypto.spi.CryptoProvider;
import io.lianbo.core.crypto.spi.CryptoUnavailableException;
import io.lianbo.core.crypto.spi.SignatureScheme;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which implementation is taken; that it is right is for the tests of what uses it, and for sdk-native's of what replaces it. */
class CryptoEnginesTest {
    private static final CryptoProvider BUILT_IN = CryptoEngines.builtIn();

    @Test
    void saysWhichImplementationIsActive() {
        // @start region="describe"
        String active = CryptoEngines.describe();
        // secp256k1: built-in; Ed25519: built-in; P-256: built-in
        // @end region="describe"
        assertThat(active).isEqualTo("secp256k1: built-in; Ed25519: built-in; P-256: built-in");
    }

    private static CryptoEngines.Choice<SignatureScheme> ed25519(CryptoProvider... providers) {
        return CryptoEngines.choose(List.of(providers), "Ed25519", CryptoProvider::ed25519);
    }

    @Test
    void takesTheFirstThatOffersIt() {
        SignatureScheme fast = key -> (message, signature) -> false;
        CryptoProvider other = named("Other", Optional.empty());
        CryptoProvider native1 = named("Native", Optional.of(fast));
        assertThat(ed25519(other, native1, BUILT_IN).engine()).isSameAs(fast);
        assertThat(ed25519(other, native1, BUILT_IN).provider()).isEqualTo("Native");
        assertThat(ed25519(other, BUILT_IN).provider()).isEqualTo("built-in");
    }

    @Test
    void fallsBackWhereThereIsNoBuildForTheMachine() {
        CryptoProvider elsewhere = new CryptoProvider() {
            @Override
            public String name() {
                return "Elsewhere";
            }

            @Override
            public Optional<SignatureScheme> ed25519() {
                throw new CryptoUnavailableException("no build for this machine", new UnsatisfiedLinkError());
            }
        };
        assertThat(ed25519(elsewhere, BUILT_IN).provider()).isEqualTo("built-in");
        assertThatIllegalStateException()
                .isThrownBy(() -> ed25519(elsewhere))
                .withMessage("nothing implements Ed25519");
        assertThat(CryptoEngines.choose(List.of(elsewhere, BUILT_IN), "secp256k1", CryptoProvider::secp256k1)
                        .provider())
                .isEqualTo("built-in");
        assertThat(CryptoEngines.choose(List.of(elsewhere, BUILT_IN), "P-256", CryptoProvider::p256)
                        .provider())
                .isEqualTo("built-in");
    }

    private static CryptoProvider named(String name, Optional<SignatureScheme> ed25519) {
        return new CryptoProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<SignatureScheme> ed25519() {
                return ed25519;
            }
        };
    }
}
