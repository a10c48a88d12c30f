package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private RewardsDistributor distributor;

    @BeforeEach
    void deploy(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        owner = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        relayer = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        token = TestTokens.deploy(chain, owner);
        distributor = RewardsDistributor.deploy(chain, relayer, token.contract().orElseThrow(), owner.address());
        TestTokens.mint(chain, owner, token, distributor.address(), BigInteger.valueOf(10_000_000));
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
        distributor.publishEpoch(owner, tree);

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
        assertRefused(() -> distributor.claim(relayer, first.claim(MEI).orElseThrow()), "InvalidProof", Map.of());
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
                .isThrownBy(() -> distributor.publishEpoch(relayer, first));
        assertRefused(
                () -> distributor.publishEpoch(owner, RewardTree.start()),
                "WrongEpoch",
                Map.of("expected", BigInteger.ONE, "given", BigInteger.ZERO));
        distributor.publishEpoch(owner, first);

        RewardTree less =
                RewardTree.start().next(everyoneEqual(1), BigInteger.ONE).next(everyoneEqual(2), BigInteger.ONE);
        assertRefused(
                () -> distributor.publishEpoch(owner, less),
                "TotalMustNotFall",
                Map.of("current", BigInteger.valueOf(1_000_000), "given", BigInteger.TWO));
    }

    @Test
    void refusesATreeInWhichNobodyEarned() throws IOException {
        RewardTree empty = RewardTree.start().next(score(1), BigInteger.TEN);

        assertRefused(() -> distributor.publishEpoch(owner, empty), "ZeroRoot", Map.of());
    }

    private RewardTree published(long epoch, RewardTree previous) throws IOException {
        RewardTree tree = previous.next(everyoneEqual(epoch), BigInteger.valueOf(1_000_000));
        distributor.publishEpoch(owner, tree);
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

    private static void assertRefused(ThrowingCallable call, String error, Map<String, Object> fields) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.error().fields()).isEqualTo(fields);
                });
    }
}
