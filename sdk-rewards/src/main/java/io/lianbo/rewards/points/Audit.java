package io.lianbo.rewards.points;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Recomputes every balance from the entries and compares it with the accounts, the lots and the redemptions, all in one statement and so as of one moment. */
final class Audit {
    private static final int MOST_FAULTS = 100;

    private static final String SQL = """
        SELECT u.user_id,
          COALESCE(a.pending, 0), COALESCE(a.available, 0), COALESCE(a.debt, 0), COALESCE(a.earned, 0),
          COALESCE(e.entries, 0), COALESCE(e.faults, 0), COALESCE(e.issued, 0), COALESCE(e.pending, 0),
          COALESCE(e.available, 0), COALESCE(e.debt, 0), COALESCE(e.redeemed, 0), COALESCE(e.expired, 0),
          COALESCE(e.earned, 0),
          COALESCE(l.issued, 0), COALESCE(l.pending, 0), COALESCE(l.available, 0), COALESCE(l.expired, 0),
          COALESCE(r.points, 0), COALESCE(s.points, 0)
        FROM (SELECT user_id FROM lianbo_points_account UNION SELECT user_id FROM lianbo_points_entry
          UNION SELECT user_id FROM lianbo_points_lot UNION SELECT user_id FROM lianbo_points_redemption) u
        LEFT JOIN lianbo_points_account a ON a.user_id = u.user_id
        LEFT JOIN (SELECT user_id, COUNT(*) AS entries,
            SUM(CASE WHEN issued + debt = pending + available + redeemed + expired AND pending_after = pending_sum
              AND available_after = available_sum AND debt_after = debt_sum THEN 0 ELSE 1 END) AS faults,
            SUM(issued) AS issued, SUM(pending) AS pending, SUM(available) AS available, SUM(debt) AS debt,
            SUM(redeemed) AS redeemed, SUM(expired) AS expired,
            SUM(CASE WHEN kind = 'EARNED' THEN issued ELSE 0 END) AS earned
          FROM (SELECT user_id, kind, issued, pending, available, debt, redeemed, expired,
              pending_after, available_after, debt_after, SUM(pending) OVER w AS pending_sum,
              SUM(available) OVER w AS available_sum, SUM(debt) OVER w AS debt_sum
            FROM lianbo_points_entry WINDOW w AS (PARTITION BY user_id ORDER BY number)) running
          GROUP BY user_id) e ON e.user_id = u.user_id
        LEFT JOIN (SELECT lot.user_id, SUM(lot.points - lot.reversed) AS issued,
            SUM(CASE WHEN lot.settles_at > owner.as_of THEN lot.remaining ELSE 0 END) AS pending,
            SUM(CASE WHEN lot.settles_at > owner.as_of THEN 0 ELSE lot.remaining END) AS available,
            SUM(lot.expired) AS expired
          FROM lianbo_points_lot lot LEFT JOIN lianbo_points_account owner ON owner.user_id = lot.user_id
          GROUP BY lot.user_id) l ON l.user_id = u.user_id
        LEFT JOIN (SELECT user_id, SUM(points) AS points FROM lianbo_points_redemption WHERE cancelled_at IS NULL
          GROUP BY user_id) r ON r.user_id = u.user_id
        LEFT JOIN (SELECT redeemed.user_id, SUM(used.points) AS points
          FROM lianbo_points_use used JOIN lianbo_points_redemption redeemed ON redeemed.id = used.redemption
          WHERE redeemed.cancelled_at IS NULL GROUP BY redeemed.user_id) s ON s.user_id = u.user_id""";

    private final List<Reason> faults = new ArrayList<>();
    private long users;
    private long entries;
    private BigInteger issued = BigInteger.ZERO;
    private BigInteger pending = BigInteger.ZERO;
    private BigInteger available = BigInteger.ZERO;
    private BigInteger debt = BigInteger.ZERO;
    private BigInteger redeemed = BigInteger.ZERO;
    private BigInteger expired = BigInteger.ZERO;

    private Audit() {}

    static Verdict<LedgerTotals> of(Connection connection) throws SQLException {
        Audit audit = new Audit();
        try (PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setFetchSize(1_000); // PostgreSQL's driver would hold all users in memory
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    audit.add(row);
                }
            }
        }
        return audit.faults.isEmpty()
                ? Verdict.ok(new LedgerTotals(
                        audit.users,
                        audit.entries,
                        audit.issued,
                        audit.pending,
                        audit.available,
                        audit.debt,
                        audit.redeemed,
                        audit.expired))
                : Verdict.refused(audit.faults);
    }

    private void add(ResultSet row) throws SQLException {
        String user = row.getString(1);
        users++;
        entries += row.getLong(6);
        if (row.getLong(7) != 0) {
            fault(
                    "ENTRIES_UNBALANCED",
                    user,
                    row.getLong(7) + " entries do not balance, or not with those before them");
        }
        compare(row, user, "ACCOUNT_DIFFERS", "pending", 2, 9);
        compare(row, user, "ACCOUNT_DIFFERS", "available", 3, 10);
        compare(row, user, "ACCOUNT_DIFFERS", "debt", 4, 11);
        compare(row, user, "ACCOUNT_DIFFERS", "earned", 5, 14);
        compare(row, user, "LOTS_DIFFER", "issued", 15, 8);
        compare(row, user, "LOTS_DIFFER", "pending", 16, 9);
        compare(row, user, "LOTS_DIFFER", "available", 17, 10);
        compare(row, user, "LOTS_DIFFER", "expired", 18, 13);
        compare(row, user, "REDEMPTIONS_DIFFER", "redeemed", 19, 12);
        compare(row, user, "REDEMPTIONS_DIFFER", "taken from lots", 20, 12);
        issued = plus(issued, row, 8);
        pending = plus(pending, row, 9);
        available = plus(available, row, 10);
        debt = plus(debt, row, 11);
        redeemed = plus(redeemed, row, 12);
        expired = plus(expired, row, 13);
    }

    private static BigInteger plus(BigInteger sum, ResultSet row, int column) throws SQLException {
        return sum.add(BigInteger.valueOf(row.getLong(column)));
    }

    private void compare(ResultSet row, String user, String code, String what, int kept, int booked)
            throws SQLException {
        if (row.getLong(kept) != row.getLong(booked)) {
            fault(code, user, "%s is %d, by the entries %d".formatted(what, row.getLong(kept), row.getLong(booked)));
        }
    }

    private void fault(String code, String user, String detail) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Reason(code, "of " + user + ", " + detail));
        }
    }
}
