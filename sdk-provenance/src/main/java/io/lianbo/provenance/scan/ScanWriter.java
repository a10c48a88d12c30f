package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.scan.ScanStore.Known;
import io.lianbo.provenance.scan.ScanStore.Outcome;
import io.lianbo.provenance.scan.ScanStore.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes scans in one transaction: each statement is prepared once, and rows are sent together. */
final class ScanWriter implements AutoCloseable {
    static final String COLUMNS =
            "number, item, counted, time, grade, reasons, uid, counter, device, geohash, error_km, showcase";

    private final Connection connection;
    private final String forUpdate;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<String, ItemState> states = new HashMap<>();
    private final Map<String, ItemState> changed = new HashMap<>();
    private final Set<String> unsent = new HashSet<>();

    /** @param forUpdate what locks selected rows until the end of the transaction */
    ScanWriter(Connection connection, String forUpdate) {
        this.connection = connection;
        this.forUpdate = forUpdate;
    }

    /** What stands for the item of a step. */
    static String key(Step step) {
        return step.item() == null ? "" : step.item().canonical();
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    Outcome record(Step step) throws SQLException {
        String item = key(step);
        ItemState before = step.item() == null ? null : item(item, step.changes());
        List<ScanRecord> recent = before == null ? List.of() : recent(item, step);
        Outcome outcome = step.rule().apply(new Known(before, recent));
        ItemState after = outcome.state();
        if (step.changes() && after != null && !after.equals(before)) {
            keep(item, after);
        }
        insert(item, outcome.scan());
        return outcome;
    }

    /** What is known of an item. Once it is locked nobody else changes it, so it is read once. */
    @Nullable
    ItemState item(String item, boolean locked) throws SQLException {
        ItemState known = states.get(item);
        if (known != null) {
            return known;
        }
        PreparedStatement query = prepared("SELECT link, status, by_chip, code, owner, wrong_codes, wrong_since, chip,"
                + " counter, stranger_tapped FROM lianbo_scan_item WHERE item = ?" + (locked ? forUpdate : ""));
        query.setString(1, item);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            long strangerTapped = row.getLong(10);
            boolean isNever = row.wasNull();
            ItemState state = new ItemState(
                    DigitalLink.parse(row.getString(1)),
                    ItemState.Status.valueOf(row.getString(2)),
                    row.getInt(3) == 1,
                    hash(row.getBytes(4)),
                    hash(row.getBytes(5)),
                    row.getInt(6),
                    Instant.ofEpochMilli(row.getLong(7)),
                    row.getString(8),
                    row.getInt(9),
                    isNever ? null : Instant.ofEpochMilli(strangerTapped));
            if (locked) {
                states.put(item, state);
            }
            return state;
        }
    }

    private static @Nullable Hash32 hash(byte @Nullable [] bytes) {
        return bytes == null ? null : Hash32.of(bytes);
    }

    void keep(String item, ItemState state) {
        states.put(item, state);
        changed.put(item, state);
    }

    private List<ScanRecord> recent(String item, Step step) throws SQLException {
        if (unsent.contains(item)) {
            send();
        }
        PreparedStatement query = prepared("SELECT " + COLUMNS
                + " FROM lianbo_scan WHERE item = ? AND counted = 1 AND time >= ? ORDER BY time DESC, number DESC"
                + " LIMIT ?");
        query.setString(1, item);
        query.setLong(2, step.since().toEpochMilli());
        query.setInt(3, step.most());
        List<ScanRecord> recent = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                recent.add(read(row, step.item()));
            }
        }
        return recent;
    }

    static ScanRecord read(ResultSet row, @Nullable DigitalLink item) throws SQLException {
        return new ScanRecord(
                row.getLong(1),
                item,
                Instant.ofEpochMilli(row.getLong(4)),
                Grade.valueOf(row.getString(5)),
                reasons(row.getString(6)),
                row.getInt(3) == 1,
                row.getString(7),
                row.getInt(8),
                HexFormat.of().formatHex(row.getBytes(9)),
                row.getString(10),
                row.getInt(11),
                row.getString(12));
    }

    private PreparedStatement insert() throws SQLException {
        return prepared("INSERT INTO lianbo_scan (item, counted, time, grade, reasons, uid, counter, device, geohash,"
                + " error_km, showcase) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private void insert(String item, ScanRecord scan) throws SQLException {
        PreparedStatement insert = insert();
        insert.setString(1, item);
        insert.setInt(2, scan.counted() ? 1 : 0);
        insert.setLong(3, scan.time().toEpochMilli());
        insert.setString(4, scan.grade().name());
        insert.setString(5, text(scan.reasons()));
        insert.setString(6, scan.uid());
        insert.setInt(7, scan.counter());
        insert.setBytes(8, HexFormat.of().parseHex(scan.device()));
        insert.setString(9, scan.geohash());
        insert.setInt(10, scan.errorKm());
        insert.setString(11, scan.show());
        insert.addBatch();
        unsent.add(item);
    }

    private void send() throws SQLException {
        insert().executeBatch();
        unsent.clear();
    }

    /** Sends what was not sent yet. */
    void finish() throws SQLException {
        if (!unsent.isEmpty()) {
            send();
        }
        if (changed.isEmpty()) {
            return;
        }
        PreparedStatement update = prepared("UPDATE lianbo_scan_item SET status = ?, by_chip = ?, code = ?, owner = ?,"
                + " wrong_codes = ?, wrong_since = ?, chip = ?, counter = ?, stranger_tapped = ? WHERE item = ?");
        for (Map.Entry<String, ItemState> entry : changed.entrySet()) {
            ItemState state = entry.getValue();
            update.setString(1, state.status().name());
            update.setInt(2, state.byChip() ? 1 : 0);
            update.setBytes(3, JdbcScanStore.bytes(state.code()));
            update.setBytes(4, JdbcScanStore.bytes(state.owner()));
            update.setInt(5, state.wrongCodes());
            update.setLong(6, state.wrongSince().toEpochMilli());
            update.setString(7, state.chip());
            update.setInt(8, state.counter());
            update.setObject(9, JdbcScanStore.millis(state.strangerTapped()));
            update.setString(10, entry.getKey());
            update.addBatch();
        }
        update.executeBatch();
        changed.clear();
    }

    /** A line each; no detail holds a line feed. */
    private static String text(List<Reason> reasons) {
        StringBuilder text = new StringBuilder();
        for (Reason reason : reasons) {
            text.append(reason.code()).append(' ').append(reason.detail()).append('\n');
        }
        return text.toString();
    }

    private static List<Reason> reasons(String text) {
        return text.isEmpty()
                ? List.of()
                : text.lines()
                        .map(line ->
                                new Reason(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)))
                        .toList();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }
}
