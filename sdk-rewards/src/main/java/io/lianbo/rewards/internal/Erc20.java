package io.lianbo.rewards.internal;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;

/** What a payer does with money: allows it to be taken, and sends it. */
public final class Erc20 {

    private static final ContractArtifact ARTIFACT = ContractArtifact.parse("""
            {
              "contractName": "ERC20",
              "sourceName": "ERC-20",
              "compiler": {"version": "", "settings": {}},
              "abi": [{
                "type": "function", "name": "approve", "stateMutability": "nonpayable",
                "inputs": [{"name": "spender", "type": "address"}, {"name": "amount", "type": "uint256"}],
                "outputs": [{"name": "", "type": "bool"}]
              }, {
                "type": "function", "name": "transfer", "stateMutability": "nonpayable",
                "inputs": [{"name": "to", "type": "address"}, {"name": "amount", "type": "uint256"}],
                "outputs": [{"name": "", "type": "bool"}]
              }],
              "bytecode": "0x"
            }
            """);

    private Erc20() {}

    /**
     * Allows an account to take so much of the owner's.
     *
     * @throws IllegalArgumentException when the amount is in the chain's own coin
     */
    public static Receipt approve(Chain chain, Signer owner, Address spender, TokenAmount amount) {
        Address token = amount.token()
                .contract()
                .orElseThrow(() -> new IllegalArgumentException(
                        "only an ERC-20 token is approved, the chain's own coin is not: " + amount));
        return chain.contract(token, ARTIFACT).send(owner, "approve", spender, amount.units());
    }

    /** Sends so much, also of the chain's own coin. */
    public static Receipt transfer(Chain chain, Signer owner, Address to, TokenAmount amount) {
        return amount.token()
                .contract()
                .map(token -> chain.contract(token, ARTIFACT).send(owner, "transfer", to, amount.units()))
                .orElseGet(() -> chain.transfer(owner, to, amount.units()));
    }
}
