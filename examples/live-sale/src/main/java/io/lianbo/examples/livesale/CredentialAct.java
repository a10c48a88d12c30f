package io.lianbo.examples.livesale;

import io.lianbo.core.Verdict;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.NonceStore;
import io.lianbo.examples.livesale.LoginAct.Logins;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.SaleInput.OrderLine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The merchant gives each buyer a credential of her purchase. She shows of it what she wants: the merchant sees what she granted,
 * and a third platform that she bought in this category this year, not what, for how much, or who she is.
 */
final class CredentialAct {
    private static final String THIRD_PLATFORM = "tea-room.example";

    private final CredentialVerifier verifier;
    private final NonceStore nonces;
    private final Narrator narrator;

    private CredentialAct(CredentialVerifier verifier, NonceStore nonces, Narrator narrator) {
        this.verifier = verifier;
        this.nonces = nonces;
        this.narrator = narrator;
    }

    /** What the third platform learnt from one buyer. */
    record Shown(OrderLine line, Map<String, ?> toMerchant, Map<String, ?> toThirdPlatform) {}

    static List<Shown> play(
            Stage stage,
            Contracts contracts,
            SaleInput input,
            Logins logins,
            List<Settlement> settlements,
            Narrator narrator) {
        InstantSource clock = stage.clock();
        SecureRandom random = new SecureRandom();
        LocalSigningKey merchantKey = Actors.merchantCredentialKey();
        Did merchant = merchantKey.verificationKey().did();
        CredentialIssuer issuer = CredentialIssuer.of(merchant, merchantKey, clock, random);
        CredentialVerifier verifier = CredentialVerifier.builder(clock)
                .trust(merchant, merchantKey.verificationKey())
                .status(contracts.status())
                .build();
        NonceStore nonces = NonceStore.inMemory(clock, random, Duration.ofMinutes(5));
        CredentialAct act = new CredentialAct(verifier, nonces, narrator);

        List<Shown> shown = new ArrayList<>();
        for (Settlement settlement : settlements) {
            if (!settlement.released()) {
                narrator.say(settlement.line().id() + "    no credential: the order was refunded");
                continue;
            }
            OrderLine line = settlement.line();
            Login login = logins.of(line.viewer());
            LocalSigningKey holderKey = Actors.credentialKeyOf(line.viewer().id());
            Credential credential = issuer.issue(CredentialDraft.builder(LoginAct.PURCHASE)
                    .holderKey(holderKey.verificationKey())
                    .subject(login.did())
                    .disclosableClaim("category", line.goods().category())
                    .disclosableClaim("year", input.show().startsAt().getYear())
                    .disclosableClaim("item", line.goods().name())
                    .disclosableClaim("price", settlement.price().toString())
                    .disclosableClaim("order", line.id())
                    .status(contracts.status().reference(Actors.merchant().address(), shown.size()))
                    .build());
            narrator.say(line.id() + "    " + line.viewer().name() + " holds a credential of "
                    + credential.claims().size() + " claims, status number " + shown.size());
            Holder holder = Holder.of(holderKey, clock);
            Map<String, ?> toMerchant = act.showToMerchant(
                    holder,
                    credential,
                    merchant,
                    login.consent().orElseThrow(),
                    input.names().merchant());
            shown.add(new Shown(line, toMerchant, act.showToThirdPlatform(holder, credential)));
        }
        return List.copyOf(shown);
    }

    private Map<String, ?> showToMerchant(
            Holder holder, Credential credential, Did merchant, ConsentGrant grant, String name) {
        PresentationRequest request = request(merchant.toString(), LoginAct.PURPOSE);
        String two = holder.present(credential, request, ClaimPath.all("sub", "category", "year"));
        Map<String, ?> claims = verified(name, "with consent", () -> verifier.verify(two, request, grant));

        // even if her wallet showed more than she granted, the merchant's own verifier refuses to read it
        String three = holder.present(credential, request, ClaimPath.all("sub", "category", "year", "price"));
        Verdict<PresentedCredential> tooMuch = verifier.verify(three, request, grant);
        if (tooMuch.isVerified()) {
            throw new IllegalStateException("a claim was read without consent");
        }
        narrator.say("           with the price as a third claim: refused, " + Text.codes(tooMuch.reasons()));
        return claims;
    }

    private Map<String, ?> showToThirdPlatform(Holder holder, Credential credential) {
        PresentationRequest request = request("did:web:" + THIRD_PLATFORM, "access to the tea lovers' room");
        String presentation = holder.present(credential, request, ClaimPath.all("category", "year"));
        return verified(THIRD_PLATFORM, "not revoked on chain", () -> verifier.verify(presentation, request));
    }

    private Map<String, ?> verified(String reader, String how, Supplier<Verdict<PresentedCredential>> work) {
        Timed<Verdict<PresentedCredential>> check = Timed.of(work);
        PresentedCredential presented = check.value()
                .value()
                .orElseThrow(() -> new IllegalStateException(
                        reader + " refuses the credential: " + check.value().reasons()));
        narrator.say(
                "           " + reader + " reads " + readable(presented.claims()) + " (" + how + ")", check.text());
        return presented.claims();
    }

    /** The claims without {@code sub}, which says whose they are. */
    static String readable(Map<String, ?> claims) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(claims).forEach((name, value) -> {
            if (!name.equals("sub")) {
                parts.add(name + " = " + value);
            }
        });
        return String.join(", ", parts);
    }

    private PresentationRequest request(String audience, String purpose) {
        return PresentationRequest.builder()
                .credentialType(LoginAct.PURCHASE)
                .audience(audience)
                .purpose(purpose)
                .nonce(nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
    }
}
