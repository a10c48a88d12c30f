package io.lianbo.core.chain;

import io.lianbo.core.chain.RpcFailure.Kind;
import io.lianbo.core.internal.Http;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.http.HttpService;

/** JSON-RPC over HTTP to one URL: time-outs, a bounded response, no redirects, and its threads given back on close. */
final class HttpRpc implements Endpoint.Wire, AutoCloseable {
    private static final long EXCERPT_BYTES = 1024;
    private static final int EXCERPT = 80;
    private static final int OK = 200;
    private static final int CLIENT_ERRORS = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    /** Shorter parts of a URL are words and versions, and not keys. */
    private static final int SHORTEST_SECRET = 8;

    private final OkHttpClient client;
    private final HttpService service;
    private final Endpoint endpoint;
    private final List<String> secrets;
    private final AtomicLong connections = new AtomicLong();

    HttpRpc(URI url, Chain.Options options) {
        String origin = Http.origin("RPC URL", url);
        secrets = secrets(url);
        client = Http.client(options.requestTimeout())
                .retryOnConnectionFailure(false) // whether to try again, and what that may mean, is ours to decide
                .eventListener(new EventListener() {
                    @Override
                    public void connectEnd(
                            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
                        connections.incrementAndGet();
                    }
                })
                .addInterceptor(chain -> screened(chain, options.maxResponseBytes()))
                .build();
        service = new HttpService(url.toString(), client);
        endpoint = new Endpoint(origin, this, this::discreet);
    }

    /** The node at the URL, named by scheme, host and port. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** How many connections were made so far. */
    long connections() {
        return connections.get();
    }

    @Override
    public <T> org.web3j.protocol.core.@Nullable Response<T> send(
            Request<?, ? extends org.web3j.protocol.core.Response<T>> request) throws IOException {
        return service.send(request, request.getResponseType());
    }

    @Override
    public List<? extends org.web3j.protocol.core.Response<?>> sendBatch(
            List<? extends Request<?, ? extends org.web3j.protocol.core.Response<?>>> requests) throws IOException {
        BatchRequest batch = new BatchRequest(service);
        requests.forEach(batch::add);
        return service.sendBatch(batch).getResponses();
    }

    /** What of a URL may be a key: providers put it into the path or the query. */
    private static List<String> secrets(URI url) {
        return Stream.of(url.getRawPath(), url.getRawQuery(), url.getPath(), url.getQuery())
                .filter(Objects::nonNull)
                .flatMap(part -> Stream.of(part.split("[/&=?]")))
                .filter(part -> part.length() >= SHORTEST_SECRET)
                .distinct()
                .toList();
    }

    private String discreet(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** Lets through what can be JSON-RPC; the rest becomes one sentence. */
    private Response screened(Interceptor.Chain chain, int maxBytes) throws IOException {
        Response response = chain.proceed(chain.request());
        try {
            BufferedSource body = Objects.requireNonNull(response.body()).source(); // set on every answer
            if (isAnswerInDisguise(response, body, maxBytes)) {
                return response.newBuilder().code(OK).build();
            }
            if (!response.isSuccessful()) {
                throw new BadAnswer(
                        kind(response.code()),
                        "answered HTTP " + response.code() + excerpt(body),
                        retryAfter(response));
            }
            if (body.request(maxBytes + 1L)) {
                throw new BadAnswer(
                        Kind.TOO_LONG, "answered more than the " + maxBytes + " bytes allowed", Duration.ZERO);
            }
            if (!startsLikeJson(body)) {
                throw new BadAnswer(
                        Kind.TROUBLE,
                        "answered " + response.header("Content-Type", "no content type") + excerpt(body)
                                + " where JSON-RPC is needed",
                        Duration.ZERO);
            }
            return response;
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    /** Some servers say what JSON-RPC says with an HTTP status too, mostly for a request that they refuse. */
    private static boolean isAnswerInDisguise(Response response, BufferedSource body, int maxBytes) throws IOException {
        int status = response.code();
        return status >= CLIENT_ERRORS
                && status <= SERVER_ERRORS
                && status != TOO_MANY_REQUESTS
                && !body.request(maxBytes + 1L)
                && startsLikeJson(body)
                && body.getBuffer().indexOf(ByteString.encodeUtf8("\"jsonrpc\"")) >= 0;
    }

    private static Kind kind(int status) {
        if (status == TOO_MANY_REQUESTS) {
            return Kind.TOO_MANY_REQUESTS;
        }
        if (status == PAYLOAD_TOO_LARGE) {
            return Kind.TOO_LONG;
        }
        return status >= SERVER_ERRORS || status == REQUEST_TIMEOUT ? Kind.TROUBLE : Kind.USELESS;
    }

    /** How long the server wants to be left alone, by its own clock where it gives a date. */
    private static Duration retryAfter(Response response) {
        String value = response.header("Retry-After");
        if (value == null) {
            return Duration.ZERO;
        }
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = response.headers().getInstant("Retry-After");
        Instant now = response.headers().getInstant("Date");
        return until == null || now == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    }

    private static boolean startsLikeJson(BufferedSource body) {
        for (long i = 0; i < body.getBuffer().size(); i++) {
            byte b = body.getBuffer().getByte(i);
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private String excerpt(BufferedSource body) throws IOException {
        body.request(EXCERPT_BYTES);
        byte[] start =
                body.readByteArray(Math.min(EXCERPT_BYTES, body.getBuffer().size()));
        // Made discreet before it is cut, lest half a key remain.
        String text = discreet(new String(start, StandardCharsets.UTF_8))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        String shown = text.substring(0, Math.min(EXCERPT, text.length()));
        return shown.isEmpty() ? " with no body" : " (\"" + shown + "\")";
    }

    @Override
    public void close() {
        Http.close(client);
    }

    /** An answer came, and it is not JSON-RPC. The message completes "the node ...". */
    static final class BadAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        private final Kind kind;
        private final Duration retryAfter;

        BadAnswer(Kind kind, String message, Duration retryAfter) {
            super(message);
            this.kind = kind;
            this.retryAfter = retryAfter;
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }

        Kind kind() {
            return kind;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }
}
