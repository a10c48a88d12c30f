package io.lianbo.did.presentation;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer is genuine, satisfies its query, and holds nothing that was not asked for.
 *
 * <p>Each presentation is verified by a {@link CredentialVerifier}; then the claims, their values and the sets of the query are looked up in what
 * was shown. All credentials must be bound to one key, that of one holder, unless {@link #allowingSeveralHolders}. Hostile input gives a verdict,
 * never an exception, in time bounded by the query: at most {@value #MOST_PRESENTATIONS} presentations for each of its credentials.
 *
 * {@snippet class="io.lianbo.did.presentation.PresentationTest" region="verify"}
 */
public final class PresentationVerifier {
    /** How many presentations may answer a credential query that is for several. */
    public static final int MOST_PRESENTATIONS = 32;

    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    private final CredentialVerifier credentials;
    private final boolean oneHolder;
    private final boolean nothingMore;

    private PresentationVerifier(CredentialVerifier credentials, boolean oneHolder, boolean nothingMore) {
        this.credentials = credentials;
        this.oneHolder = oneHolder;
        this.nothingMore = nothingMore;
    }

    /**
     * {@return a verifier that wants all credentials to be of one holder, and lets her show more claims than were asked for}
     *
     * @param credentials whom to trust, and whom to ask about revocation
     */
    public static PresentationVerifier of(CredentialVerifier credentials) {
        return new PresentationVerifier(credentials, true, false);
    }

    /**
     * {@return this verifier, accepting credentials that are bound to different keys}: then nothing says that they are of one person, and two people
     * can pool what they have
     */
    public PresentationVerifier allowingSeveralHolders() {
        return new PresentationVerifier(credentials, false, nothingMore);
    }

    /** {@return this verifier, refusing disclosures that no claim of the query needs, so that nothing comes in that nobody may keep} */
    public PresentationVerifier refusingMoreThanAsked() {
        return new PresentationVerifier(credentials, oneHolder, true);
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}
     *
     * <p>Codes by query: those of {@link CredentialVerifier}, {@code PRESENTATION_MISSING}, {@code TOO_MANY_PRESENTATIONS},
     * {@code PRESENTED_TWICE}, {@code CLAIM_MISSING}, {@code CLAIM_VALUE_DIFFERS}, {@code MORE_THAN_ASKED}, {@code NOT_ASKED}. Codes
     * overall: {@code CREDENTIAL_SET_UNSATISFIED}, {@code SEVERAL_HOLDERS}, {@code NOT_ASKED}.
     *
     * @param presentations of each credential query's id its presentations, as they came
     * @param request what was asked
     */
    public PresentationVerdict verify(Map<String, List<String>> presentations, DcqlRequest request) {
        return decision(request, null).on(presentations);
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}
     *
     * <p>Codes, beside those of the other {@code verify}: {@code CONSENT_MISSING} where no grant is for the type of a credential, and those of
     * {@link CredentialVerifier#verify(String, PresentationRequest, ConsentGrant)}.
     *
     * @param presentations of each credential query's id its presentations, as they came
     * @param request what was asked
     * @param grants what the holder consented to, at most one for a type of credential
     */
    public PresentationVerdict verify(
            Map<String, List<String>> presentations, DcqlRequest request, Collection<ConsentGrant> grants) {
        return decision(request, List.copyOf(grants)).on(presentations);
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}
     *
     * <p>Codes, beside those of the other {@code verify}: overall {@code VP_TOKEN_MALFORMED}.
     *
     * @param vpToken the JSON of a {@code vp_token} (OpenID4VP 1.0 section 8.1), as it came
     * @param request what was asked
     */
    public PresentationVerdict verify(String vpToken, DcqlRequest request) {
        return verify(vpToken, decision(request, null));
    }

    /**
     * {@return what was shown, or every reason why the answer is refused}
     *
     * <p>Codes as of the other three.
     *
     * @param vpToken the JSON of a {@code vp_token} (OpenID4VP 1.0 section 8.1), as it came
     * @param request what was asked
     * @param grants what the holder consented to, at most one for a type of credential
     */
    public PresentationVerdict verify(String vpToken, DcqlRequest request, Collection<ConsentGrant> grants) {
        return verify(vpToken, decision(request, List.copyOf(grants)));
    }

    private Decision decision(DcqlRequest request, @Nullable List<ConsentGrant> grants) {
        return new Decision(credentials, oneHolder, nothingMore, request, grants);
    }

    private static PresentationVerdict verify(String vpToken, Decision decision) {
        if (vpToken.length() > MAX_LENGTH) {
            return malformed("it must be at most " + MAX_LENGTH + " characters: " + vpToken.length());
        }
        Map<String, List<String>> presentations = new LinkedHashMap<>();
        try {
            StrictJson.parseObject(vpToken).forEach((id, value) -> presentations.put(id, texts(value)));
        } catch (IllegalArgumentException e) {
            return malformed(String.valueOf(e.getMessage()));
        }
        return decision.on(presentations);
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String text) {
                    texts.add(text);
                }
            }
            if (!texts.isEmpty() && texts.size() == list.size()) {
                return texts;
            }
        }
        throw new IllegalArgumentException("each entry must be an array of texts, at least one");
    }

    private static PresentationVerdict malformed(String detail) {
        return new PresentationVerdict.Refused(Map.of(), List.of(new Reason("VP_TOKEN_MALFORMED", detail)));
    }
}
