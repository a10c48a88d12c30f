package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.util.List;

/**
 * The contract that holds the tokens of one ERC-721 collection until those draw them whose boxes they are in. A prize's id is its token's
 * id. With it a seller cannot keep a prize back after the draw.
 *
 * {@snippet class="io.lianbo.nft.blindbox.BlindBoxTest" region="vault"}
 *
 * <p>Safe for use by many threads.
 */
public final class PrizeVault {
    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(PrizeVault.class, "/io/lianbo/nft/PrizeVault.json");

    private final AccountId id;
    private final Contract contract;

    private PrizeVault(Chain chain, Contract contract) {
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /**
     * Deploys a vault, and waits until it is there.
     *
     * @param collection the ERC-721 whose tokens are the prizes
     */
    public static PrizeVault deploy(Chain chain, Signer deployer, BlindBox blindBox, Address collection) {
        Address contract = blindBox.id().address();
        return new PrizeVault(
                chain, chain.deploy(deployer, ARTIFACT, contract, collection).contract());
    }

    /** Returns the vault that is already at {@code address}; nothing is asked of the chain yet. */
    public static PrizeVault at(Chain chain, Address address) {
        return new PrizeVault(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do. */
    public Contract contract() {
        return contract;
    }

    /**
     * Hands tokens in as prizes of a sale that is created. The owner must have approved the vault for them before.
     *
     * @param tokenIds no more than fit into one transaction, some 200
     * @throws ContractRevertException if the contract refuses: {@code OtherMinter}, {@code UnknownSale}, or the collection's own error
     */
    public Receipt deposit(Signer owner, Hash32 saleId, List<BigInteger> tokenIds) {
        return contract.send(owner, "deposit", saleId, List.copyOf(tokenIds));
    }

    /**
     * Gives tokens back to the seller of a sale whose seed was not revealed in time. Anyone may.
     *
     * @throws ContractRevertException if the contract refuses: {@code NotRefundable}, {@code NotAPrize}
     */
    public Receipt takeBack(Signer caller, Hash32 saleId, List<BigInteger> tokenIds) {
        return contract.send(caller, "takeBack", saleId, List.copyOf(tokenIds));
    }

    /** Returns whether a token is here as a prize of this sale; what a buyer does well to ask for each of the list. */
    public boolean holds(Hash32 saleId, BigInteger tokenId) {
        return contract.read("saleOf", tokenId).hash(0).equals(saleId);
    }

    /** Returns {@code PrizeVault eip155:1:0x...}. */
    @Override
    public String toString() {
        return "PrizeVault " + id;
    }
}
