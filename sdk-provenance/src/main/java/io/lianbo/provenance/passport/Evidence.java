package io.lianbo.provenance.passport;

import io.lianbo.provenance.checkpoint.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What comes with a passport and is signed by itself. Whoever hands a passport on can add to it and leave out of it, which is why it is in no hash.
 *
 * @param checkpoint the log's head as the log signed it, and perhaps witnesses
 * @param credentials of laboratories and others, at most {@value #MOST_CREDENTIALS}
 */
public record Evidence(Optional<SignedNote> checkpoint, List<PassportCredential> credentials) {

    /** The most credentials. */
    public static final int MOST_CREDENTIALS = 32;

    /** None. */
    public static final Evidence NONE = new Evidence(Optional.empty(), List.of());

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are too many credentials
     */
    public Evidence {
        Objects.requireNonNull(checkpoint, "checkpoint");
        credentials = List.copyOf(credentials);
        if (credentials.size() > MOST_CREDENTIALS) {
            throw new IllegalArgumentException(
                    "a passport must have at most " + MOST_CREDENTIALS + " credentials: " + credentials.size());
        }
    }

    Evidence withCheckpoint(SignedNote note) {
        return new Evidence(Optional.of(note), credentials);
    }

    Evidence withCredential(PassportCredential credential) {
        List<PassportCredential> more = new ArrayList<>(credentials);
        more.add(credential);
        return new Evidence(checkpoint, more);
    }
}
