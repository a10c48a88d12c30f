package io.lianbo.core.account;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;

/**
 * The permission to spend an owner's tokens, signed instead of sent (<a href="https://eips.ethereum.org/EIPS/eip-2612">ERC-2612</a>): anyone
 * may carry it to the token's {@code permit} and pay the gas.
 *
 * {@snippet class="io.lianbo.core.account.PermitTest" region="permit"}
 *
 * <p>Whoever holds a signed permit can use it until its deadline, and {@code spender} can then take {@code value}: keep both small. Since anyone
 * may carry it, a contract that calls {@code permit} itself must go on when it finds the permit used already.
 *
 * @param owner whose tokens they are; the signer
 * @param spender who may take them
 * @param value how many, 0 to 2^256-1 in the token's smallest unit
 * @param nonce the token's {@code nonces(owner)} now, 0 to 2^256-1
 * @param deadline the last second in which it can be used, by the chain's clock; a whole second from 1970 on
 */
public record Permit(Address owner, Address spender, BigInteger value, BigInteger nonce, Instant deadline) {

    private static final StructType<Permit> TYPE = StructType.<Permit>named("Permit")
            .address("owner", Permit::owner)
            .address("spender", Permit::spender)
            .uint(256, "value", Permit::value)
            .uint(256, "nonce", Permit::nonce)
            .uint(256, "deadline", permit -> BigInteger.valueOf(permit.deadline.getEpochSecond()))
            .build();

    /**
     * Checks each value against its range.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Permit {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(spender, "spender");
        requireUint256("value", value);
        requireUint256("nonce", nonce);
        if (deadline.getNano() != 0 || deadline.getEpochSecond() < 0) {
            throw new IllegalArgumentException("deadline must be a whole second from 1970 on: " + deadline);
        }
    }

    /** Returns the EIP-712 struct that a permit is. */
    public static StructType<Permit> type() {
        return TYPE;
    }

    /**
     * Signs it for one token.
     *
     * @param owner the signer of {@link #owner()}
     * @param token the token's domain; most have their {@code name()} and version {@code 1}, and all have its hash as
     *     {@code DOMAIN_SEPARATOR()}, which is worth comparing
     * @throws IllegalArgumentException if {@code owner} signs for another account
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} if the signer does not sign
     */
    public Signature sign(Signer owner, Eip712Domain token) {
        if (!owner.address().equals(this.owner)) {
            throw new IllegalArgumentException("the signer must be the owner " + this.owner + ": " + owner.address());
        }
        return TYPE.sign(owner, token, this);
    }

    private static void requireUint256(String what, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException(what + " must be 0 to 2^256-1: " + value);
        }
    }
}
