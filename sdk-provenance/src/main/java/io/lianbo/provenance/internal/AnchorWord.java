package io.lianbo.provenance.internal;

import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.TreeHead;
import java.math.BigInteger;
import java.time.Instant;

/** What a contract knows of an anchor beside its root, in one word: {@code treeSize << 216 | anchoredAt << 64 | sequence}. */
public final class AnchorWord {

    /** The most leaves that an anchored tree can have. */
    public static final long LARGEST_TREE = (1L << 40) - 1;

    private static final int SIZE_SHIFT = 216;
    private static final int TIME_SHIFT = 64;
    private static final BigInteger SIXTY_FOUR_BITS =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private AnchorWord() {}

    /** The word of an anchor. */
    public static BigInteger of(AnchoredRoot root) {
        return of(root.head(), root.anchoredAt().getEpochSecond(), root.sequence());
    }

    /** The word that is given to be anchored, which has no time yet. */
    public static BigInteger ofNext(TreeHead head, long sequence) {
        return of(head, 0, sequence);
    }

    private static BigInteger of(TreeHead head, long seconds, long sequence) {
        if (head.size() > LARGEST_TREE) {
            throw new IllegalArgumentException("an anchored tree must have at most 2^40-1 leaves: " + head.size());
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be 0 or more: " + sequence);
        }
        return BigInteger.valueOf(head.size())
                .shiftLeft(SIZE_SHIFT)
                .or(BigInteger.valueOf(seconds).shiftLeft(TIME_SHIFT))
                .or(BigInteger.valueOf(sequence));
    }

    /** The tree's size. */
    public static long size(BigInteger word) {
        return word.shiftRight(SIZE_SHIFT).longValueExact();
    }

    /** The time of the block. */
    public static Instant time(BigInteger word) {
        return Instant.ofEpochSecond(
                word.shiftRight(TIME_SHIFT).and(SIXTY_FOUR_BITS).longValueExact());
    }

    /** Which of its issuer's anchors it is. */
    public static long sequence(BigInteger word) {
        return word.and(SIXTY_FOUR_BITS).longValueExact();
    }
}
