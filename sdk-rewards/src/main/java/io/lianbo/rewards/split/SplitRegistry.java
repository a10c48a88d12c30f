package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The contract {@code SplitRegistry}: terms that are registered there can be paid by, and nobody can change them. What changes, announced ahead, is which terms a line uses.
 *
 * <p>Every method that sends waits for its receipt and throws {@link io.lianbo.core.LianboException} when the chain fails or the contract refuses.
 */
public final class SplitRegistry {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(SplitRegistry.class, "/io/lianbo/rewards/SplitRegistry.json");

    private static final long MAX_DELAY = 0xffff_ffffL;

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
        return contract.send(sender, "create", terms.abiValue());
    }

    /**
     * Opens a line, which uses these terms from now on; its owner is the sender, for good.
     *
     * {@snippet class="io.lianbo.rewards.split.RevenueSplitsGuideTest" region="line"}
     *
     * @param terms registered by {@link #create} before
     * @param delay how long a change is announced before it counts, in whole seconds, 1 second to 2^32-1; it stays as it is
     * @param salt the owner's own name for the line
     * @return the line's id
     */
    public Hash32 open(Signer owner, SplitTerms terms, Duration delay, Hash32 salt) {
        long seconds = delay.toSeconds();
        if (seconds < 1 || seconds > MAX_DELAY || !delay.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException("delay must be 1 to " + MAX_DELAY + " whole seconds: " + delay);
        }
        Receipt receipt = contract.send(owner, "open", terms.id(), BigInteger.valueOf(seconds), salt);
        return contract.eventsIn(receipt, "LineOpened").getFirst().hash("line");
    }

    /**
     * Announces that a line uses other terms as soon as its delay is over; sales that name a split keep it.
     *
     * @param terms registered by {@link #create} before
     * @return from when they count
     */
    public Instant announce(Signer owner, Hash32 line, SplitTerms terms) {
        Receipt receipt = contract.send(owner, "announce", line, terms.id(), BigInteger.ZERO);
        return Instant.ofEpochSecond(contract.eventsIn(receipt, "ChangeAnnounced")
                .getFirst()
                .uint("activeFrom")
                .longValueExact());
    }

    /** Takes back a change that has not come. */
    public Receipt withdraw(Signer owner, Hash32 line) {
        return contract.send(owner, "withdraw", line);
    }

    /** {@link SplitTerms#id()} of the terms that a line uses now. */
    public Hash32 splitOf(Hash32 line) {
        return contract.read("splitOf", line).hash(0);
    }

    /**
     * {@link SplitTerms#id()} of the terms that a line used at a time; of a time to come, as announced.
     *
     * @return empty when the line was not open yet
     */
    public Optional<Hash32> splitAt(Hash32 line, Instant time) {
        Hash32 splitId = contract.read("splitAt", line, BigInteger.valueOf(time.getEpochSecond()))
                .hash(0);
        return splitId.equals(Hash32.ZERO) ? Optional.empty() : Optional.of(splitId);
    }

    /** Whether terms of this id are registered. */
    public boolean exists(Hash32 splitId) {
        return contract.read("exists", splitId).bool(0);
    }
}
