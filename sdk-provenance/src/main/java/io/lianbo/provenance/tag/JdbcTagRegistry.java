package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.code.DigitalLink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * A registry in a database: a SQLite file beside the service, or a PostgreSQL that several services share. It makes its table ({@code lianbo_tag}) where it is missing.
 * Times are kept to the millisecond.
 *
 * {@snippet class="io.lianbo.provenance.tag.TagRegistryTest" region="jdbc"}
 *
 * <p>The driver is the user's to add: {@code org.xerial:sqlite-jdbc}, or {@code org.postgresql:postgresql}.
 */
public final class JdbcTagRegistry implements TagRegistry {
    private static final String SELECT = "SELECT uid, item, bound_at, retired_at FROM lianbo_tag WHERE ";
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_tag (uid VARCHAR(14) PRIMARY KEY, item_key {bytes} NOT NULL,"
                    + " item TEXT NOT NULL, bound_at BIGINT NOT NULL, retired_at BIGINT)",
            // One chip an item at a time.
            "CREATE UNIQUE INDEX IF NOT EXISTS lianbo_tag_item ON lianbo_tag (item_key) WHERE retired_at IS NULL");

    private final Database database;

    private JdbcTagRegistry(Database database) {
        this.database = database;
    }

    /**
     * Opens a registry in a SQLite file, and makes the file where it is missing. Several processes of one machine may share it.
     *
     * @param file where it is; its folder exists
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcTagRegistry sqlite(Path file) {
        return new JdbcTagRegistry(Database.sqlite(file, TABLES));
    }

    /**
     * Opens a registry in a PostgreSQL or SQLite database; any number of processes may share the former.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcTagRegistry in(DataSource source) {
        return new JdbcTagRegistry(Database.of(source, TABLES));
    }

    @Override
    public List<Verdict<TagBinding>> bindAll(Map<String, DigitalLink> chips, Instant time) {
        List<TagBinding> wanted = new ArrayList<>();
        chips.forEach((uid, item) -> wanted.add(new TagBinding(uid, item, millis(time), null)));
        // In one order for all, so that two who bind the same chips cannot wait for each other.
        List<Integer> order = IntStream.range(0, wanted.size())
                .boxed()
                .sorted(Comparator.comparing(i -> wanted.get(i).uid()))
                .toList();
        return database.transaction(connection -> {
            List<Verdict<TagBinding>> verdicts =
                    new ArrayList<>(Collections.nCopies(wanted.size(), TagRefusals.unknown("")));
            for (int i : order) {
                verdicts.set(i, bind(connection, wanted.get(i)));
            }
            return verdicts;
        });
    }

    private static Verdict<TagBinding> bind(Connection connection, TagBinding binding) throws SQLException {
        // Asked of the database in one statement, so that of two who bind at once one is told of the other.
        int inserted = Database.update(
                connection,
                "INSERT INTO lianbo_tag (uid, item_key, item, bound_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                binding.uid(),
                binding.item().itemKey().bytes(),
                binding.item().toString(),
                binding.boundAt().toEpochMilli());
        return inserted == 1
                ? Verdict.ok(binding)
                : TagRefusals.standing(
                        binding.uid(),
                        binding.item(),
                        find(connection, binding.uid()),
                        chipOf(connection, binding.item()));
    }

    @Override
    public Verdict<TagBinding> replace(DigitalLink item, String uid, Instant time) {
        TagBinding binding = new TagBinding(uid, item, millis(time), null);
        return database.transaction(
                connection -> {
                    Database.update(
                            connection,
                            "UPDATE lianbo_tag SET retired_at = ? WHERE item_key = ? AND retired_at IS NULL AND uid <> ?",
                            time.toEpochMilli(),
                            item.itemKey().bytes(),
                            binding.uid());
                    return bind(connection, binding);
                },
                Verdict::isVerified);
    }

    @Override
    public Verdict<TagBinding> retire(String uid, Instant time) {
        String chip = TagBinding.requireUid(uid);
        return database.transaction(connection -> {
            Database.update(
                    connection,
                    "UPDATE lianbo_tag SET retired_at = ? WHERE uid = ? AND retired_at IS NULL",
                    time.toEpochMilli(),
                    chip);
            return find(connection, chip).map(Verdict::ok).orElseGet(() -> TagRefusals.unknown(chip));
        });
    }

    @Override
    public Optional<TagBinding> find(String uid) {
        String chip = TagBinding.requireUid(uid);
        return database.read(connection -> find(connection, chip));
    }

    @Override
    public Optional<TagBinding> chipOf(DigitalLink item) {
        return database.read(connection -> chipOf(connection, item));
    }

    private static Optional<TagBinding> find(Connection connection, String uid) throws SQLException {
        return first(connection, SELECT + "uid = ?", uid);
    }

    private static Optional<TagBinding> chipOf(Connection connection, DigitalLink item) throws SQLException {
        return first(
                connection,
                SELECT + "item_key = ? AND retired_at IS NULL",
                item.itemKey().bytes());
    }

    private static Optional<TagBinding> first(Connection connection, String sql, Object value) throws SQLException {
        try (PreparedStatement query = Database.prepare(connection, sql, value);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            long retiredAt = row.getLong(4);
            boolean isActive = row.wasNull();
            return Optional.of(new TagBinding(
                    row.getString(1),
                    DigitalLink.parse(row.getString(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    isActive ? null : Instant.ofEpochMilli(retiredAt)));
        }
    }

    private static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
