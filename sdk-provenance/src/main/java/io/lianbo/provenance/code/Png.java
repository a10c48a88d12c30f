package io.lianbo.provenance.code;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a picture as PNG (ISO/IEC 15948), without java.desktop, which servers may lack. */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** One bit a pixel, grey, deflate, no filter but the standard ones, not interlaced. */
    private static final byte[] FORMAT = {1, 0, 0, 0, 0};

    /** Says which pixels are black. */
    @FunctionalInterface
    interface Pixels {
        boolean isBlack(int x, int y);
    }

    private Png() {}

    static byte[] blackAndWhite(int width, int height, Pixels pixels) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        chunk(
                "IHDR",
                ByteBuffer.allocate(8 + FORMAT.length)
                        .putInt(width)
                        .putInt(height)
                        .put(FORMAT)
                        .array(),
                png);
        chunk("IDAT", deflated(rows(width, height, pixels)), png);
        chunk("IEND", new byte[0], png);
        return png.toByteArray();
    }

    /** Each row begins with the byte of its filter, which is none; white is one. */
    private static byte[] rows(int width, int height, Pixels pixels) {
        int row = 1 + (width + 7) / 8;
        byte[] rows = new byte[row * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (!pixels.isBlack(x, y)) {
                    rows[y * row + 1 + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(String type, byte[] data, ByteArrayOutputStream png) {
        ByteBuffer body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .flip();
        CRC32 crc = new CRC32();
        crc.update(body.array());
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(body.array());
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
