package io.lianbo.examples.livestore;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.consent.ledger.ConsentRecord;
import io.lianbo.did.consent.ledger.ReceiptPlace;
import io.lianbo.did.consent.ledger.RecordedReceipt;
import io.lianbo.did.login.Login;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What viewers grant the merchant, see and take back. */
record Consents(ConsentLedger ledger, Logins logins, Show.Consent asked, InstantSource clock) {
    private static final int MOST_SHOWN = ConsentLedger.LONGEST_PAGE;

    /** What a viewer's wallet signs to grant what the merchant asks for. */
    String message(Viewer viewer) {
        ConsentGrant grant = ConsentGrant.builder()
                .holder(viewer.did())
                .grantee(asked.merchant())
                .purpose(asked.purpose())
                .credentialType(asked.credentialType())
                .claims(asked.claims().toArray(String[]::new))
                .maxUses(asked.maxUses())
                .expiresAt(clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(asked.lasts()))
                .build();
        return logins.message(viewer.address(), grant);
    }

    /** Records what the viewer who is logged in signed; what somebody else signed is refused. */
    Verdict<ConsentRecord> record(Viewer viewer, String message, String signature) {
        return switch (logins.verify(message, signature)) {
            case Verdict.Refused<Login> refused -> Verdict.refused(refused.reasons());
            case Verdict.Verified<Login> verified -> record(viewer, verified.result());
        };
    }

    private Verdict<ConsentRecord> record(Viewer viewer, Login login) {
        if (!login.did().equals(viewer.did())) {
            return Verdict.refused("ANOTHER_ACCOUNT", "signed by another account than the one that is logged in");
        }
        if (login.consent().isEmpty()) {
            return Verdict.refused("CONSENT_INVALID", "the message grants nothing");
        }
        return Verdict.ok(ledger.record(login, clock.instant()));
    }

    List<ConsentRecord> of(Viewer viewer) {
        return ledger.grants(viewer.did(), Hash32.ZERO, MOST_SHOWN);
    }

    /** How a grant stands: in force, or why it is not. */
    enum State {
        ACTIVE,
        REVOKED,
        EXPIRED,
        USED_UP
    }

    State state(ConsentRecord record) {
        if (record.revocation().isPresent()) {
            return State.REVOKED;
        }
        if (!clock.instant().isBefore(record.grant().expiresAt())) {
            return State.EXPIRED;
        }
        return record.usesLeft() == 0 ? State.USED_UP : State.ACTIVE;
    }

    /** The grant to read under: the latest of those in force, or of all where none is, which the ledger will then refuse. */
    Optional<ConsentRecord> latest(Viewer viewer) {
        return of(viewer).stream()
                .max(Comparator.comparing((ConsentRecord record) -> state(record) == State.ACTIVE)
                        .thenComparing(ConsentRecord::recordedAt));
    }

    /** The receipts for what was read of hers, the latest first. */
    List<RecordedReceipt> receiptsOf(Viewer viewer) {
        return ledger.receipts(viewer.did(), ReceiptPlace.START, MOST_SHOWN).reversed();
    }

    Verdict<ConsentRecord> revoke(Viewer viewer, Hash32 id) {
        return ledger.revoke(id, viewer.did(), clock.instant());
    }
}
