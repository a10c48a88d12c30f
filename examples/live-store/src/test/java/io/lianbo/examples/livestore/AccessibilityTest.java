package io.lianbo.examples.livestore;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import io.lianbo.examples.livestore.Chromium.Screen;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page, for everybody: by the rules of axe-core, on a phone and on a desk, with a keyboard alone, and without scripts. */
@Tag("browser")
class AccessibilityTest {
    private static final String CAKE = "/01/09506000134352/10/SPRING-26/21/CAKE-0001";
    private static final String STRANGE_CAKE = "/01/09506000134383/10/SPRING-26/21/CAKE-0009";

    private static TestStore store;
    private static Chromium chromium;

    @BeforeAll
    static void open() {
        store = TestStore.open("store.till-every=200ms");
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"PHONE, zh, SET-0007", "DESK, en, CAKE-0002"})
    void everyPageKeepsTheRules(Screen screen, String language, String item) {
        try (Visit mei = chromium.visit(store, screen, language);
                Visit host = chromium.visit(store, screen, language)) {
            for (String path : List.of("/", "/login", CAKE, STRANGE_CAKE, "/nothing-here")) {
                mei.open(path);
                mei.assertAccessible(path);
            }
            mei.open(CAKE);
            mei.find("#tap-forgery").click();
            mei.assertAccessible("a counterfeit");

            mei.login("Mei");
            int granted = mei.find(".consent").count();
            mei.find("#grant").click();
            assertThat(mei.find("#dev-wallet")).isVisible();
            mei.assertAccessible("the wallet's question");
            mei.sign();
            assertThat(mei.find(".consent")).hasCount(granted + 1);
            mei.open("/");
            mei.find("#item-" + item + " .buy-form button").click();
            mei.sign();
            mei.sign();
            mei.page().waitForURL("**/orders/*");
            assertThat(mei.find("#order")).hasAttribute("data-state", "DONE");
            mei.assertAccessible("an order");
            for (String path : List.of("/me", "/")) {
                mei.open(path);
                mei.assertAccessible(path + " of one who is logged in");
            }

            host.login(language.equals("zh") ? "主播" : "host");
            host.open("/host");
            host.find("#board summary").first().click();
            host.assertAccessible("/host");
        }
    }

    @Test
    void aKeyboardIsEnough() {
        try (Visit bo = chromium.visit(store, Screen.DESK, "en")) {
            bo.open("/login");
            bo.page().keyboard().press("Tab");
            assertThat(bo.find(".skip")).isFocused();
            bo.page().keyboard().press("Enter");
            assertThat(bo.page()).hasURL(store.url() + "/login#main");
            bo.find("#login").focus();
            bo.page().keyboard().press("Enter");
            assertThat(bo.find("#dev-wallet")).isVisible();
            // the question has the keyboard, and Escape says no
            assertThat((Boolean) bo.page()
                            .evaluate("document.getElementById('dev-wallet').contains(document.activeElement)"))
                    .isTrue();
            bo.page().keyboard().press("Escape");
            assertThat(bo.status()).hasText("You rejected it in your wallet.");
        }
    }

    @Test
    void passportsNeedNoScripts() {
        NewContextOptions plain = Screen.PHONE.options().setLocale("en-GB").setJavaScriptEnabled(false);
        try (Visit viewer = chromium.visit(store, plain)) {
            viewer.open(CAKE);
            assertThat(viewer.find("#verdict h2")).containsText("Passport verified");
            viewer.find("#tap-copy").click();
            assertThat(viewer.find("#grade")).hasText("Suspect");
            viewer.open("/login");
            assertThat(viewer.find("noscript p")).isVisible();
        }
    }
}
