package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.store.Database;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentRecord.Revocation;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ConsentLedger} in a database of the reader's, which several of his processes may share: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.did.consent.ledger.ConsentLedgerTest" region="jdbc"}
 *
 * <p>It makes the tables {@code lianbo_consent} and {@code lianbo_consent_receipt}. How durable they are is for the maker of the data source to
 * say.
 */
public final class JdbcConsentLedger implements ConsentLedger {
    private static final List<String> TABLES = List.of("""
        CREATE TABLE IF NOT EXISTS lianbo_consent (
          id TEXT PRIMARY KEY, holder TEXT NOT NULL, grantee TEXT NOT NULL, recap TEXT NOT NULL,
          expires_at TEXT NOT NULL, max_uses BIGINT NOT NULL, used BIGINT NOT NULL, message TEXT NOT NULL,
          signature TEXT NOT NULL, recorded_at TEXT NOT NULL, revoked_by TEXT, revoked_at TEXT)\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_consent_of ON lianbo_consent (holder, id)\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_consent_receipt (
          grant_id TEXT NOT NULL, presentation TEXT NOT NULL, holder TEXT NOT NULL, reader TEXT NOT NULL,
          read_at BIGINT NOT NULL, hash TEXT NOT NULL, receipt TEXT NOT NULL, token TEXT NOT NULL,
          PRIMARY KEY (grant_id, presentation))\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_consent_receipt_of
          ON lianbo_consent_receipt (holder, read_at, hash)\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_consent_receipt_by
          ON lianbo_consent_receipt (reader, read_at, hash)\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_consent_receipt_under
          ON lianbo_consent_receipt (grant_id, read_at, hash)\
        """);

    private static final String GRANTS =
            "SELECT holder, grantee, recap, expires_at, message, signature, recorded_at, used, revoked_by, revoked_at"
                    + " FROM lianbo_consent WHERE ";

    private final Database database;

    private JdbcConsentLedger(Database database) {
        this.database = database;
    }

    /**
     * {@return the ledger in this database}; its tables are made where they are missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @throws IllegalArgumentException where it is of another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it cannot be reached or written
     */
    public static JdbcConsentLedger in(DataSource source) {
        return new JdbcConsentLedger(Database.of(source, TABLES));
    }

    @Override
    public ConsentRecord record(ConsentGrant grant, ConsentProof proof, Instant at) {
        Hash32 id = grant.id();
        database.update(
                "INSERT INTO lianbo_consent (id, holder, grantee, recap, expires_at, max_uses, used, message,"
                        + " signature, recorded_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING",
                id.toString(),
                grant.holder().toString(),
                grant.grantee().toString(),
                grant.recap().toString(),
                grant.expiresAt().toString(),
                grant.isCounted() ? grant.maxUses() : Long.MAX_VALUE,
                proof.message(),
                proof.signature(),
                at.toString());
        return find(id).orElseThrow(() -> new IllegalStateException("somebody deleted the grant " + id));
    }

    @Override
    public Optional<ConsentRecord> find(Hash32 grant) {
        return database.read(connection -> find(connection, grant));
    }

    private static Optional<ConsentRecord> find(Connection connection, Hash32 grant) throws SQLException {
        return grants(connection, "id = ?", grant.toString()).stream().findFirst();
    }

    @Override
    public List<ConsentRecord> grants(Did holder, Hash32 after, int most) {
        Refusals.requirePage(most);
        return database.read(connection -> grants(
                connection, "holder = ? AND id > ? ORDER BY id LIMIT ?", holder.toString(), after.toString(), most));
    }

    private static List<ConsentRecord> grants(Connection connection, String which, Object... values)
            throws SQLException {
        try (PreparedStatement query = Database.prepare(connection, GRANTS + which, values);
                ResultSet row = query.executeQuery()) {
            List<ConsentRecord> grants = new ArrayList<>();
            while (row.next()) {
                ConsentGrant grant = ConsentGrant.fromRecap(
                        URI.create(row.getString(3)),
                        Did.parse(row.getString(1)),
                        Did.parse(row.getString(2)),
                        Instant.parse(row.getString(4)));
                grants.add(new ConsentRecord(
                        grant,
                        new ConsentProof(row.getString(5), row.getString(6)),
                        Instant.parse(row.getString(7)),
                        row.getLong(8),
                        revocation(row.getString(9), row.getString(10))));
            }
            return grants;
        }
    }

    private static Optional<Revocation> revocation(@Nullable String by, @Nullable String at) {
        return by == null || at == null
                ? Optional.empty()
                : Optional.of(new Revocation(Did.parse(by), Instant.parse(at)));
    }

    @Override
    public Verdict<ConsentRecord> revoke(Hash32 grant, Did by, Instant at) {
        database.update(
                "UPDATE lianbo_consent SET revoked_by = ?, revoked_at = ?"
                        + " WHERE id = ? AND holder = ? AND revoked_at IS NULL",
                by.toString(),
                at.toString(),
                grant.toString(),
                by.toString());
        Optional<ConsentRecord> known = find(grant);
        if (known.isEmpty()) {
            return Verdict.refused(Refusals.unknown(grant));
        }
        Did holder = known.get().grant().holder();
        return holder.equals(by) ? Verdict.ok(known.get()) : Verdict.refused(Refusals.notTheHolder(holder));
    }

    @Override
    public Verdict<List<RecordedReceipt>> spend(List<RecordedReceipt> receipts) {
        // In one order for all, so that two that use the same grants never wait for each other.
        List<RecordedReceipt> ordered = new ArrayList<>(receipts);
        ordered.sort(Comparator.comparing(each -> each.receipt().grant()));
        return database.transaction(
                connection -> {
                    for (RecordedReceipt each : ordered) {
                        Optional<Reason> refusal = spend(connection, each);
                        if (refusal.isPresent()) {
                            return Verdict.refused(refusal.get());
                        }
                    }
                    return Verdict.ok(List.copyOf(receipts));
                },
                Verdict::isVerified);
    }

    private static Optional<Reason> spend(Connection connection, RecordedReceipt each) throws SQLException {
        ConsentReceipt receipt = each.receipt();
        Instant end = use(connection, receipt.grant());
        if (end == null) {
            return Optional.of(find(connection, receipt.grant())
                    .map(known -> known.revocation().map(Refusals::revoked).orElseGet(() -> Refusals.usedUp(known)))
                    .orElseGet(() -> Refusals.unknown(receipt.grant())));
        }
        if (!receipt.readAt().isBefore(end)) {
            return Optional.of(Refusals.expired(end));
        }
        try (PreparedStatement insert = Database.prepare(
                connection,
                "INSERT INTO lianbo_consent_receipt (grant_id, presentation, holder, reader, read_at, hash,"
                        + " receipt, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                receipt.grant().toString(),
                receipt.presentation().toString(),
                receipt.holder().toString(),
                receipt.reader().toString(),
                receipt.readAt().toEpochMilli(),
                receipt.hash().toString(),
                receipt.json(),
                each.token().orElse(""))) {
            return insert.executeUpdate() == 1 ? Optional.empty() : Optional.of(Refusals.repeated());
        }
    }

    /** Makes a use of a grant, and says when the grant ends, or null where no use may be made. */
    private static @Nullable Instant use(Connection connection, Hash32 grant) throws SQLException {
        try (PreparedStatement update = Database.prepare(
                        connection,
                        "UPDATE lianbo_consent SET used = used + 1"
                                + " WHERE id = ? AND revoked_at IS NULL AND used < max_uses RETURNING expires_at",
                        grant.toString());
                ResultSet row = update.executeQuery()) {
            Instant end = null;
            while (row.next()) {
                end = Instant.parse(row.getString(1));
            }
            return end;
        }
    }

    @Override
    public List<RecordedReceipt> receipts(Did holder, ReceiptPlace after, int most) {
        return page("holder", holder.toString(), after, Long.MAX_VALUE, most);
    }

    @Override
    public List<RecordedReceipt> receipts(Hash32 grant, ReceiptPlace after, int most) {
        return page("grant_id", grant.toString(), after, Long.MAX_VALUE, most);
    }

    @Override
    public List<RecordedReceipt> readBy(Did reader, ReceiptPlace after, Instant end, int most) {
        return page(
                "reader",
                reader.toString(),
                after,
                ReceiptPlace.wholeMillis(end).toEpochMilli(),
                most);
    }

    private List<RecordedReceipt> page(String column, String value, ReceiptPlace after, long end, int most) {
        Refusals.requirePage(most);
        long time = after.readAt().toEpochMilli();
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT receipt, token FROM lianbo_consent_receipt WHERE " + column
                                    + " = ? AND (read_at > ? OR (read_at = ? AND hash > ?)) AND read_at < ?"
                                    + " ORDER BY read_at, hash LIMIT ?",
                            value,
                            time,
                            time,
                            after.receipt().toString(),
                            end,
                            most);
                    ResultSet row = query.executeQuery()) {
                List<RecordedReceipt> receipts = new ArrayList<>();
                while (row.next()) {
                    String token = row.getString(2);
                    receipts.add(new RecordedReceipt(
                            ConsentReceipt.parse(row.getString(1)),
                            token.isEmpty() ? Optional.empty() : Optional.of(token)));
                }
                return receipts;
            }
        });
    }
}
