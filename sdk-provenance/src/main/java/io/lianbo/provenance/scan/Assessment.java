package io.lianbo.provenance.scan;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a scan is worth, and why.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="assess"}
 */
public final class Assessment {
    private final ScanRecord record;
    private final boolean activated;

    Assessment(ScanRecord record, boolean activated) {
        this.record = Objects.requireNonNull(record);
        this.activated = activated;
    }

    /** How far it is to be trusted. */
    public Grade grade() {
        return record.grade();
    }

    /** Why, the strongest first: the codes are the names of {@link Signal}s. Empty where there is nothing to say. */
    public List<Reason> reasons() {
        return record.reasons();
    }

    /** The signals among the reasons. */
    public Set<Signal> signals() {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        record.reasons().forEach(reason -> signals.add(Signal.valueOf(reason.code())));
        return signals;
    }

    /** Which item it is about: that of the chip where a chip said so, else that of the code; empty where neither names one. */
    public Optional<DigitalLink> item() {
        return Optional.ofNullable(record.item());
    }

    /** Whether this was the scan by which its buyer made the item his. */
    public boolean activated() {
        return activated;
    }

    /** Whether the scan came through a showcase link, good or not: it says nothing of what the viewer holds in his hands. */
    public boolean isShowcase() {
        return signals().contains(Signal.SHOWCASE) || signals().contains(Signal.SHOWCASE_INVALID);
    }

    /** Returns {@code SUSPECT [COUNTER_REPLAYED: ...]}. */
    @Override
    public String toString() {
        return grade() + " " + reasons();
    }
}
