package io.lianbo.nft.ipfs;

import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores content on an IPFS node and keeps it there, over the HTTP RPC API of <a href="https://docs.ipfs.tech/reference/kubo/rpc/">Kubo</a>
 * ({@code /api/v0}), which several pinning services speak too. Each call is waited for 10 minutes by default.
 *
 * {@snippet class="io.lianbo.nft.ipfs.IpfsPinningTest" region="pin"}
 *
 * <p>The node is not believed: a call returns only if the node names the very CID that was computed here, and says that it is pinned.
 * Uploads stream from the disk.
 *
 * <p>Every failure of the node is a {@link LianboException} with the code {@code PINNING_FAILED}. The same content has the same CID, so a retry never
 * stores anything twice; {@link LianboException#isRetrySafe()} is true where one may help (no answer, HTTP 429 or 5xx, an answer that cannot be
 * read or that breaks off), and false where somebody must act first (credentials refused, another CID). Messages name the node by scheme,
 * host and port alone and show neither the credentials nor anything that it answered.
 *
 * <p>Whoever reaches the RPC API owns the node: let it listen on loopback, or behind TLS and credentials. Credentials are sent over https or to
 * loopback alone. {@link #close()} gives back connections; a closed one throws {@link IllegalStateException}. Safe for use by many threads.
 */
public final class IpfsPinning implements AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final long LONGEST_LINE = 1 << 16;
    private static final int MORE_LINES = 100;

    private final OkHttpClient client;
    private final Headers credentials;
    private final HttpUrl api;
    private final String origin;
    private volatile boolean closed;

    private IpfsPinning(Builder builder) {
        client = new OkHttpClient.Builder()
                .callTimeout(builder.timeout)
                .connectTimeout(builder.timeout)
                .readTimeout(builder.timeout)
                .writeTimeout(builder.timeout)
                .followRedirects(false)
                .build();
        credentials = builder.credentials;
        api = builder.api;
        origin = builder.origin;
    }

    /**
     * Returns the connection to a node that asks for no credentials. Nothing is asked of it yet.
     *
     * @param api the URL that {@code /api/v0} is below, such as {@code http://127.0.0.1:5001}
     * @throws IllegalArgumentException if it is no http or https URL, or has a user name, a query or a fragment
     */
    public static IpfsPinning connect(URI api) {
        return builder(api).build();
    }

    /**
     * Returns the builder of a connection with credentials or another time-out.
     *
     * @param api the URL that {@code /api/v0} is below
     * @throws IllegalArgumentException if it is no http or https URL, or has a user name, a query or a fragment
     */
    public static Builder builder(URI api) {
        return new Builder(api);
    }

    /**
     * Stores content and pins it, by handing over its blocks as one archive ({@code dag/import}): however the node itself would cut the content, it keeps
     * it as it was cut here.
     *
     * @return the content's CID, which the node confirmed
     * @throws IOException if a file of the content cannot be read any more or has changed
     * @throws LianboException {@code PINNING_FAILED}, see above
     */
    public Cid pin(IpfsContent content) throws IOException {
        String task = "pin " + content.cid();
        UploadBody archive = new UploadBody(content.carSize(), content::writeCar);
        RequestBody body = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("file", "content.car", archive)
                .build();
        HttpUrl url =
                method("dag/import").addQueryParameter("pin-roots", "true").build();
        boolean[] pinned = {false};
        upload(url, body, List.of(archive), task, MORE_LINES, line -> {
            if (line.get("Root") instanceof Map<?, ?> root) {
                confirm(task, content.cid(), root.get("Cid") instanceof Map<?, ?> link ? link.get("/") : null);
                if (!"".equals(Objects.requireNonNullElse(root.get("PinErrorMsg"), ""))) {
                    throw failed(task, "it took the content and did not pin it", true, null);
                }
                pinned[0] = true;
            }
        });
        return confirmed(task, content.cid(), pinned[0]);
    }

    /**
     * Uploads the files themselves ({@code add}) and has the node cut them: for nodes and services that import no archives. A node that cuts otherwise than
     * {@link CidVersion} says finds another CID, which is a failure; what it stored then stays there until it collects its garbage, pinned under
     * a CID that nobody asked for.
     *
     * @return the content's CID, which the node confirmed
     * @throws IOException if a file of the content cannot be read any more or has changed
     * @throws LianboException {@code PINNING_FAILED}, see above
     */
    public Cid add(IpfsContent content) throws IOException {
        String task = "add " + content.cid();
        FilesBody files = FilesBody.of(content);
        HttpUrl url = method("add")
                .addQueryParameter("pin", "true")
                .addQueryParameter("progress", "false")
                .addQueryParameter("cid-version", content.version() == CidVersion.V0 ? "0" : "1")
                .addQueryParameter("raw-leaves", Boolean.toString(content.version() == CidVersion.V1))
                .addQueryParameter("chunker", "size-" + FileCutter.CHUNK)
                .addQueryParameter("hash", "sha2-256")
                .addQueryParameter("wrap-with-directory", Boolean.toString(content.isFolder()))
                .build();
        boolean[] added = {false};
        String rootName = content.isFolder() ? "" : FilesBody.SINGLE;
        upload(url, files.body(), files.uploads(), task, files.uploads().size() * 2L + MORE_LINES, line -> {
            if (rootName.equals(line.get("Name"))) {
                confirm(task, content.cid(), line.get("Hash"));
                added[0] = true;
            }
        });
        return confirmed(task, content.cid(), added[0]);
    }

    /**
     * Asks whether the node keeps something for good ({@code pin/ls}, recursive pins).
     *
     * @return the CID, or the reason {@code NOT_PINNED}
     * @throws LianboException {@code PINNING_FAILED}, see above
     */
    public Verdict<Cid> isPinned(Cid cid) {
        String task = "say whether it keeps " + cid;
        HttpUrl url = method("pin/ls")
                .addQueryParameter("arg", cid.toString())
                .addQueryParameter("type", "recursive")
                .build();
        try (Response response = call(url, RequestBody.create(new byte[0]))) {
            BufferedSource body = Objects.requireNonNull(response.body()).source(); // set on every answer
            boolean no = response.code() == 500; // how Kubo says every no, this one and a broken disk
            if (!response.isSuccessful() && !no) {
                throw refusal(response.code(), task);
            }
            if (body.request(LONGEST_LINE + 1)) {
                throw unreadable(task);
            }
            String text = body.readUtf8();
            if (no && text.contains("is not pinned")) {
                return Verdict.refused("NOT_PINNED", origin + " does not pin " + cid);
            }
            if (no) {
                throw refusal(response.code(), task);
            }
            Map<String, @Nullable Object> answer = object(text, task);
            if (answer.get("Keys") instanceof Map<?, ?> keys && keys.containsKey(cid.toString())) {
                return Verdict.ok(cid);
            }
            throw unreadable(task);
        } catch (IOException e) {
            throw failed(task, reason(e), true, e);
        }
    }

    private HttpUrl.Builder method(String name) {
        if (closed) {
            throw new IllegalStateException("the connection to " + origin + " is closed");
        }
        return api.newBuilder().addPathSegments("api/v0/" + name);
    }

    private Response call(HttpUrl url, RequestBody body) throws IOException {
        return client.newCall(new Request.Builder()
                        .url(url)
                        .headers(credentials)
                        .post(body)
                        .build())
                .execute();
    }

    /** Takes one line of an answer. */
    private interface Lines {
        void accept(Map<String, @Nullable Object> line);
    }

    private void upload(HttpUrl url, RequestBody body, List<UploadBody> parts, String task, long most, Lines lines)
            throws IOException {
        try (Response response = call(url, body)) {
            if (!response.isSuccessful()) {
                throw refusal(response.code(), task);
            }
            BufferedSource answer = Objects.requireNonNull(response.body()).source(); // set on every answer
            for (long count = 0; !answer.exhausted(); count++) {
                if (count == most) {
                    throw unreadable(task);
                }
                lines.accept(object(line(answer, task), task));
            }
        } catch (IOException e) {
            for (UploadBody part : parts) {
                part.throwIfUnreadable();
            }
            throw failed(task, reason(e), true, e);
        }
    }

    private String line(BufferedSource answer, String task) throws IOException {
        long end = answer.indexOf((byte) '\n', 0, LONGEST_LINE);
        if (end < 0 && answer.request(LONGEST_LINE)) {
            throw unreadable(task);
        }
        String line = end < 0 ? answer.readUtf8() : answer.readUtf8(end);
        if (end >= 0) {
            answer.skip(1);
        }
        return line;
    }

    private Map<String, @Nullable Object> object(String json, String task) {
        try {
            return StrictJson.parseObject(json);
        } catch (IllegalArgumentException e) {
            throw unreadable(task);
        }
    }

    private void confirm(String task, Cid expected, @Nullable Object named) {
        Cid theirs;
        try {
            theirs = Cid.parse(String.valueOf(named));
        } catch (IllegalArgumentException e) {
            throw failed(task, "it names what is no CID of this content", false, null);
        }
        if (!theirs.equals(expected)) {
            throw failed(task, "it names another CID, " + theirs + ", so it stored something else", false, null);
        }
    }

    private Cid confirmed(String task, Cid cid, boolean confirmed) {
        if (!confirmed) {
            throw failed(task, "its answer broke off before it named a CID", true, null);
        }
        return cid;
    }

    private LianboException refusal(int status, String task) {
        return switch (status) {
            case 401, 403 -> failed(task, "it does not accept the credentials (HTTP " + status + ")", false, null);
            case 404 -> failed(task, "it has no such API (HTTP 404)", false, null);
            case 413 -> failed(task, "the content is too large for it (HTTP 413)", false, null);
            default -> failed(task, "it answered HTTP " + status, status >= 500 || status == 429, null);
        };
    }

    /** Without a cause, which might repeat the answer. */
    private LianboException unreadable(String task) {
        return failed(task, "it answered what cannot be read", true, null);
    }

    private LianboException failed(String task, String why, boolean retry, @Nullable Exception cause) {
        String message = origin + " did not " + task + ": " + why;
        return cause == null
                ? new LianboException(Code.PINNING_FAILED, message, retry)
                : new LianboException(Code.PINNING_FAILED, message, retry, cause);
    }

    /** Why no answer came, in words that complete a sentence. */
    private static String reason(IOException e) {
        if (e instanceof InterruptedIOException) {
            return Thread.currentThread().isInterrupted() ? "the thread was interrupted" : "it took too long";
        }
        if (e instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (e instanceof ConnectException) {
            return "nothing listens there";
        }
        return e instanceof EOFException
                ? "its answer broke off"
                : "the connection broke (" + e.getClass().getSimpleName() + ")";
    }

    /** Gives back connections; calls under way fail. */
    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** Returns {@code IpfsPinning(http://127.0.0.1:5001)}, without credentials. */
    @Override
    public String toString() {
        return "IpfsPinning(" + origin + ")";
    }

    /** How a node is reached. Not safe for use by many threads. */
    public static final class Builder {

        private final HttpUrl api;
        private final String origin;
        private final boolean confidential;
        private Headers credentials = Headers.of();
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder(URI api) {
            String scheme = api.getScheme() == null ? "" : api.getScheme().toLowerCase(Locale.ROOT);
            String host = api.getHost();
            boolean http = scheme.equals("http") || scheme.equals("https");
            HttpUrl url = http && host != null && api.getUserInfo() == null ? HttpUrl.get(api) : null;
            if (url == null || url.query() != null || url.fragment() != null) {
                // The value is named without what may be a secret in it.
                throw new IllegalArgumentException(
                        "IPFS API must be an http or https URL with a host, and no user name, query or fragment: "
                                + (host == null ? scheme + ":..." : scheme + "://" + host));
            }
            this.api = url;
            this.origin = scheme + "://" + host + (api.getPort() < 0 ? "" : ":" + api.getPort());
            this.confidential = scheme.equals("https") || LOOPBACK.contains(String.valueOf(host));
        }

        /**
         * Sends {@code Authorization: Bearer} and the token.
         *
         * @throws IllegalArgumentException if the token is not 1 to 4096 visible ASCII characters, or would cross a network in the clear; the message
         *     does not show it
         */
        public Builder bearerToken(String token) {
            if (!TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException("bearer token must be 1 to 4096 visible ASCII characters");
            }
            return authorization("Bearer " + token);
        }

        /**
         * Sends a user name and password ({@code Authorization: Basic}, RFC 7617).
         *
         * @throws IllegalArgumentException if the name holds a colon, or the password would cross a network in the clear; the message shows neither
         */
        public Builder basicAuth(String user, String password) {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("user name must not hold a colon");
            }
            return authorization("Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }

        private Builder authorization(String value) {
            if (!confidential) {
                throw new IllegalArgumentException("credentials must go over https, or to loopback: " + origin);
            }
            credentials = Headers.of("Authorization", value);
            return this;
        }

        /**
         * Sets how long each call is waited for, upload included: a millisecond to a day.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder timeout(Duration timeout) {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("time-out must be 1 ms to 1 day: " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** Returns the connection. Nothing is asked of the node yet. */
        public IpfsPinning build() {
            return new IpfsPinning(this);
        }

        /** Returns the node's address, without credentials. */
        @Override
        public String toString() {
            return "IpfsPinning.Builder(" + origin + ")";
        }
    }
}
