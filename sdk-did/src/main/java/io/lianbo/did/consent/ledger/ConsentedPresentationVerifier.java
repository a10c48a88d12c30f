package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.SigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.presentation.DcqlRequest;
import io.lianbo.did.presentation.PresentationVerdict;
import io.lianbo.did.presentation.PresentationVerifier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the answers to queries under consents, as {@link ConsentedVerifier} reads single credentials: an answer is one step, so all of its
 * credentials are read and leave receipts, or none. Each credential is a use of its own.
 *
 * {@snippet class="io.lianbo.did.consent.ledger.ConsentedAnswersTest" region="use"}
 */
public final class ConsentedPresentationVerifier {
    private final PresentationVerifier presentations;
    private final Uses uses;

    private ConsentedPresentationVerifier(PresentationVerifier presentations, Uses uses) {
        this.presentations = presentations;
        this.uses = uses;
    }

    /**
     * {@return a verifier whose receipts are not signed}
     *
     * @param presentations which answers to accept
     * @param ledger the grants that were given, shared by all verifiers of the reader
     * @param clock the time of the receipts
     */
    public static ConsentedPresentationVerifier of(
            PresentationVerifier presentations, ConsentLedger ledger, InstantSource clock) {
        return new ConsentedPresentationVerifier(presentations, new Uses(ledger, clock, null));
    }

    /**
     * {@return this verifier, signing its receipts}, so that holders can prove what was read
     *
     * @param key of the reader's
     */
    public ConsentedPresentationVerifier signingReceipts(SigningKey key) {
        return new ConsentedPresentationVerifier(presentations, uses.signing(key));
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}; the receipts are in the ledger
     *
     * <p>Codes: those of {@link PresentationVerifier#verify(Map, DcqlRequest, Collection)} but {@code CONSENT_NOT_COUNTED}; overall and where
     * there is none, those of {@link ConsentLedger#spend}, and {@code CONSENT_UNAVAILABLE} where the ledger or the key of the receipts failed.
     *
     * @param answer of each credential query's id its presentations, as they came
     * @param request what was asked
     * @param grants the ids of what the holder consented to, at most one for a type of credential
     */
    public PresentationVerdict verify(
            Map<String, List<String>> answer, DcqlRequest request, Collection<Hash32> grants) {
        return decide(grants, known -> presentations.verify(answer, request, known), () -> answer);
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}; the receipts are in the ledger
     *
     * <p>Codes, beside those of the other {@code verify}: overall {@code VP_TOKEN_MALFORMED}.
     *
     * @param vpToken the JSON of a {@code vp_token} (OpenID4VP 1.0 section 8.1), as it came
     * @param request what was asked
     * @param grants the ids of what the holder consented to, at most one for a type of credential
     */
    public PresentationVerdict verify(String vpToken, DcqlRequest request, Collection<Hash32> grants) {
        return decide(grants, known -> presentations.verify(vpToken, request, known), () -> answerIn(vpToken));
    }

    private PresentationVerdict decide(
            Collection<Hash32> grants,
            Function<List<ConsentGrant>, PresentationVerdict> verification,
            Supplier<Map<String, List<String>>> answer) {
        List<ConsentGrant> known = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (Hash32 id : grants) {
            Verdict<ConsentGrant> found = uses.find(id);
            found.value().ifPresent(known::add);
            reasons.addAll(found.reasons());
        }
        if (!reasons.isEmpty()) {
            return refused(reasons);
        }
        PresentationVerdict verdict =
                verification.apply(known.stream().map(Uses::uncounted).toList());
        if (verdict instanceof PresentationVerdict.Accepted accepted) {
            Verdict<List<RecordedReceipt>> spent = uses.spend(shown(accepted, answer.get(), known));
            return spent.isVerified() ? accepted : refused(spent.reasons());
        }
        return verdict;
    }

    /** The presentations in a token that was accepted, so that nothing else is in it. */
    private static Map<String, List<String>> answerIn(String vpToken) {
        Map<String, List<String>> answer = new HashMap<>();
        JsonObject token = JsonObject.parse("vp_token", vpToken);
        token.keys().forEach(id -> answer.put(id, token.texts(id)));
        return answer;
    }

    private static List<Uses.Shown> shown(
            PresentationVerdict.Accepted accepted, Map<String, List<String>> answer, List<ConsentGrant> grants) {
        List<Uses.Shown> all = new ArrayList<>();
        accepted.credentials().forEach((id, credentials) -> {
            List<String> presented = answer.getOrDefault(id, List.of());
            for (int i = 0; i < credentials.size(); i++) {
                PresentedCredential credential = credentials.get(i);
                all.add(new Uses.Shown(credential, presented.get(i), grantFor(credential, grants)));
            }
        });
        return all;
    }

    /** The grant under which the credential was verified. */
    private static ConsentGrant grantFor(PresentedCredential credential, List<ConsentGrant> grants) {
        return grants.stream()
                .filter(grant -> grant.credentialType().equals(credential.type()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("accepted without a grant: " + credential));
    }

    private static PresentationVerdict refused(List<Reason> reasons) {
        return new PresentationVerdict.Refused(Map.of(), reasons);
    }
}
