package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where intents and everything signed for them are kept. {@link JdbcTxJournal} keeps them in SQLite or PostgreSQL; {@link #inMemory} keeps
 * them as long as the process lives, for tests.
 *
 * <p>Whoever sends from an account holds its lease, so that two processes that share a journal never number transactions of one account at once.
 * Each lease of an account has a higher token than the one before, and a write under an old token fails: correctness needs no synchronised
 * clocks. Every method is atomic and, when it returns, durable; each fails with {@code STORE_FAILED} and has then changed nothing.
 */
public interface TxJournal extends AutoCloseable {
    /** A journal that dies with the process. */
    static TxJournal inMemory() {
        return new InMemoryTxJournal();
    }

    /**
     * The right to send from an account.
     *
     * @param chain the chain
     * @param lane the account
     * @param owner who holds it
     * @param token grows with each lease of the account
     */
    record Lease(ChainId chain, Address lane, String owner, long token) {}

    /** A write was refused, because somebody else holds the account's lease by now. Nothing was written. */
    final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException(Lease lease) {
            super("the lease of " + lease.lane() + " went from " + lease.owner() + " to another client");
        }
    }

    /**
     * Stores intents as {@code QUEUED}, all or none of them; one whose key is there already stays as it is.
     *
     * @return what the journal now holds, in the order of the intents
     * @throws IllegalArgumentException when a key is there with other content
     */
    List<TxRecord> submit(ChainId chain, List<TxIntent> intents, Instant now);

    /** What it holds under a key. */
    Optional<TxRecord> find(ChainId chain, String key);

    /** What it holds under these keys, in any number; keys it does not hold are left out. */
    Map<String, TxRecord> findAll(ChainId chain, List<String> keys);

    /**
     * Leases an account for a term, if nobody else holds it; the holder itself gets a new token.
     *
     * @param owner a name of the process that no other has
     */
    Optional<Lease> acquire(ChainId chain, Address lane, String owner, Instant now, Duration term);

    /** Extends a lease; false when it is lost. */
    boolean renew(Lease lease, Instant now, Duration term);

    /** Gives a lease back before its term. Of a lost one, nothing happens. */
    void release(Lease lease);

    /**
     * Takes the oldest {@code QUEUED} intents for the leased account: they become {@code CLAIMED}.
     *
     * @throws LeaseLostException when the lease is lost
     */
    List<TxRecord> claim(Lease lease, int most);

    /** All of the leased account that is claimed and not settled, in the order of the nonces. */
    List<TxRecord> open(Lease lease);

    /** What of the leased account is settled with this nonce or a higher one, in the order of the nonces. */
    List<TxRecord> settledFrom(Lease lease, long nonce);

    /** The highest nonce of the leased account among what is signed, open or settled. */
    OptionalLong highestNonce(Lease lease);

    /**
     * Stores what became of records, and adds to what was spent on a day.
     *
     * @param changed records that {@link #claim}, {@link #open} or {@link #settledFrom} gave, or that this account filled a gap with, in
     *     their new state; attempts are only ever added
     * @param spent wei to add to what was spent on the day, 0 or more
     * @throws LeaseLostException when the lease is lost; nothing was stored
     */
    void update(Lease lease, List<TxRecord> changed, LocalDate day, BigInteger spent, Instant now);

    /** What was spent on a day, in wei. */
    BigInteger spent(ChainId chain, LocalDate day);

    /** How many intents there are in each state, for monitoring; states without any are left out. */
    Map<TxState, Long> count(ChainId chain);

    /** Closes what it opened. */
    @Override
    void close();
}
