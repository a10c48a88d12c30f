package io.lianbo.did.credential;

import io.lianbo.did.Did;
import io.lianbo.did.SigningKey;
import io.lianbo.did.internal.jose.Jws;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Issues credentials as SD-JWT VC ({@code dc+sd-jwt}, RFC 9901), bound to the holder's key.
 *
 * {@snippet class="io.lianbo.did.LiveSaleTest" region="issue"}
 */
public final class CredentialIssuer {
    private final Did did;
    private final SigningKey key;
    private final InstantSource clock;
    private final SecureRandom random;

    private CredentialIssuer(Did did, SigningKey key, InstantSource clock, SecureRandom random) {
        this.did = did;
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /**
     * {@return an issuer}
     *
     * @param did who vouches; verifiers look up the keys they trust for it
     * @param key one of those keys
     * @param clock the time of issue
     * @param random the salts that keep undisclosed claims from being guessed
     */
    public static CredentialIssuer of(Did did, SigningKey key, InstantSource clock, SecureRandom random) {
        return new CredentialIssuer(did, key, clock, random);
    }

    /**
     * {@return the signed credential, to be handed to its holder}
     *
     * @param draft what to vouch for
     * @throws IllegalArgumentException where the credential would be longer than verifiers accept (256 Ki characters)
     */
    public Credential issue(CredentialDraft draft) {
        Packer packer = new Packer(draft.disclosable(), draft.decoys(), random);
        Map<String, @Nullable Object> payload =
                new LinkedHashMap<>(draft.envelope(did, clock.instant()).toClaims());
        payload.putAll(packer.pack(draft.claims()));
        Jws jwt = Jws.sign(SdJwt.TYPE, Map.of("kid", key.verificationKey().didUrl()), payload, key);
        return Credential.parse(new SdJwt(jwt, packer.disclosures(), null).withoutKeyBinding());
    }
}
