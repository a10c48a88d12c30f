package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A journal whose disk is read-only whenever the test says so. */
final class FailingJournal implements TxJournal {
    private final TxJournal journal;
    private volatile boolean failing;
    private volatile int failures;

    FailingJournal(TxJournal journal) {
        this.journal = journal;
    }

    void failUpdates(boolean fail) {
        failing = fail;
    }

    int failures() {
        return failures;
    }

    @Override
    public synchronized void update(Lease lease, List<TxRecord> changed, LocalDate day, BigInteger spent, Instant now) {
        if (failing) {
            failures++;
            throw new LianboException(LianboException.Code.STORE_FAILED, "the disk is read-only", true);
        }
        journal.update(lease, changed, day, spent, now);
    }

    @Override
    public List<TxRecord> submit(ChainId chain, List<TxIntent> intents, Instant now) {
        return journal.submit(chain, intents, now);
    }

    @Override
    public Optional<TxRecord> find(ChainId chain, String key) {
        return journal.find(chain, key);
    }

    @Override
    public Map<String, TxRecord> findAll(ChainId chain, List<String> keys) {
        return journal.findAll(chain, keys);
    }

    @Override
    public Optional<Lease> acquire(ChainId chain, Address lane, String owner, Instant now, Duration term) {
        return journal.acquire(chain, lane, owner, now, term);
    }

    @Override
    public boolean renew(Lease lease, Instant now, Duration term) {
        return journal.renew(lease, now, term);
    }

    @Override
    public void release(Lease lease) {
        journal.release(lease);
    }

    @Override
    public List<TxRecord> claim(Lease lease, int most) {
        return journal.claim(lease, most);
    }

    @Override
    public List<TxRecord> open(Lease lease) {
        return journal.open(lease);
    }

    @Override
    public List<TxRecord> settledFrom(Lease lease, long nonce) {
        return journal.settledFrom(lease, nonce);
    }

    @Override
    public OptionalLong highestNonce(Lease lease) {
        return journal.highestNonce(lease);
    }

    @Override
    public BigInteger spent(ChainId chain, LocalDate day) {
        return journal.spent(chain, day);
    }

    @Override
    public Map<TxState, Long> count(ChainId chain) {
        return journal.count(chain);
    }

    @Override
    public void close() {
        journal.close();
    }
}
