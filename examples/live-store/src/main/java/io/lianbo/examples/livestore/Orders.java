package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.store.Database;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The orders in the store's database. Each step is one statement that does nothing where another was faster. */
final class Orders {
    private static final String COLUMNS =
            "number, id, session, buyer, item, amount, state, offered_at, signature, permit, settled_in, voucher, attempt, minted_in, problem";
    private static final int ID_BYTES = 16;

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Orders(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Order offer(Hash32 session, Viewer buyer, Show.Item item, TokenAmount price) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        database.update(
                "INSERT INTO store_order (id, session, buyer, item, amount, state, offered_at, attempt) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                id,
                session.toString(),
                buyer.address().toString(),
                item.serial(),
                price.units().toString(),
                Order.State.OFFERED.name(),
                clock.instant().toEpochMilli());
        return find(id).orElseThrow();
    }

    /** Takes the buyer's signatures; false where the piece was sold to somebody else meanwhile, or the order is not an offer any more. */
    boolean sign(Order order, String signature, Optional<String> permit) {
        try {
            return database.update(
                            "UPDATE store_order SET state = ?, signature = ?, permit = ? WHERE id = ? AND state = ?",
                            Order.State.SIGNED.name(),
                            signature,
                            permit.orElse(""),
                            order.id(),
                            Order.State.OFFERED.name())
                    == 1;
        } catch (LianboException e) {
            if (isSold(order.session(), order.item())) {
                return false;
            }
            throw e;
        }
    }

    void settled(Order order, Optional<Hash32> transaction) {
        move(
                order,
                Order.State.PAID,
                "settled_in = ?",
                transaction.map(Hash32::toString).orElse(""));
    }

    void issued(Order order, String voucher) {
        move(order, Order.State.VOUCHER, "voucher = ?", voucher);
    }

    /** The voucher of this attempt is void; another is to be signed. */
    void again(Order order) {
        move(order, Order.State.PAID, "voucher = '', attempt = ?", order.attempt() + 1);
    }

    void minted(Order order, Optional<Hash32> transaction) {
        move(
                order,
                Order.State.DONE,
                "minted_in = ?",
                transaction.map(Hash32::toString).orElse(""));
    }

    void failed(Order order, String problem) {
        move(order, Order.State.FAILED, "problem = ?", problem);
    }

    private void move(Order order, Order.State state, String with, Object value) {
        database.update(
                "UPDATE store_order SET state = ?, " + with + " WHERE id = ? AND state = ?",
                state.name(),
                value,
                order.id(),
                order.state().name());
    }

    Optional<Order> find(String id) {
        return list("WHERE id = ?", id).stream().findFirst();
    }

    List<Order> of(Hash32 session, Viewer buyer) {
        return list(
                "WHERE session = ? AND buyer = ? AND state <> 'OFFERED' ORDER BY number DESC LIMIT 50",
                session.toString(),
                buyer.address().toString());
    }

    /** Those the till still has to do something for, in the order in which they came. */
    List<Order> open(Hash32 session) {
        return list(
                "WHERE session = ? AND state IN ('SIGNED', 'PAID', 'VOUCHER') ORDER BY number LIMIT 100",
                session.toString());
    }

    List<Order> paid(Hash32 session) {
        return list("WHERE session = ? AND state IN ('PAID', 'VOUCHER', 'DONE') ORDER BY number", session.toString());
    }

    boolean isSold(Hash32 session, String item) {
        return !list(
                        "WHERE session = ? AND item = ? AND state IN ('SIGNED', 'PAID', 'VOUCHER', 'DONE')",
                        session.toString(),
                        item)
                .isEmpty();
    }

    private List<Order> list(String where, Object... parameters) {
        return database.read(connection -> {
            List<Order> orders = new ArrayList<>();
            try (var query = Database.prepare(
                            connection, "SELECT " + COLUMNS + " FROM store_order " + where, parameters);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    orders.add(order(row));
                }
            }
            return orders;
        });
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getLong("number"),
                row.getString("id"),
                Hash32.of(row.getString("session")),
                Address.of(row.getString("buyer")),
                row.getString("item"),
                new BigInteger(row.getString("amount")),
                Order.State.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("offered_at")),
                text(row, "signature"),
                text(row, "permit"),
                text(row, "settled_in").map(Hash32::of),
                text(row, "voucher"),
                row.getInt("attempt"),
                text(row, "minted_in").map(Hash32::of),
                text(row, "problem"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }
}
