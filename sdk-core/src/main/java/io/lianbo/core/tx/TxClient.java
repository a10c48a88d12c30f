package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.store.GroupCommit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends transactions so that each intent happens exactly once, whatever crashes: this process, the node, or the network between.
 *
 * {@snippet class="io.lianbo.core.tx.TxClientTest" region="execute"}
 *
 * <p>An intent is stored before anything else. A transaction is signed, stored, and only then broadcast; it is followed through blocks and
 * reorganisations until it is final, its fee is raised when it is stuck, and its nonce replaced when somebody else took it. After a crash
 * the next client with the same journal takes up where this one stopped. Several accounts are lanes that work side by side; a lane is
 * leased, so that any number of clients and processes may share accounts and journal.
 *
 * <p>What an intent needs must be on chain when it is sent: it is tried out on the latest block, so await an approval before the deposit that uses it.
 * Calls block, and are made for virtual threads. Close the client to give its accounts back at once; a crashed one's are free after
 * {@link Builder#leaseTerm}.
 */
public final class TxClient implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Chain chain;
    private final TxJournal journal;
    private final Settings settings;
    private final GroupCommit<TxIntent, TxRecord> submissions;
    private final List<LaneRunner> runners = new ArrayList<>();
    private final Waiters waiters = new Waiters();

    private TxClient(Builder builder, Network network) {
        this.chain = builder.chain;
        this.journal = builder.journal;
        TxListener listener = this::tellWaiters;
        this.settings = new Settings(
                builder.finality,
                builder.limit,
                builder.patience,
                builder.inFlight,
                builder.leaseTerm,
                builder.clock,
                listener.and(builder.listener));
        this.submissions = new GroupCommit<>(
                intents -> journal.submit(chain.id(), intents, settings.clock().instant()));
        String owner = UUID.randomUUID().toString();
        for (Signer signer : builder.lanes) {
            runners.add(new LaneRunner(new Lane(network, journal, signer, owner, settings)));
        }
        runners.forEach(LaneRunner::start);
    }

    /**
     * A client of a chain and a journal; give it at least one lane.
     *
     * @param chain where; stays open when the client closes
     * @param journal which keeps what was and is to be sent; stays open when the client closes
     */
    public static Builder builder(Chain chain, TxJournal journal) {
        return new Builder(chain, journal);
    }

    /**
     * Stores an intent; it will happen, also if this process dies right after. An intent whose key was stored before stays as it stands.
     *
     * @return what the journal now holds under its key
     * @throws IllegalArgumentException when its key is taken by an intent of other content
     * @throws LianboException {@code STORE_FAILED}; then nothing will happen
     */
    public TxRecord submit(TxIntent intent) {
        TxRecord stored = submissions.write(intent);
        wake();
        return stored;
    }

    /** Stores many intents in one commit, all or none; otherwise as {@link #submit(TxIntent)}. */
    public List<TxRecord> submitAll(List<TxIntent> intents) {
        List<TxRecord> stored =
                journal.submit(chain.id(), intents, settings.clock().instant());
        wake();
        return stored;
    }

    /**
     * Waits until an intent is settled, whichever process sends it.
     *
     * @return its record: {@code SUCCEEDED}, {@code REVERTED} or {@code FAILED}; see {@link TxRecord#requireSucceeded}
     * @throws IllegalArgumentException when the journal has no such key
     * @throws LianboException {@code NOT_MINED_IN_TIME}, which changes nothing: it still happens, and waiting again is safe
     */
    public TxRecord await(String key, Duration timeout) {
        try (Waiters.Waiter waiter = waiters.waitFor(key)) {
            return await(key, waiter, timeout);
        }
    }

    private TxRecord await(String key, Waiters.Waiter waiter, Duration timeout) {
        long start = System.nanoTime();
        try {
            Optional<TxRecord> told = waiter.get(Duration.ZERO);
            while (told.isEmpty()) {
                TxRecord record = status(key).orElseThrow(() -> unknown(key));
                if (record.state().isSettled()) {
                    return record;
                }
                Duration left = timeout.minusNanos(System.nanoTime() - start);
                if (!left.isPositive()) {
                    throw notSettled(record, "after " + timeout.toMillis() + " ms");
                }
                // Another process may settle it, and that one tells the journal alone.
                told = waiter.get(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
            }
            return told.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notSettled(status(key).orElseThrow(), "as the waiting thread was interrupted");
        }
    }

    private static IllegalArgumentException unknown(String key) {
        return new IllegalArgumentException("the journal has no intent " + key);
    }

    /**
     * Waits until many intents are settled, whichever process sends them: what was handed in with {@link #submitAll}.
     *
     * @param timeout for all of them together
     * @return their records, in the order of the keys
     * @throws IllegalArgumentException when the journal lacks one of the keys
     * @throws LianboException {@code NOT_MINED_IN_TIME}, as in {@link #await}
     */
    public List<TxRecord> awaitAll(List<String> keys, Duration timeout) {
        long start = System.nanoTime();
        List<Waiters.Waiter> waiting = keys.stream().map(waiters::waitFor).toList();
        try {
            Map<String, TxRecord> settled = journal.findAll(chain.id(), keys);
            List<TxRecord> records = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                TxRecord record = settled.get(key);
                if (record == null) {
                    throw unknown(key);
                }
                records.add(
                        record.state().isSettled()
                                ? record
                                : await(key, waiting.get(i), timeout.minusNanos(System.nanoTime() - start)));
            }
            return records;
        } finally {
            waiting.forEach(Waiters.Waiter::close);
        }
    }

    private static LianboException notSettled(TxRecord record, String when) {
        return new LianboException(
                LianboException.Code.NOT_MINED_IN_TIME,
                record.intent().label() + " (intent " + record.key() + ") is " + record.state() + " " + when
                        + record.problem().map(reason -> ", " + reason).orElse("")
                        + "; it goes on, and waiting again is safe",
                true);
    }

    /** Stores an intent and waits until it is settled: {@link #submit} and {@link #await} in one. */
    public TxRecord execute(TxIntent intent, Duration timeout) {
        TxRecord stored = submit(intent);
        return stored.state().isSettled() ? stored : await(intent.key(), timeout);
    }

    /** What the journal holds under a key. */
    public Optional<TxRecord> status(String key) {
        return journal.find(chain.id(), key);
    }

    /**
     * Compares journal and chain by nonce, hash and receipt, and broadcasts what is missing, as every client does by itself when it starts. Returns
     * when that is done for all accounts that no other client holds.
     *
     * @throws LianboException {@code RPC_UNREACHABLE} and others when it was not done in time
     */
    public Recovery recover(Duration timeout) {
        long start = System.nanoTime();
        List<Address> mine = new ArrayList<>();
        List<Address> elsewhere = new ArrayList<>();
        List<CompletableFuture<Boolean>> reloads =
                runners.stream().map(LaneRunner::reload).toList();
        for (int i = 0; i < reloads.size(); i++) {
            Address account = runners.get(i).account();
            try {
                long left = Math.max(0, timeout.toNanos() - (System.nanoTime() - start));
                (reloads.get(i).get(left, TimeUnit.NANOSECONDS) ? mine : elsewhere).add(account);
            } catch (TimeoutException e) {
                throw new LianboException(
                        LianboException.Code.RPC_UNREACHABLE,
                        account + " was not compared with the chain within " + timeout.toMillis() + " ms"
                                + runners.get(i)
                                        .lastFailure()
                                        .map(why -> ": " + why)
                                        .orElse(""),
                        true,
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LianboException(
                        LianboException.Code.RPC_UNREACHABLE, "interrupted while recovering", true, e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a reload is never completed exceptionally", e);
            }
        }
        return new Recovery(mine, elsewhere, journal.count(chain.id()));
    }

    /**
     * What {@link #recover} found.
     *
     * @param accounts those this client now sends from
     * @param elsewhere those another client holds, which recovers them itself
     * @param intents how many there are in each state; states without any are left out
     */
    public record Recovery(List<Address> accounts, List<Address> elsewhere, Map<TxState, Long> intents) {
        /** Copies. */
        public Recovery {
            accounts = List.copyOf(accounts);
            elsewhere = List.copyOf(elsewhere);
            intents = Map.copyOf(intents);
        }
    }

    /** Stops its lanes after the step they are at, and gives their accounts back. What is stored happens with the next client. */
    @Override
    public void close() {
        runners.forEach(LaneRunner::stop);
        runners.forEach(LaneRunner::join);
    }

    private void wake() {
        runners.forEach(LaneRunner::wake);
    }

    private void tellWaiters(TxEvent event) {
        if (event.kind() == TxEvent.Kind.SETTLED) {
            waiters.tell(event.record());
        }
    }

    /** Collects how a client works; each setting has a default that is safe on a public chain. */
    public static final class Builder {
        private final Chain chain;
        private final TxJournal journal;
        private final List<Signer> lanes = new ArrayList<>();
        private final List<ContractArtifact> explain = new ArrayList<>();
        private Finality finality = Finality.confirmations(12);
        private SpendLimit limit = SpendLimit.none();
        private Duration patience = Duration.ofSeconds(45);
        private int inFlight = 64;
        private Duration leaseTerm = Duration.ofSeconds(10);
        private InstantSource clock = InstantSource.system();
        private TxListener listener = event -> {};

        private Builder(Chain chain, TxJournal journal) {
            this.chain = Objects.requireNonNull(chain, "chain");
            this.journal = Objects.requireNonNull(journal, "journal");
        }

        /** Adds accounts to send from, each a lane of its own. */
        public Builder lanes(Signer... signers) {
            lanes.addAll(Arrays.asList(signers));
            return this;
        }

        /** Sets when a transaction is done; 12 confirmations where it is not set. */
        public Builder finality(Finality finality) {
            this.finality = Objects.requireNonNull(finality, "finality");
            return this;
        }

        /** Sets what may be spent; the accounts' balances where it is not set. */
        public Builder limit(SpendLimit limit) {
            this.limit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Sets how long a transaction may wait for a block before its fee is raised by an eighth or to what is asked then; 45 seconds where
         * it is not set.
         */
        public Builder patience(Duration patience) {
            this.patience = requirePositive("patience", patience);
            return this;
        }

        /**
         * Sets how many transactions of one account may wait for a block, 1 to 10,000; 64 where it is not set, which is what geth keeps for an
         * account.
         */
        public Builder inFlight(int transactions) {
            if (transactions < 1 || transactions > 10_000) {
                throw new IllegalArgumentException("in flight must be 1 to 10000 transactions: " + transactions);
            }
            this.inFlight = transactions;
            return this;
        }

        /** Sets how long after a crash another client takes an account over; 10 seconds where it is not set. */
        public Builder leaseTerm(Duration term) {
            this.leaseTerm = requirePositive("lease term", term);
            return this;
        }

        /** Sets whose errors are told by name when a transaction would revert or reverted. */
        public Builder explain(ContractArtifact... contracts) {
            explain.addAll(Arrays.asList(contracts));
            return this;
        }

        /** Adds a listener. */
        public Builder listener(TxListener more) {
            this.listener = listener.and(more);
            return this;
        }

        /** Sets the clock; the system's where it is not set. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Starts the client, and with it the work on whatever its journal holds.
         *
         * @throws IllegalArgumentException without a lane, or with one account twice
         */
        public TxClient start() {
            long accounts = lanes.stream().map(Signer::address).distinct().count();
            if (accounts == 0 || accounts < lanes.size()) {
                throw new IllegalArgumentException("a client needs one lane or more, each of another account: "
                        + lanes.size() + " lanes of " + accounts + " accounts");
            }
            return new TxClient(this, new ChainNetwork(chain, explain));
        }

        private static Duration requirePositive(String what, Duration duration) {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException(what + " must be a millisecond or more: " + duration);
            }
            return duration;
        }
    }
}
