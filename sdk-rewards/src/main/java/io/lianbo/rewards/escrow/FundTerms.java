package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import java.time.Instant;
import java.util.List;

/**
 * What money is put up for, and whose it is in the end: what promotions, rebates and bonds have in common.
 *
 * @param escrow where the sale's orders are held
 * @param termsId the sale, {@link SaleTerms#id()}
 * @param currency in which its orders are paid
 * @param owner who takes what is left in the end
 * @param endsAt the last second in which it is there for the sale, in whole seconds and at most 3,660 days ahead
 */
public record FundTerms(Address escrow, Hash32 termsId, Token currency, Address owner, Instant endsAt) {

    /**
     * Checks what can be checked without a chain.
     *
     * @throws IllegalArgumentException when an address is zero, or the end no whole second from 1970 on
     */
    public FundTerms {
        if (escrow.isZero() || owner.isZero()) {
            throw new IllegalArgumentException("escrow and owner must not be the zero address");
        }
        if (endsAt.getNano() != 0 || endsAt.getEpochSecond() < 0) {
            throw new IllegalArgumentException("endsAt must be a whole second from 1970 on: " + endsAt);
        }
    }

    /** Money for the orders of a sale. */
    public static FundTerms of(SaleEscrow escrow, SaleTerms terms, Token currency, Address owner, Instant endsAt) {
        return new FundTerms(escrow.address(), terms.id(), currency, owner, endsAt);
    }

    /** As the contract's struct {@code FundTerms}, for a contract that is deployed with one. */
    public List<Object> abiValue() {
        return List.of(escrow, termsId, currency.contract().orElse(Address.ZERO), owner, endsAt.getEpochSecond());
    }
}
