package io.lianbo.nft.relay;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.store.Database;
import io.lianbo.nft.SignedVoucher;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A log in a database of the service's, which several of its processes may share: SQLite and PostgreSQL. It makes its tables ({@code
 * lianbo_relay_...}) where they are missing. The driver is the user's to add.
 */
public final class JdbcRelayLog implements RelayLog {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_relay_collection (collection VARCHAR(120) PRIMARY KEY,"
                    + " vouchers BIGINT NOT NULL, batches BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS lianbo_relay_voucher (collection VARCHAR(120) NOT NULL,"
                    + " digest VARCHAR(66) NOT NULL, number BIGINT NOT NULL, voucher TEXT NOT NULL,"
                    + " state VARCHAR(10) NOT NULL, batch BIGINT, place INTEGER, transaction_hash VARCHAR(66),"
                    + " problem_code TEXT, problem_detail TEXT, PRIMARY KEY (collection, digest))",
            "CREATE INDEX IF NOT EXISTS lianbo_relay_voucher_open ON lianbo_relay_voucher (collection, state, number)"
                    + " WHERE state IN ('WAITING', 'SENT')",
            "CREATE TABLE IF NOT EXISTS lianbo_relay_spent (collection VARCHAR(120) NOT NULL, day BIGINT NOT NULL,"
                    + " name VARCHAR(200) NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (collection, day, name))");

    private static final String SELECT = "SELECT voucher, state, transaction_hash, problem_code, problem_detail, batch"
            + " FROM lianbo_relay_voucher WHERE collection = ? AND ";

    private final Database database;

    private JdbcRelayLog(Database database) {
        this.database = database;
    }

    /**
     * Returns the log in this database; its tables are made where they are missing.
     *
     * @param source gives connections: a pool, since each step takes one
     * @throws IllegalArgumentException if it is of another kind of database than PostgreSQL and SQLite
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} if it cannot be reached or written
     */
    public static JdbcRelayLog in(DataSource source) {
        return new JdbcRelayLog(Database.of(source, TABLES));
    }

    /** How many vouchers were taken in and batches made; until the end of the transaction nobody else changes either. */
    private record Counts(long vouchers, long batches) {}

    private Counts locked(Connection connection, AccountId collection) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_relay_collection (collection, vouchers, batches) VALUES (?, 0, 0)"
                        + " ON CONFLICT (collection) DO NOTHING",
                collection.toString());
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT vouchers, batches FROM lianbo_relay_collection WHERE collection = ?"
                                + database.forUpdate(),
                        collection.toString());
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Counts(row.getLong(1), row.getLong(2));
        }
    }

    @Override
    public Verdict<Relayed> admit(SignedVoucher voucher, LocalDate day, List<Budget> budgets) {
        String collection = voucher.collection().toString();
        String digest = voucher.digest().toString();
        return database.transaction(connection -> {
            Counts counts = locked(connection, voucher.collection());
            Optional<Relayed> standing = find(connection, voucher.collection(), voucher.digest());
            if (standing.isPresent() && standing.get().state() != RelayState.REFUSED) {
                return Verdict.ok(standing.get());
            }
            Map<String, BigInteger> spent = spent(connection, collection, day, budgets);
            List<Reason> reasons = Budget.exceeded(budgets, spent);
            if (!reasons.isEmpty()) {
                return Verdict.<Relayed>refused(reasons);
            }
            for (Budget budget : budgets) {
                BigInteger sum =
                        spent.getOrDefault(budget.name(), BigInteger.ZERO).add(budget.amount());
                Database.update(
                        connection,
                        "INSERT INTO lianbo_relay_spent (collection, day, name, amount) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (collection, day, name) DO UPDATE SET amount = excluded.amount",
                        collection,
                        day.toEpochDay(),
                        budget.name(),
                        sum.toString());
            }
            long number = counts.vouchers() + 1;
            Database.update(
                    connection,
                    "UPDATE lianbo_relay_collection SET vouchers = ? WHERE collection = ?",
                    number,
                    collection);
            Database.update(
                    connection,
                    "DELETE FROM lianbo_relay_voucher WHERE collection = ? AND digest = ?",
                    collection,
                    digest);
            Database.update(
                    connection,
                    "INSERT INTO lianbo_relay_voucher (collection, digest, number, voucher, state)"
                            + " VALUES (?, ?, ?, ?, 'WAITING')",
                    collection,
                    digest,
                    number,
                    voucher.toJson());
            return Verdict.ok(Relayed.waiting(voucher));
        });
    }

    private static Map<String, BigInteger> spent(
            Connection connection, String collection, LocalDate day, List<Budget> budgets) throws SQLException {
        Map<String, BigInteger> spent = new HashMap<>();
        for (Budget budget : budgets) {
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT amount FROM lianbo_relay_spent WHERE collection = ? AND day = ? AND name = ?",
                            collection,
                            day.toEpochDay(),
                            budget.name());
                    ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    spent.put(budget.name(), new BigInteger(row.getString(1)));
                }
            }
        }
        return spent;
    }

    @Override
    public Optional<Relayed> find(AccountId collection, Hash32 digest) {
        return database.read(connection -> find(connection, collection, digest));
    }

    private static Optional<Relayed> find(Connection connection, AccountId collection, Hash32 digest)
            throws SQLException {
        return select(connection, collection, "digest = ?", digest.toString()).stream()
                .map(Stored::relayed)
                .findFirst();
    }

    /** A voucher, and its batch, 0 where it is in none. */
    private record Stored(Relayed relayed, long batch) {}

    private static List<Stored> select(Connection connection, AccountId collection, String which, Object... values)
            throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(values));
        parameters.addFirst(collection.toString());
        try (PreparedStatement select = Database.prepare(connection, SELECT + which, parameters.toArray());
                ResultSet row = select.executeQuery()) {
            List<Stored> stored = new ArrayList<>();
            while (row.next()) {
                String code = row.getString(4);
                Relayed relayed = new Relayed(
                        SignedVoucher.parse(row.getString(1)),
                        RelayState.valueOf(row.getString(2)),
                        Optional.ofNullable(row.getString(3)).map(Hash32::of),
                        code == null ? Optional.empty() : Optional.of(new Reason(code, row.getString(5))));
                stored.add(new Stored(relayed, row.getLong(6)));
            }
            return stored;
        }
    }

    @Override
    public List<Relayed> waiting(AccountId collection, int most) {
        return database.read(connection -> waiting(connection, collection, most));
    }

    private static List<Relayed> waiting(Connection connection, AccountId collection, int most) throws SQLException {
        return select(connection, collection, "state = 'WAITING' ORDER BY number LIMIT " + most).stream()
                .map(Stored::relayed)
                .toList();
    }

    @Override
    public void refuse(AccountId collection, Map<Hash32, Reason> reasons) {
        database.transaction(connection -> {
            locked(connection, collection);
            for (Map.Entry<Hash32, Reason> entry : reasons.entrySet()) {
                Database.update(
                        connection,
                        "UPDATE lianbo_relay_voucher SET state = 'REFUSED', problem_code = ?, problem_detail = ?"
                                + " WHERE collection = ? AND digest = ? AND state = 'WAITING'",
                        entry.getValue().code(),
                        entry.getValue().detail(),
                        collection.toString(),
                        entry.getKey().toString());
            }
            return null;
        });
    }

    @Override
    public Optional<Batch> claim(AccountId collection, int most, UnaryOperator<List<Relayed>> choice) {
        return database.transaction(connection -> {
            long number = locked(connection, collection).batches() + 1;
            List<Relayed> chosen = choice.apply(waiting(connection, collection, most));
            if (chosen.isEmpty()) {
                return Optional.<Batch>empty();
            }
            Database.update(
                    connection,
                    "UPDATE lianbo_relay_collection SET batches = ? WHERE collection = ?",
                    number,
                    collection.toString());
            for (int place = 0; place < chosen.size(); place++) {
                Database.update(
                        connection,
                        "UPDATE lianbo_relay_voucher SET state = 'SENT', batch = ?, place = ?"
                                + " WHERE collection = ? AND digest = ?",
                        number,
                        place,
                        collection.toString(),
                        chosen.get(place).voucher().digest().toString());
            }
            return Optional.of(new Batch(
                    collection, number, chosen.stream().map(Relayed::sent).toList()));
        });
    }

    @Override
    public List<Batch> open(AccountId collection) {
        List<Stored> sent =
                database.read(connection -> select(connection, collection, "state = 'SENT' ORDER BY batch, place"));
        List<Batch> batches = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sent.size(); i++) {
            if (i == sent.size() || sent.get(i).batch() != sent.get(from).batch()) {
                batches.add(new Batch(
                        collection,
                        sent.get(from).batch(),
                        sent.subList(from, i).stream().map(Stored::relayed).toList()));
                from = i;
            }
        }
        return batches;
    }

    @Override
    public void settle(List<Relayed> outcomes) {
        database.transaction(connection -> {
            for (Relayed outcome : outcomes) {
                Database.update(
                        connection,
                        "UPDATE lianbo_relay_voucher SET state = ?, transaction_hash = ?, problem_code = ?,"
                                + " problem_detail = ? WHERE collection = ? AND digest = ? AND state = 'SENT'",
                        outcome.state().name(),
                        outcome.transaction().map(Hash32::toString).orElse(null),
                        outcome.problem().map(Reason::code).orElse(null),
                        outcome.problem().map(Reason::detail).orElse(null),
                        outcome.voucher().collection().toString(),
                        outcome.voucher().digest().toString());
            }
            return null;
        });
    }
}
