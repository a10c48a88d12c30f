package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.login.Login;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a reader keeps of the consents given to him: the grants with their proofs, how often each was used, that it was revoked, and a receipt for
 * every use.
 *
 * <p>{@link JdbcConsentLedger} is the one for production. What it has said is stored, also if the process dies in the next instant; several
 * processes may share one. Its methods fail with {@link io.lianbo.core.LianboException}, {@code STORE_FAILED}; a {@link ConsentedVerifier} then
 * refuses.
 *
 * {@snippet class="io.lianbo.did.consent.ledger.ConsentedVerifierTest" region="record"}
 */
public interface ConsentLedger {
    /** How many grants or receipts a page holds at most. */
    int LONGEST_PAGE = 1_000;

    /** {@return a ledger that lasts as long as the process: for tests, and for nothing else, as the next process would forget revocations} */
    static ConsentLedger inMemory() {
        return new MemoryConsentLedger();
    }

    /**
     * {@return what the ledger knows of the consent that was given with a login}, recorded now where it was not
     *
     * @param login as {@link io.lianbo.did.login.LoginVerifier} verified it
     * @param at what time it is
     * @throws IllegalArgumentException where the login gave no consent
     */
    default ConsentRecord record(Login login, Instant at) {
        ConsentGrant grant = login.consent()
                .orElseThrow(() -> new IllegalArgumentException("the login must have given a consent: " + login));
        return record(grant, new ConsentProof(login.message().toString(), login.signature()), at);
    }

    /**
     * {@return what the ledger knows of a grant}, recorded now where it was not; one that is there stays as it is, with its uses and its
     * revocation
     *
     * @param grant of which the caller knows that its holder signed it
     * @param proof what she signed
     * @param at what time it is
     */
    ConsentRecord record(ConsentGrant grant, ConsentProof proof, Instant at);

    /**
     * {@return what the ledger knows of a grant}
     *
     * @param grant its {@link ConsentGrant#id()}
     */
    Optional<ConsentRecord> find(Hash32 grant);

    /**
     * {@return the grants of a holder, in the order of their ids}
     *
     * @param holder whose
     * @param after the id after which the page begins, {@link Hash32#ZERO} for the first
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    List<ConsentRecord> grants(Did holder, Hash32 after, int most);

    /**
     * {@return the grant as it is after its holder revoked it, or why she could not}; the first revocation stays
     *
     * <p>When this has returned, no use succeeds any more. Codes: {@code CONSENT_UNKNOWN}, {@code CONSENT_HOLDER_MISMATCH}.
     *
     * {@snippet class="io.lianbo.did.consent.ledger.ConsentedVerifierTest" region="revoke"}
     *
     * @param grant its id
     * @param by who revokes, as a {@link Login} or the service's session established it
     * @param at what time it is
     */
    Verdict<ConsentRecord> revoke(Hash32 grant, Did by, Instant at);

    /**
     * {@return the receipts, now stored, each with a use of its grant; or why not one of them was, nor any use made}
     *
     * <p>That is one step, whoever else uses, records or revokes: of a grant for {@code n} uses exactly {@code n} succeed. Codes:
     * {@code CONSENT_UNKNOWN}, {@code CONSENT_REVOKED}, {@code CONSENT_USED_UP}, {@code CONSENT_EXPIRED} where a receipt is not from before the
     * grant's end, and {@code PRESENTATION_REPEATED} where its presentation was used under the grant before.
     *
     * @param receipts one for each use
     */
    Verdict<List<RecordedReceipt>> spend(List<RecordedReceipt> receipts);

    /**
     * {@return the receipts for a holder's claims, ordered by their places}
     *
     * <p>Processes that share a ledger may differ in their clocks: who reads on as receipts come in should stay behind the present by that
     * much.
     *
     * @param holder whose
     * @param after the place after which the page begins: {@link ReceiptPlace#START}, or that of the last receipt seen
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    List<RecordedReceipt> receipts(Did holder, ReceiptPlace after, int most);

    /**
     * {@return the receipts under a grant, ordered by their places}
     *
     * @param grant its id
     * @param after the place after which the page begins
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    List<RecordedReceipt> receipts(Hash32 grant, ReceiptPlace after, int most);

    /**
     * {@return the receipts for what a reader read before a time, of all holders, ordered by their places}: what data dividends are reckoned from
     *
     * {@snippet class="io.lianbo.did.consent.ledger.DividendsTest" region="period"}
     *
     * <p>Reckon a period when it has been over for longer than the clocks of the processes differ and a use takes: then no receipt joins it any
     * more, and all who read it see the same receipts in the same order.
     *
     * @param reader the grantee of the consents
     * @param after the place after which the page begins: {@link ReceiptPlace#startOf} the period, or that of the last receipt seen
     * @param end when the period is over; a receipt of that time is not in it
     * @param most how many, 1 to {@value #LONGEST_PAGE}
     */
    List<RecordedReceipt> readBy(Did reader, ReceiptPlace after, Instant end, int most);
}
