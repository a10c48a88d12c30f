package io.lianbo.did.login;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who logged in to a service logged in, until they leave, are thrown out, do nothing for a while, or their time is over: by
 * default after 30 minutes without use, and after 12 hours.
 *
 * {@snippet class="io.lianbo.did.login.SessionsTest" region="open"}
 *
 * <p>A session is bound to the DID of its login and to the service's domain (ERC-4361, "Security Considerations"). Its token is 256 random
 * bits, of which only the SHA-256 is stored and looked up, so neither a stolen table nor the time that a lookup takes helps to
 * find one.
 *
 * {@snippet class="io.lianbo.did.login.SessionsTest" region="revoke"}
 *
 * <p>Opening a session asks the wallet nothing again: that a smart account has got another owner since, or that a consent has ended, is not
 * seen here. Safe for use by many threads.
 */
public final class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int OPENINGS_A_PURGE = 1000;

    /** A use is written down only after this part of the idle time, as most requests follow another closely. */
    private static final int USES_NOTED_IN_IDLE_TIME = 16;

    private final String domain;
    private final SessionStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration lifetime;
    private final Duration idleTime;
    private final AtomicLong opened = new AtomicLong();

    private Sessions(
            String domain,
            SessionStore store,
            InstantSource clock,
            SecureRandom random,
            Duration lifetime,
            Duration idleTime) {
        this.domain = domain;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.lifetime = lifetime;
        this.idleTime = idleTime;
    }

    /** {@return a builder; domain, store, clock and random are required} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the session of a login, with its token; or refused with {@code DID_REFUSED}}
     *
     * @param login to this service, just verified
     * @throws IllegalArgumentException where the login is to another domain
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public Verdict<OpenedSession> open(Login login) {
        if (!login.message().domain().equals(domain)) {
            throw new IllegalArgumentException("the login must be to " + domain + ": " + login);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (opened.getAndIncrement() % OPENINGS_A_PURGE == 0) {
            store.forget(now);
        }
        if (store.isRefused(domain, login.did())) {
            return Verdict.refused(refusal(login.did()));
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64Url.encode(bytes);
        Session session = new Session(login.did(), domain, now, now.plus(lifetime));
        store.add(hash(token), session);
        return Verdict.ok(new OpenedSession(token, session));
    }

    /**
     * {@return the session that a token stands for, which counts as used now; or why there is none}
     *
     * <p>Codes: {@code SESSION_UNKNOWN} (no such token, that of another service, or one that ended long ago), {@code SESSION_REVOKED},
     * {@code SESSION_EXPIRED} (its time is over, or it was not used), {@code DID_REFUSED}.
     *
     * @param token whatever the browser sent
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public Verdict<Session> check(String token) {
        SessionStore.Entry entry = find(token).orElse(null);
        if (entry == null) {
            return Verdict.refused("SESSION_UNKNOWN", "there is no such session here");
        }
        Session session = entry.session();
        Instant now = clock.instant();
        List<Reason> reasons = new ArrayList<>();
        if (entry.refused()) {
            reasons.add(refusal(session.did()));
        }
        if (entry.revoked()) {
            reasons.add(new Reason("SESSION_REVOKED", "the session was revoked"));
        }
        if (!now.isBefore(session.expiresAt())) {
            reasons.add(new Reason("SESSION_EXPIRED", "the session ended at " + session.expiresAt()));
        } else if (!now.isBefore(entry.usedAt().plus(idleTime))) {
            reasons.add(new Reason("SESSION_EXPIRED", "the session was last used at " + entry.usedAt()));
        }
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        if (!now.isBefore(entry.usedAt().plus(idleTime.dividedBy(USES_NOTED_IN_IDLE_TIME)))) {
            store.touch(hash(token), now);
        }
        return Verdict.ok(session);
    }

    /**
     * {@return whether a session ended by this}: its user logs out
     *
     * @param token whatever the browser sent
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public boolean revoke(String token) {
        return find(token).isPresent() && store.revoke(hash(token));
    }

    /**
     * {@return how many sessions ended by this}: a user logs out of this service on all devices
     *
     * @param did whose
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public int revokeAll(Did did) {
        return store.revokeAll(domain, did);
    }

    /**
     * Refuses someone: no session of theirs holds from now on and none is opened, until they are admitted again.
     *
     * @param did whom
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public void refuse(Did did) {
        store.refuse(domain, did);
    }

    /**
     * Admits someone who was refused; they have to log in again, as their earlier sessions are revoked.
     *
     * @param did whom
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the store fails
     */
    public void admit(Did did) {
        if (store.isRefused(domain, did)) {
            store.revokeAll(domain, did); // while none can be opened
            store.admit(domain, did);
        }
    }

    private Optional<SessionStore.Entry> find(String token) {
        return TOKEN.matcher(token).matches()
                ? store.find(hash(token))
                        .filter(entry -> entry.session().domain().equals(domain))
                : Optional.empty();
    }

    private Reason refusal(Did did) {
        return new Reason("DID_REFUSED", domain + " refuses " + did);
    }

    private static Hash32 hash(String token) {
        return Sha256.hash(token.getBytes(StandardCharsets.US_ASCII));
    }

    /** Collects how a service keeps its sessions. */
    public static final class Builder {
        private @Nullable String domain;
        private @Nullable SessionStore store;
        private @Nullable InstantSource clock;
        private @Nullable SecureRandom random;
        private Duration lifetime = Duration.ofHours(12);
        private Duration idleTime = Duration.ofMinutes(30);

        private Builder() {}

        /** Sets the domain that the service's login messages name. */
        public Builder domain(String domain) {
            this.domain = Grammar.domain(domain);
            return this;
        }

        /** Sets where sessions are kept; services with other domains may share it, and see nothing of each other. */
        public Builder store(SessionStore store) {
            this.store = store;
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Sets what makes tokens unguessable. */
        public Builder random(SecureRandom random) {
            this.random = random;
            return this;
        }

        /** Sets how long a session lasts at most, 12 hours where it is not set. */
        public Builder lifetime(Duration lifetime) {
            this.lifetime = positive("lifetime", lifetime);
            return this;
        }

        /**
         * Sets after how long without use a session is over, 30 minutes where it is not set; uses are noted to a sixteenth of it, so it may
         * be over that much earlier.
         */
        public Builder idleTime(Duration idleTime) {
            this.idleTime = positive("idle time", idleTime);
            return this;
        }

        /**
         * {@return the sessions}
         *
         * @throws IllegalArgumentException where something required is missing
         */
        public Sessions build() {
            if (domain == null || store == null || clock == null || random == null) {
                throw new IllegalArgumentException("sessions need domain, store, clock and random");
            }
            return new Sessions(domain, store, clock, random, lifetime, idleTime);
        }

        private static Duration positive(String what, Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("a session's " + what + " must be positive: " + duration);
            }
            return duration;
        }
    }
}
