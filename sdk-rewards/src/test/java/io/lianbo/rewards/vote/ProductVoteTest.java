package io.lianbo.rewards.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.vote.ProductVote.State;
import io.lianbo.rewards.vote.ProductVote.Support;
import io.lianbo.rewards.vote.ProductVote.Votes;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vote, as a platform runs it. */
@LocalChainTest
class ProductVoteTest {

    private static final ContractArtifact TOKEN =
            ContractArtifact.load(ProductVote.class, "/io/lianbo/rewards/LoyaltyToken.json");
    private static final Duration DAY = Duration.ofDays(1);

    private Community community;
    private ProductVote vote;
    private Contract token;

    @BeforeEach
    void gather(LocalChain local) {
        community = new Community(local);
        vote = ProductVote.deploy(community.chain, community.platform, config());
        token = community.chain.contract(community.token.address(), TOKEN);
    }

    @AfterEach
    void leave() {
        community.close();
    }

    private ProductVoteConfig config() {
        return ProductVoteConfig.of("Tea Club", community.token.address(), BigInteger.TEN);
    }

    /** That the time-lock give Bo what it has. */
    private Proposal gift(int units) {
        return Proposal.of("a gift for Bo", token.call("transfer", community.bo.address(), units));
    }

    private void openVote(BigInteger id) {
        community.local.setTime(Instant.ofEpochSecond(vote.snapshot(id) + 1));
    }

    private void closeVote(BigInteger id) {
        community.local.setTime(Instant.ofEpochSecond(vote.deadline(id) + 1));
    }

    @Test
    void whatWasAcceptedHappensOnceAfterTheTimeLock() {
        community.token.transfer(community.mei, vote.timelock(), BigInteger.valueOf(5));
        Proposal gift = gift(5);
        BigInteger id = vote.propose(community.bo, gift);
        assertThat(vote.idOf(gift)).isEqualTo(id);
        assertThat(vote.state(id)).isEqualTo(State.PENDING);
        openVote(id);
        assertThat(vote.state(id)).isEqualTo(State.ACTIVE);
        assertThat(vote.votesOf(id, community.bo.address())).isEqualTo(30);
        assertThat(vote.quorum(id)).isEqualTo(4);
        vote.cast(community.bo, id, Support.FOR);
        vote.cast(community.cai, id, Support.AGAINST);
        vote.cast(community.mei, id, Support.ABSTAIN);
        assertThat(vote.votes(id)).isEqualTo(new Votes(BigInteger.TEN, BigInteger.valueOf(30), BigInteger.valueOf(55)));
        assertReverts("GovernorUnexpectedProposalState", () -> vote.queue(community.stranger, gift));
        closeVote(id);
        assertThat(vote.state(id)).isEqualTo(State.SUCCEEDED);
        assertThat(vote.executableFrom(id)).isEmpty();
        vote.queue(community.stranger, gift);
        Instant from = vote.executableFrom(id).orElseThrow();
        assertThat(from).isEqualTo(community.chain.timestamp().plus(Duration.ofDays(2)));
        assertReverts("TimelockUnexpectedOperationState", () -> vote.execute(community.stranger, gift));
        community.local.setTime(from);
        vote.execute(community.stranger, gift);
        assertThat(vote.state(id)).isEqualTo(State.EXECUTED);
        assertReverts("GovernorUnexpectedProposalState", () -> vote.execute(community.stranger, gift));
        assertThat(community.token.balanceOf(community.bo.address())).isEqualTo(35);
    }

    @Test
    void aSignedVoteCostsItsVoterNothingAndCountsOnce() {
        BigInteger id = vote.propose(community.mei, gift(1));
        BigInteger other = vote.propose(community.mei, gift(2));
        openVote(other);
        BigInteger before = community.chain.balance(community.mei.address());
        Signature signature = vote.sign(community.mei, id, Support.FOR);
        Address mei = community.mei.address();
        LocalSigner relayer = community.stranger;
        assertReverts("GovernorInvalidSignature", () -> vote.cast(relayer, mei, other, Support.FOR, signature));
        assertReverts("GovernorInvalidSignature", () -> vote.cast(relayer, mei, id, Support.AGAINST, signature));
        assertReverts(
                "GovernorInvalidSignature",
                () -> vote.cast(relayer, community.bo.address(), id, Support.FOR, signature));
        vote.cast(relayer, mei, id, Support.FOR, signature);
        assertThat(community.chain.balance(mei)).isEqualTo(before);
        assertThat(vote.hasVoted(id, mei)).isTrue();
        assertThat(vote.votes(id).inFavour()).isEqualTo(60);
        assertReverts("GovernorInvalidSignature", () -> vote.cast(relayer, mei, id, Support.FOR, signature));
        assertReverts("GovernorAlreadyCastVote", () -> vote.cast(community.mei, id, Support.AGAINST));
        Signature again = vote.sign(community.mei, id, Support.AGAINST);
        assertReverts("GovernorAlreadyCastVote", () -> vote.cast(relayer, mei, id, Support.AGAINST, again));
        assertThat(vote.votes(id)).isEqualTo(new Votes(BigInteger.ZERO, BigInteger.valueOf(60), BigInteger.ZERO));
    }

    @Test
    void whatIsPassedOnWhileTheVoteRunsCountsWhereItWas() {
        BigInteger id = vote.propose(community.mei, gift(1));
        openVote(id);
        community.token.delegate(community.stranger, community.stranger.address());
        community.token.transfer(community.mei, community.stranger.address(), BigInteger.valueOf(60));
        vote.cast(community.stranger, id, Support.AGAINST);
        vote.cast(community.mei, id, Support.FOR);
        assertThat(vote.votes(id)).isEqualTo(new Votes(BigInteger.ZERO, BigInteger.valueOf(60), BigInteger.ZERO));
    }

    @Test
    void aLateQuorumExtendsTheVote() {
        ProductVote late = ProductVote.deploy(
                community.chain,
                community.platform,
                config().withVoting(DAY, DAY.multipliedBy(3), DAY).withQuorumPercent(50));
        BigInteger id = late.propose(community.cai, gift(1));
        long first = late.deadline(id);
        assertThat(first - late.snapshot(id)).isEqualTo(DAY.multipliedBy(3).toSeconds());
        community.local.setTime(Instant.ofEpochSecond(first - 60));
        late.cast(community.bo, id, Support.FOR);
        assertThat(late.deadline(id)).isEqualTo(first);
        late.cast(community.mei, id, Support.FOR);
        assertThat(late.deadline(id)).isBetween(first + DAY.toSeconds() - 60, first + DAY.toSeconds());
    }

    @Test
    void aProposerTakesAProposalBackBeforeTheVote() {
        Proposal gift = gift(1);
        BigInteger id = vote.propose(community.mei, gift);
        assertReverts("GovernorUnableToCancel", () -> vote.cancel(community.bo, gift));
        vote.cancel(community.mei, gift);
        assertThat(vote.state(id)).isEqualTo(State.CANCELED);
        assertReverts("GovernorInsufficientProposerVotes", () -> vote.propose(community.stranger, gift(2)));
        assertReverts("GovernorNonexistentProposal", () -> vote.state(BigInteger.ONE));
    }

    @Test
    void aContractVotesByItsOwnersSignature() {
        Contract wallet = community.wallet(community.mei);
        community.token.transfer(community.bo, wallet.address(), BigInteger.valueOf(7));
        community.local.impersonate(wallet.address().toString());
        community.local.setBalance(wallet.address().toString(), BigInteger.TEN.pow(18));
        community.local.rpc(
                "eth_sendTransaction",
                Map.of(
                        "from", wallet.address().toString(),
                        "to", token.address().toString(),
                        "data", token.call("delegate", wallet.address()).data()));
        BigInteger id = vote.propose(community.mei, gift(1));
        openVote(id);
        // The wallet's vote, signed by the key that owns it: what the voter's own software does.
        Signature signature = vote.sign(new Owned(community.mei, wallet.address()), id, Support.FOR);
        assertReverts(
                "GovernorInvalidSignature",
                () -> vote.cast(
                        community.bo,
                        wallet.address(),
                        id,
                        Support.FOR,
                        vote.sign(new Owned(community.cai, wallet.address()), id, Support.FOR)));
        vote.cast(community.bo, wallet.address(), id, Support.FOR, signature.bytes());
        assertThat(vote.votes(id).inFavour()).isEqualTo(7);
    }

    /** A key that signs for the contract it owns. */
    private record Owned(LocalSigner owner, Address address) implements Signer {
        @Override
        public Signature sign(Hash32 digest) {
            return owner.sign(digest);
        }
    }

    @Test
    void aClockOfBlocksNeedsABlockTime() {
        Address blocks = TestTokens.deploy(community.chain, community.platform)
                .contract()
                .orElseThrow();
        ProductVoteConfig counted = ProductVoteConfig.of("Blocks", blocks, BigInteger.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProductVote.deploy(community.chain, community.platform, counted))
                .withMessage("the clock of " + blocks + " counts blocks, so a block time is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProductVote.deploy(
                        community.chain, community.platform, config().withBlockTime(Duration.ofSeconds(12))))
                .withMessage(
                        "the clock of " + community.token.address() + " counts seconds, so no block time is needed");
        ProductVote byBlocks = ProductVote.deploy(
                community.chain,
                community.platform,
                counted.withVoting(Duration.ofSeconds(13), Duration.ofSeconds(24), Duration.ZERO)
                        .withBlockTime(Duration.ofSeconds(12)));
        BigInteger id = byBlocks.propose(community.mei, gift(1));
        assertThat(byBlocks.snapshot(id)).isEqualTo(community.chain.blockNumber() + 2);
        assertThat(byBlocks.deadline(id) - byBlocks.snapshot(id)).isEqualTo(2);
    }

    @Test
    void refusesWhatNoVoteCanBe() {
        ProductVoteConfig config = config();
        illegal(() -> ProductVoteConfig.of(" ", config.token(), BigInteger.ONE), "name must not be blank");
        illegal(() -> ProductVoteConfig.of("Tea", Address.ZERO, BigInteger.ONE), "must not be the zero address");
        illegal(() -> ProductVoteConfig.of("Tea", config.token(), BigInteger.TWO.pow(256)), "must be 0 to 2^256-1");
        illegal(() -> config.withQuorumPercent(0), "quorumPercent must be 1 to 100: 0");
        illegal(() -> config.withQuorumPercent(101), "quorumPercent must be 1 to 100: 101");
        illegal(() -> config.withTimelock(Duration.ZERO), "timelockDelay must be a second to 10,000 days: PT0S");
        illegal(() -> config.withVoting(Duration.ZERO, DAY, DAY), "votingDelay must be a second");
        illegal(() -> config.withVoting(DAY, Duration.ofDays(10_001), DAY), "votingPeriod must be a second");
        illegal(() -> config.withVoting(DAY, DAY, DAY.plusSeconds(1)), "voteExtension must be 0 to the voting period");
        illegal(() -> config.withBlockTime(Duration.ofNanos(1)), "blockTime must be a millisecond or more");
        illegal(() -> new Proposal(List.of(), "nothing"), "a proposal must have a call");
        illegal(() -> Proposal.of(" ", token.call("totalSupply")), "description must not be blank");
        illegal(() -> new Proposal.Call(config.token(), BigInteger.ONE.negate(), "0x"), "wei must be 0 to 2^256-1: -1");
        illegal(() -> new Proposal.Call(config.token(), BigInteger.ONE, "0x0"), "hex text must be");
        assertThat(config.blockTime()).isEqualTo(Optional.empty());
    }

    private static void illegal(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static void assertReverts(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }
}
