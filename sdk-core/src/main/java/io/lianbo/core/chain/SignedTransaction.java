package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * A transaction of type 2 (EIP-1559) that only needs to be broadcast. Whoever has it can do that, at any time and as often as he likes; the chain
 * takes it once at most.
 *
 * @param hash its name on chain: the Keccak-256 of its bytes
 * @param raw its bytes in 0x hex, as {@code eth_sendRawTransaction} takes them
 */
public record SignedTransaction(Hash32 hash, String raw) {
    /** Checks that nothing is missing. */
    public SignedTransaction {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(raw, "raw");
    }

    /**
     * Signs a transaction.
     *
     * @param nonce the sender's number, 0 or more
     * @param gasLimit units of gas
     * @param to empty to deploy
     * @param value in wei, 0 or more
     * @param data in 0x hex
     */
    public static SignedTransaction sign(
            Signer signer,
            ChainId chain,
            long nonce,
            Fees fees,
            long gasLimit,
            Optional<Address> to,
            BigInteger value,
            String data) {
        Amounts.requireWei(value);
        return of(signer, new Eip1559Transaction(chain, nonce, fees, gasLimit, to.orElse(null), value, data));
    }

    static SignedTransaction of(Signer signer, Eip1559Transaction transaction) {
        byte[] signed = transaction.signedWith(signer.signHashOf(transaction.preimage()));
        return new SignedTransaction(Keccak256.hash(signed), Hex.encode(signed));
    }
}
