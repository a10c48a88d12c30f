package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * What a new distributor is to be; none of it changes later, save who owns and guards it. {@link #of} fills in the rest.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardsDistributorTest" region="configure"}
 *
 * @param token the ERC-20 token that is paid
 * @param owner who proposes epochs
 * @param guardian who beside the owner may dispute what is proposed; empty for nobody. It can hold up every epoch
 * @param rules the {@link RuleRegistry} by which an epoch's rules must have counted when it began; empty for no such check
 * @param delay between an epoch's proposal and its activation, in whole seconds; zero for none
 * @param maxIncrease the most that one epoch may add to what is paid, in the token's smallest unit
 */
public record DistributorConfig(
        Address token,
        Address owner,
        Optional<Address> guardian,
        Optional<Address> rules,
        Duration delay,
        BigInteger maxIncrease) {

    static final BigInteger MAX_UINT256 = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if an address is zero, the delay negative, longer than 365 days or not in whole seconds, or the most that is added not 1 to 2^256-1
     */
    public DistributorConfig {
        requireSomebody("token", token);
        requireSomebody("owner", owner);
        guardian.ifPresent(address -> requireSomebody("guardian", address));
        rules.ifPresent(address -> requireSomebody("rule registry", address));
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0 || delay.toNanosPart() != 0) {
            throw new IllegalArgumentException("delay must be 0 to 365 days in whole seconds: " + delay);
        }
        if (maxIncrease.signum() < 1 || maxIncrease.compareTo(MAX_UINT256) > 0) {
            throw new IllegalArgumentException("maxIncrease must be 1 to 2^256-1: " + maxIncrease);
        }
    }

    /** Returns a distributor without guardian, rules, delay and bound: its owner's word counts at once. */
    public static DistributorConfig of(Address token, Address owner) {
        return new DistributorConfig(token, owner, Optional.empty(), Optional.empty(), Duration.ZERO, MAX_UINT256);
    }

    /** Returns the same whose epochs wait, and may be disputed by a guardian meanwhile. */
    public DistributorConfig withDelay(Duration wait, Address disputer) {
        return new DistributorConfig(token, owner, Optional.of(disputer), rules, wait, maxIncrease);
    }

    /** Returns the same whose epochs follow the rules of a registry. */
    public DistributorConfig withRules(RuleRegistry registry) {
        return new DistributorConfig(token, owner, guardian, Optional.of(registry.address()), delay, maxIncrease);
    }

    /** Returns the same with at most this added by one epoch. */
    public DistributorConfig withMaxIncrease(BigInteger units) {
        return new DistributorConfig(token, owner, guardian, rules, delay, units);
    }

    private static void requireSomebody(String what, Address address) {
        if (address.isZero()) {
            throw new IllegalArgumentException(what + " must not be the zero address");
        }
    }
}
