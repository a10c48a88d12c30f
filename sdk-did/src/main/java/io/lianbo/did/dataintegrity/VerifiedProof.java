package io.lianbo.did.dataintegrity;

import io.lianbo.did.VerificationKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A proof that holds.
 *
 * @param suite how it was made
 * @param verificationMethod the name it gives its key
 * @param key the key that signed
 * @param created when it says it was made, where it does
 */
public record VerifiedProof(
        Cryptosuite suite, String verificationMethod, VerificationKey key, Optional<Instant> created) {}
