package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.merkle.MultiProof;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardTreeTest {

    private static final Address MEI = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address BO = Address.of("0x2222222222222222222222222222222222222222");
    private static final UserId AN = UserId.of("an-without-wallet");
    private static final Hash32 RULES = Keccak256.hash("rules".getBytes(StandardCharsets.UTF_8));
    private static final BigInteger POOL = BigInteger.valueOf(1_000);

    @Test
    void dividesThePoolByPoints() {
        EpochScores scores = scores(1, Map.of(UserId.of(MEI), 2L, UserId.of(BO), 1L));
        // @start region="tree"
        RewardTree tree = RewardTree.start().next(scores, BigInteger.valueOf(1_000));
        Hash32 root = tree.root();
        Optional<RewardClaim> claim = tree.claim(MEI);
        // @end region="tree"

        assertThat(tree.epoch()).isEqualTo(1);
        assertThat(tree.rulesHash()).isEqualTo(RULES);
        assertThat(tree.cumulative()).isEqualTo(Map.of(MEI, BigInteger.valueOf(667), BO, BigInteger.valueOf(333)));
        assertThat(tree.cumulativeTotal()).isEqualTo(POOL);
        assertThat(claim).hasValueSatisfying(mine -> {
            assertThat(mine.cumulativeAmount()).isEqualTo(BigInteger.valueOf(667));
            assertThat(StandardMerkleTree.verify(
                                    root,
                                    List.of("address", "uint256"),
                                    List.of(MEI, mine.cumulativeAmount()),
                                    mine.proof())
                            .isVerified())
                    .isTrue();
        });
    }

    @Test
    void provesClaimsTogether() {
        RewardTree tree = RewardTree.start().next(scores(1, Map.of(UserId.of(MEI), 2L, UserId.of(BO), 1L)), POOL);

        for (List<Address> claimants : List.of(List.of(MEI), List.of(BO, MEI))) {
            MultiProof claims = tree.claims(claimants);

            assertThat(StandardMerkleTree.verify(tree.root(), List.of("address", "uint256"), claims)
                            .isVerified())
                    .isTrue();
            assertThat(claims.leaves()).extracting(List::getFirst).containsExactlyInAnyOrderElementsOf(claimants);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.claims(List.of(MEI, Address.ZERO)))
                .withMessage(Address.ZERO + " has earned nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.claims(List.of(MEI, MEI)))
                .withMessageStartingWith("a multiproof must name each leaf once");
        assertThatIllegalArgumentException().isThrownBy(() -> RewardTree.start().claims(List.of()));
    }

    @Test
    void addsEachEpochToTheOnesBefore() {
        RewardTree first = RewardTree.start().next(scores(1, Map.of(UserId.of(MEI), 1L)), POOL);
        RewardTree second = first.next(scores(2, Map.of(UserId.of(MEI), 1L, UserId.of(BO), 3L)), POOL);

        assertThat(second.cumulative()).isEqualTo(Map.of(MEI, BigInteger.valueOf(1_250), BO, BigInteger.valueOf(750)));
        assertThat(second.cumulativeTotal()).isEqualTo(BigInteger.valueOf(2_000));
        assertThat(first.cumulativeTotal()).isEqualTo(POOL);
        assertThat(second.root()).isNotEqualTo(first.root());
    }

    @Test
    void holdsTheShareOfAUserUntilSheHasAWallet() {
        RewardTree first = RewardTree.start().next(scores(1, Map.of(UserId.of(MEI), 1L, AN, 1L)), POOL);
        assertThat(first.held()).isEqualTo(Map.of(AN, BigInteger.valueOf(500)));
        assertThat(first.cumulativeTotal()).isEqualTo(BigInteger.valueOf(500));

        RewardTree second = RewardTree.parse(first.toJson())
                .next(
                        scores(2, Map.of(UserId.of(MEI), 1L)),
                        POOL,
                        user -> user.equals(AN) ? Optional.of(BO) : user.address());
        assertThat(second.held()).isEmpty();
        assertThat(second.cumulative()).isEqualTo(Map.of(MEI, BigInteger.valueOf(1_500), BO, BigInteger.valueOf(500)));
        assertThat(second.cumulativeTotal()).isEqualTo(BigInteger.valueOf(2_000));
    }

    @Test
    void addsUpUsersWhoShareAWallet() {
        RewardTree tree = RewardTree.start()
                .next(scores(1, Map.of(UserId.of("a"), 1L, UserId.of("b"), 1L)), POOL, user -> Optional.of(MEI));

        assertThat(tree.cumulative()).isEqualTo(Map.of(MEI, POOL));
        assertThat(tree.claim(MEI))
                .hasValueSatisfying(claim -> assertThat(claim.proof()).isEmpty());
    }

    @Test
    void distributesNothingInAnEpochWithoutPoints() {
        RewardTree first = RewardTree.start().next(scores(1, Map.of(UserId.of(MEI), 1L)), POOL);
        RewardTree second = first.next(scores(2, Map.of()), POOL);

        assertThat(second.epoch()).isEqualTo(2);
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.cumulativeTotal()).isEqualTo(POOL);
    }

    @Test
    void hasNoRootAndNoClaimsWhileNobodyEarned() {
        assertThat(RewardTree.start().root()).isEqualTo(Hash32.ZERO);
        assertThat(RewardTree.start().claim(MEI)).isEmpty();
        assertThat(RewardTree.parse(RewardTree.start().toJson()).epoch()).isZero();
        RewardTree tree = RewardTree.start().next(scores(1, Map.of(UserId.of(MEI), 1L)), POOL);
        assertThat(tree.claim(BO)).isEmpty();
    }

    @Test
    void comesBackFromItsDocumentUnchanged() {
        RewardTree tree = RewardTree.start()
                .next(scores(1, Map.of(UserId.of(MEI), 2L, UserId.of(BO), 1L, AN, 1L)), TokenAmount.MAX_UNITS);
        RewardTree read = RewardTree.parse(tree.toJson());

        assertThat(read.toJson()).isEqualTo(tree.toJson());
        assertThat(read.root()).isEqualTo(tree.root());
        assertThat(read.claim(BO)).isEqualTo(tree.claim(BO));
        assertThat(read.rulesHash()).isEqualTo(RULES);
        assertThat(read.held()).isEqualTo(tree.held());
    }

    @Test
    void refusesScoresOfAnotherEpochThanTheNext() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RewardTree.start().next(scores(2, Map.of()), POOL))
                .withMessage("scores must be of epoch 1, which follows this tree's: 2");
    }

    @Test
    void refusesAPoolThatNoTokenHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RewardTree.start().next(scores(1, Map.of()), BigInteger.ONE.negate()))
                .withMessage("pool must be 0 to 2^256-1: -1");
        RewardTree full = RewardTree.start().next(scores(1, Map.of(AN, 1L)), TokenAmount.MAX_UNITS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.next(scores(2, Map.of(UserId.of(MEI), 1L)), BigInteger.ONE))
                .withMessageStartingWith("all that was ever distributed must be at most 2^256-1:");
    }

    @Test
    void refusesToPayNobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RewardTree.start().next(scores(1, Map.of(AN, 1L)), POOL, user -> Optional.of(Address.ZERO)))
                .withMessage("wallet of an-without-wallet must not be the zero address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"1000\" | \"1001\" | reward tree: root must be that of the amounts,",
                "\"1000\" | \"01000\" | reward tree: cumulative.0x1111111111111111111111111111111111111111 must be a string of decimal d",
                "\"1000\" | 1000 | reward tree: cumulative.0x1111111111111111111111111111111111111111 must be a string: 1000",
                "0x1111111111111111111111111111111111111111 | mei | reward tree: cumulative: ",
                "\"epoch\":\"1\" | \"epoch\":\"-1\" | reward tree: epoch must be a string of decimal digits from 0 to 9223372036854775807: \"-1\"",
                "\"held\":{} | \"held\":[] | reward tree: held must be an object: an array",
                "\"held\":{}, | `` | reward tree: missing key held",
                "tree/1 | tree/9 | reward tree: format must be \"lianbo.reward-tree/1\": \"lianbo.reward-tree/9\"",
                "{\"cumulative\" | {\"more\":1,\"cumulative\" | reward tree: unknown key more, allowed are",
            })
    void refusesADocumentThatWasChanged(String part, String replacement, String message) {
        String json = RewardTree.start()
                .next(scores(1, Map.of(UserId.of(MEI), 1L)), POOL)
                .toJson();
        assertThat(json).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RewardTree.parse(json.replace(part, replacement)))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesADocumentThatNamesAnAccountTwice() {
        String account = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        String json = "{\"format\":\"lianbo.reward-tree/1\",\"epoch\":\"1\",\"rulesHash\":\"" + RULES + "\",\"root\":\""
                + RULES + "\",\"held\":{},\"cumulative\":{\"" + account + "\":\"1\",\""
                + account.toLowerCase(Locale.ROOT) + "\":\"1\"}}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RewardTree.parse(json))
                .withMessage("reward tree: cumulative must name each owner once: " + account);
    }

    private static EpochScores scores(long epoch, Map<UserId, Long> points) {
        Instant start = Instant.parse("2026-11-11T00:00:00Z").plusSeconds(epoch * 60);
        return new EpochScores(
                new Epoch(epoch, start, start.plusSeconds(60)), RULES, new TreeMap<>(points), new TreeMap<>());
    }
}
