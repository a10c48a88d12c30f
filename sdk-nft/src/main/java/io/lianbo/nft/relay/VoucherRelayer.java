package io.lianbo.nft.relay;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherRedeemer;
import io.lianbo.nft.relay.RelayLog.Batch;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Redeems vouchers for people who pay no gas: takes them in, checks each against the chain and the limits before anything is spent, sends what waits in
 * batches, and reports what became of each.
 *
 * {@snippet class="io.lianbo.nft.VouchersGuideTest" region="relay"}
 *
 * <p>It pays no price unless its {@link RelayLimits} say so, and never redeems a bearer voucher, whose token would be the relayer's. A voucher that is
 * handed in twice is redeemed once. After a crash, {@link #send} of the next relayer with the same log and journal goes on: what was in a transaction stays
 * in that one. So neither is a price paid twice nor a voucher forgotten.
 *
 * <p>One of a batch that is refused after all, because somebody else was faster, is passed over and does not hold up the others. Calls block, and are
 * made for virtual threads; any number of threads and processes may relay for one collection.
 */
public final class VoucherRelayer {

    /** What a row of a batch that skips costs beside its redemption, and some more, as it must never want for gas. */
    private static final long GAS_A_ROW = 10_000;

    /** What no row costs. */
    private static final long GAS_AT_MOST = 150_000;

    /** What keeps a voucher waiting, and does not concern the voucher. */
    private static final Set<String> PASSING = Set.of("PAUSED", "INSUFFICIENT_BALANCE", "INSUFFICIENT_ALLOWANCE");

    private final Chain chain;
    private final VoucherRedeemer collection;
    private final TxClient client;
    private final Address payer;
    private final RelayLog log;
    private final RelayLimits limits;
    private final InstantSource clock;

    private VoucherRelayer(Builder builder) {
        this.chain = builder.chain;
        this.collection = builder.collection;
        this.client = builder.client;
        this.payer = builder.payer;
        this.log = builder.log;
        this.limits = builder.limits;
        this.clock = builder.clock;
    }

    /**
     * A relayer of a collection's vouchers.
     *
     * @param chain where the collection is
     * @param collection whose vouchers it redeems
     * @param client sends the transactions; of the same chain
     * @param payer the client's account, of several any: in its name vouchers are tried out, and where prices are paid, it is the one that has the money
     *     and has approved the collection
     */
    public static Builder builder(Chain chain, VoucherRedeemer collection, TxClient client, Address payer) {
        return new Builder(chain, collection, client, payer);
    }

    /**
     * Takes a voucher in, to be sent with the next {@link #send}. One that was taken in before stays as it stands; one that was refused is tried anew.
     *
     * @return where it stands; or all reasons why it is not taken in: those of {@link VoucherRedeemer#verify(SignedVoucher, Address)}, {@code BEARER}, {@code
     *     PRICE_NOT_PAID}, {@code OVER_TRANSACTION_LIMIT}, {@code OVER_DAY_LIMIT} and {@code OVER_BUYER_LIMIT}; then nothing was spent
     * @throws LianboException if the node or the log fails; the same call may be made again
     */
    public Verdict<Relayed> relay(SignedVoucher voucher) {
        return relayAll(List.of(voucher)).getFirst();
    }

    /** Takes many vouchers in, each for itself, in few round trips; otherwise as {@link #relay}. */
    public List<Verdict<Relayed>> relayAll(List<SignedVoucher> vouchers) {
        Map<Integer, Relayed> standing = new HashMap<>();
        List<SignedVoucher> fresh = new ArrayList<>();
        for (int i = 0; i < vouchers.size(); i++) {
            Optional<Relayed> known = status(vouchers.get(i)).filter(relayed -> relayed.state() != RelayState.REFUSED);
            if (known.isPresent()) {
                standing.put(i, known.get());
            } else {
                fresh.add(vouchers.get(i));
            }
        }
        var live = collection.verifyAll(fresh, payer).iterator();
        List<Verdict<Relayed>> verdicts = new ArrayList<>();
        for (int i = 0; i < vouchers.size(); i++) {
            Relayed there = standing.get(i);
            verdicts.add(there != null ? Verdict.ok(there) : admit(vouchers.get(i), live.next()));
        }
        return verdicts;
    }

    private Verdict<Relayed> admit(SignedVoucher signed, Verdict<SignedVoucher> live) {
        Voucher voucher = signed.voucher();
        List<Reason> reasons = new ArrayList<>(live.reasons());
        if (voucher.isBearer()) {
            reasons.add(new Reason("BEARER", "whoever redeems it gets the token, which would be the relayer"));
        }
        if (voucher.price().signum() > 0) {
            RelayLimits.PriceLimit limit = limits.prices().get(voucher.currency());
            if (limit == null) {
                reasons.add(new Reason(
                        "PRICE_NOT_PAID",
                        "it costs " + voucher.price() + " of " + voucher.currency() + ", not paid here"));
            } else if (voucher.price().compareTo(limit.perTransaction()) > 0) {
                reasons.add(new Reason(
                        "OVER_TRANSACTION_LIMIT",
                        "it costs " + voucher.price() + " of " + voucher.currency() + ", a transaction pays "
                                + limit.perTransaction()));
            }
        }
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return log.admit(
                signed, today, limits.budgets(voucher, voucher.recipient().orElseThrow()));
    }

    /** Returns what became of a voucher; empty if it was never taken in. */
    public Optional<Relayed> status(SignedVoucher voucher) {
        return log.find(voucher.collection(), voucher.digest());
    }

    /**
     * Sends all that waits, and waits until it and what was sent before is settled. To be called again and again, by a timer for instance, and after
     * a crash. What was taken in and cannot be redeemed any more is refused; where the collection is paused or the payer out of funds, it goes on waiting.
     *
     * @param timeout for all of it together
     * @return what became of each voucher that was settled here
     * @throws LianboException {@code NOT_MINED_IN_TIME}, which changes nothing: it still happens, and the next call goes on
     */
    public List<Relayed> send(Duration timeout) {
        long start = System.nanoTime();
        List<Batch> batches = new ArrayList<>(log.open(collection.id()));
        BigInteger coin = chain.balance(payer);
        int before;
        do {
            before = batches.size();
            coin = claimInto(batches, sendable(), coin);
        } while (batches.size() > before);
        batches.forEach(batch -> client.submit(intent(batch)));
        List<Relayed> settled = new ArrayList<>();
        for (Batch batch : batches) {
            TxRecord record = client.await(key(batch), timeout.minusNanos(System.nanoTime() - start));
            List<Relayed> outcomes = outcomes(batch, record);
            log.settle(outcomes);
            settled.addAll(outcomes);
        }
        return settled;
    }

    /** Those of the oldest that could be redeemed now. What waited may have been redeemed, cancelled or expired since it was taken in. */
    private Set<Hash32> sendable() {
        List<SignedVoucher> waiting = log.waiting(collection.id(), RelayLimits.MOST_PER_TRANSACTION).stream()
                .map(Relayed::voucher)
                .toList();
        List<Verdict<SignedVoucher>> live = collection.verifyAll(waiting, payer);
        Set<Hash32> sendable = new HashSet<>();
        Map<Hash32, Reason> bad = new HashMap<>();
        for (int i = 0; i < waiting.size(); i++) {
            Hash32 digest = waiting.get(i).digest();
            List<Reason> reasons = live.get(i).reasons();
            if (reasons.isEmpty()) {
                sendable.add(digest);
            }
            reasons.stream()
                    .filter(reason -> !PASSING.contains(reason.code()))
                    .findFirst()
                    .ifPresent(reason -> bad.put(digest, reason));
        }
        if (!bad.isEmpty()) {
            log.refuse(collection.id(), bad);
        }
        return sendable;
    }

    /** What the payer has left of the native coin, once prices are paid. */
    private BigInteger claimInto(List<Batch> batches, Set<Hash32> sendable, BigInteger coin) {
        BigInteger left = coin;
        Optional<Batch> next = claim(sendable, left);
        while (next.isPresent()) {
            batches.add(next.get());
            left = left.subtract(call(next.get(), true).value());
            next = claim(sendable, left);
        }
        return left;
    }

    private Optional<Batch> claim(Set<Hash32> sendable, BigInteger coin) {
        return log.claim(
                collection.id(),
                RelayLimits.MOST_PER_TRANSACTION,
                waiting -> limits.fitting(
                        waiting.stream()
                                .filter(relayed ->
                                        sendable.contains(relayed.voucher().digest()))
                                .toList(),
                        coin));
    }

    private String key(Batch batch) {
        return "relay/" + collection.id() + "/" + batch.number();
    }

    /** The same for a batch whoever makes it, so that the journal takes it once. */
    private TxIntent intent(Batch batch) {
        String key = key(batch);
        if (batch.vouchers().size() == 1) {
            return TxIntent.call(
                    key, collection.redeemCall(batch.vouchers().getFirst().voucher()));
        }
        ContractCall call = call(batch, true);
        TxIntent intent = TxIntent.call(key, call);
        return client.status(key).isPresent() ? intent : intent.withGasLimit(gas(batch, call));
    }

    private ContractCall call(Batch batch, boolean skip) {
        return collection.redeemBatchCall(
                batch.vouchers().stream().map(Relayed::voucher).toList(), skip);
    }

    /**
     * A batch that skips succeeds however little gas it has, as what runs out of it is skipped too. So the gas is estimated as if none were to be
     * skipped; where one would be by now, from what the whole may use.
     */
    private long gas(Batch batch, ContractCall call) {
        long rows = GAS_A_ROW * batch.vouchers().size();
        if (call.value().compareTo(chain.balance(payer)) > 0) {
            return GAS_AT_MOST * batch.vouchers().size(); // nothing can be estimated before there is money
        }
        try {
            return rows + estimate(call(batch, false));
        } catch (ContractRevertException oneIsRefused) {
            long most = 0;
            for (Relayed relayed : batch.vouchers()) {
                most += estimateOf(relayed);
            }
            return rows + Math.max(most, estimate(call));
        }
    }

    private long estimateOf(Relayed relayed) {
        try {
            return estimate(collection.redeemCall(relayed.voucher()));
        } catch (ContractRevertException refused) {
            return 0; // what it uses until it is refused is in the whole's
        }
    }

    private long estimate(ContractCall call) {
        return chain.estimateGas(payer, call.label(), Optional.of(call.to()), call.value(), call.data());
    }

    private List<Relayed> outcomes(Batch batch, TxRecord record) {
        Optional<Hash32> transaction = record.inclusion().map(TxRecord.Inclusion::transaction);
        return switch (record.state()) {
            case SUCCEEDED -> redeemed(batch, transaction.orElseThrow());
            case REVERTED, FAILED -> {
                Reason why = record.problem().orElse(new Reason(record.state().name(), "without a reason"));
                yield batch.vouchers().stream()
                        .map(relayed -> relayed.refused(transaction, why))
                        .toList();
            }
            case QUEUED, CLAIMED, SIGNED, INCLUDED ->
                throw new IllegalStateException("an awaited transaction is settled: " + record.state());
        };
    }

    private List<Relayed> redeemed(Batch batch, Hash32 transaction) {
        Receipt receipt = chain.receipt(transaction)
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE, "the node knows no receipt of " + transaction, true));
        List<BigInteger> tokens = batch.vouchers().stream()
                .map(relayed -> relayed.voucher().voucher().tokenId())
                .toList();
        List<VoucherRedeemer.Row> rows = collection.redemption(receipt, tokens).rows();
        List<Relayed> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Relayed relayed = batch.vouchers().get(i);
            outcomes.add(rows.get(i)
                    .refusal()
                    .map(error -> relayed.refused(
                            Optional.of(transaction), new Reason("SKIPPED", "the contract refused it: " + error)))
                    .orElseGet(() -> relayed.redeemed(transaction)));
        }
        return outcomes;
    }

    /** Returns whose vouchers it relays. */
    @Override
    public String toString() {
        return "VoucherRelayer of " + collection;
    }

    /** Collects how a relayer works. */
    public static final class Builder {
        private final Chain chain;
        private final VoucherRedeemer collection;
        private final TxClient client;
        private final Address payer;
        private RelayLog log = RelayLog.inMemory();
        private RelayLimits limits = RelayLimits.gifts(50, 10_000, 20);
        private InstantSource clock = InstantSource.system();

        private Builder(Chain chain, VoucherRedeemer collection, TxClient client, Address payer) {
            this.chain = Objects.requireNonNull(chain, "chain");
            this.collection = Objects.requireNonNull(collection, "collection");
            this.client = Objects.requireNonNull(client, "client");
            this.payer = Objects.requireNonNull(payer, "payer");
            if (!chain.id().equals(collection.id().chainId())) {
                throw new IllegalArgumentException("the collection must be on " + chain.id() + ": " + collection.id());
            }
        }

        /** Sets where it keeps what it was handed; in memory where it is not set, which survives no crash. */
        public Builder log(RelayLog log) {
            this.log = Objects.requireNonNull(log, "log");
            return this;
        }

        /** Sets what it does and pays; 50 gifts a transaction, 10,000 a day and 20 a buyer and day where it is not set, and no price. */
        public Builder limits(RelayLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Sets the clock that begins a new day; the system's where it is not set. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Returns the relayer. */
        public VoucherRelayer build() {
            return new VoucherRelayer(this);
        }
    }
}
