package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.provenance.scan.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody sees: in both languages, with all headers, whatever is asked for. */
class PagesTest {
    private static final String CAKE = "/01/09506000134352/10/SPRING-26/21/CAKE-0001";
    private static final String STRANGE_CAKE = "/01/09506000134383/10/SPRING-26/21/CAKE-0009";
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*src=)|<[^>]*\\s(?:on[a-z]+|style)=|=\"javascript:");

    private final TestStore store = TestStore.shared();

    @ParameterizedTest
    @CsvSource({
        "/, en, Spring tea from the Bulang mountains",
        "/, zh, 布朗山春茶专场",
        "/login, en, Log in with your wallet",
        "/login, zh, 用钱包登录",
        CAKE + ", en, Passport verified",
        CAKE + ", zh, 护照已验证",
        STRANGE_CAKE + ", en, Passport refused",
        STRANGE_CAKE + ", zh, 护照未通过",
        "/nothing-here, en, There is nothing here.",
        "/nothing-here, zh, 这里什么都没有。"
    })
    void everyOpenPageSpeaksBothLanguages(String path, String language, String text) {
        Browser browser = store.browser().speaking(language);
        assertThatPage(browser.get(path), language).contains(text);
        // the choice is remembered, whatever the browser speaks
        Browser other = store.browser().speaking(language.equals("en") ? "zh" : "en");
        assertThatPage(other.get(path + "?lang=" + language), language).contains(text);
        assertThatPage(other.get(path), language).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"/me, en, In your wallet", "/me, zh, 钱包余额"})
    void aViewersPageSpeaksBothLanguages(String path, String language, String text) {
        assertThatPage(store.loggedIn("lan").speaking(language).get(path), language)
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource({"en, The show in figures", "zh, 本场数据"})
    void theHostsPageSpeaksBothLanguages(String language, String text) {
        assertThatPage(store.loggedInHost().speaking(language).get("/host"), language)
                .contains(text)
                .contains("mei: ") // the board explains
                .contains("UNKNOWN_TYPE");
    }

    private static AbstractStringAssert<?> assertThatPage(HttpResponse<String> page, String language) {
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .doesNotContainPattern(INLINE)
                .doesNotContain("??")
                .doesNotContain("Exception");
        assertThat(page.body().split("<h1", -1)).hasSize(2);
        return assertThat(page.body())
                .contains("<html lang=\"" + language + "\"")
                .contains("<main id=\"main\"")
                .contains("name=\"viewport\"");
    }

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        assertThat(new TreeSet<>(texts("/messages_zh.properties").keySet()))
                .isEqualTo(new TreeSet<>(texts("/messages.properties").keySet()));
    }

    @Test
    void everySignalOfAScanAndEveryFaultOfAPassportHasASentence() throws IOException {
        List<String> wanted = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            wanted.add("signal." + signal.name());
        }
        PassportView.KINDS.values().forEach(codes -> codes.forEach(code -> wanted.add("check." + code)));
        assertThat(texts("/messages.properties").keySet()).containsAll(wanted);
    }

    private static Properties texts(String resource) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = PagesTest.class.getResourceAsStream(resource)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", CAKE, "/nothing-here", "/store.css", "/store.js", "/actuator/health"})
    void everyAnswerHasTheHeadersThatKeepAPageItsOwn(String path) {
        assertThat(store.browser().get(path).headers().map())
                .containsEntry("content-security-policy", List.of(SecurityConfiguration.CONTENT_SECURITY_POLICY))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("same-origin"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsKey("permissions-policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/01/%3Cscript%3Ealert(1)%3C%2Fscript%3E/21/CAKE-0001",
                "/01/09506000134352/21/%3Cscript%3Ealert(1)",
                "/01/09506000134352/21/CAKE-0001%27%20OR%20%271%27=%271",
                "/01/09506000134353/21/CAKE-0001", // a wrong check digit
                "/01/09506000134352/21/CAKE-9999",
                "/01/09506000134352/10/%00/21/CAKE-0001",
                "/01/..%2F..%2Fetc%2Fpasswd/21/1",
                "/passports/..%2F..%2Fapplication.yaml",
                "/passports/CAKE-0001;x=1",
                "/orders/%27%3B%20DROP%20TABLE%20store_order",
                "/error",
                "/dev-wallet/message",
                "/actuator/env"
            })
    void whatIsNotThereIsRefusedInASentence(String path) {
        HttpResponse<String> page = store.browser().get(path);
        assertThat(page.statusCode()).isIn(302, 400, 404, 405);
        assertThat(page.body())
                .doesNotContain("<script>alert")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?lang=%3Cscript%3Ealert(1)%3C/script%3E",
                "/?refused=%3Cscript%3Ealert(1)%3C/script%3E",
                "/login?to=https://evil.example",
                CAKE + "?show=%3Cscript%3Ealert(1)%3C/script%3E",
                CAKE + "?show=spring-2026.1.forgedforgedforgedforg"
            })
    void whatAQueryHoldsIsNotRepeated(String path) {
        HttpResponse<String> page = store.browser().get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .doesNotContain("<script>alert")
                .doesNotContain("evil.example")
                .doesNotContain("forgedforged");
    }

    @Test
    void aPassportShowsEachCheckWithItsTickOrItsReason() {
        assertThat(store.browser().get(CAKE).body())
                .contains("id=\"check-signatures\" class=\"yes\"", "id=\"check-anchored\" class=\"yes\"")
                .contains(
                        "https://lab.example/report/CAKE-0001",
                        "Kunming Tea Laboratory",
                        "<polyline",
                        "Hangzhou warehouse")
                .contains("Nothing unusual");
        assertThat(store.browser().get(STRANGE_CAKE).body())
                .contains("id=\"check-signatures\" class=\"yes\"", "id=\"check-issuers\" class=\"no\"")
                .contains("UNAUTHORISED_ISSUER", "Quick Lab Ltd.");
    }

    @Test
    void aCodeThatManyPhonesScanIsNoticedAndTheShowsAudienceIsNot() {
        String cups = "/01/09506000134376/10/CUPS-7/21/SET-0007";
        String show = store.browser().get("/").body();
        String link = show.substring(show.indexOf(cups), show.indexOf('"', show.indexOf(cups)));
        for (int i = 0; i < 25; i++) {
            assertThat(store.browser().get(link).body()).contains("grade-GENUINE");
        }
        String seen = "";
        for (int i = 0; i < 25; i++) {
            seen = store.browser().get(cups).body();
        }
        assertThat(seen).containsAnyOf("grade-CHECK", "grade-SUSPECT").contains("MANY_DEVICES");
    }

    @ParameterizedTest
    @CsvSource({
        "chip, grade-GENUINE, Nothing unusual",
        "copy, grade-SUSPECT, COUNTER_REPLAYED",
        "forgery, grade-COUNTERFEIT, MAC_INVALID"
    })
    void aChipProvesWhatACopyOfItDoesNot(String kind, String grade, String reason) {
        Browser phone = store.browser();
        String tapped = phone.post("/dev-chip/CAKE-0002/" + kind, Map.of())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(phone.get(tapped.replace(store.url().toString(), "")).body()).contains(grade, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev-chip/CAKE-0002/hammer", "/dev-chip/SET-0007/chip", "/dev-chip/CAKE-1234/chip"})
    void whereThereIsNoChipNoneIsTapped(String path) {
        assertThat(store.browser().post(path, Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void aPassportCanBeTakenAwayAndVerifiedElsewhere() {
        HttpResponse<String> json = store.browser().getJson("/passports/CAKE-0001");
        assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(store.bean(Shelf.class).verifier().verify(json.body()).isVerified())
                .isTrue();
    }

    @Test
    void pagesForOthersAskForALogin() {
        assertThat(store.browser().get("/me").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
        assertThat(store.browser().get("/host").statusCode()).isEqualTo(302);
        HttpResponse<String> viewer = store.loggedIn("lan").get("/host");
        assertThat(viewer.statusCode()).isEqualTo(403);
        assertThat(viewer.body()).contains("That is not for you");
        assertThat(store.browser().post("/orders", Map.of("item", "CAKE-0001")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void metricsAreForTheHost() {
        assertThat(store.browser().get("/actuator/metrics").statusCode()).isEqualTo(302);
        assertThat(store.loggedInHost().getJson("/actuator/metrics").body()).contains("lianbo.chain.block");
    }

    @Test
    void healthTellsTheChainToNobodyInDetail() {
        HttpResponse<String> health = store.browser().getJson("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("UP").doesNotContain("31337");
    }

    @Test
    void aPostThatIsTooLargeIsNotRead() {
        HttpResponse<String> answer =
                store.browser().post("/login", Map.of("message", "x".repeat(100_000), "signature", "0x"));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEmpty();
    }
}
