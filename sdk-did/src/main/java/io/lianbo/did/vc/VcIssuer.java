package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.SigningKey;
import io.lianbo.did.dataintegrity.ProofSigner;
import io.lianbo.did.internal.jose.Jws;
import java.time.InstantSource;
import java.util.Map;

/**
 * Issues credentials of VCDM 2.0: as a token ({@code vc+jwt}, VC-JOSE-COSE) with a key of any kind, or with a Data Integrity proof
 * within ({@code eddsa-jcs-2022}, {@code ecdsa-jcs-2019}).
 *
 * {@snippet class="io.lianbo.did.vc.VcTest" region="issue"}
 */
public final class VcIssuer {
    private final Did did;
    private final SigningKey key;
    private final String verificationMethod;
    private final InstantSource clock;

    private VcIssuer(Did did, SigningKey key, String verificationMethod, InstantSource clock) {
        this.did = did;
        this.key = key;
        this.verificationMethod = verificationMethod;
        this.clock = clock;
    }

    /**
     * {@return an issuer whose signatures name the key itself, as a {@code did:key}}: verifiers must have pinned it
     *
     * @param did who vouches
     * @param key which signs
     * @param clock the time of issue
     */
    public static VcIssuer of(Did did, SigningKey key, InstantSource clock) {
        return new VcIssuer(did, key, key.verificationKey().didUrl(), clock);
    }

    /**
     * {@return an issuer whose signatures name the key by a URL}
     *
     * @param did who vouches
     * @param key which signs
     * @param verificationMethod where verifiers find it, such as {@code did:web:tea.example#key-1}
     * @param clock the time of issue
     * @throws IllegalArgumentException where the URL does not begin with the DID and a fragment
     */
    public static VcIssuer of(Did did, SigningKey key, String verificationMethod, InstantSource clock) {
        if (!verificationMethod.startsWith(did + "#")) {
            throw new IllegalArgumentException(
                    "the URL of an issuer's key must begin with " + did + "#: " + verificationMethod);
        }
        return new VcIssuer(did, key, verificationMethod, clock);
    }

    /**
     * {@return the credential as a token, {@code vc+jwt}}
     *
     * @param credential what to vouch for
     * @throws IllegalArgumentException where it names another issuer, or would be longer than verifiers accept
     */
    public String issueToken(VerifiableCredential credential) {
        requireOwn(credential);
        return requireShort(Jws.sign(
                        TokenForm.CREDENTIAL.type(),
                        Map.of("cty", TokenForm.CREDENTIAL.contentType(), "kid", verificationMethod),
                        credential.document(),
                        key)
                .compact());
    }

    /**
     * {@return the credential as JSON with a proof within}
     *
     * @param credential what to vouch for
     * @throws IllegalArgumentException where it names another issuer, would be longer than verifiers accept, or holds a number that a
     *     double does not keep; or where the key is of ES256K, which has no suite
     */
    public String issueWithProof(VerifiableCredential credential) {
        requireOwn(credential);
        return requireShort(
                StrictJson.write(ProofSigner.of(key, verificationMethod, clock).sign(credential.document())));
    }

    private void requireOwn(VerifiableCredential credential) {
        if (!credential.issuer().toString().equals(did.toString())) {
            throw new IllegalArgumentException("the credential's issuer must be " + did + ": " + credential.issuer());
        }
    }

    static String requireShort(String secured) {
        if (secured.length() > VerifiableCredential.MAX_LENGTH) {
            throw new IllegalArgumentException("what is signed must be at most " + VerifiableCredential.MAX_LENGTH
                    + " characters: " + secured.length());
        }
        return secured;
    }
}
