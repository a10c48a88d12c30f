package io.lianbo.did.dataintegrity;

import io.lianbo.did.SigningKey;
import io.lianbo.did.internal.Base58;
import io.lianbo.did.internal.DateTimeStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs JSON objects in place: {@code eddsa-jcs-2022} with an Ed25519 key, {@code ecdsa-jcs-2019} with one of P-256 or P-384.
 *
 * <p>Documents are trees as {@link io.lianbo.core.json.StrictJson} reads them. A document that has proofs already gets one more,
 * independent of the others. A number that a double does not keep is refused: RFC 8785 would sign another one.
 *
 * {@snippet class="io.lianbo.did.dataintegrity.DataIntegrityTest" region="sign"}
 */
public final class ProofSigner {
    private final SigningKey key;
    private final Cryptosuite suite;
    private final String verificationMethod;
    private final InstantSource clock;

    private ProofSigner(SigningKey key, Cryptosuite suite, String verificationMethod, InstantSource clock) {
        this.key = key;
        this.suite = suite;
        this.verificationMethod = verificationMethod;
        this.clock = clock;
    }

    /**
     * {@return a signer}
     *
     * @param key which signs
     * @param verificationMethod the URL under which verifiers find the key, such as {@code did:web:tea.example#key-1}; for a
     *     {@code did:key}, {@link io.lianbo.did.VerificationKey#didUrl}
     * @param clock the time of signing
     * @throws IllegalArgumentException where no suite takes keys of this algorithm, or the URL is blank
     */
    public static ProofSigner of(SigningKey key, String verificationMethod, InstantSource clock) {
        if (verificationMethod.isBlank()) {
            throw new IllegalArgumentException("a proof needs the URL of the key that verifies it");
        }
        Cryptosuite suite = Cryptosuite.of(key.verificationKey().algorithm())
                .orElseThrow(
                        () -> new IllegalArgumentException("a proof must be signed with an EdDSA, ES256 or ES384 key: "
                                + key.verificationKey().algorithm()));
        return new ProofSigner(key, suite, verificationMethod, clock);
    }

    /**
     * {@return the document with a proof that vouches for it ({@code assertionMethod})}
     *
     * @param document what to sign
     * @throws IllegalArgumentException where it holds a value that cannot be signed
     */
    public Map<String, @Nullable Object> sign(Map<String, ? extends @Nullable Object> document) {
        return sign(document, configuration(ProofPurpose.ASSERTION_METHOD));
    }

    /**
     * {@return the document with a proof that vouches for it until some time}
     *
     * @param document what to sign
     * @param expires when the proof ends; the part below a second is dropped
     * @throws IllegalArgumentException where the document holds a value that cannot be signed
     */
    public Map<String, @Nullable Object> sign(Map<String, ? extends @Nullable Object> document, Instant expires) {
        Map<String, @Nullable Object> configuration = configuration(ProofPurpose.ASSERTION_METHOD);
        configuration.put("expires", DateTimeStamp.format(expires));
        return sign(document, configuration);
    }

    /**
     * {@return the document with a proof that its signer was there ({@code authentication})}
     *
     * @param document what to sign
     * @param domain whom it is for
     * @param challenge what that one sent
     * @throws IllegalArgumentException where the document holds a value that cannot be signed
     */
    public Map<String, @Nullable Object> authenticate(
            Map<String, ? extends @Nullable Object> document, String domain, String challenge) {
        Map<String, @Nullable Object> configuration = configuration(ProofPurpose.AUTHENTICATION);
        configuration.put("domain", domain);
        configuration.put("challenge", challenge);
        return sign(document, configuration);
    }

    private Map<String, @Nullable Object> configuration(ProofPurpose purpose) {
        Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
        configuration.put("type", Proof.TYPE);
        configuration.put("cryptosuite", suite.id());
        configuration.put("created", DateTimeStamp.format(clock.instant()));
        configuration.put("verificationMethod", verificationMethod);
        configuration.put("proofPurpose", purpose.id());
        return configuration;
    }

    /** Signs a document under a configuration that is complete but for the context. */
    Map<String, @Nullable Object> sign(
            Map<String, ? extends @Nullable Object> document, Map<String, @Nullable Object> configuration) {
        Map<String, @Nullable Object> unsecured = new LinkedHashMap<>(document);
        Object earlier = unsecured.remove(Proof.MEMBER);
        if (unsecured.containsKey(Proof.CONTEXT)) {
            configuration.put(Proof.CONTEXT, unsecured.get(Proof.CONTEXT));
        }
        HashData data = new HashData(key.verificationKey().algorithm(), configuration, unsecured);
        configuration.put(Proof.VALUE, "z" + Base58.encode(key.sign(data.message())));
        unsecured.put(
                Proof.MEMBER, document.containsKey(Proof.MEMBER) ? beside(earlier, configuration) : configuration);
        return Collections.unmodifiableMap(unsecured);
    }

    private static List<@Nullable Object> beside(@Nullable Object earlier, Map<String, @Nullable Object> proof) {
        List<@Nullable Object> proofs = new ArrayList<>();
        if (earlier instanceof List<?> list) {
            proofs.addAll(list);
        } else {
            proofs.add(earlier);
        }
        proofs.add(proof);
        return proofs;
    }
}
