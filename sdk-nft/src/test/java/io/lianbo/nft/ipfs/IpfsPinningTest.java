package io.lianbo.nft.ipfs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpfsPinningTest {
    private static final String TOKEN = "secret-token";

    @TempDir
    Path temporary;

    private final Kubo kubo = new Kubo();
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(kubo));
    private final IpfsContent tea = IpfsContentTest.tea();
    private String origin = "";

    @BeforeEach
    void start() {
        server.start();
        origin = "http://127.0.0.1:" + server.port();
        answerWith(aResponse().withTransformers("kubo"));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void answerWith(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlPathMatching("/secret-path/api/v0/.*")).willReturn(response));
    }

    private URI api() {
        return URI.create(origin + "/secret-path");
    }

    private IpfsPinning connect() {
        return IpfsPinning.builder(api()).bearerToken(TOKEN).build();
    }

    private LianboException failure() {
        try (IpfsPinning ipfs = connect()) {
            return failure(() -> ipfs.pin(tea));
        }
    }

    private static LianboException failure(ThrowingCallable call) {
        LianboException e = catchThrowableOfType(LianboException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.code()).isEqualTo(Code.PINNING_FAILED);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("secret");
        }
        return e;
    }

    private String didNotPin(String why) {
        return origin + " did not pin " + tea.cid() + ": " + why;
    }

    private static byte[] car(IpfsContent content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeCar(out);
        return out.toByteArray();
    }

    @Test
    void pinsAFolderAndKnowsThatItIsTheVeryOne() throws IOException {
        URI api = api();
        Path folder = Files.createDirectory(temporary.resolve("images"));
        Files.writeString(folder.resolve("0.png"), "zero");
        // @start region="pin"
        IpfsContent images = IpfsContent.of(folder);
        try (IpfsPinning ipfs = IpfsPinning.connect(api)) { // such as http://127.0.0.1:5001
            ipfs.pin(images);
        }
        // @end
        assertThat(kubo.archives).containsExactly(car(images));
    }

    @ParameterizedTest
    @EnumSource
    void handsOverTheArchiveWithItsLengthAndTheToken(CidVersion version) throws IOException {
        IpfsContent content = IpfsContent.folder(version)
                .add("a", new byte[300_000])
                .add("b/c", "\r\n--".getBytes(StandardCharsets.US_ASCII))
                .build();
        try (IpfsPinning ipfs = connect()) {
            assertThat(ipfs.pin(content)).isEqualTo(content.cid());
        }
        assertThat(kubo.archives).containsExactly(car(content));
        server.verify(
                1,
                postRequestedFor(urlPathEqualTo("/secret-path/api/v0/dag/import"))
                        .withQueryParam("pin-roots", equalTo("true"))
                        .withHeader("Authorization", equalTo("Bearer secret-token"))
                        .withHeader("Content-Length", matching("[0-9]+"))
                        .withHeader("Content-Type", matching("multipart/form-data; boundary=.*")));
    }

    @ParameterizedTest
    @EnumSource
    void addsFilesAndFoldersPartByPart(CidVersion version) throws IOException {
        IpfsContent content = IpfsContent.folder(version)
                .add("0.png", new byte[300_000])
                .add("album 1/茶 +&\".png", new byte[] {1, 2})
                .add("album 1/disc/3", new byte[0])
                .build();
        IpfsContent file = IpfsContent.of(new byte[] {1}, version);
        try (IpfsPinning ipfs = connect()) {
            assertThat(ipfs.add(content)).isEqualTo(content.cid());
            assertThat(ipfs.add(file)).isEqualTo(file.cid());
        }
        assertThat(kubo.paths)
                .containsExactly("0.png", "album 1/", "album 1/disc/", "album 1/disc/3", "album 1/茶 +&\".png", "file");
        server.verify(
                1,
                postRequestedFor(urlPathEqualTo("/secret-path/api/v0/add"))
                        .withQueryParam("wrap-with-directory", equalTo("true"))
                        .withQueryParam("cid-version", equalTo(version == CidVersion.V0 ? "0" : "1"))
                        .withQueryParam("raw-leaves", equalTo(version == CidVersion.V0 ? "false" : "true"))
                        .withQueryParam("chunker", equalTo("size-262144"))
                        .withQueryParam("pin", equalTo("true")));
    }

    @Test
    void addsNoFolderWithoutFiles() throws IOException {
        IpfsContent empty = IpfsContent.folder().build();
        try (IpfsPinning ipfs = connect()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ipfs.add(empty))
                    .withMessage("a folder without files cannot be added; pin it: " + empty.cid());
            assertThat(ipfs.pin(empty)).isEqualTo(empty.cid());
        }
    }

    @Test
    void claimsNothingWhereTheNodeStoredSomethingElse() throws IOException {
        Cid other = IpfsContent.of(new byte[] {9}).cid();
        answerWith(okJson("{\"Root\": {\"Cid\": {\"/\": \"" + other + "\"}, \"PinErrorMsg\": \"\"}}"));
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin("it names another CID, " + other + ", so it stored something else"));
        assertThat(e.isRetrySafe()).isFalse();

        answerWith(okJson("{\"Name\": \"\", \"Hash\": \"" + other + "\"}\n"));
        try (IpfsPinning ipfs = connect()) {
            assertThat(failure(() -> ipfs.add(tea)))
                    .hasMessage(origin + " did not add " + tea.cid() + ": it names another CID, " + other
                            + ", so it stored something else");
        }
        for (String name : new String[] {"null", "7", "\"secret\"", "{}"}) {
            answerWith(okJson("{\"Root\": {\"Cid\": {\"/\": " + name + "}}}"));
            assertThat(failure()).hasMessage(didNotPin("it names what is no CID of this content"));
        }
    }

    @Test
    void claimsNothingWhereTheNodeDidNotPin() {
        answerWith(okJson("{\"Root\": {\"Cid\": {\"/\": \"" + tea.cid() + "\"}, \"PinErrorMsg\": \"secret\"}}"));
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin("it took the content and did not pin it"));
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void readsTheRootAmongOtherLines() throws IOException {
        answerWith(ok("{\"Stats\": {\"BlockCount\": 3}}\n{\"Root\": {\"Cid\": {\"/\": \"" + tea.cid() + "\"}}}\n"));
        try (IpfsPinning ipfs = connect()) {
            assertThat(ipfs.pin(tea)).isEqualTo(tea.cid());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, it does not accept the credentials (HTTP 401), false",
        "403, it does not accept the credentials (HTTP 403), false",
        "404, it has no such API (HTTP 404), false",
        "413, the content is too large for it (HTTP 413), false",
        "400, it answered HTTP 400, false",
        "302, it answered HTTP 302, false",
        "429, it answered HTTP 429, true",
        "500, it answered HTTP 500, true",
        "503, it answered HTTP 503, true"
    })
    void saysWhichStatusCameAndWhetherARetryMayHelp(int status, String why, boolean retry) {
        answerWith(aResponse()
                .withStatus(status)
                .withHeader("Location", origin + "/secret-path")
                .withBody("secret"));
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin(why));
        assertThat(e.isRetrySafe()).isEqualTo(retry);
        try (IpfsPinning ipfs = connect()) {
            assertThat(failure(() -> ipfs.isPinned(tea.cid())))
                    .hasMessage(origin + " did not say whether it keeps " + tea.cid() + ": " + why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>secret</html>", "[]", "{\"Root\"", "{}{}", "\n", "7"})
    void saysThatAnAnswerCannotBeRead(String answer) {
        answerWith(ok(answer));
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin("it answered what cannot be read"));
        assertThat(e.isRetrySafe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"Root\": null}\n"})
    void anAnswerThatNamesNoCidIsNoYes(String answer) {
        answerWith(ok(answer));
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin("its answer broke off before it named a CID"));
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        answerWith(ok("{\"a\":\"" + "x".repeat(70_000) + "\"}"));
        assertThat(failure()).hasMessage(didNotPin("it answered what cannot be read"));
        answerWith(ok("{}\n".repeat(1000)));
        assertThat(failure()).hasMessage(didNotPin("it answered what cannot be read"));
    }

    @Test
    void doesNotWaitForever() {
        answerWith(ok("").withFixedDelay(5000));
        try (IpfsPinning ipfs =
                IpfsPinning.builder(api()).timeout(Duration.ofMillis(300)).build()) {
            LianboException e = failure(() -> ipfs.pin(tea));
            assertThat(e).hasMessage(didNotPin("it took too long"));
            assertThat(e.isRetrySafe()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"})
    void survivesABrokenConnectionAndPinsWhenAskedAgain(String fault) throws IOException {
        server.stubFor(post(urlPathEqualTo("/secret-path/api/v0/dag/import"))
                .inScenario("broken")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("mended")
                .willReturn(aResponse().withFault(Fault.valueOf(fault))));
        server.stubFor(post(urlPathEqualTo("/secret-path/api/v0/dag/import"))
                .inScenario("broken")
                .whenScenarioStateIs("mended")
                .willReturn(aResponse().withTransformers("kubo")));
        try (IpfsPinning ipfs = connect()) {
            assertThat(failure(() -> ipfs.pin(tea)).isRetrySafe()).isTrue();
            assertThat(ipfs.pin(tea)).isEqualTo(tea.cid());
        }
        assertThat(kubo.archives).containsExactly(car(tea));
    }

    @Test
    void saysThatNothingListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            origin = "http://127.0.0.1:" + socket.getLocalPort();
        }
        LianboException e = failure();
        assertThat(e).hasMessage(didNotPin("nothing listens there"));
        assertThat(e.isRetrySafe()).isTrue();
    }

    @Test
    void aNodeThatHangsUpMidwayIsTheNodesFault() throws IOException {
        IpfsContent large = IpfsContent.file("generated", () -> new Generated(20_000_000, 1), CidVersion.V1);
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        socket.accept().close();
                    } catch (IOException e) {
                        return; // the test is over
                    }
                }
            });
            URI node = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            try (IpfsPinning ipfs = IpfsPinning.connect(node)) {
                assertThat(failure(() -> ipfs.pin(large)).isRetrySafe()).isTrue();
                assertThat(failure(() -> ipfs.add(large)).isRetrySafe()).isTrue();
            }
        }
    }

    @Test
    void aFileThatChangedIsTheDisksFaultAndNotTheNodes() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("images"));
        Path file = Files.write(folder.resolve("0.png"), new byte[100]);
        IpfsContent images = IpfsContent.of(folder);
        try (IpfsPinning ipfs = connect()) {
            for (byte[] other : new byte[][] {new byte[99], new byte[101], {}}) {
                Files.write(file, other);
                for (ThrowingCallable call : new ThrowingCallable[] {() -> ipfs.pin(images), () -> ipfs.add(images)}) {
                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(call)
                            .withMessage(file + " changed after its CID was computed");
                }
            }
        }
        assertThat(kubo.archives).isEmpty();
        assertThat(kubo.paths).isEmpty();
    }

    @Test
    void tellsWhatIsPinned() {
        Cid cid = tea.cid();
        server.stubFor(post(urlPathEqualTo("/secret-path/api/v0/pin/ls"))
                .withQueryParam("arg", equalTo(cid.toString()))
                .withQueryParam("type", equalTo("recursive"))
                .willReturn(okJson("{\"Keys\": {\"" + cid + "\": {\"Type\": \"recursive\"}}}")));
        try (IpfsPinning ipfs = connect()) {
            assertThat(ipfs.isPinned(cid).value()).contains(cid);

            answerWith(aResponse()
                    .withStatus(500)
                    .withBody("{\"Message\": \"path '" + cid + "' is not pinned\", \"Code\": 0, \"Type\": \"error\"}"));
            assertThat(ipfs.isPinned(cid).reasons())
                    .singleElement()
                    .hasToString("NOT_PINNED: " + origin + " does not pin " + cid);

            answerWith(aResponse().withStatus(500).withBody("{\"Message\": \"secret disk is full\"}"));
            LianboException broken = failure(() -> ipfs.isPinned(cid));
            assertThat(broken).hasMessageEndingWith("it answered HTTP 500");
            assertThat(broken.isRetrySafe()).isTrue();

            for (String answer : new String[] {"{}", "{\"Keys\": {}}", "secret", "x".repeat(70_000)}) {
                answerWith(ok(answer));
                assertThat(failure(() -> ipfs.isPinned(cid))).hasMessageEndingWith("it answered what cannot be read");
            }
            answerWith(aResponse().withFault(Fault.EMPTY_RESPONSE));
            assertThat(failure(() -> ipfs.isPinned(cid)).isRetrySafe()).isTrue();
        }
    }

    @Test
    void sendsAUserNameAndPassword() throws IOException {
        try (IpfsPinning ipfs =
                IpfsPinning.builder(api()).basicAuth("brand", "secret").build()) {
            ipfs.pin(tea);
        }
        server.verify(postRequestedFor(urlPathEqualTo("/secret-path/api/v0/dag/import"))
                .withHeader("Authorization", equalTo("Basic YnJhbmQ6c2VjcmV0")));
    }

    @Test
    void namesTheNodeAndHidesTheRest() {
        IpfsPinning.Builder builder = IpfsPinning.builder(api()).bearerToken(TOKEN);
        assertThat(builder).hasToString("IpfsPinning.Builder(" + origin + ")");
        IpfsPinning ipfs = builder.build();
        assertThat(ipfs).hasToString("IpfsPinning(" + origin + ")");
        ipfs.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> ipfs.pin(tea))
                .withMessage("the connection to " + origin + " is closed");
        assertThatIllegalStateException().isThrownBy(() -> ipfs.isPinned(tea.cid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://node/secret",
                "https:///secret",
                "/secret",
                "https://me:secret@node",
                "https://node/?key=secret",
                "https://node/#secret"
            })
    void refusesWhatIsNoApi(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpfsPinning.connect(URI.create(url)))
                .withMessageStartingWith(
                        "IPFS API must be an http or https URL with a host, and no user name, query or" + " fragment: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesToSendCredentialsInTheClear() {
        IpfsPinning.Builder builder = IpfsPinning.builder(URI.create("http://node.example:5001"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.bearerToken(TOKEN))
                .withMessage("credentials must go over https, or to loopback: http://node.example:5001");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.basicAuth("brand", "secret"));
        for (String url : new String[] {"https://node.example", "http://localhost:5001", "http://[::1]:5001"}) {
            IpfsPinning.builder(URI.create(url)).bearerToken(TOKEN).build().close();
        }
    }

    @Test
    void refusesCredentialsAndTimeOutsThatCannotBe() {
        IpfsPinning.Builder builder = IpfsPinning.builder(api());
        for (String token : new String[] {"", "two words", "line\nbreak", "é", "x".repeat(4097)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.bearerToken(token))
                    .withMessage("bearer token must be 1 to 4096 visible ASCII characters");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.basicAuth("a:b", "secret"))
                .withMessage("user name must not hold a colon");
        for (Duration timeout : new Duration[] {Duration.ZERO, Duration.ofDays(2)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.timeout(timeout))
                    .withMessage("time-out must be 1 ms to 1 day: " + timeout);
        }
    }
}
