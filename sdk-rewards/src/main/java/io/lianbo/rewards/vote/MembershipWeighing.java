package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * Each member has one vote: who held one or more tokens of an ERC-721 collection after the snapshot block. A membership that had lapsed by then counts as long as its token was there.
 *
 * @param collection the contract
 */
public record MembershipWeighing(Address collection) implements Weighing {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is zero
     */
    public MembershipWeighing {
        if (collection.isZero()) {
            throw new IllegalArgumentException("the collection must not be the zero address");
        }
    }

    @Override
    public Map<Address, BigInteger> weights(Chain chain, long snapshot, Collection<Voter> voters) {
        Contract contract = chain.contract(collection, Snapshots.ABI);
        Map<Address, BigInteger> held = Snapshots.read(
                voters, account -> contract.call("balanceOf", account), calls -> chain.readAll(calls, snapshot));
        held.replaceAll((account, tokens) -> BigInteger.ONE);
        return held;
    }
}
