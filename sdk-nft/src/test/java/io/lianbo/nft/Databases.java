package io.lianbo.nft;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The databases that stores are held to: a file of SQLite's, and one server of PostgreSQL's that lasts as long as the JVM. */
public final class Databases {
    private static final String SQLITE = "jdbc:sqlite:";

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

    /** Where a file of SQLite's is, for this process and others. */
    public static String sqlite(Path folder) {
        return SQLITE + folder.resolve("store.db");
    }

    /** Where the server is, for this process and others; it is emptied. */
    public static String postgresql() {
        String url = Server.POSTGRES.getJdbcUrl("postgres", "postgres");
        try (Connection connection = at(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url;
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
}
