package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.rewards.vote.Weighing.Voter;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what accounts had, by what all tokens have in common. */
final class Snapshots {

    /** Of ERC-20, ERC-721, ERC-5805 and ERC-6372 what weighs. */
    static final ContractArtifact ABI = ContractArtifact.parse("""
            {
              "contractName": "IVotes",
              "sourceName": "IVotes.sol",
              "compiler": {"version": "0.8.37"},
              "abi": [
                {"type": "function", "name": "balanceOf", "stateMutability": "view",
                 "inputs": [{"name": "account", "type": "address"}], "outputs": [{"name": "", "type": "uint256"}]},
                {"type": "function", "name": "getPastVotes", "stateMutability": "view",
                 "inputs": [{"name": "account", "type": "address"}, {"name": "timepoint", "type": "uint256"}],
                 "outputs": [{"name": "", "type": "uint256"}]},
                {"type": "function", "name": "CLOCK_MODE", "stateMutability": "view",
                 "inputs": [], "outputs": [{"name": "", "type": "string"}]},
                {"type": "error", "name": "ERC5805FutureLookup",
                 "inputs": [{"name": "timepoint", "type": "uint256"}, {"name": "clock", "type": "uint48"}]}
              ],
              "bytecode": "0x"
            }""");

    private Snapshots() {}

    /** What each account has more than nothing of, one call an account. */
    static Map<Address, BigInteger> read(
            Collection<Voter> voters,
            Function<Address, ContractCall> call,
            Function<List<ContractCall>, List<Verdict<AbiValues>>> reader) {
        List<Address> accounts = voters.stream().map(Voter::account).distinct().toList();
        List<Verdict<AbiValues>> answers =
                reader.apply(accounts.stream().map(call).toList());
        Map<Address, BigInteger> found = new HashMap<>();
        for (int i = 0; i < accounts.size(); i++) {
            BigInteger units = read(answers.get(i));
            if (units.signum() > 0) {
                found.put(accounts.get(i), units);
            }
        }
        return found;
    }

    private static BigInteger read(Verdict<AbiValues> answer) {
        return switch (answer) {
            case Verdict.Verified<AbiValues> verified -> verified.result().uint(0);
            case Verdict.Refused<AbiValues> refused ->
                throw new LianboException(
                        LianboException.Code.CALL_REVERTED,
                        refused.reasons().getFirst().detail(),
                        true);
        };
    }

    /**
     * A block of the chain.
     *
     * @throws IllegalArgumentException if the chain is not that high
     */
    static Block block(Chain chain, long number) {
        return chain.block(number)
                .orElseThrow(() -> new IllegalArgumentException(chain + " has no block " + number + " yet"));
    }

    /**
     * What a contract is asked about, on a chain that must have had it by then.
     *
     * @throws IllegalArgumentException if there was no contract
     */
    static void requireContract(Chain chain, Address contract, long snapshot) {
        if (chain.code(contract, snapshot).length == 0) {
            throw new IllegalArgumentException("no contract at " + contract + " after block " + snapshot);
        }
    }
}
