package io.lianbo.rewards.points;

import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.store.Database;
import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.points.Account.Taken;
import io.lianbo.rewards.points.Account.Use;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps users' points: each earning is a lot that is pending, then available, then expires; what is spent comes out of the lots that expire first.
 *
 * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="open"}
 *
 * <p>Every change is a double entry over the accounts issued, pending, available, debt, redeemed and expired, so that
 * {@code issued + debt = pending + available + redeemed + expired} at all times; {@link #audit()} recomputes it. Everything that changes something carries an id of the
 * caller's and may be delivered again: what was booked is not booked twice.
 *
 * <p>Time alone settles and expires points. Balances are always as of now, whether or not that is booked yet; it is booked, with the time at which it happened, when something
 * else happens to the user or {@link #bookDue()} comes by. A clock that goes back has no effect on an account that was ahead of it.
 *
 * <p>It keeps its rows ({@code lianbo_points_...}) in SQLite or PostgreSQL, whose driver is the user's to add, {@code org.xerial:sqlite-jdbc} or
 * {@code org.postgresql:postgresql}. Any number of threads and processes may share one; those of PostgreSQL wait for each other at the same user alone. Points of a user
 * add up to 2^63-1 of all time at most; what would exceed that throws {@link ArithmeticException}. Its methods fail with {@link io.lianbo.core.LianboException},
 * {@code STORE_FAILED}, and nothing of what they were to do is done.
 */
public final class PointsLedger implements AutoCloseable {
    /** How many entries a page holds at most. */
    public static final int LONGEST_PAGE = 1_000;

    private static final int A_TRANSACTION = 100;
    private static final int A_CHUNK = 500;

    private final Database database;
    private final InstantSource clock;

    private PointsLedger(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Opens a ledger in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time.
     *
     * @param file where it is; its folder exists
     * @param clock says what time it is
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static PointsLedger sqlite(Path file, InstantSource clock) {
        return new PointsLedger(Database.sqlite(file, Books.TABLES), clock);
    }

    /**
     * Opens a ledger in a PostgreSQL or SQLite database.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @param clock says what time it is
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static PointsLedger in(DataSource source, InstantSource clock) {
        return new PointsLedger(Database.of(source, Books.TABLES), clock);
    }

    /**
     * Gives a user points, once however often the earning is delivered.
     *
     * <p>Code: {@code EARNING_CONFLICT} where the user has another earning of that id.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="earn"}
     *
     * @return the earning, booked now or before
     * @throws ArithmeticException when the user's points of all time would exceed 2^63-1
     */
    public Verdict<Earning> earn(Earning earning) {
        return transaction(books -> {
            String user = earning.user().value();
            books.open(List.of(user));
            Account account = there(books.account(user));
            books.tell(account, List.of(earning.id()));
            Lot known = account.lot(earning.id());
            Lot lot = lot(earning);
            if (known != null) {
                return known.points == lot.points
                                && known.settlesAt == lot.settlesAt
                                && known.expiresAt == lot.expiresAt
                        ? Verdict.ok(earning)
                        : Verdict.refused(
                                "EARNING_CONFLICT",
                                "%s has an earning %s of %d points, which settles at %s and expires at %s"
                                        .formatted(
                                                user,
                                                earning.id(),
                                                known.points,
                                                Instant.ofEpochMilli(known.settlesAt),
                                                Instant.ofEpochMilli(known.expiresAt)));
            }
            account.advance(now());
            account.earn(lot);
            books.keep(account);
            return Verdict.ok(earning);
        });
    }

    private static Lot lot(Earning earning) {
        return new Lot(
                earning.id(),
                earning.points(),
                earning.settlesAt().toEpochMilli(),
                earning.expiresAt().toEpochMilli());
    }

    /**
     * Gives many users points in one transaction, all of them or none, and once however often it is delivered: a whole epoch's scores.
     *
     * <p>Codes: {@code BATCH_CONFLICT} where a batch of that id came before with other content, {@code EARNING_CONFLICT} where some user has an earning of that id already.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="epoch"}
     *
     * @param id of the batch, and of the earning of each user in it, such as {@code viewers-epoch-12}
     * @param points 1 or more of each user
     * @param settlesAt as of {@link Earning#settlesAt()}
     * @param expiresAt as of {@link Earning#expiresAt()}
     * @return what was booked, now or before
     * @throws ArithmeticException when some user's points of all time would exceed 2^63-1
     */
    public Verdict<PostedBatch> earnAll(String id, Map<UserId, Long> points, Instant settlesAt, Instant expiresAt) {
        Identifiers.check("batch id", id);
        SortedMap<UserId, Earning> earnings = new TreeMap<>();
        points.forEach((user, count) -> earnings.put(user, new Earning(user, id, count, settlesAt, expiresAt)));
        BigInteger total = points.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        String content = content(earnings.values());
        return transaction(books -> {
            Instant now = Instant.ofEpochMilli(now());
            boolean isNew = books.update(
                            "INSERT INTO lianbo_points_batch (id, content, users, points, posted_at)"
                                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                            id,
                            content,
                            earnings.size(),
                            total.toString(),
                            now.toEpochMilli())
                    == 1;
            if (!isNew) {
                return posted(books, id, content);
            }
            List<Earning> sorted = List.copyOf(earnings.values());
            for (int from = 0; from < sorted.size(); from += A_CHUNK) {
                List<String> taken =
                        earn(books, id, sorted.subList(from, Math.min(from + A_CHUNK, sorted.size())), now);
                if (!taken.isEmpty()) {
                    return Verdict.refused(
                            "EARNING_CONFLICT", taken.getFirst() + " has an earning " + id + " of another origin");
                }
            }
            return Verdict.ok(new PostedBatch(id, earnings.size(), total, now));
        });
    }

    /** What makes a batch the same as another. */
    private static String content(Collection<Earning> earnings) {
        StringBuilder text = new StringBuilder();
        for (Earning earning : earnings) { // no blank in an id
            text.append(earning.user()).append(' ').append(earning.points()).append(' ');
            text.append(earning.settlesAt())
                    .append(' ')
                    .append(earning.expiresAt())
                    .append('\n');
        }
        return Sha256.hash(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Adds an earning to each of some accounts, or says who has it already. */
    private static List<String> earn(Books books, String id, List<Earning> earnings, Instant now) throws SQLException {
        List<String> users =
                earnings.stream().map(earning -> earning.user().value()).toList();
        books.open(users);
        Map<String, Account> accounts = books.accounts(users, now.toEpochMilli());
        List<String> taken = books.withEarning(id, users);
        if (!taken.isEmpty()) {
            return taken;
        }
        for (Earning earning : earnings) {
            Account account = there(accounts.get(earning.user().value()));
            account.advance(now.toEpochMilli());
            account.earn(lot(earning));
            books.keep(account);
        }
        books.flush();
        return List.of();
    }

    private static Verdict<PostedBatch> posted(Books books, String id, String content) throws SQLException {
        return there(books.first(
                "SELECT content, users, points, posted_at FROM lianbo_points_batch WHERE id = ?",
                row -> row.getString(1).equals(content)
                        ? Verdict.ok(new PostedBatch(
                                id,
                                row.getInt(2),
                                new BigInteger(row.getString(3)),
                                Instant.ofEpochMilli(row.getLong(4))))
                        : Verdict.refused(
                                "BATCH_CONFLICT",
                                "batch %s came before with other content: %d users, %s points"
                                        .formatted(id, row.getInt(2), row.getString(3))),
                id));
    }

    /**
     * Takes back points that an earning gave, once however often the reversal is delivered, and never more than it gave.
     *
     * <p>They come out of what remains of that earning; then out of what of it had expired, which costs the user nothing more; then, for what she spent, out of her other
     * available points, those that expire first; the rest is debt, which later points pay.
     *
     * <p>Codes: {@code UNKNOWN_EARNING}, {@code EXCEEDS_EARNING} where less of it is left to take back, {@code REVERSAL_CONFLICT} where the user has another reversal of that id.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="reverse"}
     *
     * @return where they came from, now or before
     */
    public Verdict<ReversedPoints> reverse(Reversal reversal) {
        return transaction(books -> {
            Account account = books.account(reversal.user().value());
            if (account == null) {
                return unknownEarning(reversal);
            }
            Verdict<ReversedPoints> before = booked(books, reversal);
            if (before != null) {
                return before;
            }
            books.tell(account, List.of(reversal.earning()));
            account.advance(now());
            Lot lot = account.lot(reversal.earning());
            if (lot == null) {
                return unknownEarning(reversal);
            }
            if (reversal.points() > lot.points - lot.reversed) {
                return Verdict.refused(
                        "EXCEEDS_EARNING",
                        "earning %s gave %d points, of which %d were taken back, so that %d cannot be"
                                .formatted(lot.earning, lot.points, lot.reversed, reversal.points()));
            }
            Taken taken = account.reverse(reversal.id(), lot, reversal.points());
            books.keep(account);
            books.update(
                    "INSERT INTO lianbo_points_reversal (user_id, id, earning, points, from_pending, from_available,"
                            + " from_expired, to_debt, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    reversal.user().value(),
                    reversal.id(),
                    reversal.earning(),
                    reversal.points(),
                    taken.pending(),
                    taken.available(),
                    taken.expired(),
                    taken.debt(),
                    account.asOf());
            return Verdict.ok(new ReversedPoints(
                    reversal,
                    taken.pending(),
                    taken.available(),
                    taken.expired(),
                    taken.debt(),
                    Instant.ofEpochMilli(account.asOf())));
        });
    }

    private static Verdict<ReversedPoints> unknownEarning(Reversal reversal) {
        return Verdict.refused("UNKNOWN_EARNING", reversal.user() + " has no earning " + reversal.earning());
    }

    private static @Nullable Verdict<ReversedPoints> booked(Books books, Reversal reversal) throws SQLException {
        return books.first(
                "SELECT earning, points, from_pending, from_available, from_expired, to_debt, booked_at"
                        + " FROM lianbo_points_reversal WHERE user_id = ? AND id = ?",
                row -> row.getString(1).equals(reversal.earning()) && row.getLong(2) == reversal.points()
                        ? Verdict.ok(new ReversedPoints(
                                reversal,
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                Instant.ofEpochMilli(row.getLong(7))))
                        : Verdict.refused(
                                "REVERSAL_CONFLICT",
                                "reversal %s took %d points of %s back"
                                        .formatted(reversal.id(), row.getLong(2), row.getString(1))),
                reversal.user().value(),
                reversal.id());
    }

    /**
     * Spends a user's points on a perk, once however often it is asked; those first that expire first.
     *
     * <p>Codes: {@code INSUFFICIENT_POINTS}, which is not remembered, so that the same id may succeed later; {@code REDEMPTION_CONFLICT} where that id is of another user, perk
     * or number of points; {@code REDEMPTION_CANCELLED} where it was this one, and cancelled.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="redeem"}
     *
     * @param id 1 to 128 visible characters, such as the order's number; of one redemption in all the ledger
     * @param points 1 or more
     * @param perk 1 to 128 visible characters, such as the SKU
     * @return the redemption, booked now or before
     */
    public Verdict<Redemption> redeem(String id, UserId user, long points, String perk) {
        Redemption asked = new Redemption(id, user, perk, points, Instant.EPOCH, Optional.empty());
        return transaction(books -> {
            Account account = books.account(user.value());
            Redemption before = redemption(books, id);
            if (before != null) {
                return again(before, asked);
            }
            if (account == null) {
                return insufficient(points, 0);
            }
            account.advance(now());
            if (account.available() < points) {
                return insufficient(points, account.available());
            }
            boolean isNew = books.update(
                            "INSERT INTO lianbo_points_redemption (id, user_id, perk, points, redeemed_at)"
                                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                            id,
                            user.value(),
                            perk,
                            points,
                            account.asOf())
                    == 1;
            if (!isNew) { // another user's, in this very moment
                return again(there(redemption(books, id)), asked);
            }
            for (Use use : account.redeem(id, points)) {
                books.update(
                        "INSERT INTO lianbo_points_use (redemption, earning, points) VALUES (?, ?, ?)",
                        id,
                        use.earning(),
                        use.points());
            }
            books.keep(account);
            return Verdict.ok(
                    new Redemption(id, user, perk, points, Instant.ofEpochMilli(account.asOf()), Optional.empty()));
        });
    }

    private static Verdict<Redemption> insufficient(long points, long available) {
        return Verdict.refused("INSUFFICIENT_POINTS", points + " points are asked for, " + available + " available");
    }

    private static Verdict<Redemption> again(Redemption before, Redemption asked) {
        if (!before.user().equals(asked.user())
                || !before.perk().equals(asked.perk())
                || before.points() != asked.points()) {
            return Verdict.refused(
                    "REDEMPTION_CONFLICT", "redemption " + asked.id() + " came before with other content");
        }
        return before.cancelledAt().isEmpty()
                ? Verdict.ok(before)
                : Verdict.refused("REDEMPTION_CANCELLED", "redemption " + asked.id() + " was cancelled");
    }

    /**
     * Gives back the points of a redemption, once however often it is asked: to the lots that they came from, with their expiries. Debt is paid with them first, and what of the
     * rest would have expired by now has.
     *
     * <p>Code: {@code UNKNOWN_REDEMPTION}.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="cancel"}
     *
     * @param id of the redemption
     * @return the redemption, cancelled now or before
     */
    public Verdict<Redemption> cancel(String id) {
        return transaction(books -> {
            Redemption found = redemption(books, id);
            if (found == null) {
                return Verdict.refused("UNKNOWN_REDEMPTION", "there is no redemption of that id");
            }
            Account account = there(books.account(found.user().value()));
            Redemption locked = there(redemption(books, id)); // as another may have cancelled it meanwhile
            if (locked.cancelledAt().isPresent()) {
                return Verdict.ok(locked);
            }
            List<Use> uses = books.uses(id);
            books.tell(account, uses.stream().map(Use::earning).toList());
            account.advance(now());
            long at = account.asOf();
            account.giveBack(id, uses);
            books.keep(account);
            books.update("UPDATE lianbo_points_redemption SET cancelled_at = ? WHERE id = ?", at, id);
            return Verdict.ok(new Redemption(
                    id,
                    found.user(),
                    found.perk(),
                    found.points(),
                    found.redeemedAt(),
                    Optional.of(Instant.ofEpochMilli(at))));
        });
    }

    /**
     * {@return a redemption, cancelled or not}
     *
     * @param id of the redemption
     */
    public Optional<Redemption> redemption(String id) {
        return database.read(connection -> Optional.ofNullable(redemption(connection, id)));
    }

    private static @Nullable Redemption redemption(Books books, String id) throws SQLException {
        return redemption(books.connection(), id);
    }

    private static @Nullable Redemption redemption(Connection connection, String id) throws SQLException {
        return Books.first(
                connection,
                "SELECT user_id, perk, points, redeemed_at, cancelled_at FROM lianbo_points_redemption WHERE id = ?",
                row -> {
                    Instant redeemedAt = Instant.ofEpochMilli(row.getLong(4));
                    long cancelled = row.getLong(5);
                    Optional<Instant> cancelledAt =
                            row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(cancelled));
                    return new Redemption(
                            id, UserId.of(row.getString(1)), row.getString(2), row.getLong(3), redeemedAt, cancelledAt);
                },
                id);
    }

    /**
     * {@return what a user has and owes now}; zeros for one who never earned
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="balance"}
     *
     * @param soon for how long from now {@link PointsBalance#expiringSoon()} looks ahead, 0 or more
     */
    public PointsBalance balance(UserId user, Duration soon) {
        if (soon.isNegative()) {
            throw new IllegalArgumentException("the time to look ahead must be 0 or more: " + soon);
        }
        return database.read(connection -> {
            Account account = Books.look(connection, user.value());
            if (account == null) {
                return new PointsBalance(0, 0, 0, 0, Instant.ofEpochMilli(now()));
            }
            account.advance(now());
            Instant at = Instant.ofEpochMilli(account.asOf());
            long until = soon.compareTo(Duration.between(at, Earning.NEVER)) < 0
                    ? at.plus(soon).toEpochMilli()
                    : Earning.NEVER.toEpochMilli();
            return new PointsBalance(
                    account.available(), account.pending(), account.debt(), account.expiringBefore(until), at);
        });
    }

    /**
     * {@return a user's entries between two moments, in the order in which they took effect}; what is due is booked before
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="statement"}
     *
     * @param from the first moment
     * @param to the moment after the last
     * @param after the number after which the page begins: 0, or that of the last entry seen
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    public List<PointsEntry> statement(UserId user, Instant from, Instant to, long after, int most) {
        if (most < 1 || most > LONGEST_PAGE) {
            throw new IllegalArgumentException("a page must have 1 to " + LONGEST_PAGE + " entries: " + most);
        }
        boolean isDue = database.read(connection -> Books.first(
                        connection,
                        "SELECT 1 FROM lianbo_points_account WHERE user_id = ? AND due_at <= ?",
                        row -> true,
                        user.value(),
                        now()))
                != null;
        if (isDue) {
            transaction(books -> {
                Account account = there(books.account(user.value()));
                account.advance(now());
                books.keep(account);
                return Verdict.ok(account.asOf());
            });
        }
        return database.read(
                connection -> Books.entries(connection, user.value(), millis(from), millis(to), after, most));
    }

    /** A moment in milliseconds, rounded up, so that none before it is at or after it. */
    private static long millis(Instant time) {
        if (!time.isAfter(Instant.EPOCH)) {
            return 0;
        }
        return time.isAfter(Earning.NEVER)
                ? Long.MAX_VALUE
                : time.plusNanos(999_999).toEpochMilli();
    }

    /**
     * Books all that time alone has settled or let expire. Balances do not need it; accounting does, and statements are faster for it: call it from a timer, in any number of
     * processes.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="due"}
     *
     * @return for how many users something was booked
     */
    public int bookDue() {
        int booked = 0;
        for (int some = A_TRANSACTION; some == A_TRANSACTION; booked += some) { // lets others in between
            some = database.transaction(connection -> {
                try (Books books = new Books(connection, database.forUpdate())) {
                    Collection<Account> accounts = books.due(now(), A_TRANSACTION, database.forUpdateSkipLocked());
                    for (Account account : accounts) {
                        account.advance(now());
                        books.keep(account);
                    }
                    books.flush();
                    return accounts.size();
                }
            });
        }
        return booked;
    }

    /**
     * Recomputes every balance from the entries, as of one moment, and compares it with what is kept beside them.
     *
     * <p>Codes, each with the user, 100 at most: {@code ENTRIES_UNBALANCED} where an entry does not balance or does not follow from those before, {@code ACCOUNT_DIFFERS},
     * {@code LOTS_DIFFER}, {@code REDEMPTIONS_DIFFER} where the entries come to something else. It reads everything; in SQLite nobody writes meanwhile.
     *
     * {@snippet class="io.lianbo.rewards.points.PointsGuideTest" region="audit"}
     *
     * @return the accounts over all users, whose entries balance
     */
    public Verdict<LedgerTotals> audit() {
        return database.transaction(Audit::of);
    }

    private long now() {
        return Earning.time("the clock", clock.instant()).toEpochMilli();
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("somebody deleted rows of the ledger");
        }
        return value;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    private interface Step<T> {
        Verdict<T> in(Books books) throws SQLException;
    }

    private <T> Verdict<T> transaction(Step<T> step) {
        return database.transaction(
                connection -> {
                    try (Books books = new Books(connection, database.forUpdate())) {
                        Verdict<T> verdict = step.in(books);
                        books.flush();
                        return verdict;
                    }
                },
                Verdict::isVerified);
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
