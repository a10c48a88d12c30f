package io.lianbo.nft.ipfs;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.lianbo.core.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers {@code dag/import} and {@code add} as Kubo does: names the root of the archive, or cuts the files and names each. */
public final class Kubo implements ResponseDefinitionTransformerV2 {
    private static final Pattern PART = Pattern.compile(
            "Content-Disposition: form-data; name=\"file\"; filename=\"([^\"]*)\"\r\n(?:[^\r]+\r\n)*\r\n(.*)",
            Pattern.DOTALL);

    /** The archives that were imported. */
    final List<byte[]> archives = new CopyOnWriteArrayList<>();

    /** The paths that were added, folders with a slash behind them. */
    final List<String> paths = new CopyOnWriteArrayList<>();

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        try {
            Request request = event.getRequest();
            return (request.getUrl().contains("/dag/import") ? imported(request) : added(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ResponseDefinition imported(Request request) {
        byte[] archive = latin1(parts(request).getFirst()[1]);
        archives.add(archive);
        // the header: its length, then dag-cbor in which the CID stands behind the prefix 0
        int length = archive[12];
        byte[] cid = Arrays.copyOfRange(archive, 14, 13 + length);
        String name = cid.length == 34 ? Multibase.base58(cid) : "b" + Multibase.base32(cid);
        return okJson(StrictJson.write(Map.of("Root", Map.of("Cid", Map.of("/", name), "PinErrorMsg", ""))) + "\n")
                .build();
    }

    private ResponseDefinition added(Request request) throws IOException {
        CidVersion version = request.queryParameter("cid-version").containsValue("0") ? CidVersion.V0 : CidVersion.V1;
        boolean wrap = request.queryParameter("wrap-with-directory").containsValue("true");
        IpfsContent.Builder builder = IpfsContent.folder(version);
        StringBuilder answer = new StringBuilder();
        for (String[] part : parts(request)) {
            String path = URLDecoder.decode(part[0], StandardCharsets.UTF_8);
            if (part[2].contains("Content-Type: application/x-directory")) {
                paths.add(path + "/");
            } else {
                paths.add(path);
                builder.add(path, latin1(part[1]));
                answer.append(
                        line(path, IpfsContent.of(latin1(part[1]), version).cid()));
            }
        }
        if (wrap) {
            answer.append(line("", builder.build().cid()));
        }
        return okJson(answer.toString()).build();
    }

    private static String line(String name, Cid cid) {
        return StrictJson.write(Map.of("Name", name, "Hash", cid.toString(), "Size", "1")) + "\n";
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** File name, content and headers of each part, each byte a character. */
    private static List<String[]> parts(Request request) {
        String type = request.getHeader("Content-Type");
        String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
        String body = new String(request.getBody(), StandardCharsets.ISO_8859_1);
        return Pattern.compile(Pattern.quote(boundary))
                .splitAsStream(body)
                .filter(part -> part.length() > 4)
                .map(PART::matcher)
                .filter(Matcher::find)
                .map(part -> new String[] {
                    part.group(1),
                    part.group(2).substring(0, part.group(2).length() - 2),
                    part.group().substring(0, part.start(2))
                })
                .toList();
    }

    @Override
    public String getName() {
        return "kubo";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }
}
