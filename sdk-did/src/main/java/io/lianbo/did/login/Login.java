package io.lianbo.did.login;

import io.lianbo.core.AccountId;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import java.util.Optional;

/** What a verified login message established; only a {@link LoginVerifier} makes one. */
public final class Login {
    private final LoginMessage message;
    private final String signature;
    private final Optional<ConsentGrant> consent;

    Login(LoginMessage message, String signature, Optional<ConsentGrant> consent) {
        this.message = message;
        this.signature = signature;
        this.consent = consent;
    }

    /** {@return who logged in, the {@code did:pkh} of the account} */
    public Did did() {
        return Did.ofAccount(message.account());
    }

    /** {@return the account that signed} */
    public AccountId account() {
        return message.account();
    }

    /** {@return the message it signed} */
    public LoginMessage message() {
        return message;
    }

    /** {@return its signature as it came, in hex: with the message, the proof of what was consented to} */
    public String signature() {
        return signature;
    }

    /** {@return the consent given with the same signature, where there was one} */
    public Optional<ConsentGrant> consent() {
        return consent;
    }

    @Override
    public String toString() {
        return "Login[" + did() + " to " + message.domain() + "]";
    }
}
