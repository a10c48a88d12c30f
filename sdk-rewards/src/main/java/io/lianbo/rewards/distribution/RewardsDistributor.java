package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.merkle.MultiProof;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contract {@code RewardsDistributor}: takes each epoch's root from its owner, and pays one ERC-20 token to whoever earned it.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardsDistributorTest" region="claim"}
 *
 * <p>Its money waits in its {@link #pool()}: transfer the token there, and not to the distributor itself. An epoch takes effect with exactly what it adds, so whatever its tree says, all
 * claims together never get more than the stated total. Where the distributor has a delay, an epoch is {@linkplain #propose proposed}, may be {@linkplain #dispute disputed}, and is {@linkplain
 * #activate activated} by anybody; without one it counts at once. A proof of the epoch before still counts for an hour.
 *
 * <p>A leaf names neither chain nor contract: it counts only under a root that the owner activated here, and what an account was paid is kept here. Two distributors that are given the same
 * tree pay it twice, each from its own money.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with the
 * contract's error by name when the contract refuses: {@code InvalidProof}, {@code NothingToClaim}, {@code WrongEpoch} and so on.
 */
public final class RewardsDistributor {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(RewardsDistributor.class, "/io/lianbo/rewards/RewardsDistributor.json");

    private final Chain chain;
    private final Contract contract;

    /** Asked for once, since it never changes. */
    private volatile @Nullable Address pool;

    private RewardsDistributor(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * An epoch that waits for its activation.
     *
     * @param record hash of its record, by which it is disputed
     * @param activeFrom from when on it can be activated
     * @param epoch what the owner says of it
     */
    public record Proposal(Hash32 record, Instant activeFrom, EpochRecord epoch) {}

    /** Deploys a distributor. */
    public static RewardsDistributor deploy(Chain chain, Signer deployer, DistributorConfig config) {
        List<Object> fields = List.of(
                config.token(),
                config.owner(),
                config.guardian().orElse(Address.ZERO),
                config.rules().orElse(Address.ZERO),
                config.delay().toSeconds(),
                config.maxIncrease());
        return new RewardsDistributor(
                chain, chain.deploy(deployer, ARTIFACT, fields).contract());
    }

    /** The distributor at this address. */
    public static RewardsDistributor at(Chain chain, Address address) {
        return new RewardsDistributor(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** Where the money waits until an epoch adds it; transfer the token to this address. */
    public Address pool() {
        Address known = pool;
        if (known == null) {
            known = contract.read("pool").address(0);
            pool = known;
        }
        return known;
    }

    /**
     * Proposes the epoch after {@link #currentEpoch()}; without a delay it counts at once, and the pool must hold what it adds. {@code EpochPending} while another waits, {@code
     * TotalMustNotFall}, {@code IncreaseTooHigh}, {@code RulesNotActive} when other rules counted as it began.
     */
    public Receipt propose(Signer owner, EpochRecord epoch) {
        return contract.send(owner, "propose", epoch.toAbi());
    }

    /**
     * The epoch that waits for its activation, as it was proposed.
     *
     * @param fromBlock the block in which the contract was deployed, or any before the proposal
     */
    public Optional<Proposal> proposal(long fromBlock) {
        Hash32 waiting = contract.read("proposal").hash("record");
        return waiting.equals(Hash32.ZERO)
                ? Optional.empty()
                : contract.events("EpochProposed", fromBlock, chain.blockNumber()).stream()
                        .filter(event -> event.hash("record").equals(waiting))
                        .reduce((earlier, later) -> later)
                        .map(RewardsDistributor::proposal);
    }

    /**
     * Calls off the epoch that waits, for the guardian and the owner; the owner proposes anew. {@code NotProposed} when it is another by now.
     *
     * @param record of the epoch that is meant, {@link Proposal#record()}
     * @param reason a code, or the hash of a statement that is kept elsewhere
     */
    public Receipt dispute(Signer guardian, Hash32 record, Hash32 reason) {
        return contract.send(guardian, "dispute", record, reason);
    }

    /** Makes the epoch that waits the current one, by anybody: {@code TooEarly} during the delay, {@code TransferFailed} while the pool holds less than the epoch adds. */
    public Receipt activate(Signer sender, EpochRecord epoch) {
        return contract.send(sender, "activate", epoch.toAbi());
    }

    /** Pays an account what it has earned and not yet claimed; anyone may send it. */
    public Receipt claim(Signer sender, RewardClaim claim) {
        return contract.send(sender, "claim", claim.account(), claim.cumulativeAmount(), claim.proof());
    }

    /**
     * Pays many accounts what they have earned and not yet claimed, in one transaction; anyone may send it. Who was paid meanwhile is passed over; who cannot be paid gets a credit.
     *
     * @param claims the proof of leaves {@code [account, cumulativeAmount]} of the current tree
     */
    public Receipt claimMany(Signer sender, MultiProof claims) {
        return contract.send(
                sender,
                "claimMany",
                claims.leaves().stream().map(List::getFirst).toList(),
                claims.leaves().stream().map(List::getLast).toList(),
                claims.proof(),
                claims.flags());
    }

    /**
     * Pays a batch of an epoch's pushes; anyone may send it, once: {@code AlreadyPushed}. Who cannot be paid gets a credit.
     *
     * @param batch its number, from 0
     * @throws IndexOutOfBoundsException if there is no such batch
     */
    public Receipt push(Signer sender, RewardPushes pushes, int batch) {
        return contract.send(sender, "push", pushes.call(batch));
    }

    /** Whether a batch of an epoch's pushes was paid. */
    public boolean isPushed(long epoch, int batch) {
        return contract.read("isPushed", epoch, batch).bool(0);
    }

    /** Pays an account its credit, by anybody: {@code NothingToWithdraw} when it has none. */
    public Receipt withdraw(Signer sender, Address account) {
        return contract.send(sender, "withdraw", account);
    }

    /** Who was paid how much by claims, as the chain recorded it; {@link #credits} says who of them got a credit instead. */
    public List<Payment> payments(Receipt claim) {
        return payments(claim, "Claimed");
    }

    /** Who could not be paid and has a credit now. */
    public List<Payment> credits(Receipt batch) {
        return payments(batch, "Credited");
    }

    /** What an account could not be paid along with others and may withdraw, in the token's smallest unit. */
    public BigInteger creditOf(Address account) {
        return contract.read("creditOf", account).uint(0);
    }

    /** What an account has claimed since the first epoch, in the token's smallest unit. */
    public BigInteger claimed(Address account) {
        return contract.read("claimed", account).uint(0);
    }

    /** The last epoch that took effect; 0 before the first. */
    public long currentEpoch() {
        return contract.read("currentEpoch").uint(0).longValueExact();
    }

    /** The root of the last epoch that took effect; zero before the first. */
    public Hash32 root() {
        return contract.read("root").hash(0);
    }

    /** Hash of the rules of the last epoch that took effect. */
    public Hash32 rulesHash() {
        return contract.read("rulesHash").hash(0);
    }

    /** Hash of what the last epoch that took effect scored. */
    public Hash32 inputRoot() {
        return contract.read("inputRoot").hash(0);
    }

    /** What all accounts together have earned since the first epoch, pushes aside. */
    public BigInteger cumulativeTotal() {
        return contract.read("cumulativeTotal").uint(0);
    }

    private List<Payment> payments(Receipt receipt, String event) {
        return contract.eventsIn(receipt, event).stream()
                .map(paid -> new Payment(paid.address("account"), paid.uint("amount")))
                .toList();
    }

    private static Proposal proposal(ContractEvent proposed) {
        AbiValues values = proposed.values();
        return new Proposal(
                values.hash("record"),
                Instant.ofEpochSecond(values.uint("activeFrom").longValueExact()),
                EpochRecord.of(values.tuple("epoch")));
    }
}
