package io.lianbo.nft.relay;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.SignedVoucher;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a relayer was handed, what of it is in which transaction, and what a day has spent. {@link JdbcRelayLog} keeps it in SQLite or PostgreSQL,
 * beside the journal of the {@code TxClient}; {@link #inMemory} as long as the process lives, for tests.
 *
 * <p>A voucher is known by its collection and digest. Any number of processes may share a log; each method is atomic and, when it returns, durable,
 * and fails with {@code STORE_FAILED} and has then changed nothing.
 */
public interface RelayLog {

    /** Returns a log that dies with the process. */
    static RelayLog inMemory() {
        return new InMemoryRelayLog();
    }

    /**
     * A share of what a day may spend.
     *
     * @param code the reason's where it does not suffice
     * @param name what is counted
     * @param amount how much more, from 0
     * @param limit how much in a day at most
     */
    record Budget(String code, String name, BigInteger amount, BigInteger limit) {
        /** Why {@code spent} and this together are too much; empty where they are not. */
        Optional<Reason> exceeded(BigInteger spent) {
            return spent.add(amount).compareTo(limit) <= 0
                    ? Optional.empty()
                    : Optional.of(new Reason(
                            code, name + ": " + spent + " today and " + amount + " more are above " + limit));
        }

        /** What a day that has spent {@code spent} of each cannot afford. */
        static List<Reason> exceeded(List<Budget> budgets, Map<String, BigInteger> spent) {
            List<Reason> reasons = new ArrayList<>();
            budgets.forEach(budget -> budget.exceeded(spent.getOrDefault(budget.name(), BigInteger.ZERO))
                    .ifPresent(reasons::add));
            return reasons;
        }
    }

    /**
     * Vouchers that go into one transaction.
     *
     * @param collection whose vouchers
     * @param number counts the batches of the collection, from 1
     * @param vouchers in the order of the transaction
     */
    record Batch(AccountId collection, long number, List<Relayed> vouchers) {
        /** Copies the vouchers. */
        public Batch {
            vouchers = List.copyOf(vouchers);
        }
    }

    /**
     * Takes a voucher in, if the day can afford it. One that is waiting, sent or redeemed stays as it stands and spends nothing more; one that was
     * refused is taken in anew.
     *
     * @param budgets what it spends
     * @return what the log now holds of it, or the codes of the budgets that do not suffice; then nothing was changed
     */
    Verdict<Relayed> admit(SignedVoucher voucher, LocalDate day, List<Budget> budgets);

    /** Returns what became of a voucher. */
    Optional<Relayed> find(AccountId collection, Hash32 digest);

    /** Returns those that wait, the oldest first. */
    List<Relayed> waiting(AccountId collection, int most);

    /**
     * Refuses vouchers that wait; one that does not wait any more stays as it stands.
     *
     * @param reasons by the digest
     */
    void refuse(AccountId collection, Map<Hash32, Reason> reasons);

    /**
     * Puts vouchers that wait into a batch: they are {@code SENT} from now on.
     *
     * @param most how many of the oldest to choose from
     * @param choice chooses from those, without side effects; it may be asked again
     * @return the batch; empty where nothing waits or is chosen
     */
    Optional<Batch> claim(AccountId collection, int most, UnaryOperator<List<Relayed>> choice);

    /** Returns the batches of which vouchers are {@code SENT}, the oldest first: also those of processes that died. */
    List<Batch> open(AccountId collection);

    /** Keeps what became of vouchers that were {@code SENT}; one that is not any more stays as it stands. */
    void settle(List<Relayed> outcomes);
}
