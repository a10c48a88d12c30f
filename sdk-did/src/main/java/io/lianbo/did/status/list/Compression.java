package io.lianbo.did.status.list;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * DEFLATE (RFC 1951) in the frame of ZLIB (RFC 1950) or GZIP (RFC 1952), inflated strictly: to no more than a limit, to the end, and with
 * nothing after it.
 */
enum Compression {
    ZLIB {
        @Override
        byte[] deflate(byte[] bytes) {
            return deflated(bytes, false);
        }

        @Override
        byte[] inflate(byte[] compressed, int most) {
            return inflated(compressed, 0, compressed.length, false, most);
        }
    },

    GZIP {
        @Override
        byte[] deflate(byte[] bytes) {
            byte[] deflated = deflated(bytes, true);
            ByteBuffer gzip = ByteBuffer.allocate(GZIP_HEADER + deflated.length + GZIP_TRAILER)
                    .order(ByteOrder.LITTLE_ENDIAN);
            gzip.put((byte) 0x1f).put((byte) 0x8b).put((byte) Deflater.DEFLATED); // no name, no time
            gzip.position(GZIP_HEADER);
            return gzip.put(deflated).putInt(crc(bytes)).putInt(bytes.length).array();
        }

        @Override
        byte[] inflate(byte[] compressed, int most) {
            int start = gzipHeader(compressed);
            int end = compressed.length - GZIP_TRAILER;
            if (end < start) {
                throw new IllegalArgumentException("gzip ends too early");
            }
            byte[] bytes = inflated(compressed, start, end, true, most);
            ByteBuffer trailer = ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN);
            if (trailer.getInt(end) != crc(bytes) || trailer.getInt(end + 4) != bytes.length) {
                throw new IllegalArgumentException("gzip must end with the checksum and the length of what it holds");
            }
            return bytes;
        }
    };

    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int CHUNK = 8192;

    // Optional parts of a gzip header (RFC 1952 section 2.3.1).
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    /** The bytes, compressed as much as can be. */
    abstract byte[] deflate(byte[] bytes);

    /**
     * What was compressed.
     *
     * @param most how many bytes it may be; not many more are ever inflated
     * @throws IllegalArgumentException where it is more, or the compressed bytes are not exactly one such frame
     */
    abstract byte[] inflate(byte[] compressed, int most);

    private static byte[] deflated(byte[] bytes, boolean bare) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, bare);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] compressed, int start, int end, boolean bare, int most) {
        Inflater inflater = new Inflater(bare);
        try {
            inflater.setInput(compressed, start, end - start);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int length = inflater.inflate(chunk);
                if (length == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("compressed data end too early");
                }
                out.write(chunk, 0, length);
                if (out.size() > most) {
                    throw new IllegalArgumentException("compressed data hold more than " + most + " bytes");
                }
            }
            if (inflater.getRemaining() != 0) {
                throw new IllegalArgumentException(inflater.getRemaining() + " bytes follow the compressed data");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("compressed data are damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /** Where the compressed data begin. */
    private static int gzipHeader(byte[] gzip) {
        if (gzip.length < GZIP_HEADER
                || gzip[0] != 0x1f
                || gzip[1] != (byte) 0x8b
                || gzip[2] != Deflater.DEFLATED
                || (gzip[3] & 0xe0) != 0) {
            throw new IllegalArgumentException("gzip must begin with 1f8b08");
        }
        int flags = gzip[3];
        int at = GZIP_HEADER;
        if ((flags & HAS_EXTRA) != 0 && at + 2 <= gzip.length) {
            at += 2 + (gzip[at] & 0xff) + ((gzip[at + 1] & 0xff) << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            at = afterZero(gzip, at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = afterZero(gzip, at);
        }
        return (flags & HAS_CHECKSUM) != 0 ? at + 2 : at;
    }

    private static int afterZero(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
