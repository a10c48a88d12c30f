package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.crypto.Signer;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Consent is granted by a signature, seen, and taken back; and by nobody else. */
class ConsentTest {
    private static final Signer BO = DemoKeys.viewer("bo");
    private static final Signer MEI = DemoKeys.viewer("mei");
    private static final Pattern REVOKE = Pattern.compile("action=\"(/consents/0x[0-9a-f]{64}/revoke)\"");

    private final TestStore store = TestStore.shared();

    @Test
    void aViewerGrantsSeesAndRevokes() {
        Browser bo = store.loggedIn("bo");
        String message = Browser.json(bo.post("/consents/message", Map.of())).get("message");
        assertThat(message).contains("did:web:tea.example", "'category', 'year'", "at most 12");
        assertThat(grant(bo, message, BO).statusCode()).isEqualTo(200);
        String page = bo.get("/me").body();
        assertThat(page).contains("data-state=\"active\"", "read 0 of 12 times");

        Matcher revoke = REVOKE.matcher(page);
        assertThat(revoke.find()).isTrue();
        assertThat(store.loggedIn("mei").post(revoke.group(1), Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(bo.postWithoutToken(revoke.group(1), Map.of()).statusCode()).isEqualTo(403);
        assertThat(bo.get("/me").body()).contains("data-state=\"active\"");

        assertThat(bo.post(revoke.group(1), Map.of()).statusCode()).isEqualTo(302);
        assertThat(bo.get("/me").body()).contains("data-state=\"revoked\"").doesNotContain("data-state=\"active\"");
    }

    @Test
    void whatAnotherAccountSignedIsNotHers() {
        String message = Browser.json(store.loggedIn("bo").post("/consents/message", Map.of()))
                .get("message");
        Browser mei = store.loggedIn("mei");
        assertThat(grant(mei, message, BO).body()).contains("ANOTHER_ACCOUNT");
        assertThat(mei.get("/me").body()).doesNotContain("class=\"card consent\"");
    }

    @Test
    void aLoginGrantsNothing() {
        Browser mei = store.loggedIn("mei");
        String message = Browser.json(mei.post(
                        "/login/message", Map.of("address", MEI.address().toString())))
                .get("message");
        assertThat(grant(mei, message, MEI).body()).contains("CONSENT_INVALID");
    }

    @Test
    void aGrantThatIsWidenedBeforeItIsSignedIsRefused() {
        Browser mei = store.loggedIn("mei");
        String message = Browser.json(mei.post("/consents/message", Map.of())).get("message");
        HttpResponse<String> answer = grant(mei, message.replace("at most 12", "at most 99"), MEI);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("CONSENT_INVALID");
    }

    @Test
    void whatIsNoGrantCannotBeRevoked() {
        Browser mei = store.loggedIn("mei");
        assertThat(mei.post("/consents/0x00/revoke", Map.of()).statusCode()).isEqualTo(404);
        assertThat(mei.post("/consents/0x" + "00".repeat(32) + "/revoke", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    private static HttpResponse<String> grant(Browser browser, String message, Signer signer) {
        return browser.post("/consents", Map.of("message", message, "signature", Browser.sign(signer, message)));
    }
}
