package io.lianbo.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a day of live shows leaves behind, made up, with attacks in it and a label for everybody, so that rules against fraud can be measured: how many of the attackers
 * they find, and how many honest people they trouble.
 *
 * {@snippet class="io.lianbo.testkit.ShowTrafficTest" region="traffic"}
 *
 * <p>A line is a JSON object with {@code producer}, {@code session}, {@code sequence}, {@code user}, {@code type} ({@code watchSeconds}, {@code comment}, {@code like}, {@code
 * purchase}, {@code refund}), {@code quantity} and {@code at}, and where they are known {@code referrer}, {@code refunds}, {@code payer}, {@code device}, {@code address}, {@code
 * fundingSource}, {@code merchant}, {@code sku} and {@code text}. Every line is of one day and has an id of its own; they stand as they were made, user after user.
 *
 * <p>It models what is commonly described and is no sample of any platform: measure on your own data before you trust a figure. Honest people are made to look odd where real
 * ones do, and some attackers take trouble to look honest.
 */
public final class ShowTraffic {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SHOWS = 4;
    private static final Duration SHOW_LENGTH = Duration.ofHours(2);
    private static final int MERCHANTS = 12;
    private static final int SKUS = 10;
    private static final int PHRASES = 30;

    /** Who somebody is. */
    public enum Kind {
        /** Watches, chats in bursts, buys at times; some only ever write what everybody writes. */
        VIEWER,
        /** Two to five accounts at one address, with some of the payers and devices in common; they bring each other. */
        FAMILY,
        /** A guest of an internet cafe, at any of its few computers. */
        CAFE_GUEST,
        /** One of many at the address of a dormitory. */
        DORM_RESIDENT,
        /** Buys many of one article within the show and writes a lot. */
        FAN,
        /** Orders several sizes and sends about half back. */
        RETURNER,
        /** Owns the shop of an attack, and only watches. */
        MERCHANT,
        /** Orders what a merchant pays for, to raise its rank; some pretend to watch. */
        ORDER_BRUSHER,
        /** Writes from a list of phrases by a clock, with or without jitter; half pretend to watch. */
        CHAT_BOT,
        /** One of the accounts of one person, who brought them all. */
        SYBIL,
        /** Buys for the points and sends nearly everything back. */
        REFUND_FARMER,
        /** Buys from the merchant whose money it is. */
        CYCLE_BUYER;

        /** Whether it should be found. */
        public boolean isAttack() {
            return compareTo(ORDER_BRUSHER) >= 0;
        }
    }

    private final RandomGenerator random;
    private final Instant day;
    private final List<String> lines = new ArrayList<>();
    private final SortedMap<String, Kind> labels = new TreeMap<>();
    private final Set<String> active = new HashSet<>();
    private final int[] sequences = new int[SHOWS];
    private int users;

    private ShowTraffic(RandomGenerator random, Instant day) {
        this.random = random;
        this.day = day;
    }

    /**
     * Makes the traffic of one day.
     *
     * @param random the only source of chance: equal generators make equal traffic
     * @param day its first moment
     * @param viewers how many ordinary viewers, 1 to 1,000,000; of the other kinds there are some dozens each, whatever their number
     */
    public static ShowTraffic of(RandomGenerator random, Instant day, int viewers) {
        if (viewers < 1 || viewers > 1_000_000) {
            throw new IllegalArgumentException("viewers must be 1 to 1000000: " + viewers);
        }
        ShowTraffic traffic = new ShowTraffic(random, day);
        for (int i = 0; i < viewers; i++) {
            traffic.viewer();
        }
        traffic.honestLookAlikes();
        traffic.attacks();
        traffic.labels.keySet().retainAll(traffic.active);
        return traffic;
    }

    /** The interactions, one JSON object each. */
    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }

    /** Who is what, by user; everybody who stands in a line. */
    public SortedMap<String, Kind> labels() {
        return Collections.unmodifiableSortedMap(labels);
    }

    private void honestLookAlikes() {
        for (int i = 0; i < 30; i++) {
            family("family-" + i, 2 + random.nextInt(4));
        }
        for (int i = 0; i < 2; i++) {
            cafe("cafe-" + i, 40);
        }
        for (int i = 0; i < 60; i++) {
            Person resident = person(Kind.DORM_RESIDENT).living("dorm");
            evening(resident);
        }
        for (int i = 0; i < 40; i++) {
            fan();
        }
        for (int i = 0; i < 30; i++) {
            returner();
        }
    }

    private void attacks() {
        for (int i = 0; i < 3; i++) {
            brushing("merchant-" + (MERCHANTS - i), 8 + random.nextInt(12));
        }
        List<String> phrases = random.ints(12, 0, PHRASES)
                .mapToObj(phrase -> phrase % 2 == 0 ? "phrase-" + phrase : "slogan-" + phrase)
                .toList();
        for (int i = 0; i < 50; i++) {
            bot(phrases);
        }
        int[] rings = {5, 12, 40};
        for (int size : rings) {
            ring(size);
        }
        for (int i = 0; i < 20; i++) {
            refundFarmer();
        }
        for (int i = 0; i < 3; i++) {
            cycle("shop-" + i, 4 + random.nextInt(6));
        }
    }

    // Honest people

    private void viewer() {
        evening(person(Kind.VIEWER));
    }

    /** What ordinary people do: watch one or two shows, perhaps chat, like and buy. */
    private void evening(Person person) {
        int shows = random.nextInt(4) == 0 ? 2 : 1;
        int first = random.nextInt(SHOWS);
        for (int i = 0; i < shows; i++) {
            int show = (first + i) % SHOWS;
            Instant joined = anyTime(show);
            boolean reported = random.nextInt(50) > 0; // some players never report
            if (reported) {
                watch(person, show, joined, 1 + random.nextInt(10));
            }
            if (random.nextInt(100) < 15) {
                chat(person, show, joined, 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 6));
            }
            if (random.nextInt(100) < 30) {
                like(person, show, joined, 1 + random.nextInt(30));
            }
            if (random.nextInt(100) < 12) {
                int orders = random.nextInt(10) == 0 ? 2 + random.nextInt(3) : 1;
                for (int k = 0; k < orders; k++) {
                    Order order =
                            buy(person, show, later(joined, 60, 1_800), anyMerchant(), random.nextInt(SKUS), null);
                    if (random.nextInt(100) < 8) {
                        refund(person, order);
                    }
                }
            }
        }
        if (random.nextInt(100) == 0) { // follows a friend's link and buys without watching
            int show = random.nextInt(SHOWS);
            buy(person, show, anyTime(show), anyMerchant(), random.nextInt(SKUS), null);
        }
    }

    private void family(String name, int members) {
        List<Person> family = new ArrayList<>();
        boolean isOnePurse = random.nextInt(10) < 6;
        boolean hasTablet = random.nextInt(2) == 0;
        for (int i = 0; i < members; i++) {
            Person member = person(Kind.FAMILY).living(name);
            if (isOnePurse) {
                member = member.paying(name + "-purse");
            }
            if (hasTablet && random.nextInt(2) == 0) {
                member = member.using(name + "-tablet");
            }
            family.add(member);
        }
        for (Person member : family) {
            evening(member);
            if (random.nextInt(10) < 4) {
                int show = random.nextInt(SHOWS);
                Instant at = anyTime(show);
                watch(member, show, at, 3);
                String referrer = random.nextInt(10) < 2 ? family.get(0).user : null;
                buy(
                        member,
                        show,
                        later(at, 60, 900),
                        anyMerchant(),
                        random.nextInt(SKUS),
                        member.user.equals(referrer) ? null : referrer);
            }
        }
    }

    private void cafe(String name, int guests) {
        for (int i = 0; i < guests; i++) {
            Person guest = person(Kind.CAFE_GUEST);
            int sittings = 1 + random.nextInt(2);
            for (int k = 0; k < sittings; k++) {
                evening(guest.using(name + "-computer-" + random.nextInt(6)));
            }
        }
    }

    private void fan() {
        Person fan = person(Kind.FAN);
        int show = random.nextInt(SHOWS);
        Instant joined = anyTime(show);
        watch(fan, show, joined, 12);
        chat(fan, show, joined, 20 + random.nextInt(60));
        like(fan, show, joined, 100);
        String merchant = anyMerchant();
        int sku = random.nextInt(SKUS);
        int orders = 3 + random.nextInt(7);
        for (int i = 0; i < orders; i++) {
            buy(fan, show, later(joined, 60, 3_000), merchant, sku, null);
        }
    }

    private void returner() {
        Person returner = person(Kind.RETURNER);
        int show = random.nextInt(SHOWS);
        Instant joined = anyTime(show);
        watch(returner, show, joined, 6);
        int orders = 3 + random.nextInt(5);
        String merchant = anyMerchant();
        for (int i = 0; i < orders; i++) {
            Order order = buy(returner, show, later(joined, 60, 2_000), merchant, random.nextInt(SKUS), null);
            if (random.nextInt(100) < 50) {
                refund(returner, order);
            }
        }
    }

    // Attackers

    private void brushing(String merchant, int accounts) {
        int show = random.nextInt(SHOWS);
        Instant campaign = anyTime(show);
        for (int i = 0; i < accounts; i++) {
            Person brusher = person(Kind.ORDER_BRUSHER)
                    .using(merchant + "-phone-" + random.nextInt(Math.max(1, accounts / 2)))
                    .living(merchant + "-warehouse-" + random.nextInt(4));
            if (random.nextInt(10) < 3) {
                watch(brusher, show, campaign, 2);
            }
            int orders = 4 + random.nextInt(6);
            for (int k = 0; k < orders; k++) {
                buy(brusher, show, later(campaign, 60, 5_400), merchant, random.nextInt(2), null);
            }
        }
    }

    private void bot(List<String> phrases) {
        Person bot = person(Kind.CHAT_BOT);
        int show = random.nextInt(SHOWS);
        Instant at = anyTime(show);
        if (random.nextInt(2) == 0) {
            watch(bot, show, at, 6);
        }
        int interval = 5_000 + random.nextInt(25_000);
        int jitter = random.nextInt(3) == 0 ? interval / 2 : random.nextInt(400); // a third wait as people do
        int messages = 15 + random.nextInt(60);
        for (int i = 0; i < messages; i++) {
            String text = random.nextInt(20) == 0
                    ? "own-" + random.nextLong(Long.MAX_VALUE)
                    : phrases.get(random.nextInt(phrases.size()));
            comment(bot, show, at, text);
            at = at.plusMillis(interval + (jitter == 0 ? 0 : random.nextInt(-jitter, jitter + 1)));
        }
    }

    private void ring(int size) {
        String name = "ring-" + size;
        String head = null;
        for (int i = 0; i < size; i++) {
            Person sybil = person(Kind.SYBIL).fundedBy(name + "-wallet");
            if (random.nextInt(10) < 7) {
                sybil = sybil.using(name + "-phone-" + random.nextInt(1 + size / 10));
            }
            if (random.nextInt(10) < 4) {
                sybil = sybil.paying(name + "-card");
            }
            if (random.nextInt(10) < 4) {
                sybil = sybil.living(name + "-flat");
            }
            int show = random.nextInt(SHOWS);
            Instant joined = anyTime(show);
            watch(sybil, show, joined, 2 + random.nextInt(8));
            int orders = 1 + random.nextInt(2);
            for (int k = 0; k < orders; k++) {
                buy(sybil, show, later(joined, 60, 1_200), anyMerchant(), random.nextInt(SKUS), head);
            }
            if (head == null) {
                head = sybil.user;
            }
        }
    }

    private void refundFarmer() {
        Person farmer = person(Kind.REFUND_FARMER);
        int show = random.nextInt(SHOWS);
        Instant joined = anyTime(show);
        watch(farmer, show, joined, 3);
        int orders = 3 + random.nextInt(8);
        for (int i = 0; i < orders; i++) {
            Order order = buy(farmer, show, later(joined, 60, 3_600), anyMerchant(), random.nextInt(SKUS), null);
            if (random.nextInt(100) < 85) {
                refund(farmer, order);
            }
        }
    }

    private void cycle(String merchant, int accounts) {
        String purse = merchant + "-purse";
        Person owner = new Person(
                merchant, merchant + "-phone", merchant + "-card", merchant + "-office", accounts < 7 ? purse : null);
        labels.put(merchant, Kind.MERCHANT);
        watch(owner, 0, anyTime(0), 1);
        for (int i = 0; i < accounts; i++) {
            Person buyer = person(Kind.CYCLE_BUYER).fundedBy(accounts < 7 ? purse : merchant);
            int show = random.nextInt(SHOWS);
            Instant joined = anyTime(show);
            watch(buyer, show, joined, 2);
            int orders = 1 + random.nextInt(3);
            for (int k = 0; k < orders; k++) {
                buy(buyer, show, later(joined, 60, 3_000), merchant, random.nextInt(SKUS), null);
            }
        }
    }

    // What anybody does

    private void watch(Person person, int show, Instant from, int times) {
        for (int i = 1; i <= times; i++) {
            Map<String, Object> line = line(person, show, "watchSeconds", 300, from.plusSeconds(300L * (i - 1)));
            if (random.nextInt(3) == 0) {
                line.put("sku", anyMerchant() + "-sku-" + random.nextInt(SKUS));
            }
            write(line);
        }
    }

    private void chat(Person person, int show, Instant from, int messages) {
        boolean saysWhatAllSay = random.nextInt(30) == 0;
        Instant at = from;
        for (int i = 0; i < messages; i++) {
            at = later(at, 1, random.nextInt(4) == 0 ? 400 : 25); // bursts, then silence
            boolean isPhrase = saysWhatAllSay || random.nextInt(100) < 35;
            comment(
                    person,
                    show,
                    at,
                    isPhrase
                            ? "phrase-" + random.nextInt(1 + random.nextInt(PHRASES))
                            : "own-" + random.nextLong(Long.MAX_VALUE));
        }
    }

    private void comment(Person person, int show, Instant at, String text) {
        Map<String, Object> line = line(person, show, "comment", 1, at);
        line.put("text", text);
        write(line);
    }

    private void like(Person person, int show, Instant from, int taps) {
        Instant at = from;
        for (int i = 0; i < taps; i++) {
            at = at.plusMillis(random.nextInt(10) == 0 ? 5_000 + random.nextInt(60_000) : 150 + random.nextInt(600));
            write(line(person, show, "like", 1, at));
        }
    }

    private Order buy(Person person, int show, Instant at, String merchant, int sku, @Nullable String referrer) {
        int cents = 1_000 + random.nextInt(50_000);
        Map<String, Object> line = line(person, show, "purchase", cents, at);
        if (referrer != null) {
            line.put("referrer", referrer);
        }
        line.put("payer", person.payer);
        line.put("address", person.address);
        line.put("merchant", merchant);
        line.put("sku", merchant + "-sku-" + sku);
        write(line);
        return new Order(show, sequences[show] - 1, cents, at);
    }

    private void refund(Person person, Order order) {
        Map<String, Object> refunds = new LinkedHashMap<>();
        refunds.put("producer", "show");
        refunds.put("session", "show-" + order.show);
        refunds.put("sequence", order.sequence);
        Map<String, Object> line = line(person, order.show, "refund", order.cents, later(order.at, 600, 7_200));
        line.put("refunds", refunds);
        write(line);
    }

    private Map<String, Object> line(Person person, int show, String type, int quantity, Instant at) {
        Map<String, Object> line = new LinkedHashMap<>();
        active.add(person.user);
        line.put("producer", "show");
        line.put("session", "show-" + show);
        line.put("sequence", sequences[show]++);
        line.put("user", person.user);
        line.put("type", type);
        line.put("quantity", quantity);
        line.put("at", at.toString());
        line.put("device", person.device);
        if (person.fundingSource != null) {
            line.put("fundingSource", person.fundingSource);
        }
        return line;
    }

    private void write(Map<String, Object> line) {
        lines.add(JSON.writeValueAsString(line));
    }

    /** Somebody new with everything of one's own; three in ten with a wallet that an exchange funded. */
    private Person person(Kind kind) {
        String user = "user-" + users++;
        labels.put(user, kind);
        String exchange = random.nextInt(10) < 3 ? "exchange-" + skewed(8) : null;
        return new Person(user, user + "-phone", user + "-card", user + "-home", exchange);
    }

    /** 0 to bound - 1, the lower the more often: each six tenths as often as the one before it. */
    private int skewed(int bound) {
        int value = 0;
        while (value < bound - 1 && random.nextInt(100) < 60) {
            value++;
        }
        return value;
    }

    private Instant anyTime(int show) {
        return day.plusSeconds(3_600L * 5 * show + random.nextLong(SHOW_LENGTH.toSeconds()))
                .plusMillis(random.nextInt(1_000));
    }

    private Instant later(Instant at, int fromSeconds, int toSeconds) {
        return at.plusMillis(random.nextInt(fromSeconds * 1_000, toSeconds * 1_000));
    }

    private String anyMerchant() {
        return "merchant-" + (1 + random.nextInt(MERCHANTS));
    }

    private record Order(int show, int sequence, int cents, Instant at) {}

    private record Person(
            String user,
            String device,
            String payer,
            String address,
            @Nullable String fundingSource) {

        Person using(String other) {
            return new Person(user, other, payer, address, fundingSource);
        }

        Person paying(String other) {
            return new Person(user, device, other, address, fundingSource);
        }

        Person living(String other) {
            return new Person(user, device, payer, other, fundingSource);
        }

        Person fundedBy(String other) {
            return new Person(user, device, payer, address, other);
        }
    }
}
