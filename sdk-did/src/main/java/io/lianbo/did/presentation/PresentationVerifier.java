package io.lianbo.did.presentation;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.Quote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * <p>Codes by query: those of {@link CredentialVerifier}, {@code PRESENTATION_MISSING}, {@code TOO_MANY_PRESENTATIONS}, {@code PRESENTED_TWICE},
     * {@code CLAIM_MISSING}, {@code CLAIM_VALUE_DIFFERS}, {@code MORE_THAN_ASKED}, {@code NOT_ASKED}. Codes overall: {@code CREDENTIAL_SET_UNSATISFIED},
     * {@code SEVERAL_HOLDERS}, {@code NOT_ASKED}.
     *
     * @param presentations of each credential query's id its presentations, as they came
     * @param request what was asked
     */
    public PresentationVerdict verify(Map<String, List<String>> presentations, DcqlRequest request) {
        return new Decision(request, null).on(presentations);
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
        return new Decision(request, List.copyOf(grants)).on(presentations);
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
        Map<String, List<String>> presentations = new LinkedHashMap<>();
        try {
            if (vpToken.length() > MAX_LENGTH) {
                return malformed("it must be at most " + MAX_LENGTH + " characters: " + vpToken.length());
            }
            for (Map.Entry<String, @Nullable Object> entry :
                    StrictJson.parseObject(vpToken).entrySet()) {
                presentations.put(entry.getKey(), texts(entry.getValue()));
            }
        } catch (IllegalArgumentException e) {
            return malformed(String.valueOf(e.getMessage()));
        }
        return verify(presentations, request);
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

    /** One answer on its way to a verdict. */
    private final class Decision {
        private final DcqlRequest request;
        private final @Nullable List<ConsentGrant> grants;
        private final Map<String, List<Reason>> reasons = new LinkedHashMap<>();
        private final List<Reason> overall = new ArrayList<>();
        private final Map<String, List<PresentedCredential>> shown = new LinkedHashMap<>();

        Decision(DcqlRequest request, @Nullable List<ConsentGrant> grants) {
            this.request = request;
            this.grants = grants;
        }

        PresentationVerdict on(Map<String, List<String>> presentations) {
            DcqlQuery query = request.query();
            for (String id : presentations.keySet()) {
                if (query.credential(id).isEmpty() && overall.isEmpty()) {
                    overall.add(new Reason("NOT_ASKED", "the query asks for no credential " + Quote.of(id)));
                }
            }
            Set<String> answered = new HashSet<>();
            for (CredentialQuery credential : query.credentials()) {
                List<String> given = presentations.getOrDefault(credential.id(), List.of());
                if (!given.isEmpty()) {
                    answered.add(credential.id());
                    verify(credential, given);
                } else if (query.credentialSets().isEmpty()) {
                    refuse(credential, new Reason("PRESENTATION_MISSING", "the credential was not presented"));
                }
            }
            checkSets(query, answered);
            checkHolders();
            return reasons.isEmpty() && overall.isEmpty()
                    ? new PresentationVerdict.Accepted(shown)
                    : new PresentationVerdict.Refused(reasons, overall);
        }

        private void verify(CredentialQuery query, List<String> given) {
            int most = query.multiple() ? MOST_PRESENTATIONS : 1;
            if (given.size() > most) {
                refuse(query, new Reason("TOO_MANY_PRESENTATIONS", "at most " + most + ", given " + given.size()));
                return;
            }
            Set<String> signed = new HashSet<>();
            List<PresentedCredential> genuine = new ArrayList<>();
            for (String presentation : given) {
                Verdict<PresentedCredential> verdict = verify(query, presentation);
                verdict.reasons().forEach(reason -> refuse(query, reason));
                verdict.value().ifPresent(credential -> {
                    genuine.add(credential);
                    checkClaims(query, credential);
                });
                if (!signed.add(signedByIssuer(presentation))) {
                    refuse(query, new Reason("PRESENTED_TWICE", "one credential must not count as two"));
                }
            }
            shown.put(query.id(), genuine);
        }

        private Verdict<PresentedCredential> verify(CredentialQuery query, String presentation) {
            PresentationRequest single = request.forType(type(query, presentation));
            if (grants == null) {
                return credentials.verify(presentation, single);
            }
            for (ConsentGrant grant : grants) {
                if (grant.credentialType().equals(single.credentialType())) {
                    return credentials.verify(presentation, single, grant);
                }
            }
            return Verdict.refused("CONSENT_MISSING", "no consent to read of " + single.credentialType());
        }

        private void checkClaims(CredentialQuery query, PresentedCredential credential) {
            ClaimMatch match = new ClaimMatch(query, credential::select);
            List<Integer> satisfied = match.satisfied();
            Set<ClaimPath> disclosed = credential.disclosed();
            if (satisfied.isEmpty()) {
                match.missing().forEach(reason -> refuse(query, reason));
            } else if (nothingMore
                    && satisfied.stream()
                            .noneMatch(any -> disclosed.equals(ClaimMatch.needed(disclosed, match.paths(any))))) {
                refuse(query, new Reason("MORE_THAN_ASKED", "shown beyond what the query asks for"));
            }
        }

        private void checkSets(DcqlQuery query, Set<String> answered) {
            Set<String> asked = new HashSet<>();
            for (CredentialSet set : query.credentialSets()) {
                boolean satisfied = false;
                for (List<String> option : set.options()) {
                    if (answered.containsAll(option)) {
                        satisfied = true;
                        asked.addAll(option);
                    }
                }
                if (!satisfied && set.required()) {
                    overall.add(new Reason(
                            "CREDENTIAL_SET_UNSATISFIED", "none of the options was presented: " + set.options()));
                }
            }
            if (!query.credentialSets().isEmpty()) {
                for (CredentialQuery credential : query.credentials()) {
                    if (answered.contains(credential.id()) && !asked.contains(credential.id())) {
                        refuse(credential, new Reason("NOT_ASKED", "presented, but part of no complete option"));
                    }
                }
            }
        }

        private void checkHolders() {
            long holders = shown.values().stream()
                    .flatMap(List::stream)
                    .map(PresentedCredential::holderKey)
                    .distinct()
                    .count();
            if (oneHolder && holders > 1) {
                overall.add(
                        new Reason("SEVERAL_HOLDERS", "the credentials are bound to " + holders + " different keys"));
            }
        }

        private void refuse(CredentialQuery query, Reason reason) {
            reasons.computeIfAbsent(query.id(), id -> new ArrayList<>()).add(reason);
        }
    }

    /** The wanted type that a presentation says to be of, or any wanted type where it is of none: that it is not is then found again. */
    private static String type(CredentialQuery query, String presentation) {
        List<String> types = query.types();
        if (types.size() > 1) {
            try {
                String type = Credential.parse(presentation.substring(0, presentation.lastIndexOf('~') + 1))
                        .type();
                return types.contains(type) ? type : types.getFirst();
            } catch (IllegalArgumentException e) {
                return types.getFirst(); // malformed: the verifier says in what way
            }
        }
        return types.getFirst();
    }

    /** What the issuer signed. The signature itself does not count: one of ECDSA can be given another form. */
    private static String signedByIssuer(String presentation) {
        int end = presentation.indexOf('~');
        String token = end < 0 ? presentation : presentation.substring(0, end);
        int dot = token.lastIndexOf('.');
        return dot < 0 ? token : token.substring(0, dot);
    }
}
