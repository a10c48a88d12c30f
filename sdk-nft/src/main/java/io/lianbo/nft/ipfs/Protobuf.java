package io.lianbo.nft.ipfs;

import java.io.ByteArrayOutputStream;

/** As much of Protocol Buffers as dag-pb and UnixFS are made of: varints, and fields of varints and bytes. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out;

    Protobuf(int expectedSize) {
        out = new ByteArrayOutputStream(expectedSize);
    }

    Protobuf number(int field, long value) {
        out.write((field << 3) | VARINT);
        varint(value);
        return this;
    }

    Protobuf bytes(int field, byte[] value) {
        return bytes(field, value, value.length);
    }

    Protobuf bytes(int field, byte[] value, int length) {
        out.write((field << 3) | BYTES);
        varint(length);
        out.write(value, 0, length);
        return this;
    }

    private void varint(long value) {
        out.writeBytes(encoded(value));
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** An unsigned LEB128 number, seven bits a byte, the lowest first. */
    static byte[] encoded(long value) {
        byte[] bytes = new byte[Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7)];
        long rest = value;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((rest & 0x7f) | (i < bytes.length - 1 ? 0x80 : 0));
            rest >>>= 7;
        }
        return bytes;
    }
}
