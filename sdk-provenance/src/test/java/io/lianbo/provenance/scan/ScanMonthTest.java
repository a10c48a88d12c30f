package io.lianbo.provenance.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.Chip;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRead;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.testkit.SimulatedTag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A month in which 1,000 cakes are looked at, sold, tapped, shown in a show of 50,000 viewers and sold again, and four kinds of copies are about; said in the log is what each signal was worth.
 *
 * <p>The genuine cakes are shipped within China. Half of them have chips, three tenths scratch codes. What is a copy is known to the simulation alone.
 */
@Timeout(60)
class ScanMonthTest {
    private static final Logger LOG = Logger.getLogger(ScanMonthTest.class.getName());
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final int CAKES = 1_000;
    private static final int VIEWERS = 50_000;
    private static final String DOMAIN = "https://tea.example/";

    /** Who scans. */
    private enum Who {
        SHOPPER(false),
        OWNER(false),
        FRIEND(false),
        BEHIND_VPN(false),
        TRAVELLER(false),
        RESALE(false),
        VIEWER(false),
        OWNER_OF_A_COPIED_ITEM(false),
        COPIED_CODE(true),
        REPLAYED_MESSAGE(true),
        CLONED_CHIP(true),
        MOVED_CHIP(true);

        final boolean isCopy;

        Who(boolean isCopy) {
            this.isCopy = isCopy;
        }
    }

    private record City(double latitude, double longitude, String region) {}

    private static final List<City> CHINA = List.of(
            new City(25.04, 102.71, "CN-53"),
            new City(31.23, 121.47, "CN-31"),
            new City(39.90, 116.40, "CN-11"),
            new City(23.13, 113.26, "CN-44"),
            new City(30.57, 104.07, "CN-51"),
            new City(45.80, 126.53, "CN-23"));
    private static final List<City> ABROAD =
            List.of(new City(48.86, 2.35, "FR"), new City(1.35, 103.82, "SG"), new City(40.71, -74.01, "US-NY"));

    /** Something that happens. */
    private record Act(Instant time, Runnable act) {}

    /** What was answered to somebody. */
    private record Answer(Who who, String copy, Assessment assessment) {}

    private final Random random = new Random(2026);
    private final ScanKeys keys = ScanGuardTest.keys(7);
    private final TagRegistry tags = TagRegistry.inMemory();
    private final ScanStore store = ScanStore.inMemory();
    private final ScanGuard guard = ScanGuard.of(store, tags, keys).withShippedTo(item -> Set.of("CN"));
    private final SunVerifier verifier = Chip.verifier();
    private final Queue<Act> acts = new PriorityQueue<>(Comparator.comparing(Act::time));
    private final List<Answer> answers = new ArrayList<>();

    @Test
    void tellsCopiesFromHonestScans() {
        for (int n = 0; n < CAKES; n++) {
            liveOf(n);
        }
        show();
        while (!acts.isEmpty()) {
            acts.remove().act().run();
        }

        report();
        noHonestViewerIsCondemned();
        everyClonedChipIsSuspectByItsSecondUse();
        signalsAreWorthWhatTheySay();
    }

    private static DigitalLink cake(int n) {
        return TeaCake.cake("MONTH-" + n);
    }

    private static String uid(int n) {
        return "04%010X80".formatted(n);
    }

    private Instant within(Instant from, Duration most) {
        return from.plusSeconds(random.nextLong(Math.max(1, most.toSeconds())));
    }

    private City anyOf(List<City> cities) {
        return cities.get(random.nextInt(cities.size()));
    }

    /** What a phone or its address says: a third of all users let it. */
    private Scan from(City city, Scan scan) {
        double latitude = city.latitude() + random.nextDouble(-0.1, 0.1);
        double longitude = city.longitude() + random.nextDouble(-0.1, 0.1);
        Location place = random.nextInt(3) == 0
                ? Location.ofDevice(latitude, longitude, 1)
                : Location.ofNetwork(latitude, longitude, 60);
        return scan.at(place.inRegion(city.region()));
    }

    private void at(Instant time, Who who, String copy, Function<Instant, Scan> scan) {
        acts.add(new Act(time, () -> answers.add(new Answer(who, copy, guard.assess(scan.apply(time))))));
    }

    private void at(Instant time, Who who, Function<Instant, Scan> scan) {
        at(time, who, "", scan);
    }

    private Verdict<TagRead> message(SimulatedTag chip) {
        return verifier.verify(chip.tap(DOMAIN));
    }

    private void liveOf(int n) {
        DigitalLink cake = cake(n);
        boolean hasChip = n % 10 < 5;
        boolean hasCode = n % 10 >= 7;
        ScratchCode code = ScratchCode.random(random);
        if (hasCode) {
            guard.register(cake, code);
        } else {
            guard.register(List.of(cake));
        }
        SimulatedTag chip = Chip.of(uid(n), random.nextInt(5));
        if (hasChip) {
            tags.bind(uid(n), cake, START);
        }
        City home = anyOf(CHINA);
        for (int shopper = random.nextInt(5); shopper > 0; shopper--) {
            String device = "shopper " + random.nextInt();
            at(within(START, Duration.ofDays(6)), Who.SHOPPER, now -> from(home, Scan.ofCode(cake, device, now)));
        }
        Instant sold = within(START.plus(Duration.ofDays(6)), Duration.ofDays(4));
        acts.add(new Act(sold, () -> guard.sold(cake)));
        String buyer = "buyer " + n;
        boolean isVpn = random.nextInt(20) == 0;
        boolean isTraveller = random.nextInt(50) == 0;
        boolean isCopied = isCopied(n);
        Who owner = isCopied
                ? Who.OWNER_OF_A_COPIED_ITEM
                : isVpn ? Who.BEHIND_VPN : isTraveller ? Who.TRAVELLER : Who.OWNER;
        Instant opened = within(sold.plus(Duration.ofDays(1)), Duration.ofDays(2));
        int looks = 1 + random.nextInt(4);
        for (int look = 0; look < looks; look++) {
            Instant time = look == 0 ? opened : within(opened, Duration.ofDays(16));
            boolean first = look == 0;
            City place = isVpn || (isTraveller && !first) ? anyOf(ABROAD) : home;
            boolean reloads = random.nextInt(4) == 0;
            acts.add(new Act(time, () -> {
                Verdict<TagRead> message = hasChip ? message(chip) : null;
                lookAt(owner, cake, message, hasCode && first ? code.printed() : null, buyer, place, time);
                if (reloads) {
                    Instant again = time.plusSeconds(90);
                    lookAt(owner, cake, message, null, buyer, place, again);
                }
            }));
        }
        if (random.nextInt(4) == 0 && !isCopied) {
            at(
                    within(opened, Duration.ofDays(15)),
                    Who.FRIEND,
                    now -> from(
                            home,
                            hasChip
                                    ? Scan.ofChip(message(chip), "friend of " + n, now)
                                            .on(cake)
                                    : Scan.ofCode(cake, "friend of " + n, now)));
        }
        if (n % 20 == 4) {
            resell(cake, chip, n);
        }
        copies(n, cake, chip, opened);
    }

    private void lookAt(
            Who who,
            DigitalLink cake,
            @Nullable Verdict<TagRead> message,
            @Nullable String code,
            String device,
            City place,
            Instant now) {
        Scan scan = message == null
                ? Scan.ofCode(cake, device, now)
                : Scan.ofChip(message, device, now).on(cake);
        Scan whole = code == null ? scan : scan.withScratchCode(code);
        answers.add(new Answer(who, "", guard.assess(from(place, whole))));
    }

    /** Sold again on the platform, which knows of it. */
    private void resell(DigitalLink cake, SimulatedTag chip, int n) {
        Instant resold = START.plus(Duration.ofDays(28));
        acts.add(new Act(resold, () -> guard.release(cake)));
        City place = anyOf(CHINA);
        for (int look = 0; look < 2; look++) {
            at(
                    within(resold.plusSeconds(60), Duration.ofDays(2)),
                    Who.RESALE,
                    now -> from(
                            place,
                            Scan.ofChip(message(chip), "second buyer of " + n, now)
                                    .on(cake)));
        }
    }

    private static boolean isCopied(int n) {
        return n % 50 < 2 || n % 100 == 5 || n % 100 == 2 || n % 100 == 3;
    }

    private void copies(int n, DigitalLink cake, SimulatedTag chip, Instant opened) {
        Instant from = opened.plus(Duration.ofHours(6));
        if (n % 100 == 5) { // a photographed code, printed on 60 fakes
            for (int fake = 0; fake < 60; fake++) {
                String device = "victim " + n + "-" + fake;
                City place = random.nextInt(3) == 0 ? anyOf(ABROAD) : anyOf(CHINA);
                at(
                        within(from, Duration.ofDays(15)),
                        Who.COPIED_CODE,
                        device,
                        now -> from(place, Scan.ofCode(cake, device, now)));
            }
        }
        if (n % 100 == 2) { // one message of the chip, written to 20 plain tags
            acts.add(new Act(from, () -> {
                String url = chip.tap(DOMAIN); // which nobody opened
                for (int fake = 0; fake < 20; fake++) {
                    String device = "victim " + n + "-" + fake;
                    City place = anyOf(CHINA);
                    Instant time = from.plus(Duration.ofHours(5L * (fake + 1)));
                    acts.add(new Act(
                            time,
                            () -> answers.add(new Answer(
                                    Who.REPLAYED_MESSAGE,
                                    device,
                                    guard.assess(from(
                                            place,
                                            Scan.ofChip(verifier.verify(url), device, time)
                                                    .on(cake)))))));
                }
            }));
        }
        if (n % 50 < 2) { // its keys extracted, and five chips made of it
            acts.add(new Act(from, () -> {
                for (int copy = 0; copy < 5; copy++) {
                    SimulatedTag clone = chip.withCounter(chip.counter());
                    String device = "victim " + n + "-" + copy;
                    City place = random.nextInt(3) == 0 ? anyOf(ABROAD) : anyOf(CHINA);
                    for (int use = 0; use < 3; use++) {
                        Instant time = within(from, Duration.ofDays(15));
                        acts.add(new Act(
                                time,
                                () -> answers.add(new Answer(
                                        Who.CLONED_CHIP,
                                        uid(n),
                                        guard.assess(from(
                                                place,
                                                Scan.ofChip(message(clone), device, time)
                                                        .on(cake)))))));
                    }
                }
            }));
        }
        if (n % 100 == 3) { // the chip peeled off, and put on a fake with another code
            at(
                    from,
                    Who.MOVED_CHIP,
                    "moved " + n,
                    now -> from(
                            anyOf(CHINA),
                            Scan.ofChip(message(chip), "victim " + n, now).on(cake(n + 1))));
        }
    }

    /** One cake's code on the stream for an hour, as a showcase link. */
    private void show() {
        DigitalLink shown = cake(7);
        Instant begin = START.plus(Duration.ofDays(5)).plus(Duration.ofHours(12));
        String token = new ShowcaseLinks(keys).token(shown, "SHOW-1105", begin.plus(Duration.ofHours(2)));
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            String device = "viewer " + viewer;
            City place = random.nextInt(10) == 0 ? anyOf(ABROAD) : anyOf(CHINA);
            at(
                    within(begin, Duration.ofHours(1)),
                    Who.VIEWER,
                    now -> from(place, Scan.ofCode(shown, device, now).through(token)));
        }
    }

    private void report() {
        Map<Who, Map<Grade, Integer>> grades = new EnumMap<>(Who.class);
        for (Answer answer : answers) {
            grades.computeIfAbsent(answer.who(), who -> new EnumMap<>(Grade.class))
                    .merge(answer.assessment().grade(), 1, Integer::sum);
        }
        StringBuilder table = new StringBuilder("A month of " + answers.size() + " scans:\n");
        grades.forEach((who, counts) -> table.append("%-24s %s%n".formatted(who, counts)));
        for (Signal signal : EnumSet.range(Signal.MAC_INVALID, Signal.NO_SERIAL)) {
            long raised = raised(signal, false) + raised(signal, true);
            if (raised > 0) {
                table.append("%-20s raised %5d, precision %.3f, recall %.3f%n"
                        .formatted(signal, raised, precision(signal), recall(signal)));
            }
        }
        LOG.info(table.toString());
    }

    private long raised(Signal signal, boolean byCopies) {
        return answers.stream()
                .filter(answer -> answer.who().isCopy == byCopies)
                .filter(answer -> answer.assessment().signals().contains(signal))
                .count();
    }

    /** Of the scans that raised it, how many were of copies. */
    private double precision(Signal signal) {
        return (double) raised(signal, true) / (raised(signal, true) + raised(signal, false));
    }

    /** Of the scans of such copies as it is meant for, how many raised it. */
    private double recall(Signal signal) {
        Set<Who> meant = switch (signal) {
            case COUNTER_REPLAYED, NOT_THE_OWNER_AGAIN -> EnumSet.of(Who.REPLAYED_MESSAGE, Who.CLONED_CHIP);
            case ITEM_MISMATCH -> EnumSet.of(Who.MOVED_CHIP);
            case MANY_DEVICES, BURST -> EnumSet.of(Who.COPIED_CODE);
            default -> EnumSet.of(Who.COPIED_CODE, Who.REPLAYED_MESSAGE, Who.CLONED_CHIP);
        };
        long found = answers.stream()
                .filter(answer -> meant.contains(answer.who()))
                .filter(answer -> answer.assessment().signals().contains(signal))
                .count();
        return (double) found / count(meant, Grade.GENUINE);
    }

    private long count(Set<Who> who, Grade least) {
        return answers.stream()
                .filter(answer -> who.contains(answer.who())
                        && answer.assessment().grade().compareTo(least) >= 0)
                .count();
    }

    private void noHonestViewerIsCondemned() {
        for (Answer answer : answers) {
            if (!answer.who().isCopy) {
                assertThat(answer.assessment().grade()).as(answer.toString()).isNotEqualTo(Grade.COUNTERFEIT);
            }
        }
        assertThat(count(EnumSet.of(Who.VIEWER), Grade.GENUINE)).isEqualTo(VIEWERS);
        assertThat(count(EnumSet.of(Who.VIEWER), Grade.CHECK)).isZero();
        // Nor is one suspected of whose item there is no copy, whether he travels or is behind a VPN.
        assertThat(count(EnumSet.of(Who.SHOPPER, Who.OWNER, Who.BEHIND_VPN, Who.TRAVELLER, Who.RESALE), Grade.SUSPECT))
                .isZero();
        // Save that a friend owns no item, and its owner's VPN is far away: two odd things.
        assertThat(count(EnumSet.of(Who.FRIEND), Grade.SUSPECT))
                .isLessThanOrEqualTo(count(EnumSet.of(Who.FRIEND), Grade.GENUINE) / 50);
    }

    /** Forty chips were cloned, each while its owner has and taps the original. */
    private void everyClonedChipIsSuspectByItsSecondUse() {
        Map<String, Integer> uses = new HashMap<>();
        for (Answer answer : answers) {
            if (answer.who() == Who.CLONED_CHIP && uses.merge(answer.copy(), 1, Integer::sum) > 1) {
                assertThat(answer.assessment().grade()).as(answer.toString()).isGreaterThanOrEqualTo(Grade.SUSPECT);
            }
        }
        assertThat(uses)
                .hasSize(2 * CAKES / 50)
                .allSatisfy((uid, count) -> assertThat(count).isEqualTo(15));
    }

    private void signalsAreWorthWhatTheySay() {
        assertThat(precision(Signal.ITEM_MISMATCH)).isEqualTo(1);
        assertThat(precision(Signal.COUNTER_REPLAYED)).isGreaterThan(0.85);
        assertThat(precision(Signal.NOT_THE_OWNER_AGAIN)).isGreaterThan(0.9);
        assertThat(recall(Signal.COUNTER_REPLAYED)).isGreaterThan(0.7);
        assertThat(recall(Signal.NOT_THE_OWNER_AGAIN)).isGreaterThan(0.9);
        assertThat(recall(Signal.MANY_DEVICES)).isGreaterThan(0.5);
        assertThat(count(EnumSet.of(Who.MOVED_CHIP), Grade.COUNTERFEIT)).isEqualTo(CAKES / 100);
        long replayed = count(EnumSet.of(Who.REPLAYED_MESSAGE), Grade.GENUINE);
        assertThat(count(EnumSet.of(Who.REPLAYED_MESSAGE), Grade.SUSPECT))
                .isGreaterThanOrEqualTo(replayed - CAKES / 100);
        assertThat(count(EnumSet.of(Who.COPIED_CODE), Grade.CHECK))
                .isEqualTo(count(EnumSet.of(Who.COPIED_CODE), Grade.GENUINE));
    }
}
