package io.lianbo.did.share;

import io.lianbo.core.Verdict;
import io.lianbo.did.DecryptionKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens records that were encrypted to a key.
 *
 * {@snippet class="io.lianbo.did.share.ShareGuideTest" region="open"}
 *
 * <p>Hostile input gives a verdict, never an exception. Every change of a record gives the same reason, whether its key or its content was
 * changed. What the key itself throws, such as an HSM that is not there, goes to the caller.
 */
public final class Opener {
    private final String id;
    private final DecryptionKey key;

    private Opener(String id, DecryptionKey key) {
        this.id = id;
        this.key = key;
    }

    /**
     * {@return an opener of records for the {@code did:key} of this key}
     *
     * @param key which opens
     */
    public static Opener of(DecryptionKey key) {
        return new Opener(key.agreementKey().toString(), key);
    }

    /**
     * {@return an opener of records for this name}
     *
     * @param id the {@code kid} under which the records list the key, such as the DID URL that it has in a document
     * @param key which opens
     */
    public static Opener of(String id, DecryptionKey key) {
        return new Opener(id, key);
    }

    /**
     * {@return what is in the record, or why it cannot be opened}
     *
     * <p>Codes: those of {@link Sealed#parse}, and those of {@link #open(Sealed)}.
     *
     * @param text of a record
     */
    public Verdict<Opened> open(String text) {
        return switch (Sealed.parse(text)) {
            case Verdict.Refused<Sealed> refused -> Verdict.refused(refused.reasons());
            case Verdict.Verified<Sealed> parsed -> open(parsed.result());
        };
    }

    /**
     * {@return what is in the record, or why it cannot be opened}
     *
     * <p>Codes: {@code NOT_A_RECIPIENT}; {@code RECORD_TAMPERED} where any of it was changed, or it was never encrypted to this key.
     *
     * @param sealed a record
     */
    public Verdict<Opened> open(Sealed sealed) {
        Optional<WrappedKey> own = sealed.keyFor(id);
        if (own.isEmpty()) {
            return Verdict.refused("NOT_A_RECIPIENT", "the record is not for " + id);
        }
        Optional<Opened> opened = own.get().unwrap(key).flatMap(contentKey -> {
            try {
                return sealed.decrypt(contentKey).map(content -> new Opened(content, sealed));
            } finally {
                Arrays.fill(contentKey, (byte) 0);
            }
        });
        return opened.isPresent()
                ? Verdict.ok(opened.get())
                : Verdict.refused(Sealed.TAMPERED, "the record was changed, or is not for the key of " + id);
    }

    /**
     * {@return what is in the record, where it is a version of the one asked for that is not older than one seen before}
     *
     * <p>Codes: those of {@link #open(String)}; {@code WRONG_RECORD} where it is another, {@code RECORD_OUTDATED} where it is an older version.
     *
     * @param text of a record
     * @param recordId which is wanted
     * @param atLeast the newest version that the reader knows of; 1 where he knows none
     */
    public Verdict<Opened> open(String text, String recordId, long atLeast) {
        Verdict<Opened> verdict = open(text);
        if (!(verdict instanceof Verdict.Verified<Opened> opened)) {
            return verdict;
        }
        if (!opened.result().recordId().equals(Optional.of(recordId))) {
            return Verdict.refused("WRONG_RECORD", "this is another record than the one asked for");
        }
        long version = opened.result().version().orElseThrow();
        return version >= atLeast
                ? verdict
                : Verdict.refused("RECORD_OUTDATED", "version " + version + " is older than " + atLeast);
    }
}
