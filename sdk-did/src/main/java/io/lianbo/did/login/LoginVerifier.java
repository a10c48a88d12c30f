package io.lianbo.did.login;

import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
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
 */
public final class LoginVerifier {
    private final String scheme;
    private final String domain;
    private final Set<String> uris;
    private final Set<ChainId> chains;
    private final NonceStore nonces;
    private final InstantSource clock;

    private LoginVerifier(
            String scheme,
            String domain,
            Set<String> uris,
            Set<ChainId> chains,
            NonceStore nonces,
            InstantSource clock) {
        this.scheme = scheme;
        this.domain = domain;
        this.uris = Set.copyOf(uris);
        this.chains = Set.copyOf(chains);
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
     * <p>Codes: {@code MESSAGE_MALFORMED}, {@code SIGNATURE_MALFORMED}, {@code SIGNATURE_INVALID}, {@code SCHEME_MISMATCH},
     * {@code DOMAIN_MISMATCH}, {@code URI_MISMATCH}, {@code CHAIN_MISMATCH}, {@code EXPIRED}, {@code NOT_YET_VALID},
     * {@code CONSENT_INVALID}, {@code NONCE_UNKNOWN}.
     *
     * @param message the text as the wallet showed it
     * @param signature hex, of 65 bytes or 64 (EIP-2098)
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
        checkSignature(parsed, signature, reasons);
        ConsentGrant consent = null;
        try {
            consent = consentIn(parsed);
        } catch (IllegalArgumentException e) {
            reasons.add(new Reason("CONSENT_INVALID", String.valueOf(e.getMessage())));
        }
        if (reasons.isEmpty() && !nonces.consume(parsed.nonce())) {
            reasons.add(new Reason("NONCE_UNKNOWN", "the nonce was not issued here, has expired or was used before"));
        }
        return reasons.isEmpty() ? Verdict.ok(new Login(parsed, consent)) : Verdict.refused(reasons);
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

    private static void checkSignature(LoginMessage message, String hex, List<Reason> reasons) {
        Signature signature;
        try {
            signature = Signature.parse(hex);
        } catch (IllegalArgumentException e) {
            reasons.add(new Reason("SIGNATURE_MALFORMED", String.valueOf(e.getMessage())));
            return;
        }
        var signed = PersonalMessage.digest(message.toString());
        if (!Secp256k1.verify(signed, signature, message.account().address()).isVerified()) {
            reasons.add(new Reason(
                    "SIGNATURE_INVALID", "not signed by " + message.account().address()));
        }
    }

    private static @Nullable ConsentGrant consentIn(LoginMessage message) {
        List<URI> recaps =
                message.resources().stream().filter(ConsentGrant::isRecap).toList();
        if (recaps.isEmpty()) {
            return null;
        }
        if (recaps.size() > 1 || !recaps.getFirst().equals(message.resources().getLast())) {
            throw new IllegalArgumentException("a message may hold one ReCap, as its last resource");
        }
        Optional<Instant> expiry = message.expirationTime();
        if (expiry.isEmpty()) {
            throw new IllegalArgumentException("a message with a consent must have an expiration time");
        }
        ConsentGrant grant = ConsentGrant.fromRecap(
                recaps.getFirst(),
                Did.ofAccount(message.account()),
                Did.parse(message.uri().toString()),
                expiry.get());
        String shown = message.statement().orElse("");
        if (!shown.equals(grant.statement()) && !shown.endsWith(" " + grant.statement())) {
            throw new IllegalArgumentException(
                    "the statement must end with what the ReCap grants: " + grant.statement());
        }
        return grant;
    }

    /** Collects what a service expects of its logins. */
    public static final class Builder {
        private String scheme = "https";
        private @Nullable String domain;
        private final Set<String> uris = new LinkedHashSet<>();
        private final Set<ChainId> chains = new LinkedHashSet<>();
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

        /** Adds chains whose accounts may log in. */
        public Builder chain(ChainId... chains) {
            this.chains.addAll(Arrays.asList(chains));
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
            return new LoginVerifier(scheme, domain, uris, chains, nonces, clock);
        }
    }
}
