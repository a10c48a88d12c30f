package io.lianbo.did.net;

import io.lianbo.core.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.CacheControl;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents over HTTPS from hosts that strangers chose: from public addresses alone, at most 1 MiB, within 10 seconds.
 *
 * <p>What a stranger's URL could do, and cannot: reach this network (private, link-local, loopback, carrier, multicast and metadata
 * addresses are refused, as numbers and as names, at the moment of connecting, so that a name cannot change its meaning in between); leave
 * HTTPS, port 443 or the bounds by a redirect; answer without end, by little and little, or with a small body that inflates to a large one;
 * learn anything of the caller, as neither cookies nor credentials are sent. Proxies are not used, since a proxy would look up the name itself.
 *
 * <p>The time limit holds for the whole exchange, redirects and body included; only the system's look-up of a name cannot be cut short and may add
 * its own time-out. Safe for use by many threads; connections are shared and given back by {@link #close()}.
 *
 * {@snippet class="io.lianbo.did.net.HttpFetcherTest" region="fetch"}
 */
public final class HttpFetcher implements Fetcher, AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final Set<Integer> MISSING = Set.of(404, 410);

    private final Options options;
    private final OkHttpClient client;

    HttpFetcher(Options options, OkHttpClient base) {
        this.options = options;
        AddressRule rule = options.loopback() ? AddressRule.LOOPBACK : AddressRule.PUBLIC;
        client = base.newBuilder()
                .callTimeout(options.timeLimit())
                .connectTimeout(options.timeLimit())
                .readTimeout(options.timeLimit())
                .writeTimeout(options.timeLimit())
                .followRedirects(false) // Hops does
                .proxy(Proxy.NO_PROXY)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .dns(host -> {
                    List<InetAddress> addresses = base.dns().lookup(host);
                    for (InetAddress address : addresses) {
                        rule.checked(host, address); // one bad address is a reason to distrust the whole name
                    }
                    return addresses;
                })
                .socketFactory(new GuardedSockets(rule))
                .addInterceptor(new Hops(options))
                .build();
    }

    /** {@return a fetcher with {@link Options#defaults()}} */
    public static HttpFetcher create() {
        return of(Options.defaults());
    }

    /**
     * {@return a fetcher}
     *
     * @param options its bounds
     */
    public static HttpFetcher of(Options options) {
        return new HttpFetcher(options, new OkHttpClient());
    }

    /** {@inheritDoc} */
    @Override
    public Verdict<Fetched> fetch(FetchRequest request) {
        HttpUrl url = HttpUrl.parse(request.uri().toString());
        if (url == null) {
            return Verdict.refused("URL_FORBIDDEN", "URL must be https with a host");
        }
        Request.Builder call = new Request.Builder()
                .url(url)
                .header("Accept", String.join(", ", request.mediaTypes()))
                .header("User-Agent", "lianbo");
        request.entityTag().ifPresent(tag -> call.header("If-None-Match", tag));
        try (Response response = client.newCall(call.build()).execute()) {
            return Verdict.ok(read(request, response));
        } catch (RefusedException e) {
            return Verdict.refused(e.code(), e.detail());
        } catch (ForbiddenAddressException e) {
            return Verdict.refused("ADDRESS_FORBIDDEN", String.valueOf(e.getMessage()));
        } catch (InterruptedIOException e) {
            return Verdict.refused("TIMED_OUT", url.host() + " took longer than " + options.timeLimit());
        } catch (IOException e) {
            return Verdict.refused(
                    "UNREACHABLE", url.host() + ": " + e.getClass().getSimpleName());
        }
    }

    private Fetched read(FetchRequest request, Response response) throws IOException {
        int status = response.code();
        boolean unchanged = status == NOT_MODIFIED && request.entityTag().isPresent();
        if (status != OK && !unchanged) {
            throw new RefusedException(
                    MISSING.contains(status) ? "NOT_FOUND" : "HTTP_STATUS",
                    response.request().url().host() + " answered HTTP " + status);
        }
        Fetched fetched = Fetched.unchanged(response.request().url().uri());
        if (!unchanged) {
            String mediaType = mediaType(request, response);
            fetched = Fetched.of(response.request().url().uri(), mediaType, body(response));
        }
        String tag = response.header("ETag", "");
        if (EntityTag.isOne(Objects.requireNonNull(tag))) {
            fetched = fetched.withEntityTag(tag);
        }
        Optional<Duration> maxAge = maxAge(response.cacheControl());
        return maxAge.isPresent() ? fetched.withMaxAge(maxAge.get()) : fetched;
    }

    private static String mediaType(FetchRequest request, Response response) throws RefusedException {
        @Nullable String header = response.header("Content-Type");
        String given = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (request.mediaTypes().stream().noneMatch(given::equalsIgnoreCase)) {
            throw new RefusedException(
                    "CONTENT_TYPE", "the answer must be " + String.join(" or ", request.mediaTypes()));
        }
        String encoding = response.header("Content-Encoding", "identity"); // OkHttp has taken a gzip away
        if (!"identity".equalsIgnoreCase(encoding)) {
            throw new RefusedException("CONTENT_TYPE", "the answer must be as it is, or compressed with gzip");
        }
        return given;
    }

    /** Reads as far as is allowed and one byte more; what a gzip inflates to is bounded by that too. */
    private byte[] body(Response response) throws IOException {
        BufferedSource source = Objects.requireNonNull(response.body()).source(); // set on every answer
        if (source.request(options.maxBytes() + 1L)) {
            throw new RefusedException("TOO_LARGE", "more than the " + options.maxBytes() + " bytes allowed");
        }
        return source.readByteArray();
    }

    private static Optional<Duration> maxAge(CacheControl control) {
        if (control.noStore() || control.noCache()) {
            return Optional.of(Duration.ZERO);
        }
        return control.maxAgeSeconds() < 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(control.maxAgeSeconds()));
    }

    /** Ends what is under way, and gives back connections and threads. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /**
     * The bounds of a fetcher.
     *
     * @param maxBytes how long a document may be, decompressed: 1 to 64 MiB
     * @param timeLimit for the whole exchange: 1 ms to 5 min
     * @param maxRedirects 0 to 20
     * @param ports where hosts may be asked
     * @param loopback whether this machine is asked, over http too and at any port, and nobody else: for tests
     */
    public record Options(int maxBytes, Duration timeLimit, int maxRedirects, Set<Integer> ports, boolean loopback) {
        private static final int MOST_BYTES = 64 * 1024 * 1024;
        private static final int MOST_REDIRECTS = 20;
        private static final int LAST_PORT = 65_535;
        private static final Options DEFAULTS = new Options(1024 * 1024, Duration.ofSeconds(10), 3, Set.of(443), false);

        /** Checks the ranges, and copies the ports. */
        public Options {
            if (maxBytes < 1 || maxBytes > MOST_BYTES) {
                throw new IllegalArgumentException("document bound must be 1 to " + MOST_BYTES + " bytes: " + maxBytes);
            }
            if (timeLimit.compareTo(Duration.ofMillis(1)) < 0 || timeLimit.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException("time limit must be 1 ms to 5 min: " + timeLimit);
            }
            if (maxRedirects < 0 || maxRedirects > MOST_REDIRECTS) {
                throw new IllegalArgumentException("redirects must be 0 to " + MOST_REDIRECTS + ": " + maxRedirects);
            }
            ports = Set.copyOf(ports);
            if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > LAST_PORT)) {
                throw new IllegalArgumentException(
                        "ports must be 1 to " + LAST_PORT + ", at least one: " + new TreeSet<>(ports));
            }
        }

        /** {@return 1 MiB, 10 seconds, 3 redirects, port 443} */
        public static Options defaults() {
            return DEFAULTS;
        }

        /** {@return the defaults, but for servers of this machine alone, over http or https and at any port} */
        public static Options onLoopbackForTests() {
            return new Options(DEFAULTS.maxBytes, DEFAULTS.timeLimit, DEFAULTS.maxRedirects, DEFAULTS.ports, true);
        }

        /** {@return these with another bound for documents} */
        public Options withMaxBytes(int maxBytes) {
            return new Options(maxBytes, timeLimit, maxRedirects, ports, loopback);
        }

        /** {@return these with another time limit} */
        public Options withTimeLimit(Duration timeLimit) {
            return new Options(maxBytes, timeLimit, maxRedirects, ports, loopback);
        }

        /** {@return these with another number of redirects} */
        public Options withMaxRedirects(int maxRedirects) {
            return new Options(maxBytes, timeLimit, maxRedirects, ports, loopback);
        }

        /** {@return these with other ports} */
        public Options withPorts(Set<Integer> ports) {
            return new Options(maxBytes, timeLimit, maxRedirects, ports, loopback);
        }
    }
}
