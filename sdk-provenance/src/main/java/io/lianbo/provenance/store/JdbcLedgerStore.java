package io.lianbo.provenance.store;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.store.EventWriter.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of ledgers. Each ledger's row is locked while it grows, so its items have one history and its log one order. */
final class JdbcLedgerStore implements LedgerStore {
    static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_ledger (ledger VARCHAR(100) PRIMARY KEY, touches BIGINT NOT NULL,"
                    + " last_batch BIGINT NOT NULL, leaves BIGINT NOT NULL)",
            // Where touched is not null, the item has steps that are not in the log, and that is its turn.
            "CREATE TABLE IF NOT EXISTS lianbo_ledger_item (ledger VARCHAR(100) NOT NULL, item_key {bytes} NOT NULL,"
                    + " item TEXT NOT NULL, steps INTEGER NOT NULL, head {bytes} NOT NULL, touched BIGINT,"
                    + " PRIMARY KEY (ledger, item_key))",
            "CREATE INDEX IF NOT EXISTS lianbo_ledger_item_touched ON lianbo_ledger_item (ledger, touched)"
                    + " WHERE touched IS NOT NULL",
            "CREATE TABLE IF NOT EXISTS lianbo_ledger_step (ledger VARCHAR(100) NOT NULL, item_key {bytes} NOT NULL,"
                    + " place INTEGER NOT NULL, event BIGINT NOT NULL, salt {bytes} NOT NULL, leaf {bytes} NOT NULL,"
                    + " PRIMARY KEY (ledger, item_key, place), UNIQUE (ledger, item_key, event))",
            "CREATE TABLE IF NOT EXISTS lianbo_ledger_leaf (ledger VARCHAR(100) NOT NULL, leaf_index BIGINT NOT NULL,"
                    + " item_key {bytes} NOT NULL, steps INTEGER NOT NULL, hash {bytes} NOT NULL,"
                    + " PRIMARY KEY (ledger, leaf_index))",
            "CREATE UNIQUE INDEX IF NOT EXISTS lianbo_ledger_leaf_item"
                    + " ON lianbo_ledger_leaf (ledger, item_key, leaf_index)");

    private final Database database;
    private final String ledger;

    JdbcLedgerStore(Database database, String ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** How far the ledger is. */
    private record State(long touches, long lastBatch, long leaves) {}

    private State state(Connection connection, String locking) throws SQLException {
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT touches, last_batch, leaves FROM lianbo_ledger WHERE ledger = ?" + locking,
                        ledger);
                ResultSet row = query.executeQuery()) {
            return row.next() ? new State(row.getLong(1), row.getLong(2), row.getLong(3)) : new State(0, 0, 0);
        }
    }

    /** Until the end of the transaction nobody else changes the ledger. */
    private State locked(Connection connection) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_ledger (ledger, touches, last_batch, leaves) VALUES (?, 0, 0, 0)"
                        + " ON CONFLICT DO NOTHING",
                ledger);
        return state(connection, database.forUpdate());
    }

    private void keep(Connection connection, State state) throws SQLException {
        Database.update(
                connection,
                "UPDATE lianbo_ledger SET touches = ?, last_batch = ?, leaves = ? WHERE ledger = ?",
                state.touches(),
                state.lastBatch(),
                state.leaves(),
                ledger);
    }

    @Override
    public List<ProvenanceLeaf> record(List<Step> steps) {
        return database.transaction(connection -> {
            State state = locked(connection);
            List<ProvenanceLeaf> leaves = new ArrayList<>(steps.size());
            try (EventWriter writer = new EventWriter(connection)) {
                for (Step step : steps) {
                    Verdict<Row> kept = writer.keep(step.signed());
                    Row row = kept.value()
                            .orElseThrow(
                                    () -> Refusals.notRecorded(kept.reasons().getFirst()));
                    Optional<ProvenanceLeaf> standing = leaf(connection, step, row);
                    leaves.add(
                            standing.isPresent()
                                    ? standing.get()
                                    : append(connection, step, row, state.touches() + leaves.size()));
                }
                writer.finish();
            }
            keep(connection, new State(state.touches() + steps.size(), state.lastBatch(), state.leaves()));
            return leaves;
        });
    }

    private Optional<ProvenanceLeaf> leaf(Connection connection, Step step, Row row) throws SQLException {
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT leaf FROM lianbo_ledger_step WHERE ledger = ? AND item_key = ? AND event = ?",
                        ledger,
                        step.item().itemKey().bytes(),
                        row.number());
                ResultSet found = query.executeQuery()) {
            return found.next() ? Optional.of(ProvenanceLeaf.decode(found.getBytes(1))) : Optional.empty();
        }
    }

    private ProvenanceLeaf append(Connection connection, Step step, Row row, long turn) throws SQLException {
        byte[] itemKey = step.item().itemKey().bytes();
        int steps = 0;
        List<Hash32> parents = List.of();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT steps, head FROM lianbo_ledger_item WHERE ledger = ? AND item_key = ?",
                        ledger,
                        itemKey);
                ResultSet item = query.executeQuery()) {
            if (item.next()) {
                steps = item.getInt(1);
                parents = List.of(Hash32.of(item.getBytes(2)));
            }
        }
        ProvenanceLeaf leaf = ProvenanceLeaf.of(step.item(), row.signed(), step.salt(), parents);
        Database.update(
                connection,
                "INSERT INTO lianbo_ledger_step (ledger, item_key, place, event, salt, leaf) VALUES (?, ?, ?, ?, ?, ?)",
                ledger,
                itemKey,
                steps,
                row.number(),
                step.salt().bytes(),
                leaf.encoded());
        Database.update(
                connection,
                "INSERT INTO lianbo_ledger_item (ledger, item_key, item, steps, head, touched) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (ledger, item_key) DO UPDATE SET item = excluded.item, steps = excluded.steps,"
                        + " head = excluded.head, touched = COALESCE(lianbo_ledger_item.touched, excluded.touched)",
                ledger,
                itemKey,
                step.item().toString(),
                steps + 1,
                leaf.hash().bytes(),
                turn);
        return leaf;
    }

    @Override
    public Optional<Batch> closeBatch() {
        return database.transaction(connection -> {
            State state = locked(connection);
            int leaves = Database.update(
                    connection,
                    "INSERT INTO lianbo_ledger_leaf (ledger, leaf_index, item_key, steps, hash)"
                            + " SELECT ledger, ? + ROW_NUMBER() OVER (ORDER BY touched), item_key, steps, head"
                            + " FROM lianbo_ledger_item WHERE ledger = ? AND touched IS NOT NULL",
                    state.leaves() - 1,
                    ledger);
            if (leaves == 0) {
                return Optional.<Batch>empty();
            }
            Database.update(
                    connection,
                    "UPDATE lianbo_ledger_item SET touched = NULL WHERE ledger = ? AND touched IS NOT NULL",
                    ledger);
            keep(connection, new State(state.touches(), state.leaves(), state.leaves() + leaves));
            return Optional.of(new Batch(state.leaves(), state.leaves() + leaves));
        });
    }

    @Override
    public Optional<Batch> lastBatch() {
        State state = database.read(connection -> state(connection, ""));
        return state.leaves() == 0 ? Optional.empty() : Optional.of(new Batch(state.lastBatch(), state.leaves()));
    }

    @Override
    public List<Hash32> leaves(long from, int most) {
        return database.read(connection -> {
            List<Hash32> leaves = new ArrayList<>();
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT hash FROM lianbo_ledger_leaf WHERE ledger = ? AND leaf_index >= ?"
                                    + " ORDER BY leaf_index LIMIT ?",
                            ledger,
                            from,
                            most);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    leaves.add(Hash32.of(row.getBytes(1)));
                }
            }
            return leaves;
        });
    }

    @Override
    public List<DigitalLink> items(long from, long to) {
        return database.read(connection -> {
            List<DigitalLink> items = new ArrayList<>();
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT i.item FROM lianbo_ledger_leaf l JOIN lianbo_ledger_item i"
                                    + " ON i.ledger = l.ledger AND i.item_key = l.item_key"
                                    + " WHERE l.ledger = ? AND l.leaf_index >= ? AND l.leaf_index < ?"
                                    + " ORDER BY l.leaf_index",
                            ledger,
                            from,
                            to);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    items.add(DigitalLink.parse(row.getString(1)));
                }
            }
            return items;
        });
    }

    @Override
    public Optional<History> history(Hash32 itemKey, long treeSize) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT leaf_index, steps FROM lianbo_ledger_leaf"
                                    + " WHERE ledger = ? AND item_key = ? AND leaf_index < ?"
                                    + " ORDER BY leaf_index DESC LIMIT 1",
                            ledger,
                            itemKey.bytes(),
                            treeSize);
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new History(row.getLong(1), entries(connection, itemKey, row.getInt(2))))
                        : Optional.empty();
            }
        });
    }

    private List<Passport.Entry> entries(Connection connection, Hash32 itemKey, int steps) throws SQLException {
        List<Passport.Entry> entries = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT e.issuer, e.signature, e.event, s.salt, s.leaf"
                                + " FROM lianbo_ledger_step s JOIN lianbo_event e ON e.number = s.event"
                                + " WHERE s.ledger = ? AND s.item_key = ? AND s.place < ? ORDER BY s.place",
                        ledger,
                        itemKey.bytes(),
                        steps);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(new Passport.Entry(
                        EventWriter.read(row), Hash32.of(row.getBytes(4)), ProvenanceLeaf.decode(row.getBytes(5))));
            }
        }
        return entries;
    }
}
