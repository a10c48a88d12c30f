package io.lianbo.did.presentation;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.SigningKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The holder's side: answers a query with as little of her credentials as satisfies it.
 *
 * <p>First {@link #plan}, which discloses nothing; then, once she has looked at the plan and agreed, {@link #present}. Unmodifiable:
 * when her credentials change, make another.
 *
 * {@snippet class="io.lianbo.did.presentation.PresentationTest" region="present"}
 */
public final class Wallet {
    private static final Comparator<PlannedPresentation> LEAST_REVEALING = Comparator.comparingInt(
                    PlannedPresentation::claimSet)
            .thenComparingInt(presentation -> presentation.disclosed().size())
            .thenComparingInt(presentation -> presentation.alwaysVisible().size());

    private final Holder holder;
    private final InstantSource clock;
    private final List<Credential> credentials;

    private Wallet(Holder holder, InstantSource clock, List<Credential> credentials) {
        this.holder = holder;
        this.clock = clock;
        this.credentials = credentials;
    }

    /**
     * {@return the wallet with these credentials}
     *
     * @param key the key they are all bound to
     * @param credentials all that may be shown; earlier ones are preferred where all else is equal
     * @param clock what time it is
     * @throws IllegalArgumentException where one of them is bound to another key
     */
    public static Wallet of(SigningKey key, Collection<Credential> credentials, InstantSource clock) {
        for (Credential credential : credentials) {
            if (!credential.holderKey().equals(key.verificationKey())) {
                throw new IllegalArgumentException("the credential is bound to another key: " + credential.holderKey());
            }
        }
        return new Wallet(Holder.of(key, clock), clock, List.copyOf(credentials));
    }

    /**
     * {@return what would answer the query, or what is missing}; nothing is disclosed by this
     *
     * <p>Of each credential the claims of the first claim set that it satisfies; of several credentials the one that satisfies the
     * earliest claim set with the fewest disclosures; of several options those that need the fewest credentials. A claim is shown whole,
     * with what lies within it. Of the claims at a pointer those alone are shown that have a wanted value.
     *
     * <p>Codes of what is missing: {@code FORMAT_UNKNOWN}, {@code NO_CREDENTIAL_OF_TYPE}, {@code AUTHORITY_UNKNOWN} (no credential here names the
     * authorities behind its issuer), {@code CREDENTIAL_EXPIRED}, {@code CREDENTIAL_NOT_YET_VALID}, {@code CLAIM_MISSING},
     * {@code CLAIM_VALUE_DIFFERS}.
     *
     * @param query what is asked
     * @param audience who asks, as authenticated by the caller: the answer will be bound to it
     * @throws IllegalArgumentException where the audience is blank
     */
    public PlanResult plan(DcqlQuery query, String audience) {
        if (audience.isBlank()) {
            throw new IllegalArgumentException("a plan needs an audience");
        }
        Map<String, List<PlannedPresentation>> choices = new LinkedHashMap<>();
        Map<String, List<Reason>> missing = new LinkedHashMap<>();
        for (CredentialQuery credential : query.credentials()) {
            Set<Reason> reasons = new LinkedHashSet<>();
            List<PlannedPresentation> answers = answers(credential, reasons);
            if (answers.isEmpty()) {
                missing.put(credential.id(), List.copyOf(reasons));
            } else {
                choices.put(credential.id(), answers);
            }
        }
        if (query.credentialSets().isEmpty() && !missing.isEmpty()) {
            return new PlanResult.Missing(missing);
        }
        Map<String, List<PlannedPresentation>> answerable = Collections.unmodifiableMap(choices);
        return Planner.options(query, answerable)
                .<PlanResult>map(options -> DisclosurePlan.of(query, audience, answerable, options))
                .orElseGet(() -> new PlanResult.Missing(missing));
    }

    private List<PlannedPresentation> answers(CredentialQuery query, Set<Reason> reasons) {
        if (!query.format().equals(CredentialQuery.SD_JWT)) {
            reasons.add(new Reason("FORMAT_UNKNOWN", "no credential here has the format that is asked for"));
            return List.of();
        }
        if (!query.trustedAuthorities().isEmpty()) {
            reasons.add(new Reason("AUTHORITY_UNKNOWN", "no credential here tells which authorities trust its issuer"));
            return List.of();
        }
        List<PlannedPresentation> answers = new ArrayList<>();
        boolean ofType = false;
        for (Credential credential : credentials) {
            if (query.types().contains(credential.type())) {
                ofType = true;
                answer(query, credential, answers, reasons);
            }
        }
        if (!ofType) {
            reasons.add(new Reason("NO_CREDENTIAL_OF_TYPE", "no credential here is of a type that is asked for"));
        }
        answers.sort(LEAST_REVEALING);
        return List.copyOf(answers);
    }

    private void answer(
            CredentialQuery query, Credential credential, List<PlannedPresentation> answers, Set<Reason> reasons) {
        Instant now = clock.instant();
        if (credential.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
            reasons.add(new Reason("CREDENTIAL_EXPIRED", "a credential of the type has expired"));
            return;
        }
        if (credential.notBefore().filter(now::isBefore).isPresent()) {
            reasons.add(new Reason("CREDENTIAL_NOT_YET_VALID", "a credential of the type is not valid yet"));
            return;
        }
        ClaimMatch match = new ClaimMatch(query, credential::select);
        List<Integer> satisfied = match.satisfied();
        if (satisfied.isEmpty()) {
            reasons.addAll(match.missing());
            return;
        }
        int first = satisfied.getFirst();
        Set<ClaimPath> disclosed = ClaimMatch.needed(credential.disclosable(), match.paths(first));
        answers.add(new PlannedPresentation(query.id(), first, credential, disclosed));
    }

    /**
     * {@return the answer, for the verifier: of each credential query's id its presentations}, as a {@code vp_token} holds them (OpenID4VP 1.0
     * section 8.1); {@link io.lianbo.core.json.StrictJson#write} makes it JSON
     *
     * @param plan what the holder agreed to
     * @param nonce of the verifier's request, at least 16 characters
     * @throws IllegalArgumentException where the nonce is too short, or the plan is another wallet's
     */
    public Map<String, List<String>> present(DisclosurePlan plan, String nonce) {
        Map<String, List<String>> answer = new LinkedHashMap<>();
        plan.chosen()
                .forEach((id, presentations) -> answer.put(
                        id,
                        presentations.stream()
                                .map(presentation -> present(presentation.reduced(), plan.audience(), nonce))
                                .toList()));
        return Collections.unmodifiableMap(answer);
    }

    private String present(Credential reduced, String audience, String nonce) {
        // Purpose and age are the verifier's to check; neither is part of what the holder signs.
        PresentationRequest request =
                new PresentationRequest(reduced.type(), audience, "presentation", nonce, Duration.ofMinutes(1));
        return holder.present(reduced, request, reduced.disclosable());
    }

    /** {@return how many credentials there are; not what they say} */
    @Override
    public String toString() {
        return "Wallet[" + credentials.size() + " credentials]";
    }
}
