package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a new vote starts with; the community changes it later by its own proposals alone. {@link #of} fills in the rest: a day from a proposal to its snapshot, a week to vote, two days more after a
 * late quorum, a quorum of 4 %, two days in the time-lock.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="deploy"}
 *
 * @param name of the vote, not blank, part of every signature
 * @param token whose votes count: ERC-5805 with a clock (ERC-6372), such as a {@link io.lianbo.rewards.distribution.LoyaltyToken} with votes
 * @param votingDelay from a proposal to its snapshot, at least a second; time in which others can delegate
 * @param votingPeriod from the snapshot to the end, at least a second
 * @param voteExtension how long a vote lasts at the least after its quorum is reached, at most the voting period
 * @param proposalThreshold the votes that a proposer needs, 0 to 2^256-1
 * @param quorumPercent the votes for a proposal, and those that abstain, in percent of all at the snapshot, 1 to 100
 * @param timelockDelay between the queueing of what was accepted and its execution, at least a second
 * @param blockTime how long a block takes, for a token whose clock counts blocks; empty for one whose clock counts seconds
 */
public record ProductVoteConfig(
        String name,
        Address token,
        Duration votingDelay,
        Duration votingPeriod,
        Duration voteExtension,
        BigInteger proposalThreshold,
        int quorumPercent,
        Duration timelockDelay,
        Optional<Duration> blockTime) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The contract keeps periods in 32 bits. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ProductVoteConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank: \"" + name + '"');
        }
        if (token.isZero()) {
            throw new IllegalArgumentException("the token must not be the zero address");
        }
        requireDuration("votingDelay", votingDelay);
        requireDuration("votingPeriod", votingPeriod);
        requireDuration("timelockDelay", timelockDelay);
        if (voteExtension.isNegative() || voteExtension.compareTo(votingPeriod) > 0) {
            throw new IllegalArgumentException(
                    "voteExtension must be 0 to the voting period, " + votingPeriod + ": " + voteExtension);
        }
        if (proposalThreshold.signum() < 0 || proposalThreshold.bitLength() > 256) {
            throw new IllegalArgumentException("proposalThreshold must be 0 to 2^256-1: " + proposalThreshold);
        }
        if (quorumPercent < 1 || quorumPercent > 100) {
            throw new IllegalArgumentException("quorumPercent must be 1 to 100: " + quorumPercent);
        }
        blockTime.filter(time -> time.compareTo(Duration.ofMillis(1)) < 0).ifPresent(time -> {
            throw new IllegalArgumentException("blockTime must be a millisecond or more: " + time);
        });
    }

    private static void requireDuration(String what, Duration duration) {
        if (duration.compareTo(SECOND) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be a second to 10,000 days: " + duration);
        }
    }

    /**
     * Returns what the class says, for a token whose clock counts seconds.
     *
     * @param proposalThreshold the votes that a proposer needs; with 0 anybody proposes anything
     */
    public static ProductVoteConfig of(String name, Address token, BigInteger proposalThreshold) {
        return new ProductVoteConfig(
                name,
                token,
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(2),
                proposalThreshold,
                4,
                Duration.ofDays(2),
                Optional.empty());
    }

    /** Returns the same with other times to wait, to vote, and to go on voting after a late quorum. */
    public ProductVoteConfig withVoting(Duration delay, Duration period, Duration extension) {
        return new ProductVoteConfig(
                name, token, delay, period, extension, proposalThreshold, quorumPercent, timelockDelay, blockTime);
    }

    /** Returns the same with another quorum. */
    public ProductVoteConfig withQuorumPercent(int percent) {
        return new ProductVoteConfig(
                name,
                token,
                votingDelay,
                votingPeriod,
                voteExtension,
                proposalThreshold,
                percent,
                timelockDelay,
                blockTime);
    }

    /** Returns the same with another time-lock. */
    public ProductVoteConfig withTimelock(Duration delay) {
        return new ProductVoteConfig(
                name,
                token,
                votingDelay,
                votingPeriod,
                voteExtension,
                proposalThreshold,
                quorumPercent,
                delay,
                blockTime);
    }

    /** Returns the same for a token whose clock counts blocks, each of which takes so long: times are rounded up to whole blocks. */
    public ProductVoteConfig withBlockTime(Duration time) {
        return new ProductVoteConfig(
                name,
                token,
                votingDelay,
                votingPeriod,
                voteExtension,
                proposalThreshold,
                quorumPercent,
                timelockDelay,
                Optional.of(time));
    }

    /** As the contract takes it. */
    List<Object> toAbi() {
        return List.of(
                name,
                token,
                inClock(votingDelay),
                inClock(votingPeriod),
                inClock(voteExtension),
                proposalThreshold,
                quorumPercent,
                upTo(timelockDelay, SECOND));
    }

    private long inClock(Duration duration) {
        return upTo(duration, blockTime.orElse(SECOND));
    }

    private static long upTo(Duration duration, Duration unit) {
        return new BigDecimal(duration.toMillis())
                .divide(new BigDecimal(unit.toMillis()), 0, RoundingMode.CEILING)
                .longValueExact();
    }
}
