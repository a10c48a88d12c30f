package io.lianbo.examples.livestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A store on a port of its own, whose till works when a test says so, unless it says otherwise, and whose clock a test can put forward. */
final class TestStore implements AutoCloseable {
    private final URI url;
    private final ConfigurableApplicationContext context;
    private final ShiftedClock clock = new ShiftedClock();

    /** The time of day, and more. */
    static final class ShiftedClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    /** One for all tests that leave it as it was; it closes with the JVM. */
    private static final class Shared {
        static final TestStore STORE = open();
    }

    static TestStore shared() {
        return Shared.STORE;
    }

    static TestStore open(String... properties) {
        return new TestStore(freePort(), properties);
    }

    private TestStore(int port, String... properties) {
        this.url = URI.create("http://localhost:" + port);
        List<String> arguments = new ArrayList<>();
        arguments.add("--server.port=" + port);
        if (Stream.of(properties).noneMatch(property -> property.startsWith("store.till-every="))) {
            arguments.add("--store.till-every=0");
        }
        arguments.add("--spring.main.log-startup-info=false");
        for (String property : properties) {
            arguments.add("--" + property);
        }
        this.context = new SpringApplicationBuilder(LiveStore.class)
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean(InstantSource.class, (Supplier<InstantSource>) () -> clock))
                .run(arguments.toArray(String[]::new));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Browser browser() {
        return new Browser(url);
    }

    /** A browser in which a viewer of the demo is logged in. */
    Browser loggedIn(String viewer) {
        Browser browser = browser();
        browser.login(DemoKeys.viewer(viewer));
        return browser;
    }

    Browser loggedInHost() {
        Browser browser = browser();
        browser.login(DemoKeys.party("host"));
        return browser;
    }

    /** Gives a viewer the credential of a purchase, without the purchase; where she shows it. */
    String credential(String viewer, String serial) {
        Viewer buyer = new Viewer(bean(Logins.class).did(DemoKeys.viewer(viewer).address()));
        Show.Item item = bean(Show.class).find(serial).orElseThrow();
        Contracts contracts = bean(Contracts.class);
        Order order = bean(Orders.class).offer(contracts.session().id(), buyer, item, contracts.price(item));
        bean(Merchant.class).issue(order);
        return "/credentials/" + order.id() + "/show";
    }

    void putForward(Duration ahead) {
        clock.ahead = ahead;
    }

    @Override
    public void close() {
        context.close();
    }
}
