package io.lianbo.did.credential;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.SigningKey;
import io.lianbo.did.internal.jose.Jws;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows others as much of a credential as its holder wants, and proves that it is hers.
 *
 * {@snippet class="io.lianbo.did.LiveSaleTest" region="present"}
 */
public final class Holder {
    private final SigningKey key;
    private final InstantSource clock;

    private Holder(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * {@return the holder}
     *
     * @param key the key her credentials are bound to
     * @param clock what time it is
     */
    public static Holder of(SigningKey key, InstantSource clock) {
        return new Holder(key, clock);
    }

    /**
     * {@return the credential with these claims and no others, bound to the request} (RFC 9901 section 4.3)
     *
     * <p>What the issuer made visible to everyone is always shown. A claim is shown with the claims around it; disclosable claims
     * within it stay hidden unless they are named too.
     *
     * @param credential one of hers
     * @param request what the verifier asked for
     * @param disclose the claims to show, perhaps none
     * @throws IllegalArgumentException where the credential is of another type or bound to another key, or lacks a claim
     */
    public String present(Credential credential, PresentationRequest request, Set<ClaimPath> disclose) {
        if (!credential.type().equals(request.credentialType())) {
            throw new IllegalArgumentException("the request is for " + request.credentialType()
                    + ", the credential is of type " + credential.type());
        }
        if (!credential.holderKey().equals(key.verificationKey())) {
            throw new IllegalArgumentException("the credential is bound to another key: " + credential.holderKey());
        }
        SdJwt token = credential.disclosing(disclose);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("iat", clock.instant().getEpochSecond());
        payload.put("aud", request.audience());
        payload.put("nonce", request.nonce());
        payload.put("sd_hash", token.hash());
        return token.withoutKeyBinding()
                + Jws.sign(SdJwt.KEY_BINDING_TYPE, Map.of(), payload, key).compact();
    }
}
