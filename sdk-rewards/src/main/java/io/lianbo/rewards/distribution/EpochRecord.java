package io.lianbo.rewards.distribution;

import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What a distributor's owner says of an epoch, all of it in the event with which it is proposed, so that anybody can score again and compare. {@link #of} takes what a tree has.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardsDistributorTest" region="propose"}
 *
 * @param number from 1, without a gap
 * @param startsAt when it began, in whole seconds; its rules are those that counted then
 * @param engineVersion of the software that scored it, 0 to 2^31-1
 * @param root of the tree over what each account has earned since the first epoch
 * @param cumulativeTotal the sum of the tree's amounts
 * @param rulesHash hash of the rules by which was scored
 * @param inputRoot hash of what was scored
 * @param pushRoot of the batches that are pushed beside the tree; zero for none
 * @param pushTotal the sum of those batches
 */
public record EpochRecord(
        long number,
        Instant startsAt,
        int engineVersion,
        Hash32 root,
        BigInteger cumulativeTotal,
        Hash32 rulesHash,
        Hash32 inputRoot,
        Hash32 pushRoot,
        BigInteger pushTotal) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative, a total larger than 2^256-1, or the start no whole second from 1970 on
     */
    public EpochRecord {
        if (number < 0 || engineVersion < 0) {
            throw new IllegalArgumentException("epoch and engine version must not be negative: epoch " + number
                    + ", engine version " + engineVersion);
        }
        if (startsAt.getNano() != 0 || startsAt.getEpochSecond() < 0) {
            throw new IllegalArgumentException("the start must be a whole second from 1970 on: " + startsAt);
        }
        requireTotal("cumulative total", cumulativeTotal);
        requireTotal("total of pushes", pushTotal);
    }

    /** Returns the record of a tree's epoch, with nothing pushed; its start is 1970 and its inputs' hash zero until they are set. */
    public static EpochRecord of(RewardTree tree) {
        return new EpochRecord(
                tree.epoch(),
                Instant.EPOCH,
                0,
                tree.root(),
                tree.cumulativeTotal(),
                tree.rulesHash(),
                Hash32.ZERO,
                Hash32.ZERO,
                BigInteger.ZERO);
    }

    /** Returns the same with when the epoch began, which a distributor under a {@link RuleRegistry} asks for. */
    public EpochRecord startingAt(Instant start) {
        return new EpochRecord(
                number, start, engineVersion, root, cumulativeTotal, rulesHash, inputRoot, pushRoot, pushTotal);
    }

    /** Returns the same with what was scored, and by which version of the engine. */
    public EpochRecord scored(Hash32 inputs, int version) {
        return new EpochRecord(
                number, startsAt, version, root, cumulativeTotal, rulesHash, inputs, pushRoot, pushTotal);
    }

    /**
     * Returns the same with what is pushed beside the tree.
     *
     * @throws IllegalArgumentException if the pushes are of another epoch
     */
    public EpochRecord pushing(RewardPushes pushes) {
        if (pushes.epoch() != number) {
            throw new IllegalArgumentException(
                    "pushes must be of epoch " + number + ": they are of epoch " + pushes.epoch());
        }
        return new EpochRecord(
                number,
                startsAt,
                engineVersion,
                root,
                cumulativeTotal,
                rulesHash,
                inputRoot,
                pushes.root(),
                pushes.total());
    }

    /** As the contract takes it. */
    List<Object> toAbi() {
        return List.of(
                number,
                startsAt.getEpochSecond(),
                engineVersion,
                root,
                cumulativeTotal,
                rulesHash,
                inputRoot,
                pushRoot,
                pushTotal);
    }

    static EpochRecord of(AbiValues epoch) {
        return new EpochRecord(
                epoch.uint("number").longValueExact(),
                Instant.ofEpochSecond(epoch.uint("startsAt").longValueExact()),
                epoch.uint("engineVersion").intValueExact(),
                epoch.hash("root"),
                epoch.uint("cumulativeTotal"),
                epoch.hash("rulesHash"),
                epoch.hash("inputRoot"),
                epoch.hash("pushRoot"),
                epoch.uint("pushTotal"));
    }

    private static void requireTotal(String what, BigInteger units) {
        if (units.signum() < 0 || units.compareTo(DistributorConfig.MAX_UINT256) > 0) {
            throw new IllegalArgumentException(what + " must be 0 to 2^256-1: " + units);
        }
    }
}
