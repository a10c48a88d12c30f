package io.lianbo.provenance.log;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of roots that are on chain, and since when: all that offline verification needs of a chain. Fetch it with
 * {@link ProvenanceAnchor#rootsOf} from a node you trust, for issuers you trust.
 */
public final class AnchoredRoots {

    private final Map<AnchoredRoot, Instant> anchoredAt;

    private AnchoredRoots(Map<AnchoredRoot, Instant> anchoredAt) {
        this.anchoredAt = anchoredAt;
    }

    /** The roots with the times of the blocks that anchored them. */
    public static AnchoredRoots of(Map<AnchoredRoot, Instant> anchoredAt) {
        return new AnchoredRoots(Map.copyOf(anchoredAt));
    }

    /** These roots and those: of several issuers, contracts or chains. */
    public AnchoredRoots and(AnchoredRoots others) {
        Map<AnchoredRoot, Instant> all = new HashMap<>(anchoredAt);
        all.putAll(others.anchoredAt);
        return of(all);
    }

    /** When the root was anchored; empty when it is not in this snapshot. */
    public Optional<Instant> anchoredAt(AnchoredRoot root) {
        return Optional.ofNullable(anchoredAt.get(root));
    }

    /** The number of roots. */
    public int size() {
        return anchoredAt.size();
    }

    @Override
    public String toString() {
        return anchoredAt.size() + " anchored roots";
    }
}
