package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.rewards.distribution.LoyaltyTokenConfig.Emission;
import io.lianbo.rewards.split.Payment;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Points that stay, and tokens that do what was opted in. */
@LocalChainTest
class LoyaltyTokenTest {

    private static final BigInteger TEN = BigInteger.TEN;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private Chain chain;
    private LocalSigner owner;
    private LocalSigner minter;
    private LocalSigner mei;
    private LocalSigner bo;

    @BeforeEach
    void connect(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        owner = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        minter = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        mei = LocalSigner.fromPrivateKey(local.accounts().get(2).privateKey());
        bo = LocalSigner.fromPrivateKey(local.accounts().get(3).privateKey());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void keepsPointsWithTheirHolders() {
        // @start region="points"
        LoyaltyToken points = LoyaltyToken.deploy(
                chain, owner, LoyaltyTokenConfig.of("Tea Points", "TEA", owner.address(), minter.address()));
        points.mint(minter, 1, List.of(new Payment(mei.address(), BigInteger.valueOf(100))));
        points.burn(minter, mei.address(), BigInteger.valueOf(30)); // spent on a perk
        // @end region="points"

        assertThat(points.balanceOf(mei.address())).isEqualTo(BigInteger.valueOf(70));
        assertThat(LoyaltyToken.at(chain, points.address()).token()).isEqualTo(Token.erc20(points.address(), "TEA", 0));
        assertReverts("NotTransferable", () -> points.transfer(mei, bo.address(), TEN));
        assertReverts("NoVotes", () -> points.delegate(mei, mei.address()));
        assertReverts("Unauthorized", () -> points.burn(mei, mei.address(), TEN));
        assertReverts("Unauthorized", () -> points.mint(owner, 1, List.of(new Payment(mei.address(), TEN))));
    }

    @Test
    void mintsForEachEpochWhatTheScheduleAllows(LocalChain local) {
        Instant start = chain.timestamp().plus(Duration.ofDays(1));
        LoyaltyToken token = LoyaltyToken.deploy(
                chain,
                owner,
                config().withEmission(new Emission(start, Duration.ofDays(7), HUNDRED, 2))
                        .withMaxSupply(BigInteger.valueOf(240)));
        assertThat(token.currentEpoch()).isZero();
        assertReverts("WrongEpoch", () -> mint(token, 1, 1));
        local.setTime(start.plus(Duration.ofDays(15)));
        local.mine(1);

        assertThat(token.currentEpoch()).isEqualTo(3);
        mint(token, 1, 100);
        assertReverts("EmissionTooHigh", () -> mint(token, 1, 1));
        assertThat(token.capOf(3)).isEqualTo(BigInteger.valueOf(50));
        mint(token, 3, 50);
        assertThat(token.mintedIn(3)).isEqualTo(BigInteger.valueOf(50));
        assertReverts("SupplyTooHigh", () -> mint(token, 2, 91));
        mint(token, 2, 90);
        assertThat(token.totalSupply()).isEqualTo(BigInteger.valueOf(240));
    }

    @Test
    void isPassedOnAndVotesWhereThatWasOptedIn(LocalChain local) {
        LoyaltyToken token = LoyaltyToken.deploy(
                chain, owner, config().withDecimals(6).withTransfers().withVotes());
        mint(token, 1, 100);
        token.delegate(mei, mei.address());
        Instant before = chain.timestamp();
        local.increaseTime(Duration.ofHours(1));
        token.transfer(mei, bo.address(), TEN);

        assertThat(token.balanceOf(bo.address())).isEqualTo(TEN);
        assertThat(token.votesOf(mei.address())).isEqualTo(BigInteger.valueOf(90));
        assertThat(token.votesOf(mei.address(), before)).isEqualTo(HUNDRED);
        assertThat(token.votesOf(bo.address())).isZero();
    }

    @Test
    void takesAPermitOnce() {
        LoyaltyToken token = LoyaltyToken.deploy(chain, owner, config().withTransfers());
        mint(token, 1, 100);
        Instant deadline = chain.timestamp().plus(Duration.ofHours(1));
        // @start region="permit"
        LoyaltyToken.Permit permit = new LoyaltyToken.Permit(
                mei.address(), bo.address(), BigInteger.TEN, token.nonce(mei.address()), deadline);
        Signature signature = token.sign(mei, permit);
        token.permit(bo, permit, signature);
        // @end region="permit"

        assertThat(token.allowance(mei.address(), bo.address())).isEqualTo(TEN);
        assertThat(token.nonce(mei.address())).isEqualTo(BigInteger.ONE);
        assertReverts("ERC2612InvalidSigner", () -> token.permit(bo, permit, signature));
        LoyaltyToken.Permit more =
                new LoyaltyToken.Permit(mei.address(), bo.address(), HUNDRED, token.nonce(mei.address()), deadline);
        assertReverts("ERC2612InvalidSigner", () -> token.permit(bo, more, token.sign(bo, more)));
        LoyaltyToken.Permit late = new LoyaltyToken.Permit(
                mei.address(),
                bo.address(),
                TEN,
                BigInteger.ONE,
                chain.timestamp().minusSeconds(60));
        assertReverts("ERC2612ExpiredSignature", () -> token.permit(bo, late, token.sign(mei, late)));
    }

    @Test
    void paysThroughADistributorWhatIsTransferable() {
        LoyaltyToken token = LoyaltyToken.deploy(chain, owner, config().withTransfers());
        RewardsDistributor distributor =
                RewardsDistributor.deploy(chain, owner, DistributorConfig.of(token.address(), owner.address()));
        token.mint(minter, 1, List.of(new Payment(distributor.pool(), TEN)));
        RewardPushes pushes = RewardPushes.of(1, List.of(new Payment(mei.address(), TEN)));
        EpochRecord epoch = new EpochRecord(
                1,
                Instant.EPOCH,
                0,
                pushes.root(),
                BigInteger.ZERO,
                pushes.root(),
                pushes.root(),
                pushes.root(),
                pushes.total());
        distributor.propose(owner, epoch);
        distributor.push(bo, pushes, 0);

        assertThat(token.balanceOf(mei.address())).isEqualTo(TEN);
    }

    @Test
    void refusesWhatNoTokenCanBe() {
        LoyaltyTokenConfig config = config();
        assertIllegal(() -> config.withDecimals(19), "decimals must be 0 to 18: 19");
        assertIllegal(() -> config.withMaxSupply(BigInteger.TWO.pow(208)), "maxSupply must be 1 to 2^208-1");
        assertIllegal(() -> LoyaltyTokenConfig.of(" ", "TEA", owner.address(), minter.address()), "must not be blank");
        assertIllegal(
                () -> LoyaltyTokenConfig.of("Tea", "TEA", Address.ZERO, minter.address()), "must not be the zero");
        Instant start = Instant.EPOCH;
        Duration week = Duration.ofDays(7);
        assertIllegal(() -> new Emission(start, Duration.ofMillis(999), TEN, 0), "at least one: PT0.999S");
        assertIllegal(() -> new Emission(start, week, BigInteger.ZERO, 0), "must be 1 to 2^256-1: 0");
        assertIllegal(() -> new Emission(start, week, TEN, -1), "halvingEpochs must be 0 or more: -1");
        assertIllegal(() -> new Emission(start.plusMillis(1), week, TEN, 0), "whole second");
    }

    private LoyaltyTokenConfig config() {
        return LoyaltyTokenConfig.of("Tea", "TEA", owner.address(), minter.address());
    }

    private void mint(LoyaltyToken token, long epoch, long units) {
        token.mint(minter, epoch, List.of(new Payment(mei.address(), BigInteger.valueOf(units))));
    }

    private static void assertIllegal(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static void assertReverts(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }
}
