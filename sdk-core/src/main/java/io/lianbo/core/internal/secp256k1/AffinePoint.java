package io.lianbo.core.internal.secp256k1;

import java.util.Arrays;
import java.util.Optional;

/**
 * A point of the curve y^2 = x^3 + 7 that is not infinity (SEC 2, section 2.4.1).
 */
public final class AffinePoint {

    private static final int EVEN = 2;
    private static final int ODD = 3;
    private static final int UNCOMPRESSED = 4;

    final long[] x;
    final long[] y;

    AffinePoint(long[] x, long[] y) {
        this.x = x;
        this.y = y;
    }

    /**
     * Reads a point (SEC 1, section 2.3.4).
     *
     * @param encoded 33 bytes that start with 2 or 3, or 65 bytes that start with 4
     * @return empty if that is no point of the curve, or a coordinate is not less than p
     */
    public static Optional<AffinePoint> decode(byte[] encoded) {
        if (encoded[0] == UNCOMPRESSED) {
            long[] x = Field.read(encoded, 1);
            long[] y = Field.read(encoded, 1 + Field.BYTES);
            long[] difference = new long[Field.LIMBS];
            Field.square(difference, y);
            Field.subtract(difference, difference, squareOfY(x));
            return isReduced(x) && isReduced(y) && Field.isZero(difference)
                    ? Optional.of(new AffinePoint(x, y))
                    : Optional.empty();
        }
        if (encoded[0] != EVEN && encoded[0] != ODD) {
            return Optional.empty();
        }
        return ofX(encoded, 1, encoded[0] == ODD);
    }

    /**
     * The point with this x.
     *
     * @param bytes that hold 32 bytes, the highest first
     * @param offset where they start
     * @param odd whether its y is odd
     * @return empty if there is none, or x is not less than p
     */
    public static Optional<AffinePoint> ofX(byte[] bytes, int offset, boolean odd) {
        long[] x = Field.read(bytes, offset);
        long[] square = squareOfY(x);
        long[] y = Field.rootCandidate(square);
        long[] difference = new long[Field.LIMBS];
        Field.square(difference, y);
        Field.subtract(difference, difference, square);
        if (!isReduced(x) || !Field.isZero(difference)) {
            return Optional.empty();
        }
        Field.normalize(y);
        if (Field.isOdd(y) != odd) {
            Field.negate(y, y);
            Field.normalize(y);
        }
        return Optional.of(new AffinePoint(x, y));
    }

    /** Whether what was read is in its one form already. */
    private static boolean isReduced(long[] number) {
        long[] reduced = number.clone();
        Field.normalize(reduced);
        return Arrays.equals(number, reduced);
    }

    private static long[] squareOfY(long[] x) {
        long[] cube = new long[Field.LIMBS];
        Field.square(cube, x);
        Field.multiply(cube, cube, x);
        cube[0] += 7;
        return cube;
    }

    /** Writes 4, x and y, 65 bytes. */
    public byte[] encoded() {
        byte[] encoded = new byte[1 + 2 * Field.BYTES];
        encoded[0] = UNCOMPRESSED;
        Field.write(x, encoded, 1);
        Field.write(y, encoded, 1 + Field.BYTES);
        return encoded;
    }
}
