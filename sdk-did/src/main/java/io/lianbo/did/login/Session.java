package io.lianbo.did.login;

import io.lianbo.did.Did;
import java.time.Instant;

/**
 * Who is logged in, where, and for how long at most.
 *
 * @param did who: it never changes within a session, whatever names or profiles are looked up for it
 * @param domain the service, as its login messages name it
 * @param openedAt when it began
 * @param expiresAt when it is over, however much it is used
 */
public record Session(Did did, String domain, Instant openedAt, Instant expiresAt) {
    /** Checks that it does not end before it begins. */
    public Session {
        if (expiresAt.isBefore(openedAt)) {
            throw new IllegalArgumentException(
                    "a session that begins at " + openedAt + " must not end before: " + expiresAt);
        }
    }
}
