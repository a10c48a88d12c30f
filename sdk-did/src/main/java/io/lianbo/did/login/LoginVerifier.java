package io.lianbo.did.login;

import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.TextSignature;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a signed login message logs someone in to this service: for it, now, once (ERC-4361).
 *
 * <p>Verifies the signature of an externally owned account (EIP-191) and refuses a message for another domain, URI, chain or scheme,
 * one that has expired or is not yet valid, one whose ReCap (ERC-5573) is not what its statement says, and a nonce that this service
 * did not issue or has seen before. The nonce is used up only when all else holds, so nobody can burn another's nonce. Hostile
 * input gives a verdict, never an exception.
 *
 * {@snippet class="io.lianbo.did.login.LoginVerifierTest" region="verify"}
 *
 * <p>Offline, unless it is given a {@link Chain}: accounts there may also be contracts (ERC-1271), and contracts that are yet to be deployed
 * (ERC-6492).
 *
 * {@snippet class="io.lianbo.did.login.ContractLoginTest" region="contracts"}
 *
 * <p>A login is one moment; {@link Sessions} keep who logged in logged in.
 */
public final class LoginVerifier {
    private final String scheme;
    private final String domain;
    private final Set<String> uris;
    private final Set<ChainId> chains;
    private final TextSignature signatures;
    private final NonceStore nonces;
    private final InstantSource clock;

    private LoginVerifier(
            String scheme,
            String domain,
            Set<String> uris,
            Set<ChainId> chains,
            TextSignature signatures,
            NonceStore nonces,
            InstantSource clock) {
        this.scheme = scheme;
        this.domain = domain;
        this.uris = Set.copyOf(uris);
        this.chains = Set.copyOf(chains);
        this.signatures = signatures;
        this.nonces = nonces;
        this.clock = clock;
    }

    /** {@return a builder; everything but the scheme, which is {@code https}, is required} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return who logged in and what was granted, or every reason why not}
     *
     * <p>Codes: {@code MESSAGE_MALFORMED}, {@code SCHEME_MISMATCH}, {@code DOMAIN_MISMATCH}, {@code URI_MISMATCH},
     * {@code CHAIN_MISMATCH}, {@code EXPIRED}, {@code NOT_YET_VALID}, {@code CONSENT_INVALID}, {@code SIGNATURE_MALFORMED} (no such
     * signature can be of this kind of account), {@code SIGNATURE_INVALID} (the account did not sign this message),
     * {@code SIGNATURE_UNVERIFIABLE} (the chain did not answer: the same message may be tried again), {@code NONCE_UNKNOWN}.
     *
     * <p>The chain is asked only for a message in which all else is right; for any other, those other reasons are the answer.
     *
     * @param message the text as the wallet showed it
     * @param signature hex: of a key 65 bytes or 64 (EIP-2098), of a contract what it takes, at most 32,768 bytes
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the nonces are kept in a database that fails
     */
    public Verdict<Login> verify(String message, String signature) {
        LoginMessage parsed;
        try {
            parsed = LoginMessage.parse(message);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MESSAGE_MALFORMED", String.valueOf(e.getMessage()));
        }
        List<Reason> reasons = new ArrayList<>();
        checkFields(parsed, reasons);
        Optional<ConsentGrant> consent = Optional.empty();
        try {
            consent = parsed.consent();
        } catch (IllegalArgumentException e) {
            reasons.add(new Reason("CONSENT_INVALID", String.valueOf(e.getMessage())));
        }
        signatures
                .refusal(message, signature, parsed.account(), reasons.isEmpty())
                .ifPresent(reasons::add);
        if (reasons.isEmpty() && !nonces.consume(parsed.nonce())) {
            reasons.add(new Reason("NONCE_UNKNOWN", "the nonce was not issued here, has expired or was used before"));
        }
        return reasons.isEmpty() ? Verdict.ok(new Login(parsed, signature, consent)) : Verdict.refused(reasons);
    }

    private void checkFields(LoginMessage message, List<Reason> reasons) {
        if (!message.scheme().orElse(scheme).equals(scheme)) {
            reasons.add(new Reason(
                    "SCHEME_MISMATCH",
                    "the message is for " + message.scheme().orElse("") + ", this service is at " + scheme));
        }
        if (!message.domain().equals(domain)) {
            reasons.add(new Reason(
                    "DOMAIN_MISMATCH",
                    "the message is for " + Quote.of(message.domain()) + ", this service is " + domain));
        }
        if (!uris.contains(message.uri().toString())) {
            reasons.add(new Reason(
                    "URI_MISMATCH",
                    "the message is for " + Quote.of(message.uri().toString()) + ", accepted are " + uris));
        }
        if (!chains.contains(message.account().chainId())) {
            reasons.add(new Reason(
                    "CHAIN_MISMATCH",
                    "the message is for " + message.account().chainId() + ", accepted are " + chains));
        }
        Instant now = clock.instant();
        message.expirationTime()
                .filter(end -> !now.isBefore(end))
                .ifPresent(end -> reasons.add(new Reason("EXPIRED", "the message expired at " + end)));
        message.notBefore()
                .filter(now::isBefore)
                .ifPresent(start -> reasons.add(new Reason("NOT_YET_VALID", "the message is valid from " + start)));
    }

    /** Collects what a service expects of its logins. */
    public static final class Builder {
        private String scheme = "https";
        private @Nullable String domain;
        private final Set<String> uris = new LinkedHashSet<>();
        private final Set<ChainId> chains = new LinkedHashSet<>();
        private final Map<ChainId, Chain> contracts = new LinkedHashMap<>();
        private @Nullable NonceStore nonces;
        private @Nullable InstantSource clock;

        private Builder() {}

        /** Sets the scheme that a message may name: that of the service's pages, {@code https} where it is not set. */
        public Builder scheme(String scheme) {
            this.scheme = Grammar.scheme(scheme);
            return this;
        }

        /** Sets the domain that a message must name: host and, where not the scheme's own, port. */
        public Builder domain(String domain) {
            this.domain = Grammar.domain(domain);
            return this;
        }

        /** Adds URIs a message may name: the service's, or the DIDs of those to whom its users may grant consent. */
        public Builder uri(URI... uris) {
            for (URI uri : uris) {
                this.uris.add(uri.toString());
            }
            return this;
        }

        /** Adds chains whose accounts may log in with their keys, which is checked without asking anybody. */
        public Builder chain(ChainId... chains) {
            this.chains.addAll(Arrays.asList(chains));
            return this;
        }

        /**
         * Adds chains whose accounts may log in, of whatever kind: keys, contracts, keys that run a contract's code, contracts that are yet
         * to be deployed.
         *
         * @param chains which stay the caller's to close; each login asks its chain once or twice, within the chain's time-outs
         */
        public Builder contracts(Chain... chains) {
            for (Chain chain : chains) {
                this.chains.add(chain.id());
                this.contracts.put(chain.id(), chain);
            }
            return this;
        }

        /** Sets the nonces given out, shared by all verifiers of the service. */
        public Builder nonces(NonceStore nonces) {
            this.nonces = nonces;
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * {@return the verifier}
         *
         * @throws IllegalArgumentException where something required is missing
         */
        public LoginVerifier build() {
            if (domain == null || uris.isEmpty() || chains.isEmpty() || nonces == null || clock == null) {
                throw new IllegalArgumentException("a login verifier needs domain, URI, chain, nonces and clock");
            }
            return new LoginVerifier(
                    scheme, domain, uris, chains, new TextSignature(contracts.values()), nonces, clock);
        }
    }
}
