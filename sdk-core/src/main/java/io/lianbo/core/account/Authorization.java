package io.lianbo.core.account;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signer;
import java.util.Arrays;
import java.util.Objects;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;

/**
 * The permission of a key's account to run a contract's code as its own (<a href="https://eips.ethereum.org/EIPS/eip-7702">EIP-7702</a>).
 * Once signed, anyone may carry it to the chain in a transaction of type 4 and pay the gas.
 *
 * {@snippet class="io.lianbo.core.account.AuthorizationTest" region="sign"}
 *
 * <p><b>The code can do everything that the key can</b>: move every asset and sign for the account. Sign only for code that is known and
 * audited, and never one that a stranger proposed. It stays until another authorisation replaces it; one with {@link Address#ZERO} takes it
 * away.
 *
 * <p>The standard's chain id 0, which makes one signature good on every chain, is left out on purpose: the same address may hold other
 * code there.
 *
 * @param chainId the one chain on which it counts
 * @param delegate the contract whose code the account runs, or {@link Address#ZERO} to run none
 * @param nonce the account's nonce at the moment it takes effect, 0 to 2^63-1; where the account itself sends that transaction, one more than
 *     the transaction's
 */
public record Authorization(ChainId chainId, Address delegate, long nonce) {

    private static final byte MAGIC = 0x05;

    /**
     * Checks the nonce.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Authorization {
        Objects.requireNonNull(chainId, "chainId");
        Objects.requireNonNull(delegate, "delegate");
        if (nonce < 0) {
            throw new IllegalArgumentException("nonce must be 0 to 2^63-1: " + nonce);
        }
    }

    /** Returns what is signed: the hash of {@code 0x05 ‖ rlp([chain id, delegate, nonce])}. */
    public Hash32 digest() {
        return Keccak256.hash(preimage());
    }

    /**
     * Signs it for the signer's account.
     *
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} if the signer does not sign
     */
    public SignedAuthorization sign(Signer signer) {
        return new SignedAuthorization(this, signer.signHashOf(preimage()));
    }

    private byte[] preimage() {
        byte[] list = RlpEncoder.encode(new RlpList(Arrays.asList(
                RlpString.create(chainId.value()), RlpString.create(delegate.bytes()), RlpString.create(nonce))));
        byte[] preimage = new byte[1 + list.length];
        preimage[0] = MAGIC;
        System.arraycopy(list, 0, preimage, 1, list.length);
        return preimage;
    }
}
