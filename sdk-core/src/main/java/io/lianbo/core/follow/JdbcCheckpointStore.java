package io.lianbo.core.follow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Log;
import io.lianbo.core.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Keeps checkpoints in a database, in the transaction in which consumers store their effects: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.core.follow.JdbcCheckpointStoreTest" region="store"}
 *
 * <p>It makes three tables whose names begin with {@code lianbo_follower}. Each of its methods fails with {@code STORE_FAILED} when the
 * database does, and has then stored nothing.
 */
public final class JdbcCheckpointStore implements CheckpointStore<Connection> {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS lianbo_follower (
              name TEXT PRIMARY KEY, version BIGINT NOT NULL,
              block_number BIGINT NOT NULL, block_hash TEXT NOT NULL, log_index BIGINT NOT NULL)""", """
            CREATE TABLE IF NOT EXISTS lianbo_follower_block (
              follower TEXT NOT NULL, number BIGINT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (follower, number))""", """
            CREATE TABLE IF NOT EXISTS lianbo_follower_log (
              follower TEXT NOT NULL, block_number BIGINT NOT NULL, log_index BIGINT NOT NULL, block_hash TEXT NOT NULL,
              transaction_hash TEXT NOT NULL, address TEXT NOT NULL, topics TEXT NOT NULL, data TEXT NOT NULL,
              PRIMARY KEY (follower, block_number, log_index))""");

    private final Database database;

    private JdbcCheckpointStore(Database database) {
        this.database = database;
    }

    /**
     * The store in the database in which consumers store their effects; its tables are made if they are not there.
     *
     * @param source gives connections to PostgreSQL or SQLite, one a transaction
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcCheckpointStore in(DataSource source) {
        return new JdbcCheckpointStore(Database.of(source, TABLES));
    }

    @Override
    public Optional<State> load(String follower) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT version, block_number, block_hash, log_index FROM lianbo_follower WHERE name = ?",
                            follower);
                    ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Checkpoint checkpoint = new Checkpoint(row.getLong(2), Hash32.of(row.getString(3)), row.getLong(4));
                return Optional.of(new State(
                        row.getLong(1), checkpoint, blocks(connection, follower), logs(connection, follower)));
            }
        });
    }

    @Override
    public void commit(String follower, Change change, Work<? super Connection> work) {
        database.transaction(connection -> {
            advance(connection, follower, change); // first, so that a follower that lost waits or fails before it works
            work.run(connection);
            forget(connection, follower, change);
            remember(connection, follower, change);
            return true;
        });
    }

    private static void advance(Connection connection, String follower, Change change) throws SQLException {
        Checkpoint to = change.checkpoint();
        String sql = change.version() == 0
                ? "INSERT INTO lianbo_follower (version, block_number, block_hash, log_index, name)"
                        + " VALUES (1, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
                : "UPDATE lianbo_follower SET version = version + 1, block_number = ?, block_hash = ?, log_index = ?"
                        + " WHERE name = ? AND version = " + change.version();
        int rows = Database.update(
                connection, sql, to.blockNumber(), to.blockHash().toString(), to.logIndex(), follower);
        if (rows != 1) {
            throw new IllegalStateException("another follower named " + follower + " is at work");
        }
    }

    private static void forget(Connection connection, String follower, Change change) throws SQLException {
        Checkpoint to = change.checkpoint();
        Database.update(
                connection,
                "DELETE FROM lianbo_follower_block WHERE follower = ? AND (number < ? OR number > ?)",
                follower,
                change.forgetBelow(),
                to.blockNumber());
        Database.update(
                connection,
                "DELETE FROM lianbo_follower_log WHERE follower = ?"
                        + " AND (block_number < ? OR block_number > ? OR (block_number = ? AND log_index > ?))",
                follower,
                change.forgetBelow(),
                to.blockNumber(),
                to.blockNumber(),
                to.logIndex());
    }

    private static void remember(Connection connection, String follower, Change change) throws SQLException {
        for (Mark block : change.blocks()) {
            if (block.number() >= change.forgetBelow()) {
                Database.update(
                        connection,
                        "INSERT INTO lianbo_follower_block (follower, number, hash) VALUES (?, ?, ?)"
                                + " ON CONFLICT (follower, number) DO UPDATE SET hash = excluded.hash",
                        follower,
                        block.number(),
                        block.hash().toString());
            }
        }
        for (Log log : change.logs()) {
            if (log.blockNumber() >= change.forgetBelow()) {
                Database.update(
                        connection,
                        "INSERT INTO lianbo_follower_log (follower, block_number, log_index, block_hash,"
                                + " transaction_hash, address, topics, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        follower,
                        log.blockNumber(),
                        log.index(),
                        log.blockHash().toString(),
                        log.transactionHash().toString(),
                        log.address().toString(),
                        log.topics().stream().map(Hash32::toString).collect(Collectors.joining(" ")),
                        Hex.encode(log.data()));
            }
        }
    }

    private static List<Mark> blocks(Connection connection, String follower) throws SQLException {
        List<Mark> blocks = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT number, hash FROM lianbo_follower_block WHERE follower = ? ORDER BY number",
                        follower);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                blocks.add(new Mark(row.getLong(1), Hash32.of(row.getString(2))));
            }
        }
        return blocks;
    }

    private static List<Log> logs(Connection connection, String follower) throws SQLException {
        List<Log> logs = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT address, topics, data, block_number, block_hash, transaction_hash, log_index"
                                + " FROM lianbo_follower_log WHERE follower = ? ORDER BY block_number, log_index",
                        follower);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                logs.add(new Log(
                        Address.of(row.getString(1)),
                        Stream.of(row.getString(2).split(" ")).map(Hash32::of).toList(),
                        Hex.decode(row.getString(3)),
                        row.getLong(4),
                        Hash32.of(row.getString(5)),
                        Hash32.of(row.getString(6)),
                        row.getLong(7)));
            }
        }
        return logs;
    }
}
