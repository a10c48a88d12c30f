package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The contract {@code RuleRegistry}: rules are announced by their hash before they count, so that whoever earns by them can read them first.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RuleRegistryTest" region="registry"}
 *
 * <p>Versions are numbered from 1, and each counts until the next one does. What was announced may be withdrawn until it counts; then it stays. The publisher is the contract's owner, and
 * hands it over in two steps. Times count in whole seconds, rounded down. Every method asks the chain and throws {@link io.lianbo.core.LianboException} when that fails, {@link
 * io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses.
 */
public final class RuleRegistry {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(RuleRegistry.class, "/io/lianbo/rewards/RuleRegistry.json");

    private final Contract contract;

    private RuleRegistry(Contract contract) {
        this.contract = contract;
    }

    /**
     * Rules that were announced.
     *
     * @param number from 1 on
     * @param rulesHash hash of the rules' document
     * @param activeFrom the first second in which they count
     * @param withdrawn whether they were taken back before that second
     */
    public record Version(long number, Hash32 rulesHash, Instant activeFrom, boolean withdrawn) {}

    /**
     * Deploys a registry.
     *
     * @param publisher who announces and withdraws
     * @param delay the least time between an announcement and the moment from which the rules count, at least a second
     * @throws IllegalArgumentException if the delay is shorter
     */
    public static RuleRegistry deploy(Chain chain, Signer deployer, Address publisher, Duration delay) {
        if (delay.toSeconds() < 1) {
            throw new IllegalArgumentException("delay must be a second or more: " + delay);
        }
        return new RuleRegistry(
                chain.deploy(deployer, ARTIFACT, publisher, delay.toSeconds()).contract());
    }

    /** The registry at this address. */
    public static RuleRegistry at(Chain chain, Address address) {
        return new RuleRegistry(chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** The least time between an announcement and the moment from which the rules count. */
    public Duration delay() {
        return Duration.ofSeconds(contract.read("delay").uint(0).longValueExact());
    }

    /** Announces rules that count as soon as can be: after the delay, and after the last version's moment. Publish their document with it; only the hash is kept here. */
    public Version announce(Signer publisher, Hash32 rulesHash) {
        return announce(publisher, rulesHash, 0);
    }

    /** Announces rules that count from a moment on: {@code TooEarly} when that is within the delay, or not after the last version's. */
    public Version announce(Signer publisher, Hash32 rulesHash, Instant activeFrom) {
        if (activeFrom.getEpochSecond() < 1) {
            throw new IllegalArgumentException("the moment must be after 1970 began: " + activeFrom);
        }
        return announce(publisher, rulesHash, activeFrom.getEpochSecond());
    }

    /** Takes rules back before they count: {@code AlreadyActive} afterwards. */
    public Receipt withdraw(Signer publisher, long version) {
        return contract.send(publisher, "withdraw", version);
    }

    /** The version that counts at a moment; of one to come, what is announced for it as yet. Empty when there is none. */
    public Optional<Version> activeAt(Instant moment) {
        long version = contract.read("activeAt", Math.max(0, moment.getEpochSecond()))
                .uint(0)
                .longValueExact();
        return version == 0 ? Optional.empty() : Optional.of(version(version));
    }

    /** All that was ever announced, in order. */
    public List<Version> versions() {
        return LongStream.rangeClosed(1, contract.read("versions").uint(0).longValueExact())
                .mapToObj(this::version)
                .toList();
    }

    private Version announce(Signer publisher, Hash32 rulesHash, long activeFrom) {
        Receipt receipt = contract.send(publisher, "announce", rulesHash, activeFrom);
        AbiValues announced =
                contract.eventsIn(receipt, "RulesAnnounced").getFirst().values();
        return new Version(
                announced.uint("version").longValueExact(), rulesHash, time(announced.uint("activeFrom")), false);
    }

    private Version version(long number) {
        AbiValues rules = contract.read("rulesOf", number).tuple(0);
        return new Version(number, rules.hash("rulesHash"), time(rules.uint("activeFrom")), rules.bool("withdrawn"));
    }

    private static Instant time(BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValueExact());
    }
}
