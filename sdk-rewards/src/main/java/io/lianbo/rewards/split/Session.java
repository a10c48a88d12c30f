package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.rewards.internal.AbiWords;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * The terms of a session, which buyers sign their orders for; the contract keeps only its hash, so keep the session to settle it.
 *
 * @param operator who settles the orders, and nobody else
 * @param currency the ERC-20 token in which they are paid
 * @param splitId {@link SplitTerms#id()} of terms that are registered; orders signed for this session keep them
 * @param closesAt the last second in which orders are settled, in whole seconds
 * @param salt makes it another session than one of the same terms
 */
public record Session(Address operator, Token currency, Hash32 splitId, Instant closesAt, Hash32 salt) {

    public Session {
        if (operator.isZero()) {
            throw new IllegalArgumentException("operator must not be the zero address");
        }
        if (currency.isNative()) {
            throw new IllegalArgumentException("a session is paid in an ERC-20 token, not in the chain's own coin");
        }
        if (closesAt.getNano() != 0 || closesAt.getEpochSecond() < 0) {
            throw new IllegalArgumentException("closesAt must be a whole second from 1970 on: " + closesAt);
        }
    }

    /** What its orders name it by: keccak-256 of {@code abi.encode(Session)}. */
    public Hash32 id() {
        return new AbiWords(5)
                .put(operator)
                .put(currency.contract().orElseThrow())
                .put(splitId)
                .put(closesAt.getEpochSecond())
                .put(salt)
                .hash();
    }

    /** As the contract's struct {@code Session}. */
    List<Object> abiValue() {
        return List.of(
                operator,
                currency.contract().orElseThrow(),
                splitId,
                BigInteger.valueOf(closesAt.getEpochSecond()),
                salt);
    }
}
