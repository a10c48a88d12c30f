package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * One piece bought by one viewer.
 *
 * @param number its index in the session, counted by the store
 * @param id names it in addresses; cannot be guessed
 * @param signature the buyer's, on the order
 * @param permit the buyer's, on what the settlement may take, with its deadline; none where it may already
 * @param settledIn the transaction that paid everybody
 * @param voucher signed by the store; its token is the buyer's once it is redeemed
 * @param attempt how many vouchers expired before that one
 * @param mintedIn the transaction that minted the token
 * @param problem a code, where it came to nothing or waits
 */
public record Order(
        long number,
        String id,
        Hash32 session,
        Address buyer,
        String item,
        BigInteger amount,
        State state,
        Instant offeredAt,
        Optional<String> signature,
        Optional<String> permit,
        Optional<Hash32> settledIn,
        Optional<String> voucher,
        int attempt,
        Optional<Hash32> mintedIn,
        Optional<String> problem) {

    /** How far an order is. */
    public enum State {
        /** The buyer has not signed it. */
        OFFERED,
        /** She has; nobody is paid. */
        SIGNED,
        /** Everybody is paid. */
        PAID,
        /** The voucher is signed. */
        VOUCHER,
        /** The token is hers. */
        DONE,
        /** It came to nothing; no money moved. */
        FAILED;

        public boolean isPaid() {
            return this == PAID || this == VOUCHER || this == DONE;
        }

        public boolean isOpen() {
            return this == SIGNED || this == PAID || this == VOUCHER;
        }
    }

    boolean isOf(Viewer viewer) {
        return buyer.equals(viewer.address());
    }
}
