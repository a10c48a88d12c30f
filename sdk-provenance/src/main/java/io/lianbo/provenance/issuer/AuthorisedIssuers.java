package io.lianbo.provenance.issuer;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may say what, as it was known at one moment: all that offline verification needs of an {@link IssuerRegistry}. Fetch it with
 * {@link IssuerRegistry#snapshot}, or name the issuers with {@link #always}.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class AuthorisedIssuers {

    private record Key(Address issuer, Hash32 scope) {}

    private final Set<Address> always;
    private final Map<Key, List<Authorisation>> authorisations;
    private final Map<Address, Instant> compromisedSince;

    private AuthorisedIssuers(
            Set<Address> always, Collection<Authorisation> authorisations, Map<Address, Instant> compromisedSince) {
        this.always = Set.copyOf(always);
        this.authorisations = authorisations.stream()
                .collect(Collectors.groupingBy(
                        authorisation -> new Key(authorisation.issuer(), authorisation.scope()),
                        Collectors.toUnmodifiableList()));
        this.compromisedSince = Map.copyOf(compromisedSince);
    }

    /** These issuers, for everything and at all times. */
    public static AuthorisedIssuers always(Set<Address> issuers) {
        return new AuthorisedIssuers(issuers, List.of(), Map.of());
    }

    /**
     * What an authority published.
     *
     * @param compromisedSince the keys that are in other hands, and since when
     */
    public static AuthorisedIssuers of(
            Collection<Authorisation> authorisations, Map<Address, Instant> compromisedSince) {
        return new AuthorisedIssuers(Set.of(), authorisations, compromisedSince);
    }

    /**
     * Whether an issuer was authorised for what happened at a moment and was anchored at another, by all that is known. The first
     * is what the issuer says, the second nobody can date back: so a compromise counts against the second.
     *
     * @param scope for what, {@link IssuerRegistry#scopeOf}
     * @return the issuer; or {@code KEY_COMPROMISED} when its key was in other hands before the anchor, {@code UNAUTHORISED_ISSUER}
     *     when it was not authorised at that moment
     */
    public Verdict<Address> check(Address issuer, Hash32 scope, Instant time, Instant anchoredAt) {
        Instant since = compromisedSince.get(issuer);
        if (since != null && !anchoredAt.isBefore(since)) {
            return Verdict.refused(
                    "KEY_COMPROMISED",
                    "the key of " + issuer + " is in other hands since " + since + ", and this was anchored at "
                            + anchoredAt);
        }
        boolean authorised = always.contains(issuer)
                || authorisations.getOrDefault(new Key(issuer, scope), List.of()).stream()
                        .anyMatch(authorisation -> authorisation.includes(time));
        return authorised
                ? Verdict.ok(issuer)
                : Verdict.refused(
                        "UNAUTHORISED_ISSUER",
                        always.isEmpty()
                                ? issuer + " was not authorised for " + scope + " at " + time
                                : issuer + " is not trusted");
    }

    @Override
    public String toString() {
        return always.size() + authorisations.size() + " authorised issuers, " + compromisedSince.size()
                + " compromised keys";
    }
}
