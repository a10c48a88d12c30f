package io.lianbo.core.chain;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.LocalSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcFaultsTest {
    private static final ChainId ONE = new ChainId(1);
    private static final Address ANYONE = Address.of("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    private static final String HASH = "0x" + "12".repeat(32);

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
    private final TestPace pace = new TestPace();
    private final LocalSigner signer = LocalSigner.fromPrivateKey("0x" + "46".repeat(32));
    private String origin;

    @BeforeEach
    void start() {
        server.start();
        origin = "http://127.0.0.1:" + server.port();
        result("eth_chainId", "\"0x1\"");
    }

    @AfterEach
    void stop() {
        server.stop();
        signer.close();
    }

    private Chain connect() {
        return connect(Chain.Options.defaults());
    }

    private Chain connect(Chain.Options options) {
        URI url = URI.create(origin + "/v3/secret-api-key");
        return Chain.connect(List.of(url), ONE, options, pace, new Random(1), pace::close);
    }

    private void result(String method, String json) {
        answer(method, answered("\"result\":" + json));
    }

    private void error(String method, int code, String message) {
        answer(method, answered("\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}"));
    }

    private static ResponseDefinitionBuilder answered(String member) {
        return okJson("{\"jsonrpc\":\"2.0\",\"id\":{{jsonPath request.body '$.id'}}," + member + "}")
                .withTransformers("response-template");
    }

    private void answer(String method, ResponseDefinitionBuilder response) {
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$[?(@.method == '" + method + "')]"))
                .willReturn(response));
    }

    private void everything(ResponseDefinitionBuilder response) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private LianboException refused() {
        LianboException e = catchThrowableOfType(LianboException.class, this::connect);
        assertThat(e).isNotNull();
        assertThat(e).message().doesNotContain("secret");
        return e;
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        origin = "http://127.0.0.1:" + free;
        LianboException e = refused();
        assertThat(e).hasMessage(origin + " did not answer eth_chainId: nothing listens there");
        assertThat(e.code()).isEqualTo(Code.RPC_UNREACHABLE);
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void saysThatAWebPageAnswered() {
        everything(aResponse()
                .withHeader("Content-Type", "text/html")
                .withBody("<!doctype html>\n<title>Welcome</title>"));
        LianboException e = refused();
        assertThat(e)
                .hasMessage(origin
                        + " answered text/html (\"<!doctype html> <title>Welcome</title>\") where JSON-RPC is needed");
        assertThat(e.code()).isEqualTo(Code.RPC_BAD_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "502, <html>Bad Gateway</html>, ' (\"<html>Bad Gateway</html>\")'",
        "429, '', ' with no body'",
        "401, '{\"error\":\"no key\"}', ' (\"{\"\"error\"\":\"\"no key\"\"}\")'",
        "302, moved, ' (\"moved\")'"
    })
    void saysWhichHttpStatusCame(int status, String body, String shown) {
        everything(aResponse()
                .withStatus(status)
                .withHeader("Location", origin + "/elsewhere")
                .withBody(body));
        LianboException e = refused();
        assertThat(e).hasMessage(origin + " answered HTTP " + status + shown.replace("\"\"", "\""));
        assertThat(e.code()).isEqualTo(status == 429 ? Code.RPC_RATE_LIMITED : Code.RPC_BAD_RESPONSE);
        assertThat(e.isRetrySafe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":ID,\"res",
                "[]",
                "{\"jsonrpc\":\"2.0\",\"id\":ID }",
                "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"one\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x1\"}"
            })
    void saysThatTheAnswerCannotBeRead(String body) {
        everything(
                okJson(body.replace("ID", "{{jsonPath request.body '$.id'}}")).withTransformers("response-template"));
        LianboException e = refused();
        assertThat(e).message().startsWith(origin + " answered eth_chainId with ");
        assertThat(e.code()).isEqualTo(Code.RPC_BAD_RESPONSE);
    }

    @Test
    void saysThatTheAnswerIsTooLong() {
        everything(okJson(" ".repeat(2000)));
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> connect(Chain.Options.defaults().withMaxResponseBytes(1024)))
                .withMessage(origin + " answered more than the 1024 bytes allowed")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_BAD_RESPONSE));
    }

    @Test
    void saysThatTheAnswerTookTooLong() {
        everything(okJson("{}").withFixedDelay(5_000));
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> connect(Chain.Options.defaults().withRequestTimeout(Duration.ofMillis(50))))
                .withMessage(origin + " did not answer eth_chainId: it took too long")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_UNREACHABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK"})
    void saysThatTheConnectionBroke(Fault fault) {
        everything(aResponse().withFault(fault));
        LianboException e = refused();
        assertThat(e).message().startsWith(origin);
        assertThat(e.code()).isIn(Code.RPC_UNREACHABLE, Code.RPC_BAD_RESPONSE);
    }

    @Test
    void saysWhichChainItIs() {
        result("eth_chainId", "\"0x2105\"");
        LianboException e = refused();
        assertThat(e).hasMessage(origin + " serves chain 8453; expected chain 1");
        assertThat(e.code()).isEqualTo(Code.WRONG_CHAIN);
    }

    @Test
    void repeatsWhatTheNodeRefusedWith() {
        error("eth_blockNumber", -32601, "method not found");
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(chain::blockNumber)
                    .withMessage(origin + " refused eth_blockNumber: -32601 method not found")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_ERROR));
        }
    }

    @Test
    void readsAnErrorThatCameWithAnHttpStatus() {
        answer(
                "eth_blockNumber",
                answered("\"error\":{\"code\":-32600,\"message\":\"no such key: secret-api-key\"}")
                        .withStatus(400));
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(chain::blockNumber)
                    .withMessage(origin + " refused eth_blockNumber: -32600 no such key: ***")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_ERROR));
        }
    }

    @Test
    void keepsTheKeyOutOfAnAnswerThatRepeatsIt() {
        everything(aResponse().withStatus(403).withBody("x".repeat(75) + "secret-api-key is not allowed"));
        assertThat(refused()).hasMessage(origin + " answered HTTP 403 (\"" + "x".repeat(75) + "*** i\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too Many Requests", "your app exceeded its compute units per second capacity"})
    void knowsARateLimitThatCameAsAnError(String message) {
        error("eth_blockNumber", -32005, message);
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(chain::blockNumber)
                    .withMessage(origin + " refused eth_blockNumber: -32005 " + message)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_RATE_LIMITED));
        }
    }

    @Test
    void waitsUntilTheDateThatTheServerNames() {
        server.stubFor(post(anyUrl())
                .inScenario("date")
                .whenScenarioStateIs(Scenario.STARTED)
                .withRequestBody(matchingJsonPath("$[?(@.method == 'eth_blockNumber')]"))
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("Date", "Wed, 25 Nov 2026 08:00:00 GMT")
                        .withHeader("Retry-After", "Wed, 25 Nov 2026 08:00:07 GMT"))
                .willSetStateTo("later"));
        server.stubFor(post(anyUrl())
                .inScenario("date")
                .whenScenarioStateIs("later")
                .withRequestBody(matchingJsonPath("$[?(@.method == 'eth_blockNumber')]"))
                .willReturn(answered("\"result\":\"0x7\"")));
        try (Chain chain = connect()) {
            assertThat(chain.blockNumber()).isEqualTo(7);
        }
        assertThat(pace.pauses()).containsExactly(Duration.ofSeconds(7));
    }

    /** A node that would take a transaction. */
    private void readyToSend() {
        result("eth_getBalance", "\"0xde0b6b3a7640000\"");
        result("eth_estimateGas", "\"0x5208\"");
        result("eth_feeHistory", """
                {"oldestBlock":"0x1","baseFeePerGas":["0x1","0x2"],"gasUsedRatio":[0.5],"reward":[["0x3"]]}""");
        result("eth_getTransactionCount", "\"0x0\"");
        result("eth_sendRawTransaction", "\"" + HASH + "\"");
        result("eth_getTransactionByHash", "null");
    }

    private static String receipt(String status) {
        return """
                {"transactionHash":"%s","blockHash":"%s","blockNumber":"0x7","transactionIndex":"0x0","status":%s,
                 "gasUsed":"0x5208","cumulativeGasUsed":"0x5208","effectiveGasPrice":"0x5","logs":[],"type":"0x2"}""".formatted(HASH, HASH, status);
    }

    private int broadcasts() {
        return server.findAll(postRequestedFor(anyUrl())
                        .withRequestBody(matchingJsonPath("$[?(@.method == 'eth_sendRawTransaction')]")))
                .size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth_getBalance", "eth_estimateGas", "eth_feeHistory", "eth_getTransactionCount"})
    void sendsNothingWhenTheNodeFailsBefore(String method) {
        readyToSend();
        try (Chain chain = connect()) {
            for (ResponseDefinitionBuilder fault : new ResponseDefinitionBuilder[] {
                aResponse().withStatus(503),
                okJson("{\"id\":1,\"result\":\"<html>\"}"),
                aResponse().withFault(Fault.EMPTY_RESPONSE)
            }) {
                answer(method, fault);
                assertThatExceptionOfType(LianboException.class)
                        .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                        .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
            }
        }
        assertThat(broadcasts()).isZero();
    }

    @Test
    void saysThatAChainWithoutABaseFeeIsNotServed() {
        readyToSend();
        result("eth_feeHistory", "{\"oldestBlock\":\"0x1\"}");
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessageContaining("there is no base fee; the chain must have EIP-1559");
        }
    }

    @Test
    void warnsOfARetryWhenABroadcastWasNotAnswered() {
        readyToSend();
        answer("eth_sendRawTransaction", aResponse().withStatus(504));
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessageMatching(
                            "transaction 0x[0-9a-f]{64} may or may not have been sent: .* answered HTTP 504.*")
                    .satisfies(e -> assertThat(e.isRetrySafe()).isFalse());
        }
    }

    @Test
    void givesTheNumberOfAFailedBroadcastToTheNextTransaction() {
        readyToSend();
        error("eth_sendRawTransaction", -32000, "txpool is full");
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessage(origin + " refused eth_sendRawTransaction: -32000 txpool is full");
            result("eth_sendRawTransaction", "\"" + HASH + "\"");
            result("eth_getTransactionReceipt", receipt("\"0x1\""));
            chain.transfer(signer, ANYONE, BigInteger.ONE);
        }
        // Equal transactions with equal numbers are equal bytes.
        var bodies = server.findAll(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$[?(@.method == 'eth_sendRawTransaction')]")));
        assertThat(bodies).hasSize(2);
        assertThat(raw(bodies.getFirst().getBodyAsString()))
                .isEqualTo(raw(bodies.getLast().getBodyAsString()));
    }

    private static String raw(String body) {
        return body.replaceAll(".*\"(0x[0-9a-f]+)\".*", "$1");
    }

    @ParameterizedTest
    @CsvSource({
        "nonce too low, NONCE_CONFLICT",
        "replacement transaction underpriced, UNDERPRICED",
        "transaction underpriced, UNDERPRICED",
        "max fee per gas less than block base fee, UNDERPRICED",
        "insufficient funds for gas * price + value, INSUFFICIENT_FUNDS",
        "txpool is full, RPC_ERROR"
    })
    void saysWhyTheNodeDidNotTakeATransaction(String message, Code code) {
        readyToSend();
        error("eth_sendRawTransaction", -32000, message);
        try (Chain chain = connect()) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                    .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"already known", "transaction already imported"})
    void countsATransactionThatTheNodeHasAsSent(String message) {
        readyToSend();
        error("eth_sendRawTransaction", -32000, message);
        result("eth_getTransactionReceipt", receipt("\"0x1\""));
        try (Chain chain = connect()) {
            assertThat(chain.transfer(signer, ANYONE, BigInteger.ONE).blockNumber())
                    .isEqualTo(7);
        }
    }

    @Test
    void keepsLookingForTheReceiptWhileTheNodeFails() {
        readyToSend();
        String[] states = {Scenario.STARTED, "again", "mined"};
        ResponseDefinitionBuilder[] answers = {
            aResponse().withStatus(503), answered("\"result\":null"), answered("\"result\":" + receipt("\"0x1\""))
        };
        for (int i = 0; i < answers.length; i++) {
            server.stubFor(post(anyUrl())
                    .inScenario("receipt")
                    .whenScenarioStateIs(states[i])
                    .withRequestBody(matchingJsonPath("$[?(@.method == 'eth_getTransactionReceipt')]"))
                    .willReturn(answers[i])
                    .willSetStateTo(states[Math.min(i + 1, states.length - 1)]));
        }
        try (Chain chain = connect()) {
            assertThat(chain.transfer(signer, ANYONE, BigInteger.ONE).gasUsed()).isEqualTo(21_000);
        }
    }

    @Test
    void namesTheTransactionWhenTheNodeDiesBeforeItsReceipt() {
        readyToSend();
        answer("eth_getTransactionReceipt", aResponse().withStatus(503));
        try (Chain chain = connect(Chain.Options.defaults().withReceiptTimeout(Duration.ofMillis(20)))) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessageMatching(".* was sent as transaction 0x[0-9a-f]{64} and not mined within 20 ms.*")
                    .withCauseInstanceOf(LianboException.class)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOT_MINED_IN_TIME));
        }
    }

    @Test
    void saysThatAMinedTransactionRevertedEvenIfTheNodeDiesThen() {
        readyToSend();
        result("eth_getTransactionReceipt", receipt("\"0x0\""));
        answer("eth_call", aResponse().withStatus(503));
        try (Chain chain = connect()) {
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessage("transfer to " + ANYONE + " reverted in transaction " + HASH + " without a reason");
        }
    }

    @Test
    void keepsTheInterruptOfAThreadThatWaits() {
        readyToSend();
        result("eth_getTransactionReceipt", "null");
        try (Chain chain = connect()) {
            Thread test = Thread.currentThread();
            AtomicBoolean once = new AtomicBoolean();
            server.addMockServiceRequestListener((request, response) -> {
                if (request.getBodyAsString().contains("eth_getTransactionReceipt") && !once.getAndSet(true)) {
                    test.interrupt();
                }
            });
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                    .withMessageMatching(
                            ".* was sent as transaction 0x[0-9a-f]{64} and not mined before the thread was interrupted.*")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOT_MINED_IN_TIME));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void saysWhereATransactionIsWhenTheConnectionIsClosedMeanwhile() {
        readyToSend();
        result("eth_getTransactionReceipt", "null");
        Chain chain = connect();
        server.addMockServiceRequestListener((request, response) -> {
            if (request.getBodyAsString().contains("eth_getTransactionReceipt")) {
                chain.close();
            }
        });
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> chain.transfer(signer, ANYONE, BigInteger.ONE))
                .withMessageMatching(
                        ".* was sent as transaction 0x[0-9a-f]{64} and not mined before the connection was closed.*")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOT_MINED_IN_TIME));
    }

    @Test
    void looksForAReceiptEverMoreSeldomUntilItsTimeIsOver() {
        readyToSend();
        result("eth_getTransactionReceipt", "null");
        try (HttpRpc http = new HttpRpc(URI.create(origin), Chain.Options.defaults())) {
            Node node = new Node(http.endpoint());
            TransactionSender sender = new TransactionSender(node, ONE, Duration.ofSeconds(4), pace);
            TxRequest request = TxRequest.of("test", ANYONE, new byte[0], Fixtures.REFUSER.abi());
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> sender.send(signer, request))
                    .withMessageContaining("not mined within 4000 ms");
        }
        assertThat(pace.pauses())
                .extracting(Duration::toMillis)
                .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L, 730L);
    }
}
