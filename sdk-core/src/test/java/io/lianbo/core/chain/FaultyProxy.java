package io.lianbo.core.chain;

import io.lianbo.core.json.StrictJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A bad way to a good node: a proxy on loopback that drops, delays, repeats, cuts and falsifies what it carries, as it
 * is told or by chance from a seed.
 */
public final class FaultyProxy implements AutoCloseable {
    /** What can go wrong with one HTTP request. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The connection ends before the node hears of the request. */
        DROP,
        /** The node does what it is asked, and the connection ends before its answer. */
        LOSE,
        /** No answer comes for as long as the proxy is open, and the node hears of nothing. */
        STALL,
        /** The node is asked twice, and the second answer is given. */
        DUPLICATE,
        /** Half of the answer comes, and then the connection ends. */
        CUT,
        /** Half of the answer comes, as if it were all. */
        HALF,
        /** HTTP 429 with {@code Retry-After: 2}. */
        TOO_MANY_REQUESTS,
        /** HTTP 503. */
        UNAVAILABLE,
        /** A web page. */
        HTML,
        /** An answer with two million blanks in front. */
        OVERSIZE,
        /** The answer to another request. */
        WRONG_ID,
        /** The node says that it does not know the method. */
        UNKNOWN_METHOD,
        /** An array is refused, as by a server that knows no batches. */
        NO_BATCH,
        /** The answers in an array come in reverse order, the last one twice and the first one not at all. */
        MIXED_UP
    }

    private final ServerSocket server;
    private final URI target;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Fault> next = new ArrayDeque<>();
    private final List<String> methods = Collections.synchronizedList(new ArrayList<>());
    private Fault always = Fault.NONE;
    private Predicate<String> concerned = body -> true;
    private RandomGenerator random;
    private double share;
    private List<Fault> byChance = List.of();
    private volatile String chainId = "";
    private volatile long mostLogBlocks = Long.MAX_VALUE;
    private volatile String logRefusal = "";

    /** A proxy in front of a node. */
    public FaultyProxy(URI target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    /** Where the proxy listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next requests fare like this, one after another. */
    public synchronized FaultyProxy next(Fault... faults) {
        next.addAll(Arrays.asList(faults));
        return this;
    }

    /** All requests fare like this from now on, unless it was said of one how it fares. */
    public synchronized FaultyProxy always(Fault fault) {
        always = fault;
        return this;
    }

    /** From now on this share of the requests fares badly, which and how by chance; the same for the same seed. */
    public synchronized FaultyProxy byChance(RandomGenerator seeded, double shareOfAll, Fault... faults) {
        random = seeded;
        share = shareOfAll;
        byChance = List.of(faults);
        return this;
    }

    /** Only requests whose body contains this fare badly; the rest fares well and does not count. */
    public synchronized FaultyProxy only(String part) {
        concerned = body -> body.contains(part);
        return this;
    }

    /** From now on the node seems to be of this chain. */
    public void pretendChain(long id) {
        chainId = "0x" + Long.toHexString(id);
    }

    /** From now on the node is of its own chain again. */
    public void stopPretending() {
        chainId = "";
    }

    /** From now on a query for logs of more blocks is refused with this code and message. */
    public synchronized void refuseLogsBeyond(long blocks, String codeAndMessage) {
        mostLogBlocks = blocks;
        logRefusal = codeAndMessage;
    }

    /** Ends all connections; the next request makes a new one. */
    public void disconnect() {
        connections.forEach(FaultyProxy::closeQuietly);
    }

    /** The methods asked for so far, in order of arrival; a batch is one entry, "[method x 3]". */
    public List<String> methods() {
        synchronized (methods) {
            return List.copyOf(methods);
        }
    }

    /** How often a method was asked for, alone. */
    public long asked(String method) {
        return methods().stream().filter(method::equals).count();
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(server);
        disconnect();
        http.shutdownNow();
    }

    private void listen() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(
                    true); // head and body are written apart, and the body must not wait for an acknowledgement
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (answer(socket, body(in))) {
                socket.getOutputStream().flush();
            }
        } catch (IOException | InterruptedException e) {
            // the other side is gone, or we are
        } finally {
            connections.remove(socket);
        }
    }

    /** Reads one request; throws when the other side is gone. */
    private static String body(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.write(b);
        }
        String lower = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int length = Integer.parseInt(lower.replaceAll("(?s).*\r\ncontent-length: *([0-9]+)\r\n.*", "$1"));
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** False when the connection ends. */
    private boolean answer(Socket socket, String body) throws IOException, InterruptedException {
        methods.add(method(body));
        Fault fault = fault(body);
        switch (fault) {
            case DROP -> {
                return false;
            }
            case STALL -> {
                closed.await();
                return false;
            }
            case TOO_MANY_REQUESTS -> write(socket, "429 Too Many Requests", "Retry-After: 2\r\n", "slow down", false);
            case UNAVAILABLE -> write(socket, "503 Service Unavailable", "", "", false);
            case HTML -> write(socket, "200 OK", "Content-Type: text/html\r\n", "<html>Welcome</html>", false);
            default -> {
                String answer = forward(body);
                if (fault == Fault.DUPLICATE) {
                    answer = forward(body);
                }
                if (fault == Fault.LOSE) {
                    return false;
                }
                write(socket, "200 OK", "", spoilt(fault, answer, body), fault == Fault.CUT);
                return fault != Fault.CUT;
            }
        }
        return true;
    }

    private static String spoilt(Fault fault, String answer, String body) {
        return switch (fault) {
            case HALF -> answer.substring(0, answer.length() / 2);
            case OVERSIZE -> " ".repeat(2_000_000) + answer;
            case WRONG_ID -> answer.replaceAll("\"id\":[0-9]+", "\"id\":999999");
            case NO_BATCH ->
                body.startsWith("[")
                        ? "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"invalid request\"}}"
                        : answer;
            case UNKNOWN_METHOD -> own(body, "\"error\":{\"code\":-32601,\"message\":\"method not found\"}");
            case MIXED_UP -> body.startsWith("[") ? mixedUp(answer) : answer;
            default -> answer;
        };
    }

    private static String mixedUp(String answer) {
        List<Object> all = new ArrayList<>((List<?>) StrictJson.parse(answer));
        Collections.reverse(all);
        all.removeLast();
        all.add(all.getFirst());
        return StrictJson.write(all);
    }

    private static String method(String body) {
        Object json = StrictJson.parse(body);
        return json instanceof List<?> batch
                ? "[" + ((Map<?, ?>) batch.getFirst()).get("method") + " x " + batch.size() + "]"
                : String.valueOf(((Map<?, ?>) json).get("method"));
    }

    private synchronized Fault fault(String body) {
        if (!concerned.test(body)) {
            return Fault.NONE;
        }
        Fault told = next.poll();
        if (told != null) {
            return told;
        }
        if (!byChance.isEmpty() && random.nextDouble() < share) {
            return byChance.get(random.nextInt(byChance.size()));
        }
        return always;
    }

    private String forward(String body) throws IOException, InterruptedException {
        if (!chainId.isEmpty() && body.contains("\"eth_chainId\"")) {
            return own(body, "\"result\":\"" + chainId + "\"");
        }
        if (body.contains("\"toBlock\"") && block(body, "toBlock") - block(body, "fromBlock") >= mostLogBlocks) {
            String[] refusal = logRefusal.split(" ", 2);
            return own(body, "\"error\":{\"code\":" + refusal[0] + ",\"message\":\"" + refusal[1] + "\"}");
        }
        return http.send(
                        HttpRequest.newBuilder(target)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String own(String body, String member) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + body.replaceAll(".*\"id\":([0-9]+).*", "$1") + "," + member + "}";
    }

    private static long block(String body, String name) {
        return Long.decode(body.replaceAll(".*\"" + name + "\":\"(0x[0-9a-f]+)\".*", "$1"));
    }

    private static void write(Socket socket, String status, String headers, String body, boolean cut)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
        socket.getOutputStream().flush();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
