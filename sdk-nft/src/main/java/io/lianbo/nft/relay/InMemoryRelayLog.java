package io.lianbo.nft.relay;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.SignedVoucher;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A log in the memory of one process: what {@link RelayLog} promises, but for durability. */
final class InMemoryRelayLog implements RelayLog {
    private final Map<AccountId, Desk> desks = new HashMap<>();

    /** What is known of one collection. */
    private static final class Desk {
        private final Map<Hash32, Relayed> vouchers = new LinkedHashMap<>();
        private final Map<Hash32, Long> batches = new LinkedHashMap<>();
        private final Map<LocalDate, Map<String, BigInteger>> spent = new HashMap<>();
        private long batch;
    }

    private Desk desk(AccountId collection) {
        return desks.computeIfAbsent(collection, none -> new Desk());
    }

    @Override
    public synchronized Verdict<Relayed> admit(SignedVoucher voucher, LocalDate day, List<Budget> budgets) {
        Desk desk = desk(voucher.collection());
        Hash32 digest = voucher.digest();
        Relayed standing = desk.vouchers.get(digest);
        if (standing != null && standing.state() != RelayState.REFUSED) {
            return Verdict.ok(standing);
        }
        Map<String, BigInteger> spent = desk.spent.computeIfAbsent(day, none -> new HashMap<>());
        List<Reason> reasons = Budget.exceeded(budgets, spent);
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        budgets.forEach(budget -> spent.merge(budget.name(), budget.amount(), BigInteger::add));
        Relayed waiting = Relayed.waiting(voucher);
        desk.vouchers.remove(digest); // to the end of the queue
        desk.vouchers.put(digest, waiting);
        desk.batches.remove(digest);
        return Verdict.ok(waiting);
    }

    @Override
    public synchronized Optional<Relayed> find(AccountId collection, Hash32 digest) {
        return Optional.ofNullable(desk(collection).vouchers.get(digest));
    }

    @Override
    public synchronized List<Relayed> waiting(AccountId collection, int most) {
        return desk(collection).vouchers.values().stream()
                .filter(relayed -> relayed.state() == RelayState.WAITING)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void refuse(AccountId collection, Map<Hash32, Reason> reasons) {
        Desk desk = desk(collection);
        reasons.forEach((digest, reason) -> desk.vouchers.computeIfPresent(
                digest,
                (same, relayed) ->
                        relayed.state() == RelayState.WAITING ? relayed.refused(Optional.empty(), reason) : relayed));
    }

    @Override
    public synchronized Optional<Batch> claim(AccountId collection, int most, UnaryOperator<List<Relayed>> choice) {
        List<Relayed> chosen = choice.apply(waiting(collection, most));
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Desk desk = desk(collection);
        desk.batch++;
        List<Relayed> sent = chosen.stream().map(Relayed::sent).toList();
        sent.forEach(relayed -> {
            Hash32 digest = relayed.voucher().digest();
            desk.vouchers.put(digest, relayed);
            desk.batches.put(digest, desk.batch);
        });
        return Optional.of(new Batch(collection, desk.batch, sent));
    }

    @Override
    public synchronized List<Batch> open(AccountId collection) {
        Desk desk = desk(collection);
        Map<Long, List<Relayed>> open = new TreeMap<>();
        desk.batches.forEach((digest, number) -> {
            Relayed relayed = desk.vouchers.get(digest);
            if (relayed != null && relayed.state() == RelayState.SENT) {
                open.computeIfAbsent(number, none -> new ArrayList<>()).add(relayed);
            }
        });
        return open.entrySet().stream()
                .map(entry -> new Batch(collection, entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized void settle(List<Relayed> outcomes) {
        outcomes.forEach(outcome -> desk(outcome.voucher().collection())
                .vouchers
                .computeIfPresent(
                        outcome.voucher().digest(),
                        (same, relayed) -> relayed.state() == RelayState.SENT ? outcome : relayed));
    }
}
