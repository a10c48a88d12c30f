package io.lianbo.examples.livestore;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Chromium that is installed here, without a window. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final double PATIENCE_MILLIS = 20_000;

    /** What somebody looks at. */
    enum Screen {
        PHONE(390, 844, 2),
        DESK(1200, 900, 1);

        private final int width;
        private final int height;
        private final int pixels;

        Screen(int width, int height, int pixels) {
            this.width = width;
            this.height = height;
            this.pixels = pixels;
        }

        NewContextOptions options() {
            return new NewContextOptions()
                    .setViewportSize(width, height)
                    .setDeviceScaleFactor(pixels)
                    .setIsMobile(this == PHONE)
                    .setHasTouch(this == PHONE);
        }
    }

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    Chromium() {
        this.playwright = Playwright.create(new CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        program(List.of("node")).toString())));
        this.browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program(NAMES))
                        .setArgs(List.of(
                                "--no-sandbox", // its sandbox needs rights that containers do not give
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private static Path program(List<String> names) {
        List<Path> folders = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(Path::of)
                .toList();
        return names.stream()
                .flatMap(name -> folders.stream()
                        .flatMap(folder -> Stream.of(name, name + ".exe").map(folder::resolve)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("install one of these, or put it on the PATH: " + names));
    }

    /** Somebody with a browser of her own. */
    Visit visit(TestStore store, Screen screen, String language) {
        return visit(store, screen.options().setLocale(language.equals("zh") ? "zh-CN" : "en-GB"));
    }

    Visit visit(TestStore store, NewContextOptions options) {
        return new Visit(
                store.url(), browser.newContext(options.setBaseURL(store.url().toString())));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
