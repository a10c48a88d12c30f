package io.lianbo.did.credential;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts disclosed claims back into their places (RFC 9901 section 7.1): every disclosure exactly once, nothing over, nothing twice.
 *
 * <p>Paths are those of the credential as issued: an element of an array keeps its index although others are hidden.
 */
final class Unpacker {
    private final Map<String, Disclosure> unused = new HashMap<>();
    private final Set<String> digestsSeen = new HashSet<>();
    private final Map<ClaimPath, List<Disclosure>> needed = new LinkedHashMap<>();
    private final Map<ClaimPath, @Nullable Object> disclosable = new LinkedHashMap<>();
    private final Map<ClaimPath, List<Integer>> positions = new HashMap<>();

    private final Map<String, @Nullable Object> claims;

    Unpacker(Map<String, @Nullable Object> payload, List<Disclosure> disclosures) throws MalformedException {
        for (Disclosure disclosure : disclosures) {
            if (unused.put(disclosure.digest(), disclosure) != null) {
                throw new MalformedException("a disclosure is there twice");
            }
        }
        Object algorithm = payload.getOrDefault(Packer.ALGORITHM, Packer.SHA_256);
        if (!Packer.SHA_256.equals(algorithm)) {
            throw new MalformedException("_sd_alg must be " + Packer.SHA_256);
        }
        Map<String, @Nullable Object> unpacked = new LinkedHashMap<>(object(payload, null, List.of()));
        unpacked.remove(Packer.ALGORITHM);
        if (!unused.isEmpty()) {
            throw new MalformedException(unused.size() + " disclosures belong to no digest of the credential");
        }
        this.claims = Collections.unmodifiableMap(unpacked);
    }

    /** The claims, those that were not disclosed left out. */
    Map<String, @Nullable Object> claims() {
        return claims;
    }

    /** What must be disclosed for a claim to be seen: its own disclosure and those around it. */
    Map<ClaimPath, List<Disclosure>> needed() {
        return needed;
    }

    /** The claims with a disclosure of their own. */
    Map<ClaimPath, @Nullable Object> disclosable() {
        return Collections.unmodifiableMap(disclosable);
    }

    /** The claims, each at its place in the credential as issued. */
    ClaimTree tree() {
        return new ClaimTree(claims, positions);
    }

    static ClaimPath below(@Nullable ClaimPath at, String name) {
        return at == null ? ClaimPath.of(name) : at.child(name);
    }

    private Map<String, @Nullable Object> object(
            Map<String, @Nullable Object> packed, @Nullable ClaimPath at, List<Disclosure> around)
            throws MalformedException {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> member : packed.entrySet()) {
            String name = member.getKey();
            if (name.equals(Packer.DIGESTS)) {
                continue;
            }
            result.put(name, value(member.getValue(), named(at, name), around));
        }
        if (packed.containsKey(Packer.DIGESTS)) {
            if (!(packed.get(Packer.DIGESTS) instanceof List<?> digests)) {
                throw new MalformedException("_sd must be an array");
            }
            for (Object digest : digests) {
                Disclosure disclosure = take(digest);
                if (disclosure == null) {
                    continue;
                }
                String name = disclosure.name();
                if (name == null) {
                    throw new MalformedException("an object's digest belongs to a disclosure without a name");
                }
                if (name.equals(Packer.DIGESTS) || result.containsKey(name)) {
                    throw new MalformedException("a disclosure has a name that is taken");
                }
                if (at == null && Envelope.MUST_BE_VISIBLE.contains(name)) {
                    throw new MalformedException("the claim " + name + " must not be selectively disclosable");
                }
                result.put(name, disclosed(disclosure, named(at, name), around));
            }
        }
        return Collections.unmodifiableMap(result);
    }

    private List<@Nullable Object> array(List<?> packed, ClaimPath at, List<Disclosure> around)
            throws MalformedException {
        List<@Nullable Object> result = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < packed.size(); i++) {
            ClaimPath path = at.child(Integer.toString(i));
            if (packed.get(i) instanceof Map<?, ?> element
                    && element.size() == 1
                    && element.containsKey(Packer.ELEMENT)) {
                Disclosure disclosure = take(element.get(Packer.ELEMENT));
                if (disclosure == null) {
                    continue;
                }
                if (disclosure.name() != null) {
                    throw new MalformedException("an array's digest belongs to a disclosure with a name");
                }
                result.add(disclosed(disclosure, path, around));
            } else {
                result.add(value(packed.get(i), path, around));
            }
            indexes.add(i);
        }
        if (indexes.size() < packed.size()) {
            positions.put(at, indexes);
        }
        return Collections.unmodifiableList(result);
    }

    private @Nullable Object disclosed(Disclosure disclosure, ClaimPath path, List<Disclosure> around)
            throws MalformedException {
        disclosable.put(path, null); // before those within it
        Object value = value(disclosure.value(), path, with(around, disclosure));
        disclosable.put(path, value);
        return value;
    }

    @SuppressWarnings("unchecked") // StrictJson's objects have text as keys
    private @Nullable Object value(@Nullable Object packed, ClaimPath path, List<Disclosure> around)
            throws MalformedException {
        if (path.segments().size() > Json.MAX_DEPTH) {
            throw new MalformedException("claims must not nest deeper than " + Json.MAX_DEPTH + " levels");
        }
        needed.put(path, around);
        if (packed instanceof Map<?, ?> map) {
            return object((Map<String, @Nullable Object>) map, path, around);
        }
        return packed instanceof List<?> list ? array(list, path, around) : packed;
    }

    private @Nullable Disclosure take(@Nullable Object digest) throws MalformedException {
        if (!(digest instanceof String text)) {
            throw new MalformedException("a digest must be text");
        }
        if (!digestsSeen.add(text)) {
            throw new MalformedException("a digest is there twice");
        }
        return unused.remove(text);
    }

    private static ClaimPath named(@Nullable ClaimPath at, String name) throws MalformedException {
        if (name.isEmpty() || name.equals(Packer.ELEMENT)) {
            throw new MalformedException("a claim must not be called \"" + name + "\"");
        }
        return below(at, name);
    }

    private static List<Disclosure> with(List<Disclosure> around, Disclosure own) {
        List<Disclosure> all = new ArrayList<>(around);
        all.add(own);
        return all;
    }
}
