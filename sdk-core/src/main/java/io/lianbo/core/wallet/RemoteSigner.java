package io.lianbo.core.wallet;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.internal.Http;
import io.lianbo.core.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a key that another process keeps, over HTTP: by the API of <a href="https://docs.web3signer.consensys.io">Web3Signer</a> in its
 * {@code eth1} mode, which itself keeps keys in files, HashiCorp Vault, Azure Key Vault, AWS KMS or an HSM.
 *
 * {@snippet class="io.lianbo.core.wallet.RemoteSignerTest" region="connect"}
 *
 * <p>It signs through {@code POST /api/v1/eth1/sign/{public key}}, where the service hashes what it is given. So it signs transactions,
 * typed data, messages and authorisations like any {@link Signer}, but no bare digest: {@link #sign} throws.
 *
 * <p>The service is not believed. A signature is handed out only if it is the account's over what was asked; a high s is made low and the
 * parity is found, whatever came. Answers are waited for 10 seconds by default, read up to a bound, and no redirect is followed.
 *
 * <p>Every failure is a {@link LianboException} with the code {@code SIGNER_FAILED}. Signing changes nothing, so a retry is always safe;
 * {@link LianboException#isRetrySafe()} is true where one may help (no answer, HTTP 5xx or 429, an answer that cannot be read), and false where
 * somebody must act first (an unknown key, a refusal, another key's signature). Messages name the service by scheme, host and port alone
 * and show nothing that it answered, because a URL may hold a secret.
 *
 * <p>Whoever reaches the service can sign: let it listen on a private network or behind mutual TLS. {@link #close()} gives back its connections;
 * a closed signer throws {@link IllegalStateException}.
 */
public final class RemoteSigner implements Signer, AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_SIGNATURE = 1024;
    private static final int LONGEST_LIST = 1 << 22;
    private static final Pattern SIGNATURE = Pattern.compile("\\s*0x[0-9a-fA-F]{130}\\s*");
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final HttpUrl api;
    private final String origin;
    private final Address address;
    private final String identifier;
    private volatile boolean closed;

    private RemoteSigner(OkHttpClient client, HttpUrl api, String origin, PublicKey key) {
        this.client = client;
        this.api = api;
        this.origin = origin;
        this.address = key.address();
        this.identifier = identifierOf(key);
    }

    /**
     * Returns the signer of an account, after finding its key in the list of the service ({@code GET /api/v1/eth1/publicKeys}).
     *
     * @param service the URL that {@code /api/v1/eth1} is below, http or https
     * @throws IllegalArgumentException if {@code service} is no such URL
     * @throws LianboException {@code SIGNER_FAILED} if the service does not answer, or does not have the account's key
     */
    public static RemoteSigner connect(URI service, Address account) {
        return connect(service, account, DEFAULT_TIMEOUT);
    }

    /**
     * Connects as {@link #connect(URI, Address)} does, with another time-out.
     *
     * @param timeout for each answer; a millisecond to an hour
     */
    public static RemoteSigner connect(URI service, Address account, Duration timeout) {
        Connection connection = new Connection(service, timeout);
        try {
            return connection.signer(connection.keyOf(account));
        } catch (RuntimeException e) {
            Http.close(connection.client);
            throw e;
        }
    }

    /**
     * Returns the signer of a key. Nothing is asked of the service yet.
     *
     * @param service the URL that {@code /api/v1/eth1} is below, http or https
     * @throws IllegalArgumentException if {@code service} is no such URL
     */
    public static RemoteSigner connect(URI service, PublicKey key) {
        return connect(service, key, DEFAULT_TIMEOUT);
    }

    /**
     * Connects as {@link #connect(URI, PublicKey)} does, with another time-out.
     *
     * @param timeout for each answer; a millisecond to an hour
     */
    public static RemoteSigner connect(URI service, PublicKey key, Duration timeout) {
        return new Connection(service, timeout).signer(key);
    }

    @Override
    public Address address() {
        return address;
    }

    /**
     * Always throws: the service signs only what it hashes itself. Use {@link #signHashOf}.
     *
     * @throws LianboException {@code SIGNER_FAILED}
     */
    @Override
    public Signature sign(Hash32 digest) {
        throw new LianboException(
                Code.SIGNER_FAILED,
                origin
                        + " cannot sign a bare digest, since it hashes what it signs; hand over what the digest is the hash of",
                false);
    }

    @Override
    public Signature signHashOf(byte[] preimage) {
        if (closed) {
            throw new IllegalStateException("the connection to " + origin + " is closed");
        }
        String body = StrictJson.write(Map.of("data", Hex.encode(preimage)));
        Request request = new Request.Builder()
                .url(api.newBuilder().addPathSegments("sign/" + identifier).build())
                .header("Accept", "text/plain")
                .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON))
                .build();
        byte[] numbers = numbersIn(answer(client, origin, request, LONGEST_SIGNATURE, "sign for " + address));
        Verdict<Signature> verdict = Signature.fromP1363(numbers, Keccak256.hash(preimage), address);
        return switch (verdict) {
            case Verdict.Verified<Signature> verified -> verified.result();
            case Verdict.Refused<Signature> refused ->
                throw new LianboException(
                        Code.SIGNER_FAILED,
                        origin + " did not sign for " + address + ": its answer is no signature of that account over"
                                + " what was asked",
                        false);
        };
    }

    /** The r and s of an answer, as they came. */
    private byte[] numbersIn(String answer) {
        if (!SIGNATURE.matcher(answer).matches()) {
            throw unreadable(origin, "sign for " + address);
        }
        return Arrays.copyOf(Hex.decode(answer.strip()), Signature.SIZE - 1);
    }

    /** As Web3Signer names a key: the 64 bytes of its coordinates in hex. */
    private static String identifierOf(PublicKey key) {
        byte[] uncompressed = key.uncompressed();
        return Hex.encode(Arrays.copyOfRange(uncompressed, 1, uncompressed.length));
    }

    private static String answer(OkHttpClient client, String origin, Request request, int limit, String task) {
        try (Response response = client.newCall(request).execute()) {
            BufferedSource body = Objects.requireNonNull(response.body()).source(); // set on every answer
            if (!response.isSuccessful()) {
                throw refusal(origin, response.code(), task);
            }
            if (body.request(limit + 1L)) {
                throw failed(origin, task, "it answered more than the " + limit + " bytes allowed", true, null);
            }
            return body.readUtf8();
        } catch (IOException e) {
            throw failed(origin, task, Http.reason(e), true, e);
        }
    }

    private static LianboException refusal(String origin, int status, String task) {
        if (status == 404) {
            return failed(origin, task, "it has no such key or no such API (HTTP 404)", false, null);
        }
        return failed(origin, task, "it answered HTTP " + status, status >= 500 || status == 429, null);
    }

    /** Without a cause, which might repeat the answer. */
    private static LianboException unreadable(String origin, String task) {
        return failed(origin, task, "it answered what cannot be read", true, null);
    }

    private static LianboException failed(
            String origin, String task, String why, boolean retry, @Nullable Exception cause) {
        String message = origin + " did not " + task + ": " + why;
        return cause == null
                ? new LianboException(Code.SIGNER_FAILED, message, retry)
                : new LianboException(Code.SIGNER_FAILED, message, retry, cause);
    }

    /** Gives back connections; calls under way fail. */
    @Override
    public void close() {
        closed = true;
        Http.close(client);
    }

    /** Returns {@code RemoteSigner(0x... at https://host)}. */
    @Override
    public String toString() {
        return "RemoteSigner(" + address + " at " + origin + ")";
    }

    /** A service, before it is known which key signs. */
    private static final class Connection {
        private final OkHttpClient client;
        private final HttpUrl api;
        private final String origin;

        Connection(URI service, Duration timeout) {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("time-out must be 1 ms to 1 h: " + timeout);
            }
            origin = Http.origin("signer URL", service);
            HttpUrl url = HttpUrl.get(service);
            if (url == null || url.fragment() != null) {
                throw new IllegalArgumentException("signer URL must be a URL without a fragment: " + origin);
            }
            api = url.newBuilder().addPathSegments("api/v1/eth1").build();
            client = Http.client(timeout).build();
        }

        RemoteSigner signer(PublicKey key) {
            return new RemoteSigner(client, api, origin, key);
        }

        PublicKey keyOf(Address account) {
            String task = "list its keys";
            Request request = new Request.Builder()
                    .url(api.newBuilder().addPathSegment("publicKeys").build())
                    .header("Accept", "application/json")
                    .build();
            String answer = answer(client, origin, request, LONGEST_LIST, task);
            List<PublicKey> keys;
            try {
                keys = keysIn(answer);
            } catch (IllegalArgumentException e) {
                throw unreadable(origin, task);
            }
            return keys.stream()
                    .filter(key -> key.address().equals(account))
                    .findFirst()
                    .orElseThrow(() -> new LianboException(
                            Code.SIGNER_FAILED,
                            origin + " has no key of " + account + " among its " + keys.size(),
                            false));
        }

        private static List<PublicKey> keysIn(String json) {
            if (!(StrictJson.parse(json) instanceof List<?> list)) {
                throw new IllegalArgumentException("the list of keys must be an array");
            }
            return list.stream().map(Connection::key).toList();
        }

        private static PublicKey key(@Nullable Object element) {
            byte[] coordinates = Hex.decode(String.valueOf(element));
            byte[] encoded = new byte[1 + coordinates.length];
            encoded[0] = 4;
            System.arraycopy(coordinates, 0, encoded, 1, coordinates.length);
            return PublicKey.parse(encoded);
        }
    }
}
