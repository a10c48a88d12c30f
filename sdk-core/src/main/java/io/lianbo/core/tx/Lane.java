package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender account at work: it takes intents from the journal, numbers and signs them, stores what it signed, and only then broadcasts
 * it; and it follows what it sent until that is final.
 *
 * <p>Nothing here waits: {@link #tick} does what can be done now. Used by one thread at a time.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** So many intents go through a step together: one commit, one round trip. */
    private static final int BATCH = 256;

    /** What a node says of a transaction; any other code says that no node answered. */
    private static final Set<String> ANSWERS = Stream.of(
                    LianboException.Code.NONCE_CONFLICT,
                    LianboException.Code.INSUFFICIENT_FUNDS,
                    LianboException.Code.UNDERPRICED,
                    LianboException.Code.RPC_ERROR)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    /** How long a nonce must look taken before it is believed. */
    private static final Duration SUSPICION = Duration.ofSeconds(2);

    private static final Duration SOON = Duration.ofMillis(500);

    private final Network network;
    private final TxJournal journal;
    private final Signer signer;
    private final Address account;
    private final String owner;
    private final Settings settings;
    private final Pricing pricing;

    private TxJournal.@Nullable Lease lease;
    private Instant renewAt = Instant.MIN;
    private boolean loaded;

    /** What is signed and not settled, by nonce. */
    private final TreeMap<Long, TxRecord> open = new TreeMap<>();

    /** What is taken and not signed. */
    private final List<TxRecord> claimed = new ArrayList<>();

    private final Map<String, Instant> suspectedSince = new HashMap<>();

    private long nextNonce;
    private long lastMined;
    private Instant offerAgainAt = Instant.MIN;
    private Instant sendAgainAt = Instant.MIN;
    private @Nullable Instant gapSince;

    Lane(Network network, TxJournal journal, Signer signer, String owner, Settings settings) {
        this.network = network;
        this.journal = journal;
        this.signer = signer;
        this.account = signer.address();
        this.owner = owner;
        this.settings = settings;
        this.pricing = new Pricing(network, account);
    }

    Address account() {
        return account;
    }

    /** Whether it holds the account and knows what is open. */
    boolean isLoaded() {
        return loaded;
    }

    /** Whether something of it waits for a block. */
    boolean isWaiting() {
        return !open.isEmpty() || !claimed.isEmpty();
    }

    /** Compares with the journal and the chain again at the next tick, as after a crash. */
    void reload() {
        loaded = false;
    }

    /**
     * Does what can be done now.
     *
     * @return whether anything moved, so that it is worth looking again at once
     * @throws LianboException when the node, the journal or the signer fails; the next tick takes up where this one stopped
     */
    boolean tick() {
        try {
            TxJournal.Lease held = hold();
            if (held == null) {
                return false;
            }
            if (!loaded) {
                load(held);
            }
            boolean followed = follow(held);
            boolean sent = send(held);
            return followed || sent;
        } catch (TxJournal.LeaseLostException e) {
            LOG.warn("{}: {}", account, e.getMessage());
            forget();
            return false;
        } catch (LianboException e) {
            if (e.code() == LianboException.Code.STORE_FAILED) {
                loaded = false; // what is in memory may be ahead of what is stored
            }
            throw e;
        }
    }

    /** Gives the account back. */
    void close() {
        if (lease != null) {
            try {
                store(
                        lease,
                        claimed.stream()
                                .map(record -> record.requeued(Optional.empty()))
                                .toList(),
                        BigInteger.ZERO);
                journal.release(lease);
            } catch (TxJournal.LeaseLostException alreadyElsewhere) {
                LOG.debug("{} was taken over before it was given back", account);
            } finally {
                forget();
            }
        }
    }

    private void forget() {
        lease = null;
        loaded = false;
        forgetRecords();
    }

    /** With what is suspected of them: a suspicion must last, and nobody watched in between. */
    private void forgetRecords() {
        open.clear();
        claimed.clear();
        suspectedSince.clear();
        gapSince = null;
    }

    private TxJournal.@Nullable Lease hold() {
        Instant now = now();
        if (lease != null && now.isBefore(renewAt)) {
            return lease;
        }
        if (lease != null && !journal.renew(lease, now, settings.leaseTerm())) {
            forget();
        }
        if (lease == null) {
            lease = journal.acquire(network.id(), account, owner, now, settings.leaseTerm())
                    .orElse(null);
        }
        renewAt = now.plus(settings.leaseTerm().dividedBy(3));
        return lease;
    }

    /** After a start, a crash or a lost lease: compares journal and chain, and broadcasts what is signed and not mined. */
    private void load(TxJournal.Lease held) {
        forgetRecords();
        for (TxRecord record : journal.open(held)) {
            if (record.state() == TxState.CLAIMED) {
                claimed.add(record);
            } else {
                open.put(record.nonce(), record);
            }
        }
        nextNonce = journal.highestNonce(held).orElse(-1) + 1;
        lastMined = network.nonce(account);
        reopen(held, lastMined);
        offer(signed());
        loaded = true;
    }

    /** The chain went back behind what was settled: that is to be mined again. */
    private void reopen(TxJournal.Lease held, long mined) {
        List<TxRecord> dropped =
                journal.settledFrom(held, mined).stream().map(TxRecord::dropped).toList();
        if (!dropped.isEmpty()) {
            store(held, dropped, BigInteger.ZERO);
            dropped.forEach(record ->
                    tell(TxEvent.Kind.REORGANISED, record, "the chain went back behind nonce " + record.nonce()));
        }
    }

    // --- following what was sent

    private boolean follow(TxJournal.Lease held) {
        if (open.isEmpty()) {
            return false;
        }
        long head = network.head();
        long mined = network.nonce(account);
        if (mined < lastMined) {
            reopen(held, mined);
        }
        lastMined = mined;
        long finalBlock = network.finalBlock(settings.finality(), head);

        boolean moved = dropReorganised(held);
        moved |= findMined(held, mined, finalBlock);
        moved |= settle(held, finalBlock);
        moved |= fillGap(held, mined);
        moved |= raiseFees(held, mined);
        offerAgain();
        return moved;
    }

    /** What was in a block that is no longer one of the chain's. */
    private boolean dropReorganised(TxJournal.Lease held) {
        Map<Long, Optional<Hash32>> hashes = new HashMap<>();
        List<TxRecord> dropped = new ArrayList<>();
        for (TxRecord record : open.values()) {
            record.inclusion().ifPresent(in -> {
                Optional<Hash32> canonical = hashes.computeIfAbsent(in.blockNumber(), network::blockHash);
                if (!canonical.equals(Optional.of(in.blockHash()))) {
                    dropped.add(record.dropped());
                }
            });
        }
        if (dropped.isEmpty()) {
            return false;
        }
        store(held, dropped, BigInteger.ZERO);
        dropped.forEach(record -> tell(TxEvent.Kind.REORGANISED, record, "its block is no longer part of the chain"));
        offer(dropped);
        return true;
    }

    private boolean findMined(TxJournal.Lease held, long mined, long finalBlock) {
        List<TxRecord> candidates =
                signed().stream().filter(record -> record.nonce() < mined).toList();
        if (candidates.isEmpty()) {
            suspectedSince.clear();
            return false;
        }
        Map<String, TxRecord.Inclusion> inclusions = inclusions(candidates);
        List<TxRecord> found = new ArrayList<>();
        List<TxRecord> missing = new ArrayList<>();
        for (TxRecord record : candidates) {
            TxRecord.Inclusion inclusion = inclusions.get(record.key());
            if (inclusion == null) {
                missing.add(record);
            } else {
                found.add(record.included(inclusion));
            }
        }
        List<TxRecord> taken = takenByOthers(missing, finalBlock);
        List<TxRecord> changed = new ArrayList<>(found);
        taken.forEach(record -> changed.add(record.requeued(Optional.of(
                new Reason("NONCE_TAKEN", "nonce " + record.nonce() + " was used by a transaction from elsewhere")))));
        if (changed.isEmpty()) {
            return false;
        }
        // What is final at once goes to the journal once, as settled.
        List<TxRecord> standing = settledWhere(changed, finalBlock);
        store(held, standing, BigInteger.ZERO);
        taken.forEach(record -> open.remove(record.nonce()));
        found.forEach(record -> tell(
                TxEvent.Kind.INCLUDED,
                record,
                "in block " + record.inclusion().orElseThrow().blockNumber()));
        tellSettled(standing);
        taken.forEach(record ->
                tell(TxEvent.Kind.NONCE_TAKEN, record, "a transaction from elsewhere used nonce " + record.nonce()));
        return true;
    }

    /**
     * Those whose nonce was, finally, used by no transaction of theirs. Nodes show a new nonce a moment before the receipt of what used it,
     * and two nodes behind one address differ for longer, so the suspicion must last.
     */
    private List<TxRecord> takenByOthers(List<TxRecord> missing, long finalBlock) {
        long used = missing.isEmpty() || finalBlock < 0 ? 0 : network.nonceAt(account, finalBlock);
        Map<String, Instant> before = Map.copyOf(suspectedSince);
        suspectedSince.clear();
        List<TxRecord> taken = new ArrayList<>();
        for (TxRecord record : missing) {
            if (record.nonce() < used) {
                Instant since = before.getOrDefault(record.key(), now());
                suspectedSince.put(record.key(), since);
                if (!now().isBefore(since.plus(SUSPICION))) {
                    taken.add(record);
                }
            }
        }
        return taken;
    }

    private boolean settle(TxJournal.Lease held, long finalBlock) {
        List<TxRecord> done = open.values().stream()
                .filter(record -> isFinal(record, finalBlock))
                .toList();
        if (done.isEmpty()) {
            return false;
        }
        List<TxRecord> settled = settledWhere(done, finalBlock);
        store(held, settled, BigInteger.ZERO);
        tellSettled(settled);
        return true;
    }

    private static boolean isFinal(TxRecord record, long finalBlock) {
        return record.state() == TxState.INCLUDED
                && record.inclusion().orElseThrow().blockNumber() <= finalBlock;
    }

    private List<TxRecord> settledWhere(List<TxRecord> records, long finalBlock) {
        return records.stream()
                .map(record -> isFinal(record, finalBlock) ? settled(record) : record)
                .toList();
    }

    private TxRecord settled(TxRecord record) {
        TxRecord.Inclusion in = record.inclusion().orElseThrow();
        return record.settled(
                in.succeeded()
                        ? Optional.empty()
                        : network.revertReason(account, record.intent(), in.blockNumber())
                                .or(() -> Optional.of(new Reason("REVERTED", "without a reason"))));
    }

    private void tellSettled(List<TxRecord> records) {
        records.stream()
                .filter(record -> record.state().isSettled())
                .forEach(record -> tell(TxEvent.Kind.SETTLED, record, "final as " + record.state()));
    }

    private Map<String, TxRecord.Inclusion> inclusions(List<TxRecord> records) {
        List<Hash32> hashes = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (TxRecord record : records) {
            for (TxRecord.Attempt attempt : record.attempts()) {
                hashes.add(attempt.hash());
                keys.add(record.key());
            }
        }
        Map<String, TxRecord.Inclusion> found = new HashMap<>();
        List<Optional<TxRecord.Inclusion>> answers = network.inclusions(hashes);
        for (int i = 0; i < answers.size(); i++) {
            String key = keys.get(i);
            answers.get(i).ifPresent(inclusion -> found.put(key, inclusion));
        }
        return found;
    }

    // --- what is stuck

    /** A nonce before ours that nobody used and the node knows nothing of: with it unused, none after it is ever mined. */
    private boolean fillGap(TxJournal.Lease held, long mined) {
        long first = open.isEmpty() ? mined : open.firstKey();
        if (first <= mined || network.pendingNonce(account) > mined) {
            gapSince = null;
            return false;
        }
        if (gapSince == null) {
            gapSince = now();
        }
        if (now().isBefore(gapSince.plus(settings.patience()))) {
            return false;
        }
        gapSince = null;
        Fees fees = network.fees(Fees.Tier.STANDARD);
        List<TxRecord> fillers = new ArrayList<>();
        BigInteger cost = BigInteger.ZERO;
        for (long nonce = mined; nonce < first && fillers.size() < BATCH; nonce++) {
            TxIntent nothing =
                    TxIntent.nothing("lianbo-gap-" + account + "-" + nonce + "-" + now().toEpochMilli(), account);
            TxRecord filler = TxRecord.queued(nothing)
                    .signed(pricing.sign(signer, nothing, nonce, fees, TxIntent.LEAST_GAS, now()));
            cost = cost.add(filler.mostCost());
            fillers.add(filler);
        }
        store(held, fillers, cost);
        fillers.forEach(
                record -> tell(TxEvent.Kind.GAP_FILLED, record, "nonce " + record.nonce() + " was used by nothing"));
        offer(fillers);
        return true;
    }

    /** What waited longer than patience allows is signed anew, with the same nonce and a higher fee. */
    private boolean raiseFees(TxJournal.Lease held, long mined) {
        Instant before = now().minus(settings.patience());
        List<TxRecord> stuck = signed().stream()
                .filter(record -> record.nonce() >= mined)
                .filter(record -> record.lastAttempt().signedAt().isBefore(before))
                .limit(BATCH)
                .toList();
        List<TxRecord> raised = new ArrayList<>();
        BigInteger more = BigInteger.ZERO;
        BigInteger left = stuck.isEmpty() ? BigInteger.ZERO : leftToday();
        Map<Fees.Tier, Fees> asked = new EnumMap<>(Fees.Tier.class);
        for (TxRecord record : stuck) {
            TxRecord.Attempt last = record.lastAttempt();
            Fees fees = pricing.raised(
                    last.fees(), asked.computeIfAbsent(record.intent().tier(), network::fees));
            BigInteger cost = record.intent().mostCost(fees, last.gasLimit());
            BigInteger extra = cost.subtract(record.mostCost());
            if (cost.compareTo(settings.limit().perTransaction()) > 0
                    || more.add(extra).compareTo(left) > 0) {
                holdUp(record, new Reason("SPEND_LIMIT", "a higher fee would exceed the spend limit"));
            } else {
                raised.add(record.signed(
                        pricing.sign(signer, record.intent(), record.nonce(), fees, last.gasLimit(), now())));
                more = more.add(extra);
            }
        }
        if (raised.isEmpty()) {
            return false;
        }
        store(held, raised, more);
        raised.forEach(record -> tell(
                TxEvent.Kind.REPLACED,
                record,
                "attempt " + record.attempts().size() + " offers up to "
                        + record.lastAttempt().fees().max() + " wei a unit of gas"));
        offer(raised);
        return true;
    }

    private void offerAgain() {
        if (!now().isBefore(offerAgainAt)) {
            offer(signed());
        }
    }

    /** Broadcasts; whatever comes of it, the journal has it, and it is offered again later. */
    private void offer(List<TxRecord> records) {
        boolean unanswered = false;
        for (int from = 0; from < records.size(); from += BATCH) {
            List<TxRecord> some = records.subList(from, Math.min(from + BATCH, records.size()));
            List<Verdict<Hash32>> verdicts =
                    network.broadcast(some.stream().map(TxRecord::lastAttempt).toList());
            for (int i = 0; i < verdicts.size(); i++) {
                for (Reason reason : verdicts.get(i).reasons()) {
                    holdUp(some.get(i), reason);
                    unanswered |= !ANSWERS.contains(reason.code());
                }
            }
        }
        offerAgainAt = now().plus(unanswered ? SOON : settings.patience().dividedBy(4));
    }

    // --- sending what is queued

    private boolean send(TxJournal.Lease held) {
        int room = Math.min(settings.inFlight() - open.size(), BATCH);
        if (room <= 0 || now().isBefore(sendAgainAt)) {
            return false;
        }
        if (claimed.size() < room) {
            claimed.addAll(journal.claim(held, room - claimed.size()));
        }
        if (claimed.isEmpty()) {
            return false;
        }
        List<TxRecord> batch = List.copyOf(claimed.subList(0, Math.min(room, claimed.size())));
        Outcome outcome = new Outcome();
        List<Pricing.Priced> priced = pricing.price(withoutMined(batch, outcome), outcome.refused);
        choose(priced, outcome);
        sign(outcome);

        List<TxRecord> changed = new ArrayList<>(outcome.signed);
        changed.addAll(outcome.refused);
        changed.addAll(outcome.held);
        changed.addAll(outcome.settled);
        store(held, changed, outcome.cost);
        Set<String> decided = changed.stream().map(TxRecord::key).collect(Collectors.toSet());
        claimed.removeIf(record -> decided.contains(record.key()));
        nextNonce += outcome.signed.size();

        outcome.signed.forEach(record -> tell(TxEvent.Kind.SENT, record, "with nonce " + record.nonce()));
        outcome.refused.forEach(record -> tell(TxEvent.Kind.SETTLED, record, "refused before it was signed"));
        outcome.settled.forEach(record -> tell(TxEvent.Kind.SETTLED, record, "mined under an earlier nonce"));
        outcome.held.forEach(record -> tell(
                TxEvent.Kind.HELD_UP, record, record.problem().orElseThrow().detail()));
        offer(outcome.signed);
        return !outcome.signed.isEmpty() || !outcome.refused.isEmpty();
    }

    /** What becomes of a batch. */
    private static final class Outcome {
        final List<Pricing.Priced> toSign = new ArrayList<>();
        final List<TxRecord> refused = new ArrayList<>();
        final List<TxRecord> held = new ArrayList<>();
        final List<TxRecord> settled = new ArrayList<>();
        List<TxRecord> signed = List.of();
        BigInteger cost = BigInteger.ZERO;
    }

    /** One that was signed before, under a nonce that was taken from it, must not be signed again should that have been mined after all. */
    private List<TxRecord> withoutMined(List<TxRecord> batch, Outcome outcome) {
        List<TxRecord> signedBefore =
                batch.stream().filter(record -> !record.attempts().isEmpty()).toList();
        if (signedBefore.isEmpty()) {
            return batch;
        }
        Map<String, TxRecord.Inclusion> inclusions = inclusions(signedBefore);
        long finalBlock = network.finalBlock(settings.finality(), network.head());
        for (TxRecord record : signedBefore) {
            TxRecord.Inclusion inclusion = inclusions.get(record.key());
            if (inclusion != null && inclusion.blockNumber() <= finalBlock) {
                outcome.settled.add(settled(record.foundIn(inclusion)));
            }
        }
        return batch.stream()
                .filter(record -> !inclusions.containsKey(record.key()))
                .toList();
    }

    /** Decides by the limits and the balance which are signed, in order. */
    private void choose(List<Pricing.Priced> priced, Outcome outcome) {
        if (priced.isEmpty()) {
            return;
        }
        BigInteger funds = network.balance(account);
        for (TxRecord record : signed()) {
            funds = funds.subtract(record.mostCost());
        }
        BigInteger left = leftToday();
        Reason wait = null;
        for (Pricing.Priced one : priced) {
            if (one.cost().compareTo(settings.limit().perTransaction()) > 0) {
                outcome.refused.add(one.record()
                        .failed(new Reason(
                                "SPEND_LIMIT",
                                "it may cost " + one.cost() + " wei, and a transaction may cost "
                                        + settings.limit().perTransaction())));
                continue;
            }
            if (wait == null && outcome.cost.add(one.cost()).compareTo(left) > 0) {
                wait = new Reason(
                        "SPEND_LIMIT_OF_DAY",
                        "the day's limit of " + settings.limit().perDay() + " wei is used up");
                sendAgainAt = now().plus(settings.patience());
            }
            if (wait == null && outcome.cost.add(one.cost()).compareTo(funds) > 0) {
                wait = new Reason(
                        "INSUFFICIENT_FUNDS",
                        account + " has " + funds.max(BigInteger.ZERO) + " wei to spare, and it may cost "
                                + one.cost());
                sendAgainAt = now().plus(settings.patience());
            }
            if (wait != null) {
                outcome.held.add(one.record().requeued(Optional.of(wait)));
            } else {
                outcome.toSign.add(one);
                outcome.cost = outcome.cost.add(one.cost());
            }
        }
    }

    private void sign(Outcome outcome) {
        if (outcome.toSign.isEmpty()) {
            return;
        }
        nextNonce = Math.max(nextNonce, network.pendingNonce(account));
        outcome.signed = pricing.signAll(signer, outcome.toSign, nextNonce, now());
    }

    private BigInteger leftToday() {
        BigInteger perDay = settings.limit().perDay();
        return settings.limit().isPerDay() ? perDay.subtract(journal.spent(network.id(), today())) : perDay;
    }

    // --- small things

    private List<TxRecord> signed() {
        return open.values().stream()
                .filter(record -> record.state() == TxState.SIGNED)
                .toList();
    }

    /** Stores, and only then remembers. */
    private void store(TxJournal.Lease held, List<TxRecord> changed, BigInteger spent) {
        journal.update(held, changed, today(), spent, now());
        for (TxRecord record : changed) {
            if (record.state() == TxState.SIGNED || record.state() == TxState.INCLUDED) {
                open.put(record.nonce(), record);
            } else if (record.state() == TxState.SUCCEEDED || record.state() == TxState.REVERTED) {
                open.remove(record.nonce());
            }
        }
    }

    private void holdUp(TxRecord record, Reason reason) {
        if (!record.problem().equals(Optional.of(reason))) {
            TxRecord noted = record.heldUp(reason);
            open.computeIfPresent(record.nonce(), (nonce, standing) -> standing.equals(record) ? noted : standing);
            tell(TxEvent.Kind.HELD_UP, noted, reason.detail());
        }
    }

    private void tell(TxEvent.Kind kind, TxRecord record, String detail) {
        try {
            settings.listener().on(new TxEvent(kind, record, detail));
        } catch (RuntimeException e) {
            LOG.warn("a listener failed at {} of intent {}", kind, record.key(), e);
        }
    }

    private Instant now() {
        return settings.clock().instant();
    }

    private LocalDate today() {
        return now().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** How long to wait before the next tick when nothing moved. */
    Duration pause() {
        return isWaiting() ? Duration.ofMillis(100) : Duration.ofMillis(500);
    }
}
