package io.lianbo.did.consent.ledger;

import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import java.time.Instant;
import java.util.Optional;

/**
 * What a ledger knows of one grant.
 *
 * @param grant what was granted
 * @param proof what the holder signed
 * @param recordedAt when it came to the ledger
 * @param used how many uses were made of it
 * @param revocation that the holder took it back, where she did
 */
public record ConsentRecord(
        ConsentGrant grant, ConsentProof proof, Instant recordedAt, long used, Optional<Revocation> revocation) {

    /** {@return how many uses are left, or {@link ConsentGrant#UNLIMITED}; what is left does not say that the grant still holds} */
    public int usesLeft() {
        return grant.isCounted() ? (int) Math.max(0, grant.maxUses() - used) : ConsentGrant.UNLIMITED;
    }

    /**
     * The end of a consent that its holder wanted.
     *
     * @param by who revoked, the holder
     * @param at when
     */
    public record Revocation(Did by, Instant at) {}
}
