package io.lianbo.provenance.scan;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.Chip;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store keeps, forgets, and never lets happen twice. */
@Timeout(120)
class ScanStoreTest {
    private static final Instant NOON = ScanProcess.NOON;
    private static final Instant EVER = NOON.plus(Duration.ofDays(1_000));
    private static final String UID = ScanProcess.UID;

    @TempDir
    private Path folder;

    private final TagRegistry tags = TagRegistry.inMemory();

    private ScanStore open(Store kind) {
        return kind == Store.MEMORY ? ScanStore.inMemory() : JdbcScanStore.in(Databases.open(kind, folder));
    }

    private ScanGuard guard(ScanStore store) {
        return ScanGuard.of(store, tags, ScanGuardTest.keys(1));
    }

    private static Scan tap(int counter, String device) {
        return Scan.ofChip(Chip.verifier().verify(Chip.of(UID, counter - 1).tap("https://tea.example/")), device, NOON);
    }

    @Test
    void isThereAgainInAFile() {
        Path file = folder.resolve("scans.db");
        ScanKeys keys = ScanGuardTest.keys(1);
        Instant now = NOON;
        // @start region="jdbc"
        try (ScanStore store = JdbcScanStore.sqlite(file)) {
            ScanGuard guard = ScanGuard.of(store, tags, keys);
            guard.register(List.of(CAKE));
            guard.assess(Scan.ofCode(CAKE, "account-4711", now));
        }
        // @end region="jdbc"
        try (ScanStore store = JdbcScanStore.sqlite(file)) {
            // @start region="store"
            guard(store).forget(now); // once a day
            List<ScanRecord> scans = store.scans(CAKE, now.minus(Duration.ofDays(7)), now.plusSeconds(1), 0, 100);
            // @end region="store"
            assertThat(scans).hasSize(1);
            assertThat(guard(store).register(List.of(CAKE, cake("CAKE-0002")))).isEqualTo(1);
        }
    }

    /** A life of items, the same in each store. */
    @ParameterizedTest
    @EnumSource
    void answersAsEveryOther(Store kind) {
        List<String> expected = life(ScanStore.inMemory());
        try (ScanStore store = open(kind)) {
            assertThat(life(store)).isEqualTo(expected).hasSize(400);
        }
    }

    private List<String> life(ScanStore store) {
        Random random = new Random(9);
        ScanGuard guard = guard(store).withShippedTo(item -> Set.of("CN"));
        ScanKeys keys = ScanGuardTest.keys(1);
        ScratchCode code = ScratchCode.random(random);
        List<DigitalLink> cakes =
                IntStream.range(0, 6).mapToObj(n -> cake("CAKE-" + n)).toList();
        guard.register(cakes.subList(0, 4));
        guard.register(cakes.get(4), code);
        tags.bind(UID, cakes.get(0), NOON);
        String token = new ShowcaseLinks(keys).token(cakes.get(1), "SHOW", NOON.plus(Duration.ofDays(5)));
        List<String> answers = new ArrayList<>();
        Instant now = NOON;
        int counter = 0;
        for (int i = 0; i < 200; i++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(120)));
            DigitalLink cake = cakes.get(random.nextInt(6));
            Location place = Location.ofDevice(random.nextDouble(20, 50), random.nextDouble(70, 130), 5)
                    .inRegion(random.nextInt(9) == 0 ? "FR" : "CN");
            String device = "device " + random.nextInt(12);
            Scan scan = Scan.ofCode(cake, device, now);
            switch (random.nextInt(8)) {
                case 0 -> {
                    counter += random.nextInt(3);
                    scan = Scan.ofChip(
                                    Chip.verifier()
                                            .verify(Chip.of(UID, counter - 1).tap("https://x.example/")),
                                    device,
                                    now)
                            .on(random.nextInt(9) == 0 ? cakes.get(1) : cakes.get(0));
                }
                case 1 -> scan = scan.through(token);
                case 2 -> scan = scan.withScratchCode(random.nextInt(3) == 0 ? code.printed() : "WRONG");
                case 3 -> answers.add(guard.sold(cake).toString());
                case 4 ->
                    answers.add(random.nextInt(9) == 0 ? guard.destroyed(cake).toString() : "");
                default -> scan = scan.at(place);
            }
            Assessment assessment = guard.assess(scan.at(place));
            answers.add(assessment + " " + assessment.activated());
        }
        int pages = 0;
        for (List<ScanRecord> page = store.scans(NOON, EVER, 0, 7);
                !page.isEmpty();
                page = store.scans(NOON, EVER, page.getLast().number(), 7)) {
            pages++;
            page.forEach(record -> answers.add(record.toString()));
        }
        assertThat(pages).isEqualTo(29);
        assertThat(cakes.stream()
                        .mapToInt(
                                cake -> store.scans(cake, NOON, EVER, 0, 1_000).size())
                        .sum())
                .isEqualTo(200);
        assertThat(guard.forget(now.plus(Duration.ofDays(58)))).isBetween(20, 180);
        store.scans(NOON, EVER, 0, 1_000)
                .forEach(record -> assertThat(record.time()).isAfter(NOON));
        while (answers.size() < 400) {
            answers.add(store.item(cakes.get(answers.size() % 6)).toString());
        }
        return answers.subList(0, 400);
    }

    /** Of two scans with one counter at once, on many threads, one is fresh. */
    @ParameterizedTest
    @EnumSource
    void letsEachCounterPassOnce(Store kind) throws Exception {
        int threads = 8;
        int counts = 25;
        try (ScanStore store = open(kind);
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            ScanGuard guard = guard(store);
            guard.register(List.of(CAKE));
            tags.bind(UID, CAKE, NOON);
            CyclicBarrier barrier = new CyclicBarrier(threads);
            List<Future<Integer>> passed = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String device = "device " + thread;
                passed.add(executor.submit(() -> {
                    int fresh = 0;
                    for (int count = 1; count <= counts; count++) {
                        barrier.await();
                        fresh += guard.assess(tap(count, device)).signals().contains(Signal.COUNTER_REPLAYED) ? 0 : 1;
                    }
                    return fresh;
                }));
            }
            int fresh = 0;
            for (Future<Integer> future : passed) {
                fresh += future.get();
            }
            assertThat(fresh).isEqualTo(counts);
            assertThat(store.scans(CAKE, NOON, EVER, 0, 1_000)).hasSize(threads * counts);
            assertThat(store.scans(CAKE, NOON, EVER, 0, 1_000).stream().filter(ScanRecord::counted))
                    .extracting(ScanRecord::counter)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, counts).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Store.class,
            names = {"SQLITE", "POSTGRESQL"})
    void letsEachCounterPassOnceInTwoProcesses(Store kind) throws Exception {
        int counts = 60;
        String url = Databases.empty(kind, folder);
        try (ScanStore store = JdbcScanStore.in(Databases.at(url))) {
            guard(store).register(List.of(CAKE));
            Process one = ChildJvm.start(ScanProcess.class, url, "one", Integer.toString(counts));
            Process other = ChildJvm.start(ScanProcess.class, url, "other", Integer.toString(counts));
            List<Integer> fresh = new ArrayList<>(passed(one));
            fresh.addAll(passed(other));
            assertThat(fresh)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, counts).boxed().toList());
            assertThat(store.scans(CAKE, NOON, EVER, 0, 1_000)).hasSize(2 * counts);
        }
    }

    private static List<Integer> passed(Process process) throws Exception {
        List<Integer> passed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(Integer::valueOf)
                .toList();
        assertThat(process.waitFor()).isZero();
        return passed;
    }

    /** Threads that scan at once share commits of a file. */
    @Test
    void losesNothingWhereThreadsShareCommits() throws Exception {
        try (ScanStore store = JdbcScanStore.sqlite(folder.resolve("scans.db"));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            ScanGuard guard = guard(store);
            guard.register(
                    IntStream.range(0, 10).mapToObj(n -> cake("CAKE-" + n)).toList());
            List<Future<Assessment>> assessments = new ArrayList<>();
            for (int n = 0; n < 500; n++) {
                DigitalLink cake = cake("CAKE-" + n % 10);
                String device = "device " + n;
                assessments.add(executor.submit(() -> guard.assess(Scan.ofCode(cake, device, NOON))));
            }
            int crowds = 0;
            for (int n = 0; n < 500; n++) {
                Assessment assessment = assessments.get(n).get();
                assertThat(assessment.item().orElseThrow().serial()).contains("CAKE-" + n % 10);
                crowds += assessment.signals().contains(Signal.MANY_DEVICES) ? 1 : 0;
            }
            assertThat(crowds).isEqualTo(10 * (50 - 20));
            assertThat(store.scans(NOON, EVER, 0, 1_000)).hasSize(500);
        }
    }

    /** No table holds who scanned, where exactly, or what the scratch code is. */
    @ParameterizedTest
    @EnumSource(
            value = Store.class,
            names = {"SQLITE", "POSTGRESQL"})
    void keepsNoSecretAndNoPerson(Store kind) throws Exception {
        DataSource source = Databases.open(kind, folder);
        try (ScanStore store = JdbcScanStore.in(source)) {
            ScanGuard guard = guard(store);
            ScratchCode code = ScratchCode.random(new Random(3));
            guard.register(CAKE, code);
            guard.assess(Scan.ofCode(CAKE, "mia@example.com", NOON)
                    .at(Location.ofDevice(31.234567, 121.474747, 1).inRegion("CN-31"))
                    .withScratchCode(code.printed()));
            guard.assess(Scan.ofCode(CAKE, "eve@example.com", NOON)
                    .at(Location.ofDevice(48.858370, 2.294481, 1).inRegion("FR"))
                    .withScratchCode("GUESSED"));
            String everything = contents(source, "lianbo_scan") + contents(source, "lianbo_scan_item");
            assertThat(everything)
                    .contains("wtw3", "TOO_FAST", "ACTIVATED")
                    .doesNotContain("example.com", hex("mia@"), "31.23", "121.47", "48.85", "2.29", code.letters())
                    .doesNotContain(code.printed(), "GUESSED", hex(code.letters()));
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String contents(DataSource source, String table) throws Exception {
        StringBuilder contents = new StringBuilder();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    contents.append(
                                    value instanceof byte[] bytes
                                            ? HexFormat.of().formatHex(bytes)
                                            : value)
                            .append('\n');
                }
            }
        }
        return contents.toString();
    }

    @Test
    void saysThatTheDatabaseFailed() throws Exception {
        DataSource source = Databases.open(Store.SQLITE, folder);
        try (ScanStore store = JdbcScanStore.in(source)) {
            Databases.execute(source, "DROP TABLE lianbo_scan");
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> guard(store).assess(Scan.ofCode(CAKE, "mia", NOON)))
                    .matches(e -> e.code() == LianboException.Code.STORE_FAILED)
                    .withMessageContaining("lianbo_scan");
        }
    }
}
