package io.lianbo.did.presentation;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.Quote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One answer on its way to a verdict. */
final class Decision {
    private final CredentialVerifier credentials;
    private final boolean oneHolder;
    private final boolean nothingMore;
    private final DcqlRequest request;
    private final @Nullable List<ConsentGrant> grants;
    private final Map<String, List<Reason>> reasons = new LinkedHashMap<>();
    private final List<Reason> overall = new ArrayList<>();
    private final Map<String, List<PresentedCredential>> shown = new LinkedHashMap<>();

    Decision(
            CredentialVerifier credentials,
            boolean oneHolder,
            boolean nothingMore,
            DcqlRequest request,
            @Nullable List<ConsentGrant> grants) {
        this.credentials = credentials;
        this.oneHolder = oneHolder;
        this.nothingMore = nothingMore;
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
        int most = query.multiple() ? PresentationVerifier.MOST_PRESENTATIONS : 1;
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
            overall.add(new Reason("SEVERAL_HOLDERS", "the credentials are bound to " + holders + " different keys"));
        }
    }

    private void refuse(CredentialQuery query, Reason reason) {
        reasons.computeIfAbsent(query.id(), id -> new ArrayList<>()).add(reason);
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
