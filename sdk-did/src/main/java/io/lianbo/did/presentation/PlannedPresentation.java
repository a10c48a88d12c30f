package io.lianbo.did.presentation;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.credential.Credential;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One credential that would answer one part of a query, and what of it the verifier would read; only a {@link Wallet} makes one. */
public final class PlannedPresentation {
    private final String queryId;
    private final int claimSet;
    private final Credential credential;
    private final Credential reduced;
    private final Map<String, @Nullable Object> alwaysVisible;

    PlannedPresentation(String queryId, int claimSet, Credential credential, Set<ClaimPath> disclosed) {
        this.queryId = queryId;
        this.claimSet = claimSet;
        this.credential = credential;
        this.reduced = credential.reducedTo(disclosed);
        this.alwaysVisible = credential.reducedTo(Set.of()).allClaims();
    }

    /** {@return the id of the credential query that it answers} */
    public String queryId() {
        return queryId;
    }

    /** {@return the credential, as the wallet keeps it} */
    public Credential credential() {
        return credential;
    }

    /** {@return the disclosable claims that would be shown, each with all of it that would be; claims within another are part of it} */
    public Map<ClaimPath, @Nullable Object> revealed() {
        Map<ClaimPath, @Nullable Object> outermost = new LinkedHashMap<>();
        reduced.disclosableClaims().forEach((path, value) -> {
            if (outermost.keySet().stream().noneMatch(path::isWithin)) {
                outermost.put(path, value);
            }
        });
        return Collections.unmodifiableMap(outermost);
    }

    /** {@return the claims, one by one, whose disclosures would be handed over} */
    public Set<ClaimPath> disclosed() {
        return reduced.disclosable();
    }

    /** {@return the disclosable claims that would stay hidden} */
    public Set<ClaimPath> hidden() {
        Set<ClaimPath> hidden = new LinkedHashSet<>(credential.disclosable());
        hidden.removeAll(disclosed());
        return Collections.unmodifiableSet(hidden);
    }

    /**
     * {@return what every verifier reads, whatever is asked for}: the claims without a disclosure, among them issuer, type, time of issue and
     * the holder's key, by which two presentations can be linked
     */
    public Map<String, @Nullable Object> alwaysVisible() {
        return alwaysVisible;
    }

    /** Which of the query's claim sets this satisfies, by its place. */
    int claimSet() {
        return claimSet;
    }

    /** The credential with what would be shown, and nothing else. */
    Credential reduced() {
        return reduced;
    }

    /** {@return query, credential and the paths that would be shown; not what they say} */
    @Override
    public String toString() {
        return "PlannedPresentation[" + queryId + ": " + credential.type() + ", " + disclosed() + "]";
    }
}
