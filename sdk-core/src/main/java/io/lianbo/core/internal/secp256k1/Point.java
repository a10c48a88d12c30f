package io.lianbo.core.internal.secp256k1;

/**
 * A point that sums are made in: x = X/Z^2 and y = Y/Z^3, or infinity. X has up to 9 units of {@link Field}, Y up to 8, Z up to 2.
 */
final class Point {

    final long[] x = new long[Field.LIMBS];
    final long[] y = new long[Field.LIMBS];
    final long[] z = new long[Field.LIMBS];
    boolean infinite = true;

    private final long[] a = new long[Field.LIMBS];
    private final long[] b = new long[Field.LIMBS];
    private final long[] c = new long[Field.LIMBS];
    private final long[] d = new long[Field.LIMBS];
    private final long[] e = new long[Field.LIMBS];
    private final long[] f = new long[Field.LIMBS];

    /** What Z was multiplied by in the sum that was made last. */
    final long[] ratio = e;

    /** Becomes the point (x, y). */
    void set(long[] newX, long[] newY) {
        copy(newX, x);
        copy(newY, y);
        z[0] = 1;
        for (int i = 1; i < Field.LIMBS; i++) {
            z[i] = 0;
        }
        infinite = false;
    }

    private static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, Field.LIMBS);
    }

    /** Doubles itself (dbl-2009-l of the Explicit-Formulas Database; no point of this curve has y = 0). */
    void twice() {
        if (infinite) {
            return;
        }
        Field.multiply(z, y, z);
        Field.add(z, z, z);
        Field.square(a, x);
        Field.square(b, y);
        Field.square(c, b);
        Field.add(d, x, b);
        Field.square(d, d);
        for (int i = 0; i < Field.LIMBS; i++) {
            d[i] = 2 * (d[i] - a[i] - c[i]); // 4 units
            e[i] = 3 * a[i];
        }
        Field.square(f, e);
        for (int i = 0; i < Field.LIMBS; i++) {
            x[i] = f[i] - 2 * d[i]; // 9 units
            d[i] -= x[i]; // 13 units
        }
        Field.multiply(y, e, d);
        for (int i = 0; i < Field.LIMBS; i++) {
            y[i] -= 8 * c[i];
        }
    }

    /**
     * Adds the point (px, py), of a unit each.
     *
     * @param negative whether to subtract it
     */
    void add(long[] px, long[] py, boolean negative) {
        add(px, py, negative, z);
    }

    /**
     * Adds the point (px, py) as if Z were {@code realZ}, and leaves of it what Z becomes in the same proportion.
     *
     * @param realZ of a unit or two
     */
    void add(long[] px, long[] py, boolean negative, long[] realZ) {
        if (infinite) {
            throw new IllegalStateException("there is nothing to add to");
        }
        Field.square(a, realZ);
        Field.multiply(b, px, a);
        Field.multiply(c, a, realZ);
        Field.multiply(c, c, py);
        for (int i = 0; i < Field.LIMBS; i++) {
            e[i] = b[i] - x[i]; // 10 units
            c[i] = (negative ? -c[i] : c[i]) - y[i]; // 9 units
        }
        if (Field.isZero(e)) {
            if (Field.isZero(c)) {
                twice();
            } else {
                infinite = true;
            }
            return;
        }
        Field.multiply(z, z, e);
        Field.square(a, e);
        Field.multiply(b, a, e);
        Field.multiply(a, a, x);
        Field.multiply(d, y, b);
        Field.square(x, c);
        for (int i = 0; i < Field.LIMBS; i++) {
            x[i] -= b[i] + 2 * a[i]; // 3 units
            a[i] -= x[i]; // 4 units
        }
        Field.multiply(y, c, a);
        Field.subtract(y, y, d);
    }

    /** Writes 4, x and y, 65 bytes; must not be infinite. */
    byte[] encoded() {
        long[] inverse = Field.inverse(z);
        Field.square(a, inverse);
        Field.multiply(b, x, a);
        Field.multiply(a, a, inverse);
        Field.multiply(c, y, a);
        Field.normalize(b);
        Field.normalize(c);
        byte[] encoded = new byte[1 + 2 * Field.BYTES];
        encoded[0] = 4;
        Field.write(b, encoded, 1);
        Field.write(c, encoded, 1 + Field.BYTES);
        return encoded;
    }

    /** Whether its x is this one; must not be infinite. */
    boolean hasX(long[] candidate) {
        Field.square(a, z);
        Field.multiply(a, a, candidate);
        Field.subtract(a, a, x);
        return Field.isZero(a);
    }
}
