package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentRecord.Revocation;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Keeps grants and receipts in memory. */
final class MemoryConsentLedger implements ConsentLedger {
    private static final Comparator<ReceiptPlace> ORDER =
            Comparator.comparing(ReceiptPlace::readAt).thenComparing(ReceiptPlace::receipt);

    private final Map<Hash32, ConsentRecord> grants = new TreeMap<>();
    private final Set<Use> uses = new HashSet<>();
    private final TreeMap<ReceiptPlace, RecordedReceipt> receipts = new TreeMap<>(ORDER);

    private record Use(Hash32 grant, Hash32 presentation) {}

    @Override
    public synchronized ConsentRecord record(ConsentGrant grant, ConsentProof proof, Instant at) {
        return grants.computeIfAbsent(grant.id(), id -> new ConsentRecord(grant, proof, at, 0, Optional.empty()));
    }

    @Override
    public synchronized Optional<ConsentRecord> find(Hash32 grant) {
        return Optional.ofNullable(grants.get(grant));
    }

    @Override
    public synchronized List<ConsentRecord> grants(Did holder, Hash32 after, int most) {
        Refusals.requirePage(most);
        return grants.entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(after) > 0)
                .map(Map.Entry::getValue)
                .filter(known -> known.grant().holder().equals(holder))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Verdict<ConsentRecord> revoke(Hash32 grant, Did by, Instant at) {
        ConsentRecord known = grants.get(grant);
        if (known == null) {
            return Verdict.refused(Refusals.unknown(grant));
        }
        if (!known.grant().holder().equals(by)) {
            return Verdict.refused(Refusals.notTheHolder(known.grant().holder()));
        }
        if (known.revocation().isEmpty()) {
            known = changed(known, known.used(), Optional.of(new Revocation(by, at)));
            grants.put(grant, known);
        }
        return Verdict.ok(known);
    }

    @Override
    public synchronized Verdict<List<RecordedReceipt>> spend(List<RecordedReceipt> spent) {
        Map<Hash32, ConsentRecord> grantsAfter = new HashMap<>();
        Set<Use> usesAfter = new HashSet<>();
        for (RecordedReceipt each : spent) {
            ConsentReceipt receipt = each.receipt();
            ConsentRecord known = grantsAfter.getOrDefault(receipt.grant(), grants.get(receipt.grant()));
            if (known == null) {
                return Verdict.refused(Refusals.unknown(receipt.grant()));
            }
            Use use = new Use(receipt.grant(), receipt.presentation());
            Optional<Reason> refusal = refusal(known, receipt, uses.contains(use) || !usesAfter.add(use));
            if (refusal.isPresent()) {
                return Verdict.refused(refusal.get());
            }
            grantsAfter.put(receipt.grant(), changed(known, known.used() + 1, Optional.empty()));
        }
        grants.putAll(grantsAfter);
        uses.addAll(usesAfter);
        spent.forEach(each -> receipts.put(each.receipt().place(), each));
        return Verdict.ok(List.copyOf(spent));
    }

    private static Optional<Reason> refusal(ConsentRecord known, ConsentReceipt receipt, boolean repeated) {
        if (known.revocation().isPresent()) {
            return known.revocation().map(Refusals::revoked);
        }
        if (known.usesLeft() == 0) {
            return Optional.of(Refusals.usedUp(known));
        }
        if (!receipt.readAt().isBefore(known.grant().expiresAt())) {
            return Optional.of(Refusals.expired(known.grant().expiresAt()));
        }
        return repeated ? Optional.of(Refusals.repeated()) : Optional.empty();
    }

    private static ConsentRecord changed(ConsentRecord known, long used, Optional<Revocation> revocation) {
        return new ConsentRecord(known.grant(), known.proof(), known.recordedAt(), used, revocation);
    }

    @Override
    public synchronized List<RecordedReceipt> receipts(Did holder, ReceiptPlace after, int most) {
        return page(after, most, receipt -> receipt.holder().equals(holder));
    }

    @Override
    public synchronized List<RecordedReceipt> receipts(Hash32 grant, ReceiptPlace after, int most) {
        return page(after, most, receipt -> receipt.grant().equals(grant));
    }

    @Override
    public synchronized List<RecordedReceipt> readBy(Did reader, ReceiptPlace after, Instant end, int most) {
        return page(
                after,
                most,
                receipt -> receipt.reader().equals(reader) && receipt.readAt().isBefore(end));
    }

    private List<RecordedReceipt> page(ReceiptPlace after, int most, Predicate<ConsentReceipt> wanted) {
        Refusals.requirePage(most);
        return receipts.tailMap(after, false).values().stream()
                .filter(each -> wanted.test(each.receipt()))
                .limit(most)
                .toList();
    }
}
