package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.scan.ItemState.Status;
import io.lianbo.provenance.scan.Reading.Finding;
import io.lianbo.provenance.scan.ScanStore.Outcome;
import io.lianbo.provenance.scan.ScanStore.Step;
import io.lianbo.provenance.tag.TagBinding;
import io.lianbo.provenance.tag.TagRead;
import io.lianbo.provenance.tag.TagRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assesses scans of goods: whether an item is likely what it claims to be, and why not.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="guard"}
 *
 * <p>An item must be {@linkplain #register registered}, and its chip bound in the registry of tags. {@linkplain #sold Sold}, it is its buyer's by his first scan: that of its chip where it
 * has one, or with its scratch code where it has one. It keeps time by the scans. What it stores of those who scan is a pseudonym and a coarse place, until it {@linkplain #forget forgets}.
 *
 * <p>A guard is as good as its evidence. One copy of a chip, keys and all, whose original is never tapped, is an original; a copied printed code is noticed by where and by how many it is scanned.
 *
 * <p>Immutable; may be used by many threads, and by many processes at one store.
 */
public final class ScanGuard {
    /** Of the scans of an item, so many that any limit of a policy is seen to be passed. */
    private static final int RECENT = 64;

    private final ScanStore store;
    private final TagRegistry tags;
    private final ScanKeys keys;
    private final ScanPolicy policy;
    private final ShippedTo shippedTo;
    private final Pseudonyms pseudonyms;
    private final ShowcaseLinks showcases;

    private ScanGuard(ScanStore store, TagRegistry tags, ScanKeys keys, ScanPolicy policy, ShippedTo shippedTo) {
        this.store = Objects.requireNonNull(store, "store");
        this.tags = Objects.requireNonNull(tags, "tags");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.shippedTo = Objects.requireNonNull(shippedTo, "shippedTo");
        this.pseudonyms = new Pseudonyms(keys, policy.pseudonymPeriod());
        this.showcases = new ShowcaseLinks(keys);
    }

    /**
     * A guard with the {@linkplain ScanPolicy#standard standard policy} that does not know where items were shipped.
     *
     * @param store where it keeps what it knows
     * @param tags which chip is on which item
     * @param keys by which it keeps to itself who scanned
     */
    public static ScanGuard of(ScanStore store, TagRegistry tags, ScanKeys keys) {
        return new ScanGuard(store, tags, keys, ScanPolicy.standard(), ShippedTo.unknown());
    }

    /** The same with another policy. */
    public ScanGuard withPolicy(ScanPolicy newPolicy) {
        return new ScanGuard(store, tags, keys, newPolicy, shippedTo);
    }

    /** The same that knows where items were shipped. */
    public ScanGuard withShippedTo(ShippedTo regions) {
        return new ScanGuard(store, tags, keys, policy, regions);
    }

    /**
     * Registers items that were made; those that are registered stay as they are.
     *
     * @return how many were not
     * @throws IllegalArgumentException if a link has no serial number
     */
    public int register(Collection<DigitalLink> items) {
        return store.register(
                items.stream().map(item -> ItemState.made(item, null)).toList());
    }

    /**
     * Registers an item with a scratch code in its package.
     *
     * @return whether it was not registered; if it was, it stays as it is, and the code is not its
     * @throws IllegalArgumentException if the link has no serial number
     */
    public boolean register(DigitalLink item, ScratchCode code) {
        return store.register(List.of(ItemState.made(item, hash(item, code.letters())))) == 1;
    }

    /**
     * Says that an item is sold: its buyer's first scan will activate it.
     *
     * @return what is known of it now; or {@code ITEM_UNKNOWN}, {@code ITEM_DESTROYED}, {@code ITEM_OWNED} if somebody's it is, who must {@linkplain #release release} it first
     */
    public Verdict<ItemState> sold(DigitalLink item) {
        boolean hasChip = tags.chipOf(item).isPresent();
        return changed(
                item,
                state -> state.status() == Status.MADE || state.status() == Status.SOLD ? state.sold(hasChip) : state);
    }

    /**
     * Says that the owner of an item gives it away: the next owner's first scan will activate it. Only the platform knows that it is the owner who asks.
     *
     * @return what is known of it now; or {@code ITEM_UNKNOWN}, {@code ITEM_DESTROYED}
     */
    public Verdict<ItemState> release(DigitalLink item) {
        boolean hasChip = tags.chipOf(item).isPresent();
        return changed(item, state -> state.status() == Status.DESTROYED ? state : state.sold(hasChip));
    }

    /**
     * Says that an item is gone: used up, recalled, destroyed. Whatever is scanned under its name from now on is suspect.
     *
     * @return what is known of it now; or {@code ITEM_UNKNOWN}
     */
    public Verdict<ItemState> destroyed(DigitalLink item) {
        return store.update(item, state -> state.with(Status.DESTROYED, state.owner()))
                .map(Verdict::ok)
                .orElseGet(() -> unknown(item));
    }

    private Verdict<ItemState> changed(DigitalLink item, UnaryOperator<ItemState> change) {
        Optional<ItemState> state = store.update(item, change);
        if (state.isEmpty()) {
            return unknown(item);
        }
        return switch (state.get().status()) {
            case DESTROYED -> Verdict.refused("ITEM_DESTROYED", item.canonical() + " was destroyed");
            case ACTIVATED -> Verdict.refused("ITEM_OWNED", item.canonical() + " is somebody's");
            case MADE, SOLD -> Verdict.ok(state.get());
        };
    }

    private static Verdict<ItemState> unknown(DigitalLink item) {
        return Verdict.refused("ITEM_UNKNOWN", item.canonical() + " is not registered");
    }

    /** Assesses a scan, and stores it. It is an expected answer that one is bad, never an exception. */
    public Assessment assess(Scan scan) {
        return assessAll(List.of(scan)).getFirst();
    }

    /**
     * Assesses scans as if one after another, and stores them in one transaction: for a queue of them.
     *
     * @return for each what {@link #assess} says
     */
    public List<Assessment> assessAll(List<Scan> scans) {
        List<Step> steps = scans.stream().map(this::read).map(this::step).toList();
        return store.record(steps).stream().map(this::assessment).toList();
    }

    private Step step(Reading reading) {
        return new Step(
                reading.item(),
                reading.changes(),
                reading.time().minus(policy.retention()),
                RECENT,
                known -> Assessor.assess(policy, reading, known));
    }

    private Reading read(Scan scan) {
        TagRead chip = scan.chip().flatMap(Verdict::value).orElse(null);
        TagBinding binding = chip == null ? null : tags.find(chip.uid()).orElse(null);
        DigitalLink item = binding == null ? scan.link().orElse(null) : binding.item();
        Location location = scan.location().orElse(null);
        String geohash =
                location == null ? null : Geohash.of(location.latitude(), location.longitude(), policy.geohashLength());
        String region = location == null ? null : location.region().orElse(null);
        return new Reading(
                scan.time(),
                item == null ? null : item.canonicalLink(), // as stores give it back
                chip,
                binding != null && binding.isActive(),
                objection(scan, chip, binding),
                pseudonyms.of(scan.device(), scan.time()),
                item == null ? null : Hash32.of(keys.mac(ScanKeys.Use.OWNER, item.canonical(), scan.device())),
                item == null
                        ? null
                        : scan.code()
                                .map(typed -> hash(item, ScratchCode.meant(typed)))
                                .orElse(null),
                item == null || scan.chip().isPresent()
                        ? null
                        : scan.showcase()
                                .map(token -> showcases.verify(item, token, scan.time()))
                                .orElse(null),
                geohash,
                location == null || geohash == null
                        ? 0
                        : location.errorKm()
                                + (int) Math.ceil(Geohash.cell(geohash).radiusKm()),
                location != null && location.fromNetwork(),
                region,
                region == null || item == null ? Set.of() : regions(item));
    }

    private Hash32 hash(DigitalLink item, String letters) {
        return Hash32.of(keys.mac(ScanKeys.Use.CODE, item.canonical(), letters));
    }

    private Set<String> regions(DigitalLink item) {
        return shippedTo.regions(item).stream().map(Location::requireRegion).collect(Collectors.toUnmodifiableSet());
    }

    /** What a chip's message, and the code beside it, say against the scan. */
    private static @Nullable Finding objection(Scan scan, @Nullable TagRead chip, @Nullable TagBinding binding) {
        if (scan.chip().isEmpty()) {
            return null;
        }
        if (chip == null) {
            Reason reason = scan.chip().get().reasons().getFirst();
            return reason.code().equals("MALFORMED")
                    ? new Finding(Signal.MESSAGE_MALFORMED, "the chip's message is not whole; tap again")
                    : new Finding(Signal.MAC_INVALID, reason.detail());
        }
        if (binding == null) {
            return new Finding(Signal.UNKNOWN_ITEM, "chip " + chip.uid() + " is on no item");
        }
        if (scan.link().filter(link -> !names(link, binding.item())).isPresent()) {
            return new Finding(
                    Signal.ITEM_MISMATCH,
                    "the code names " + scan.link().get().canonical() + ", the chip is of "
                            + binding.item().canonical());
        }
        return binding.isActive()
                ? null
                : new Finding(
                        Signal.CHIP_RETIRED, "chip " + chip.uid() + " came off its item at " + binding.retiredAt());
    }

    /** Whether a code may stand beside the item's chip: it names the item, or no more than its product. */
    private static boolean names(DigitalLink link, DigitalLink item) {
        return link.serial().isPresent()
                ? link.canonical().equals(item.canonical())
                : link.gtin().equals(item.gtin());
    }

    private Assessment assessment(Outcome outcome) {
        return new Assessment(outcome.scan(), outcome.activated());
    }

    /**
     * Forgets all scans that are older than the policy's {@link ScanPolicy#retention}. Call it once a day.
     *
     * @return how many
     */
    public int forget(Instant now) {
        return store.forget(now.minus(policy.retention()));
    }
}
