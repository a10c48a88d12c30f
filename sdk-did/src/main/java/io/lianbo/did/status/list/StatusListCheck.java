package io.lianbo.did.status.list;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.list.ListVerifier.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the status lists that issuers publish: Token Status List (draft-ietf-oauth-status-list-21, as JWT) and Bitstring Status List 1.0 (as
 * {@code vc+jwt}).
 *
 * <p>What is kept is the verified list, never an answer; it is kept until its {@code ttl} or {@link Builder#maxStaleness} is over, whichever
 * is first, and then asked for anew, as {@code 304 Not Modified} where it is the same. A list counts only where a trusted key of
 * the credential's own issuer signed it, or one of a provider that was named for him. Everything else refuses:
 *
 * <ul>
 *   <li>{@code REVOKED}, {@code SUSPENDED}, {@code STATUS_NOT_VALID} (another status of the issuer's that is not 0): the issuer says so
 *   <li>{@code STATUS_UNAVAILABLE}: no list, or none of the time that was asked for
 *   <li>{@code STATUS_STALE}, {@code STATUS_NOT_YET_VALID}: it expired, is older than one seen before or than {@link Builder#maxAge}; or not
 *       begun
 *   <li>{@code STATUS_LIST_MALFORMED}, {@code STATUS_LIST_UNTRUSTED}: it is no such list, or not his
 *   <li>{@code STATUS_LIST_MISMATCH}: it is another list than the credential names, for another purpose, or too short
 * </ul>
 *
 * <p>Hostile lists give verdicts, never exceptions; no more than {@link StatusList#MAX_BYTES} are inflated, and 64 MiB kept. Those who ask for
 * one list at once, with one bound, share one request. Safe for concurrent use.
 *
 * {@snippet class="io.lianbo.did.status.list.StatusListCheckTest" region="check"}
 */
public final class StatusListCheck implements StatusCheck {
    private static final long CACHE_BYTES = 64L << 20;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final CurrentLists lists;
    private final Duration maxStaleness;

    private StatusListCheck(CurrentLists lists, Duration maxStaleness) {
        this.lists = lists;
        this.maxStaleness = maxStaleness;
    }

    /**
     * {@return a builder; at least one trusted issuer is required}
     *
     * @param fetcher reads lists from the web, such as {@link io.lianbo.did.net.HttpFetcher}
     * @param clock what time it is
     */
    public static Builder builder(Fetcher fetcher, InstantSource clock) {
        return new Builder(fetcher, clock);
    }

    /** {@return whether the status is kept in a list} */
    @Override
    public boolean knows(StatusReference reference) {
        return ListPlace.of(reference) != null;
    }

    /** {@inheritDoc} */
    @Override
    public Verdict<StatusReference> check(StatusReference reference, Did issuer) {
        return standing(reference, status(reference, issuer));
    }

    /**
     * {@return the status as a number, whatever it means; refused only where it cannot be told}
     *
     * <p>For messages and for statuses that an issuer has a meaning of his own for; whether a credential stands is for {@link #check} to
     * say.
     *
     * @param reference where the status is kept, as the issuer signed it
     * @param issuer who signed it, as verified
     */
    public Verdict<Integer> status(StatusReference reference, Did issuer) {
        return read(reference, issuer, (place, of) -> lists.now(place, of, maxStaleness));
    }

    /**
     * {@return the same check, sharing its lists, with another bound on how long ago a list was confirmed}
     *
     * @param maxStaleness as {@link Builder#maxStaleness} takes it; zero asks the server each time
     */
    public StatusListCheck within(Duration maxStaleness) {
        return new StatusListCheck(lists, requireNotNegative(maxStaleness));
    }

    /**
     * {@return a check of what the status was at a time, by the list that its server says held then} (Token Status List section 8.4, Bitstring
     * Status List section 3.2)
     *
     * <p>A positive answer proves that the issuer signed, for a time no later than this and no more than {@link Builder#maxAge} before,
     * that the credential stood. It does not prove when he signed that: an issuer can date a list back, as long as nobody kept those
     * that he published at the time. Against this stands {@link #at(Instant, StatusArchive)}. His keys of that time must still be
     * trusted. Where no list covers the time, or the time has not come, the answer is {@code STATUS_UNAVAILABLE}.
     *
     * @param time in the past; the part below a second is dropped
     */
    public StatusCheck at(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return past((place, of) -> lists.at(second, place, of));
    }

    /**
     * {@return a check of what the status was at a time, by the newest list in an archive that was issued by then}
     *
     * <p>The archive may be the issuer's own, or one that a verifier filled by {@link Builder#archive}: what she saw at the time, nobody can
     * date back. She saw only what she asked for, though: the list is at most {@link Builder#maxAge} older than the time, and a
     * revocation in between is not in it unless she asked in between.
     *
     * @param time in the past; the part below a second is dropped
     * @param archive where to look; its lists are verified like any others
     */
    public StatusCheck at(Instant time, StatusArchive archive) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return past((place, of) -> {
            Optional<String> signed;
            try {
                signed = archive.newestAt(place.uri(), second);
            } catch (LianboException e) {
                return Verdict.refused("STATUS_UNAVAILABLE", "the archive failed: " + e.code());
            }
            return signed.isPresent()
                    ? lists.at(second, signed.get(), place, of)
                    : Verdict.refused("STATUS_UNAVAILABLE", "the archive has no list that was issued by " + second);
        });
    }

    /** Where a list comes from. */
    @FunctionalInterface
    private interface Source {
        Verdict<ListClaims> list(ListPlace place, Did issuer);
    }

    private StatusCheck past(Source source) {
        return new StatusCheck() {
            @Override
            public Verdict<StatusReference> check(StatusReference reference, Did issuer) {
                return standing(reference, read(reference, issuer, source));
            }

            @Override
            public boolean knows(StatusReference reference) {
                return StatusListCheck.this.knows(reference);
            }
        };
    }

    private static Verdict<StatusReference> standing(StatusReference reference, Verdict<Integer> status) {
        return switch (status) {
            case Verdict.Refused<Integer> refused -> Verdict.refused(refused.reasons());
            case Verdict.Verified<Integer> verified -> Statuses.standing(reference, verified.result());
        };
    }

    private static Verdict<Integer> read(StatusReference reference, Did issuer, Source source) {
        ListPlace place = ListPlace.of(reference);
        if (place == null) {
            return Verdict.refused("STATUS_UNAVAILABLE", "the status is kept on chain, and only lists are asked");
        }
        return switch (source.list(place, issuer)) {
            case Verdict.Refused<ListClaims> refused -> Verdict.refused(refused.reasons());
            case Verdict.Verified<ListClaims> verified -> read(reference, verified.result());
        };
    }

    private static Verdict<Integer> read(StatusReference reference, ListClaims claims) {
        if (reference instanceof BitstringEntry entry && !claims.purposes().contains(entry.purpose())) {
            return Verdict.refused(
                    "STATUS_LIST_MISMATCH",
                    "the list is not for " + Quote.of(entry.purpose()) + " but for "
                            + Quote.of(claims.purposes().toString()));
        }
        StatusList statuses = claims.statuses();
        return reference.index() < statuses.size()
                ? Verdict.ok(statuses.get(reference.index()))
                : Verdict.refused(
                        "STATUS_LIST_MISMATCH",
                        "the list has " + statuses.size() + " statuses, and none at " + reference.index());
    }

    private static Duration requireNotNegative(Duration maxStaleness) {
        if (maxStaleness.isNegative() || maxStaleness.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("staleness must be 0 to " + LONGEST + ": " + maxStaleness);
        }
        return maxStaleness;
    }

    /** Collects whose lists count, and how old they may be. */
    public static final class Builder {
        private final Fetcher fetcher;
        private final InstantSource clock;
        private final Map<String, List<Signer>> signers = new LinkedHashMap<>();
        private Duration maxStaleness = Duration.ofMinutes(5);
        private Duration maxAge = Duration.ofDays(7);
        private @Nullable StatusArchive archive;

        private Builder(Fetcher fetcher, InstantSource clock) {
            this.fetcher = fetcher;
            this.clock = clock;
        }

        /**
         * Believes an issuer's lists about the credentials that he issued.
         *
         * @param issuer of credentials and lists
         * @param keys the keys that speak for him, at least one, of which one must have signed a list; those of the past too, where
         *     {@link StatusListCheck#at(Instant)} is asked
         * @throws IllegalArgumentException where there is no key
         */
        public Builder trust(Did issuer, VerificationKey... keys) {
            return provider(issuer, issuer, keys);
        }

        /**
         * Believes an issuer's lists about the credentials that he issued, under the keys that his document names for assertions whenever a
         * list is fetched or confirmed; lists of a time when he had others are not believed any more.
         *
         * @param issuer of credentials and lists
         * @param resolver whom to ask for his document
         */
        public Builder trust(Did issuer, DidResolver resolver) {
            return signer(issuer, issuer, () -> resolved(issuer, resolver));
        }

        /**
         * Believes another's lists about the credentials of an issuer, as well as those of whoever was named before.
         *
         * @param issuer of the credentials
         * @param provider of the lists
         * @param keys the keys that speak for the provider, at least one
         * @throws IllegalArgumentException where there is no key
         */
        public Builder provider(Did issuer, Did provider, VerificationKey... keys) {
            if (keys.length == 0) {
                throw new IllegalArgumentException("a trusted issuer of lists needs a key: " + provider);
            }
            Set<VerificationKey> trusted = Set.copyOf(Arrays.asList(keys));
            return signer(issuer, provider, () -> Verdict.ok(trusted));
        }

        private Builder signer(Did issuer, Did signer, Supplier<Verdict<Set<VerificationKey>>> keys) {
            signers.computeIfAbsent(issuer.toString(), did -> new ArrayList<>()).add(new Signer(signer, keys));
            return this;
        }

        private static Verdict<Set<VerificationKey>> resolved(Did issuer, DidResolver resolver) {
            return switch (resolver.keysFor(issuer, Relationship.ASSERTION_METHOD)) {
                case Verdict.Verified<Set<VerificationKey>> found -> found;
                case Verdict.Refused<Set<VerificationKey>> failed ->
                    Verdict.refused(
                            "STATUS_UNAVAILABLE",
                            "the keys of " + issuer + " cannot be told: "
                                    + failed.reasons().getFirst().detail());
            };
        }

        /**
         * Sets how long ago a list may have been confirmed by its server as the newest: 5 minutes where it is not set. A list's own
         * {@code ttl} may make that less.
         *
         * <p>For so long a revocation may go unnoticed. Zero asks each time; {@link StatusListCheck#within} sets another bound for one check.
         *
         * @throws IllegalArgumentException where it is negative, or more than a hundred years
         */
        public Builder maxStaleness(Duration maxStaleness) {
            this.maxStaleness = requireNotNegative(maxStaleness);
            return this;
        }

        /**
         * Sets how long ago the issuer may have signed a list: 7 days where it is not set. Its expiry may make that less.
         *
         * <p>For so long whoever stands between an issuer and this check can hide a revocation from it, by serving an old list.
         *
         * @throws IllegalArgumentException where it is not positive, or more than a hundred years
         */
        public Builder maxAge(Duration maxAge) {
            if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a list's age must be more than 0, to " + LONGEST + ": " + maxAge);
            }
            this.maxAge = maxAge;
            return this;
        }

        /** Keeps every list that was fetched and verified, so that nobody can later say that another was published. */
        public Builder archive(StatusArchive archive) {
            this.archive = archive;
            return this;
        }

        /**
         * {@return the check}
         *
         * @throws IllegalArgumentException where nobody's lists are trusted
         */
        public StatusListCheck build() {
            if (signers.isEmpty()) {
                throw new IllegalArgumentException("a check of status lists needs a trusted issuer");
            }
            CurrentLists lists = new CurrentLists(
                    fetcher, new ListVerifier(signers), clock, maxAge, archive, new ListCache(CACHE_BYTES));
            return new StatusListCheck(lists, maxStaleness);
        }
    }
}
