package io.lianbo.nft.ipfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

/**
 * Files and folders as Kubo's {@code add} takes them: a form with a part for each, the path percent-encoded as its file name, a folder before what
 * is in it.
 */
final class FilesBody {
    /** What a single file is called; its name is no part of its CID. */
    static final String SINGLE = "file";

    private static final MediaType DIRECTORY = MediaType.get("application/x-directory");

    private final MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
    private final List<UploadBody> uploads = new ArrayList<>();

    private FilesBody() {}

    static FilesBody of(IpfsContent content) {
        FilesBody body = new FilesBody();
        switch (content.root()) {
            case Node.File file -> body.add(SINGLE, file);
            case Node.Folder folder -> body.addAll("", folder);
        }
        if (body.uploads.isEmpty()) {
            throw new IllegalArgumentException("a folder without files cannot be added; pin it: " + content.cid());
        }
        return body;
    }

    MultipartBody body() {
        return form.build();
    }

    List<UploadBody> uploads() {
        return uploads;
    }

    private void addAll(String prefix, Node.Folder folder) {
        for (Map.Entry<String, Node> entry : folder.entries().entrySet()) {
            String path = prefix + entry.getKey();
            switch (entry.getValue()) {
                case Node.File file -> add(path, file);
                case Node.Folder below -> {
                    part(path, RequestBody.create(new byte[0], DIRECTORY));
                    addAll(path + "/", below);
                }
            }
        }
    }

    private void add(String path, Node.File file) {
        UploadBody upload = new UploadBody(file.size(), out -> copy(file, out));
        uploads.add(upload);
        part(path, upload);
    }

    private void part(String path, RequestBody body) {
        String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
        form.addPart(Headers.of("Content-Disposition", "form-data; name=\"file\"; filename=\"" + encoded + "\""), body);
    }

    /** Copies as many bytes as were promised; whether they are the same bytes shows in the CID. */
    private static void copy(Node.File file, OutputStream out) throws IOException {
        try (InputStream in = file.source().open()) {
            byte[] buffer = new byte[1 << 16];
            long left = file.size();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw file.changed();
                }
                out.write(buffer, 0, read);
            }
            if (left > 0) {
                throw file.changed();
            }
        }
    }
}
