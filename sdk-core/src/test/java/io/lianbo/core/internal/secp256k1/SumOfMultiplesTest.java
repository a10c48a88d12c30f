package io.lianbo.core.internal.secp256k1;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

/** Held equal to BouncyCastle, at random and where carries, borrows and exceptional cases are. */
class SumOfMultiplesTest {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

    private final Random random = new Random(256);

    @Test
    void reckonsModuloP() {
        List<BigInteger> numbers = numbers(P);
        for (BigInteger a : numbers) {
            for (BigInteger b : numbers) {
                long[] x = Field.of(a);
                long[] y = Field.of(b);
                long[] r = new long[Field.LIMBS];
                Field.multiply(r, x, y);
                assertThat(number(r)).isEqualTo(a.multiply(b).mod(P));
                Field.subtract(r, x, y);
                assertThat(number(r)).isEqualTo(a.subtract(b).mod(P));
                // as large as sums in a point ever get
                for (int i = 0; i < Field.LIMBS; i++) {
                    x[i] = 13 * x[i];
                    y[i] = -10 * y[i];
                }
                Field.multiply(r, x, y);
                assertThat(number(r))
                        .isEqualTo(
                                a.multiply(b).multiply(BigInteger.valueOf(-130)).mod(P));
                Field.square(r, x);
                assertThat(number(r))
                        .isEqualTo(
                                a.multiply(a).multiply(BigInteger.valueOf(169)).mod(P));
            }
            if (a.mod(P).signum() != 0) {
                assertThat(number(Field.inverse(Field.of(a)))).isEqualTo(a.modInverse(P));
            }
        }
    }

    @Test
    void readsAndWritesNumbers() {
        for (BigInteger a : numbers(P)) {
            byte[] bytes = BigIntegers.asUnsignedByteArray(Field.BYTES, a);
            long[] read = Field.read(bytes, 0);
            Field.normalize(read);
            byte[] written = new byte[Field.BYTES + 1];
            Field.write(read, written, 1);
            assertThat(new BigInteger(1, written)).isEqualTo(a.mod(P));
        }
    }

    @Test
    void findsPointsByTheirX() {
        int found = 0;
        for (BigInteger x : numbers(P)) {
            for (int parity = 0; parity < 2; parity++) {
                byte[] encoded = new byte[33];
                encoded[0] = (byte) (2 + parity);
                BigIntegers.asUnsignedByteArray(x, encoded, 1, 32);
                Optional<byte[]> expected;
                try {
                    expected = Optional.of(CURVE.getCurve().decodePoint(encoded).getEncoded(false));
                } catch (IllegalArgumentException e) {
                    expected = Optional.empty();
                }
                Optional<byte[]> decoded = AffinePoint.decode(encoded).map(AffinePoint::encoded);
                assertThat(decoded.isPresent()).isEqualTo(expected.isPresent());
                if (decoded.isPresent()) {
                    assertThat(decoded.get()).isEqualTo(expected.get());
                    assertThat(AffinePoint.decode(decoded.get())).isPresent();
                    decoded.get()[64] ^= 1;
                    assertThat(AffinePoint.decode(decoded.get())).isEmpty();
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void addsAsBouncyCastleDoes() {
        List<BigInteger> factors = new ArrayList<>(numbers(N));
        factors.addAll(
                List.of(BigInteger.TWO, BigInteger.valueOf(15), BigInteger.valueOf(16), BigInteger.valueOf(127)));
        BigInteger lambda = new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);
        factors.addAll(List.of(lambda, N.subtract(lambda), lambda.add(BigInteger.ONE)));
        List<BigInteger> keys = List.of(
                BigInteger.ONE,
                BigInteger.TWO,
                N.subtract(BigInteger.ONE),
                lambda,
                N.add(BigInteger.ONE).shiftRight(1),
                new BigInteger(255, random).add(BigInteger.ONE));
        int infinite = 0;
        for (BigInteger key : keys) {
            ECPoint point = CURVE.getG().multiply(key).normalize();
            AffinePoint p = AffinePoint.decode(point.getEncoded(false)).orElseThrow();
            for (BigInteger a : factors) {
                for (BigInteger b : factors) {
                    ECPoint expected = CURVE.getG()
                            .multiply(a.mod(N))
                            .add(point.multiply(b.mod(N)))
                            .normalize();
                    SumOfMultiples sum = SumOfMultiples.of(a.mod(N), b.mod(N), p);
                    assertThat(sum.encoded().isEmpty()).isEqualTo(expected.isInfinity());
                    if (expected.isInfinity()) {
                        infinite++;
                        assertThat(sum.hasXModuloOrder(BigInteger.ONE)).isFalse();
                        continue;
                    }
                    assertThat(sum.encoded().orElseThrow()).isEqualTo(expected.getEncoded(false));
                    BigInteger x = expected.getAffineXCoord().toBigInteger().mod(N);
                    assertThat(sum.hasXModuloOrder(x)).isTrue();
                    assertThat(sum.hasXModuloOrder(x.flipBit(0))).isFalse();
                }
            }
        }
        assertThat(infinite).isGreaterThan(5);
    }

    /** Small ones, some around the modulus and 2^256, some of ones and zeros, some random. */
    private List<BigInteger> numbers(BigInteger modulus) {
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            BigInteger small = BigInteger.valueOf(i);
            numbers.add(small);
            numbers.add(modulus.subtract(small.add(BigInteger.ONE)));
            numbers.add(BigInteger.ONE.shiftLeft(256).subtract(small.add(BigInteger.ONE)));
            numbers.add(BigInteger.ONE.shiftLeft(52 * (i + 1)).subtract(BigInteger.ONE));
            numbers.add(BigInteger.ONE.shiftLeft(52 * (i + 1)));
        }
        for (int i = 0; i < 20; i++) {
            numbers.add(new BigInteger(256, random));
        }
        return numbers;
    }

    private static BigInteger number(long[] limbs) {
        long[] copy = limbs.clone();
        Field.normalize(copy);
        byte[] bytes = new byte[Field.BYTES];
        Field.write(copy, bytes, 0);
        return new BigInteger(1, bytes);
    }
}
