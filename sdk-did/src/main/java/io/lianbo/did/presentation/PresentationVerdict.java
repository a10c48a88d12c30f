package io.lianbo.did.presentation;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.credential.PresentedCredential;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of an answer to a query: accepted, with what was shown, or refused, with every reason.
 *
 * {@snippet class="io.lianbo.did.presentation.PresentationTest" region="verify"}
 */
public sealed interface PresentationVerdict {

    /**
     * Everything that was presented is genuine, and the query is satisfied.
     *
     * @param credentials what was shown, by the id of the credential query that it answers
     */
    record Accepted(Map<String, List<PresentedCredential>> credentials) implements PresentationVerdict {
        /** Copies the map. */
        public Accepted {
            credentials = copy(credentials);
        }
    }

    /**
     * The answer is refused as a whole.
     *
     * @param byQuery what is wrong with the answer to one credential query, by its id
     * @param overall what is wrong with the answer as a whole
     */
    record Refused(Map<String, List<Reason>> byQuery, List<Reason> overall) implements PresentationVerdict {
        /**
         * Copies the reasons.
         *
         * @throws IllegalArgumentException where there is none
         */
        public Refused {
            byQuery = copy(byQuery);
            overall = List.copyOf(overall);
            if (overall.isEmpty() && byQuery.values().stream().allMatch(List::isEmpty)) {
                throw new IllegalArgumentException("a refusal must have at least one reason");
            }
        }
    }

    private static <T> Map<String, List<T>> copy(Map<String, List<T>> lists) {
        Map<String, List<T>> copy = new LinkedHashMap<>();
        lists.forEach((id, list) -> copy.put(id, List.copyOf(list)));
        return Collections.unmodifiableMap(copy);
    }

    /** {@return every reason, whatever it concerns; empty exactly if the answer is accepted} */
    default List<Reason> reasons() {
        return switch (this) {
            case Accepted accepted -> List.of();
            case Refused refused ->
                Stream.concat(refused.byQuery().values().stream().flatMap(List::stream), refused.overall().stream())
                        .toList();
        };
    }

    /** {@return whether the answer is accepted} */
    default boolean isAccepted() {
        return this instanceof Accepted;
    }
}
