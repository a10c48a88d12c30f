package io.lianbo.did.status.list;

import io.lianbo.core.Verdict;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;

/** What the numbers in lists mean (Token Status List section 7.1, Bitstring Status List section 3.2). */
final class Statuses {
    static final int INVALID = 1;
    static final int SUSPENDED = 2;

    private Statuses() {}

    /** The reference, where a credential of this status stands. */
    static Verdict<StatusReference> standing(StatusReference reference, int status) {
        if (status == 0) {
            return Verdict.ok(reference);
        }
        if (reference instanceof BitstringEntry entry) {
            return switch (entry.purpose()) {
                case BitstringEntry.REVOCATION -> revoked(entry.index());
                case BitstringEntry.SUSPENSION -> suspended(entry.index());
                default ->
                    Verdict.refused(
                            "STATUS_NOT_VALID",
                            entry.messages().isEmpty()
                                    ? "its bit for " + Quote.of(entry.purpose()) + " is set"
                                    : Quote.of(entry.messages().get(status)));
            };
        }
        return switch (status) {
            case INVALID -> revoked(reference.index());
            case SUSPENDED -> suspended(reference.index());
            default -> Verdict.refused("STATUS_NOT_VALID", "its status is " + status + ", which is not valid");
        };
    }

    private static Verdict<StatusReference> revoked(long index) {
        return Verdict.refused("REVOKED", "revoked in the issuer's list, index " + index);
    }

    private static Verdict<StatusReference> suspended(long index) {
        return Verdict.refused("SUSPENDED", "suspended in the issuer's list, index " + index);
    }
}
