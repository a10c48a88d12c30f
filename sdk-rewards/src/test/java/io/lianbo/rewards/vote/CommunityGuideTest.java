package io.lianbo.rewards.vote;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.rewards.distribution.LoyaltyToken;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.rewards.vote.ProductVote.State;
import io.lianbo.rewards.vote.ProductVote.Support;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the voting half of {@code docs/guide/community.md} shows. */
@LocalChainTest
class CommunityGuideTest {

    private static final ContractArtifact TOKEN =
            ContractArtifact.load(ProductVote.class, "/io/lianbo/rewards/LoyaltyToken.json");

    @TempDir
    private Path folder;

    private Community community;

    @BeforeEach
    void gather(LocalChain local) {
        community = new Community(local);
    }

    @AfterEach
    void leave() {
        community.close();
    }

    @Test
    void aCommunityDecidesOnChain() {
        Chain chain = community.chain;
        LocalSigner platform = community.platform;
        LocalSigner mei = community.mei;
        LocalSigner relayer = community.stranger;
        LoyaltyToken token = community.token;
        Contract tokenContract = chain.contract(token.address(), TOKEN);
        // @start region="deploy"
        ProductVoteConfig config = ProductVoteConfig.of("Tea Club", token.address(), BigInteger.TEN);
        ProductVote vote = ProductVote.deploy(chain, platform, config);
        token.transfer(mei, vote.timelock(), BigInteger.valueOf(5)); // the community owns something now
        // @end region="deploy"

        // @start region="propose"
        Proposal proposal = Proposal.of(
                "Pay the winner of the spring poll", tokenContract.call("transfer", community.bo.address(), 5));
        BigInteger id = vote.propose(mei, proposal); // who has 10 votes or more
        // @end region="propose"
        community.local.setTime(Instant.ofEpochSecond(vote.snapshot(id) + 1));

        // @start region="by-signature"
        vote.cast(community.bo, id, Support.FOR);
        Signature signature = vote.sign(mei, id, Support.FOR); // costs her nothing
        vote.cast(relayer, mei.address(), id, Support.FOR, signature);
        // @end region="by-signature"
        community.local.setTime(Instant.ofEpochSecond(vote.deadline(id) + 1));

        // @start region="execute"
        if (vote.state(id) == State.SUCCEEDED) {
            vote.queue(relayer, proposal);
        }
        Instant from = vote.executableFrom(id).orElseThrow();
        // @end region="execute"
        community.local.setTime(from);
        // @start region="executed"
        vote.execute(relayer, proposal); // anybody, once
        // @end region="executed"
        assertThat(token.balanceOf(community.bo.address())).isEqualTo(35);
    }

    @Test
    void aCommunityIsAskedWithoutGas() throws IOException {
        Chain chain = community.chain;
        LocalSigner mei = community.mei;
        LoyaltyToken token = community.token;
        InstantSource clock = community;
        Instant opens = Community.OPENS;
        long snapshot = chain.blockNumber();
        community.pass(Duration.ofMinutes(1));
        // @start region="poll"
        Poll poll = Poll.of(
                        "spring-2027",
                        "Which tea shall return?",
                        List.of("Da Hong Pao", "Tieguanyin", "Longjing"),
                        chain.id(),
                        snapshot, // a finalized block, before the poll is announced
                        opens,
                        opens.plus(Duration.ofDays(7)),
                        TokenWeighing.votes(token.address()))
                .withQuorum(BigInteger.valueOf(50));
        // @end region="poll"

        DataSource database = Databases.open(Store.SQLITE, folder);
        // @start region="ballot"
        Ballot ballot = Ballot.of(poll, mei.address(), clock.instant(), 2); // Longjing
        SignedBallot signed = ballot.sign(mei, poll);
        // @end region="ballot"

        // @start region="typed-data"
        String typedData = ballot.typedData(poll); // for eth_signTypedData_v4 in her browser
        // @end region="typed-data"
        SignedBallot sent = new SignedBallot(
                ballot, mei.sign(TypedData.parse(typedData).digest()).toString());
        assertThat(sent).isEqualTo(signed);

        // @start region="cast"
        BallotBox box = BallotBox.in(database, chain, clock); // a pool of PostgreSQL's, or SQLite
        box.open(poll);
        String answer = switch (box.cast(signed)) {
            case Verdict.Verified<CountedBallot> taken ->
                "counts with " + taken.result().weight();
            case Verdict.Refused<CountedBallot> refused -> "does not count: " + refused.reasons();
        };
        // @end region="cast"
        assertThat(answer).isEqualTo("counts with 60");

        community.set(poll.closes());
        Path file = folder.resolve("spring-2027.tally.ndjson");
        // @start region="tally"
        Tally tally = box.tally(poll.hash()).value().orElseThrow(); // once it has closed
        Optional<String> winner = tally.result().winner().map(poll.choices()::get);
        tally.write(file);
        Hash32 published = tally.root(); // publish it apart from the file, such as on chain
        // @end region="tally"
        assertThat(winner).contains("Longjing");

        // @start region="verify"
        Verdict<Tally> verdict = Tally.verify(file, published, chain);
        boolean isRight = verdict.isVerified(); // otherwise the reasons name each ballot that is wrong
        // @end region="verify"
        assertThat(isRight).isTrue();

        // @start region="inclusion"
        Optional<CountedBallot> mine = verdict.value().flatMap(right -> right.ballot(mei.address()));
        // @end region="inclusion"
        assertThat(mine).map(CountedBallot::signed).contains(signed);
    }

    @Test
    void whatWeighs() {
        LoyaltyToken token = community.token;
        Contract club = community
                .chain
                .deploy(community.platform, Community.COLLECTIBLE)
                .contract();
        EpochScores scores = BallotBoxTest.scores(12, Map.of(UserId.of(community.mei.address()), 50L));
        // @start region="scores"
        ScoreRoll roll = ScoreRoll.of(scores, UserId::address); // of one epoch
        RewardClaim claim = roll.claim(community.mei.address()).orElseThrow(); // for box.cast(signed, claim)
        // @end region="scores"

        // @start region="weighings"
        Weighing byVotes = TokenWeighing.votes(token.address()); // ERC-5805, delegated votes too
        Weighing byBalance = TokenWeighing.balance(token.address()); // any ERC-20
        Weighing byMembership = new MembershipWeighing(club.address()); // any ERC-721: one member, one vote
        Weighing byScore = new ScoreWeighing(roll.root());
        // @end region="weighings"
        assertThat(claim.verify(roll.root()).isVerified()).isTrue();
        assertThat(List.of(byVotes, byBalance, byMembership, byScore)).doesNotHaveDuplicates();
    }
}
