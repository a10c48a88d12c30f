package io.lianbo.core.wallet;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.testkit.LocalChain;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSignerTest {

    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final byte[] PREIMAGE = {0x19, 0x01, 7};

    private final LocalSigner key = LocalSigner.fromPrivateKey("0x" + "46".repeat(32));
    private final LocalSigner other = LocalSigner.fromPrivateKey("0x" + "47".repeat(32));
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(new Web3Signer(key)));
    private final String identifier = identifier(key);
    private final String signPath = "/secret-path/api/v1/eth1/sign/" + identifier;
    private String origin = "";

    /** Hashes the data that it is sent with Keccak-256, and signs that: what Web3Signer does. */
    private record Web3Signer(LocalSigner key) implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent event) {
            byte[] data =
                    Hex.decode(JsonObject.parse("request", event.getRequest().getBodyAsString())
                            .text("data"));
            return ok(key.sign(Keccak256.hash(data)).toString())
                    .withHeader("Content-Type", "text/plain")
                    .build();
        }

        @Override
        public String getName() {
            return "web3signer";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }

    @BeforeEach
    void start() {
        server.start();
        origin = "http://127.0.0.1:" + server.port();
        answerWith(aResponse().withTransformers("web3signer"));
        server.stubFor(get(urlPathEqualTo("/secret-path/api/v1/eth1/publicKeys"))
                .willReturn(okJson("[\"" + identifier(other) + "\", \"" + identifier + "\"]")));
    }

    @AfterEach
    void stop() {
        server.stop();
        key.close();
        other.close();
    }

    private static String identifier(LocalSigner signer) {
        return "0x" + Hex.encode(signer.publicKey().uncompressed()).substring(4);
    }

    private void answerWith(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlPathEqualTo(signPath)).willReturn(response));
    }

    private URI url() {
        return URI.create(origin + "/secret-path/?token=secret-token");
    }

    private RemoteSigner connect() {
        return RemoteSigner.connect(url(), key.publicKey());
    }

    private LianboException failure() {
        try (RemoteSigner signer = RemoteSigner.connect(url(), key.publicKey(), Duration.ofMillis(500))) {
            return failure(() -> signer.signHashOf(PREIMAGE));
        }
    }

    private static LianboException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        LianboException e = catchThrowableOfType(LianboException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.code()).isEqualTo(Code.SIGNER_FAILED);
        assertThat(e).message().doesNotContain("secret");
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("secret");
        }
        return e;
    }

    @Test
    void findsTheKeyOfAnAccountAndSignsWithIt() {
        URI service = url();
        Address account = key.address();
        Signature signature;
        // @start region="connect"
        try (RemoteSigner signer = RemoteSigner.connect(service, account)) {
            signature = signer.signMessage("hello");
        }
        // @end
        assertThat(signature).isEqualTo(key.signMessage("hello"));
    }

    @Test
    void sendsWhatIsHashedToTheKeyOfTheAccount() {
        try (RemoteSigner signer = connect()) {
            assertThat(signer.signHashOf(PREIMAGE)).isEqualTo(key.signHashOf(PREIMAGE));
            assertThat(signer.address()).isEqualTo(key.address());
        }
        server.verify(
                1,
                postRequestedFor(urlEqualTo(signPath + "?token=secret-token"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("{\"data\": \"0x190107\"}")));
    }

    @Test
    void signsMessagesAndTypedDataAsTheKeyInMemoryDoes() {
        TypedData tea = TypedData.parse("""
                {"types": {"Tea": [{"name": "grams", "type": "uint256"}]}, "primaryType": "Tea",
                 "domain": {"chainId": 1}, "message": {"grams": 357}}""");
        try (RemoteSigner signer = connect()) {
            assertThat(signer.signMessage("链播")).isEqualTo(key.signMessage("链播"));
            assertThat(signer.signMessage(new byte[] {1, 2})).isEqualTo(key.signMessage(new byte[] {1, 2}));
            assertThat(tea.sign(signer)).isEqualTo(tea.sign(key));
        }
    }

    @Test
    void sendsTransactions() {
        try (LocalChain local = LocalChain.start();
                Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
                RemoteSigner signer = connect()) {
            local.setBalance(key.address().toString(), BigInteger.TEN.pow(18));
            Receipt receipt = chain.transfer(signer, other.address(), BigInteger.TEN);
            assertThat(receipt.succeeded()).isTrue();
            assertThat(chain.balance(other.address())).isEqualTo(BigInteger.TEN);
            assertThat(chain.nonce(key.address())).isEqualTo(1);
        }
    }

    @Test
    void doesNotSignABareDigest() {
        try (RemoteSigner signer = connect()) {
            LianboException e = failure(() -> signer.sign(Hash32.ZERO));
            assertThat(e)
                    .hasMessage(origin + " cannot sign a bare digest, since it hashes what it signs; hand over what"
                            + " the digest is the hash of");
            assertThat(e.isRetrySafe()).isFalse();
        }
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @Test
    void makesAHighSLowAndFindsTheParityWhateverVSays() {
        Signature expected = key.signHashOf(PREIMAGE);
        byte[] high = expected.bytes();
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, N.subtract(expected.s())), 0, high, 32, 32);
        for (byte[] numbers : List.of(expected.bytes(), high)) {
            for (int v : new int[] {0, 1, 27, 28, 37, 255}) {
                numbers[64] = (byte) v;
                answerWith(ok("\n" + Hex.encode(numbers) + "\n"));
                try (RemoteSigner signer = connect()) {
                    assertThat(signer.signHashOf(PREIMAGE)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void isNotFooledByAnotherKeyOrAnotherMessage() {
        for (String answer : List.of(
                other.signHashOf(PREIMAGE).toString(),
                key.signHashOf(new byte[] {1}).toString(),
                "0x" + "00".repeat(65),
                "0x" + "ff".repeat(65))) {
            answerWith(ok(answer));
            LianboException e = failure();
            assertThat(e)
                    .hasMessage(origin + " did not sign for " + key.address()
                            + ": its answer is no signature of that account over what was asked");
            assertThat(e.isRetrySafe()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, it has no such key or no such API (HTTP 404), false",
        "400, it answered HTTP 400, false",
        "403, it answered HTTP 403, false",
        "302, it answered HTTP 302, false",
        "429, it answered HTTP 429, true",
        "500, it answered HTTP 500, true",
        "503, it answered HTTP 503, true"
    })
    void saysWhichStatusCameAndWhetherARetryMayHelp(int status, String why, boolean retry) {
        answerWith(aResponse()
                .withStatus(status)
                .withHeader("Location", origin + signPath)
                .withBody("no key at /secret-path"));
        LianboException e = failure();
        assertThat(e).hasMessage(origin + " did not sign for " + key.address() + ": " + why);
        assertThat(e.isRetrySafe()).isEqualTo(retry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "<!doctype html><title>secret</title>",
                "{\"signature\": \"0x00\"}",
                "0x1234",
                "0xzz",
                "secret"
            })
    void saysThatAnAnswerCannotBeRead(String answer) {
        answerWith(ok(answer));
        LianboException e = failure();
        assertThat(e).hasMessage(origin + " did not sign for " + key.address() + ": it answered what cannot be read");
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void readsNoMoreThanASignatureNeeds() {
        answerWith(ok(key.signHashOf(PREIMAGE) + " ".repeat(5000)));
        assertThat(failure())
                .hasMessage(origin + " did not sign for " + key.address()
                        + ": it answered more than the 1024 bytes allowed");
    }

    @Test
    void doesNotWaitForever() {
        answerWith(ok(key.signHashOf(PREIMAGE).toString()).withFixedDelay(5000));
        LianboException e = failure();
        assertThat(e).hasMessage(origin + " did not sign for " + key.address() + ": it took too long");
        assertThat(e.isRetrySafe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"})
    void survivesABrokenConnection(String fault) {
        answerWith(aResponse().withFault(Fault.valueOf(fault)));
        assertThat(failure().isRetrySafe()).isTrue();
    }

    @Test
    void saysThatNothingListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            origin = "http://127.0.0.1:" + socket.getLocalPort();
        }
        LianboException e = failure();
        assertThat(e).hasMessage(origin + " did not sign for " + key.address() + ": nothing listens there");
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void saysThatTheServiceDoesNotHaveTheAccount() {
        Address nobody = Address.of("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
        LianboException e = failure(() -> RemoteSigner.connect(url(), nobody));
        assertThat(e).hasMessage(origin + " has no key of " + nobody + " among its 2");
        assertThat(e.isRetrySafe()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[1]", "[null]", "[\"0x\"]", "[\"0x00\"]", "[[]]"})
    void saysThatAListOfKeysCannotBeRead(String list) {
        server.stubFor(any(anyUrl()).willReturn(ok(list)));
        LianboException e = failure(() -> RemoteSigner.connect(url(), key.address()));
        assertThat(e).hasMessage(origin + " did not list its keys: it answered what cannot be read");
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void namesTheServiceAndHidesTheRestOfItsUrl() {
        RemoteSigner signer = connect();
        assertThat(signer).hasToString("RemoteSigner(" + key.address() + " at " + origin + ")");
        signer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> signer.signHashOf(PREIMAGE))
                .withMessage("the connection to " + origin + " is closed");
    }

    @Test
    void refusesAUrlThatIsNoServiceAndATimeOutOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteSigner.connect(URI.create("ftp://host/secret"), key.publicKey()))
                .withMessage("signer URL must be http or https with a host and no user name: ftp://host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteSigner.connect(URI.create("https://me:secret@host/"), key.publicKey()))
                .withMessage("signer URL must be http or https with a host and no user name: https://host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteSigner.connect(URI.create("https://host/#secret"), key.publicKey()))
                .withMessage("signer URL must be a URL without a fragment: https://host");
        for (Duration timeout : Arrays.asList(Duration.ZERO, Duration.ofHours(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RemoteSigner.connect(url(), key.publicKey(), timeout))
                    .withMessage("time-out must be 1 ms to 1 h: " + timeout);
        }
    }

    @Test
    void isASignerLikeAnyOther() {
        try (RemoteSigner remote = connect()) {
            Signer signer = remote;
            byte[] preimage = "whatever is hashed".getBytes(StandardCharsets.UTF_8);
            assertThat(signer.signHashOf(preimage)).isEqualTo(key.signHashOf(preimage));
            assertThatExceptionOfType(LianboException.class).isThrownBy(() -> signer.sign(Keccak256.hash(preimage)));
        }
    }
}
