package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import java.time.Instant;

/** Why a consent does not serve, in the same words whatever the ledger. */
final class Refusals {
    private Refusals() {}

    static Reason unknown(Hash32 grant) {
        return new Reason("CONSENT_UNKNOWN", "no such consent was given here: " + grant);
    }

    static Reason revoked(ConsentRecord.Revocation revocation) {
        return new Reason("CONSENT_REVOKED", "the holder revoked the consent at " + revocation.at());
    }

    static Reason usedUp(ConsentRecord known) {
        return new Reason("CONSENT_USED_UP", "all " + known.grant().maxUses() + " uses were made");
    }

    static Reason expired(Instant end) {
        return new Reason("CONSENT_EXPIRED", "the consent ended at " + end);
    }

    static Reason repeated() {
        return new Reason("PRESENTATION_REPEATED", "the presentation was used under this consent before");
    }

    static Reason notTheHolder(Did holder) {
        return new Reason("CONSENT_HOLDER_MISMATCH", "only " + holder + " can revoke it");
    }

    static Reason unavailable(LianboException e) {
        return new Reason("CONSENT_UNAVAILABLE", String.valueOf(e.getMessage()));
    }

    static void requirePage(int most) {
        if (most < 1 || most > ConsentLedger.LONGEST_PAGE) {
            throw new IllegalArgumentException("a page must hold 1 to " + ConsentLedger.LONGEST_PAGE + ": " + most);
        }
    }
}
