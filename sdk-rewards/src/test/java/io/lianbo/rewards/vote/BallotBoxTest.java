package io.lianbo.rewards.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.distribution.RewardTree;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a {@link BallotBox} in every database, and for what weighs. */
@LocalChainTest
class BallotBoxTest {

    @TempDir
    private Path folder;

    private Community community;
    private DataSource source;
    private BallotBox box;

    @BeforeEach
    void gather(LocalChain local) {
        community = new Community(local);
    }

    @AfterEach
    void leave() {
        community.close();
    }

    private void open(Store store) {
        source = Databases.open(store, folder);
        box = BallotBox.in(source, community.chain, community);
    }

    private Poll opened(Weighing weighing) {
        Poll poll = community.poll(weighing);
        box.open(poll);
        return poll;
    }

    private Poll byVotes() {
        return opened(TokenWeighing.votes(community.token.address()));
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private void counts(Poll poll, long... weights) {
        assertThat(Tally.of(poll, box.ballots(poll.hash())).result().weights())
                .extracting(BigInteger::longValueExact)
                .containsExactly(Arrays.stream(weights).boxed().toArray(Long[]::new));
    }

    private static void taken(Verdict<CountedBallot> verdict, long weight) {
        assertThat(verdict.value().orElseThrow().weight()).isEqualTo(BigInteger.valueOf(weight));
    }

    // --- Once ---

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void ofEachVoterOneBallotCountsAndItDoesNotMatterWhenItCame(Store store) {
        open(store);
        Poll poll = byVotes();
        SignedBallot first = community.ballot(poll, community.mei, 1, 0);
        SignedBallot second = community.ballot(poll, community.mei, 2, 1);
        taken(box.cast(first), 60);
        taken(box.cast(first), 60);
        taken(box.cast(second), 60);
        refused(box.cast(first), "SUPERSEDED");
        taken(box.cast(second), 60);
        counts(poll, 0, 60, 0);

        // The other way round, for another voter; and two that were signed with one sequence.
        refused(box.cast(community.ballot(poll, community.bo, 3, 2)));
        refused(box.cast(community.ballot(poll, community.bo, 2, 0)), "SUPERSEDED");
        taken(box.cast(community.ballot(poll, community.bo, 3, 1)), 30);
        refused(box.cast(community.ballot(poll, community.bo, 3, 2)), "SUPERSEDED");
        counts(poll, 0, 90, 0);
        assertThat(box.ballots(poll.hash())).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void theSameBallotInAnotherEncodingIsTheSame(Store store) {
        open(store);
        Poll poll = byVotes();
        SignedBallot longer = community.ballot(poll, community.mei, 1, 0);
        SignedBallot shorter = new SignedBallot(
                longer.ballot(), Hex.encode(Signature.parse(longer.signature()).compact()));
        for (List<SignedBallot> order : List.of(List.of(longer, shorter), List.of(shorter, longer))) {
            order.forEach(ballot -> taken(box.cast(ballot), 60));
        }
        List<CountedBallot> kept = box.ballots(poll.hash());
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().signed())
                .isEqualTo(SignedBallot.FIRST_COUNTS.compare(longer, shorter) < 0 ? longer : shorter);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void manyAtOnceLeaveTheOneThatCounts(Store store) throws Exception {
        open(store);
        Poll poll = byVotes();
        List<SignedBallot> ballots = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            LocalSigner voter =
                    List.of(community.mei, community.bo, community.cai).get(i % 3);
            ballots.add(community.ballot(poll, voter, i / 6, i % 2));
        }
        Collections.shuffle(ballots, new Random(7));
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Verdict<CountedBallot>>> answers = new ArrayList<>();
            for (SignedBallot ballot : ballots) {
                answers.add(threads.submit(() -> box.cast(ballot)));
            }
            for (Future<Verdict<CountedBallot>> answer : answers) {
                assertThat(answer.get().reasons()).extracting(Reason::code).isSubsetOf("SUPERSEDED");
            }
        }
        assertThat(box.ballots(poll.hash()))
                .hasSize(3)
                .allSatisfy(counted -> assertThat(counted.signed().ballot())
                        .extracting(Ballot::sequence, Ballot::choices)
                        .containsExactly(3L, List.of(0)));
        counts(poll, 100, 0, 0);
    }

    // --- Good and bad ballots ---

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aBallotHasAPollATimeChoicesASignatureAndAWeight(Store store) {
        open(store);
        Poll poll = byVotes();
        Poll unknown = poll.withQuorum(BigInteger.TEN);
        refused(box.cast(community.ballot(unknown, community.mei, 1, 0)), "UNKNOWN_POLL");
        refused(box.tally(unknown.hash()), "UNKNOWN_POLL");
        refused(box.cast(community.ballot(poll, community.stranger, 1, 0)), "NO_WEIGHT");

        SignedBallot good = community.ballot(poll, community.mei, 1, 0);
        SignedBallot bos = community.ballot(poll, community.bo, 1, 0);
        refused(box.cast(new SignedBallot(good.ballot(), bos.signature())), "WRONG_SIGNER");
        Ballot altered = new Ballot(poll.hash(), community.mei.address(), List.of(1), 1);
        refused(box.cast(new SignedBallot(altered, good.signature())), "WRONG_SIGNER");
        refused(box.cast(new SignedBallot(good.ballot(), "0x")), "SIGNATURE_MALFORMED");
        refused(box.cast(new SignedBallot(good.ballot(), "0x" + "00".repeat(65))), "SIGNATURE_MALFORMED");
        Ballot noChoice = new Ballot(poll.hash(), community.mei.address(), List.of(3), 1);
        refused(box.cast(new SignedBallot(noChoice, good.signature())), "NO_SUCH_CHOICE");
        Ballot tooMany = new Ballot(poll.hash(), community.mei.address(), List.of(0, 1), 1);
        refused(box.cast(new SignedBallot(tooMany, good.signature())), "TOO_MANY_CHOICES");

        community.set(poll.opens().minusMillis(1));
        refused(box.cast(good), "NOT_OPEN_YET");
        refused(box.cast(new SignedBallot(noChoice, good.signature())), "NOT_OPEN_YET", "NO_SUCH_CHOICE");
        community.set(poll.closes());
        refused(box.cast(good), "CLOSED");
        community.set(poll.closes().minusMillis(1));
        assertThat(box.ballots(poll.hash())).isEmpty();
        taken(box.cast(good), 60);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void countsAfterTheEndAndTakesNothingFromThenOn(Store store) {
        open(store);
        Poll poll = byVotes();
        Hash32 hash = poll.hash();
        box.cast(community.ballot(poll, community.mei, 1, 0));
        refused(box.tally(hash), "STILL_OPEN");
        community.set(poll.closes());
        Tally tally = box.tally(hash).value().orElseThrow();
        assertThat(tally.result())
                .isEqualTo(new Tally.Result(
                        List.of(BigInteger.valueOf(60), BigInteger.ZERO, BigInteger.ZERO),
                        BigInteger.valueOf(60),
                        true,
                        List.of(0)));
        community.set(poll.opens()); // a clock that goes back opens nothing
        refused(box.cast(community.ballot(poll, community.bo, 1, 1)), "CLOSED");
        refused(box.tally(hash), "STILL_OPEN");
        community.set(poll.closes().plus(Duration.ofDays(9)));
        // Another process finds the same.
        BallotBox other = BallotBox.in(source, community.chain, community);
        assertThat(other.poll(hash)).contains(poll);
        assertThat(other.tally(hash).value().orElseThrow().root()).isEqualTo(tally.root());
    }

    @Test
    void isThereAgainAfterARestart() {
        Path file = folder.resolve("box.db");
        Poll poll = community.poll(TokenWeighing.votes(community.token.address()));
        SignedBallot ballot = community.ballot(poll, community.mei, 1, 2);
        try (BallotBox before = BallotBox.sqlite(file, community.chain, community)) {
            before.open(poll);
            taken(before.cast(ballot), 60);
        }
        try (BallotBox after = BallotBox.sqlite(file, community.chain, community)) {
            assertThat(after.open(poll)).isEqualTo(poll.hash());
            assertThat(after.ballots(poll.hash()))
                    .extracting(CountedBallot::signed)
                    .containsExactly(ballot);
        }
    }

    @Test
    void refusesPollsThatNobodyCanVoteIn() {
        open(Store.SQLITE);
        Poll poll = byVotes();
        Poll elsewhere =
                Poll.of("p", "?", poll.choices(), new ChainId(1), 1, poll.opens(), poll.closes(), poll.weighing());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> box.open(elsewhere))
                .withMessage("poll p is of eip155:1, not of eip155:31337");
        long head = community.chain.blockNumber();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> box.open(at(poll, head, poll.weighing())))
                .withMessage("chain 31337 has no block " + (head + 1) + " yet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> box.open(at(poll, 0, poll.weighing())))
                .withMessage("no contract at " + community.token.address() + " after block 0");
        Address nothing = community.stranger.address();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> box.open(at(poll, 1, new MembershipWeighing(nothing))))
                .withMessage("no contract at " + nothing + " after block 1");
    }

    private static Poll at(Poll poll, long snapshot, Weighing weighing) {
        return Poll.of("p", "?", poll.choices(), poll.chain(), snapshot, poll.opens(), poll.closes(), weighing);
    }

    // --- What weighs ---

    @ParameterizedTest
    @EnumSource(TokenWeighing.Measure.class)
    void whatIsPassedOnAfterTheSnapshotCountsWhereItWas(TokenWeighing.Measure measure) {
        open(Store.SQLITE);
        Poll poll = opened(new TokenWeighing(community.token.address(), measure));
        community.token.delegate(community.stranger, community.stranger.address());
        community.token.transfer(community.mei, community.stranger.address(), BigInteger.valueOf(60));
        community.pass(Duration.ofMinutes(1));
        refused(box.cast(community.ballot(poll, community.stranger, 1, 0)), "NO_WEIGHT");
        taken(box.cast(community.ballot(poll, community.mei, 1, 1)), 60);
        counts(poll, 0, 60, 0);
    }

    @ParameterizedTest
    @EnumSource(TokenWeighing.Measure.class)
    void whatIsBorrowedWithinTheBlockOfTheSnapshotCountsNothing(TokenWeighing.Measure measure) {
        open(Store.SQLITE);
        LocalChain local = community.local;
        Contract token = community.chain.contract(community.token.address(), Snapshots.ABI);
        Contract loyalty = community.chain.contract(
                token.address(), ContractArtifact.load(BallotBox.class, "/io/lianbo/rewards/LoyaltyToken.json"));
        Address borrower = community.stranger.address();
        Address lender = community.mei.address();
        local.setAutomine(false);
        sendLater(lender, loyalty.call("transfer", borrower, 60));
        sendLater(borrower, loyalty.call("delegate", borrower));
        sendLater(borrower, loyalty.call("transfer", lender, 60));
        local.mine(1);
        local.setAutomine(true);
        assertThat(loyalty.read("delegates", borrower).address(0)).isEqualTo(borrower);
        Poll poll = opened(new TokenWeighing(token.address(), measure));
        refused(box.cast(community.ballot(poll, community.stranger, 1, 0)), "NO_WEIGHT");
        taken(box.cast(community.ballot(poll, community.mei, 1, 1)), 60);
    }

    private void sendLater(Address from, ContractCall call) {
        community.local.rpc(
                "eth_sendTransaction",
                Map.of("from", from.toString(), "to", call.to().toString(), "data", call.data(), "gas", "0x7a120"));
    }

    @Test
    void votesAreWhereTheyWereDelegated() {
        open(Store.SQLITE);
        community.token.delegate(community.mei, community.cai.address());
        Poll poll = byVotes();
        refused(box.cast(community.ballot(poll, community.mei, 1, 0)), "NO_WEIGHT");
        taken(box.cast(community.ballot(poll, community.cai, 1, 1)), 70);
        Poll byBalance = opened(TokenWeighing.balance(community.token.address()));
        taken(box.cast(community.ballot(byBalance, community.mei, 1, 0)), 60);
        taken(box.cast(community.ballot(byBalance, community.cai, 1, 1)), 10);
    }

    @Test
    void aMemberHasOneVoteWhateverSheHolds() {
        open(Store.SQLITE);
        Contract club = community
                .chain
                .deploy(community.platform, Community.COLLECTIBLE)
                .contract();
        club.send(community.platform, "mint", community.mei.address(), 1);
        club.send(community.platform, "mint", community.mei.address(), 2);
        club.send(community.platform, "mint", community.bo.address(), 3);
        Poll poll = opened(new MembershipWeighing(club.address()));
        club.send(community.mei, "transferFrom", community.mei.address(), community.cai.address(), 1);
        club.send(community.bo, "transferFrom", community.bo.address(), community.stranger.address(), 3);
        club.send(community.platform, "mint", community.stranger.address(), 4);
        taken(box.cast(community.ballot(poll, community.mei, 1, 0)), 1);
        taken(box.cast(community.ballot(poll, community.bo, 1, 0)), 1);
        refused(box.cast(community.ballot(poll, community.cai, 1, 1)), "NO_WEIGHT");
        refused(box.cast(community.ballot(poll, community.stranger, 1, 1)), "NO_WEIGHT");
        counts(poll, 2, 0, 0);
    }

    @Test
    void aScoreWeighsWhatItsProofShows() {
        open(Store.SQLITE);
        EpochScores scores = scores(
                3,
                Map.of(
                        UserId.of(community.mei.address()),
                        500L,
                        UserId.of(community.bo.address()),
                        20L,
                        UserId.of("ann"),
                        9L));
        ScoreRoll roll = ScoreRoll.of(scores, UserId::address);
        assertThat(roll.scores()).hasSize(2);
        Poll poll = opened(new ScoreWeighing(roll.root()));
        SignedBallot meis = community.ballot(poll, community.mei, 1, 0);
        RewardClaim claim = roll.claim(community.mei.address()).orElseThrow();
        refused(box.cast(meis), "NO_WEIGHT");
        refused(box.cast(meis, roll.claim(community.bo.address()).orElseThrow()), "NO_WEIGHT");
        refused(box.cast(meis, new RewardClaim(claim.account(), BigInteger.valueOf(501), claim.proof())), "NO_WEIGHT");
        taken(box.cast(meis, claim), 500);
        assertThat(roll.claim(community.cai.address())).isEmpty();
        assertThat(box.ballots(poll.hash()).getFirst().proof()).isEqualTo(claim.proof());
        // All that was earned weighs by the same proofs.
        RewardTree tree = RewardTree.start().next(scores(1, scores.points()), BigInteger.valueOf(1_058));
        Poll byRewards = opened(new ScoreWeighing(tree.root()));
        taken(
                box.cast(
                        community.ballot(byRewards, community.bo, 1, 0),
                        tree.claim(community.bo.address()).orElseThrow()),
                40);
    }

    static EpochScores scores(long epoch, Map<UserId, Long> points) {
        Instant start = Instant.parse("2026-12-01T00:00:00Z");
        return new EpochScores(
                new Epoch(epoch, start, start.plus(Duration.ofDays(1))),
                Hash32.ZERO,
                new TreeMap<>(points),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    // --- Contract wallets ---

    @Test
    void aContractSignsAsOfTheSnapshot() {
        open(Store.SQLITE);
        Contract wallet = community.wallet(community.mei);
        community.token.transfer(community.mei, wallet.address(), BigInteger.valueOf(25));
        Poll poll = opened(TokenWeighing.balance(community.token.address()));
        Ballot ballot = new Ballot(poll.hash(), wallet.address(), List.of(2), 1);
        Hash32 digest = ballot.digest(poll);
        SignedBallot byOwner =
                new SignedBallot(ballot, Hex.encode(community.mei.sign(digest).bytes()));
        refused(
                box.cast(new SignedBallot(
                        ballot, Hex.encode(community.bo.sign(digest).bytes()))),
                "CONTRACT_REFUSED");
        // Whoever owns the wallet later changes nothing: everybody who asks again gets this answer.
        wallet.send(community.mei, "setOwner", community.bo.address());
        taken(box.cast(byOwner), 25);
        refused(
                box.cast(new SignedBallot(
                        ballot, Hex.encode(community.bo.sign(digest).bytes()))),
                "CONTRACT_REFUSED");
        // Her signature for the wallet is none for her own account.
        Ballot own = new Ballot(poll.hash(), community.mei.address(), List.of(2), 1);
        refused(box.cast(new SignedBallot(own, byOwner.signature())), "WRONG_SIGNER");
    }
}
