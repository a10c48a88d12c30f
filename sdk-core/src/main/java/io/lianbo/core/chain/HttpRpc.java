package io.lianbo.core.chain;

import io.lianbo.core.internal.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.BufferedSource;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;

/** One JSON-RPC endpoint over HTTP: time-outs, a bounded response, no redirects, and its threads given back on close. */
final class HttpRpc implements AutoCloseable {
    private static final long EXCERPT_BYTES = 80;

    private final OkHttpClient client;
    private final Web3j web3j;
    private final String origin;

    HttpRpc(URI url, Chain.Options options) {
        origin = Http.origin("RPC URL", url);
        client = Http.client(options.requestTimeout())
                .addInterceptor(chain -> screened(chain, options.maxResponseBytes()))
                .build();
        // web3j's default executor is never given back, so it gets one of ours; nothing here makes it start a thread.
        web3j = Web3j.build(
                new HttpService(url.toString(), client),
                options.receiptTimeout().toMillis(),
                Executors.newSingleThreadScheduledExecutor());
    }

    Web3j web3j() {
        return web3j;
    }

    /** Scheme, host and port. The rest of the URL stays out of messages: providers put the API key there. */
    String origin() {
        return origin;
    }

    /** Lets through what can be JSON-RPC; the rest becomes one sentence. */
    private static Response screened(Interceptor.Chain chain, int maxBytes) throws IOException {
        Response response = chain.proceed(chain.request());
        try {
            BufferedSource body = Objects.requireNonNull(response.body()).source(); // set on every answer
            if (!response.isSuccessful()) {
                throw new BadAnswer("answered HTTP " + response.code() + excerpt(body));
            }
            if (body.request(maxBytes + 1L)) {
                throw new BadAnswer("answered more than the " + maxBytes + " bytes allowed");
            }
            if (!startsLikeJson(body)) {
                throw new BadAnswer("answered " + response.header("Content-Type", "no content type") + excerpt(body)
                        + " where JSON-RPC is needed");
            }
            return response;
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
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

    private static String excerpt(BufferedSource body) throws IOException {
        body.request(EXCERPT_BYTES);
        byte[] start =
                body.readByteArray(Math.min(EXCERPT_BYTES, body.getBuffer().size()));
        String text = new String(start, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.isEmpty() ? " with no body" : " (\"" + text + "\")";
    }

    @Override
    public void close() {
        web3j.shutdown();
        Http.close(client);
    }

    /** An answer came, and it is not JSON-RPC. The message completes "the node ...". */
    static final class BadAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        BadAnswer(String message) {
            super(message);
        }
    }
}
