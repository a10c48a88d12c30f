package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcdsaSignatureTest {

    @Test
    void readsDerInItsOneEncoding() {
        assertThat(fromDer("3006020101020102")).contains(new EcdsaSignature(BigInteger.ONE, BigInteger.TWO));
        assertThat(fromDer("300702020080020101")).contains(new EcdsaSignature(BigInteger.valueOf(128), BigInteger.ONE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', nothing",
        "30, a tag alone",
        "3000, an empty sequence",
        "3106020101020102, a set",
        "308106020101020102, a length in the long form",
        "3080020101020102 0000, an indefinite length",
        "3007020101020102, a length too long",
        "3005020101020102, a length too short",
        "300602010102010200, a byte behind",
        "3007020101020102 00, a byte behind inside",
        "3009020101020102020103, a third integer",
        "3003020101, one integer",
        "3006030101020102, a bit string",
        "300702020001020102, a padded integer",
        "3008020200010202 0001, two padded integers",
        "30060201ff020102, a negative integer",
        "30070202ff80020102, a padded negative integer",
        "3006020100020102, zero r",
        "3006020101020100, zero s",
        "3005020002010202, an empty integer",
        "3006020101028102, an integer's length in the long form",
        "30060201010205 02, an integer that ends behind the end"
    })
    void refusesAnyOtherEncoding(String hex, String what) {
        assertThat(fromDer(hex.replace(" ", ""))).as(what).isEmpty();
    }

    @Test
    void readsDerExactlyWhereBouncyCastleDoes() throws IOException {
        Random random = new Random(690);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            BigInteger r = new BigInteger(1 + random.nextInt(256), random)
                    .max(BigInteger.ONE)
                    .mod(Secp256k1.N);
            BigInteger s = new BigInteger(1 + random.nextInt(256), random)
                    .max(BigInteger.ONE)
                    .mod(Secp256k1.N);
            byte[] der = StandardDSAEncoding.INSTANCE.encode(Secp256k1.N, r, s);
            assertThat(EcdsaSignature.fromDer(der)).contains(new EcdsaSignature(r, s));
            byte[] changed = Arrays.copyOf(der, der.length - 2 + random.nextInt(4));
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            changed[random.nextInt(Math.min(6, changed.length))] += (byte) (random.nextInt(3) - 1);
            Optional<EcdsaSignature> theirs = byBouncyCastle(changed);
            assertThat(EcdsaSignature.fromDer(changed))
                    .as(HexFormat.of().formatHex(changed))
                    .isEqualTo(theirs);
            accepted += theirs.isPresent() ? 1 : 0;
        }
        assertThat(accepted).isPositive();
    }

    @Test
    void makesSLow() {
        EcdsaSignature high = new EcdsaSignature(BigInteger.ONE, Secp256k1.N.subtract(BigInteger.TWO));
        assertThat(high.isLowS()).isFalse();
        assertThat(high.withLowS()).isEqualTo(new EcdsaSignature(BigInteger.ONE, BigInteger.TWO));
        assertThat(high.withLowS().withLowS()).isEqualTo(high.withLowS());
    }

    private static Optional<EcdsaSignature> fromDer(String hex) {
        return EcdsaSignature.fromDer(HexFormat.of().parseHex(hex));
    }

    private static Optional<EcdsaSignature> byBouncyCastle(byte[] der) {
        try {
            BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(Secp256k1.N, der);
            return Secp256k1.isScalar(numbers[0]) && Secp256k1.isScalar(numbers[1])
                    ? Optional.of(new EcdsaSignature(numbers[0], numbers[1]))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
