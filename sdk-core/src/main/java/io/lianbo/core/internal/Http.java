package io.lianbo.core.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import okhttp3.OkHttpClient;

/** What every HTTP connection of ours does alike. */
public final class Http {

    private Http() {}

    /** A client that waits this long at most, for all of a call and for each part of it, and follows no redirect. */
    public static OkHttpClient.Builder client(Duration timeout) {
        return new OkHttpClient.Builder()
                .callTimeout(timeout)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .followRedirects(false);
    }

    /** Ends calls under way, and gives back connections and threads. */
    public static void close(OkHttpClient client) {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /**
     * Scheme, host and port. The rest of a URL stays out of messages: providers put the API key there.
     *
     * @param what how the message names the URL
     * @throws IllegalArgumentException unless it is http or https with a host and no user name; the message shows no secret
     */
    public static String origin(String what, URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            // The value is named without what may be a secret in it.
            String given = url.getHost() == null ? scheme + ":..." : scheme + "://" + url.getHost();
            throw new IllegalArgumentException(what + " must be http or https with a host and no user name: " + given);
        }
        return scheme + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /** Why no answer came, in words that complete a sentence. */
    public static String reason(IOException e) {
        if (e instanceof InterruptedIOException) {
            return Thread.currentThread().isInterrupted() ? "the thread was interrupted" : "it took too long";
        }
        if (e instanceof UnknownHostException) {
            return "there is no such host";
        }
        return e instanceof ConnectException
                ? "nothing listens there"
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
