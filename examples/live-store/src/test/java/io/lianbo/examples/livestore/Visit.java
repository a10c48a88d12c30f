package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.NodePeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Somebody's visit to a store. When it ends, the browser must have had nothing to complain of: no script that failed or was kept from running, and nothing asked of another server. */
final class Visit implements AutoCloseable {
    private static final Path PICTURES =
            Path.of("write".equals(System.getProperty("pictures")) ? "../../docs/images" : "target/pictures");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visit(URI store, BrowserContext context) {
        this.context = context;
        context.onPage(opened -> {
            opened.onPageError(error -> complaints.add("script: " + error));
            opened.onConsoleMessage(this::listen);
            opened.onDialog(dialog -> {
                complaints.add("dialog: " + dialog.message());
                dialog.dismiss();
            });
        });
        context.onRequest(request -> {
            if (!request.url().startsWith(store + "/") && !request.url().startsWith("data:")) {
                complaints.add("elsewhere: " + request.url());
            }
        });
        this.page = context.newPage();
    }

    /** A refusal by the store is told in the console too, and is what its page is for. */
    private void listen(ConsoleMessage message) {
        if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
            complaints.add("console: " + message.text());
        }
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** Opens a page and returns its status. */
    int open(String path) {
        Response response = page.navigate(path);
        assertThat(response).as(path).isNotNull();
        return response.status();
    }

    /** Logs in by the page, with an account of the development wallet. */
    void login(String account) {
        open("/login");
        find("#wallet").selectOption("dev");
        String option = find("#dev-account option")
                .filter(new Locator.FilterOptions().setHasText(account))
                .getAttribute("value");
        find("#dev-account").selectOption(option);
        find("#login").click();
        sign();
        page.waitForURL("**/me");
    }

    /** Signs what the development wallet shows, and returns it. */
    String sign() {
        return answer("#dev-wallet-sign");
    }

    String reject() {
        return answer("#dev-wallet-reject");
    }

    private String answer(String button) {
        PlaywrightAssertions.assertThat(find("#dev-wallet")).isVisible();
        String shown = find("#dev-wallet-text").textContent();
        find(button).click();
        return shown;
    }

    /** What is told to who cannot see the page, too. */
    Locator status() {
        return find("#status");
    }

    /** What is on the screen as a picture, which {@code -Dpictures=write} keeps for the documentation. */
    void picture(String name) {
        page.evaluate("document.activeElement?.blur()");
        page.screenshot(new ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** All rules of axe-core hold, and nothing is wider than the screen. */
    void assertAccessible(String what) {
        try {
            page.evaluate(Files.readString(NodePeer.file("axe-core/axe.min.js")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object found = page.evaluate("""
                async () => {
                  const { passes, violations } = await axe.run(document, { resultTypes: ['violations'] });
                  return JSON.stringify({
                    rules: passes.length,
                    violations: violations.map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(' | ')),
                    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                  });
                }""");
        assertThat(StrictJson.parse(found.toString()))
                .as(what)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("violations", List.of())
                .hasEntrySatisfying(
                        "rules",
                        rules -> assertThat(((Number) rules).intValue()).isGreaterThan(10))
                .hasEntrySatisfying(
                        "sideways",
                        pixels -> assertThat(((Number) pixels).intValue()).isZero());
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).isEmpty();
    }
}
