package io.lianbo.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC 2.0 over HTTP to one node. */
final class JsonRpc implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI url;
    private final Supplier<String> lastWords;
    private final AtomicLong ids = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * @param url where the node answers
     * @param lastWords what the node said last, for the message when it does not answer
     */
    JsonRpc(URI url, Supplier<String> lastWords) {
        this.url = url;
        this.lastWords = lastWords;
    }

    URI url() {
        return url;
    }

    @Nullable
    Object call(String method, List<Object> params) {
        byte[] request = JSON.writeValueAsBytes(
                Map.of("jsonrpc", "2.0", "id", ids.incrementAndGet(), "method", method, "params", params));
        byte[] response = post(method, request);
        Object answer;
        try {
            answer = JSON.readValue(response, Object.class);
        } catch (JacksonException e) {
            throw new LocalChainException("anvil answered " + method + " with something that is not JSON", e);
        }
        if (!(answer instanceof Map<?, ?> object)) {
            throw new LocalChainException("anvil answered " + method + " with " + answer);
        }
        if (object.get("error") instanceof Map<?, ?> error) {
            throw refusal(method, error);
        }
        return object.get("result");
    }

    private byte[] post(String method, byte[] request) {
        try {
            HttpRequest post = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build();
            return http.send(post, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new LocalChainException("anvil did not answer " + method + " at " + url + lastWords.get(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalChainException("interrupted while anvil was to answer " + method, e);
        }
    }

    private static LocalChainException refusal(String method, Map<?, ?> error) {
        int code = error.get("code") instanceof Number number ? number.intValue() : 0;
        String data = error.get("data") instanceof String hex ? hex : null;
        return new LocalChainException(
                "anvil refused " + method + ": " + error.get("message") + " (code " + code + ")", code, data);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
