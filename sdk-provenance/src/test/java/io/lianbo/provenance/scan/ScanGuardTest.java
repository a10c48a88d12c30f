package io.lianbo.provenance.scan;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.Chip;
import io.lianbo.provenance.tag.SunKeys;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRead;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.testkit.SimulatedTag;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each signal, alone and together, and what must not be taken for one. */
class ScanGuardTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String DOMAIN = "https://tea.example/";
    private static final String UID = "04DE5F1EACC040";
    private static final Location KUNMING = Location.ofDevice(25.04, 102.71, 1);
    private static final Location SHANGHAI = Location.ofDevice(31.23, 121.47, 1);
    private static final Location PARIS = Location.ofDevice(48.86, 2.35, 1);

    private final ScanStore store = ScanStore.inMemory();
    private final TagRegistry tags = TagRegistry.inMemory();
    private final ScanKeys keys = keys(1);
    private final ScanGuard guard = ScanGuard.of(store, tags, keys);
    private final SimulatedTag chip = Chip.of(UID, 0);
    private Instant now = NOON;

    static ScanKeys keys(int seed) {
        byte[] secret = new byte[32];
        new Random(seed).nextBytes(secret);
        return ScanKeys.of(secret);
    }

    private Assessment code(String device) {
        return guard.assess(Scan.ofCode(CAKE, device, now));
    }

    private static Verdict<TagRead> tapped(SimulatedTag chip) {
        return Chip.verifier().verify(chip.tap(DOMAIN));
    }

    private Assessment tap(String device) {
        return guard.assess(Scan.ofChip(tapped(chip), device, now).on(CAKE));
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private void withChip() {
        guard.register(List.of(CAKE));
        tags.bind(UID, CAKE, NOON);
    }

    private static void assertThatIs(Assessment assessment, Grade grade, Signal... signals) {
        assertThat(assessment.signals()).as(assessment.toString()).containsExactlyInAnyOrder(signals);
        assertThat(assessment.grade()).as(assessment.toString()).isEqualTo(grade);
    }

    @Test
    void trustsTheFirstTapOfABuyer() {
        SecureRandom random = new SecureRandom();
        SunVerifier verifier = Chip.verifier();
        String url = chip.tap("https://tea.example/01/09506000134352/21/CAKE-0001");
        // @start region="guard"
        byte[] secret = new byte[32];
        random.nextBytes(secret); // once, and kept where secrets are
        ScanGuard guard = ScanGuard.of(store, tags, ScanKeys.of(secret));

        DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001");
        guard.register(List.of(cake)); // when it is made
        tags.bind("04DE5F1EACC040", cake, now); // when its chip is put on
        guard.sold(cake); // when it is paid
        // @end region="guard"
        // @start region="scan"
        Scan scan = Scan.ofChip(verifier.verify(url), "account-4711", now)
                .on(DigitalLink.parse(url))
                .at(Location.ofNetwork(31.2, 121.5, 50).inRegion("CN-31"));
        // @end region="scan"
        // @start region="assess"
        Assessment assessment = guard.assess(scan);
        String page = switch (assessment.grade()) {
            case GENUINE -> assessment.activated() ? "It is yours" : "It is genuine";
            case CHECK -> "Look closely: " + assessment.reasons();
            case SUSPECT, COUNTERFEIT -> "Do not buy: " + assessment.reasons();
        };
        // @end region="assess"
        assertThat(page).isEqualTo("It is yours");
        assertThat(assessment.item()).contains(cake);
        assertThat(assessment.isShowcase()).isFalse();
        assertThat(assessment).hasToString("GENUINE []");
        assertThat(store.item(cake).orElseThrow().status()).isEqualTo(ItemState.Status.ACTIVATED);
    }

    @Test
    void condemnsWhatNoChipSaid() {
        withChip();
        String url = chip.tap(DOMAIN);
        String forged = url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0");
        byte[] otherKey = new byte[16];
        otherKey[0] = 1;
        for (Verdict<TagRead> unbelieved : List.of(
                Chip.verifier().verify(forged),
                Chip.verifier().verify("https://tea.example/?e=00112233445566778899AABBCCDDEEFF&c=0011223344556677"),
                new SunVerifier(Chip.LAYOUT, SunKeys.shared(new byte[16], otherKey)).verify(url),
                new SunVerifier(Chip.LAYOUT, SunKeys.shared(otherKey, new byte[16])).verify(url))) {
            Scan scan = Scan.ofChip(unbelieved, "mia", now);
            assertThatIs(guard.assess(scan), Grade.COUNTERFEIT, Signal.MAC_INVALID);
            assertThatIs(guard.assess(scan.on(CAKE)), Grade.COUNTERFEIT, Signal.MAC_INVALID);
        }
        // and none of it keeps the chip itself from being believed
        assertThatIs(tap("mia"), Grade.GENUINE);
    }

    @Test
    void asksForAnotherTapWhereAMessageWasCut() {
        withChip();
        String url = chip.tap(DOMAIN);
        Verdict<TagRead> cut = Chip.verifier().verify(url.substring(0, url.length() - 2));
        assertThatIs(guard.assess(Scan.ofChip(cut, "mia", now).on(CAKE)), Grade.SUSPECT, Signal.MESSAGE_MALFORMED);
        assertThatIs(guard.assess(Scan.ofChip(cut, "mia", now)), Grade.SUSPECT, Signal.MESSAGE_MALFORMED);
    }

    @Test
    void condemnsWhatNobodyRegistered() {
        assertThatIs(code("mia"), Grade.COUNTERFEIT, Signal.UNKNOWN_ITEM);
        assertThatIs(guard.assess(Scan.ofChip(tapped(chip), "mia", now)), Grade.COUNTERFEIT, Signal.UNKNOWN_ITEM);
        guard.register(List.of(CAKE));
        assertThatIs(tap("mia"), Grade.COUNTERFEIT, Signal.UNKNOWN_ITEM);
        assertThatIs(
                guard.assess(Scan.ofCode(DigitalLink.ofProduct("09506000134352"), "mia", now)),
                Grade.CHECK,
                Signal.NO_SERIAL);
    }

    @Test
    void condemnsAChipOnAnotherItem() {
        withChip();
        guard.register(List.of(cake("CAKE-0002")));
        Assessment moved = guard.assess(Scan.ofChip(tapped(chip), "mia", now).on(cake("CAKE-0002")));
        assertThatIs(moved, Grade.COUNTERFEIT, Signal.ITEM_MISMATCH);
        assertThat(moved.reasons())
                .containsExactly(new Reason(
                        "ITEM_MISMATCH",
                        "the code names https://id.gs1.org/01/09506000134352/21/CAKE-0002,"
                                + " the chip is of https://id.gs1.org/01/09506000134352/21/CAKE-0001"));
        Verdict<TagRead> same =
                Chip.verifier().verify(Chip.of(UID, chip.counter() - 1).tap(DOMAIN));
        assertThatIs(guard.assess(Scan.ofChip(same, "eve", now).on(CAKE)), Grade.SUSPECT, Signal.COUNTER_REPLAYED);
        assertThatIs(
                guard.assess(Scan.ofChip(tapped(chip), "mia", now).on(DigitalLink.ofProduct("09506000134352"))),
                Grade.GENUINE);
        assertThatIs(
                guard.assess(Scan.ofChip(tapped(chip), "mia", now).on(DigitalLink.ofProduct("09506000134369"))),
                Grade.COUNTERFEIT,
                Signal.ITEM_MISMATCH);
    }

    @Test
    void suspectsACounterThatGoesBack() {
        withChip();
        SimulatedTag copy = chip.withCounter(chip.counter());
        assertThatIs(tap("mia"), Grade.GENUINE);
        later(Duration.ofDays(1));
        assertThatIs(tap("mia"), Grade.GENUINE);
        later(Duration.ofDays(1));
        Assessment again = guard.assess(Scan.ofChip(tapped(copy), "eve", now).on(CAKE));
        assertThatIs(again, Grade.SUSPECT, Signal.COUNTER_REPLAYED);
        assertThat(again.reasons().getFirst().detail())
                .isEqualTo("the chip said 1 and had said 2; this very count was seen before");
    }

    @Test
    void suspectsACounterThatWrapped() {
        withChip();
        SimulatedTag worn = Chip.of(UID, TagRead.LAST_COUNTER - 1);
        assertThatIs(guard.assess(Scan.ofChip(tapped(worn), "mia", now)), Grade.GENUINE);
        assertThatIs(tap("mia"), Grade.SUSPECT, Signal.COUNTER_REPLAYED);
        Verdict<TagRead> stuck = tapped(worn);
        later(Duration.ofHours(1));
        assertThatIs(guard.assess(Scan.ofChip(stuck, "mia", now)), Grade.SUSPECT, Signal.COUNTER_REPLAYED);
    }

    @Test
    void looksAtACounterThatJumps() {
        withChip();
        assertThatIs(tap("mia"), Grade.GENUINE);
        assertThatIs(guard.assess(Scan.ofChip(tapped(Chip.of(UID, 201)), "mia", now)), Grade.GENUINE);
        Assessment jumped = guard.assess(Scan.ofChip(tapped(Chip.of(UID, 403)), "mia", now));
        assertThatIs(jumped, Grade.CHECK, Signal.COUNTER_JUMPED);
        assertThat(jumped.reasons().getFirst().detail()).isEqualTo("the chip was read 201 times that nobody saw");
    }

    @Test
    void takesNoReloadForAReplay() {
        withChip();
        guard.sold(CAKE);
        Verdict<TagRead> message = tapped(chip);
        Assessment first = guard.assess(Scan.ofChip(message, "mia", now).on(CAKE));
        assertThat(first.activated()).isTrue();
        later(Duration.ofMinutes(9));
        Assessment reload = guard.assess(Scan.ofChip(message, "mia", now).on(CAKE));
        assertThatIs(reload, Grade.GENUINE, Signal.RELOADED);
        assertThat(reload.activated()).isFalse();
        assertThatIs(
                guard.assess(Scan.ofChip(message, "eve", now).on(CAKE)),
                Grade.SUSPECT,
                Signal.COUNTER_REPLAYED,
                Signal.NOT_THE_OWNER);
        later(Duration.ofMinutes(2));
        assertThatIs(guard.assess(Scan.ofChip(message, "mia", now).on(CAKE)), Grade.SUSPECT, Signal.COUNTER_REPLAYED);
    }

    /** The pseudonym changes between the two. */
    @Test
    void knowsAReloadWhilePseudonymsChange() {
        withChip();
        now = Instant.ofEpochMilli(Duration.ofDays(7).toMillis() * 3_000).minusSeconds(60);
        Verdict<TagRead> message = tapped(chip);
        guard.assess(Scan.ofChip(message, "mia", now));
        later(Duration.ofMinutes(2));
        assertThatIs(guard.assess(Scan.ofChip(message, "mia", now)), Grade.GENUINE, Signal.RELOADED);
        assertThat(store.scans(CAKE, Instant.EPOCH, Instant.MAX.minusSeconds(9_999_999_999L), 0, 9))
                .extracting(ScanRecord::device)
                .doesNotHaveDuplicates();
    }

    @Test
    void suspectsChipsThatCameOff() {
        withChip();
        tags.replace(CAKE, "04958CAA5C5E80", now);
        assertThatIs(tap("mia"), Grade.SUSPECT, Signal.CHIP_RETIRED);
        assertThatIs(
                guard.assess(Scan.ofChip(tapped(Chip.of("04958CAA5C5E80", 0)), "mia", now)
                        .on(CAKE)),
                Grade.GENUINE);
    }

    /** Whatever a chip that came off still says, it makes nobody forget what the one that is on the item has said. */
    @Test
    void remembersTheCounterOfTheChipThatIsOnTheItem() {
        withChip();
        SimulatedTag second = Chip.of("04958CAA5C5E80", 0);
        tags.replace(CAKE, second.uid(), now);
        Verdict<TagRead> message = tapped(second);
        assertThatIs(guard.assess(Scan.ofChip(message, "mia", now).on(CAKE)), Grade.GENUINE);
        tap("eve");
        guard.assess(Scan.ofChip(tapped(chip), "eve", now).on(cake("CAKE-0002")));
        assertThatIs(guard.assess(Scan.ofChip(message, "eve", now).on(CAKE)), Grade.SUSPECT, Signal.COUNTER_REPLAYED);
    }

    @Test
    void activatesByTheFirstScanAfterTheSale() {
        guard.register(List.of(CAKE));
        assertThat(code("shopper").activated()).isFalse();
        assertThat(guard.sold(CAKE).isVerified()).isTrue();
        assertThat(code("buyer").activated()).isTrue();
        assertThatIs(code("buyer"), Grade.GENUINE);
        later(Duration.ofDays(40)); // his pseudonym changed, he did not
        assertThatIs(code("buyer"), Grade.GENUINE);
        assertThatIs(code("stranger"), Grade.CHECK, Signal.NOT_THE_OWNER);
        assertThat(guard.sold(CAKE).reasons().getFirst().code()).isEqualTo("ITEM_OWNED");
        guard.release(CAKE);
        assertThat(code("second buyer").activated()).isTrue();
        assertThatIs(code("buyer"), Grade.CHECK, Signal.NOT_THE_OWNER);
    }

    @Test
    void activatesByTheChipWhereThereIsOne() {
        withChip();
        guard.sold(CAKE);
        assertThat(code("passer-by").activated()).isFalse();
        assertThat(tap("buyer").activated()).isTrue();
    }

    @Test
    void suspectsTapsOfStrangersFromTheSecondOn() {
        withChip();
        guard.sold(CAKE);
        tap("buyer");
        assertThatIs(tap("friend"), Grade.CHECK, Signal.NOT_THE_OWNER);
        later(Duration.ofDays(20));
        assertThatIs(tap("stranger"), Grade.SUSPECT, Signal.NOT_THE_OWNER_AGAIN);
        assertThatIs(tap("buyer"), Grade.GENUINE);
    }

    @Test
    void suspectsWhatIsDestroyed() {
        guard.register(List.of(CAKE));
        guard.destroyed(CAKE);
        assertThatIs(code("mia"), Grade.SUSPECT, Signal.DESTROYED);
        assertThat(guard.sold(CAKE).reasons().getFirst().code()).isEqualTo("ITEM_DESTROYED");
        assertThat(guard.release(CAKE).reasons().getFirst().code()).isEqualTo("ITEM_DESTROYED");
        assertThat(guard.destroyed(cake("CAKE-0002")).reasons().getFirst().code())
                .isEqualTo("ITEM_UNKNOWN");
        assertThat(guard.sold(cake("CAKE-0002")).reasons().getFirst().code()).isEqualTo("ITEM_UNKNOWN");
    }

    @Test
    void letsOneClaimWithTheScratchCode() {
        DigitalLink cake = CAKE;
        // @start region="scratch"
        ScratchCode code = ScratchCode.random(new SecureRandom());
        guard.register(cake, code); // keeps an HMAC of it
        String label = code.printed(); // 7K3M-9QXT-2VBN

        Assessment claim = guard.assess(Scan.ofCode(cake, "account-4711", now).withScratchCode(label));
        // @end region="scratch"
        assertThatIs(claim, Grade.GENUINE);
        assertThat(claim.activated()).isTrue();
        assertThat(label).matches("([0-9A-Z]{4}-){2}[0-9A-Z]{4}");
        assertThat(code).hasToString("ScratchCode");
        String typed = " "
                + label.replace('-', ' ')
                        .toLowerCase(Locale.ROOT)
                        .replace('0', 'o')
                        .replace('1', 'l');
        assertThatIs(guard.assess(Scan.ofCode(cake, "account-4711", now).withScratchCode(typed)), Grade.GENUINE);
        assertThatIs(
                guard.assess(Scan.ofCode(cake, "eve", now).withScratchCode(label)), Grade.SUSPECT, Signal.CODE_CLAIMED);
    }

    @Test
    void doesNotActivateWhatHasAScratchCodeWithoutIt() {
        guard.register(CAKE, ScratchCode.random(new Random(3)));
        guard.sold(CAKE);
        assertThat(code("passer-by").activated()).isFalse();
        assertThatIs(code("passer-by"), Grade.GENUINE);
    }

    @Test
    void looksAtFewGuessesAnHour() {
        ScratchCode code = ScratchCode.random(new Random(3));
        guard.register(CAKE, code);
        for (int i = 0; i < 5; i++) {
            assertThatIs(
                    guard.assess(Scan.ofCode(CAKE, "eve " + i, now).withScratchCode("GUESS" + i)),
                    Grade.CHECK,
                    Signal.CODE_WRONG);
        }
        Assessment locked = guard.assess(Scan.ofCode(CAKE, "eve", now).withScratchCode(code.printed()));
        assertThatIs(locked, Grade.CHECK, Signal.CODE_LOCKED);
        assertThat(locked.activated()).isFalse();
        later(Duration.ofHours(1));
        assertThat(guard.assess(Scan.ofCode(CAKE, "mia", now).withScratchCode(code.printed()))
                        .activated())
                .isTrue();
    }

    @Test
    void takesNoCodeOfAnotherItem() {
        ScratchCode code = ScratchCode.random(new Random(3));
        guard.register(CAKE, code);
        guard.register(cake("CAKE-0002"), ScratchCode.random(new Random(4)));
        assertThatIs(
                guard.assess(Scan.ofCode(cake("CAKE-0002"), "mia", now).withScratchCode(code.printed())),
                Grade.CHECK,
                Signal.CODE_WRONG);
        assertThat(guard.register(CAKE, ScratchCode.random(new Random(5)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "7K3M-9QXT-2VBN-7K3M-9QXT-2VBN-7K3M-9QXT-2VBN", "茶", "\u0000'; DROP TABLE", "\uD800"})
    void takesNothingForACode(String typed) {
        guard.register(CAKE, ScratchCode.random(new Random(3)));
        assertThatIs(
                guard.assess(Scan.ofCode(CAKE, "eve", now).withScratchCode(typed)), Grade.CHECK, Signal.CODE_WRONG);
    }

    @Test
    void looksAtARegionThatIsNotThatOfTheShipment() {
        guard.register(List.of(CAKE));
        ScanGuard knowing = guard.withShippedTo(item -> Set.of("CN-31", "sg"));
        assertThatIs(
                knowing.assess(Scan.ofCode(CAKE, "mia", now).at(PARIS.inRegion("fr"))),
                Grade.CHECK,
                Signal.REGION_DIFFERS);
        assertThat(knowing.assess(Scan.ofCode(CAKE, "mia", now).at(PARIS.inRegion("FR")))
                        .reasons()
                        .getFirst()
                        .detail())
                .isEqualTo("scanned in FR, shipped to CN-31, SG");
        for (String region : List.of("CN", "CN-31", "SG-01", "sg")) {
            assertThatIs(knowing.assess(Scan.ofCode(CAKE, "mia", now).at(SHANGHAI.inRegion(region))), Grade.GENUINE);
        }
        assertThatIs(knowing.assess(Scan.ofCode(CAKE, "mia", now).at(PARIS)), Grade.GENUINE);
        assertThatIs(guard.assess(Scan.ofCode(CAKE, "mia", now).at(PARIS.inRegion("FR"))), Grade.GENUINE);
    }

    @Test
    void looksAtAnItemThatFliesTooFast() {
        guard.register(List.of(CAKE));
        // @start region="location"
        Location phone = Location.ofDevice(31.23, 121.47, 1).inRegion("CN-31"); // GPS, with consent
        Location address = Location.ofNetwork(31.2, 121.5, 50).inRegion("CN"); // of the network address
        // @end region="location"
        assertThat(address).hasToString("Location(within 50 km)");
        assertThatIs(guard.assess(Scan.ofCode(CAKE, "mia", now).at(KUNMING)), Grade.GENUINE);
        later(Duration.ofHours(1));
        Assessment flown = guard.assess(Scan.ofCode(CAKE, "leo", now).at(phone));
        assertThatIs(flown, Grade.CHECK, Signal.TOO_FAST);
        assertThat(flown.reasons().getFirst().detail())
                .matches("at least 1[89]\\d\\d km from another's scan, within 60 minutes");
        later(Duration.ofHours(3));
        assertThatIs(guard.assess(Scan.ofCode(CAKE, "ann", now).at(SHANGHAI)), Grade.GENUINE);
    }

    @Test
    void takesNoVpnForATraveller() {
        guard.register(List.of(CAKE));
        guard.assess(Scan.ofCode(CAKE, "mia", now).at(SHANGHAI));
        // the same device, now behind a VPN
        assertThatIs(guard.assess(Scan.ofCode(CAKE, "mia", now).at(Location.ofNetwork(48.9, 2.3, 50))), Grade.GENUINE);
        // another, whose address is known for a VPN's
        assertThatIs(
                guard.assess(Scan.ofCode(CAKE, "leo", now).at(Location.ofNetwork(48.9, 2.3, 10_000))), Grade.GENUINE);
        // one whose address is not: it tells one thing twice
        ScanGuard knowing = guard.withShippedTo(item -> Set.of("CN"));
        assertThatIs(
                knowing.assess(Scan.ofCode(CAKE, "ann", now)
                        .at(Location.ofNetwork(48.9, 2.3, 50).inRegion("FR"))),
                Grade.CHECK,
                Signal.REGION_DIFFERS,
                Signal.TOO_FAST);
        // where the device itself says so, it is evidence of its own
        assertThatIs(
                knowing.assess(Scan.ofCode(CAKE, "bob", now).at(PARIS.inRegion("FR"))),
                Grade.SUSPECT,
                Signal.REGION_DIFFERS,
                Signal.TOO_FAST);
    }

    @Test
    void takesNoPhotoOfACodeForTheChipBesideIt() {
        withChip();
        guard.assess(Scan.ofCode(CAKE, "a friend of the photo", now).at(PARIS));
        assertThatIs(guard.assess(Scan.ofChip(tapped(chip), "mia", now).on(CAKE).at(SHANGHAI)), Grade.GENUINE);
    }

    @Test
    void looksAtCrowdsOfDevicesAndBursts() {
        guard.register(List.of(CAKE));
        for (int n = 1; n <= 20; n++) {
            assertThatIs(code("device " + n), Grade.GENUINE);
            later(Duration.ofHours(1));
        }
        assertThatIs(code("device 21"), Grade.CHECK, Signal.MANY_DEVICES);
        guard.register(List.of(cake("CAKE-0002")));
        for (int n = 1; n <= 15; n++) {
            assertThatIs(guard.assess(Scan.ofCode(cake("CAKE-0002"), "device " + n, now)), Grade.GENUINE);
        }
        assertThatIs(guard.assess(Scan.ofCode(cake("CAKE-0002"), "mia", now)), Grade.CHECK, Signal.BURST);
        // @start region="policy"
        ScanGuard patient = guard.withPolicy(ScanPolicy.standard()
                .withCrowd(50, 40) // devices in 7 days, scans in 10 minutes
                .withPrivacy(3, Duration.ofDays(30))); // cells of 156 km, kept for 30 days
        // @end region="policy"
        assertThatIs(patient.assess(Scan.ofCode(cake("CAKE-0002"), "mia", now)), Grade.GENUINE);
    }

    @Test
    void countsNoReloadOfACode() {
        guard.register(List.of(CAKE));
        assertThatIs(code("mia"), Grade.GENUINE);
        for (int n = 0; n < 30; n++) {
            assertThatIs(code("mia"), Grade.GENUINE);
        }
        guard.sold(CAKE); // a minute after she looked at it on the shelf
        assertThat(code("mia").activated()).isTrue();
        later(Duration.ofMinutes(11));
        assertThatIs(code("mia"), Grade.GENUINE);
    }

    @Test
    void countsNoViewerOfAShow() {
        guard.register(List.of(CAKE));
        guard.sold(CAKE);
        Instant endOfShow = now.plus(Duration.ofHours(3));
        DigitalLink cake = CAKE;
        // @start region="showcase"
        ShowcaseLinks links = new ShowcaseLinks(keys);
        String onStream = links.link(cake, "SHOW-1124", endOfShow); // for QrCode.of

        String token = onStream.substring(onStream.indexOf("?show=") + 6); // of the request
        Scan scan = Scan.ofCode(DigitalLink.parse(onStream), "viewer-1", now).through(token);
        // @end region="showcase"
        assertThatIs(guard.assess(scan), Grade.GENUINE, Signal.SHOWCASE);
        for (int n = 0; n < 1_000; n++) {
            Assessment viewer = guard.assess(
                    Scan.ofCode(CAKE, "viewer " + n, now).through(token).at(n % 2 == 0 ? PARIS : SHANGHAI));
            assertThatIs(viewer, Grade.GENUINE, Signal.SHOWCASE);
            assertThat(viewer.activated()).isFalse();
            assertThat(viewer.isShowcase()).isTrue();
        }
        Assessment buyer = guard.assess(Scan.ofCode(CAKE, "buyer", now).at(KUNMING));
        assertThatIs(buyer, Grade.GENUINE);
        assertThat(buyer.activated()).isTrue();
    }

    @Test
    void trustsNoShowcaseLinkButItsOwnAndInTime() {
        guard.register(CAKE, ScratchCode.random(new Random(3)));
        ShowcaseLinks links = new ShowcaseLinks(keys);
        Instant end = now.plus(Duration.ofHours(3));
        String token = links.token(CAKE, "SHOW-1124", end);
        String ofOtherItem = links.token(cake("CAKE-0002"), "SHOW-1124", end);
        String ofOtherKeys = new ShowcaseLinks(keys(2)).token(CAKE, "SHOW-1124", end);
        for (String bad : List.of(
                ofOtherItem,
                ofOtherKeys,
                token.replace("1124", "1125"),
                token.replace(Long.toString(end.getEpochSecond()), Long.toString(end.getEpochSecond() + 1)),
                "",
                "x",
                token + "A",
                "SHOW-1124.99999999999999999999." + "A".repeat(22))) {
            Assessment assessment = guard.assess(Scan.ofCode(CAKE, "mia", now).through(bad));
            assertThatIs(assessment, Grade.CHECK, Signal.SHOWCASE_INVALID);
            assertThat(assessment.isShowcase()).isTrue();
        }
        now = end;
        Assessment late = guard.assess(Scan.ofCode(CAKE, "mia", now).through(token));
        assertThatIs(late, Grade.CHECK, Signal.SHOWCASE_INVALID);
        assertThat(late.reasons().getFirst().detail())
                .isEqualTo("the showcase link of SHOW-1124 expired at 2026-11-24T15:00:00Z");
        assertThat(links.verify(CAKE, token, end.minusSeconds(1)).value()).contains("SHOW-1124");
        assertThatIllegalArgumentException().isThrownBy(() -> links.token(CAKE, "SHOW 1124", end));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> links.token(DigitalLink.ofProduct("09506000134352"), "SHOW-1124", end));
    }

    @Test
    void claimsNothingThroughAShow() {
        ScratchCode code = ScratchCode.random(new Random(3));
        guard.register(CAKE, code);
        String token = new ShowcaseLinks(keys).token(CAKE, "SHOW-1124", now.plusSeconds(60));
        Assessment assessment =
                guard.assess(Scan.ofCode(CAKE, "mia", now).through(token).withScratchCode(code.printed()));
        assertThatIs(assessment, Grade.GENUINE, Signal.SHOWCASE);
        assertThat(assessment.activated()).isFalse();
        guard.destroyed(CAKE);
        assertThatIs(
                guard.assess(Scan.ofCode(CAKE, "mia", now).through(token)),
                Grade.SUSPECT,
                Signal.SHOWCASE,
                Signal.DESTROYED);
    }

    /** A copied message stays one, whatever link it is put into. */
    @Test
    void excusesNoCounterByAShow() {
        withChip();
        Verdict<TagRead> message = tapped(chip);
        guard.assess(Scan.ofChip(message, "mia", now).on(CAKE));
        String token = new ShowcaseLinks(keys).token(CAKE, "SHOW-1124", now.plusSeconds(60));
        assertThatIs(
                guard.assess(Scan.ofChip(message, "eve", now).on(CAKE).through(token)),
                Grade.SUSPECT,
                Signal.COUNTER_REPLAYED);
    }

    @Test
    void keepsNothingThatSaysWhoScannedWhere() {
        guard.register(List.of(CAKE));
        guard.assess(Scan.ofCode(CAKE, "203.0.113.7", now).at(Location.ofDevice(31.234567, 121.474747, 1)));
        ScanRecord record = store.scans(CAKE, now, now.plusSeconds(1), 0, 9).getFirst();
        assertThat(record.device()).matches("[0-9a-f]{32}");
        assertThat(record.geohash()).isEqualTo("wtw3");
        assertThat(record.errorKm()).isBetween(20, 30);
        assertThat(record.toString()).doesNotContain("203.0.113.7", "31.23", "121.47");
        assertThat(Scan.ofCode(CAKE, "203.0.113.7", now).at(SHANGHAI).toString())
                .isEqualTo("scan of " + CAKE.canonical() + " at " + now);
        assertThat(keys).hasToString("ScanKeys");
        assertThat(guard.forget(now.plus(Duration.ofDays(60)))).isZero();
        assertThat(guard.forget(now.plus(Duration.ofDays(61)))).isEqualTo(1);
        assertThat(store.scans(now, now.plusSeconds(1), 0, 9)).isEmpty();
    }

    @Test
    void givesADeviceAnotherNameAfterSomeDaysAndForEachSecret() {
        guard.register(List.of(CAKE));
        for (int day = 0; day < 15; day++) {
            code("mia");
            later(Duration.ofDays(1));
        }
        assertThat(store.scans(NOON, now, 0, 99).stream()
                        .map(ScanRecord::device)
                        .distinct())
                .hasSizeBetween(3, 4);
        ScanGuard.of(store, tags, keys(2)).assess(Scan.ofCode(CAKE, "mia", NOON));
        assertThat(store.scans(NOON, NOON.plusMillis(1), 0, 99))
                .extracting(ScanRecord::device)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesBadArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanKeys.of(new byte[31]))
                .withMessage("a secret must have 32 bytes or more: 31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scan.ofCode(CAKE, "", now))
                .withMessage("a device must have 1 to 200 characters: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Location.ofDevice(91, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Location.ofDevice(Double.NaN, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Location.ofNetwork(0, 181, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Location.ofNetwork(0, 0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PARIS.inRegion("France"))
                .withMessage("a region must be like CN or CN-53: France");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanPolicy.standard().withPrivacy(6, Duration.ofDays(60)))
                .withMessage("geohashLength must be 2 to 5: 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanPolicy.standard().withPrivacy(4, Duration.ofDays(91)))
                .withMessage("retention must be PT720H to PT2160H: PT2184H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanPolicy.standard().withCrowd(51, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guard.register(List.of(DigitalLink.ofProduct("09506000134352"))));
        keys.close();
        assertThatIllegalStateException().isThrownBy(() -> code("mia"));
    }
}
