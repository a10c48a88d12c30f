package io.lianbo.nft.ipfs;

import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Bytes that stream from the disk into a request, and remember whether it was the disk that failed. */
final class UploadBody extends RequestBody {
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final long size;
    private final Writer writer;
    private @Nullable IOException unreadable;

    /** Writes all bytes, each time anew. */
    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    UploadBody(long size, Writer writer) {
        this.size = size;
        this.writer = writer;
    }

    @Override
    public MediaType contentType() {
        return BYTES;
    }

    @Override
    public long contentLength() {
        return size;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        Wire wire = new Wire(sink);
        try {
            writer.writeTo(wire);
        } catch (IOException e) {
            if (!wire.broken) {
                unreadable = e;
            }
            throw e;
        }
    }

    /** Throws what failed on this side, if it did. */
    void throwIfUnreadable() throws IOException {
        if (unreadable != null) {
            throw unreadable;
        }
    }

    /** The sink, and whether it failed. */
    private static final class Wire extends OutputStream {
        private final BufferedSink sink;
        private boolean broken;

        Wire(BufferedSink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                sink.write(bytes, offset, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }
}
