package io.lianbo.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.crypto.spi.CryptoUnavailableException;
import java.security.Security;
import org.junit.jupiter.api.Test;

/** Where there is no native build, that is said, and by an exception that falls back. */
class UnavailableTest {

    @Test
    void saysThatALibraryDoesNotLoad() {
        LibSecp256k1 elsewhere = new LibSecp256k1(() -> {
            throw new UnsatisfiedLinkError("no such library");
        });
        assertThatExceptionOfType(CryptoUnavailableException.class)
                .isThrownBy(elsewhere::secp256k1)
                .withMessageContaining("(no such library)")
                .withCauseInstanceOf(UnsatisfiedLinkError.class);
        assertThat(elsewhere.ed25519()).isEmpty();
        assertThat(elsewhere.p256()).isEmpty();

        Corretto missing = new Corretto(() -> {
            throw new NoClassDefFoundError("no such class");
        });
        assertThatExceptionOfType(CryptoUnavailableException.class)
                .isThrownBy(missing::ed25519)
                .withMessageContaining("(no such class)");
        assertThat(missing.secp256k1()).isEmpty();
    }

    @Test
    void saysThatAnAlgorithmIsNotThere() {
        Corretto without = new Corretto(() -> Security.getProvider("SUN"));
        assertThatExceptionOfType(CryptoUnavailableException.class)
                .isThrownBy(without::p256)
                .withMessageStartingWith("it has no SHA256withECDSAinP1363Format on ");
    }

    @Test
    void refusesAKeyThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Corretto().p256().orElseThrow().key(new byte[65]))
                .withMessage("not a usable key");
    }
}
