package io.lianbo.did.share;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.did.DecryptionKey;
import io.lianbo.did.internal.Quote;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An owner's records, each encrypted to him and to those to whom he granted it; every change makes a new version under a new content key.
 *
 * {@snippet class="io.lianbo.did.share.ShareGuideTest" region="re-key"}
 *
 * <p><b>What was read cannot be recalled.</b> Who is revoked can open no later version. He can go on opening every version that was sealed to him
 * while he was a recipient, if he or anyone kept it, and no encryption takes back what he has seen. Revoke first and update then, never the other way round.
 * Who is granted a record, in turn, can open it from that version on, and none before.
 *
 * <p>The owner's key opens every version, so it must outlast them, and what the owner reads back from the store is believed only where he sealed it
 * himself. Changes by several threads and processes are all made, one after the other.
 */
public final class SharedRecords {
    private static final int MOST_ATTEMPTS = 1000;

    private final RecordStore store;
    private final Sealer sealer;
    private final Recipient owner;
    private final Opener opener;
    private final OwnersSeal ownersSeal;

    private SharedRecords(RecordStore store, DecryptionKey key, SecureRandom random) {
        this.store = store;
        sealer = Sealer.of(random);
        owner = Recipient.of(key.agreementKey());
        opener = Opener.of(key);
        ownersSeal = new OwnersSeal(key);
    }

    /**
     * {@return the records of an owner}
     *
     * @param store where their latest versions are kept
     * @param ownerKey which opens all of them
     * @param random where content keys come from
     */
    public static SharedRecords of(RecordStore store, DecryptionKey ownerKey, SecureRandom random) {
        return new SharedRecords(store, ownerKey, random);
    }

    /**
     * {@return the first version of a new record, stored}
     *
     * <p>Codes: {@code RECORD_EXISTS}.
     *
     * @param id its name, 1 to 256 characters, which shows in the record
     * @param content what to encrypt, at most {@value Sealed#MAX_CONTENT} bytes
     * @param recipients who can open it beside its owner
     * @throws IllegalArgumentException where the name or the content is too long, or the recipients are too many or one of them twice
     */
    public Verdict<SharedRecord> share(String id, byte[] content, Recipient... recipients) {
        if (id.isEmpty() || id.length() > Label.LONGEST_ID) {
            throw new IllegalArgumentException(
                    "a record's id must be 1 to " + Label.LONGEST_ID + " characters: " + Quote.of(id));
        }
        List<Recipient> all = new ArrayList<>();
        all.add(owner);
        all.addAll(List.of(recipients));
        SharedRecord first = seal(id, 1, content, all);
        return stored(first)
                ? Verdict.ok(first)
                : Verdict.refused("RECORD_EXISTS", "there is a record of this name: " + Quote.of(id));
    }

    /**
     * {@return the next version, with another content for the same recipients}
     *
     * <p>Codes: those of {@link #find}.
     *
     * @param id which record
     * @param content what to encrypt, at most {@value Sealed#MAX_CONTENT} bytes
     * @throws IllegalArgumentException where the content is too long
     */
    public Verdict<SharedRecord> update(String id, byte[] content) {
        return change(id, version -> Verdict.ok(new Change(content, version.recipients(), false)));
    }

    /**
     * {@return the next version, which one more recipient can open; the present one where he could already}; one who has a new key is granted the record
     * again and then no longer opens it with the old key
     *
     * <p>Codes: those of {@link #find}; {@code TOO_MANY_RECIPIENTS}.
     *
     * @param id which record
     * @param recipient who can open it from now on
     */
    public Verdict<SharedRecord> grant(String id, Recipient recipient) {
        requireOther(recipient.id());
        return change(id, version -> {
            if (version.recipients().contains(recipient)) {
                return Verdict.ok(new Change(version.content(), version.recipients(), true));
            }
            List<Recipient> all = new ArrayList<>(version.without(recipient.id()));
            all.add(recipient);
            return all.size() > Sealed.MAX_RECIPIENTS
                    ? Verdict.refused(
                            "TOO_MANY_RECIPIENTS", "a record has at most " + Sealed.MAX_RECIPIENTS + " recipients")
                    : Verdict.ok(new Change(version.content(), all, false));
        });
    }

    /**
     * {@return the next version, re-keyed, which this recipient cannot open}; what he could open before he still can, see above
     *
     * <p>Codes: those of {@link #find}; {@code NOT_A_RECIPIENT}.
     *
     * @param id which record
     * @param recipientId the name under which he was granted it
     * @throws IllegalArgumentException where that is the owner
     */
    public Verdict<SharedRecord> revoke(String id, String recipientId) {
        requireOther(recipientId);
        return change(id, version -> {
            List<Recipient> remaining = version.without(recipientId);
            return remaining.size() == version.recipients().size()
                    ? Verdict.refused("NOT_A_RECIPIENT", "the record is not for " + Quote.of(recipientId))
                    : Verdict.ok(new Change(version.content(), remaining, false));
        });
    }

    /**
     * {@return the latest version of a record, proved to be the owner's own}
     *
     * <p>Codes: {@code RECORD_UNKNOWN}; {@code RECORD_TAMPERED}, {@code RECORD_MALFORMED}, {@code ALGORITHM_REFUSED} or
     * {@code NOT_A_RECIPIENT} where the store holds something else than what the owner sealed.
     *
     * @param id which record
     */
    public Verdict<SharedRecord> find(String id) {
        return current(id).map(Version::shared);
    }

    private void requireOther(String recipientId) {
        if (recipientId.equals(owner.id())) {
            throw new IllegalArgumentException("the owner is always a recipient: " + recipientId);
        }
    }

    private Verdict<SharedRecord> change(String id, Changer changer) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Verdict<Version> current = current(id);
            if (!(current instanceof Verdict.Verified<Version> present)) {
                return Verdict.refused(current.reasons());
            }
            Version version = present.result();
            Verdict<Change> change = changer.change(version);
            if (!(change instanceof Verdict.Verified<Change> wanted)) {
                return Verdict.refused(change.reasons());
            }
            if (wanted.result().isDone()) {
                return Verdict.ok(version.shared());
            }
            SharedRecord next = seal(
                    id,
                    version.shared().version() + 1,
                    wanted.result().content(),
                    wanted.result().recipients());
            if (stored(next)) {
                return Verdict.ok(next);
            }
        }
        throw new LianboException(
                LianboException.Code.STORE_FAILED,
                "the record was changed by others " + MOST_ATTEMPTS + " times in between: " + Quote.of(id),
                true);
    }

    private Verdict<Version> current(String id) {
        Optional<RecordStore.Stored> stored = store.find(id);
        if (stored.isEmpty()) {
            return Verdict.refused("RECORD_UNKNOWN", "there is no record of this name: " + Quote.of(id));
        }
        Verdict<Sealed> parsed = Sealed.parse(stored.get().text());
        if (!(parsed instanceof Verdict.Verified<Sealed> sealed)) {
            return Verdict.refused(parsed.reasons());
        }
        Verdict<Opened> opened = opener.open(sealed.result());
        if (!(opened instanceof Verdict.Verified<Opened> open)) {
            return Verdict.refused(opened.reasons());
        }
        return sealed.result()
                .label()
                .filter(label ->
                        label.id().equals(id) && label.version() == stored.get().version())
                .filter(label -> ownersSeal.isOn(
                        label,
                        sealed.result().recipientsCommitment(),
                        open.result().content()))
                .map(label -> Verdict.ok(new Version(
                        new SharedRecord(label, sealed.result()), open.result().content())))
                .orElseGet(() -> Verdict.refused(Sealed.TAMPERED, "the store holds what its owner did not seal"));
    }

    private SharedRecord seal(String id, long version, byte[] content, List<Recipient> recipients) {
        Sealed sealed =
                sealer.seal(content, recipients, commitment -> ownersSeal.label(id, version, commitment, content));
        return new SharedRecord(sealed.label().orElseThrow(), sealed);
    }

    private boolean stored(SharedRecord next) {
        return store.replace(
                next.id(), new RecordStore.Stored(next.version(), next.sealed().text()));
    }

    @FunctionalInterface
    private interface Changer {
        Verdict<Change> change(Version version);
    }

    /** What the next version is to hold. */
    private static final class Change {
        private final byte[] content;
        private final List<Recipient> recipients;
        private final boolean done;

        Change(byte[] content, List<Recipient> recipients, boolean done) {
            this.content = content;
            this.recipients = recipients;
            this.done = done;
        }

        byte[] content() {
            return content;
        }

        List<Recipient> recipients() {
            return recipients;
        }

        /** Whether the version that is there holds it already. */
        boolean isDone() {
            return done;
        }
    }

    /** The version that is there, opened. */
    private static final class Version {
        private final SharedRecord shared;
        private final byte[] content;

        Version(SharedRecord shared, byte[] content) {
            this.shared = shared;
            this.content = content;
        }

        SharedRecord shared() {
            return shared;
        }

        byte[] content() {
            return content;
        }

        List<Recipient> recipients() {
            return shared.sealed().recipients();
        }

        List<Recipient> without(String recipientId) {
            return recipients().stream()
                    .filter(recipient -> !recipient.id().equals(recipientId))
                    .toList();
        }
    }
}
