package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps reviews: one for each settled order, written by its buyer, and all that became of it.
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="open"}
 *
 * <p>It is told of purchases and refunds, and takes reviews. Each item has a log, to which reviews, amendments and refunds are added and from which nothing is taken. A
 * {@linkplain #seal() seal} stands for the logs of all items by one hash; anchored by {@link ReviewAnchor}, it lets anybody see that no review was dropped. Texts are no part of
 * it, only their salted hashes: they can be erased.
 *
 * <p>Whatever it is told may be told again: what was booked is not booked twice. It keeps its rows ({@code lianbo_review_...}) in SQLite or PostgreSQL, whose driver is the user's
 * to add, {@code org.xerial:sqlite-jdbc} or {@code org.postgresql:postgresql}. Any number of threads and processes may share one. Its methods fail with {@link
 * io.lianbo.core.LianboException}, {@code STORE_FAILED}, and nothing of what they were to do is done.
 */
public final class ReviewBook implements AutoCloseable {
    /** How far the clock of an author may be ahead of the book's. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** How many reviews a page holds at most. */
    public static final int LONGEST_PAGE = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final ReviewVerifier verifier;
    private volatile @Nullable Sealed latest;

    /** The map of a seal, which is worth keeping, as all items are in it. */
    private record Sealed(long number, ItemMap map) {}

    private ReviewBook(Database database, InstantSource clock, ReviewVerifier verifier) {
        this.database = database;
        this.clock = clock;
        this.verifier = Objects.requireNonNull(verifier, "verifier");
    }

    /**
     * Opens a book in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time.
     *
     * @param file where it is; its folder exists
     * @param clock says what time it is
     * @param verifier says who signed a review
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static ReviewBook sqlite(Path file, InstantSource clock, ReviewVerifier verifier) {
        return new ReviewBook(Database.sqlite(file, ReviewRows.TABLES), clock, verifier);
    }

    /**
     * Opens a book in a PostgreSQL or SQLite database.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @param clock says what time it is
     * @param verifier says who signed a review
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static ReviewBook in(DataSource source, InstantSource clock, ReviewVerifier verifier) {
        return new ReviewBook(Database.of(source, ReviewRows.TABLES), clock, verifier);
    }

    /**
     * Tells the book of a purchase, whose buyer may review it once it is settled.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="purchase"}
     *
     * @return the purchase, told now or before; or {@code PURCHASE_CONFLICT} where the order is known with another buyer, item or time
     */
    public Verdict<Purchase> purchased(Purchase purchase) {
        return transaction(rows -> {
            rows.addPurchase(purchase);
            Purchase known = there(rows.purchase(purchase.order())).purchase();
            return known.equals(purchase)
                    ? Verdict.ok(purchase)
                    : Verdict.refused("PURCHASE_CONFLICT", "the order is known as " + known);
        });
    }

    /**
     * Tells the book that an order was refunded. Its review stays and counts no more; where there is none, none can come.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="refund"}
     *
     * @return the purchase; or {@code UNKNOWN_PURCHASE}
     */
    public Verdict<Purchase> refunded(Hash32 order) {
        return transaction(rows -> {
            ReviewRows.Told told = rows.purchase(order);
            if (told == null) {
                return Verdict.refused("UNKNOWN_PURCHASE", "nobody told of the order " + order);
            }
            if (told.refundedAt() != null) {
                return Verdict.ok(told.purchase());
            }
            Instant now = now();
            rows.refund(order, now);
            ReviewEntry.Written last = rows.lastOf(order);
            if (last != null) {
                ReviewRows.Item item = rows.item(last.signed().review().item());
                rows.add(item, new ReviewEntry.Refunded(order, now));
                rows.update(item, item.rating().without(last.signed().review().rating()));
            }
            return Verdict.ok(told.purchase());
        });
    }

    /**
     * Takes a review, or an amendment of one, once however often it is delivered.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="accept"}
     *
     * <p>An amendment of a review whose order was refunded is taken and does not count either.
     *
     * @param text what the review names by its hash
     * @return the entry, booked now or before; or refused, with all reasons: {@code TEXT_MISMATCH} (the text is not what the review names), {@code WRITTEN_IN_FUTURE}, those of
     *     {@link ReviewVerifier#author}, {@code UNKNOWN_PURCHASE}, {@code WRONG_BUYER}, {@code WRONG_ITEM}, {@code NOT_SETTLED}, {@code ORDER_REFUNDED} (before there was a
     *     review), {@code ALREADY_REVIEWED} (the order has another review of this version), {@code WRONG_VERSION} (an amendment that is not the next)
     * @throws io.lianbo.core.LianboException also if the chain does not answer that is to say whether a contract signed
     */
    public Verdict<ReviewEntry> accept(Review.Signed signed, ReviewText text) {
        Review review = signed.review();
        Instant now = now();
        List<Reason> reasons = new ArrayList<>(verifier.author(signed).reasons());
        if (!text.hash().equals(review.textHash())) {
            reasons.add(new Reason(
                    "TEXT_MISMATCH",
                    "the text has the hash " + text.hash() + ", the review names " + review.textHash()));
        }
        if (review.writtenAt().isAfter(now.plus(CLOCK_TOLERANCE))) {
            reasons.add(
                    new Reason("WRITTEN_IN_FUTURE", "written at " + review.writtenAt() + ", it is " + now + " now"));
        }
        return transaction(rows -> {
            ReviewRows.Told told = rows.purchase(review.order());
            List<Reason> all = new ArrayList<>(reasons);
            checkPurchase(told, review, now, all);
            if (!all.isEmpty()) {
                return Verdict.refused(all);
            }
            boolean refunded = there(told).refundedAt() != null;
            ReviewEntry.Written known = rows.written(review.order(), review.version());
            if (known != null) {
                return known.signed().review().equals(review)
                        ? Verdict.ok(known)
                        : Verdict.refused(
                                "ALREADY_REVIEWED",
                                "the order has another review of version " + review.version()
                                        + ", which was written at "
                                        + known.signed().review().writtenAt());
            }
            ReviewEntry.Written last = rows.lastOf(review.order());
            long next = last == null ? 1 : last.signed().review().version() + 1;
            if (review.version() != next) {
                return Verdict.refused(
                        "WRONG_VERSION", "the next version is " + next + ", this is " + review.version());
            }
            if (refunded && last == null) {
                return Verdict.refused(
                        "ORDER_REFUNDED",
                        "the order was refunded at " + there(told).refundedAt());
            }
            ReviewRows.Item item = rows.item(review.item());
            ReviewEntry.Written entry = new ReviewEntry.Written(signed, now);
            rows.add(item, entry);
            rows.keep(review, text);
            Rating others = last == null || refunded
                    ? item.rating()
                    : item.rating().without(last.signed().review().rating());
            rows.update(item, refunded ? others : others.with(review.rating()));
            return Verdict.ok(entry);
        });
    }

    private static void checkPurchase(
            ReviewRows.@Nullable Told told, Review review, Instant now, List<Reason> reasons) {
        if (told == null) {
            reasons.add(new Reason("UNKNOWN_PURCHASE", "nobody told of the order " + review.order()));
            return;
        }
        Purchase purchase = told.purchase();
        if (!purchase.buyer().equals(review.author())) {
            reasons.add(new Reason("WRONG_BUYER", review.author() + " did not place the order"));
        }
        if (!purchase.item().equals(review.item())) {
            reasons.add(new Reason("WRONG_ITEM", "the order is of the item " + purchase.item()));
        }
        if (now.isBefore(purchase.settledAt())) {
            reasons.add(new Reason("NOT_SETTLED", "the order settles at " + purchase.settledAt()));
        }
    }

    /**
     * Erases the texts of an order's review, of all versions, with their salts. What was signed stays: nobody can guess the text from it.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="erase"}
     *
     * @return how many texts were erased
     */
    public int erase(Hash32 order) {
        return transaction(rows -> rows.erase(order));
    }

    /** What the item's reviews come to now. */
    public Rating rating(Hash32 item) {
        return read(rows -> rows.rating(item));
    }

    /** The review of an order as it is shown now; empty where there is none. */
    public Optional<ShownReview> shown(Hash32 order) {
        return read(rows -> rows.shown(order).stream().findFirst());
    }

    /**
     * A page of the item's reviews as they are shown now, those that do not count included, each in its latest version.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="page"}
     *
     * @param after the {@link ShownReview#index()} after which the page begins, -1 for the first
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    public List<ShownReview> shown(Hash32 item, long after, int most) {
        if (most < 1 || most > LONGEST_PAGE) {
            throw new IllegalArgumentException("a page must have 1 to " + LONGEST_PAGE + " reviews: " + most);
        }
        return read(rows -> rows.shown(item, after, most));
    }

    /** All entries about an order, in their order: each version of its review, and its refund. */
    public List<ReviewEntry> history(Hash32 order) {
        return read(rows -> rows.history(order));
    }

    /**
     * Seals the book as it is now. Where nothing was added since the last seal, that is the one.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="anchor"}
     *
     * @return empty while the book has no entries
     */
    public Optional<ReviewSeal> seal() {
        return Optional.ofNullable(this.<@Nullable ReviewSeal>transaction(rows -> {
            rows.lockSeals();
            ReviewSeal before = rows.lastSeal();
            long number = before == null ? 0 : before.number() + 1;
            List<ReviewRows.Item> grown = rows.grown();
            if (grown.isEmpty()) {
                return before;
            }
            for (ReviewRows.Item item : grown) {
                Hash32 root =
                        ItemLog.tree(rows.entries(item.item(), item.entries())).root();
                rows.keep(number, new ItemState(item.item(), item.entries(), root, item.rating()));
            }
            List<ItemState> states = rows.states(number);
            ItemMap map = ItemMap.of(states);
            long entries = states.stream().mapToLong(ItemState::entries).sum();
            ReviewSeal seal = new ReviewSeal(number, map.root(), entries, now());
            rows.keep(seal);
            return seal;
        }));
    }

    /** All seals, in order. */
    public List<ReviewSeal> seals() {
        return read(ReviewRows::seals);
    }

    /**
     * All that a seal holds of an item, for whoever wants to see that nothing is left out.
     *
     * @param seal its number
     * @return empty where the book had nothing of the item then
     * @throws IllegalArgumentException if there is no such seal
     */
    public Optional<ItemReviews> reviews(Hash32 item, long seal) {
        ItemMap map = map(seal);
        return Optional.ofNullable(this.<@Nullable ItemReviews>read(rows -> {
            ItemState state = rows.state(item, seal);
            return state == null ? null : new ItemReviews(item, rows.entries(item, state.entries()), map.path(item));
        }));
    }

    /**
     * The proof that a seal holds a version of an order's review.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="proof"}
     *
     * @param seal its number
     * @return empty where the seal is older than that
     * @throws IllegalArgumentException if there is no such seal
     */
    public Optional<ReviewProof> proof(Review review, long seal) {
        ItemMap map = map(seal);
        return Optional.ofNullable(this.<@Nullable ReviewProof>read(rows -> {
            ItemState state = rows.state(review.item(), seal);
            if (state == null) {
                return null;
            }
            List<ReviewEntry> entries = rows.entries(review.item(), state.entries());
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i) instanceof ReviewEntry.Written written
                        && written.signed().review().equals(review)) {
                    return new ReviewProof(
                            i, written.bookedAt(), ItemLog.tree(entries).proof(i), state, map.path(review.item()));
                }
            }
            return null;
        }));
    }

    /**
     * What a seal added that a reward may be given for: the first reviews of orders, and refunds of reviewed ones. How they rate is not told.
     *
     * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="reward"}
     *
     * @param seal its number
     * @return in the order of items, then of their logs; the same whenever it is asked
     * @throws IllegalArgumentException if there is no such seal
     */
    public List<ReviewCredit> credits(long seal) {
        return read(rows -> {
            requireSeal(rows.seals(), seal);
            return rows.credits(seal);
        });
    }

    private ItemMap map(long seal) {
        Sealed kept = latest;
        if (kept != null && kept.number == seal) {
            return kept.map;
        }
        List<ItemState> states = read(rows -> {
            requireSeal(rows.seals(), seal);
            return rows.states(seal);
        });
        Sealed made = new Sealed(seal, ItemMap.of(states));
        if (kept == null || kept.number < seal) {
            latest = made;
        }
        return made.map;
    }

    private static void requireSeal(List<ReviewSeal> seals, long number) {
        if (number < 0 || number >= seals.size()) {
            throw new IllegalArgumentException("there are " + seals.size() + " seals, from 0 on: " + number);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** Does something in a transaction; a refusal leaves nothing behind, as nothing was written before it. */
    @FunctionalInterface
    private interface Step<T extends @Nullable Object> {
        T in(ReviewRows rows) throws SQLException;
    }

    private <T extends @Nullable Object> T transaction(Step<T> step) {
        return database.transaction(connection -> step.in(new ReviewRows(connection, database.forUpdate())));
    }

    /** Reads what was sealed, which never changes, or what one statement sees. */
    private <T extends @Nullable Object> T read(Step<T> step) {
        return database.read(connection -> step.in(new ReviewRows(connection, "")));
    }

    private static <T> T there(@Nullable T row) {
        return Objects.requireNonNull(row, "a row that was written in this transaction");
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
