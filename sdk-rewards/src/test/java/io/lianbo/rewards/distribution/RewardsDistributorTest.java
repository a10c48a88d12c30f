package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.merkle.MultiProof;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.feed.InteractionReader;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.split.Payment;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From what viewers did to tokens in their wallets. */
@LocalChainTest
class RewardsDistributorTest {

    private static final ScoringRules RULES = ScoringRules.parse("""
            {"format": "lianbo.scoring-rules/1", "name": "show", "version": 1, "interactions": {
              "watchSeconds": {"points": 1, "per": 60, "maxPoints": 60},
              "comment": {"points": 5, "per": 1, "halveEvery": 3},
              "purchase": {"points": 1, "per": 100}}}
            """);
    private static final Instant START = Instant.parse("2026-11-11T00:00:00Z");
    private static final Address MEI = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address BO = Address.of("0x2222222222222222222222222222222222222222");

    private Chain chain;
    private LocalSigner owner;
    private LocalSigner relayer;
    private Token token;
    private Address coin;
    private RewardsDistributor distributor;

    @BeforeEach
    void deploy(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        owner = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        relayer = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        token = TestTokens.deploy(chain, owner);
        coin = token.contract().orElseThrow();
        distributor = RewardsDistributor.deploy(chain, relayer, DistributorConfig.of(coin, owner.address()));
        TestTokens.mint(chain, owner, token, distributor.pool(), BigInteger.valueOf(10_000_000));
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void paysWhatTheRulesGave() throws IOException {
        EpochScores scores = score(
                1,
                line(1, MEI, "watchSeconds", 3_600),
                line(2, MEI, "comment", 1),
                line(3, BO, "purchase", 25_900),
                line(3, BO, "purchase", 25_900));
        BigInteger pool = BigInteger.valueOf(1_000_000);
        // @start region="claim"
        RewardTree tree = RewardTree.start().next(scores, pool);
        distributor.propose(owner, EpochRecord.of(tree));

        RewardClaim claim = tree.claim(MEI).orElseThrow();
        Receipt receipt = distributor.claim(relayer, claim);
        List<Payment> paid = distributor.payments(receipt);
        // @end region="claim"

        // 65 of 324 points
        assertThat(paid).containsExactly(new Payment(MEI, BigInteger.valueOf(200_617)));
        assertThat(TestTokens.balance(chain, token, MEI)).isEqualTo(BigInteger.valueOf(200_617));
        assertThat(distributor.claimed(MEI)).isEqualTo(BigInteger.valueOf(200_617));
        assertThat(distributor.currentEpoch()).isEqualTo(1);
        assertThat(distributor.root()).isEqualTo(tree.root());
        assertThat(distributor.rulesHash()).isEqualTo(RULES.hash());
        distributor.claim(relayer, tree.claim(BO).orElseThrow());
        assertThat(TestTokens.balance(chain, token, BO)).isEqualTo(BigInteger.valueOf(799_383));
    }

    @Test
    void paysAClaimOnce() throws IOException {
        RewardTree tree = published(1, RewardTree.start());
        RewardClaim claim = tree.claim(MEI).orElseThrow();
        distributor.claim(relayer, claim);

        assertRefused(
                () -> distributor.claim(relayer, claim),
                "NothingToClaim",
                Map.of("account", MEI, "cumulativeAmount", claim.cumulativeAmount()));
    }

    @Test
    void paysInOneClaimWhatSeveralEpochsGave() throws IOException {
        RewardTree first = published(1, RewardTree.start());
        distributor.claim(relayer, first.claim(BO).orElseThrow());
        RewardTree second = published(2, RewardTree.parse(first.toJson()));

        RewardsDistributor same = RewardsDistributor.at(chain, distributor.address());
        assertThat(same.payments(same.claim(relayer, second.claim(MEI).orElseThrow())))
                .containsExactly(new Payment(MEI, BigInteger.valueOf(1_000_000)));
        assertThat(same.payments(same.claim(relayer, second.claim(BO).orElseThrow())))
                .containsExactly(new Payment(BO, BigInteger.valueOf(500_000)));
        assertRefused(
                () -> distributor.claim(relayer, first.claim(MEI).orElseThrow()),
                "NothingToClaim",
                Map.of("account", MEI, "cumulativeAmount", BigInteger.valueOf(500_000)));
    }

    @Test
    void refusesAForgedClaim() throws IOException {
        RewardClaim claim = published(1, RewardTree.start()).claim(MEI).orElseThrow();

        RewardClaim more = new RewardClaim(MEI, claim.cumulativeAmount().add(BigInteger.ONE), claim.proof());
        assertRefused(() -> distributor.claim(relayer, more), "InvalidProof", Map.of());
        RewardClaim redirected = new RewardClaim(relayer.address(), claim.cumulativeAmount(), claim.proof());
        assertRefused(() -> distributor.claim(relayer, redirected), "InvalidProof", Map.of());
        RewardClaim unproved = new RewardClaim(MEI, claim.cumulativeAmount(), List.of());
        assertRefused(() -> distributor.claim(relayer, unproved), "InvalidProof", Map.of());
        assertThat(distributor.claimed(MEI)).isZero();
    }

    @Test
    void takesEpochsInOrderFromItsOwnerAlone() throws IOException {
        RewardTree first = RewardTree.start().next(everyoneEqual(1), BigInteger.valueOf(1_000_000));
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> distributor.propose(relayer, EpochRecord.of(first)));
        assertRefused(
                () -> distributor.propose(owner, EpochRecord.of(RewardTree.start())),
                "WrongEpoch",
                Map.of("expected", BigInteger.ONE, "given", BigInteger.ZERO));
        distributor.propose(owner, EpochRecord.of(first));

        RewardTree less =
                RewardTree.start().next(everyoneEqual(1), BigInteger.ONE).next(everyoneEqual(2), BigInteger.ONE);
        assertRefused(
                () -> distributor.propose(owner, EpochRecord.of(less)),
                "TotalMustNotFall",
                Map.of("current", BigInteger.valueOf(1_000_000), "given", BigInteger.TWO));
    }

    @Test
    void refusesATreeInWhichNobodyEarned() throws IOException {
        RewardTree empty = RewardTree.start().next(score(1), BigInteger.TEN);

        assertRefused(() -> distributor.propose(owner, EpochRecord.of(empty)), "ZeroRoot", Map.of());
    }

    @Test
    void letsEpochsWaitAndBeDisputed(LocalChain local) throws IOException {
        Signer guardian = LocalSigner.fromPrivateKey(local.accounts().get(2).privateKey());
        Hash32 reason = Keccak256.hash("two viewers are missing".getBytes(StandardCharsets.UTF_8));
        // @start region="configure"
        RuleRegistry rules = RuleRegistry.deploy(chain, owner, owner.address(), Duration.ofDays(7));
        rules.announce(owner, RULES.hash());
        RewardsDistributor guarded = RewardsDistributor.deploy(
                chain,
                owner,
                DistributorConfig.of(coin, owner.address())
                        .withDelay(Duration.ofDays(2), guardian.address())
                        .withRules(rules)
                        .withMaxIncrease(BigInteger.valueOf(5_000_000)));
        // @end region="configure"
        TestTokens.mint(chain, owner, token, guarded.pool(), BigInteger.valueOf(1_000_000));
        local.increaseTime(Duration.ofDays(8));
        Instant start = chain.timestamp().minus(Duration.ofHours(3));
        RewardTree tree = RewardTree.start().next(everyoneEqual(1), BigInteger.valueOf(1_000_000));
        Hash32 inputRoot = Keccak256.hash("interactions".getBytes(StandardCharsets.UTF_8));
        // @start region="propose"
        EpochRecord epoch = EpochRecord.of(tree).startingAt(start).scored(inputRoot, 1);
        guarded.propose(owner, epoch);
        // @end region="propose"

        RewardsDistributor.Proposal proposal = guarded.proposal(0).orElseThrow();
        assertThat(proposal.epoch()).isEqualTo(epoch);
        assertThat(proposal.activeFrom()).isEqualTo(chain.timestamp().plus(Duration.ofDays(2)));
        assertRefused(
                () -> guarded.activate(relayer, epoch),
                "TooEarly",
                Map.of("activeFrom", BigInteger.valueOf(proposal.activeFrom().getEpochSecond())));
        assertRefused(() -> guarded.dispute(relayer, proposal.record(), reason), "OnlyGuardian", Map.of());
        guarded.dispute(guardian, proposal.record(), reason);
        assertThat(guarded.proposal(0)).isEmpty();

        guarded.propose(owner, epoch);
        local.increaseTime(Duration.ofDays(2));
        assertThat(guarded.currentEpoch()).isZero();
        guarded.activate(relayer, guarded.proposal(0).orElseThrow().epoch());
        assertThat(guarded.currentEpoch()).isEqualTo(1);
        assertThat(guarded.inputRoot()).isEqualTo(inputRoot);
        assertThat(guarded.cumulativeTotal()).isEqualTo(BigInteger.valueOf(1_000_000));
        guarded.claim(relayer, tree.claim(MEI).orElseThrow());
        assertThat(TestTokens.balance(chain, token, MEI)).isEqualTo(BigInteger.valueOf(500_000));
    }

    @Test
    void refusesAnEpochWhoseRulesDidNotCountWhenItBegan(LocalChain local) throws IOException {
        RuleRegistry rules = RuleRegistry.deploy(chain, owner, owner.address(), Duration.ofDays(7));
        RewardsDistributor ruled = RewardsDistributor.deploy(
                chain, owner, DistributorConfig.of(coin, owner.address()).withRules(rules));
        rules.announce(owner, RULES.hash());
        Instant before = chain.timestamp();
        local.increaseTime(Duration.ofDays(8));
        RewardTree tree = RewardTree.start().next(everyoneEqual(1), BigInteger.TEN);

        assertRefused(
                () -> ruled.propose(owner, EpochRecord.of(tree).startingAt(before)),
                "RulesNotActive",
                Map.of("active", Hash32.ZERO, "given", RULES.hash()));
    }

    @Test
    void neverPaysMoreThanTheTotalWhateverTheTreeSays() throws IOException {
        RewardTree tree = RewardTree.start().next(everyoneEqual(1), BigInteger.valueOf(1_000_000));
        EpochRecord honest = EpochRecord.of(tree);
        EpochRecord understated = new EpochRecord(
                honest.number(),
                honest.startsAt(),
                honest.engineVersion(),
                honest.root(),
                BigInteger.valueOf(600_000),
                honest.rulesHash(),
                honest.inputRoot(),
                honest.pushRoot(),
                honest.pushTotal());
        distributor.propose(owner, understated);
        distributor.claim(relayer, tree.claim(MEI).orElseThrow());

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> distributor.claim(relayer, tree.claim(BO).orElseThrow()));
        assertThat(TestTokens.balance(chain, token, distributor.pool())).isEqualTo(BigInteger.valueOf(9_400_000));
    }

    @Test
    void claimsForManyUnderOneProof() throws IOException {
        RewardTree tree = published(1, RewardTree.start());
        List<List<Object>> leaves = new ArrayList<>();
        tree.cumulative().forEach((account, amount) -> leaves.add(List.of(account, amount)));
        MultiProof all =
                StandardMerkleTree.of(leaves, List.of("address", "uint256")).multiProof(0, 1);

        Receipt receipt = distributor.claimMany(relayer, all);

        assertThat(distributor.payments(receipt))
                .containsExactlyInAnyOrder(
                        new Payment(MEI, BigInteger.valueOf(500_000)), new Payment(BO, BigInteger.valueOf(500_000)));
        assertThat(distributor.payments(distributor.claimMany(relayer, all))).isEmpty();
        assertThat(distributor.credits(receipt)).isEmpty();
    }

    @Test
    void pushesBatchesBesideTheTree() throws IOException {
        RewardTree tree = RewardTree.start().next(everyoneEqual(1), BigInteger.valueOf(1_000_000));
        List<Payment> payments = LongStream.rangeClosed(1, 101)
                .mapToObj(i -> new Payment(Address.of("0x%040x".formatted(i + 0xabcdef)), BigInteger.valueOf(i)))
                .toList();
        // @start region="push"
        RewardPushes pushes = RewardPushes.of(1, payments);
        distributor.propose(owner, EpochRecord.of(tree).pushing(pushes));
        for (int batch = 0; batch < pushes.batches().size(); batch++) {
            distributor.push(relayer, pushes, batch);
        }
        // @end region="push"

        assertThat(pushes.batches()).hasSize(2);
        assertThat(pushes.total()).isEqualTo(BigInteger.valueOf(5_151));
        for (Payment payment : payments) {
            assertThat(TestTokens.balance(chain, token, payment.recipient())).isEqualTo(payment.amount());
        }
        assertThat(distributor.isPushed(1, 1)).isTrue();
        assertThat(distributor.isPushed(1, 2)).isFalse();
        assertRefused(
                () -> distributor.push(relayer, pushes, 0),
                "AlreadyPushed",
                Map.of("number", BigInteger.ONE, "batch", BigInteger.ZERO));
        distributor.claim(relayer, tree.claim(MEI).orElseThrow());
        assertThat(TestTokens.balance(chain, token, distributor.address())).isEqualTo(BigInteger.valueOf(500_000));
    }

    @Test
    void keepsAsACreditWhatCannotBePaid() throws IOException {
        RewardTree tree = RewardTree.start().next(everyoneEqual(1), BigInteger.TEN);
        Payment toItself = new Payment(distributor.address(), BigInteger.TWO);
        RewardPushes pushes = RewardPushes.of(1, List.of(toItself, new Payment(MEI, BigInteger.ONE)));
        distributor.propose(owner, EpochRecord.of(tree).pushing(pushes));

        Receipt receipt = distributor.push(relayer, pushes, 0);

        assertThat(distributor.credits(receipt)).containsExactly(toItself);
        assertThat(distributor.creditOf(toItself.recipient())).isEqualTo(BigInteger.TWO);
        assertThat(TestTokens.balance(chain, token, MEI)).isEqualTo(BigInteger.ONE);
        distributor.withdraw(relayer, toItself.recipient());
        assertThat(distributor.creditOf(toItself.recipient())).isZero();
        assertRefused(() -> distributor.withdraw(relayer, MEI), "NothingToWithdraw", Map.of("account", MEI));
    }

    @Test
    void refusesWhatNoContractWouldTake() throws IOException {
        DistributorConfig config = DistributorConfig.of(coin, owner.address());
        assertIllegal(() -> DistributorConfig.of(Address.ZERO, owner.address()), "token must not be the zero address");
        assertIllegal(
                () -> config.withDelay(Duration.ofDays(366), MEI),
                "delay must be 0 to 365 days in whole seconds: PT8784H");
        assertIllegal(() -> config.withDelay(Duration.ofMillis(1500), MEI), "delay must be 0 to 365 days");
        assertIllegal(() -> config.withDelay(Duration.ZERO, Address.ZERO), "guardian must not be the zero address");
        assertIllegal(() -> config.withMaxIncrease(BigInteger.ZERO), "maxIncrease must be 1 to 2^256-1: 0");
        EpochRecord epoch = EpochRecord.of(RewardTree.start().next(everyoneEqual(1), BigInteger.TEN));
        assertIllegal(() -> epoch.startingAt(Instant.ofEpochMilli(1)), "the start must be a whole second");
        assertIllegal(() -> epoch.scored(Hash32.ZERO, -1), "engine version -1");
        RewardPushes another = RewardPushes.of(2, List.of(new Payment(MEI, BigInteger.ONE)));
        assertIllegal(() -> epoch.pushing(another), "pushes must be of epoch 1: they are of epoch 2");
        assertIllegal(() -> RewardPushes.of(1, List.of()), "the sum of all pushes must be 1 to 2^256-1: 0");
        assertIllegal(
                () -> RewardPushes.of(1, List.of(new Payment(Address.ZERO, BigInteger.ONE))),
                "a recipient must not be the zero address");
    }

    private RewardTree published(long epoch, RewardTree previous) throws IOException {
        RewardTree tree = previous.next(everyoneEqual(epoch), BigInteger.valueOf(1_000_000));
        distributor.propose(owner, EpochRecord.of(tree));
        return tree;
    }

    private static EpochScores everyoneEqual(long epoch) throws IOException {
        return score(epoch, line(1, MEI, "comment", 1), line(2, BO, "comment", 1));
    }

    private static EpochScores score(long epoch, String... lines) throws IOException {
        ScoringEngine engine = new ScoringEngine(RULES, new Epoch(epoch, START, START.plusSeconds(86_400)));
        InteractionReader.read(
                new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
                engine::add,
                bad -> {
                    throw new AssertionError(bad.toString());
                });
        return engine.finalizeEpoch();
    }

    private static String line(int sequence, Address user, String type, long quantity) {
        return ("{\"producer\":\"edge-7\",\"session\":\"show-42\",\"sequence\":%d,\"user\":\"%s\",\"type\":\"%s\","
                        + "\"quantity\":%d,\"at\":\"2026-11-11T12:00:00Z\"}")
                .formatted(sequence, user, type, quantity);
    }

    private static void assertIllegal(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static void assertRefused(ThrowingCallable call, String error, Map<String, Object> fields) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.error().fields()).isEqualTo(fields);
                });
    }
}
