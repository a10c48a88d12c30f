package io.lianbo.core.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.follow.CheckpointStore.Change;
import io.lianbo.core.follow.CheckpointStore.Mark;
import io.lianbo.core.follow.CheckpointStore.State;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

@LocalChainTest
class JdbcCheckpointStoreTest {
    @TempDir
    private Path folder;

    private final TokenChain tokens;

    JdbcCheckpointStoreTest(LocalChain local) {
        tokens = new TokenChain(local);
    }

    @BeforeEach
    void deploy() {
        tokens.deploy();
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private DataSource open(Store kind) throws SQLException {
        DataSource database = Databases.open(kind, folder);
        Databases.execute(database, "CREATE TABLE loyalty (at BIGINT, amount BIGINT, PRIMARY KEY (at))");
        return database;
    }

    private static long at(ContractEvent event) {
        return event.blockNumber() * 1000 + event.logIndex();
    }

    private void write(ChainEvent change, Connection transaction) throws SQLException {
        String sql = change instanceof ChainEvent.Delivered
                ? "INSERT INTO loyalty (at, amount) VALUES (?, ?)"
                : "DELETE FROM loyalty WHERE at = ? AND amount = ?";
        try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            statement.setLong(1, at(change.event()));
            statement.setLong(2, change.event().uint("amount").longValueExact());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static List<Long> written(DataSource database) throws SQLException {
        List<Long> amounts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT amount FROM loyalty ORDER BY at")) {
            while (row.next()) {
                amounts.add(row.getLong(1));
            }
        }
        return amounts;
    }

    private List<Long> onChain() {
        return tokens.token().events("Transfer", 0, tokens.chain().blockNumber()).stream()
                .map(event -> event.uint("amount").longValueExact())
                .toList();
    }

    @Test
    void storesEffectAndCheckpointTogether() throws SQLException {
        DataSource database = open(Store.SQLITE);
        Chain chain = tokens.chain();
        EventQuery query = tokens.transfers();
        tokens.block(5, 6);
        // @start region="store"
        EventFollower<Connection> follower = new EventFollower<>(
                "loyalty",
                chain,
                query,
                EventFollower.Options.from(1).withConfirmations(0),
                JdbcCheckpointStore.in(database),
                (change, transaction) -> write(change, transaction)); // neither commits nor closes it
        follower.poll();
        // @end
        assertThat(written(database)).containsExactly(5L, 6L);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void eachEventTakesEffectOnceThroughReorganisationsAndCrashes(Store kind) throws SQLException {
        DataSource database = open(kind);
        Random random = new Random(11);
        RandomHistory history = new RandomHistory(random, tokens, 12);
        EventConsumer<Connection> crashing = (change, transaction) -> {
            write(change, transaction);
            if (random.nextInt(6) == 0) {
                throw new SQLException("crash after the effect");
            }
        };
        for (int i = 0; i < 50; i++) {
            history.step();
            try {
                follower(database, 1 + random.nextInt(3), crashing).poll();
            } catch (IllegalStateException crash) {
                assertThat(crash).hasRootCauseMessage("crash after the effect");
            }
        }
        history.growBeyondAllSeen(0);
        follower(database, 1, this::write).poll();
        assertThat(written(database)).isEqualTo(onChain());
    }

    private EventFollower<Connection> follower(
            DataSource database, int eventsPerTransaction, EventConsumer<Connection> consumer) {
        EventFollower.Options options = EventFollower.Options.from(0)
                .withConfirmations(0)
                .withMemory(20)
                .withEventsPerTransaction(eventsPerTransaction);
        return new EventFollower<>(
                "loyalty", tokens.chain(), tokens.transfers(), options, JdbcCheckpointStore.in(database), consumer);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void givesBackWhatWasStored(Store kind) throws SQLException {
        CheckpointStore<Connection> store = JdbcCheckpointStore.in(open(kind));
        CheckpointStore<Checkpoint> model = CheckpointStore.inMemory();
        tokens.block(1, 2);
        var log = tokens.token()
                .events("Transfer", 0, tokens.chain().blockNumber())
                .getFirst()
                .log();
        Hash32 hash = log.blockHash();
        long number = log.blockNumber();
        List<Mark> blocks = List.of(new Mark(number - 1, Hash32.ZERO), new Mark(number, hash));
        List<Change> changes = List.of(
                new Change(0, new Checkpoint(number, hash, log.index()), blocks, List.of(log), 0),
                new Change(1, Checkpoint.after(number, hash), List.of(new Mark(number, Hash32.ZERO)), List.of(), 0),
                new Change(2, Checkpoint.after(number, hash), List.of(), List.of(), number),
                new Change(3, new Checkpoint(number, hash, -1), List.of(), List.of(), 0),
                new Change(4, Checkpoint.after(number - 1, hash), List.of(), List.of(), 0));
        assertThat(store.load("one")).isEmpty();
        for (Change change : changes) {
            store.commit("one", change, transaction -> {});
            model.commit("one", change, checkpoint -> {});
            assertThat(store.load("one")).isEqualTo(model.load("one"));
            assertThat(store.load("another")).isEmpty();
        }
        assertThat(store.load("one").map(State::version)).contains(5L);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void letsOneOfTwoOfOneNameGoOn(Store kind) throws SQLException {
        CheckpointStore<Connection> store = JdbcCheckpointStore.in(open(kind));
        Change first = new Change(0, Checkpoint.after(1, Hash32.ZERO), List.of(), List.of(), 0);
        store.commit("one", first, transaction -> {});
        List<String> done = new ArrayList<>();
        for (long version : new long[] {0, 2}) {
            Change late = new Change(version, first.checkpoint(), List.of(), List.of(), 0);
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.commit("one", late, transaction -> done.add("worked")))
                    .withMessage("another follower named one is at work");
        }
        assertThat(done).isEmpty();
    }

    @Test
    void saysThatTheDatabaseFailed() {
        SQLiteDataSource nowhere = new SQLiteDataSource();
        nowhere.setUrl("jdbc:sqlite:" + folder.resolve("no").resolve("such.db"));
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcCheckpointStore.in(nowhere))
                .withCauseInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }
}
