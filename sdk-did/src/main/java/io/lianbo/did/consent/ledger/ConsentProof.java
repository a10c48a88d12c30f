package io.lianbo.did.consent.ledger;

/**
 * What proves a consent: the login message that the holder signed, and her signature.
 *
 * @param message the text as the wallet showed it
 * @param signature hex, as it was verified
 */
public record ConsentProof(String message, String signature) {
    /** Refuses an empty part. */
    public ConsentProof {
        if (message.isBlank() || signature.isBlank()) {
            throw new IllegalArgumentException("the proof of a consent needs message and signature");
        }
    }
}
