package io.lianbo.nft.ipfs;

import java.io.InputStream;
import java.util.Objects;

/** Bytes that the peer of npm makes too, one after the other, so that large files need neither disk nor memory. */
final class Generated extends InputStream {
    private final long size;
    private long position;
    private int state;

    Generated(long size, int seed) {
        this.size = size;
        this.state = seed;
    }

    @Override
    public int read() {
        if (position == size) {
            return -1;
        }
        position++;
        state = state * 1_664_525 + 1_013_904_223;
        return state >>> 24;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (position == size && length > 0) {
            return -1;
        }
        int count = (int) Math.min(length, size - position);
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) read();
        }
        return count;
    }
}
