package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.SigningKey;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.dataintegrity.ProofSigner;
import io.lianbo.did.internal.jose.Jws;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows credentials of VCDM 2.0 to one verifier, and proves that they are about whoever shows them. They are shown whole: who wants
 * to show single claims takes SD-JWT, {@link io.lianbo.did.credential.Holder}.
 *
 * {@snippet class="io.lianbo.did.vc.VcTest" region="present"}
 */
public final class VcHolder {
    private final Did did;
    private final SigningKey key;
    private final String verificationMethod;
    private final InstantSource clock;

    private VcHolder(Did did, SigningKey key, String verificationMethod, InstantSource clock) {
        this.did = did;
        this.key = key;
        this.verificationMethod = verificationMethod;
        this.clock = clock;
    }

    /**
     * {@return the holder whose name is her key, a {@code did:key}}
     *
     * @param key her key
     * @param clock what time it is
     */
    public static VcHolder of(SigningKey key, InstantSource clock) {
        return new VcHolder(
                key.verificationKey().did(), key, key.verificationKey().didUrl(), clock);
    }

    /**
     * {@return the holder whose key has a URL}
     *
     * @param did her name
     * @param key her key
     * @param verificationMethod where verifiers find it, such as {@code did:web:viewer.example#key-1}
     * @param clock what time it is
     * @throws IllegalArgumentException where the URL does not begin with the DID and a fragment
     */
    public static VcHolder of(Did did, SigningKey key, String verificationMethod, InstantSource clock) {
        if (!verificationMethod.startsWith(did + "#")) {
            throw new IllegalArgumentException(
                    "the URL of a holder's key must begin with " + did + "#: " + verificationMethod);
        }
        return new VcHolder(did, key, verificationMethod, clock);
    }

    /**
     * {@return the credentials in a token, {@code vp+jwt}, bound to the request}
     *
     * @param credentials as their issuers sent them, tokens or JSON, 1 to {@value VcVerifier#MAX_CREDENTIALS}
     * @param request what the verifier asked for
     * @throws IllegalArgumentException where there are none or too many, one is no JSON, or it would be longer than verifiers accept
     */
    public String presentToken(List<String> credentials, PresentationRequest request) {
        Map<String, @Nullable Object> payload = presentation(credentials);
        payload.put("iss", did.toString());
        payload.put("aud", request.audience());
        payload.put("nonce", request.nonce());
        payload.put("iat", clock.instant().getEpochSecond());
        return VcIssuer.requireShort(Jws.sign(
                        TokenForm.PRESENTATION.type(),
                        Map.of("cty", TokenForm.PRESENTATION.contentType(), "kid", verificationMethod),
                        payload,
                        key)
                .compact());
    }

    /**
     * {@return the credentials in JSON with a proof within, bound to the request}: its domain is the request's audience, its challenge
     * the nonce
     *
     * @param credentials as their issuers sent them, tokens or JSON, 1 to {@value VcVerifier#MAX_CREDENTIALS}
     * @param request what the verifier asked for
     * @throws IllegalArgumentException where there are none or too many, one is no JSON, it would be longer than verifiers accept, or
     *     the key is of ES256K, which has no suite
     */
    public String presentWithProof(List<String> credentials, PresentationRequest request) {
        return VcIssuer.requireShort(StrictJson.write(ProofSigner.of(key, verificationMethod, clock)
                .authenticate(presentation(credentials), request.audience(), request.nonce())));
    }

    private Map<String, @Nullable Object> presentation(List<String> credentials) {
        if (credentials.isEmpty() || credentials.size() > VcVerifier.MAX_CREDENTIALS) {
            throw new IllegalArgumentException("a presentation must hold 1 to " + VcVerifier.MAX_CREDENTIALS
                    + " credentials: " + credentials.size());
        }
        return Presentation.of(did, credentials.stream().map(Presentation::item).toList());
    }
}
