package io.lianbo.rewards.points;

import io.lianbo.core.store.Database;
import io.lianbo.rewards.points.Account.Posting;
import io.lianbo.rewards.points.Account.Use;
import io.lianbo.rewards.points.PointsEntry.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads accounts from a database and writes what was booked, in one transaction of the caller's. */
final class Books implements AutoCloseable {
    static final List<String> TABLES = List.of("""
        CREATE TABLE IF NOT EXISTS lianbo_points_account (
          user_id TEXT PRIMARY KEY, as_of BIGINT NOT NULL, pending BIGINT NOT NULL, available BIGINT NOT NULL,
          debt BIGINT NOT NULL, earned BIGINT NOT NULL, due_at BIGINT NOT NULL) {clustered}\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_points_account_due ON lianbo_points_account (due_at)\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_lot (
          user_id TEXT NOT NULL, earning TEXT NOT NULL, points BIGINT NOT NULL, settles_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL, reversed BIGINT NOT NULL CHECK (reversed BETWEEN 0 AND points),
          remaining BIGINT NOT NULL CHECK (remaining >= 0), expired BIGINT NOT NULL CHECK (expired >= 0),
          PRIMARY KEY (user_id, earning)) {clustered}\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_points_lot_open ON lianbo_points_lot (user_id) WHERE remaining > 0\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_entry (
          number {identity}, user_id TEXT NOT NULL, booked_at BIGINT NOT NULL, kind VARCHAR(9) NOT NULL, reference TEXT NOT NULL,
          issued BIGINT NOT NULL, pending BIGINT NOT NULL, available BIGINT NOT NULL, debt BIGINT NOT NULL,
          redeemed BIGINT NOT NULL, expired BIGINT NOT NULL, pending_after BIGINT NOT NULL CHECK (pending_after >= 0),
          available_after BIGINT NOT NULL CHECK (available_after >= 0), debt_after BIGINT NOT NULL CHECK (debt_after >= 0),
          CONSTRAINT lianbo_points_entry_balances CHECK (issued + debt = pending + available + redeemed + expired))\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_points_entry_of ON lianbo_points_entry (user_id, number)\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_batch (
          id TEXT PRIMARY KEY, content TEXT NOT NULL, users INTEGER NOT NULL, points TEXT NOT NULL,
          posted_at BIGINT NOT NULL) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_reversal (
          user_id TEXT NOT NULL, id TEXT NOT NULL, earning TEXT NOT NULL, points BIGINT NOT NULL,
          from_pending BIGINT NOT NULL, from_available BIGINT NOT NULL, from_expired BIGINT NOT NULL,
          to_debt BIGINT NOT NULL, booked_at BIGINT NOT NULL, PRIMARY KEY (user_id, id)) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_redemption (
          id TEXT PRIMARY KEY, user_id TEXT NOT NULL, perk TEXT NOT NULL, points BIGINT NOT NULL,
          redeemed_at BIGINT NOT NULL, cancelled_at BIGINT) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_points_use (
          redemption TEXT NOT NULL, earning TEXT NOT NULL, points BIGINT NOT NULL,
          PRIMARY KEY (redemption, earning)) {clustered}\
        """);

    private static final String ACCOUNTS =
            "SELECT user_id, as_of, pending, available, debt, earned, due_at FROM lianbo_points_account WHERE ";
    private static final String LOTS =
            "SELECT user_id, earning, points, settles_at, expires_at, reversed, remaining, expired FROM lianbo_points_lot WHERE ";

    private final Connection connection;
    private final String forUpdate;
    private final PreparedStatement newAccount;
    private final PreparedStatement account;
    private final PreparedStatement newLot;
    private final PreparedStatement lot;
    private final PreparedStatement entry;

    Books(Connection connection, String forUpdate) throws SQLException {
        this.connection = connection;
        this.forUpdate = forUpdate;
        this.newAccount = connection.prepareStatement(
                "INSERT INTO lianbo_points_account (user_id, as_of, pending, available, debt, earned, due_at)"
                        + " VALUES (?, 0, 0, 0, 0, 0, " + Long.MAX_VALUE + ") ON CONFLICT DO NOTHING");
        this.account = connection.prepareStatement(
                "UPDATE lianbo_points_account SET as_of = ?, pending = ?, available = ?, debt = ?, earned = ?, due_at = ?"
                        + " WHERE user_id = ?");
        this.newLot = connection.prepareStatement(
                "INSERT INTO lianbo_points_lot (user_id, earning, points, settles_at, expires_at, reversed, remaining,"
                        + " expired) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        this.lot = connection.prepareStatement("UPDATE lianbo_points_lot SET reversed = ?, remaining = ?, expired = ?"
                + " WHERE user_id = ? AND earning = ?");
        this.entry = connection.prepareStatement(
                "INSERT INTO lianbo_points_entry (user_id, booked_at, kind, reference, issued, pending, available, debt,"
                        + " redeemed, expired, pending_after, available_after, debt_after)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /** Makes the accounts that are missing. */
    void open(Collection<String> users) throws SQLException {
        for (String user : users) {
            newAccount.setString(1, user);
            newAccount.addBatch();
        }
        newAccount.executeBatch();
    }

    /** An account with its open lots, which nobody else changes until the end of the transaction; null where there is none. */
    @Nullable
    Account account(String user) throws SQLException {
        return accounts(List.of(user), Long.MAX_VALUE).get(user);
    }

    /** Those accounts that are there; told of their open lots are those to whom something is due by a time. */
    Map<String, Account> accounts(Collection<String> users, long dueBy) throws SQLException {
        return accounts(
                "user_id IN (" + marks(users.size()) + ") ORDER BY user_id" + forUpdate, dueBy, users.toArray());
    }

    /** Accounts to which something is due, with their open lots, of which nobody else has hold. */
    Collection<Account> due(long now, int most, String skipLocked) throws SQLException {
        return accounts("due_at <= ? ORDER BY due_at LIMIT ?" + skipLocked, Long.MAX_VALUE, now, most)
                .values();
    }

    private Map<String, Account> accounts(String which, long lotsOfThoseDueBy, Object... values) throws SQLException {
        Map<String, Account> found = new LinkedHashMap<>();
        List<Object> toldOfLots = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(connection, ACCOUNTS + which, values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Account next = read(row);
                found.put(next.user(), next);
                long dueAt = row.getLong(7);
                if (dueAt <= lotsOfThoseDueBy) {
                    toldOfLots.add(next.user());
                } else {
                    next.hasOthersDueAt(dueAt);
                }
            }
        }
        if (!toldOfLots.isEmpty()) {
            lots(found, "remaining > 0 AND user_id IN (" + marks(toldOfLots.size()) + ")", toldOfLots.toArray());
        }
        return found;
    }

    private static Account read(ResultSet row) throws SQLException {
        return new Account(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    private void lots(Map<String, Account> accounts, String which, Object... values) throws SQLException {
        try (PreparedStatement query = Database.prepare(connection, LOTS + which, values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Account owner = accounts.get(row.getString(1));
                if (owner != null) {
                    owner.know(lot(row, 2));
                }
            }
        }
    }

    private static Lot lot(ResultSet row, int from) throws SQLException {
        Lot lot = new Lot(row.getString(from), row.getLong(from + 1), row.getLong(from + 2), row.getLong(from + 3));
        lot.reversed = row.getLong(from + 4);
        lot.remaining = row.getLong(from + 5);
        lot.expired = row.getLong(from + 6);
        lot.stored();
        return lot;
    }

    /** An account as it was at one moment, with its open lots, for looking at; null where there is none. */
    static @Nullable Account look(Connection connection, String user) throws SQLException {
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT a.user_id, a.as_of, a.pending, a.available, a.debt, a.earned, l.earning, l.points,"
                                + " l.settles_at, l.expires_at, l.reversed, l.remaining, l.expired"
                                + " FROM lianbo_points_account a LEFT JOIN lianbo_points_lot l"
                                + " ON l.user_id = a.user_id AND l.remaining > 0 WHERE a.user_id = ?",
                        user);
                ResultSet row = query.executeQuery()) {
            Account account = null;
            while (row.next()) {
                if (account == null) {
                    account = read(row);
                }
                if (row.getString(7) != null) {
                    account.know(lot(row, 7));
                }
            }
            return account;
        }
    }

    /** Tells an account of lots of which nothing remains. */
    void tell(Account account, List<String> earnings) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(account.user()));
        values.addAll(earnings);
        lots(
                Map.of(account.user(), account),
                "user_id = ? AND earning IN (" + marks(earnings.size()) + ")",
                values.toArray());
    }

    /** Which of these users have an earning of an id. */
    List<String> withEarning(String earning, Collection<String> users) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(earning));
        values.addAll(users);
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT user_id FROM lianbo_points_lot WHERE earning = ? AND user_id IN (" + marks(users.size())
                                + ") ORDER BY user_id",
                        values.toArray());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** The first row of what is selected, or null where there is none. */
    static <T> @Nullable T first(Connection connection, String sql, Read<T> read, Object... values)
            throws SQLException {
        try (PreparedStatement query = Database.prepare(connection, sql, values);
                ResultSet row = query.executeQuery()) {
            return row.next() ? read.from(row) : null;
        }
    }

    <T> @Nullable T first(String sql, Read<T> read, Object... values) throws SQLException {
        return first(connection, sql, read, values);
    }

    int update(String sql, Object... values) throws SQLException {
        return Database.update(connection, sql, values);
    }

    Connection connection() {
        return connection;
    }

    private static String marks(int number) {
        return String.join(", ", Collections.nCopies(number, "?"));
    }

    List<Use> uses(String redemption) throws SQLException {
        List<Use> uses = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT earning, points FROM lianbo_points_use WHERE redemption = ? ORDER BY earning",
                        redemption);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                uses.add(new Use(row.getString(1), row.getLong(2)));
            }
        }
        return uses;
    }

    /** Writes what was booked to an account, at the next {@link #flush()}. */
    void keep(Account of) throws SQLException {
        set(account, of.asOf(), of.pending(), of.available(), of.debt(), of.earned(), of.dueAt(), of.user());
        for (Lot each : of.added()) {
            set(
                    newLot,
                    of.user(),
                    each.earning,
                    each.points,
                    each.settlesAt,
                    each.expiresAt,
                    each.reversed,
                    each.remaining,
                    each.expired);
        }
        for (Lot each : of.changed()) {
            set(lot, each.reversed, each.remaining, each.expired, of.user(), each.earning);
        }
        for (Posting each : of.postings()) {
            set(
                    entry,
                    of.user(),
                    each.at(),
                    each.kind().name(),
                    each.reference(),
                    each.issued(),
                    each.pending(),
                    each.available(),
                    each.debt(),
                    each.redeemed(),
                    each.expired(),
                    each.pendingAfter(),
                    each.availableAfter(),
                    each.debtAfter());
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    void flush() throws SQLException {
        account.executeBatch();
        newLot.executeBatch();
        lot.executeBatch();
        entry.executeBatch();
    }

    static List<PointsEntry> entries(Connection connection, String user, long from, long to, long after, int most)
            throws SQLException {
        List<PointsEntry> entries = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT number, booked_at, kind, reference, pending, available, debt, pending_after, available_after,"
                                + " debt_after FROM lianbo_points_entry"
                                + " WHERE user_id = ? AND number > ? AND booked_at >= ? AND booked_at < ? ORDER BY number LIMIT ?",
                        user,
                        after,
                        from,
                        to,
                        most);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(new PointsEntry(
                        row.getLong(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        Kind.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10)));
            }
        }
        return entries;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : List.of(newAccount, account, newLot, lot, entry)) {
            each.close();
        }
    }
}
