package io.lianbo.benchmarks.subject;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.scan.Assessment;
import io.lianbo.provenance.scan.JdbcScanStore;
import io.lianbo.provenance.scan.Location;
import io.lianbo.provenance.scan.Scan;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ScanKeys;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRead;
import io.lianbo.provenance.tag.TagRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Taps on the chips of 10,000 cakes, each from its URL to a verdict that is on disk, from 64 threads at once, as of a web server: a SQLite file, synchronised at every commit.
 */
@State(Scope.Benchmark)
public class Scans {

    private static final int CAKES = 10_000;
    private static final int AT_ONCE = 64;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final Path folder = newFolder();
    private final TagRegistry tags = TagRegistry.inMemory();
    private final JdbcScanStore store = JdbcScanStore.sqlite(folder.resolve("scans.db"));
    private final ScanGuard guard = ScanGuard.of(store, tags, ScanKeys.of(new byte[32]));
    private final SunVerifier verifier = new SunVerifier(Taps.LAYOUT, Taps.keys());
    private final AtomicInteger taps = new AtomicInteger();
    private final Connection naive = open("naive.db");
    private final Connection bare = open("bare.db");

    public Scans() {
        guard.register(IntStream.range(0, CAKES).mapToObj(Taps::cake).toList());
        IntStream.range(0, CAKES).forEach(chip -> tags.bind(Taps.uid(chip), Taps.cake(chip), START));
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("lianbo-scans");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Connection open(String name) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("CREATE TABLE tag (uid TEXT PRIMARY KEY, counter INTEGER NOT NULL)");
                statement.execute("CREATE TABLE scan (number INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL,"
                        + " counter INTEGER NOT NULL, time BIGINT NOT NULL, device TEXT NOT NULL, cell TEXT)");
                statement.execute("CREATE INDEX scan_of_tag ON scan (uid, time)");
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One after another through all cakes, each tapped by another device every time, four seconds apart. */
    private record Tap(String url, String device, Instant time) {
        static Tap number(int n) {
            return new Tap(Taps.url(n % CAKES, 1 + n / CAKES), "account-" + n, START.plusSeconds(4L * n));
        }
    }

    private Verdict<TagRead> verified(Tap tap) {
        return verifier.verify(tap.url());
    }

    @Benchmark
    @Threads(AT_ONCE)
    public Assessment lianbo() {
        Tap tap = Tap.number(taps.getAndIncrement());
        return guard.assess(Scan.ofChip(verified(tap), tap.device(), tap.time())
                .at(Location.ofNetwork(31.2, 121.5, 50).inRegion("CN-31")));
    }

    /** The counter alone, and nothing else of what the guard looks at: a transaction each. */
    @Benchmark
    @Threads(AT_ONCE)
    public boolean counterInPlainJdbc() throws SQLException {
        Tap tap = Tap.number(taps.getAndIncrement());
        TagRead read = verified(tap).value().orElseThrow();
        synchronized (naive) {
            int last = 0;
            try (PreparedStatement select = naive.prepareStatement("SELECT counter FROM tag WHERE uid = ?")) {
                select.setString(1, read.uid());
                try (ResultSet row = select.executeQuery()) {
                    last = row.next() ? row.getInt(1) : 0;
                }
            }
            boolean fresh = read.counter() > last;
            if (fresh) {
                try (PreparedStatement update = naive.prepareStatement(
                        "INSERT INTO tag VALUES (?, ?) ON CONFLICT (uid) DO UPDATE SET counter = excluded.counter")) {
                    update.setString(1, read.uid());
                    update.setInt(2, read.counter());
                    update.executeUpdate();
                }
            }
            insert(naive, List.of(tap), List.of(read));
            naive.commit();
            return fresh;
        }
    }

    /** Rows alone, of taps that nobody verified, in commits as large as 64 threads can share. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(AT_ONCE)
    public int bareRows() throws SQLException {
        List<Tap> some = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            int n = taps.getAndIncrement();
            some.add(new Tap("", "account-" + n, START.plusSeconds(n)));
        }
        insert(bare, some, List.of());
        bare.commit();
        return some.size();
    }

    private static void insert(Connection connection, List<Tap> some, List<TagRead> reads) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO scan (uid, counter, time, device, cell) VALUES (?, ?, ?, ?, 'wtw3')")) {
            for (int i = 0; i < some.size(); i++) {
                Tap tap = some.get(i);
                insert.setString(
                        1, reads.isEmpty() ? tap.device() : reads.get(i).uid());
                insert.setInt(2, reads.isEmpty() ? i : reads.get(i).counter());
                insert.setLong(3, tap.time().toEpochMilli());
                insert.setString(4, tap.device());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException, IOException {
        store.close();
        naive.close();
        bare.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
