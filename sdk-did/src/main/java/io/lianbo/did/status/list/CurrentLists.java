package io.lianbo.did.status.list;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.internal.ClockSkew;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.net.FetchRequest;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists as they are now, or were at a time: fetched, verified and, the former, kept for as long as they may be. */
final class CurrentLists {
    /** How long a list is kept that does not say it. */
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private final Fetcher fetcher;
    private final ListVerifier verifier;
    private final InstantSource clock;
    private final Duration maxAge;
    private final @Nullable StatusArchive archive;
    private final ListCache cache;
    private final SingleFlight<Request, Verdict<ListClaims>> flights = new SingleFlight<>();

    /** What may share an answer: who wants it fresher than another must not get what is fresh enough for him. */
    private record Request(ListCache.Key key, Duration maxStaleness) {}

    CurrentLists(
            Fetcher fetcher,
            ListVerifier verifier,
            InstantSource clock,
            Duration maxAge,
            @Nullable StatusArchive archive,
            ListCache cache) {
        this.fetcher = fetcher;
        this.verifier = verifier;
        this.clock = clock;
        this.maxAge = maxAge;
        this.archive = archive;
        this.cache = cache;
    }

    /** The list as it is now, confirmed by its server no longer ago than the list itself and {@code maxStaleness} allow. */
    Verdict<ListClaims> now(ListPlace place, Did issuer, Duration maxStaleness) {
        if (!verifier.trustsAnyoneAbout(issuer)) {
            return untrusted(issuer);
        }
        ListCache.Key key = new ListCache.Key(issuer.toString(), place.uri().toString(), place.bits());
        ListCache.Kept kept = cache.get(key);
        if (kept != null && isGood(kept, maxStaleness)) {
            return Verdict.ok(kept.claims());
        }
        return flights.join(new Request(key, maxStaleness), () -> refreshed(key, place, issuer, maxStaleness));
    }

    private boolean isGood(ListCache.Kept kept, Duration maxStaleness) {
        Instant now = clock.instant();
        Duration ttl = kept.claims().ttl() == null ? DEFAULT_TTL : kept.claims().ttl();
        return kept.isConfirmedWithin(ttl, now)
                && kept.isConfirmedWithin(maxStaleness, now)
                && timely(kept.claims(), now).isVerified();
    }

    private Verdict<ListClaims> refreshed(ListCache.Key key, ListPlace place, Did issuer, Duration maxStaleness) {
        ListCache.Kept held = cache.get(key);
        if (held != null && isGood(held, maxStaleness)) { // another one was faster
            return Verdict.ok(held.claims());
        }
        Instant askedAt = clock.instant();
        return switch (fetch(place.uri(), place, held == null ? null : held.entityTag())) {
            case Verdict.Refused<Fetched> refused -> unavailable(place.uri(), refused);
            case Verdict.Verified<Fetched> fetched ->
                switch (taken(fetched.result(), held, place, issuer, askedAt)) {
                    case Verdict.Refused<ListCache.Kept> refused -> Verdict.refused(refused.reasons());
                    case Verdict.Verified<ListCache.Kept> taken -> {
                        Verdict<ListClaims> timely = timely(taken.result().claims(), askedAt);
                        if (timely.isVerified()) { // else a list dated ahead would make every later one look old
                            cache.put(key, taken.result());
                        }
                        yield timely;
                    }
                };
        };
    }

    private Verdict<ListCache.Kept> taken(
            Fetched fetched, ListCache.@Nullable Kept held, ListPlace place, Did issuer, Instant askedAt) {
        if (fetched.isUnchanged() && held == null) {
            return Verdict.refused("STATUS_UNAVAILABLE", "there is no list that could be unchanged");
        }
        // Verified again where it is unchanged, as the keys may not be those of the last time.
        ListCache.Kept same = fetched.isUnchanged() ? held : null;
        String compact = same == null ? new String(fetched.body(), StandardCharsets.US_ASCII) : same.compact();
        String entityTag = same == null ? fetched.entityTag().orElse(null) : same.entityTag();
        return switch (verifier.verify(compact, place, issuer)) {
            case Verdict.Refused<ListClaims> refused -> Verdict.refused(refused.reasons());
            case Verdict.Verified<ListClaims> verified -> {
                ListClaims claims = verified.result();
                if (held != null && claims.issuedAt().isBefore(held.claims().issuedAt())) {
                    yield Verdict.refused(
                            "STATUS_STALE",
                            "the list is of " + claims.issuedAt() + ", older than one of "
                                    + held.claims().issuedAt() + " seen before");
                }
                yield archived(compact, claims, place)
                        .map(kept -> new ListCache.Kept(kept, compact, entityTag, askedAt));
            }
        };
    }

    private Verdict<ListClaims> archived(String compact, ListClaims claims, ListPlace place) {
        if (archive != null) {
            try {
                archive.keep(place.uri(), claims.issuedAt(), compact);
            } catch (LianboException e) {
                return Verdict.refused("STATUS_UNAVAILABLE", "the archive failed: " + e.code());
            }
        }
        return Verdict.ok(claims);
    }

    /** The list, where it holds at a time that is now. */
    private Verdict<ListClaims> timely(ListClaims claims, Instant now) {
        if (ClockSkew.isToCome(claims.issuedAt(), now)) {
            return Verdict.refused("STATUS_NOT_YET_VALID", "the list holds from " + claims.issuedAt());
        }
        if (claims.expiresAt() != null && ClockSkew.hasPassed(claims.expiresAt(), now)) {
            return Verdict.refused("STATUS_STALE", "the list expired at " + claims.expiresAt());
        }
        if (now.isAfter(claims.issuedAt().plus(maxAge))) {
            return Verdict.refused(
                    "STATUS_STALE", "the list is of " + claims.issuedAt() + ", more than " + maxAge + " ago");
        }
        return Verdict.ok(claims);
    }

    /** The list as it was at a time, from its server. */
    Verdict<ListClaims> at(Instant time, ListPlace place, Did issuer) {
        if (!verifier.trustsAnyoneAbout(issuer)) {
            return untrusted(issuer);
        }
        URI dated = place.format().at(place.uri(), time);
        return switch (fetch(dated, place, null)) {
            case Verdict.Refused<Fetched> refused -> unavailable(dated, refused);
            case Verdict.Verified<Fetched> fetched ->
                at(time, new String(fetched.result().body(), StandardCharsets.US_ASCII), place, issuer);
        };
    }

    /** The list as it was at a time, as this token says. */
    Verdict<ListClaims> at(Instant time, String compact, ListPlace place, Did issuer) {
        return switch (verifier.verify(compact, place, issuer)) {
            case Verdict.Refused<ListClaims> refused -> refused;
            case Verdict.Verified<ListClaims> verified -> covering(time, verified.result());
        };
    }

    private Verdict<ListClaims> covering(Instant time, ListClaims claims) {
        boolean covers = !time.isBefore(claims.issuedAt())
                && (claims.expiresAt() == null || time.isBefore(claims.expiresAt()))
                && !time.isAfter(claims.issuedAt().plus(maxAge))
                && !time.isAfter(clock.instant());
        return covers
                ? Verdict.ok(claims)
                : Verdict.refused(
                        "STATUS_UNAVAILABLE",
                        "the list of " + claims.issuedAt() + " does not tell what was at " + time);
    }

    private Verdict<Fetched> fetch(URI uri, ListPlace place, @Nullable String entityTag) {
        FetchRequest request = FetchRequest.of(uri, place.format().mediaType());
        return fetcher.fetch(entityTag == null ? request : request.unless(entityTag));
    }

    private static Verdict<ListClaims> unavailable(URI uri, Verdict.Refused<Fetched> refused) {
        return Verdict.refused(
                "STATUS_UNAVAILABLE",
                Quote.of(uri.toString()) + " cannot be read: "
                        + refused.reasons().stream().map(Reason::toString).collect(Collectors.joining(", ")));
    }

    private static Verdict<ListClaims> untrusted(Did issuer) {
        return Verdict.refused(
                "STATUS_LIST_UNTRUSTED", "nobody's status lists are trusted about credentials of " + issuer);
    }
}
