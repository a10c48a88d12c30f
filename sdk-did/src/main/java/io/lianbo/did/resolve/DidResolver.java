package io.lianbo.did.resolve;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Resolves DIDs of several methods.
 *
 * {@snippet class="io.lianbo.did.resolve.DidResolverTest" region="resolve"}
 *
 * <p>Safe for use by many threads, as far as its methods are.
 */
public final class DidResolver {
    private static final Set<String> REPRESENTATIONS =
            Set.of(ResolutionOptions.JSON, "application/did+ld+json", "application/did");

    private final Map<String, DidMethod> methods;

    private DidResolver(Map<String, DidMethod> methods) {
        this.methods = Collections.unmodifiableMap(methods);
    }

    /**
     * {@return a resolver}
     *
     * @param methods each of another name
     * @throws IllegalArgumentException where two have one name
     */
    public static DidResolver of(DidMethod... methods) {
        Map<String, DidMethod> byName = new LinkedHashMap<>();
        for (DidMethod method : methods) {
            if (byName.put(method.method(), method) != null) {
                throw new IllegalArgumentException("a resolver knows a method once: " + method.method());
            }
        }
        return new DidResolver(byName);
    }

    /**
     * {@return the latest document, or why there is none}
     *
     * @param did whose
     */
    public Resolution resolve(Did did) {
        return resolve(did, ResolutionOptions.latest());
    }

    /**
     * {@return the document, or why there is none}
     *
     * @param did whose
     * @param options which version
     */
    public Resolution resolve(Did did, ResolutionOptions options) {
        if (!REPRESENTATIONS.contains(options.accept())) {
            return Resolution.failed(
                    ResolutionError.REPRESENTATION_NOT_SUPPORTED,
                    "documents are " + ResolutionOptions.JSON + ": " + Quote.of(options.accept()));
        }
        DidMethod method = methods.get(did.method());
        if (method == null) {
            return Resolution.failed(
                    ResolutionError.METHOD_NOT_SUPPORTED, "known are " + methods.keySet() + ": " + did.method());
        }
        try {
            return method.resolve(did, options);
        } catch (LianboException e) {
            return Resolution.failed(ResolutionError.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return the document, or why there is none}
     *
     * @param did a stranger's text
     * @param options which version
     */
    public Resolution resolve(String did, ResolutionOptions options) {
        try {
            return resolve(Did.parse(did), options);
        } catch (IllegalArgumentException e) {
            return Resolution.failed(ResolutionError.INVALID_DID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return the keys that speak for a DID in its latest document, perhaps none; refused with {@code DID_UNRESOLVED} where it has no document}
     *
     * @param did whose
     * @param relationship what the keys must be allowed to be used for
     */
    public Verdict<Set<VerificationKey>> keysFor(Did did, Relationship relationship) {
        return switch (resolve(did)) {
            case Resolution.Resolved found ->
                Verdict.ok(Set.copyOf(found.resolved().keysFor(relationship)));
            case Resolution.NotResolved failed -> unresolved(failed);
        };
    }

    private static <T> Verdict<T> unresolved(Resolution.NotResolved failed) {
        return Verdict.refused("DID_UNRESOLVED", failed.error().code() + ": " + failed.detail());
    }

    /**
     * {@return the method that a DID URL with a fragment names, of the latest document (W3C DID Resolution section 5)}
     *
     * <p>Codes: {@code DID_URL_MALFORMED}, {@code DID_UNRESOLVED}, {@code METHOD_NOT_FOUND}, {@code RELATIONSHIP_MISMATCH}.
     *
     * @param url a stranger's text, such as {@code did:web:tea.example#key-1}
     * @param relationship what the method must be allowed to be used for
     */
    public Verdict<VerificationMethod> dereference(String url, Relationship relationship) {
        int hash = url.indexOf('#');
        Did did;
        try {
            did = Did.parse(url.substring(0, Math.max(0, hash)));
        } catch (IllegalArgumentException e) {
            return Verdict.refused("DID_URL_MALFORMED", "a verification method is did#fragment: " + Quote.of(url));
        }
        return switch (resolve(did)) {
            case Resolution.NotResolved failed -> unresolved(failed);
            case Resolution.Resolved found -> {
                DidDocument document = found.resolved();
                String id = did + url.substring(hash);
                yield document.verificationMethod(id)
                        .map(method ->
                                document.verificationMethods(relationship).contains(method)
                                        ? Verdict.ok(method)
                                        : Verdict.<VerificationMethod>refused(
                                                "RELATIONSHIP_MISMATCH",
                                                Quote.of(url) + " is not for " + relationship.property()))
                        .orElseGet(() -> Verdict.refused("METHOD_NOT_FOUND", "no such method: " + Quote.of(url)));
            }
        };
    }
}
