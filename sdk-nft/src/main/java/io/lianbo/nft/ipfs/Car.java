package io.lianbo.nft.ipfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The frame of a content archive (CARv1): a header in dag-cbor that names the root, then each block behind its length and CID. */
final class Car {
    private static final int MAP_OF_TWO = 0xa2;
    private static final int ARRAY_OF_ONE = 0x81;
    private static final int TEXT = 0x60;
    private static final int TAG = 0xd8;
    private static final int TAG_CID = 42;
    private static final int BYTES_OF_LENGTH = 0x58;

    private Car() {}

    static byte[] header(Cid root) {
        byte[] cid = root.bytes();
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(MAP_OF_TWO);
        text(cbor, "roots");
        cbor.write(ARRAY_OF_ONE);
        cbor.write(TAG);
        cbor.write(TAG_CID);
        cbor.write(BYTES_OF_LENGTH);
        cbor.write(1 + cid.length);
        cbor.write(0); // a CID in dag-cbor begins with the multibase prefix of bare bytes
        cbor.writeBytes(cid);
        text(cbor, "version");
        cbor.write(1);

        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(Protobuf.encoded(cbor.size()));
        header.writeBytes(cbor.toByteArray());
        return header.toByteArray();
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(TEXT + text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What stands before a block. */
    static byte[] frame(Cid cid, int length) {
        byte[] name = cid.bytes();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(Protobuf.encoded((long) name.length + length));
        frame.writeBytes(name);
        return frame.toByteArray();
    }
}
