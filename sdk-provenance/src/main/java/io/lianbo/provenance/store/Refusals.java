package io.lianbo.provenance.store;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.event.EventHash;
import io.lianbo.provenance.passport.SignedEvent;

/** What all stores refuse, in the same words. */
final class Refusals {
    private static final int LONGEST_NAME = 100;

    private Refusals() {}

    static Reason eventIdTaken(SignedEvent signed, EventHash standing) {
        String id = Term.eventId(signed.event()).orElse("");
        return new Reason(
                "EVENT_ID_TAKEN",
                "the event id " + id + " is that of " + standing + ", not of "
                        + signed.event().hash());
    }

    static IllegalArgumentException notRecorded(Reason reason) {
        return new IllegalArgumentException("a step cannot be recorded: " + reason.detail());
    }

    static String requireName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a ledger's name must be 1 to " + LONGEST_NAME + " characters: " + name.length());
        }
        return name;
    }
}
