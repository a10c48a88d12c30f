package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.util.List;

/**
 * The contract {@code RewardsDistributor}: holds one ERC-20 token, takes each epoch's root from its owner, and pays whoever proves a claim.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardsDistributorTest" region="claim"}
 *
 * <p>Transfer the pool to its address before users claim. Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link
 * io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses: {@code InvalidProof}, {@code NothingToClaim}, {@code
 * WrongEpoch} and so on.
 */
public final class RewardsDistributor {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(RewardsDistributor.class, "/io/lianbo/rewards/RewardsDistributor.json");

    private final Contract contract;

    private RewardsDistributor(Contract contract) {
        this.contract = contract;
    }

    /**
     * Deploys a distributor.
     *
     * @param token the ERC-20 token it pays
     * @param owner who publishes epochs
     */
    public static RewardsDistributor deploy(Chain chain, Signer deployer, Address token, Address owner) {
        return new RewardsDistributor(
                chain.deploy(deployer, ARTIFACT, token, owner).contract());
    }

    /** The distributor at this address. */
    public static RewardsDistributor at(Chain chain, Address address) {
        return new RewardsDistributor(chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** Puts a tree's root on chain with the hash of its rules; the tree must be of the epoch after {@link #currentEpoch()}. */
    public Receipt publishEpoch(Signer owner, RewardTree tree) {
        return contract.send(
                owner,
                "publishEpoch",
                BigInteger.valueOf(tree.epoch()),
                tree.root(),
                tree.cumulativeTotal(),
                tree.rulesHash());
    }

    /** Pays an account what it has earned and not yet claimed; anyone may send it. */
    public Receipt claim(Signer sender, RewardClaim claim) {
        return contract.send(sender, "claim", claim.account(), claim.cumulativeAmount(), claim.proof());
    }

    /** Who was paid how much in a claim, as the chain recorded it. */
    public List<Payment> payments(Receipt claim) {
        return contract.eventsIn(claim, "Claimed").stream()
                .map(claimed -> new Payment(claimed.address("account"), claimed.uint("amount")))
                .toList();
    }

    /** What an account has claimed since the first epoch, in the token's smallest unit. */
    public BigInteger claimed(Address account) {
        return contract.read("claimed", account).uint(0);
    }

    /** The last epoch published; 0 before the first. */
    public long currentEpoch() {
        return contract.read("currentEpoch").uint(0).longValueExact();
    }

    /** The last root published; zero before the first. */
    public Hash32 root() {
        return contract.read("root").hash(0);
    }

    /** Hash of the rules of the last epoch published. */
    public Hash32 rulesHash() {
        return contract.read("rulesHash").hash(0);
    }
}
