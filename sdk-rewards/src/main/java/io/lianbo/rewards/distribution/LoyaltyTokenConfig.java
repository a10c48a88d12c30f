package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a new loyalty token is to be; none of it changes later, save who owns it and who mints. {@link #of} fills in the rest: points that stay with whom they were given to.
 *
 * {@snippet class="io.lianbo.rewards.distribution.LoyaltyTokenTest" region="points"}
 *
 * @param name its name, not blank
 * @param symbol its symbol, not blank
 * @param decimals how many places its unit has, 0 to 18
 * @param owner who appoints minters
 * @param minter who mints and, where the token stays with its holders, burns; empty for nobody yet
 * @param maxSupply the most that there may be at a time, in the smallest unit, 1 to 2^208-1
 * @param emission the most that each epoch mints; empty for no such bound
 * @param transferable whether it can be passed on, and takes permits (ERC-2612)
 * @param votes whether its holders vote (OpenZeppelin's ERC20Votes), with checkpoints by time
 */
public record LoyaltyTokenConfig(
        String name,
        String symbol,
        int decimals,
        Address owner,
        Optional<Address> minter,
        BigInteger maxSupply,
        Optional<Emission> emission,
        boolean transferable,
        boolean votes) {

    private static final BigInteger MAX_SUPPLY = BigInteger.TWO.pow(208).subtract(BigInteger.ONE);

    /**
     * The most that each epoch mints, which the contract holds to. What an epoch does not mint can be minted for it later, never before it begins.
     *
     * @param startsAt when epoch 1 begins, in whole seconds
     * @param epochLength at least a second, in whole seconds
     * @param epochCap the most that is minted for epoch 1, in the smallest unit, 1 to 2^256-1
     * @param halvingEpochs after how many epochs the bound is halved, rounded down; 0 for never
     */
    public record Emission(Instant startsAt, Duration epochLength, BigInteger epochCap, long halvingEpochs) {

        /**
         * Checks each value.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Emission {
            if (startsAt.getNano() != 0 || startsAt.getEpochSecond() < 0) {
                throw new IllegalArgumentException("the start must be a whole second from 1970 on: " + startsAt);
            }
            if (epochLength.compareTo(Duration.ofSeconds(1)) < 0 || epochLength.toNanosPart() != 0) {
                throw new IllegalArgumentException("an epoch must have whole seconds, at least one: " + epochLength);
            }
            if (epochCap.signum() < 1 || epochCap.compareTo(DistributorConfig.MAX_UINT256) > 0) {
                throw new IllegalArgumentException("the epoch cap must be 1 to 2^256-1: " + epochCap);
            }
            if (halvingEpochs < 0) {
                throw new IllegalArgumentException("halvingEpochs must be 0 or more: " + halvingEpochs);
            }
        }
    }

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if a name is blank, an address zero, or a number out of its range
     */
    public LoyaltyTokenConfig {
        if (name.isBlank() || symbol.isBlank()) {
            throw new IllegalArgumentException(
                    "name and symbol must not be blank: \"" + name + "\", \"" + symbol + '"');
        }
        if (decimals < 0 || decimals > 18) {
            throw new IllegalArgumentException("decimals must be 0 to 18: " + decimals);
        }
        if (owner.isZero() || minter.filter(Address::isZero).isPresent()) {
            throw new IllegalArgumentException("owner and minter must not be the zero address");
        }
        if (maxSupply.signum() < 1 || maxSupply.compareTo(MAX_SUPPLY) > 0) {
            throw new IllegalArgumentException("maxSupply must be 1 to 2^208-1: " + maxSupply);
        }
    }

    /** Returns points without decimals that {@code owner} owns and {@code minter} mints: neither transferable nor with votes, and without a bound. */
    public static LoyaltyTokenConfig of(String name, String symbol, Address owner, Address minter) {
        return new LoyaltyTokenConfig(
                name, symbol, 0, owner, Optional.of(minter), MAX_SUPPLY, Optional.empty(), false, false);
    }

    /** Returns the same with so many decimals. */
    public LoyaltyTokenConfig withDecimals(int places) {
        return new LoyaltyTokenConfig(name, symbol, places, owner, minter, maxSupply, emission, transferable, votes);
    }

    /** Returns the same with at most so much at a time. */
    public LoyaltyTokenConfig withMaxSupply(BigInteger units) {
        return new LoyaltyTokenConfig(name, symbol, decimals, owner, minter, units, emission, transferable, votes);
    }

    /** Returns the same with a bound on what each epoch mints. */
    public LoyaltyTokenConfig withEmission(Emission bound) {
        return new LoyaltyTokenConfig(
                name, symbol, decimals, owner, minter, maxSupply, Optional.of(bound), transferable, votes);
    }

    /** Returns the same that can be passed on; a minter burns it only where the holder allows that. */
    public LoyaltyTokenConfig withTransfers() {
        return new LoyaltyTokenConfig(name, symbol, decimals, owner, minter, maxSupply, emission, true, votes);
    }

    /** Returns the same whose holders vote. */
    public LoyaltyTokenConfig withVotes() {
        return new LoyaltyTokenConfig(name, symbol, decimals, owner, minter, maxSupply, emission, transferable, true);
    }

    /** As the contract takes it. */
    List<Object> toAbi() {
        return List.of(
                name,
                symbol,
                decimals,
                owner,
                minter.orElse(Address.ZERO),
                maxSupply,
                emission.map(bound -> bound.startsAt().getEpochSecond()).orElse(0L),
                emission.map(bound -> bound.epochLength().toSeconds()).orElse(0L),
                emission.map(Emission::epochCap).orElse(BigInteger.ZERO),
                emission.map(Emission::halvingEpochs).orElse(0L),
                transferable,
                votes);
    }
}
