package io.lianbo.did.net;

import java.io.IOException;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Follows redirects within one call, so that one time limit holds for all of them, and checks each URL before it is asked. */
final class Hops implements Interceptor {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String SECURE = "https";

    private final HttpFetcher.Options options;

    Hops(HttpFetcher.Options options) {
        this.options = options;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        for (int redirects = 0; ; redirects++) {
            check(request.url());
            Response response = chain.proceed(request);
            String location = response.header("Location");
            if (!REDIRECTS.contains(response.code()) || location == null) {
                return response;
            }
            response.close();
            if (redirects == options.maxRedirects()) {
                throw new RefusedException(
                        "TOO_MANY_REDIRECTS", "more than the " + options.maxRedirects() + " redirects allowed");
            }
            HttpUrl next = request.url().resolve(location);
            if (next == null) {
                throw new RefusedException("URL_FORBIDDEN", "redirected to what is no URL of http or https");
            }
            request = request.newBuilder().url(next).build();
        }
    }

    private void check(HttpUrl url) throws RefusedException {
        String fault = null;
        if (!url.scheme().equals(SECURE) && !options.loopback()) {
            fault = "scheme must be https: " + url.scheme();
        } else if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            fault = "URL must hold no user name: https://...@" + url.host();
        } else if (!options.loopback() && !options.ports().contains(url.port())) {
            fault = "port must be one of " + options.ports() + ": " + url.port();
        }
        if (fault != null) {
            throw new RefusedException("URL_FORBIDDEN", fault);
        }
    }
}
