package io.lianbo.provenance.store;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventHash;
import io.lianbo.provenance.passport.SignedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Writes events into the tables of a {@link JdbcEventStore}, within one transaction. */
final class EventWriter implements AutoCloseable {
    private static final int TERMS_A_BATCH = 5_000;

    private final Connection connection;
    private final PreparedStatement nameEvent;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertTerm;
    private int terms;

    EventWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.nameEvent = connection.prepareStatement(
                "INSERT INTO lianbo_event_id (event_id, hash) VALUES (?, ?) ON CONFLICT DO NOTHING");
        this.insertEvent = connection.prepareStatement("INSERT INTO lianbo_event (hash, issuer, declaration, time,"
                + " signature, event) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING number");
        this.insertTerm = connection.prepareStatement(
                "INSERT INTO lianbo_event_term (term, time, event, field) VALUES (?, ?, ?, ?)");
    }

    /** An event, and its number in the table. */
    record Row(long number, SignedEvent signed) {}

    /** Keeps the event where it is new, and says what is kept; its terms are written at the end, {@link #finish}. */
    Verdict<Row> keep(SignedEvent signed) throws SQLException {
        EpcisEvent event = signed.event();
        var eventId = Term.eventId(event);
        if (eventId.isPresent()) {
            String id = Term.of(Term.Field.EVENT_ID, eventId.get()).value();
            nameEvent.setString(1, id);
            nameEvent.setBytes(2, event.hash().digest().bytes());
            if (nameEvent.executeUpdate() == 0) {
                EventHash standing = named(id);
                if (!standing.equals(event.hash())) {
                    return Verdict.refused(Refusals.eventIdTaken(signed, standing));
                }
            }
        }
        OptionalLong number = insert(signed);
        if (number.isEmpty()) {
            return Verdict.ok(standing(signed));
        }
        for (Term term : Term.of(event)) {
            insertTerm.setString(1, term.value());
            insertTerm.setLong(2, event.eventTime().toEpochMilli());
            insertTerm.setLong(3, number.getAsLong());
            insertTerm.setInt(4, term.field().code());
            insertTerm.addBatch();
            if (++terms % TERMS_A_BATCH == 0) {
                insertTerm.executeBatch();
            }
        }
        return Verdict.ok(new Row(number.getAsLong(), signed));
    }

    /** Writes what is still to be written. */
    void finish() throws SQLException {
        insertTerm.executeBatch();
    }

    private EventHash named(String eventId) throws SQLException {
        try (PreparedStatement query =
                        Database.prepare(connection, "SELECT hash FROM lianbo_event_id WHERE event_id = ?", eventId);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new EventHash(Hash32.of(row.getBytes(1)));
        }
    }

    private OptionalLong insert(SignedEvent signed) throws SQLException {
        EpcisEvent event = signed.event();
        insertEvent.setBytes(1, event.hash().digest().bytes());
        insertEvent.setString(2, signed.issuer().toString());
        insertEvent.setString(3, Term.declaration(event));
        insertEvent.setLong(4, event.eventTime().toEpochMilli());
        insertEvent.setString(5, signed.signature().toString());
        insertEvent.setString(6, event.toJson());
        try (ResultSet row = insertEvent.executeQuery()) {
            OptionalLong number = OptionalLong.empty();
            while (row.next()) { // to the end, so that SQLite has done it
                number = OptionalLong.of(row.getLong(1));
            }
            return number;
        }
    }

    private Row standing(SignedEvent signed) throws SQLException {
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT issuer, signature, event, number FROM lianbo_event"
                                + " WHERE hash = ? AND issuer = ? AND declaration = ?",
                        signed.event().hash().digest().bytes(),
                        signed.issuer().toString(),
                        Term.declaration(signed.event()));
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Row(row.getLong(4), read(row));
        }
    }

    /** The event of a row that begins with issuer, signature and event. */
    static SignedEvent read(ResultSet row) throws SQLException {
        return new SignedEvent(
                EpcisEvent.parse(row.getString(3)), Address.of(row.getString(1)), Signature.parse(row.getString(2)));
    }

    @Override
    public void close() throws SQLException {
        nameEvent.close();
        insertEvent.close();
        insertTerm.close();
    }
}
