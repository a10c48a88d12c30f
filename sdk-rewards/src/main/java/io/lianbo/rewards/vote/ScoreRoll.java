package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The scores of one epoch by wallet, under one root that a poll names ({@link ScoreWeighing}). Anyone who has the epoch's scores makes the same.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="scores"}
 */
public final class ScoreRoll {

    private final SortedMap<Address, BigInteger> scores;
    private final List<Address> accounts;
    private final StandardMerkleTree tree;

    private ScoreRoll(SortedMap<Address, BigInteger> scores) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a roll must have at least one wallet with points");
        }
        this.scores = Collections.unmodifiableSortedMap(scores);
        this.accounts = List.copyOf(scores.keySet());
        this.tree = StandardMerkleTree.of(
                accounts.stream()
                        .map(account -> List.of(account, this.score(account)))
                        .toList(),
                List.of("address", "uint256"));
    }

    /**
     * Makes the roll of an epoch. Users who share a wallet add up in it; a user without one is not in it.
     *
     * @param wallets a user's wallet, or empty
     * @throws IllegalArgumentException if nobody with a wallet has points
     */
    public static ScoreRoll of(EpochScores epoch, Function<UserId, Optional<Address>> wallets) {
        SortedMap<Address, BigInteger> scores = new TreeMap<>();
        for (Map.Entry<UserId, Long> entry : epoch.points().entrySet()) {
            if (entry.getValue() > 0) {
                wallets.apply(entry.getKey())
                        .ifPresent(
                                wallet -> scores.merge(wallet, BigInteger.valueOf(entry.getValue()), BigInteger::add));
            }
        }
        return new ScoreRoll(scores);
    }

    /** What polls name. */
    public Hash32 root() {
        return tree.root();
    }

    /** The score of each wallet, 1 or more. */
    public SortedMap<Address, BigInteger> scores() {
        return scores;
    }

    /** What a wallet needs to vote; empty for one that is not in the roll. */
    public Optional<RewardClaim> claim(Address account) {
        int index = Collections.binarySearch(accounts, account);
        return index < 0 ? Optional.empty() : Optional.of(new RewardClaim(account, score(account), tree.proof(index)));
    }

    private BigInteger score(Address account) {
        return scores.getOrDefault(account, BigInteger.ZERO);
    }
}
