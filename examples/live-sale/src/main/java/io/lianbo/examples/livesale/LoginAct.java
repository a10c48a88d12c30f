package io.lianbo.examples.livesale;

import io.lianbo.core.AccountId;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Each viewer logs in with her wallet; with the same signature she grants the merchant two claims of her purchases. */
final class LoginAct {
    static final String PURPOSE = "a discount for regulars";
    static final String PURCHASE = "https://lianbo.example/credentials/purchase";

    private static final String[] GRANTED = {"category", "year"};
    private static final Duration GRANT_LASTS = Duration.ofDays(30);

    private LoginAct() {}

    /** Who logged in. */
    record Logins(Map<Viewer, Login> byViewer) {
        Login of(Viewer viewer) {
            return Objects.requireNonNull(byViewer.get(viewer), viewer.id());
        }
    }

    static Logins play(Stage stage, SaleInput input, Narrator narrator) {
        Did merchant = Actors.merchantCredentialKey().verificationKey().did();
        InstantSource clock = stage.clock();
        NonceStore nonces = NonceStore.inMemory(clock, new SecureRandom(), Duration.ofMinutes(5));
        LoginVerifier verifier = LoginVerifier.builder()
                .domain(input.show().domain())
                .uri(merchant.toUri())
                .chain(stage.chain().id())
                .nonces(nonces)
                .clock(clock)
                .build();

        Map<Viewer, Login> logins = new LinkedHashMap<>();
        for (Viewer viewer : input.viewers()) {
            // in her wallet
            Signer wallet = Actors.viewer(viewer.id());
            AccountId account = new AccountId(stage.chain().id(), wallet.address());
            ConsentGrant grant = ConsentGrant.builder()
                    .holder(Did.ofAccount(account))
                    .grantee(merchant)
                    .purpose(PURPOSE)
                    .credentialType(PURCHASE)
                    .claims(GRANTED)
                    .expiresAt(input.settled().plus(GRANT_LASTS))
                    .build();
            LoginMessage message = LoginMessage.builder()
                    .domain(input.show().domain())
                    .account(account)
                    .statement("Welcome to the show.")
                    .nonce(nonces.issue())
                    .issuedAt(clock.instant())
                    .consent(grant)
                    .build();
            Signature signature = wallet.signMessage(message.toString());

            // on the platform's server, which gets two texts
            Timed<Verdict<Login>> check = Timed.of(() -> verifier.verify(message.toString(), signature.toString()));
            Login login = check.value()
                    .value()
                    .orElseThrow(() -> new IllegalStateException(
                            viewer.name() + " cannot log in: " + check.value().reasons()));
            logins.put(viewer, login);
            narrator.say(String.format("%-10s is %s", viewer.name(), login.did()), check.text());
        }
        narrator.say("Each grants " + input.names().merchant() + " the claims " + String.join(" and ", GRANTED)
                + " of her purchases, for \"" + PURPOSE + "\".");
        return new Logins(logins);
    }
}
