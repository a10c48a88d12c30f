package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DividendsTest {

    private static final Address WALLET = Address.of("0x1111111111111111111111111111111111111111");
    private static final UserId MEI = UserId.of(WALLET);
    private static final UserId BO = UserId.of("bo-without-wallet");
    private static final UserId AN = UserId.of("an-without-wallet");

    @Test
    void sharesIncomeByThePointsOfSeveralEpochs() {
        EpochScores october = scores(1, Map.of(MEI, 3L, BO, 1L));
        EpochScores november = scores(2, Map.of(MEI, 1L, AN, 2L));
        RewardTree first = RewardTree.start().next(october, BigInteger.ZERO);
        BigInteger income = BigInteger.valueOf(1_000);
        // @start region="points"
        SortedMap<UserId, BigInteger> dividends = Dividends.byPoints(income, List.of(october, november));
        RewardTree tree = first.next(november, BigInteger.valueOf(300)).plus(dividends, UserId::address);
        // @end region="points"

        assertThat(dividends)
                .isEqualTo(
                        Map.of(MEI, BigInteger.valueOf(571), AN, BigInteger.valueOf(286), BO, BigInteger.valueOf(143)));
        assertThat(tree.epoch()).isEqualTo(2);
        assertThat(tree.cumulative()).isEqualTo(Map.of(WALLET, BigInteger.valueOf(671)));
        assertThat(tree.held()).isEqualTo(Map.of(AN, BigInteger.valueOf(486), BO, BigInteger.valueOf(143)));
        assertThat(RewardTree.parse(tree.toJson()).toJson()).isEqualTo(tree.toJson());
        assertThat(tree.claim(WALLET).orElseThrow().verify(tree.root()).isVerified())
                .isTrue();
    }

    @Test
    void sharesWhatDataEarnedByHowOftenItWasRead() {
        Map<String, Long> claimsRead = Map.of("did:pkh:eip155:1:" + WALLET, 3L, "did:web:bo.example", 1L);
        // @start region="data"
        Map<UserId, Long> counts = new TreeMap<>();
        claimsRead.forEach((holder, count) -> counts.merge(userOf(holder), count, Math::addExact));
        SortedMap<UserId, BigInteger> dividends = Dividends.byCount(BigInteger.valueOf(10_000), counts);
        // @end region="data"

        assertThat(dividends).isEqualTo(Map.of(MEI, BigInteger.valueOf(7_500), BO, BigInteger.valueOf(2_500)));
    }

    @Test
    void leavesNoDust() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            BigInteger pool = new BigInteger(random.nextInt(257), random);
            List<EpochScores> epochs = new ArrayList<>();
            for (int epoch = 1; epoch <= 1 + random.nextInt(5); epoch++) {
                Map<UserId, Long> points = new TreeMap<>();
                for (int user = 0; user < 1 + random.nextInt(20); user++) {
                    points.put(UserId.of("user-" + random.nextInt(30)), 1 + (random.nextLong() >>> 10));
                }
                epochs.add(scores(epoch, points));
            }

            SortedMap<UserId, BigInteger> dividends = Dividends.byPoints(pool, epochs);

            assertThat(dividends.values().stream().reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(pool);
            assertThat(Dividends.byPoints(pool, epochs.reversed())).isEqualTo(dividends);
        }
    }

    @Test
    void addsToTheTreeOnlyWhatIsThere() {
        RewardTree tree = RewardTree.start().next(scores(1, Map.of(MEI, 1L, BO, 1L)), BigInteger.TEN);

        assertThat(tree.plus(Map.of(), UserId::address).toJson()).isEqualTo(tree.toJson());
        assertThat(tree.plus(Map.of(AN, BigInteger.ZERO), UserId::address).toJson())
                .isEqualTo(tree.toJson());
        RewardTree paid = tree.plus(Map.of(AN, BigInteger.ONE), user -> Optional.of(WALLET));
        assertThat(paid.cumulative()).isEqualTo(Map.of(WALLET, BigInteger.valueOf(11)));
        assertThat(paid.held()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.plus(Map.of(AN, BigInteger.ONE.negate()), UserId::address))
                .withMessage("amount of an-without-wallet must not be negative: -1");
        assertThatIllegalStateException()
                .isThrownBy(() -> RewardTree.start().plus(Map.of(AN, BigInteger.ONE), UserId::address))
                .withMessage("a tree must have an epoch before it is given more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.plus(Map.of(AN, BigInteger.TWO.pow(256)), UserId::address))
                .withMessageStartingWith("all that was ever distributed must be at most 2^256-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.plus(Map.of(AN, BigInteger.ONE), user -> Optional.of(Address.ZERO)))
                .withMessage("wallet of an-without-wallet must not be the zero address");
    }

    @Test
    void refusesWhatCannotBeDivided() {
        assertThat(Dividends.byCount(BigInteger.TEN, Map.of(MEI, 0L))).isEmpty();
        assertThat(Dividends.byPoints(BigInteger.TEN, List.of())).isEmpty();
        assertThat(Dividends.byCount(BigInteger.TEN, Map.of(MEI, 0L, BO, 1L)))
                .isEqualTo(Map.of(MEI, BigInteger.ZERO, BO, BigInteger.TEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dividends.byCount(BigInteger.ONE.negate(), Map.of(MEI, 1L)))
                .withMessage("pool must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dividends.byCount(BigInteger.TWO.pow(256), Map.of(MEI, 1L)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dividends.byCount(BigInteger.ONE, Map.of(BO, -1L)))
                .withMessage("count of bo-without-wallet must be 0 or more: -1");
        EpochScores most = scores(1, Map.of(MEI, Long.MAX_VALUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dividends.byPoints(BigInteger.ONE, List.of(most, most)))
                .withMessage("each epoch must be there once: 1");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Dividends.byPoints(BigInteger.ONE, List.of(most, scores(2, Map.of(MEI, 1L)))));
    }

    /** As a platform knows its users by their DIDs. */
    private static UserId userOf(String holder) {
        return holder.startsWith("did:pkh:") ? UserId.of(holder.substring(holder.lastIndexOf(':') + 1)) : BO;
    }

    private static EpochScores scores(long epoch, Map<UserId, Long> points) {
        Instant start = Instant.parse("2026-11-11T00:00:00Z").plusSeconds(epoch * 60);
        return new EpochScores(
                new Epoch(epoch, start, start.plusSeconds(60)), Hash32.ZERO, new TreeMap<>(points), new TreeMap<>());
    }
}
