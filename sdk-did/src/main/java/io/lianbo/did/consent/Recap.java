package io.lianbo.did.consent;

import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ReCap of ERC-5573 that lets the stated URI do actions of one namespace on one resource, each under the same limits.
 *
 * @param resource what the actions are done to, an absolute URI
 * @param namespace what kind of action
 * @param actions their names, sorted
 * @param limits the "nota bene" that binds every action
 */
record Recap(String resource, String namespace, List<String> actions, Map<String, @Nullable Object> limits) {
    static final String SCHEME = "urn:recap:";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.*_+-]+");
    private static final String ATTENUATIONS = "att";

    Recap {
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("a ReCap needs an action");
        }
        actions = List.copyOf(new TreeSet<>(actions));
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
        for (String action : actions) {
            if (!NAME.matcher(action).matches()) {
                throw new IllegalArgumentException(
                        "an action of a ReCap may hold letters, digits and . * _ + - alone: " + Quote.of(action));
            }
        }
    }

    /** Reads the ReCap, which must be in canonical form and grant exactly one resource in one namespace. */
    static Recap parse(URI uri) {
        String text = uri.toString();
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("a ReCap starts with " + SCHEME + ": " + Quote.of(text));
        }
        byte[] json = Base64Url.decode(text.substring(SCHEME.length()));
        Map<String, @Nullable Object> details = StrictJson.parseObject(json);
        if (!Arrays.equals(CanonicalJson.bytes(details), json)) {
            throw new IllegalArgumentException("the JSON of a ReCap must be canonical (RFC 8785)");
        }
        // A proof would say that someone else delegated to the signer; nobody can delegate another's consent.
        Map.Entry<String, @Nullable Object> attenuation = only(details, "member, which is " + ATTENUATIONS);
        if (!attenuation.getKey().equals(ATTENUATIONS)) {
            throw new IllegalArgumentException("a ReCap without proofs must hold att: " + attenuation.getKey());
        }
        Map.Entry<String, @Nullable Object> resource = only(object(attenuation.getValue()), "resource");
        Map<String, List<@Nullable Object>> abilities = new TreeMap<>();
        object(resource.getValue()).forEach((ability, limits) -> abilities.put(ability, array(limits)));
        if (abilities.isEmpty() || abilities.values().stream().distinct().count() != 1) {
            throw new IllegalArgumentException("every action of a ReCap must be bound by the same limits");
        }
        List<@Nullable Object> limits = abilities.values().iterator().next();
        if (limits.size() != 1) {
            throw new IllegalArgumentException("an action of a ReCap must have one set of limits: " + limits.size());
        }
        String namespace = null;
        TreeSet<String> actions = new TreeSet<>();
        for (String ability : abilities.keySet()) {
            int slash = ability.indexOf('/');
            String prefix = slash < 0 ? ability : ability.substring(0, slash);
            if (slash < 0 || (namespace != null && !namespace.equals(prefix))) {
                throw new IllegalArgumentException(
                        "the abilities of a ReCap must be namespace/action, of one namespace: " + Quote.of(ability));
            }
            namespace = prefix;
            actions.add(ability.substring(slash + 1));
        }
        return new Recap(resource.getKey(), String.valueOf(namespace), List.copyOf(actions), object(limits.getFirst()));
    }

    private static Map.Entry<String, @Nullable Object> only(Map<String, @Nullable Object> object, String what) {
        if (object.size() != 1) {
            throw new IllegalArgumentException("a ReCap must have one " + what + ": " + object.size());
        }
        return object.entrySet().iterator().next();
    }

    @SuppressWarnings("unchecked") // StrictJson's objects have text as keys
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException("a ReCap must hold JSON objects");
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> array(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new IllegalArgumentException("an action of a ReCap must have an array of limits");
    }

    URI uri() {
        Map<String, Object> abilities = new TreeMap<>();
        for (String action : actions) {
            abilities.put(namespace + "/" + action, List.of(limits));
        }
        byte[] json = CanonicalJson.bytes(Map.of(ATTENUATIONS, Map.of(resource, abilities)));
        return URI.create(SCHEME + Base64Url.encode(json));
    }

    /** What the wallet shows, by the ReCap Translation Algorithm in the spelling of the standard's examples. */
    String sentence() {
        return "I further authorize the stated URI to perform the following actions on my behalf: (1) '" + namespace
                + "': '" + String.join("', '", actions) + "' for '" + resource + "'.";
    }
}
