package io.lianbo.did.presentation;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.internal.Quote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One credential that is asked for (OpenID4VP 1.0 section 6.1), and which of its claims.
 *
 * <p>Without {@code claims} no disclosable claim is asked for. With {@code claims} alone, all of them are; with {@code claimSets}, one of these
 * combinations, of which the verifier likes the first best.
 *
 * @param id what the answer calls it
 * @param format of the credential; {@value #SD_JWT} alone can be answered here, other formats are kept as they are
 * @param multiple whether more than one credential may be presented for it
 * @param meta what else the format says; for {@value #SD_JWT} the types, as {@code vct_values}
 * @param trustedAuthorities kinds of authority and their names, of which one must stand behind the issuer; empty where none is named
 * @param holderBindingRequired whether the holder must prove that the credential is hers
 * @param claims what to learn from it, at most 128
 * @param claimSets combinations of the ids of {@code claims}, at most 64
 */
public record CredentialQuery(
        String id,
        String format,
        boolean multiple,
        Map<String, @Nullable Object> meta,
        Map<String, List<String>> trustedAuthorities,
        boolean holderBindingRequired,
        List<ClaimQuery> claims,
        List<List<String>> claimSets) {
    /** The format of SD-JWT VC. */
    public static final String SD_JWT = "dc+sd-jwt";

    static final String TYPES = "vct_values";

    private static final int MOST_CLAIMS = 128;
    private static final int MOST_CLAIM_SETS = 64;

    /** Copies the parts and checks that they fit each other. */
    public CredentialQuery {
        Ids.check("credential", id);
        meta = StrictJson.parseObject(StrictJson.write(meta));
        claims = List.copyOf(claims);
        claimSets = claimSets.stream().map(List::copyOf).toList();
        Map<String, List<String>> authorities = new LinkedHashMap<>();
        trustedAuthorities.forEach((kind, names) -> authorities.put(kind, List.copyOf(names)));
        trustedAuthorities = Collections.unmodifiableMap(authorities);
        if (format.isBlank()) {
            throw new IllegalArgumentException("a credential query needs a format");
        }
        if (format.equals(SD_JWT) && types(meta).isEmpty()) {
            throw new IllegalArgumentException(
                    "meta." + TYPES + " must be an array of types, at least one, where the format is " + SD_JWT);
        }
        if (trustedAuthorities.containsValue(List.of())) {
            throw new IllegalArgumentException("a kind of trusted authority needs the name of one");
        }
        if (claims.size() > MOST_CLAIMS || claimSets.size() > MOST_CLAIM_SETS) {
            throw new IllegalArgumentException("a credential query must have at most " + MOST_CLAIMS + " claims and "
                    + MOST_CLAIM_SETS + " claim sets: " + claims.size() + " and " + claimSets.size());
        }
        checkClaimSets(claims, claimSets);
    }

    private static void checkClaimSets(List<ClaimQuery> claims, List<List<String>> claimSets) {
        Set<String> ids = new HashSet<>();
        for (ClaimQuery claim : claims) {
            String id = claim.id();
            if (id == null && !claimSets.isEmpty()) {
                throw new IllegalArgumentException(
                        "every claim query needs an id where there are claim sets: " + claim.path());
            }
            if (id != null && !ids.add(id)) {
                throw new IllegalArgumentException("two claim queries must not have one id: " + id);
            }
        }
        for (List<String> set : claimSets) {
            if (set.isEmpty() || set.size() > MOST_CLAIMS) {
                throw new IllegalArgumentException(
                        "a claim set must name 1 to " + MOST_CLAIMS + " claims: " + set.size());
            }
            for (String id : set) {
                if (!ids.contains(id)) {
                    throw new IllegalArgumentException("a claim set names a claim that is not there: " + Quote.of(id));
                }
            }
        }
    }

    /**
     * {@return a builder for a credential in the format {@value #SD_JWT}; at least one type is required}
     *
     * @param id what the answer calls it: letters, digits, {@code _} and {@code -}
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** {@return the types of which the credential must be one, its {@code vct}; empty for other formats} */
    public List<String> types() {
        return format.equals(SD_JWT) ? types(meta) : List.of();
    }

    private static List<String> types(Map<String, @Nullable Object> meta) {
        List<String> types = new ArrayList<>();
        if (meta.get(TYPES) instanceof List<?> values) {
            for (Object value : values) {
                if (!(value instanceof String type) || type.isBlank()) {
                    return List.of();
                }
                types.add(type);
            }
        }
        return types;
    }

    /** The combinations of claims of which one is asked for, the verifier's favourite first. */
    List<List<ClaimQuery>> combinations() {
        if (claimSets.isEmpty()) {
            return List.of(claims);
        }
        Map<String, ClaimQuery> byId = new LinkedHashMap<>();
        for (ClaimQuery claim : claims) {
            if (claim.id() != null) {
                byId.put(claim.id(), claim);
            }
        }
        return claimSets.stream()
                .map(set -> byId.entrySet().stream()
                        .filter(claim -> set.contains(claim.getKey()))
                        .map(Map.Entry::getValue)
                        .toList())
                .toList();
    }

    /** Collects the parts of a query for one credential. */
    public static final class Builder {
        private final String id;
        private final Set<String> types = new LinkedHashSet<>();
        private boolean multiple;
        private final List<ClaimQuery> claims = new ArrayList<>();
        private final List<List<String>> claimSets = new ArrayList<>();

        private Builder(String id) {
            this.id = id;
        }

        /** Adds types, each a {@code vct}: the credential must be of one of them. */
        public Builder types(String... types) {
            Collections.addAll(this.types, types);
            return this;
        }

        /** Lets more than one credential be presented. */
        public Builder multiple() {
            this.multiple = true;
            return this;
        }

        /** Asks for claims by their names at the top of the credential. */
        public Builder claims(String... names) {
            for (String name : names) {
                claim(ClaimPointer.of(name));
            }
            return this;
        }

        /** Asks for the claims at a pointer that have one of these values, texts, whole numbers or booleans; any value if none is given. */
        public Builder claim(ClaimPointer path, Object... values) {
            claims.add(new ClaimQuery(null, path, List.of(values)));
            return this;
        }

        /** Asks for claims under an id, for {@link #claimSet}. */
        public Builder claim(String id, ClaimPointer path, Object... values) {
            claims.add(new ClaimQuery(id, path, List.of(values)));
            return this;
        }

        /** Adds a combination of claims, by their ids, that will do; combinations added earlier are liked better. */
        public Builder claimSet(String... ids) {
            claimSets.add(List.of(ids));
            return this;
        }

        /**
         * {@return the query}
         *
         * @throws IllegalArgumentException where the type is missing or a part is refused
         */
        public CredentialQuery build() {
            return new CredentialQuery(
                    id, SD_JWT, multiple, Map.of(TYPES, List.copyOf(types)), Map.of(), true, claims, claimSets);
        }
    }
}
