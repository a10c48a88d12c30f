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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes scans in one transaction, each statement prepared once. */
final class ScanWriter implements AutoCloseable {
    static final String COLUMNS =
            "number, item, counted, time, grade, reasons, uid, counter, device, geohash, error_km, showcase";

    private final Connection connection;
    private final String forUpdate;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** @param forUpdate what locks selected rows until the end of the transaction */
    ScanWriter(Connection connection, String forUpdate) {
        this.connection = connection;
        this.forUpdate = forUpdate;
    }

    /** What stands for the item of a step. */
    static String key(Step step) {
        return step.item() == null ? "" : step.item().canonical();
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    Outcome record(Step step) throws SQLException {
        String item = key(step);
        ItemState before = step.item() == null ? null : item(item, step.changes());
        int counter = step.chip() == null ? 0 : counter(step.chip(), step.changes());
        List<ScanRecord> recent = before == null ? List.of() : recent(item, step);
        Outcome outcome = step.rule().apply(new Known(before, counter, recent));
        if (step.changes() && outcome.state() != null && !outcome.state().equals(before)) {
            keep(item, outcome.state());
        }
        if (step.changes() && step.chip() != null && outcome.counter() != counter) {
            prepared("UPDATE lianbo_scan_chip SET counter = ? WHERE uid = ?", outcome.counter(), step.chip())
                    .executeUpdate();
        }
        return outcome.stored(insert(item, outcome.scan()));
    }

    @Nullable
    ItemState item(String item, boolean locked) throws SQLException {
        try (ResultSet row = prepared(
                        "SELECT link, status, by_chip, code, owner, wrong_codes, wrong_since, stranger_tapped"
                                + " FROM lianbo_scan_item WHERE item = ?"
                                + (locked ? forUpdate : ""),
                        item)
                .executeQuery()) {
            if (!row.next()) {
                return null;
            }
            long strangerTapped = row.getLong(8);
            boolean isNever = row.wasNull();
            return new ItemState(
                    DigitalLink.parse(row.getString(1)),
                    ItemState.Status.valueOf(row.getString(2)),
                    row.getInt(3) == 1,
                    hash(row.getBytes(4)),
                    hash(row.getBytes(5)),
                    row.getInt(6),
                    Instant.ofEpochMilli(row.getLong(7)),
                    isNever ? null : Instant.ofEpochMilli(strangerTapped));
        }
    }

    private static @Nullable Hash32 hash(byte @Nullable [] bytes) {
        return bytes == null ? null : Hash32.of(bytes);
    }

    void keep(String item, ItemState state) throws SQLException {
        prepared(
                        "UPDATE lianbo_scan_item SET status = ?, by_chip = ?, code = ?, owner = ?, wrong_codes = ?,"
                                + " wrong_since = ?, stranger_tapped = ? WHERE item = ?",
                        state.status().name(),
                        state.byChip() ? 1 : 0,
                        JdbcScanStore.bytes(state.code()),
                        JdbcScanStore.bytes(state.owner()),
                        state.wrongCodes(),
                        state.wrongSince().toEpochMilli(),
                        JdbcScanStore.millis(state.strangerTapped()),
                        item)
                .executeUpdate();
    }

    private int counter(String uid, boolean locked) throws SQLException {
        Integer counter = selectedCounter(uid, locked);
        if (counter == null && locked) {
            prepared("INSERT INTO lianbo_scan_chip (uid, counter) VALUES (?, 0) ON CONFLICT DO NOTHING", uid)
                    .executeUpdate();
            counter = selectedCounter(uid, true);
        }
        return counter == null ? 0 : counter;
    }

    private @Nullable Integer selectedCounter(String uid, boolean locked) throws SQLException {
        try (ResultSet row = prepared(
                        "SELECT counter FROM lianbo_scan_chip WHERE uid = ?" + (locked ? forUpdate : ""), uid)
                .executeQuery()) {
            return row.next() ? row.getInt(1) : null;
        }
    }

    private List<ScanRecord> recent(String item, Step step) throws SQLException {
        List<ScanRecord> recent = new ArrayList<>();
        try (ResultSet row = prepared(
                        "SELECT " + COLUMNS + " FROM lianbo_scan WHERE item = ? AND counted = 1 AND time >= ?"
                                + " ORDER BY time DESC, number DESC LIMIT ?",
                        item,
                        step.since().toEpochMilli(),
                        step.most())
                .executeQuery()) {
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

    private long insert(String item, ScanRecord scan) throws SQLException {
        PreparedStatement insert = prepared(
                "INSERT INTO lianbo_scan (item, counted, time, grade, reasons, uid, counter, device, geohash, error_km,"
                        + " showcase) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
                item,
                scan.counted() ? 1 : 0,
                scan.time().toEpochMilli(),
                scan.grade().name(),
                text(scan.reasons()),
                scan.uid(),
                scan.counter(),
                HexFormat.of().parseHex(scan.device()),
                scan.geohash(),
                scan.errorKm(),
                scan.show());
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
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
        return text.lines()
                .map(line -> new Reason(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }
}
