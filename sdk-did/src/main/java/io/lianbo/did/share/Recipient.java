package io.lianbo.did.share;

import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.resolve.VerificationMethod;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who can open a record: a key, and the name under which the record lists it.
 *
 * <p>The name stands in the record for everyone to see, whether he can open it or not.
 *
 * @param id a DID or DID URL of at most 1024 printable ASCII characters; the {@code kid} of the key
 * @param key to which the record is encrypted
 */
public record Recipient(String id, AgreementKey key) {
    static final int LONGEST_ID = 1024;

    private static final Pattern ID = Pattern.compile("did:[a-z0-9]+:[!-~]+");

    /**
     * A recipient.
     *
     * @throws IllegalArgumentException where the name is no DID URL, or is the {@code did:key} of another key
     */
    public Recipient {
        if (id.length() > LONGEST_ID || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a recipient's id must be a DID or DID URL of at most " + LONGEST_ID
                    + " characters: " + Quote.of(id));
        }
        Optional<AgreementKey> named = keyNamed(id);
        if (named.isPresent() && !named.get().equals(key)) {
            throw new IllegalArgumentException("a recipient's id must be the did:key of no other key: " + id);
        }
    }

    /**
     * {@return the recipient who is named by the {@code did:key} of his key}
     *
     * @param key to which records are encrypted
     */
    public static Recipient of(AgreementKey key) {
        return new Recipient(key.toString(), key);
    }

    /**
     * {@return the recipient whom a DID document names}
     *
     * @param method of a document's {@code keyAgreement}, freshly resolved
     * @throws IllegalArgumentException where it gives no key to encrypt to
     */
    public static Recipient of(VerificationMethod method) {
        return new Recipient(
                method.id(),
                method.agreementKey()
                        .orElseThrow(() -> new IllegalArgumentException("no key to encrypt to: " + method)));
    }

    /** The key that a {@code did:key} is; empty for every other name. */
    static Optional<AgreementKey> keyNamed(String id) {
        if (!id.startsWith("did:key:")) {
            return Optional.empty();
        }
        try {
            Did did = Did.parse(id);
            return did.agreementKey().or(() -> did.key().map(AgreementKey::of));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a DID URL, or a key of another kind
        }
    }
}
