package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.ContractCall;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * What a community is asked to have done: calls that its time-lock makes, and why. The same calls and description are the same proposal, once for all.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="propose"}
 *
 * @param calls what the time-lock calls, in order, all or none; at least one
 * @param description for people, not blank; one that ends with {@code #proposer=} and an address is proposed by that account alone
 */
public record Proposal(List<Call> calls, String description) {

    /**
     * One call.
     *
     * @param target the contract
     * @param wei what the time-lock sends of its own
     * @param data function and arguments, in {@code 0x} hex
     */
    public record Call(Address target, BigInteger wei, String data) {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if wei is out of its range, or data no hex
         */
        public Call {
            if (wei.signum() < 0 || wei.bitLength() > 256) {
                throw new IllegalArgumentException("wei must be 0 to 2^256-1: " + wei);
            }
            data = Hex.encode(Hex.decode(data));
        }
    }

    /**
     * Checks that there is a call and a description.
     *
     * @throws IllegalArgumentException if one is missing
     */
    public Proposal {
        calls = List.copyOf(calls);
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("a proposal must have a call");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("description must not be blank: \"" + description + '"');
        }
    }

    /** Returns the proposal of calls as {@link io.lianbo.core.chain.Contract#call} makes them. */
    public static Proposal of(String description, ContractCall... calls) {
        return new Proposal(
                Arrays.stream(calls)
                        .map(call -> new Call(call.to(), call.value(), call.data()))
                        .toList(),
                description);
    }

    List<Address> targets() {
        return calls.stream().map(Call::target).toList();
    }

    List<BigInteger> values() {
        return calls.stream().map(Call::wei).toList();
    }

    List<byte[]> calldatas() {
        return calls.stream().map(call -> Hex.decode(call.data())).toList();
    }
}
