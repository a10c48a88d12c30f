package io.lianbo.nft.issue;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which token ids of a collection were handed out, to which orders, and what was signed for them. {@link JdbcIssueLog} keeps it in SQLite or
 * PostgreSQL; {@link #inMemory} as long as the process lives, for tests.
 *
 * {@snippet class="io.lianbo.nft.issue.IssueLogConformance" region="reserve"}
 *
 * <p>An id is handed out once, for good: a crash between reserving and signing leaves it with its order, and the same order asked again
 * gets the same ids, and the same vouchers where they were signed. So an answer that was lost can be fetched again, and a voucher is never
 * promised to two buyers. Any number of threads and processes may share a log; each method is atomic and, when it returns, durable, and fails
 * with {@code STORE_FAILED} and has then changed nothing.
 */
public interface IssueLog {

    /** The longest name of an order. */
    int LONGEST_KEY = 200;

    /** The most ids that one order may get. */
    int MOST_IDS = 10_000;

    /** The most entries that are read at once. */
    int MOST_READ = 10_000;

    /** Returns a log that dies with the process. */
    static IssueLog inMemory() {
        return new InMemoryIssueLog();
    }

    /**
     * What an order asks for: the next ids of a range, or these very ones.
     *
     * @param key names the order in its collection, 1 to {@value #LONGEST_KEY} visible ASCII characters
     * @param content tells two orders apart that were given one key: the hash of what is to be signed
     * @param range where the next ids are taken from; empty where they are named
     * @param count how many, 1 to {@value #MOST_IDS}
     * @param ids which; empty where the next ones are taken
     */
    record Order(String key, Hash32 content, Optional<IdRange> range, int count, List<BigInteger> ids) {

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if one is out of range, or an id is there twice
         */
        public Order {
            Objects.requireNonNull(content, "content");
            ids = List.copyOf(ids);
            Checks.requireKey(key);
            if (count < 1 || count > MOST_IDS) {
                throw new IllegalArgumentException(
                        "order " + key + " must ask for 1 to " + MOST_IDS + " ids: " + count);
            }
            if (range.isPresent() ? !ids.isEmpty() : ids.size() != count) {
                throw new IllegalArgumentException(
                        "order " + key + " must ask for the next ids of a range, or name them all");
            }
            ids.forEach(id -> Arguments.requireUint256("token id", id));
            if (new HashSet<>(ids).size() != ids.size()) {
                throw new IllegalArgumentException("order " + key + " must name each id once: " + ids);
            }
        }

        /** Returns an order of the next free ids of a range. The same order may come again with a range that has grown. */
        public static Order ofNext(String key, Hash32 content, IdRange range, int count) {
            return new Order(key, content, Optional.of(range), count, List.of());
        }

        /** Returns an order of exactly these ids, as one who chooses a seat. */
        public static Order ofIds(String key, Hash32 content, List<BigInteger> ids) {
            return new Order(key, content, Optional.empty(), ids.size(), ids);
        }

        /** What must be the same when it comes again. */
        Hash32 fingerprint() {
            String text = content + "|" + count + "|" + ids;
            return Keccak256.hash(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Reserves ids for orders, each for itself: that one is refused does not hold up the others. Those that were served before get what they got.
     *
     * @param now what the log will say when it was
     * @return one for each order: what it got, or refused with {@code SOLD_OUT} (the range has fewer left; then none is taken), {@code
     *     ID_TAKEN} (another order got one of those it names) or {@code ORDER_DIFFERS} (its key was used for another content, another
     *     number or other ids)
     */
    List<Verdict<Issue>> reserveAll(AccountId collection, List<Order> orders, Instant now);

    /** Reserves ids for one order, as {@link #reserveAll}. */
    default Verdict<Issue> reserve(AccountId collection, Order order, Instant now) {
        return reserveAll(collection, List.of(order), now).getFirst();
    }

    /**
     * Keeps what was signed for orders whose ids are reserved, all or none.
     *
     * @param issues the orders with their vouchers
     * @return what the log now holds of each: what was signed first stays
     * @throws IllegalArgumentException if an order is not there, or has other ids
     */
    List<Issue> keepSigned(List<Issue> issues);

    /** Keeps what was signed for one order, as {@link #keepSigned(List)}. */
    default Issue keepSigned(Issue reserved, List<SignedVoucher> vouchers) {
        return keepSigned(List.of(reserved.signed(vouchers))).getFirst();
    }

    /** Returns what an order got. */
    Optional<Issue> find(AccountId collection, String orderKey);

    /** Returns who got a token id. */
    Optional<IssuedToken> find(AccountId collection, BigInteger tokenId);

    /**
     * Returns a page of the orders, in the order in which they came.
     *
     * @param after the {@link Issue#number} of the last one already seen, 0 at first
     * @param most how many, 1 to {@value #MOST_READ}
     */
    List<Issue> orders(AccountId collection, long after, int most);

    /**
     * Returns a page of the ids that were handed out and are not settled, the lowest first.
     *
     * @param after the last id already seen; -1 at first
     * @param most how many, 1 to {@value #MOST_READ}
     */
    List<IssuedToken> outstanding(AccountId collection, BigInteger after, int most);

    /**
     * Notes that nothing more will come of these ids, as they were redeemed or cancelled. Ids that were never handed out here, and ids
     * that are settled, are passed over, so that a collection's events can be handed in as they come.
     *
     * @return how many were outstanding
     */
    int settle(AccountId collection, Collection<BigInteger> tokenIds);

    /** Returns how many ids of a range were not handed out. */
    BigInteger left(AccountId collection, IdRange range);
}
