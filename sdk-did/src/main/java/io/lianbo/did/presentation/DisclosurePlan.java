package io.lianbo.did.presentation;

import io.lianbo.did.internal.Quote;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the holder would show to a verifier, for her to look at before she agrees: the least that satisfies the query, unless she chose otherwise.
 *
 * <p>A plan is for one verifier and is unmodifiable: each choice gives another plan. {@link Wallet#present} hands over what it says and nothing
 * else.
 */
public final class DisclosurePlan implements PlanResult {
    private final DcqlQuery query;
    private final String audience;
    private final Map<String, List<PlannedPresentation>> choices;
    private final Map<CredentialSet, List<String>> options;
    private final Map<String, List<PlannedPresentation>> chosen;

    private DisclosurePlan(
            DcqlQuery query,
            String audience,
            Map<String, List<PlannedPresentation>> choices,
            Map<CredentialSet, List<String>> options,
            Map<String, List<PlannedPresentation>> chosen) {
        this.query = query;
        this.audience = audience;
        this.choices = choices;
        this.options = options;
        this.chosen = chosen;
    }

    /** The plan that satisfies the sets by these options, each credential query by the first of its choices. */
    static DisclosurePlan of(
            DcqlQuery query,
            String audience,
            Map<String, List<PlannedPresentation>> choices,
            Map<CredentialSet, List<String>> options) {
        return of(query, audience, choices, options, Map.of());
    }

    private static DisclosurePlan of(
            DcqlQuery query,
            String audience,
            Map<String, List<PlannedPresentation>> choices,
            Map<CredentialSet, List<String>> options,
            Map<String, List<PlannedPresentation>> earlier) {
        Set<String> ids = new HashSet<>();
        options.values().forEach(ids::addAll);
        Map<String, List<PlannedPresentation>> chosen = new LinkedHashMap<>();
        for (CredentialQuery credential : query.credentials()) {
            String id = credential.id();
            if (query.credentialSets().isEmpty() || ids.contains(id)) {
                List<PlannedPresentation> first = choices.getOrDefault(id, List.of());
                chosen.put(id, earlier.getOrDefault(id, first.subList(0, 1)));
            }
        }
        return new DisclosurePlan(query, audience, choices, options, chosen);
    }

    /** {@return what was asked} */
    public DcqlQuery query() {
        return query;
    }

    /** {@return who asked and alone can use the answer} */
    public String audience() {
        return audience;
    }

    /** {@return what would be shown, in the order of the query} */
    public List<PlannedPresentation> presentations() {
        return chosen.values().stream().flatMap(List::stream).toList();
    }

    /**
     * {@return everything that could answer a credential query, the least revealing first}; empty where nothing can
     *
     * @param queryId its id
     * @throws IllegalArgumentException where the query asks for no such credential
     */
    public List<PlannedPresentation> choices(String queryId) {
        if (query.credential(queryId).isEmpty()) {
            throw new IllegalArgumentException("the query asks for no credential " + Quote.of(queryId));
        }
        return choices.getOrDefault(queryId, List.of());
    }

    /**
     * {@return the plan with other credentials for a credential query that it answers}
     *
     * @param chosen of one query's {@link #choices}; more than one where the query is for {@code multiple}
     * @throws IllegalArgumentException where they are none of the choices, for several queries, too many, or for a query that the plan does not
     *     answer
     */
    public DisclosurePlan choose(PlannedPresentation... chosen) {
        Set<PlannedPresentation> distinct = new LinkedHashSet<>(Arrays.asList(chosen));
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("choose at least one credential");
        }
        String id = chosen[0].queryId();
        if (!choices(id).containsAll(distinct)) {
            throw new IllegalArgumentException("choose among the choices for " + Quote.of(id) + " alone");
        }
        if (distinct.size() > 1
                && !query.credential(id).map(CredentialQuery::multiple).orElse(false)) {
            throw new IllegalArgumentException("one credential alone is asked for as " + id + ": " + distinct.size());
        }
        if (!this.chosen.containsKey(id)) {
            throw new IllegalArgumentException(
                    "the plan shows no credential for " + id + "; satisfy a set by it first");
        }
        Map<String, List<PlannedPresentation>> changed = new LinkedHashMap<>(this.chosen);
        changed.put(id, List.copyOf(distinct));
        return new DisclosurePlan(query, audience, choices, options, changed);
    }

    /**
     * {@return the plan that satisfies a set by another of its options, or an optional set that was left out}
     *
     * @param set one of the query's
     * @param option one of the set's
     * @throws IllegalArgumentException where they are not, or the wallet lacks a credential for it
     */
    public DisclosurePlan satisfy(CredentialSet set, List<String> option) {
        if (!query.credentialSets().contains(set) || !set.options().contains(option)) {
            throw new IllegalArgumentException("the query has no such set or the set no such option: " + option);
        }
        if (!isAnswerable(option, choices)) {
            throw new IllegalArgumentException("the wallet lacks a credential for the option " + option);
        }
        Map<CredentialSet, List<String>> changed = new LinkedHashMap<>(options);
        changed.put(set, option);
        return of(query, audience, choices, changed, chosen);
    }

    static boolean isAnswerable(List<String> option, Map<String, List<PlannedPresentation>> choices) {
        return option.stream()
                .noneMatch(id -> choices.getOrDefault(id, List.of()).isEmpty());
    }

    /** {@return the sets that the plan satisfies, each with the option by which it does} */
    public Map<CredentialSet, List<String>> options() {
        return Collections.unmodifiableMap(options);
    }

    /**
     * {@return the plan in words}: who would read, and of each credential what would be revealed, what is visible anyway, and what stays hidden
     *
     * <p>Whatever the verifier and the issuers wrote is shown as JSON texts, with invisible and direction-changing characters escaped, so
     * that it cannot look like part of the description.
     */
    public String describe() {
        return Description.of(this);
    }

    /** {@return the audience and what would be shown to it, by path; not what it says} */
    @Override
    public String toString() {
        return "DisclosurePlan[to " + Quote.of(audience) + ": " + presentations() + "]";
    }

    /** The chosen presentations by query id. */
    Map<String, List<PlannedPresentation>> chosen() {
        return chosen;
    }
}
