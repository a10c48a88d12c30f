package io.lianbo.provenance.log;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A snapshot of roots that are on chain, and since when: all that offline verification needs of a chain. Fetch it with
 * {@link ProvenanceAnchor#rootsOf} from a node you trust, for issuers you trust.
 */
public final class AnchoredRoots {

    /** The size of an issuer's log at some moment. */
    private record Size(Address issuer, long size) {}

    private final Set<AnchoredRoot> roots;
    private final Map<Size, Set<Hash32>> bySize;

    private AnchoredRoots(Collection<AnchoredRoot> roots) {
        this.roots = Set.copyOf(roots);
        this.bySize = this.roots.stream()
                .collect(Collectors.groupingBy(
                        root -> new Size(root.issuer(), root.head().size()),
                        Collectors.mapping(root -> root.head().root(), Collectors.toUnmodifiableSet())));
    }

    /** These roots, as the events of the contract tell of them. */
    public static AnchoredRoots of(Collection<AnchoredRoot> roots) {
        return new AnchoredRoots(roots);
    }

    /** These roots, as the events of the contract tell of them. */
    public static AnchoredRoots of(AnchoredRoot... roots) {
        return of(Arrays.asList(roots));
    }

    /** These roots and those: of several issuers, contracts or chains. */
    public AnchoredRoots and(AnchoredRoots others) {
        Set<AnchoredRoot> all = new HashSet<>(roots);
        all.addAll(others.roots);
        return of(all);
    }

    /** Whether the root was anchored exactly so; false when it is not in this snapshot. */
    public boolean contains(AnchoredRoot root) {
        return roots.contains(root);
    }

    /** Which roots the issuer anchored for a log of this size, here or elsewhere: more than one is proof that it shows two histories. */
    public Set<Hash32> rootsOfSize(Address issuer, long size) {
        return bySize.getOrDefault(new Size(issuer, size), Set.of());
    }

    /** When, where and as which the issuer anchored the head; where it did so more than once, the first time. */
    public Optional<AnchoredRoot> find(Address issuer, TreeHead head) {
        return roots.stream()
                .filter(root -> root.issuer().equals(issuer) && root.head().equals(head))
                .min(Comparator.comparing(AnchoredRoot::anchoredAt));
    }

    /** What the issuer anchored last; empty when this snapshot has nothing of it. */
    public Optional<AnchoredRoot> latest(Address issuer) {
        return roots.stream()
                .filter(root -> root.issuer().equals(issuer))
                .max(Comparator.comparing(AnchoredRoot::anchoredAt).thenComparingLong(AnchoredRoot::sequence));
    }

    /** The number of roots. */
    public int size() {
        return roots.size();
    }

    @Override
    public String toString() {
        return roots.size() + " anchored roots";
    }
}
