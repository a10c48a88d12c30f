package io.lianbo.examples.livestore;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Messages that wallets sign (ERC-4361): the store writes them, so that a page has nothing to put together. */
record Logins(LoginVerifier verifier, NonceStore nonces, ChainId chain, URI baseUrl, InstantSource clock) {
    private static final Duration MESSAGE_LASTS = Duration.ofMinutes(5);

    AccountId account(Address address) {
        return new AccountId(chain, address);
    }

    /** What an account signs to log in. */
    String message(Address address) {
        Instant now = now();
        return message(address, now)
                .statement("Log in to the live store. This costs nothing.")
                .uri(baseUrl.resolve("/login"))
                .expirationTime(now.plus(MESSAGE_LASTS))
                .build()
                .toString();
    }

    /** What an account signs to grant a merchant claims of hers. */
    String message(Address address, ConsentGrant grant) {
        return message(address, now())
                .statement("Consent.")
                .consent(grant)
                .build()
                .toString();
    }

    private LoginMessage.Builder message(Address address, Instant now) {
        return LoginMessage.builder()
                .domain(baseUrl.getRawAuthority())
                .account(account(address))
                .nonce(nonces.issue())
                .issuedAt(now);
    }

    Verdict<Login> verify(String message, String signature) {
        return verifier.verify(message, signature);
    }

    Did did(Address address) {
        return Did.ofAccount(account(address));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
