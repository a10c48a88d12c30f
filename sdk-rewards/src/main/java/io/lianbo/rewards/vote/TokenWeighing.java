package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * Each voter weighs what she had of a token. {@link Measure#VOTES} is the better choice where the token has them: past votes stay on chain, so any node answers, and one account may vote for
 * others. {@link Measure#BALANCE} takes any ERC-20, and a node that still has the state of the snapshot.
 *
 * @param token the contract
 * @param measure what of it counts
 */
public record TokenWeighing(Address token, Measure measure) implements Weighing {

    /** What of a token counts. */
    public enum Measure {
        /**
         * The votes that were delegated to the account, by itself too (ERC-5805 {@code getPastVotes}). Where the token's clock (ERC-6372) counts seconds, those at the end of the second of
         * the snapshot block.
         */
        VOTES,
        /** The units that the account itself had after the snapshot block (ERC-20 {@code balanceOf}). */
        BALANCE
    }

    /** Returns the weighing by past votes. */
    public static TokenWeighing votes(Address token) {
        return new TokenWeighing(token, Measure.VOTES);
    }

    /** Returns the weighing by balances. */
    public static TokenWeighing balance(Address token) {
        return new TokenWeighing(token, Measure.BALANCE);
    }

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is zero
     */
    public TokenWeighing {
        if (token.isZero()) {
            throw new IllegalArgumentException("the token must not be the zero address");
        }
    }

    @Override
    public Map<Address, BigInteger> weights(Chain chain, long snapshot, Collection<Voter> voters) {
        Contract contract = chain.contract(token, Snapshots.ABI);
        return switch (measure) {
            case BALANCE ->
                Snapshots.read(
                        voters,
                        account -> contract.call("balanceOf", account),
                        calls -> chain.readAll(calls, snapshot));
            case VOTES -> {
                BigInteger timepoint = TokenClock.of(chain, token).timepoint(chain, snapshot);
                yield Snapshots.read(
                        voters, account -> contract.call("getPastVotes", account, timepoint), chain::readAll);
            }
        };
    }
}
