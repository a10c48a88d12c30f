package io.lianbo.core.internal.secp256k1;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.WNafUtil;
import org.bouncycastle.math.ec.endo.GLVEndomorphism;

/**
 * The sum a G + b P, which checking a signature comes down to; G is the generator.
 *
 * <p>Each factor is split in two halves by the curve's endomorphism, (x, y) to (beta x, y), so that four halves share 128 doublings (Gallant, Lambert,
 * Vanstone 2001); each half is written with signed odd digits, whose multiples stand in tables. The multiples of P are brought to one Z and taken for
 * affine points of a curve with other coordinates, in which the sum is made.
 */
public final class SumOfMultiples {

    private static final int WIDTH_OF_G = 8;
    private static final int WIDTH = 5;
    private static final int ENTRIES = 1 << (WIDTH - 2);

    private static final long[] BETA =
            Field.of(new BigInteger("7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee", 16));
    private static final long[] ONE = Field.of(BigInteger.ONE);
    private static final BigInteger N = CustomNamedCurves.getByName("secp256k1").getN();
    private static final BigInteger P =
            CustomNamedCurves.getByName("secp256k1").getCurve().getField().getCharacteristic();
    private static final GLVEndomorphism ENDOMORPHISM = (GLVEndomorphism)
            CustomNamedCurves.getByName("secp256k1").getCurve().getEndomorphism();

    private static final long[][] X_OF_G = new long[1 << (WIDTH_OF_G - 2)][];
    private static final long[][] BETA_X_OF_G = new long[X_OF_G.length][];
    private static final long[][] Y_OF_G = new long[X_OF_G.length][];

    static {
        ECPoint g = CustomNamedCurves.getByName("secp256k1").getG();
        ECCurve curve = g.getCurve();
        ECPoint[] multiples = new ECPoint[X_OF_G.length];
        multiples[0] = g;
        for (int i = 1; i < multiples.length; i++) {
            multiples[i] = multiples[i - 1].add(g.twice());
        }
        curve.normalizeAll(multiples);
        for (int i = 0; i < multiples.length; i++) {
            X_OF_G[i] = Field.of(multiples[i].getAffineXCoord().toBigInteger());
            Y_OF_G[i] = Field.of(multiples[i].getAffineYCoord().toBigInteger());
            BETA_X_OF_G[i] = new long[Field.LIMBS];
            Field.multiply(BETA_X_OF_G[i], X_OF_G[i], BETA);
        }
    }

    private final long[][] x = new long[ENTRIES][Field.LIMBS];
    private final long[][] betaX = new long[ENTRIES][Field.LIMBS];
    private final long[][] y = new long[ENTRIES][Field.LIMBS];

    /** What Z of all multiples of P is. */
    private final long[] commonZ = new long[Field.LIMBS];

    private final long[] realZ = new long[Field.LIMBS];
    private final Point sum = new Point();

    private SumOfMultiples() {}

    /**
     * Makes the sum.
     *
     * @param a of G, 0 to n - 1
     * @param b of {@code p}, 0 to n - 1
     */
    public static SumOfMultiples of(BigInteger a, BigInteger b, AffinePoint p) {
        SumOfMultiples multiples = new SumOfMultiples();
        multiples.fill(p);
        multiples.add(ENDOMORPHISM.decomposeScalar(a), ENDOMORPHISM.decomposeScalar(b));
        return multiples;
    }

    /** The sum as 4, x and y, 65 bytes; empty if it is infinity. */
    public Optional<byte[]> encoded() {
        return sum.infinite ? Optional.empty() : Optional.of(sum.encoded());
    }

    /** Whether the x of the sum is {@code number} modulo n; infinity has none. */
    public boolean hasXModuloOrder(BigInteger number) {
        if (sum.infinite) {
            return false;
        }
        BigInteger other = number.add(N);
        return sum.hasX(Field.of(number)) || (other.compareTo(P) < 0 && sum.hasX(Field.of(other)));
    }

    /** P, 3 P, 5 P and so on. */
    private void fill(AffinePoint p) {
        Point twice = new Point();
        twice.set(p.x, p.y);
        twice.twice();
        // Where Z of 2 P counts as one, 2 P is affine, and P has these coordinates.
        long[] scale = new long[Field.LIMBS];
        Point multiple = new Point();
        multiple.set(p.x, p.y);
        rescale(multiple.x, multiple.y, twice.z, scale);
        long[][] ratios = new long[ENTRIES][];
        keep(0, multiple);
        for (int i = 1; i < ENTRIES; i++) {
            multiple.add(twice.x, twice.y, false);
            ratios[i] = multiple.ratio.clone();
            keep(i, multiple);
        }
        Field.multiply(commonZ, multiple.z, twice.z);
        long[] z = ONE.clone();
        for (int i = ENTRIES - 2; i >= 0; i--) {
            Field.multiply(z, z, ratios[i + 1]);
            rescale(x[i], y[i], z, scale);
        }
        for (int i = 0; i < ENTRIES; i++) {
            Field.multiply(betaX[i], x[i], BETA);
        }
    }

    private void keep(int i, Point multiple) {
        System.arraycopy(multiple.x, 0, x[i], 0, Field.LIMBS);
        System.arraycopy(multiple.y, 0, y[i], 0, Field.LIMBS);
    }

    /** x z^2 and y z^3. */
    private static void rescale(long[] x, long[] y, long[] z, long[] scale) {
        Field.square(scale, z);
        Field.multiply(x, x, scale);
        Field.multiply(scale, scale, z);
        Field.multiply(y, y, scale);
    }

    private void add(BigInteger[] ofG, BigInteger[] ofP) {
        byte[] g = digits(ofG[0], WIDTH_OF_G);
        byte[] betaG = digits(ofG[1], WIDTH_OF_G);
        byte[] p = digits(ofP[0], WIDTH);
        byte[] betaP = digits(ofP[1], WIDTH);
        int length = Math.max(Math.max(g.length, betaG.length), Math.max(p.length, betaP.length));
        for (int i = length - 1; i >= 0; i--) {
            sum.twice();
            addOfP(digit(p, i, ofP[0]), x);
            addOfP(digit(betaP, i, ofP[1]), betaX);
            addOfG(digit(g, i, ofG[0]), X_OF_G);
            addOfG(digit(betaG, i, ofG[1]), BETA_X_OF_G);
        }
        if (!sum.infinite) {
            Field.multiply(sum.z, sum.z, commonZ);
        }
    }

    private static byte[] digits(BigInteger half, int width) {
        return WNafUtil.generateWindowNaf(width, half.abs());
    }

    private static int digit(byte[] digits, int i, BigInteger half) {
        int digit = i < digits.length ? digits[i] : 0;
        return half.signum() < 0 ? -digit : digit;
    }

    private void addOfP(int digit, long[][] ofX) {
        if (digit == 0) {
            return;
        }
        int entry = Math.abs(digit) >> 1;
        if (sum.infinite) {
            sum.set(ofX[entry], y[entry]);
            negate(digit);
        } else {
            sum.add(ofX[entry], y[entry], digit < 0);
        }
    }

    private void addOfG(int digit, long[][] ofX) {
        if (digit == 0) {
            return;
        }
        int entry = Math.abs(digit) >> 1;
        if (sum.infinite) {
            sum.set(ofX[entry], Y_OF_G[entry]);
            rescale(sum.x, sum.y, commonZ, realZ);
            negate(digit);
        } else {
            Field.multiply(realZ, sum.z, commonZ);
            sum.add(ofX[entry], Y_OF_G[entry], digit < 0, realZ);
        }
    }

    private void negate(int digit) {
        if (digit < 0) {
            Field.negate(sum.y, sum.y);
        }
    }
}
