package io.lianbo.rewards.review;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link ReviewBook} within one transaction. Whoever changes an order's review has its purchase's row locked, then the item's. */
final class ReviewRows {
    static final List<String> TABLES = List.of("""
        CREATE TABLE IF NOT EXISTS lianbo_review_purchase (
          order_id VARCHAR(66) PRIMARY KEY, buyer VARCHAR(42) NOT NULL, item VARCHAR(66) NOT NULL,
          settled_at BIGINT NOT NULL, refunded_at BIGINT) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_item (
          item VARCHAR(66) PRIMARY KEY, entries BIGINT NOT NULL,
          one BIGINT NOT NULL CHECK (one >= 0), two BIGINT NOT NULL CHECK (two >= 0), three BIGINT NOT NULL CHECK (three >= 0),
          four BIGINT NOT NULL CHECK (four >= 0), five BIGINT NOT NULL CHECK (five >= 0)) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_entry (
          item VARCHAR(66) NOT NULL, idx BIGINT NOT NULL, order_id VARCHAR(66) NOT NULL, version BIGINT NOT NULL,
          author VARCHAR(42), rating INTEGER, text_hash VARCHAR(66), written_at BIGINT, signature {bytes},
          booked_at BIGINT NOT NULL, PRIMARY KEY (item, idx), UNIQUE (order_id, version)) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_text (
          order_id VARCHAR(66) NOT NULL, version BIGINT NOT NULL, text TEXT NOT NULL, salt VARCHAR(66) NOT NULL,
          PRIMARY KEY (order_id, version)) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_seal (
          number BIGINT PRIMARY KEY, root VARCHAR(66) NOT NULL, entries BIGINT NOT NULL, sealed_at BIGINT NOT NULL)\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_state (
          item VARCHAR(66) NOT NULL, seal BIGINT NOT NULL, entries BIGINT NOT NULL, root VARCHAR(66) NOT NULL,
          one BIGINT NOT NULL, two BIGINT NOT NULL, three BIGINT NOT NULL, four BIGINT NOT NULL, five BIGINT NOT NULL,
          PRIMARY KEY (item, seal)) {clustered}\
        """, """
        CREATE INDEX IF NOT EXISTS lianbo_review_state_of ON lianbo_review_state (seal)\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_review_sealing (id INTEGER PRIMARY KEY)\
        """, """
        INSERT INTO lianbo_review_sealing (id) VALUES (1) ON CONFLICT DO NOTHING\
        """);

    /** The version under which an order's refund stands. */
    private static final long REFUND = 0;

    private static final String ENTRY =
            "SELECT e.item, e.order_id, e.version, e.author, e.rating, e.text_hash, e.written_at, e.signature,"
                    + " e.booked_at";
    private static final String STATE = "SELECT s.item, s.entries, s.root, s.one, s.two, s.three, s.four, s.five";
    private static final String SEALS =
            "SELECT number, root, entries, sealed_at FROM lianbo_review_seal ORDER BY number";

    private final Connection connection;
    private final String forUpdate;

    ReviewRows(Connection connection, String forUpdate) {
        this.connection = connection;
        this.forUpdate = forUpdate;
    }

    /** A purchase and what became of it. */
    record Told(Purchase purchase, @Nullable Instant refundedAt) {}

    /** How far an item's log is. */
    record Item(Hash32 item, long entries, Rating rating) {}

    @FunctionalInterface
    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private <T> List<T> all(String sql, Read<T> read, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(connection, sql, values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(read.from(row));
            }
        }
        return found;
    }

    private <T> @Nullable T first(String sql, Read<T> read, Object... values) throws SQLException {
        List<T> found = all(sql, read, values);
        return found.isEmpty() ? null : found.getFirst();
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        return Database.update(connection, sql, values);
    }

    // Purchases.

    void addPurchase(Purchase purchase) throws SQLException {
        update(
                "INSERT INTO lianbo_review_purchase (order_id, buyer, item, settled_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                purchase.order().toString(),
                purchase.buyer().toString(),
                purchase.item().toString(),
                purchase.settledAt().toEpochMilli());
    }

    /** A purchase, which nobody else changes until the end of the transaction. */
    @Nullable
    Told purchase(Hash32 order) throws SQLException {
        return first(
                "SELECT buyer, item, settled_at, refunded_at FROM lianbo_review_purchase WHERE order_id = ?"
                        + forUpdate,
                row -> {
                    long refundedAt = row.getLong(4);
                    Instant refunded = row.wasNull() ? null : Instant.ofEpochMilli(refundedAt);
                    return new Told(
                            new Purchase(
                                    order,
                                    Address.of(row.getString(1)),
                                    Hash32.of(row.getString(2)),
                                    Instant.ofEpochMilli(row.getLong(3))),
                            refunded);
                },
                order.toString());
    }

    void refund(Hash32 order, Instant at) throws SQLException {
        update(
                "UPDATE lianbo_review_purchase SET refunded_at = ? WHERE order_id = ?",
                at.toEpochMilli(),
                order.toString());
    }

    // Logs.

    /** An item, made where it is missing, which nobody else changes until the end of the transaction. */
    Item item(Hash32 item) throws SQLException {
        update(
                "INSERT INTO lianbo_review_item (item, entries, one, two, three, four, five)"
                        + " VALUES (?, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
                item.toString());
        return Objects.requireNonNull(first(
                "SELECT item, entries, one, two, three, four, five FROM lianbo_review_item WHERE item = ?" + forUpdate,
                ReviewRows::item,
                item.toString()));
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(Hash32.of(row.getString(1)), row.getLong(2), rating(row, 3));
    }

    private static Rating rating(ResultSet row, int from) throws SQLException {
        return new Rating(List.of(
                row.getLong(from),
                row.getLong(from + 1),
                row.getLong(from + 2),
                row.getLong(from + 3),
                row.getLong(from + 4)));
    }

    /** Adds an entry to the end of an item's log, which {@link #update} counts. */
    void add(Item item, ReviewEntry entry) throws SQLException {
        switch (entry) {
            case ReviewEntry.Written written -> {
                Review review = written.signed().review();
                insert(
                        item,
                        entry,
                        review.version(),
                        review.author().toString(),
                        review.rating(),
                        review.textHash().toString(),
                        review.writtenAt().getEpochSecond(),
                        written.signed().signature());
            }
            case ReviewEntry.Refunded refunded -> insert(item, entry, REFUND, null, null, null, null, null);
        }
    }

    private void insert(
            Item item,
            ReviewEntry entry,
            long version,
            @Nullable String author,
            @Nullable Integer rating,
            @Nullable String textHash,
            @Nullable Long writtenAt,
            byte @Nullable [] signature)
            throws SQLException {
        update(
                "INSERT INTO lianbo_review_entry (item, idx, order_id, version, author, rating, text_hash, written_at,"
                        + " signature, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                item.item().toString(),
                item.entries(),
                entry.order().toString(),
                version,
                author,
                rating,
                textHash,
                writtenAt,
                signature,
                entry.bookedAt().toEpochMilli());
    }

    /** Counts one more entry. */
    void update(Item item, Rating rating) throws SQLException {
        List<Long> stars = rating.stars();
        update(
                "UPDATE lianbo_review_item SET entries = entries + 1, one = ?, two = ?, three = ?, four = ?, five = ?"
                        + " WHERE item = ?",
                stars.get(0),
                stars.get(1),
                stars.get(2),
                stars.get(3),
                stars.get(4),
                item.item().toString());
    }

    ReviewEntry.@Nullable Written written(Hash32 order, long version) throws SQLException {
        return (ReviewEntry.Written) first(
                ENTRY + " FROM lianbo_review_entry e WHERE e.order_id = ? AND e.version = ?",
                ReviewRows::entry,
                order.toString(),
                version);
    }

    /** The latest version of an order's review. */
    ReviewEntry.@Nullable Written lastOf(Hash32 order) throws SQLException {
        return (ReviewEntry.Written) first(
                ENTRY + " FROM lianbo_review_entry e WHERE e.order_id = ? AND e.version > " + REFUND
                        + " ORDER BY e.version DESC LIMIT 1",
                ReviewRows::entry,
                order.toString());
    }

    /** The first so many entries of an item. */
    List<ReviewEntry> entries(Hash32 item, long count) throws SQLException {
        return all(
                ENTRY + " FROM lianbo_review_entry e WHERE e.item = ? AND e.idx < ? ORDER BY e.idx",
                ReviewRows::entry,
                item.toString(),
                count);
    }

    List<ReviewEntry> history(Hash32 order) throws SQLException {
        return all(
                ENTRY + " FROM lianbo_review_entry e WHERE e.order_id = ? ORDER BY e.idx",
                ReviewRows::entry,
                order.toString());
    }

    private static ReviewEntry entry(ResultSet row) throws SQLException {
        Hash32 order = Hash32.of(row.getString(2));
        long version = row.getLong(3);
        Instant bookedAt = Instant.ofEpochMilli(row.getLong(9));
        return version == REFUND
                ? new ReviewEntry.Refunded(order, bookedAt)
                : new ReviewEntry.Written(
                        new Review.Signed(
                                new Review(
                                        order,
                                        Hash32.of(row.getString(1)),
                                        Address.of(row.getString(4)),
                                        row.getInt(5),
                                        Hash32.of(row.getString(6)),
                                        Instant.ofEpochSecond(row.getLong(7)),
                                        version),
                                row.getBytes(8)),
                        bookedAt);
    }

    // Texts.

    void keep(Review review, ReviewText text) throws SQLException {
        update(
                "INSERT INTO lianbo_review_text (order_id, version, text, salt) VALUES (?, ?, ?, ?)",
                review.order().toString(),
                review.version(),
                text.text(),
                text.salt().toString());
    }

    int erase(Hash32 order) throws SQLException {
        return update("DELETE FROM lianbo_review_text WHERE order_id = ?", order.toString());
    }

    // What is shown.

    Rating rating(Hash32 item) throws SQLException {
        Rating rating = first(
                "SELECT one, two, three, four, five FROM lianbo_review_item WHERE item = ?",
                row -> rating(row, 1),
                item.toString());
        return rating == null ? Rating.NONE : rating;
    }

    List<ShownReview> shown(Hash32 order) throws SQLException {
        return all(shownWhere("e.order_id = ?"), ReviewRows::shown, order.toString());
    }

    List<ShownReview> shown(Hash32 item, long after, int most) throws SQLException {
        return all(
                shownWhere("e.item = ? AND e.idx > ?") + " ORDER BY e.idx LIMIT ?",
                ReviewRows::shown,
                item.toString(),
                after,
                most);
    }

    private static String shownWhere(String which) {
        return ENTRY + ", e.idx, p.refunded_at, t.text, t.salt FROM lianbo_review_entry e"
                + " JOIN lianbo_review_purchase p ON p.order_id = e.order_id"
                + " LEFT JOIN lianbo_review_text t ON t.order_id = e.order_id AND t.version = e.version"
                + " WHERE e.version > " + REFUND
                + " AND NOT EXISTS (SELECT 1 FROM lianbo_review_entry n WHERE n.order_id = e.order_id AND n.version >"
                + " e.version) AND " + which;
    }

    private static ShownReview shown(ResultSet row) throws SQLException {
        ReviewEntry.Written written = (ReviewEntry.Written) entry(row);
        long refundedAt = row.getLong(11);
        Optional<Instant> refunded = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(refundedAt));
        String text = row.getString(12);
        return new ShownReview(
                row.getLong(10),
                written.signed(),
                refunded,
                text == null ? Optional.empty() : Optional.of(new ReviewText(text, Hash32.of(row.getString(13)))));
    }

    // Seals.

    /** Lets one seal be made at a time. */
    void lockSeals() throws SQLException {
        first("SELECT id FROM lianbo_review_sealing" + forUpdate, row -> row.getInt(1));
    }

    @Nullable
    ReviewSeal lastSeal() throws SQLException {
        List<ReviewSeal> seals = seals();
        return seals.isEmpty() ? null : seals.getLast();
    }

    List<ReviewSeal> seals() throws SQLException {
        return all(
                SEALS,
                row -> new ReviewSeal(
                        row.getLong(1),
                        Hash32.of(row.getString(2)),
                        row.getLong(3),
                        Instant.ofEpochMilli(row.getLong(4))));
    }

    /** The items whose logs grew since they were last sealed. */
    List<Item> grown() throws SQLException {
        return all(
                "SELECT i.item, i.entries, i.one, i.two, i.three, i.four, i.five FROM lianbo_review_item i"
                        + " WHERE i.entries > COALESCE((SELECT MAX(s.entries) FROM lianbo_review_state s"
                        + " WHERE s.item = i.item), 0) ORDER BY i.item",
                ReviewRows::item);
    }

    void keep(long seal, ItemState state) throws SQLException {
        List<Long> stars = state.rating().stars();
        update(
                "INSERT INTO lianbo_review_state (item, seal, entries, root, one, two, three, four, five)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                state.item().toString(),
                seal,
                state.entries(),
                state.logRoot().toString(),
                stars.get(0),
                stars.get(1),
                stars.get(2),
                stars.get(3),
                stars.get(4));
    }

    void keep(ReviewSeal seal) throws SQLException {
        update(
                "INSERT INTO lianbo_review_seal (number, root, entries, sealed_at) VALUES (?, ?, ?, ?)",
                seal.number(),
                seal.root().toString(),
                seal.entries(),
                seal.sealedAt().toEpochMilli());
    }

    /** The state of every item at a seal. */
    List<ItemState> states(long seal) throws SQLException {
        return all(
                STATE + " FROM lianbo_review_state s WHERE s.seal = (SELECT MAX(t.seal) FROM lianbo_review_state t"
                        + " WHERE t.item = s.item AND t.seal <= ?)",
                ReviewRows::state,
                seal);
    }

    /** The state of one item at a seal. */
    @Nullable
    ItemState state(Hash32 item, long seal) throws SQLException {
        return first(
                STATE + " FROM lianbo_review_state s WHERE s.item = ? AND s.seal <= ? ORDER BY s.seal DESC LIMIT 1",
                ReviewRows::state,
                item.toString(),
                seal);
    }

    private static ItemState state(ResultSet row) throws SQLException {
        return new ItemState(Hash32.of(row.getString(1)), row.getLong(2), Hash32.of(row.getString(3)), rating(row, 4));
    }

    /** First reviews and refunds that a seal added; of a review, neither rating nor text is read. */
    List<ReviewCredit> credits(long seal) throws SQLException {
        return all(
                "SELECT e.item, e.idx, e.order_id, f.author, e.booked_at, e.version, f.idx FROM lianbo_review_state s"
                        + " JOIN lianbo_review_entry e ON e.item = s.item AND e.idx < s.entries AND e.idx >="
                        + " COALESCE((SELECT MAX(b.entries) FROM lianbo_review_state b WHERE b.item = s.item AND b.seal <"
                        + " s.seal), 0) JOIN lianbo_review_entry f ON f.order_id = e.order_id AND f.version = 1 WHERE"
                        + " s.seal = ? AND e.version IN (1, " + REFUND + ") ORDER BY e.item, e.idx",
                row -> new ReviewCredit(
                        Hash32.of(row.getString(1)),
                        row.getLong(2),
                        Hash32.of(row.getString(3)),
                        Address.of(row.getString(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getLong(6) == REFUND ? OptionalLong.of(row.getLong(7)) : OptionalLong.empty()),
                seal);
    }
}
