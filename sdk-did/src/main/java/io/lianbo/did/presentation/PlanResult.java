package io.lianbo.did.presentation;

import io.lianbo.core.Verdict.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a wallet can answer a query with: a {@link DisclosurePlan}, or what is missing.
 *
 * {@snippet class="io.lianbo.did.presentation.PresentationTest" region="plan"}
 */
public sealed interface PlanResult permits DisclosurePlan, PlanResult.Missing {

    /**
     * The query cannot be answered. This is for the holder: a verifier who is told it learns what she does not have.
     *
     * @param reasons for each credential query that finds no credential, by its id, why
     */
    record Missing(Map<String, List<Reason>> reasons) implements PlanResult {
        /** Copies the reasons. */
        public Missing {
            Map<String, List<Reason>> copy = new LinkedHashMap<>();
            reasons.forEach((id, list) -> copy.put(id, List.copyOf(list)));
            reasons = Collections.unmodifiableMap(copy);
        }
    }

    /** {@return the plan, where there is one} */
    default Optional<DisclosurePlan> plan() {
        return switch (this) {
            case DisclosurePlan plan -> Optional.of(plan);
            case Missing missing -> Optional.empty();
        };
    }
}
