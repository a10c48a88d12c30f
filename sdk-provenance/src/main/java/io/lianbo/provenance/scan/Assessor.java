package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.scan.ItemState.Status;
import io.lianbo.provenance.scan.Reading.Finding;
import io.lianbo.provenance.scan.ScanStore.Known;
import io.lianbo.provenance.scan.ScanStore.Outcome;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes of one scan: a function of the scan, what is known before it, and the policy. */
final class Assessor {
    /** By then an airliner is on the other side of the earth. */
    private static final Duration ROUND_THE_EARTH = Duration.ofHours(24);

    private final ScanPolicy policy;
    private final Reading reading;
    private final Known known;
    private final List<Finding> findings = new ArrayList<>();

    private Assessor(ScanPolicy policy, Reading reading, Known known) {
        this.policy = policy;
        this.reading = reading;
        this.known = known;
    }

    static Outcome assess(ScanPolicy policy, Reading reading, Known known) {
        return new Assessor(policy, reading, known).outcome();
    }

    private Outcome outcome() {
        ItemState state = known.state();
        if (reading.objection() != null) {
            findings.add(reading.objection());
        }
        if (isCondemned() || reading.item() == null) {
            return new Outcome(record(false), state == null ? null : counted(state), false);
        }
        if (state == null) {
            if (reading.item().serial().isEmpty()) {
                find(Signal.NO_SERIAL, "the code names no single item");
            } else {
                find(Signal.UNKNOWN_ITEM, "nobody registered such an item");
            }
            return new Outcome(record(false), null, false);
        }
        if (state.status() == Status.DESTROYED) {
            find(Signal.DESTROYED, "the item was destroyed");
        }
        if (reading.showcase() != null) {
            lookAtShowcase(reading.showcase());
            return new Outcome(record(false), state, false);
        }
        boolean isFresh = lookAtCounter(state);
        ItemState after = counted(lookAtOwner(state, isFresh));
        lookAtRegion();
        lookAtSpeed();
        boolean counts = isFresh && !isCodeAgain() && !has(Signal.MESSAGE_MALFORMED);
        lookAtCrowd(counts);
        return new Outcome(record(counts), after, state.owner() == null && after.owner() != null);
    }

    /** The highest that a chip has said, of the chip in question. */
    private int highest(ItemState state) {
        return Objects.equals(state.chip(), reading.uid()) ? state.counter() : 0;
    }

    /** The state after the chip said what it said. One that came off its item must not take the place of the one that is on it. */
    private ItemState counted(ItemState state) {
        String uid = reading.uid();
        if (uid == null || !reading.onItem() || reading.counter() <= highest(state)) {
            return state;
        }
        return state.withCounter(uid, reading.counter());
    }

    private void find(Signal signal, String detail) {
        findings.add(new Finding(signal, detail));
    }

    private boolean has(Signal signal) {
        return findings.stream().anyMatch(finding -> finding.signal() == signal);
    }

    private boolean isCondemned() {
        return findings.stream().anyMatch(finding -> finding.signal().alone() == Grade.COUNTERFEIT);
    }

    private void lookAtShowcase(Verdict<String> showcase) {
        switch (showcase) {
            case Verdict.Verified<String> show -> find(Signal.SHOWCASE, "shown in " + show.result());
            case Verdict.Refused<String> refused ->
                find(Signal.SHOWCASE_INVALID, refused.reasons().getFirst().detail());
        }
    }

    /** Whether the item was at hand, as far as a counter tells: a printed code has none. */
    private boolean lookAtCounter(ItemState state) {
        String uid = reading.uid();
        if (uid == null) {
            return true;
        }
        int counter = reading.counter();
        int highest = highest(state);
        if (counter > highest) {
            int missed = counter - highest - 1;
            if (highest > 0 && missed > policy.counterJump()) {
                find(Signal.COUNTER_JUMPED, "the chip was read " + missed + " times that nobody saw");
            }
            return true;
        }
        Optional<ScanRecord> before = known.recent().stream()
                .filter(scan -> uid.equals(scan.uid()) && scan.counter() == counter)
                .findFirst();
        if (before.filter(this::isReload).isPresent()) {
            find(Signal.RELOADED, "the same viewer loaded the message again");
        } else {
            find(
                    Signal.COUNTER_REPLAYED,
                    "the chip said " + counter + " and had said " + highest
                            + (before.isPresent() ? "; this very count was seen before" : ""));
        }
        return false;
    }

    private boolean isMine(ScanRecord scan) {
        return reading.device().all().contains(scan.device());
    }

    /** Whether the same viewer scanned the same code minutes ago: it may change hands in between, and is no crowd. */
    private boolean isCodeAgain() {
        return reading.chip() == null && known.recent().stream().anyMatch(scan -> scan.uid() == null && isReload(scan));
    }

    private boolean isReload(ScanRecord scan) {
        return isMine(scan) && sinceOrUntil(scan).compareTo(policy.reload()) <= 0;
    }

    private Duration sinceOrUntil(ScanRecord scan) {
        return Duration.between(scan.time(), reading.time()).abs();
    }

    private ItemState lookAtOwner(ItemState state, boolean isFresh) {
        ItemState after = reading.code() == null ? state : lookAtCode(state, reading.code());
        Hash32 owner = state.owner();
        if (owner != null && !Objects.equals(owner, reading.owner()) && !has(Signal.CODE_CLAIMED)) {
            after = lookAtStranger(after);
        }
        boolean isByFirstScan = state.status() == Status.SOLD
                && state.code() == null
                && (!state.byChip() || reading.chip() != null)
                && isFresh
                && reading.objection() == null;
        return isByFirstScan ? after.with(Status.ACTIVATED, reading.owner()) : after;
    }

    private ItemState lookAtStranger(ItemState state) {
        Instant before = state.strangerTapped();
        boolean isTap = reading.chip() != null && !has(Signal.RELOADED);
        if (isTap && before != null && before.plus(policy.retention()).isAfter(reading.time())) {
            find(Signal.NOT_THE_OWNER_AGAIN, "another owns the item, and its chip was tapped by others before");
        } else {
            find(Signal.NOT_THE_OWNER, "another owns the item");
        }
        return isTap ? state.withStrangerTapped(reading.time()) : state;
    }

    private ItemState lookAtCode(ItemState state, Hash32 code) {
        Instant end = state.wrongSince().plus(policy.wrongCodesIn());
        boolean isOver = !reading.time().isBefore(end);
        if (!isOver && state.wrongCodes() >= policy.wrongCodes()) {
            find(Signal.CODE_LOCKED, "too many scratch codes were wrong; try again after " + end);
            return state;
        }
        Hash32 right = state.code();
        if (right == null || !MessageDigest.isEqual(right.bytes(), code.bytes())) {
            find(Signal.CODE_WRONG, "the scratch code is not that of the item");
            return isOver
                    ? state.withWrongCodes(1, reading.time())
                    : state.withWrongCodes(state.wrongCodes() + 1, state.wrongSince());
        }
        Hash32 owner = state.owner();
        if (owner == null) {
            return state.status() == Status.DESTROYED ? state : state.with(Status.ACTIVATED, reading.owner());
        }
        if (!Objects.equals(owner, reading.owner())) {
            find(Signal.CODE_CLAIMED, "the scratch code is right, and another has claimed the item with it");
        }
        return state;
    }

    private void lookAtRegion() {
        String here = reading.region();
        if (here != null
                && !reading.shippedTo().isEmpty()
                && reading.shippedTo().stream().noneMatch(there -> overlap(here, there))) {
            find(
                    Signal.REGION_DIFFERS,
                    "scanned in " + here + ", shipped to "
                            + String.join(
                                    ", ", reading.shippedTo().stream().sorted().toList()));
        }
    }

    private static boolean overlap(String one, String other) {
        return one.equals(other) || one.startsWith(other + "-") || other.startsWith(one + "-");
    }

    /** A chip is where it is tapped; a photo of a printed code is anywhere, which says nothing of the chip. */
    private void lookAtSpeed() {
        String here = reading.geohash();
        if (here == null) {
            return;
        }
        for (ScanRecord scan : known.recent()) {
            String there = scan.geohash();
            boolean isOfNoUse = isMine(scan)
                    || (reading.chip() != null && scan.uid() == null)
                    || sinceOrUntil(scan).compareTo(ROUND_THE_EARTH) > 0;
            if (there == null || isOfNoUse) {
                continue;
            }
            double kilometres = Geohash.distanceKm(here, there) - reading.errorKm() - scan.errorKm();
            double hours = sinceOrUntil(scan).toMillis() / 3_600_000.0;
            if (kilometres > 0 && kilometres > policy.kmPerHour() * hours) {
                find(
                        Signal.TOO_FAST,
                        "at least " + (long) kilometres + " km from another's scan, within "
                                + sinceOrUntil(scan).toMinutes() + " minutes");
                return;
            }
        }
    }

    private void lookAtCrowd(boolean counts) {
        Set<String> devices = new HashSet<>();
        int scans = counts ? 1 : 0;
        for (ScanRecord scan : known.recent()) {
            if (reading.chip() != null && scan.uid() == null) {
                continue;
            }
            Duration apart = sinceOrUntil(scan);
            scans += apart.compareTo(policy.burstIn()) <= 0 ? 1 : 0;
            if (apart.compareTo(policy.devicesIn()) <= 0 && !isMine(scan)) {
                devices.add(scan.device());
            }
        }
        if (devices.size() + 1 > policy.devices()) {
            find(
                    Signal.MANY_DEVICES,
                    "more than " + policy.devices() + " devices scanned it in "
                            + policy.devicesIn().toDays() + " days");
        }
        if (scans > policy.burst()) {
            find(
                    Signal.BURST,
                    "scanned more than " + policy.burst() + " times in "
                            + policy.burstIn().toMinutes() + " minutes");
        }
    }

    private ScanRecord record(boolean counted) {
        findings.sort(Comparator.comparing(Finding::signal));
        return new ScanRecord(
                0,
                reading.item(),
                reading.time(),
                grade(),
                findings.stream()
                        .map(finding -> new Reason(finding.signal().name(), finding.detail()))
                        .toList(),
                counted,
                reading.uid(),
                reading.counter(),
                reading.device().now(),
                reading.geohash(),
                reading.errorKm(),
                show());
    }

    private @Nullable String show() {
        return reading.showcase() == null ? null : reading.showcase().value().orElse(null);
    }

    private Grade grade() {
        Grade worst = Grade.GENUINE;
        Set<Integer> kinds = new HashSet<>();
        for (Finding finding : findings) {
            Signal signal = finding.signal();
            worst = signal.alone().compareTo(worst) > 0 ? signal.alone() : worst;
            if (signal.alone() == Grade.CHECK) {
                boolean ofAddress = signal == Signal.TOO_FAST && reading.fromNetwork();
                kinds.add(ofAddress ? Signal.REGION_DIFFERS.kind() : signal.kind());
            }
        }
        return worst == Grade.CHECK && kinds.size() > 1 ? Grade.SUSPECT : worst;
    }
}
