package io.lianbo.provenance.exchange;

import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.code.DigitalLinkUri;
import io.lianbo.provenance.internal.FurtherMembers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A thing and all links that lead from it (RFC 9264 section 4.2.2).
 *
 * @param anchor the thing
 * @param itemDescription what it is, for people
 * @param links the targets by their relation: a URI of GS1's vocabulary ({@link Linkset#gs1}) or of another, or a registered name such as {@code describedby}
 * @param others further members, as {@link io.lianbo.core.json.StrictJson} reads them; the standard knows none
 */
public record LinkContext(
        DigitalLinkUri anchor,
        String itemDescription,
        Map<String, List<LinkTarget>> links,
        Map<String, @Nullable Object> others) {

    private static final Pattern RELATION = Pattern.compile("[a-z-]+|https?://[!-~]+");

    /**
     * Checks the relations.
     *
     * @throws IllegalArgumentException when one is no relation or has no target
     */
    public LinkContext {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(itemDescription, "itemDescription");
        Map<String, List<LinkTarget>> copy = new LinkedHashMap<>();
        links.forEach((relation, targets) -> {
            requireRelation(relation);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("a relation must have a target: " + relation);
            }
            copy.put(relation, List.copyOf(targets));
        });
        links = Collections.unmodifiableMap(copy);
        others = FurtherMembers.copy(others, new ArrayList<>(copy.keySet()));
    }

    /**
     * A thing from which no link leads yet.
     *
     * @param anchor the thing
     * @param itemDescription what it is, for people
     */
    public static LinkContext of(DigitalLinkUri anchor, String itemDescription) {
        return new LinkContext(anchor, itemDescription, Map.of(), Map.of());
    }

    /** The same with one link more. */
    public LinkContext withLink(String relation, LinkTarget target) {
        Map<String, List<LinkTarget>> more = new LinkedHashMap<>(links);
        List<LinkTarget> targets = new ArrayList<>(more.getOrDefault(relation, List.of()));
        targets.add(target);
        more.put(relation, targets);
        return new LinkContext(anchor, itemDescription, more, others);
    }

    /** Where the links of this relation lead, the first one the best. */
    public List<LinkTarget> targets(String relation) {
        return links.getOrDefault(relation, List.of());
    }

    private static void requireRelation(String relation) {
        if (!isRelation(relation)) {
            throw new IllegalArgumentException(
                    "a relation must be an http URI or a registered name in lower case: " + relation);
        }
    }

    private static boolean isRelation(String key) {
        return RELATION.matcher(key).matches() && !key.equals("anchor");
    }

    static LinkContext read(JsonObject context) {
        DigitalLinkUri anchor = context.text("anchor", DigitalLinkUri::parse);
        String description = context.text("itemDescription");
        Map<String, List<LinkTarget>> links = new LinkedHashMap<>();
        List<String> known = new ArrayList<>(List.of("anchor", "itemDescription"));
        for (String key : context.keys()) {
            if (isRelation(key) && context.values().get(key) instanceof List<?>) {
                List<LinkTarget> targets =
                        context.objects(key).stream().map(LinkTarget::read).toList();
                if (targets.isEmpty()) {
                    throw context.malformed(key + " must have a target");
                }
                links.put(key, targets);
                known.add(key);
            }
        }
        return new LinkContext(anchor, description, links, FurtherMembers.of(context, known));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("anchor", anchor.toString());
        map.put("itemDescription", itemDescription);
        links.forEach((relation, targets) ->
                map.put(relation, targets.stream().map(LinkTarget::toMap).toList()));
        map.putAll(others);
        return map;
    }
}
