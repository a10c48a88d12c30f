package io.lianbo.did.presentation;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.internal.Quote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of the claims that a query asks for a credential has, and what must be disclosed for them: the same question for the holder, of
 * all that she has, and for the verifier, of what was shown.
 */
final class ClaimMatch {
    private final CredentialQuery query;
    private final Map<ClaimQuery, Set<ClaimPath>> found = new HashMap<>();
    private final Set<ClaimQuery> differing = new HashSet<>();

    /** Looks up every claim of the query once. */
    ClaimMatch(CredentialQuery query, Function<ClaimPointer, Map<ClaimPath, @Nullable Object>> credential) {
        this.query = query;
        Map<ClaimPointer, Map<ClaimPath, @Nullable Object>> selections = new HashMap<>();
        for (ClaimQuery claim : query.claims()) {
            Map<ClaimPath, @Nullable Object> selected = selections.computeIfAbsent(claim.path(), credential);
            Set<ClaimPath> accepted = new LinkedHashSet<>();
            selected.forEach((path, value) -> {
                if (claim.accepts(value)) {
                    accepted.add(path);
                }
            });
            found.put(claim, accepted);
            if (accepted.isEmpty() && !selected.isEmpty()) {
                differing.add(claim);
            }
        }
    }

    /** The combinations that the credential satisfies, by their places in the verifier's order. */
    List<Integer> satisfied() {
        List<Integer> satisfied = new ArrayList<>();
        List<List<ClaimQuery>> combinations = query.combinations();
        for (int i = 0; i < combinations.size(); i++) {
            if (combinations.get(i).stream().noneMatch(claim -> at(claim).isEmpty())) {
                satisfied.add(i);
            }
        }
        return satisfied;
    }

    /** Where the claims of a combination lie. */
    Set<ClaimPath> paths(int combination) {
        Set<ClaimPath> paths = new LinkedHashSet<>();
        query.combinations().get(combination).forEach(claim -> paths.addAll(at(claim)));
        return paths;
    }

    private Set<ClaimPath> at(ClaimQuery claim) {
        return found.getOrDefault(claim, Set.of());
    }

    /** What keeps the credential from satisfying any combination. */
    List<Reason> missing() {
        Set<ClaimQuery> wanted = new LinkedHashSet<>();
        query.combinations().forEach(wanted::addAll);
        List<Reason> reasons = new ArrayList<>();
        for (ClaimQuery claim : wanted) {
            String path = Quote.of(claim.path().toString());
            if (differing.contains(claim)) {
                reasons.add(new Reason("CLAIM_VALUE_DIFFERS", "the claim has none of the wanted values: " + path));
            } else if (at(claim).isEmpty()) {
                reasons.add(new Reason("CLAIM_MISSING", "the claim is not there: " + path));
            }
        }
        return reasons;
    }

    /** Of the disclosable claims, those without which the selected ones cannot be read in full: those around them and within them. */
    static Set<ClaimPath> needed(Set<ClaimPath> disclosable, Set<ClaimPath> selected) {
        Set<ClaimPath> around = new HashSet<>();
        for (ClaimPath path : selected) {
            for (ClaimPath at = path; at != null && around.add(at); at = parent(at)) {
                // each is around the selected claim
            }
        }
        Set<ClaimPath> needed = new LinkedHashSet<>();
        for (ClaimPath path : disclosable) {
            if (around.contains(path) || isWithinAny(path, selected)) {
                needed.add(path);
            }
        }
        return needed;
    }

    private static boolean isWithinAny(ClaimPath path, Set<ClaimPath> selected) {
        for (ClaimPath at = path; at != null; at = parent(at)) {
            if (selected.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ClaimPath parent(ClaimPath path) {
        int length = path.segments().size();
        return length == 1 ? null : new ClaimPath(path.segments().subList(0, length - 1));
    }
}
