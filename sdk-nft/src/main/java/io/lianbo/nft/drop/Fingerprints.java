package io.lianbo.nft.drop;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which texts were seen, and on which line first, in 20 bytes each: 128 bits of their SHA-256 stand for them. A million take some 40 MB, as the
 * table is at most half full.
 */
final class Fingerprints {
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    private int[] lines = new int[FIRST_CAPACITY];
    private int size;

    /** Returns on which line the text was seen before; 0 if it was not, and then it is from now on. */
    long seenBefore(String text, long line) {
        if (2 * size >= lines.length) {
            grow();
        }
        ByteBuffer hash = hash(text);
        return put(hash.getLong(), hash.getLong(), (int) Math.min(line, Integer.MAX_VALUE));
    }

    boolean contains(String text) {
        ByteBuffer hash = hash(text);
        return lines[place(hash.getLong(), hash.getLong())] != 0;
    }

    private static ByteBuffer hash(String text) {
        Hash32 hash = Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash.bytes());
    }

    private int put(long newHigh, long newLow, int line) {
        int place = place(newHigh, newLow);
        int before = lines[place];
        if (before == 0) {
            high[place] = newHigh;
            low[place] = newLow;
            lines[place] = line;
            size++;
        }
        return before;
    }

    /** Where it is, or where it belongs. */
    private int place(long wantedHigh, long wantedLow) {
        int mask = lines.length - 1;
        int place = (int) wantedHigh & mask;
        while (lines[place] != 0 && (high[place] != wantedHigh || low[place] != wantedLow)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldLines = lines;
        high = new long[2 * oldLines.length];
        low = new long[2 * oldLines.length];
        lines = new int[2 * oldLines.length];
        size = 0;
        for (int i = 0; i < oldLines.length; i++) {
            if (oldLines[i] != 0) {
                put(oldHigh[i], oldLow[i], oldLines[i]);
            }
        }
    }
}
