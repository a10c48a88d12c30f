package io.lianbo.did.presentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the options of a query's required sets that need the fewest credentials, and among those the fewest disclosures. */
final class Planner {
    private final Map<String, List<PlannedPresentation>> choices;
    private final List<CredentialSet> sets;

    /** For each set so far, which option; by query order, so that the verifier's earlier options win where all else is equal. */
    private final List<List<String>> tried = new ArrayList<>();

    private List<List<String>> best = List.of();
    private Cost bestCost = Cost.WORST;

    private record Cost(int credentials, int disclosures) {
        static final Cost WORST = new Cost(Integer.MAX_VALUE, Integer.MAX_VALUE);
        static final Comparator<Cost> ORDER =
                Comparator.comparingInt(Cost::credentials).thenComparingInt(Cost::disclosures);
    }

    private Planner(DcqlQuery query, Map<String, List<PlannedPresentation>> choices) {
        this.choices = choices;
        this.sets =
                query.credentialSets().stream().filter(CredentialSet::required).toList();
    }

    /** For each required set the option to take; empty where there is a set without any that can be answered. */
    static Optional<Map<CredentialSet, List<String>>> options(
            DcqlQuery query, Map<String, List<PlannedPresentation>> choices) {
        Planner planner = new Planner(query, choices);
        planner.tryFrom(0);
        if (planner.bestCost.equals(Cost.WORST)) {
            return Optional.empty();
        }
        Map<CredentialSet, List<String>> options = new LinkedHashMap<>();
        for (int i = 0; i < planner.sets.size(); i++) {
            options.put(planner.sets.get(i), planner.best.get(i));
        }
        return Optional.of(options);
    }

    /** Tries every combination; a query bounds their number. */
    private void tryFrom(int set) {
        if (set == sets.size()) {
            Cost cost = cost();
            if (Cost.ORDER.compare(cost, bestCost) < 0) {
                best = List.copyOf(tried);
                bestCost = cost;
            }
            return;
        }
        for (List<String> option : sets.get(set).options()) {
            if (DisclosurePlan.isAnswerable(option, choices)) {
                tried.add(option);
                tryFrom(set + 1);
                tried.removeLast();
            }
        }
    }

    private Cost cost() {
        Set<String> ids = new HashSet<>();
        tried.forEach(ids::addAll);
        int disclosures = 0;
        for (String id : ids) {
            disclosures +=
                    choices.getOrDefault(id, List.of()).getFirst().disclosed().size();
        }
        return new Cost(ids.size(), disclosures);
    }
}
