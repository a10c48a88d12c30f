package io.lianbo.did.credential;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.ClaimPointer.Element;
import io.lianbo.did.ClaimPointer.EveryElement;
import io.lianbo.did.ClaimPointer.Name;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims that can be read, each at its place in the credential as issued.
 *
 * @param claims as JDK values; hidden elements are left out of their arrays
 * @param positions of each array from which elements are left out, which indexes the others had
 */
record ClaimTree(Map<String, @Nullable Object> claims, Map<ClaimPath, List<Integer>> positions) {

    /** What a pointer leads to (OpenID4VP section 7.1.1); empty where it leads nowhere, or along a value of the wrong kind. */
    Map<ClaimPath, @Nullable Object> select(ClaimPointer pointer) {
        if (!(pointer.steps().getFirst() instanceof Name first) || !claims.containsKey(first.name())) {
            return Map.of();
        }
        Map<ClaimPath, @Nullable Object> selected = new LinkedHashMap<>();
        selected.put(ClaimPath.of(first.name()), claims.get(first.name()));
        for (ClaimPointer.Step step : pointer.steps().subList(1, pointer.steps().size())) {
            Map<ClaimPath, @Nullable Object> next = new LinkedHashMap<>();
            for (Map.Entry<ClaimPath, @Nullable Object> at : selected.entrySet()) {
                boolean fits = switch (step) {
                    case Name member -> member(at.getKey(), at.getValue(), member.name(), next);
                    case Element element -> elements(at.getKey(), at.getValue(), element.index(), next);
                    case EveryElement every -> elements(at.getKey(), at.getValue(), -1, next);
                };
                if (!fits) {
                    return Map.of();
                }
            }
            selected = next;
        }
        return Collections.unmodifiableMap(selected);
    }

    private static boolean member(
            ClaimPath path, @Nullable Object value, String name, Map<ClaimPath, @Nullable Object> next) {
        if (!(value instanceof Map<?, ?> members)) {
            return false;
        }
        if (members.containsKey(name)) {
            next.put(path.child(name), members.get(name));
        }
        return true;
    }

    /** Adds the element with an index, or every element where the index is negative. */
    private boolean elements(
            ClaimPath path, @Nullable Object value, long index, Map<ClaimPath, @Nullable Object> next) {
        if (!(value instanceof List<?> elements)) {
            return false;
        }
        List<Integer> issued = positions.get(path);
        for (int i = 0; i < elements.size(); i++) {
            int position = issued == null ? i : issued.get(i);
            if (index < 0 || index == position) {
                next.put(path.child(Integer.toString(position)), elements.get(i));
            }
        }
        return true;
    }
}
