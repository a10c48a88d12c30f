package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.SigningKey;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives the credentials of a batch their places in one status list, changes their statuses, and signs the list for publication.
 *
 * <p>The places come in an order that only the issuer's {@link StatusBook} knows, so that an index says nothing about when a credential was
 * issued, and none comes twice. A change takes effect for others with the next {@link #publish()}: publish after each
 * revocation, and before the last list expires. Safe for concurrent use, and several processes may work on one list with one book.
 *
 * {@snippet class="io.lianbo.did.status.list.StatusListIssuerTest" region="issue"}
 */
public final class StatusListIssuer {
    /** How much a list may hold, so that no verifier refuses it as too long, whatever the statuses: 512 KiB. */
    private static final int MOST_BYTES = 1 << 19;

    private final Did issuer;
    private final SigningKey key;
    private final InstantSource clock;
    private final ListKind kind;
    private final int size;
    private final Hash32 seed;
    private final Shuffle order;
    private final StatusBook book;
    private final @Nullable StatusArchive archive;
    private final Duration validFor;
    private final Duration ttl;

    // Of two lists signed in one second the later must be the later in the archive.
    private final ReentrantLock publishing = new ReentrantLock();

    private StatusListIssuer(Builder builder, ListKind kind, StatusBook book) {
        this.issuer = builder.issuer;
        this.key = builder.key;
        this.clock = builder.clock;
        this.kind = kind;
        this.size = builder.size;
        this.book = book;
        this.archive = builder.archive;
        this.validFor = builder.validFor;
        this.ttl = builder.ttl;
        byte[] random = new byte[Hash32.SIZE];
        builder.random.nextBytes(random);
        StatusBook.Page page = book.open(kind.uri(), kind.bits(), size, Hash32.of(random));
        if (page.bits() != kind.bits() || page.size() != size) {
            throw new IllegalArgumentException("the list " + kind.uri() + " was begun with " + page.size()
                    + " statuses of " + page.bits() + " bits, and is opened with " + size + " of " + kind.bits());
        }
        this.seed = page.seed();
        this.order = new Shuffle(seed, size);
    }

    /**
     * {@return a builder; which list it is and its book are required}
     *
     * @param issuer who issues the list, and the credentials in it
     * @param key one of the keys that verifiers trust for it
     * @param clock the time of issue
     * @param random makes the secret order of places where a list is begun
     */
    public static Builder builder(Did issuer, SigningKey key, InstantSource clock, SecureRandom random) {
        return new Builder(issuer, key, clock, random);
    }

    /**
     * {@return a place that no credential had or will have, to be put into one; empty where all are given away and a new list is due}
     *
     * <p>It is used up when this returns, also where the credential is never issued.
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public Optional<StatusReference> allocate() {
        OptionalInt place = book.take(kind.uri(), 1);
        return place.isPresent() ? Optional.of(kind.entry(order.at(place.getAsInt()))) : Optional.empty();
    }

    /**
     * Uses up some places and revokes or suspends them, so that the list does not show how many credentials were.
     *
     * @param count how many, at least 1
     * @return whether there were that many; else none was used
     * @throws IllegalArgumentException where the list has neither status
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public boolean addDecoys(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("decoys must be at least 1: " + count);
        }
        int status = kind.revoked() == ListKind.NONE ? kind.suspended() : kind.revoked();
        requireStatus(status, "revoke or suspend");
        OptionalInt first = book.take(kind.uri(), count);
        if (first.isEmpty()) {
            return false;
        }
        for (int place = first.getAsInt(); place < first.getAsInt() + count; place++) {
            book.set(kind.uri(), order.at(place), status, ListKind.NONE);
        }
        return true;
    }

    /**
     * Revokes a credential, for good; again changes nothing.
     *
     * @param entry the place it was given
     * @throws IllegalArgumentException where this list did not give that place away, or does not revoke
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public void revoke(StatusReference entry) {
        requireStatus(kind.revoked(), "revoke");
        book.set(kind.uri(), given(entry), kind.revoked(), ListKind.NONE);
    }

    /**
     * Suspends a credential, until it is reinstated.
     *
     * @param entry the place it was given
     * @return the entry; or {@code REVOKED}, and it stays so
     * @throws IllegalArgumentException where this list did not give that place away, or does not suspend
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public Verdict<StatusReference> suspend(StatusReference entry) {
        requireStatus(kind.suspended(), "suspend");
        return set(entry, kind.suspended());
    }

    /**
     * Ends a suspension.
     *
     * @param entry the place the credential was given
     * @return the entry; or {@code REVOKED}, and it stays so
     * @throws IllegalArgumentException where this list did not give that place away
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public Verdict<StatusReference> reinstate(StatusReference entry) {
        return set(entry, 0);
    }

    /**
     * Sets a status that has a meaning of the issuer's: a message's, or one that the Token Status List leaves to applications (section 7.1).
     *
     * @param entry the place the credential was given
     * @param status 0 to what the list's bits hold
     * @return the entry; or {@code REVOKED}, and it stays so
     * @throws IllegalArgumentException where this list did not give that place away, or has no such status
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
     */
    public Verdict<StatusReference> set(StatusReference entry, int status) {
        if (status < 0 || status >= 1 << kind.bits()) {
            throw new IllegalArgumentException(
                    "a status of this list must be 0 to " + ((1 << kind.bits()) - 1) + ": " + status);
        }
        return book.set(kind.uri(), given(entry), status, kind.revoked()) || status == kind.revoked()
                ? Verdict.ok(entry)
                : Verdict.refused("REVOKED", "the credential was revoked, for good");
    }

    /**
     * {@return the list as it stands now, signed, to be served at its URI}; it is in the archive too, where there is one
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book or the archive fails
     */
    public SignedStatusList publish() {
        publishing.lock();
        try {
            // The time first: whatever was set by then is in the list.
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            ListClaims claims = new ListClaims(
                    kind.uri().toString(),
                    issuer.toString(),
                    now,
                    now.plus(validFor),
                    ttl,
                    kind.purposes(),
                    StatusList.of(kind.bits(), size, book.statuses(kind.uri())));
            String compact = kind.format().sign(claims, key).compact();
            if (archive != null) {
                archive.keep(kind.uri(), now, compact);
            }
            return new SignedStatusList(kind.uri(), kind.format().mediaType(), compact, now, now.plus(validFor), ttl);
        } finally {
            publishing.unlock();
        }
    }

    /** The index of an entry, which must have been given away here. */
    private int given(StatusReference entry) {
        if (entry.index() < size && kind.entry((int) entry.index()).equals(entry)) {
            int index = (int) entry.index();
            StatusBook.Page page = book.open(kind.uri(), kind.bits(), size, seed);
            if (order.placeOf(index) < page.taken()) {
                return index;
            }
        }
        throw new IllegalArgumentException("the list " + kind.uri() + " did not give this place away: " + entry);
    }

    private void requireStatus(int status, String what) {
        if (status == ListKind.NONE) {
            throw new IllegalArgumentException("the list " + kind.uri() + " has no status to " + what + " with");
        }
    }

    /** {@return the list's URI and size} */
    @Override
    public String toString() {
        return "StatusListIssuer[" + kind.uri() + ", " + size + " of " + kind.bits() + " bits]";
    }

    /** Collects what a list is to be. */
    public static final class Builder {
        private final Did issuer;
        private final SigningKey key;
        private final InstantSource clock;
        private final SecureRandom random;
        private @Nullable ListKind kind;
        private int size = 1 << 20;
        private @Nullable StatusBook book;
        private @Nullable StatusArchive archive;
        private Duration validFor = Duration.ofDays(1);
        private Duration ttl = Duration.ofMinutes(5);

        private Builder(Did issuer, SigningKey key, InstantSource clock, SecureRandom random) {
            this.issuer = issuer;
            this.key = key;
            this.clock = clock;
            this.random = random;
        }

        /**
         * Makes it a Token Status List, whose entries go into SD-JWT VCs.
         *
         * @param uri where it will be published
         * @param bits of each status: 1 to revoke, 2 to revoke and suspend, 4 or 8 for statuses of the issuer's too
         */
        public Builder tokenList(URI uri, int bits) {
            StatusList.requireShape(bits, Byte.SIZE);
            this.kind = ListKind.token(uri, bits);
            return this;
        }

        /**
         * Makes it a Bitstring Status List of one bit a credential, whose entries go into credentials of the VC Data Model.
         *
         * @param uri where it will be published
         * @param purpose {@link BitstringEntry#REVOCATION}, {@link BitstringEntry#SUSPENSION} or a word of the issuer's
         */
        public Builder bitstring(URI uri, String purpose) {
            this.kind = ListKind.bitstring(new BitstringEntry(uri, 0, purpose, 1, List.of()));
            return this;
        }

        /**
         * Makes it a Bitstring Status List of messages, whose entries go into credentials of the VC Data Model.
         *
         * @param uri where it will be published
         * @param messages what status 0 means, what 1 does, and so on: 2, 4, 16 or 256 of them
         */
        public Builder bitstring(URI uri, List<String> messages) {
            int bits = Integer.numberOfTrailingZeros(messages.size());
            this.kind = ListKind.bitstring(new BitstringEntry(uri, 0, BitstringEntry.MESSAGE, bits, messages));
            return this;
        }

        /** Sets how many credentials the list has place for: 1,048,576 where it is not set. The more, the less an index says. */
        public Builder size(int size) {
            this.size = size;
            return this;
        }

        /** Sets where places and statuses are stored. */
        public Builder book(StatusBook book) {
            this.book = book;
            return this;
        }

        /** Sets where every published list is kept, for those who ask later what a status was. */
        public Builder archive(StatusArchive archive) {
            this.archive = archive;
            return this;
        }

        /** Sets how long a published list holds: a day where it is not set. Whole seconds. */
        public Builder validFor(Duration validFor) {
            this.validFor = validFor;
            return this;
        }

        /** Sets how long verifiers may go without looking for a newer one: 5 minutes where it is not set. Whole seconds. */
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /**
         * {@return the issuer of the list, begun in the book where it was not}
         *
         * @throws IllegalArgumentException where something required is missing or refused, or the book knows the list with another
         *     size or other bits
         * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the book fails
         */
        public StatusListIssuer build() {
            if (kind == null || book == null) {
                throw new IllegalArgumentException("a status list needs a kind and a book");
            }
            StatusList.requireShape(kind.bits(), size);
            if ((long) size * kind.bits() > (long) MOST_BYTES * Byte.SIZE) {
                throw new IllegalArgumentException("a list of " + kind.bits() + " bits a status must have at most "
                        + MOST_BYTES * Byte.SIZE / kind.bits() + " statuses: " + size);
            }
            if (size < kind.leastSize()) {
                throw new IllegalArgumentException(
                        "a Bitstring Status List must have at least " + kind.leastSize() + " statuses: " + size);
            }
            if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || validFor.compareTo(ttl) < 0) {
                throw new IllegalArgumentException(
                        "ttl must be at least a second, and the validity no less: " + ttl + ", " + validFor);
            }
            return new StatusListIssuer(this, kind, book);
        }
    }
}
