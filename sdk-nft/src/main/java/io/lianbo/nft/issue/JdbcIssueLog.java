package io.lianbo.nft.issue;

import io.lianbo.core.AccountId;
import io.lianbo.core.Verdict;
import io.lianbo.core.store.Database;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A log in a database of the service's, which several of its processes may share: SQLite and PostgreSQL. It makes its tables ({@code
 * lianbo_issue_...}) where they are missing.
 *
 * {@snippet class="io.lianbo.nft.issue.SqliteIssueLogTest" region="jdbc"}
 *
 * <p>The driver is the user's to add, {@code org.xerial:sqlite-jdbc} or {@code org.postgresql:postgresql}, and how durable SQLite's
 * connections are is for the source to say. Orders of one collection are served one after another. Ids are kept as 78 decimal digits.
 */
public final class JdbcIssueLog implements IssueLog {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_issue_collection (collection VARCHAR(120) PRIMARY KEY,"
                    + " orders BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS lianbo_issue_range (collection VARCHAR(120) NOT NULL, start VARCHAR(78) NOT NULL,"
                    + " next VARCHAR(79) NOT NULL, PRIMARY KEY (collection, start))",
            "CREATE TABLE IF NOT EXISTS lianbo_issue_order (collection VARCHAR(120) NOT NULL, number BIGINT NOT NULL,"
                    + " key VARCHAR(200) NOT NULL, fingerprint VARCHAR(66) NOT NULL, reserved_at BIGINT NOT NULL,"
                    + " PRIMARY KEY (collection, number), UNIQUE (collection, key))",
            // An id is there once, whatever else goes wrong.
            "CREATE TABLE IF NOT EXISTS lianbo_issue_token (collection VARCHAR(120) NOT NULL, token VARCHAR(78) NOT NULL,"
                    + " number BIGINT NOT NULL, place INTEGER NOT NULL, voucher TEXT, settled INTEGER NOT NULL,"
                    + " PRIMARY KEY (collection, token), UNIQUE (collection, number, place))",
            "CREATE INDEX IF NOT EXISTS lianbo_issue_token_outstanding ON lianbo_issue_token (collection, token)"
                    + " WHERE settled = 0");

    private static final String ISSUES = "SELECT o.number, o.key, o.reserved_at, t.token, t.voucher"
            + " FROM lianbo_issue_order o JOIN lianbo_issue_token t"
            + " ON t.collection = o.collection AND t.number = o.number WHERE o.collection = ? AND ";
    private static final String ISSUED = "SELECT t.token, o.key, t.voucher, t.settled"
            + " FROM lianbo_issue_token t JOIN lianbo_issue_order o"
            + " ON o.collection = t.collection AND o.number = t.number WHERE t.collection = ? AND ";

    /** How many ids are looked at beyond those that are needed, in case some of them are taken. */
    private static final int AHEAD = 256;

    private final Database database;

    private JdbcIssueLog(Database database) {
        this.database = database;
    }

    /**
     * Returns the log in this database; its tables are made where they are missing.
     *
     * @param source gives connections: a pool, since each step takes one
     * @throws IllegalArgumentException if it is of another kind of database than PostgreSQL and SQLite
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} if it cannot be reached or written
     */
    public static JdbcIssueLog in(DataSource source) {
        return new JdbcIssueLog(Database.of(source, TABLES));
    }

    @Override
    public List<Verdict<Issue>> reserveAll(AccountId collection, List<Order> orders, Instant now) {
        Instant reservedAt = Instant.ofEpochMilli(now.toEpochMilli());
        return database.transaction(connection -> {
            long before = locked(connection, collection);
            long number = before;
            List<Verdict<Issue>> verdicts = new ArrayList<>();
            for (Order order : orders) {
                Verdict<Issue> verdict = reserve(connection, collection, order, number + 1, reservedAt);
                if (verdict instanceof Verdict.Verified<Issue> verified
                        && verified.result().number() == number + 1) {
                    number++;
                }
                verdicts.add(verdict);
            }
            if (number > before) {
                Database.update(
                        connection,
                        "UPDATE lianbo_issue_collection SET orders = ? WHERE collection = ?",
                        number,
                        collection.toString());
            }
            return verdicts;
        });
    }

    /** How many orders the collection has; until the end of the transaction nobody else serves another. */
    private long locked(Connection connection, AccountId collection) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_issue_collection (collection, orders) VALUES (?, 0)"
                        + " ON CONFLICT (collection) DO NOTHING",
                collection.toString());
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT orders FROM lianbo_issue_collection WHERE collection = ?" + database.forUpdate(),
                        collection.toString());
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Verdict<Issue> reserve(
            Connection connection, AccountId collection, Order order, long number, Instant now) throws SQLException {
        Optional<String> fingerprint = fingerprint(connection, collection, order.key());
        if (fingerprint.isPresent()) {
            return fingerprint.get().equals(order.fingerprint().toString())
                    ? Verdict.ok(find(connection, collection, order.key()).orElseThrow())
                    : Checks.differs(order);
        }
        List<BigInteger> ids = order.ids();
        if (order.range().isPresent()) {
            IdRange range = order.range().get();
            ids = next(connection, collection, range, order.count());
            if (ids.size() < order.count()) {
                return Checks.soldOut(order, range, left(connection, collection, range));
            }
        } else {
            List<BigInteger> taken = new ArrayList<>();
            for (BigInteger id : ids) {
                if (!taken(connection, collection, new IdRange(id, id)).isEmpty()) {
                    taken.add(id);
                }
            }
            if (!taken.isEmpty()) {
                return Checks.taken(order, taken);
            }
        }
        insert(connection, collection, order, number, now, ids);
        return Verdict.ok(new Issue(collection, number, order.key(), now, ids, List.of()));
    }

    private static Optional<String> fingerprint(Connection connection, AccountId collection, String key)
            throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT fingerprint FROM lianbo_issue_order WHERE collection = ? AND key = ?",
                        collection.toString(),
                        key);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** The lowest free ids from where the range was left, at most as many as asked for; the range goes on behind them. */
    private static List<BigInteger> next(Connection connection, AccountId collection, IdRange range, int count)
            throws SQLException {
        BigInteger start = start(connection, collection, range);
        List<BigInteger> ids = new ArrayList<>();
        BigInteger id = start;
        while (ids.size() < count && range.contains(id)) {
            BigInteger end =
                    id.add(BigInteger.valueOf(count - ids.size() + AHEAD)).min(range.last());
            Set<BigInteger> taken = taken(connection, collection, new IdRange(id, end));
            for (; ids.size() < count && id.compareTo(end) <= 0; id = id.add(BigInteger.ONE)) {
                if (!taken.contains(id)) {
                    ids.add(id);
                }
            }
        }
        // What is too little for this order may do for the next.
        BigInteger next = ids.size() == count || ids.isEmpty() ? id : ids.getFirst();
        if (!next.equals(start)) {
            Database.update(
                    connection,
                    "INSERT INTO lianbo_issue_range (collection, start, next) VALUES (?, ?, ?)"
                            + " ON CONFLICT (collection, start) DO UPDATE SET next = excluded.next",
                    collection.toString(),
                    Database.sortable(range.first()),
                    next.toString());
        }
        return ids;
    }

    private static BigInteger start(Connection connection, AccountId collection, IdRange range) throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT next FROM lianbo_issue_range WHERE collection = ? AND start = ?",
                        collection.toString(),
                        Database.sortable(range.first()));
                ResultSet row = select.executeQuery()) {
            return row.next() ? new BigInteger(row.getString(1)) : range.first();
        }
    }

    private static Set<BigInteger> taken(Connection connection, AccountId collection, IdRange range)
            throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT token FROM lianbo_issue_token WHERE collection = ? AND token BETWEEN ? AND ?",
                        collection.toString(),
                        Database.sortable(range.first()),
                        Database.sortable(range.last()));
                ResultSet row = select.executeQuery()) {
            Set<BigInteger> taken = new HashSet<>();
            while (row.next()) {
                taken.add(new BigInteger(row.getString(1)));
            }
            return taken;
        }
    }

    private static void insert(
            Connection connection, AccountId collection, Order order, long number, Instant now, List<BigInteger> ids)
            throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_issue_order (collection, number, key, fingerprint, reserved_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                collection.toString(),
                number,
                order.key(),
                order.fingerprint().toString(),
                now.toEpochMilli());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO lianbo_issue_token (collection, token, number, place, settled) VALUES (?, ?, ?, ?, 0)")) {
            for (int place = 0; place < ids.size(); place++) {
                insert.setString(1, collection.toString());
                insert.setString(2, Database.sortable(ids.get(place)));
                insert.setLong(3, number);
                insert.setInt(4, place);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public List<Issue> keepSigned(List<Issue> issues) {
        return database.transaction(connection -> {
            List<Issue> standing = new ArrayList<>();
            for (Issue issue : issues) {
                Issue there =
                        find(connection, issue.collection(), issue.orderKey()).orElseThrow(() -> Checks.unknown(issue));
                Issue signed = there.signed(issue.vouchers());
                if (!there.isSigned()) {
                    keep(connection, signed);
                    // What another process kept in the meantime stays, so look what stands there now.
                    there = find(connection, issue.collection(), issue.orderKey())
                            .orElseThrow();
                }
                standing.add(there);
            }
            return standing;
        });
    }

    private static void keep(Connection connection, Issue signed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE lianbo_issue_token SET voucher = ?"
                + " WHERE collection = ? AND token = ? AND voucher IS NULL")) {
            for (SignedVoucher voucher : signed.vouchers()) {
                update.setString(1, voucher.toJson());
                update.setString(2, signed.collection().toString());
                update.setString(3, Database.sortable(voucher.voucher().tokenId()));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    @Override
    public Optional<Issue> find(AccountId collection, String orderKey) {
        return database.read(connection -> find(connection, collection, orderKey));
    }

    private static Optional<Issue> find(Connection connection, AccountId collection, String key) throws SQLException {
        return issues(connection, collection, "o.key = ?", key).stream().findFirst();
    }

    private static List<Issue> issues(Connection connection, AccountId collection, String which, Object... values)
            throws SQLException {
        List<Issue> issues = new ArrayList<>();
        List<Object> parameters = new ArrayList<>(List.of(values));
        parameters.addFirst(collection.toString());
        try (PreparedStatement select = Database.prepare(
                        connection, ISSUES + which + " ORDER BY o.number, t.place", parameters.toArray());
                ResultSet row = select.executeQuery()) {
            boolean more = row.next();
            while (more) {
                long number = row.getLong(1);
                String key = row.getString(2);
                Instant reservedAt = Instant.ofEpochMilli(row.getLong(3));
                List<BigInteger> ids = new ArrayList<>();
                List<SignedVoucher> vouchers = new ArrayList<>();
                while (more && row.getLong(1) == number) {
                    ids.add(new BigInteger(row.getString(4)));
                    voucher(row, 5).ifPresent(vouchers::add);
                    more = row.next();
                }
                issues.add(new Issue(collection, number, key, reservedAt, ids, vouchers));
            }
        }
        return issues;
    }

    private static Optional<SignedVoucher> voucher(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(SignedVoucher::parse);
    }

    @Override
    public Optional<IssuedToken> find(AccountId collection, BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return issued(collection, "t.token = ?", Database.sortable(tokenId)).stream()
                .findFirst();
    }

    @Override
    public List<Issue> orders(AccountId collection, long after, int most) {
        Checks.requireMost(most);
        // The numbers have no gaps.
        long last = after > Long.MAX_VALUE - most ? Long.MAX_VALUE : after + most;
        return database.read(
                connection -> issues(connection, collection, "o.number > ? AND o.number <= ?", after, last));
    }

    @Override
    public List<IssuedToken> outstanding(AccountId collection, BigInteger after, int most) {
        Checks.requireMost(most);
        BigInteger from = after.add(BigInteger.ONE).max(BigInteger.ZERO);
        return from.bitLength() > 256
                ? List.of()
                : issued(
                        collection,
                        "t.settled = 0 AND t.token >= ? ORDER BY t.token LIMIT " + most,
                        Database.sortable(from));
    }

    private List<IssuedToken> issued(AccountId collection, String which, String token) {
        return database.read(connection -> {
            List<IssuedToken> tokens = new ArrayList<>();
            try (PreparedStatement select = Database.prepare(connection, ISSUED + which, collection.toString(), token);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tokens.add(new IssuedToken(
                            new BigInteger(row.getString(1)), row.getString(2), voucher(row, 3), row.getInt(4) == 1));
                }
            }
            return tokens;
        });
    }

    @Override
    public int settle(AccountId collection, Collection<BigInteger> tokenIds) {
        tokenIds.forEach(id -> Arguments.requireUint256("token id", id));
        // In one order, so that two who settle the same ids cannot wait for each other.
        List<BigInteger> sorted = tokenIds.stream().sorted().toList();
        return database.transaction(connection -> {
            int settled = 0;
            try (PreparedStatement update = connection.prepareStatement("UPDATE lianbo_issue_token SET settled = 1"
                    + " WHERE collection = ? AND token = ? AND settled = 0")) {
                for (BigInteger id : sorted) {
                    update.setString(1, collection.toString());
                    update.setString(2, Database.sortable(id));
                    settled += update.executeUpdate();
                }
            }
            return settled;
        });
    }

    @Override
    public BigInteger left(AccountId collection, IdRange range) {
        return database.read(connection -> left(connection, collection, range));
    }

    private static BigInteger left(Connection connection, AccountId collection, IdRange range) throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT COUNT(*) FROM lianbo_issue_token WHERE collection = ? AND token BETWEEN ? AND ?",
                        collection.toString(),
                        Database.sortable(range.first()),
                        Database.sortable(range.last()));
                ResultSet row = select.executeQuery()) {
            row.next();
            return range.size().subtract(BigInteger.valueOf(row.getLong(1)));
        }
    }
}
