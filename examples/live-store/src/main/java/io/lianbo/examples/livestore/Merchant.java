package io.lianbo.examples.livestore;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.consent.ledger.ConsentedReading;
import io.lianbo.did.consent.ledger.ConsentedVerifier;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Gives each buyer a credential of what she bought, and reads of it later what she consented to, each time for a receipt. */
final class Merchant {
    private static final Duration ANSWER_LASTS = Duration.ofMinutes(5);
    private static final int NONCE_BYTES = 16;

    private final Show show;
    private final Contracts contracts;
    private final Logins logins;
    private final Custody custody;
    private final CredentialIssuer issuer;
    private final ConsentedVerifier reader;
    private final SecureRandom random = new SecureRandom();

    /** Signs credentials and receipts with one key, and trusts no other issuer. */
    Merchant(
            Show show,
            Contracts contracts,
            Logins logins,
            Custody custody,
            ConsentLedger ledger,
            LocalSigningKey key,
            InstantSource clock) {
        this.show = show;
        this.contracts = contracts;
        this.logins = logins;
        this.custody = custody;
        this.issuer = CredentialIssuer.of(show.consent().merchant(), key, clock, random);
        CredentialVerifier own = CredentialVerifier.builder(clock)
                .trust(show.consent().merchant(), key.verificationKey())
                .build();
        this.reader = ConsentedVerifier.of(own, ledger, clock).signingReceipts(key);
    }

    /** Gives the buyer her credential of an order, once however often this is asked. */
    void issue(Order order) {
        Viewer buyer = new Viewer(logins.did(order.buyer()));
        Show.Item item = show.find(order.item()).orElseThrow();
        custody.keep(
                buyer,
                order,
                issuer.issue(CredentialDraft.builder(show.consent().credentialType())
                        .holderKey(custody.keyOf(buyer))
                        .subject(buyer.did())
                        .disclosableClaim("category", item.category())
                        .disclosableClaim(
                                "year",
                                order.offeredAt().atOffset(ZoneOffset.UTC).getYear())
                        .disclosableClaim("item", item.link().canonical())
                        .disclosableClaim("price", Money.shown(contracts.amount(order.amount())))
                        .disclosableClaim("order", order.id())
                        .build()));
    }

    /** What a holder has to answer to: made for one answer. */
    PresentationRequest ask() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return PresentationRequest.builder()
                .credentialType(show.consent().credentialType())
                .audience(show.consent().merchant().toString())
                .purpose(show.consent().purpose())
                .nonce(Hex.encode(nonce))
                .maxAge(ANSWER_LASTS)
                .build();
    }

    /** Reads an answer under a consent: the use is counted and its receipt is stored, or nothing is read. */
    Verdict<ConsentedReading> read(String presentation, PresentationRequest request, Hash32 grant) {
        return reader.verify(presentation, request, grant);
    }
}
