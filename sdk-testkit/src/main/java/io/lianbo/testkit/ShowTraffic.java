package io.lianbo.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A day of livestreams with its audience, honest and not, in which everybody's role is known: what rules against fraud are tried on.
 *
 * {@snippet class="io.lianbo.testkit.ShowTrafficTest" region="traffic"}
 *
 * <p>The lines are interactions as {@code InteractionReader} of {@code sdk-rewards} reads them, in no particular order: {@code watchSeconds}, {@code comment}, {@code like}, {@code
 * purchase} and {@code refund}, with traces (payer, device, address, fundingSource, merchant, sku, text) and referrers. Among the honest are those who look like the others: families behind
 * one address, a café's guests at one device, fans who buy many of one item, buyers who never watch, customers of one exchange, people who return things.
 */
public final class ShowTraffic {

    /** What somebody is up to. */
    public enum Role {
        /** Watches, likes, says what others say now and then, buys something or not. */
        VIEWER(true),
        /** Buys some of one item for friends. */
        FAN(true),
        /** Shares an address, and some a device, with two others. */
        FAMILY(true),
        /** Watches at a device that forty share. */
        CAFE_GUEST(true),
        /** Buys once or twice from a product page without watching. */
        QUIET_BUYER(true),
        /** Gets coins from an exchange that funds two hundred. */
        EXCHANGE_CUSTOMER(true),
        /** Buys three to six things and returns one to three. */
        RETURNER(true),

        /** Orders again and again from the merchant who pays for it. */
        BRUSHER(false),
        /** Chats and likes by the clock, with the same few texts as all the others. */
        BOT(false),
        /** One of eight accounts behind a few devices, funded by one account, whose purchases name the first as referrer. */
        SYBIL(false),
        /** Buys for the points and sends nearly all of it back. */
        REFUND_FARMER(false),
        /** Sells to somebody who sells to her. */
        CYCLER(false);

        private final boolean honest;

        Role(boolean honest) {
            this.honest = honest;
        }

        /** Whether there is nothing to find. */
        public boolean isHonest() {
            return honest;
        }
    }

    private static final int SHOWS = 3;
    private static final int SHOW_SECONDS = 7_200;
    private static final int NONE = -1;
    private static final List<String> COMMON_TEXTS = List.of("666", "lovely", "how-much", "hello", "first", "nice");

    private final RandomGenerator random;
    private final Instant day;
    private final List<String> lines = new ArrayList<>();
    private final SortedMap<String, Role> roles = new TreeMap<>();
    private long sequence;

    private ShowTraffic(RandomGenerator random, Instant day) {
        this.random = random;
        this.day = day;
    }

    /**
     * Makes a day of some three thousand users.
     *
     * @param random decides everything: the same generator gives the same day
     * @param day when it starts
     */
    public static ShowTraffic generate(RandomGenerator random, Instant day) {
        ShowTraffic traffic = new ShowTraffic(random, day);
        traffic.honest();
        traffic.attackers();
        for (int i = traffic.lines.size() - 1; i > 0; i--) {
            Collections.swap(traffic.lines, i, random.nextInt(i + 1));
        }
        return traffic;
    }

    /** The interactions, one JSON object each. */
    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }

    /** Everybody's role, by user id. */
    public SortedMap<String, Role> roles() {
        return Collections.unmodifiableSortedMap(roles);
    }

    private void honest() {
        for (int i = 0; i < 2_000; i++) {
            String user = user(Role.VIEWER);
            int show = watchAndChat(user, device(user));
            buySome(user, show, random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0, device(user));
        }
        for (int i = 0; i < 100; i++) {
            String user = user(Role.FAN);
            int show = watchAndChat(user, device(user));
            String sku = sku();
            for (int orders = 2 + random.nextInt(4); orders > 0; orders--) {
                purchase(user, show, SHOW_SECONDS / 2 + random.nextInt(3_000), merchant(), sku, device(user));
            }
        }
        for (int family = 0; family < 60; family++) {
            String address = ",\"address\":\"home-" + family + "\"";
            for (int member = 0; member < 3; member++) {
                String user = user(Role.FAMILY);
                String device = member == 2 ? device(user) : ",\"device\":\"tablet-" + family + "\"";
                buySome(user, watchAndChat(user, device), random.nextInt(3), device + address);
            }
        }
        for (int i = 0; i < 40; i++) {
            String user = user(Role.CAFE_GUEST);
            String device = ",\"device\":\"cafe\"";
            buySome(user, watchAndChat(user, device), random.nextInt(2), device);
        }
        for (int i = 0; i < 150; i++) {
            String user = user(Role.QUIET_BUYER);
            buySome(user, NONE, 1 + random.nextInt(2), device(user));
        }
        for (int i = 0; i < 200; i++) {
            String user = user(Role.EXCHANGE_CUSTOMER);
            String funded = device(user) + ",\"fundingSource\":\"exchange\"";
            buySome(user, watchAndChat(user, device(user)), random.nextInt(3), funded);
        }
        for (int i = 0; i < 60; i++) {
            String user = user(Role.RETURNER);
            int show = watchAndChat(user, device(user));
            List<String> orders = buySome(user, show, 3 + random.nextInt(4), device(user));
            orders.subList(0, 1 + random.nextInt(3)).forEach(order -> refund(user, order));
        }
    }

    private void attackers() {
        for (int merchant = 0; merchant < 3; merchant++) {
            int show = random.nextInt(SHOWS);
            for (int i = 0; i < 5; i++) {
                String user = user(Role.BRUSHER);
                int orders = 5 + random.nextInt(8);
                for (int k = 0; k < orders; k++) {
                    String paid = random.nextInt(3) == 0 ? ",\"payer\":\"brushing-" + merchant + "\"" : "";
                    purchase(user, show, random.nextInt(3_000), "brushing-" + merchant, sku(), device(user) + paid);
                }
            }
        }
        for (int i = 0; i < 80; i++) {
            String user = user(Role.BOT);
            int show = random.nextInt(SHOWS);
            int gap = 5 + random.nextInt(40);
            int start = random.nextInt(3_000);
            for (int k = 0; k < 20 + random.nextInt(60); k++) {
                // one in ten is a second late, as networks are
                int at = start + k * gap + (random.nextInt(10) == 0 ? 1 : 0);
                String text = ",\"text\":\"bot-" + random.nextInt(6) + "\"";
                line(user, "comment", 1, show, at, device(user) + text);
            }
        }
        for (int ring = 0; ring < 6; ring++) {
            String head = user(Role.SYBIL);
            for (int i = 0; i < 8; i++) {
                String user = i == 0 ? head : user(Role.SYBIL);
                String device = ",\"device\":\"farm-" + ring + "-" + i / 4 + "\"";
                String bought = device + ",\"address\":\"farm-" + ring + "\",\"fundingSource\":\"boss-" + ring + "\""
                        + (i == 0 ? "" : ",\"referrer\":\"" + head + "\"");
                buySome(user, watchAndChat(user, device), 1 + random.nextInt(2), bought);
            }
        }
        for (int i = 0; i < 25; i++) {
            String user = user(Role.REFUND_FARMER);
            int show = watchAndChat(user, device(user));
            List<String> orders = buySome(user, show, 5 + random.nextInt(6), device(user));
            orders.subList(0, orders.size() - random.nextInt(2)).forEach(order -> refund(user, order));
        }
        for (int pair = 0; pair < 8; pair++) {
            String one = user(Role.CYCLER);
            String other = user(Role.CYCLER);
            for (int k = 0; k < 3 + random.nextInt(3); k++) {
                purchase(one, k % SHOWS, random.nextInt(SHOW_SECONDS), other, sku(), device(one));
                purchase(other, k % SHOWS, random.nextInt(SHOW_SECONDS), one, sku(), device(other));
            }
        }
    }

    private String user(Role role) {
        // numbers in no order, so that nobody's name gives the role away
        String user = String.format(Locale.ROOT, "u-%08x-%d", random.nextInt(), roles.size());
        roles.put(user, role);
        return user;
    }

    private static String device(String user) {
        return ",\"device\":\"phone-" + user + "\"";
    }

    private String sku() {
        return "sku-" + random.nextInt(40);
    }

    private String merchant() {
        return "merchant-" + random.nextInt(20);
    }

    /** Returns the show that was watched. */
    private int watchAndChat(String user, String device) {
        int show = random.nextInt(SHOWS);
        int from = random.nextInt(SHOW_SECONDS / 2);
        int minutes = 1 + random.nextInt(SHOW_SECONDS / 120);
        for (int k = 0; k < minutes; k++) {
            line(user, "watchSeconds", 60, show, from + 60 * (k + 1), device);
        }
        int at = from;
        for (int k = random.nextInt(3) == 0 ? random.nextInt(25) : 0; k > 0; k--) {
            at += 1 + (int) Math.min(600, Math.round(random.nextExponential() * 40));
            String text = random.nextInt(3) == 0
                    ? COMMON_TEXTS.get(random.nextInt(COMMON_TEXTS.size()))
                    : "text-" + random.nextInt(1_000_000);
            line(user, "comment", 1, show, at, device + ",\"text\":\"" + text + "\"");
        }
        for (int k = random.nextInt(12); k > 0; k--) {
            line(user, "like", 1, show, from + random.nextInt(3_000), device);
        }
        return show;
    }

    /** Who watches buys there, or one time in ten elsewhere. */
    private List<String> buySome(String user, int watched, int orders, String traces) {
        List<String> bought = new ArrayList<>();
        for (int k = 0; k < orders; k++) {
            bought.add(purchase(
                    user,
                    watched == NONE || random.nextInt(10) == 0 ? random.nextInt(SHOWS) : watched,
                    SHOW_SECONDS / 2 + random.nextInt(SHOW_SECONDS / 2),
                    merchant(),
                    sku(),
                    traces));
        }
        return bought;
    }

    /** Returns the order, as a refund names it. */
    private String purchase(String user, int show, int at, String merchant, String sku, String traces) {
        long order = sequence;
        line(
                user,
                "purchase",
                100 + random.nextInt(50_000),
                show,
                at,
                traces + ",\"merchant\":\"" + merchant + "\",\"sku\":\"" + sku + "\"");
        return "{\"producer\":\"platform\",\"session\":\"show-" + show + "\",\"sequence\":" + order + "}";
    }

    private void refund(String user, String order) {
        line(user, "refund", 50_100, SHOWS - 1, 2 * SHOW_SECONDS, ",\"refunds\":" + order);
    }

    private void line(String user, String type, int quantity, int show, int second, String more) {
        Instant at =
                day.plus(Duration.ofHours(8 + 4L * show)).plusSeconds(second).plusMillis(random.nextInt(200));
        lines.add(String.format(
                Locale.ROOT,
                "{\"producer\":\"platform\",\"session\":\"show-%d\",\"sequence\":%d,\"user\":\"%s\",\"type\":\"%s\",\"quantity\":%d,\"at\":\"%s\"%s}",
                show,
                sequence++,
                user,
                type,
                quantity,
                at,
                more));
    }
}
