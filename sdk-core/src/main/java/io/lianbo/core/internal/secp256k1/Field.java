package io.lianbo.core.internal.secp256k1;

import java.math.BigInteger;

/**
 * Numbers modulo p = 2^256 - 2^32 - 977, as five limbs of 52 bits, the lowest first.
 *
 * <p>Limbs are signed and may be larger than they need be, so that sums and differences need no carrying. Below, "so many units" bounds the limbs: a unit
 * is what {@link #multiply} and {@link #square} leave, a little more than 2^52, and they take up to 13 of them. {@link #normalize} gives the one form in
 * which numbers are compared and written.
 */
final class Field {

    static final int LIMBS = 5;
    static final int BYTES = 32;

    private static final int BITS = 52;
    private static final long MASK = (1L << BITS) - 1;
    private static final int TOP_BITS = 48;
    private static final long TOP_MASK = (1L << TOP_BITS) - 1;

    /** 2^256 modulo p. */
    private static final long FOLD = 0x1000003d1L;

    /** 2^260 modulo p, and what makes the high word of a product be its part above 52 bits. */
    private static final long WRAP = FOLD << 4;

    private static final long WRAP_HIGH = WRAP << 12;
    private static final long LOWEST_OF_P = MASK - FOLD + 1;

    private Field() {}

    static void multiply(long[] r, long[] a, long[] b) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long b0 = b[0];
        long b1 = b[1];
        long b2 = b[2];
        long b3 = b[3];
        long b4 = b[4];
        // The product of two numbers that are shifted by 6 bits each has in its high word what lies above 52 bits.
        long s0 = a0 << 6;
        long s1 = a1 << 6;
        long s2 = a2 << 6;
        long s3 = a3 << 6;
        long s4 = a4 << 6;
        long t0 = b0 << 6;
        long t1 = b1 << 6;
        long t2 = b2 << 6;
        long t3 = b3 << 6;
        long t4 = b4 << 6;

        long h0 = high(s0, t0);
        long h1 = high(s0, t1) + high(s1, t0);
        long h2 = high(s0, t2) + high(s1, t1) + high(s2, t0);
        long h3 = high(s0, t3) + high(s1, t2) + high(s2, t1) + high(s3, t0);
        long h4 = high(s0, t4) + high(s1, t3) + high(s2, t2) + high(s3, t1) + high(s4, t0);
        long h5 = high(s1, t4) + high(s2, t3) + high(s3, t2) + high(s4, t1);
        long h6 = high(s2, t4) + high(s3, t3) + high(s4, t2);
        long h7 = high(s3, t4) + high(s4, t3);
        long h8 = high(s4, t4);

        // What of each column lies below 52 bits: modulo 2^64 that is the column less what lies above.
        long c0 = a0 * b0 - (h0 << BITS);
        long c1 = a0 * b1 + a1 * b0 - (h1 << BITS);
        long c2 = a0 * b2 + a1 * b1 + a2 * b0 - (h2 << BITS);
        long c3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - (h3 << BITS);
        long c4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (h4 << BITS);
        long c5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (h5 << BITS);
        long c6 = a2 * b4 + a3 * b3 + a4 * b2 - (h6 << BITS);
        long c7 = a3 * b4 + a4 * b3 - (h7 << BITS);
        long c8 = a4 * b4 - (h8 << BITS);

        reduce(r, c0, c1 + h0, c2 + h1, c3 + h2, c4 + h3, c5 + h4, c6 + h5, c7 + h6, c8 + h7, h8);
    }

    static void square(long[] r, long[] a) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long s0 = a0 << 6;
        long s1 = a1 << 6;
        long s2 = a2 << 6;
        long s3 = a3 << 6;
        long s4 = a4 << 6;
        long d0 = s0 << 1;
        long d1 = s1 << 1;
        long d2 = s2 << 1;
        long d3 = s3 << 1;

        long h0 = high(s0, s0);
        long h1 = high(d0, s1);
        long h2 = high(d0, s2) + high(s1, s1);
        long h3 = high(d0, s3) + high(d1, s2);
        long h4 = high(d0, s4) + high(d1, s3) + high(s2, s2);
        long h5 = high(d1, s4) + high(d2, s3);
        long h6 = high(d2, s4) + high(s3, s3);
        long h7 = high(d3, s4);
        long h8 = high(s4, s4);

        long e0 = a0 << 1;
        long e1 = a1 << 1;
        long e2 = a2 << 1;
        long c0 = a0 * a0 - (h0 << BITS);
        long c1 = e0 * a1 - (h1 << BITS);
        long c2 = e0 * a2 + a1 * a1 - (h2 << BITS);
        long c3 = e0 * a3 + e1 * a2 - (h3 << BITS);
        long c4 = e0 * a4 + e1 * a3 + a2 * a2 - (h4 << BITS);
        long c5 = e1 * a4 + e2 * a3 - (h5 << BITS);
        long c6 = e2 * a4 + a3 * a3 - (h6 << BITS);
        long c7 = (a3 << 1) * a4 - (h7 << BITS);
        long c8 = a4 * a4 - (h8 << BITS);

        reduce(r, c0, c1 + h0, c2 + h1, c3 + h2, c4 + h3, c5 + h4, c6 + h5, c7 + h6, c8 + h7, h8);
    }

    private static long high(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /** Puts ten columns, each less than 2^62, into five limbs of a unit. */
    private static void reduce(
            long[] r, long c0, long c1, long c2, long c3, long c4, long c5, long c6, long c7, long c8, long c9) {
        long h5 = high(WRAP_HIGH, c5);
        long h6 = high(WRAP_HIGH, c6);
        long h7 = high(WRAP_HIGH, c7);
        long h8 = high(WRAP_HIGH, c8);
        long h9 = high(WRAP_HIGH, c9);
        long over = high(WRAP_HIGH, h9);
        long r0 = c0 + (WRAP * c5 - (h5 << BITS)) + (WRAP * h9 - (over << BITS));
        long r1 = c1 + (WRAP * c6 - (h6 << BITS)) + h5 + over;
        long r2 = c2 + (WRAP * c7 - (h7 << BITS)) + h6;
        long r3 = c3 + (WRAP * c8 - (h8 << BITS)) + h7;
        long r4 = c4 + (WRAP * c9 - (h9 << BITS)) + h8;
        r1 += r0 >> BITS;
        r2 += r1 >> BITS;
        r3 += r2 >> BITS;
        r4 += r3 >> BITS;
        r[0] = (r0 & MASK) + WRAP * (r4 >> BITS);
        r[1] = r1 & MASK;
        r[2] = r2 & MASK;
        r[3] = r3 & MASK;
        r[4] = r4 & MASK;
    }

    static void add(long[] r, long[] a, long[] b) {
        for (int i = 0; i < LIMBS; i++) {
            r[i] = a[i] + b[i];
        }
    }

    static void subtract(long[] r, long[] a, long[] b) {
        for (int i = 0; i < LIMBS; i++) {
            r[i] = a[i] - b[i];
        }
    }

    static void negate(long[] r, long[] a) {
        for (int i = 0; i < LIMBS; i++) {
            r[i] = -a[i];
        }
    }

    /** Gives the number its one form: limbs that are positive, of 52 bits, the number less than p. */
    static void normalize(long[] a) {
        do {
            for (int i = 0; i < LIMBS - 1; i++) {
                a[i + 1] += a[i] >> BITS;
                a[i] &= MASK;
            }
            long over = a[4] >> TOP_BITS;
            a[4] &= TOP_MASK;
            a[0] += over * FOLD;
        } while (a[0] >> BITS != 0);
        boolean tooLarge = a[4] == TOP_MASK && (a[3] & a[2] & a[1]) == MASK && a[0] >= LOWEST_OF_P;
        if (tooLarge) {
            a[0] -= LOWEST_OF_P;
            a[1] = 0;
            a[2] = 0;
            a[3] = 0;
            a[4] = 0;
        }
    }

    /** Whether it is zero; gives it its one form. */
    static boolean isZero(long[] a) {
        normalize(a);
        return (a[0] | a[1] | a[2] | a[3] | a[4]) == 0;
    }

    /** Whether it is odd; it must be in its one form. */
    static boolean isOdd(long[] a) {
        return (a[0] & 1) != 0;
    }

    /** a^(2^times). */
    private static long[] squared(long[] a, int times) {
        long[] r = a.clone();
        for (int i = 0; i < times; i++) {
            square(r, r);
        }
        return r;
    }

    private static long[] product(long[] a, long[] b) {
        long[] r = new long[LIMBS];
        multiply(r, a, b);
        return r;
    }

    /** The powers of a whose exponents are 2, 22 and 223 ones: what both exponents below are made of. */
    private static long[][] powersOfOnes(long[] a) {
        long[] x2 = product(squared(a, 1), a);
        long[] x3 = product(squared(x2, 1), a);
        long[] x6 = product(squared(x3, 3), x3);
        long[] x9 = product(squared(x6, 3), x3);
        long[] x11 = product(squared(x9, 2), x2);
        long[] x22 = product(squared(x11, 11), x11);
        long[] x44 = product(squared(x22, 22), x22);
        long[] x88 = product(squared(x44, 44), x44);
        long[] x176 = product(squared(x88, 88), x88);
        long[] x220 = product(squared(x176, 44), x44);
        long[] x223 = product(squared(x220, 3), x3);
        return new long[][] {x2, x22, x223};
    }

    /** The inverse of what is not zero: a^(p - 2). */
    static long[] inverse(long[] a) {
        long[][] ones = powersOfOnes(a);
        long[] r = product(squared(ones[2], 23), ones[1]);
        r = product(squared(r, 5), a);
        r = product(squared(r, 3), ones[0]);
        return product(squared(r, 2), a);
    }

    /** What is a square root of a if a has one: a^((p + 1) / 4). */
    static long[] rootCandidate(long[] a) {
        long[][] ones = powersOfOnes(a);
        long[] r = product(squared(ones[2], 23), ones[1]);
        return squared(product(squared(r, 6), ones[0]), 2);
    }

    static long[] of(BigInteger number) {
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = number.shiftRight(BITS * i).longValue() & MASK;
        }
        return limbs;
    }

    /** Reads 32 bytes, the highest first; what they say may be p or more. */
    static long[] read(byte[] bytes, int offset) {
        return of(new BigInteger(1, bytes, offset, BYTES));
    }

    /** Writes 32 bytes, the highest first; the number must be in its one form. */
    static void write(long[] a, byte[] bytes, int offset) {
        for (int i = 0; i < BYTES; i++) {
            int bit = 8 * i;
            int limb = bit / BITS;
            int shift = bit % BITS;
            long octet = a[limb] >>> shift;
            if (shift > BITS - 8 && limb + 1 < LIMBS) {
                octet |= a[limb + 1] << (BITS - shift);
            }
            bytes[offset + BYTES - 1 - i] = (byte) octet;
        }
    }
}
