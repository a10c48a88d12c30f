package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.util.List;

/**
 * The contract {@code SplitRegistry}: terms that are registered there can be paid by, and nobody can change them.
 *
 * <p>Every method that sends waits for its receipt and throws {@link io.lianbo.core.LianboException} when the chain fails or the contract refuses.
 */
public final class SplitRegistry {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(SplitRegistry.class, "/io/lianbo/rewards/SplitRegistry.json");

    private final Contract contract;

    private SplitRegistry(Contract contract) {
        this.contract = contract;
    }

    /** Deploys a registry; one serves a whole chain, since nobody owns it. */
    public static SplitRegistry deploy(Chain chain, Signer deployer) {
        return new SplitRegistry(chain.deploy(deployer, ARTIFACT).contract());
    }

    /** The registry at this address. */
    public static SplitRegistry at(Chain chain, Address address) {
        return new SplitRegistry(chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** Registers terms under their {@link SplitTerms#id()}; registering them again changes nothing. */
    public Receipt create(Signer sender, SplitTerms terms) {
        List<List<Object>> shares = terms.shares().stream()
                .map(share -> List.<Object>of(share.recipient(), share.part().value()))
                .toList();
        return contract.send(sender, "create", shares);
    }

    /** Whether terms of this id are registered. */
    public boolean exists(Hash32 splitId) {
        return contract.read("exists", splitId).bool(0);
    }
}
