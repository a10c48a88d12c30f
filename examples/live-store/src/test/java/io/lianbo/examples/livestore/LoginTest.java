package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.crypto.Signer;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with a wallet, and what a hostile one tries. */
class LoginTest {
    private static final Signer MEI = DemoKeys.viewer("mei");
    private static final Signer BO = DemoKeys.viewer("bo");

    private final TestStore store = TestStore.shared();

    @Test
    void aSignatureOpensASessionInACookieThatNoScriptReadsAndLogoutEndsIt() {
        Browser browser = store.browser();
        String message = message(browser);
        HttpResponse<String> answer =
                browser.post("/login", Map.of("message", message, "signature", Browser.sign(MEI, message)));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("store=").contains("HttpOnly", "SameSite=Lax", "Path=/"));
        assertThat(browser.get("/me").body()).contains(MEI.address().toString());

        String stolen = browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("store"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(302);
        assertThat(browser.get("/me").statusCode()).isEqualTo(302);
        assertThat(withCookie(stolen).get("/me").statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "'; DROP TABLE lianbo_session; --", "0000000000000000000000000000000000000000000"})
    void aCookieOfOnesOwnMakingOpensNothing(String value) {
        assertThat(withCookie(value).get("/me").statusCode()).isEqualTo(302);
    }

    private Browser withCookie(String value) {
        Browser browser = store.browser();
        HttpCookie cookie = new HttpCookie("store", value.replaceAll("[; ]", "_"));
        cookie.setPath("/");
        cookie.setVersion(0);
        browser.cookies().getCookieStore().add(store.url(), cookie);
        return browser;
    }

    @Test
    void anotherWalletsSignatureIsRefused() {
        Browser browser = store.browser();
        String message = message(browser);
        refused(browser, message, Browser.sign(BO, message), "SIGNATURE_INVALID");
    }

    @Test
    void aMessageOpensOneSessionAndNoSecond() {
        Browser browser = store.browser();
        String message = message(browser);
        String signature = Browser.sign(MEI, message);
        assertThat(browser.post("/login", Map.of("message", message, "signature", signature))
                        .statusCode())
                .isEqualTo(200);
        refused(store.browser(), message, signature, "NONCE_UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({
        "'localhost:', 'evil.example:', DOMAIN_MISMATCH",
        "'/login', '/other', URI_MISMATCH",
        "'Chain ID: 31337', 'Chain ID: 1', CHAIN_MISMATCH",
        "'Nonce: ', 'Nonce: x', NONCE_UNKNOWN",
        "'Version: 1', 'Version: 2', MESSAGE_MALFORMED"
    })
    void aMessageForSomethingElseIsRefused(String from, String to, String code) {
        Browser browser = store.browser();
        String changed = message(browser).replace(from, to);
        refused(browser, changed, Browser.sign(MEI, changed), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "<script>alert(1)</script>", "null", "0xzz"})
    void whatIsNoSignatureIsRefused(String signature) {
        Browser browser = store.browser();
        HttpResponse<String> answer =
                browser.post("/login", Map.of("message", message(browser), "signature", signature));
        assertThat(answer.statusCode()).isIn(400, 422);
        assertThat(answer.body()).doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "me", "0x12", "<script>", "0x592f4dB8e2aCAB787F59206cC1400690793e091G"})
    void whatIsNoAddressIsRefused(String address) {
        HttpResponse<String> answer = store.browser().post("/login/message", Map.of("address", address));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("ADDRESS_MALFORMED").doesNotContain("<script>");
    }

    @Test
    void refusalsSpeakTheLanguageOfThePage() {
        Browser browser = store.browser().speaking("zh");
        String message = message(browser);
        HttpResponse<String> answer =
                browser.post("/login", Map.of("message", message, "signature", Browser.sign(BO, message)));
        assertThat(answer.body()).contains("签名的是别的账户");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/message",
                "/logout",
                "/chat",
                "/orders",
                "/consents",
                "/consents/message",
                "/dev-wallet/message",
                "/dev-wallet/typed-data"
            })
    void nothingIsDoneWithoutTheTokenOfAPage(String path) {
        Browser browser = store.loggedIn("mei");
        Map<String, String> fields = Map.of(
                "address", MEI.address().toString(),
                "account", MEI.address().toString(),
                "message", "x",
                "signature", "0x",
                "text", "x",
                "data", "{}",
                "item", "CAKE-0001");
        assertThat(browser.postWithoutToken(path, fields).statusCode()).isEqualTo(403);
        // nor with somebody else's
        Map<String, String> forged = new HashMap<>(fields);
        forged.put("_csrf", store.browser().token());
        assertThat(browser.postWithoutToken(path, forged).statusCode()).isEqualTo(403);
    }

    @Test
    void theDevelopmentWalletSignsForItsAccountsAlone() {
        Browser browser = store.browser();
        assertThat(browser.getJson("/dev-wallet/accounts").body())
                .contains(MEI.address().toString());
        Map<String, String> answer = Browser.json(browser.post(
                "/dev-wallet/message", Map.of("account", MEI.address().toString(), "message", "hello")));
        assertThat(answer).containsEntry("signature", Browser.sign(MEI, "hello"));
        assertThat(browser.post("/dev-wallet/message", Map.of("account", "0x00", "message", "hello"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post(
                                "/dev-wallet/typed-data",
                                Map.of("account", MEI.address().toString(), "data", "{\"<script>\":1}"))
                        .statusCode())
                .isEqualTo(400);
    }

    private static String message(Browser browser) {
        return Browser.json(browser.post(
                        "/login/message", Map.of("address", MEI.address().toString())))
                .get("message");
    }

    private static void refused(Browser browser, String message, String signature, String code) {
        HttpResponse<String> answer = browser.post("/login", Map.of("message", message, "signature", signature));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(code);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("store="));
        assertThat(browser.get("/me").statusCode()).isEqualTo(302);
    }
}
