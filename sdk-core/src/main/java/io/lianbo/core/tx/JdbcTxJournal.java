package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.store.Database;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a database: a SQLite file beside the service, or a PostgreSQL that several services share. It makes its tables
 * ({@code lianbo_tx_...}) where they are missing.
 *
 * {@snippet class="io.lianbo.core.tx.TxClientTest" region="journal"}
 *
 * <p>The driver is the user's to add: {@code org.xerial:sqlite-jdbc}, or {@code org.postgresql:postgresql}. Amounts are kept as decimal
 * text, since no SQL integer holds 256 bits.
 */
public final class JdbcTxJournal implements TxJournal {
    private static final String RECORD_COLUMNS =
            "i.id, i.key, i.label, i.recipient, i.value, i.data, i.gas_limit, i.tier, i.state, i.lane, i.nonce,"
                    + " i.problem_code, i.problem_detail, i.included_hash, i.included_block, i.included_block_hash,"
                    + " i.succeeded, i.gas_used, i.fee";
    private static final int PARAMETERS_A_QUERY = 500;
    private static final String OPEN_STATES = "('CLAIMED', 'SIGNED', 'INCLUDED')";
    private static final String SETTLED_STATES = "('SUCCEEDED', 'REVERTED')";

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_tx_intent (id {identity}, chain BIGINT NOT NULL, key VARCHAR(200) NOT NULL, label VARCHAR(200) NOT NULL,"
                    + " recipient CHAR(42), value VARCHAR(78) NOT NULL, data TEXT NOT NULL, gas_limit BIGINT,"
                    + " tier VARCHAR(10) NOT NULL, state VARCHAR(10) NOT NULL, lane CHAR(42), nonce BIGINT,"
                    + " problem_code TEXT, problem_detail TEXT, included_hash CHAR(66), included_block BIGINT,"
                    + " included_block_hash CHAR(66), succeeded INTEGER, gas_used BIGINT, fee VARCHAR(78),"
                    + " created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, UNIQUE (chain, key))",
            // What one nonce of one account is for, is said once.
            "CREATE UNIQUE INDEX IF NOT EXISTS lianbo_tx_intent_nonce ON lianbo_tx_intent (chain, lane, nonce)"
                    + " WHERE nonce IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS lianbo_tx_intent_open ON lianbo_tx_intent (chain, state, id)"
                    + " WHERE state IN ('QUEUED', 'CLAIMED', 'SIGNED', 'INCLUDED')",
            "CREATE TABLE IF NOT EXISTS lianbo_tx_attempt (intent BIGINT NOT NULL REFERENCES lianbo_tx_intent (id),"
                    + " number INTEGER NOT NULL, hash CHAR(66) NOT NULL, raw TEXT NOT NULL, lane CHAR(42) NOT NULL,"
                    + " nonce BIGINT NOT NULL, tip VARCHAR(78) NOT NULL, max_fee VARCHAR(78) NOT NULL,"
                    + " gas_limit BIGINT NOT NULL, signed_at BIGINT NOT NULL, PRIMARY KEY (intent, number))",
            "CREATE TABLE IF NOT EXISTS lianbo_tx_lane (chain BIGINT NOT NULL, lane CHAR(42) NOT NULL,"
                    + " owner TEXT NOT NULL, token BIGINT NOT NULL, held_until BIGINT NOT NULL,"
                    + " PRIMARY KEY (chain, lane))",
            "CREATE TABLE IF NOT EXISTS lianbo_tx_spent (chain BIGINT NOT NULL, day BIGINT NOT NULL,"
                    + " wei TEXT NOT NULL, PRIMARY KEY (chain, day))");

    private final Database database;

    private JdbcTxJournal(Database database) {
        this.database = database;
    }

    /**
     * Opens a journal in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time. Several
     * processes of one machine may share it.
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcTxJournal sqlite(Path file) {
        return new JdbcTxJournal(Database.sqlite(file, TABLES));
    }

    /**
     * Opens a journal in a PostgreSQL or SQLite database; any number of processes may share the former.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcTxJournal in(DataSource source) {
        return new JdbcTxJournal(Database.of(source, TABLES));
    }

    @Override
    public List<TxRecord> submit(ChainId chain, List<TxIntent> intents, Instant now) {
        return database.transaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO lianbo_tx_intent (chain, key, label, recipient, value, data, gas_limit, tier, state,"
                            + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?)"
                            + " ON CONFLICT (chain, key) DO NOTHING")) {
                for (TxIntent intent : intents) {
                    insert(insert, chain, intent, now);
                    insert.addBatch();
                }
                int[] inserted = insert.executeBatch();
                List<TxRecord> result = new ArrayList<>(intents.size());
                for (int i = 0; i < inserted.length; i++) {
                    TxIntent intent = intents.get(i);
                    if (inserted[i] == 1) {
                        result.add(TxRecord.queued(intent));
                    } else {
                        TxRecord standing =
                                find(connection, chain, intent.key()).orElseThrow();
                        standing.requireSameContent(intent);
                        result.add(standing);
                    }
                }
                return result;
            }
        });
    }

    private static void insert(PreparedStatement insert, ChainId chain, TxIntent intent, Instant now)
            throws SQLException {
        insert.setLong(1, chain.value());
        insert.setString(2, intent.key());
        insert.setString(3, intent.label());
        insert.setString(4, intent.to().map(Address::toString).orElse(null));
        insert.setString(5, intent.value().toString());
        insert.setString(6, intent.data());
        setNullable(
                insert,
                7,
                intent.gasLimit().isPresent() ? (Long) intent.gasLimit().getAsLong() : null);
        insert.setString(8, intent.tier().name());
        insert.setLong(9, now.toEpochMilli());
        insert.setLong(10, now.toEpochMilli());
    }

    @Override
    public Optional<TxRecord> find(ChainId chain, String key) {
        return database.transaction(connection -> find(connection, chain, key));
    }

    @Override
    public Map<String, TxRecord> findAll(ChainId chain, List<String> keys) {
        return database.transaction(connection -> {
            Map<String, TxRecord> found = new HashMap<>();
            for (List<String> some : chunks(keys)) {
                List<Object> parameters = new ArrayList<>(some);
                parameters.addFirst(chain.value());
                records(connection, "i.chain = ? AND i.key IN " + placeholders(some), "", parameters.toArray())
                        .values()
                        .forEach(record -> found.put(record.key(), record));
            }
            return found;
        });
    }

    private static Optional<TxRecord> find(Connection connection, ChainId chain, String key) throws SQLException {
        return records(connection, "i.chain = ? AND i.key = ?", "", chain.value(), key).values().stream()
                .findFirst();
    }

    @Override
    public Optional<Lease> acquire(ChainId chain, Address lane, String owner, Instant now, Duration term) {
        return database.transaction(connection -> {
            // One statement, so that two who come at once cannot both find the account free.
            try (PreparedStatement take = connection.prepareStatement(
                    "INSERT INTO lianbo_tx_lane (chain, lane, owner, token, held_until) VALUES (?, ?, ?, 1, ?)"
                            + " ON CONFLICT (chain, lane) DO UPDATE SET owner = excluded.owner,"
                            + " token = lianbo_tx_lane.token + 1, held_until = excluded.held_until"
                            + " WHERE lianbo_tx_lane.owner = excluded.owner OR lianbo_tx_lane.held_until <= ?"
                            + " RETURNING token")) {
                take.setLong(1, chain.value());
                take.setString(2, lane.toString());
                take.setString(3, owner);
                take.setLong(4, now.plus(term).toEpochMilli());
                take.setLong(5, now.toEpochMilli());
                try (ResultSet row = take.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Lease(chain, lane, owner, row.getLong(1)))
                            : Optional.<Lease>empty();
                }
            }
        });
    }

    @Override
    public boolean renew(Lease lease, Instant now, Duration term) {
        return setTerm(lease, now.plus(term).toEpochMilli(), lease.token());
    }

    @Override
    public void release(Lease lease) {
        setTerm(lease, 0, lease.token() + 1); // whoever still writes under it is refused
    }

    private boolean setTerm(Lease lease, long until, long token) {
        return database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE lianbo_tx_lane SET held_until = ?,"
                    + " token = ? WHERE chain = ? AND lane = ? AND owner = ? AND token = ?")) {
                update.setLong(1, until);
                update.setLong(2, token);
                update.setLong(3, lease.chain().value());
                update.setString(4, lease.lane().toString());
                update.setString(5, lease.owner());
                update.setLong(6, lease.token());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<TxRecord> claim(Lease lease, int most) {
        return database.transaction(connection -> {
            requireHeld(connection, lease);
            Map<Long, TxRecord> queued = records(
                    connection,
                    "i.chain = ? AND i.state = 'QUEUED'",
                    " ORDER BY i.id LIMIT " + most + database.forUpdateSkipLocked(),
                    lease.chain().value());
            for (List<Long> ids : chunks(List.copyOf(queued.keySet()))) {
                try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE lianbo_tx_intent SET state = 'CLAIMED', lane = ? WHERE id IN " + placeholders(ids))) {
                    update.setString(1, lease.lane().toString());
                    setAll(update, 2, ids);
                    update.executeUpdate();
                }
            }
            return queued.values().stream()
                    .map(record -> record.claimedBy(lease.lane()))
                    .toList();
        });
    }

    @Override
    public List<TxRecord> open(Lease lease) {
        return ofLane(lease, "i.state IN " + OPEN_STATES);
    }

    @Override
    public List<TxRecord> settledFrom(Lease lease, long nonce) {
        return ofLane(lease, "i.state IN " + SETTLED_STATES + " AND i.nonce >= " + nonce);
    }

    private List<TxRecord> ofLane(Lease lease, String which) {
        return database.transaction(connection -> List.copyOf(records(
                        connection,
                        "i.chain = ? AND i.lane = ? AND " + which,
                        " ORDER BY i.nonce IS NULL, i.nonce, i.id",
                        lease.chain().value(),
                        lease.lane().toString())
                .values()));
    }

    @Override
    public OptionalLong highestNonce(Lease lease) {
        return database.transaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT MAX(nonce) FROM lianbo_tx_intent WHERE chain = ? AND lane = ? AND nonce IS NOT NULL")) {
                select.setLong(1, lease.chain().value());
                select.setString(2, lease.lane().toString());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    long highest = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(highest);
                }
            }
        });
    }

    @Override
    public void update(Lease lease, List<TxRecord> changed, LocalDate day, BigInteger spent, Instant now) {
        database.transaction(connection -> {
            requireHeld(connection, lease);
            List<Stored> stored = stored(connection, lease.chain(), changed, now);
            // Nonces move between records, and each may be in the table only once at any moment.
            write(connection, changed, stored, now, true);
            write(connection, changed, stored, now, false);
            writeAttempts(connection, changed, stored);
            if (spent.signum() > 0) {
                addSpent(connection, lease.chain(), day, spent);
            }
            return null;
        });
    }

    /** Where a record is, and how many of its attempts are there. */
    private record Stored(long id, int attempts) {}

    private static List<Stored> stored(Connection connection, ChainId chain, List<TxRecord> changed, Instant now)
            throws SQLException {
        Map<String, Stored> known = known(connection, chain, changed);
        List<Stored> stored = new ArrayList<>(changed.size());
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lianbo_tx_intent (chain, key, label,"
                + " recipient, value, data, gas_limit, tier, state, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?) RETURNING id")) {
            for (TxRecord record : changed) {
                Stored there = known.get(record.key());
                if (there != null) {
                    stored.add(there);
                    continue;
                }
                insert(insert, chain, record.intent(), now);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    stored.add(new Stored(row.getLong(1), 0));
                }
            }
        }
        return stored;
    }

    private static Map<String, Stored> known(Connection connection, ChainId chain, List<TxRecord> changed)
            throws SQLException {
        Map<String, Stored> known = new HashMap<>();
        for (List<String> keys : chunks(changed.stream().map(TxRecord::key).toList())) {
            try (PreparedStatement select = connection.prepareStatement("SELECT i.key, i.id, COUNT(a.number) FROM"
                    + " lianbo_tx_intent i LEFT JOIN lianbo_tx_attempt a ON a.intent = i.id"
                    + " WHERE i.chain = ? AND i.key IN " + placeholders(keys) + " GROUP BY i.id, i.key")) {
                select.setLong(1, chain.value());
                setAll(select, 2, keys);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        known.put(row.getString(1), new Stored(row.getLong(2), row.getInt(3)));
                    }
                }
            }
        }
        return known;
    }

    private static void write(
            Connection connection, List<TxRecord> changed, List<Stored> stored, Instant now, boolean withoutNonce)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE lianbo_tx_intent SET state = ?, lane = ?,"
                + " nonce = ?, problem_code = ?, problem_detail = ?, included_hash = ?, included_block = ?,"
                + " included_block_hash = ?, succeeded = ?, gas_used = ?, fee = ?, updated_at = ? WHERE id = ?")) {
            for (int i = 0; i < changed.size(); i++) {
                TxRecord record = changed.get(i);
                Long nonce = record.claim().map(TxRecord.Claim::nonce).orElse(null);
                if (withoutNonce != (nonce == null)) {
                    continue;
                }
                TxRecord.Inclusion inclusion = record.inclusion().orElse(null);
                update.setString(1, record.state().name());
                update.setString(
                        2, record.claim().map(claim -> claim.lane().toString()).orElse(null));
                setNullable(update, 3, nonce);
                update.setString(4, record.problem().map(Reason::code).orElse(null));
                update.setString(5, record.problem().map(Reason::detail).orElse(null));
                update.setString(
                        6, inclusion == null ? null : inclusion.transaction().toString());
                setNullable(update, 7, inclusion == null ? null : inclusion.blockNumber());
                update.setString(
                        8, inclusion == null ? null : inclusion.blockHash().toString());
                setNullable(update, 9, inclusion == null ? null : (inclusion.succeeded() ? 1L : 0L));
                setNullable(update, 10, inclusion == null ? null : inclusion.gasUsed());
                update.setString(11, inclusion == null ? null : inclusion.fee().toString());
                update.setLong(12, now.toEpochMilli());
                update.setLong(13, stored.get(i).id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static void writeAttempts(Connection connection, List<TxRecord> changed, List<Stored> stored)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lianbo_tx_attempt"
                + " (intent, number, hash, raw, lane, nonce, tip, max_fee, gas_limit, signed_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < changed.size(); i++) {
                List<TxRecord.Attempt> family = changed.get(i).attempts();
                Stored standing = stored.get(i);
                for (int number = standing.attempts(); number < family.size(); number++) {
                    TxRecord.Attempt attempt = family.get(number);
                    insert.setLong(1, standing.id());
                    insert.setInt(2, number);
                    insert.setString(3, attempt.hash().toString());
                    insert.setString(4, attempt.raw());
                    insert.setString(5, attempt.lane().toString());
                    insert.setLong(6, attempt.nonce());
                    insert.setString(7, attempt.fees().tip().toString());
                    insert.setString(8, attempt.fees().max().toString());
                    insert.setLong(9, attempt.gasLimit());
                    insert.setLong(10, attempt.signedAt().toEpochMilli());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void addSpent(Connection connection, ChainId chain, LocalDate day, BigInteger spent) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement("INSERT INTO lianbo_tx_spent (chain, day, wei)"
                        + " VALUES (?, ?, '0') ON CONFLICT (chain, day) DO NOTHING");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE lianbo_tx_spent SET wei = ? WHERE chain = ? AND day = ?")) {
            begin.setLong(1, chain.value());
            begin.setLong(2, day.toEpochDay());
            begin.executeUpdate();
            BigInteger before = spent(connection, chain, day, database.forUpdate());
            update.setString(1, before.add(spent).toString());
            update.setLong(2, chain.value());
            update.setLong(3, day.toEpochDay());
            update.executeUpdate();
        }
    }

    @Override
    public BigInteger spent(ChainId chain, LocalDate day) {
        return database.transaction(connection -> spent(connection, chain, day, ""));
    }

    private static BigInteger spent(Connection connection, ChainId chain, LocalDate day, String locking)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT wei FROM lianbo_tx_spent WHERE chain = ? AND day = ?" + locking)) {
            select.setLong(1, chain.value());
            select.setLong(2, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new BigInteger(row.getString(1)) : BigInteger.ZERO;
            }
        }
    }

    @Override
    public Map<TxState, Long> count(ChainId chain) {
        return database.transaction(connection -> {
            Map<TxState, Long> counts = new EnumMap<>(TxState.class);
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT state, COUNT(*) FROM lianbo_tx_intent WHERE chain = ? GROUP BY state")) {
                select.setLong(1, chain.value());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        counts.put(TxState.valueOf(row.getString(1)), row.getLong(2));
                    }
                }
            }
            return counts;
        });
    }

    @Override
    public void close() {
        database.close();
    }

    private void requireHeld(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT token FROM lianbo_tx_lane WHERE chain = ?"
                + " AND lane = ? AND owner = ? AND token = ?" + database.forUpdate())) {
            select.setLong(1, lease.chain().value());
            select.setString(2, lease.lane().toString());
            select.setString(3, lease.owner());
            select.setLong(4, lease.token());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new LeaseLostException(lease);
                }
            }
        }
    }

    /** The records that a condition selects with all their attempts, by id, in the order of the query. */
    private static Map<Long, TxRecord> records(Connection connection, String where, String tail, Object... parameters)
            throws SQLException {
        Map<Long, TxRecord> records = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + RECORD_COLUMNS + " FROM lianbo_tx_intent i WHERE " + where + tail)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    records.put(row.getLong(1), record(row));
                }
            }
        }
        addAttempts(connection, records);
        return records;
    }

    private static TxRecord record(ResultSet row) throws SQLException {
        String recipient = row.getString(4);
        Long gasLimit = nullableLong(row, 7);
        TxIntent intent = new TxIntent(
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(recipient).map(Address::of),
                new BigInteger(row.getString(5)),
                row.getString(6),
                gasLimit == null ? OptionalLong.empty() : OptionalLong.of(gasLimit),
                Fees.Tier.valueOf(row.getString(8)));
        String lane = row.getString(10);
        String problem = row.getString(12);
        String included = row.getString(14);
        return new TxRecord(
                intent,
                TxState.valueOf(row.getString(9)),
                lane == null
                        ? Optional.empty()
                        : Optional.of(new TxRecord.Claim(Address.of(lane), nullableLong(row, 11))),
                List.of(),
                included == null
                        ? Optional.empty()
                        : Optional.of(new TxRecord.Inclusion(
                                Hash32.of(included),
                                row.getLong(15),
                                Hash32.of(row.getString(16)),
                                row.getInt(17) == 1,
                                row.getLong(18),
                                new BigInteger(row.getString(19)))),
                problem == null ? Optional.empty() : Optional.of(new Reason(problem, row.getString(13))));
    }

    private static void addAttempts(Connection connection, Map<Long, TxRecord> records) throws SQLException {
        for (List<Long> ids : chunks(List.copyOf(records.keySet()))) {
            attempts(connection, ids)
                    .forEach((id, family) ->
                            records.computeIfPresent(id, (same, record) -> record.withAttempts(family)));
        }
    }

    private static Map<Long, List<TxRecord.Attempt>> attempts(Connection connection, List<Long> ids)
            throws SQLException {
        Map<Long, List<TxRecord.Attempt>> attempts = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT intent, hash, raw, lane, nonce, tip, max_fee, gas_limit, signed_at FROM lianbo_tx_attempt"
                        + " WHERE intent IN " + placeholders(ids) + " ORDER BY intent, number")) {
            setAll(select, 1, ids);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    attempts.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new TxRecord.Attempt(
                                    Hash32.of(row.getString(2)),
                                    row.getString(3),
                                    Address.of(row.getString(4)),
                                    row.getLong(5),
                                    new Fees(new BigInteger(row.getString(6)), new BigInteger(row.getString(7))),
                                    row.getLong(8),
                                    Instant.ofEpochMilli(row.getLong(9))));
                }
            }
        }
        return attempts;
    }

    private static void setNullable(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }

    /** As many as one statement takes parameters. */
    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PARAMETERS_A_QUERY) {
            chunks.add(all.subList(from, Math.min(from + PARAMETERS_A_QUERY, all.size())));
        }
        return chunks;
    }

    private static String placeholders(List<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    private static void setAll(PreparedStatement statement, int first, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(first + i, values.get(i));
        }
    }
}
