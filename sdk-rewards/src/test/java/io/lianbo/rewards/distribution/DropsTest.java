package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.NodePeer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trees as others build them: what they published or compute comes out again. */
class DropsTest {

    private static final Address MEI = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address BO = Address.of("0x2222222222222222222222222222222222222222");
    private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    /** Published by guildxyz/club in src/constants/MerkleDistributor.ts: five accounts, so that one goes up alone. */
    @Test
    void givesTheRootThatAGuildPublishedForUniswapsDistributor() {
        BigInteger each = BigInteger.TEN.pow(20);
        UniswapDrop drop = UniswapDrop.of(Map.of(
                Address.of("0x14DDFE8EA7FFc338015627D160ccAf99e8F16Dd3"), each,
                Address.of("0x2893b7e6E8a5aF81d262024a550a3159b1F65217"), each,
                Address.of("0x627522F78227DB80c16774ab803541eB523eDDdc"), each,
                Address.of("0xA861C07fEc05525F2DB7408E8C3319B8D8929B78"), each,
                Address.of("0xe991DD89298C9514E37fB9CF63FB89B6653C5A62"), each));

        assertThat(drop.root()).hasToString("0xd67abe7a9d22138d5b70534b35000da05d8776ed78e28873108525ad9fe49c13");
        assertThat(drop.total()).isEqualTo(new BigInteger("1b1ae4d6e2ef500000", 16));
        UniswapDrop.Claim first = claim(drop, "0x14DDFE8EA7FFc338015627D160ccAf99e8F16Dd3");
        assertThat(first.index()).isZero();
        assertThat(first.proof())
                .extracting(Hash32::toString)
                .containsExactly(
                        "0x88bc69c158e9a75218c436b32070eb86b48c5e65ae3e4a517b08dc84a09ecad8",
                        "0xbae405801deb3d3ca5c432ea59aaef3680f706a34f25fec02d5d3de1bac5f7b4",
                        "0xe6a4d3fcf94bd2d2770e62d15dac9a1271684c5954338e6d1ab6330702e791fe");
        UniswapDrop.Claim alone = claim(drop, "0x2893b7e6E8a5aF81d262024a550a3159b1F65217");
        assertThat(alone.index()).isEqualTo(1);
        assertThat(alone.proof())
                .extracting(Hash32::toString)
                .containsExactly("0x29e40f26a7b7b2915ffbe3ecc6167cb2b96818768176346fb805e2ab98ce6cf9");
        assertThat(claim(drop, "0xe991DD89298C9514E37fB9CF63FB89B6653C5A62").index())
                .isEqualTo(4);
    }

    /** Published by KushGoyal/tachyonDistributor in src/merkleTree.js: eight accounts, a full tree. */
    @Test
    void givesTheRootThatTachyonPublishedForUniswapsDistributor() {
        UniswapDrop drop = UniswapDrop.of(Map.of(
                Address.of("0x25b0301B6d57C639c2847dddec2A2Ce25c518a06"), BigInteger.valueOf(0x0fa0),
                Address.of("0x2B9ED3d72F8Cfc6c761e4401d2549A3275723aac"), BigInteger.valueOf(0x0493e0),
                Address.of("0x384ac0700063f00d2c6b9D8dD1ca2b21fab92F97"), BigInteger.valueOf(0x015f90),
                Address.of("0x465F8e4E4Ddd9EAECF6660aC2015069dc99c024e"), BigInteger.valueOf(0x07a120),
                Address.of("0x844d97C86C8094e11dbFb7df86719aeBAE344B43"), BigInteger.valueOf(0x4e20),
                Address.of("0xB466daC0215d542712a02965F4261Ba2473fbB8B"), BigInteger.valueOf(0x2710),
                Address.of("0xdDEEF8EdE5A08Bcca2501d36D66E0a3501129B15"), BigInteger.valueOf(0x0f4240),
                Address.of("0xe8ea74CE1fE042A75726cEfcb724B11EFC5E78dA"), BigInteger.valueOf(0x011170)));

        assertThat(drop.root()).hasToString("0x6aabb8d77f9317e3ef8851407f34004826ad5d2e1f82b8c8dcac798cbe6af5b3");
        assertThat(drop.total()).isEqualTo(BigInteger.valueOf(0x1e6d10));
        UniswapDrop.Claim fifth = claim(drop, "0x844d97C86C8094e11dbFb7df86719aeBAE344B43");
        assertThat(fifth.index()).isEqualTo(4);
        assertThat(fifth.proof())
                .extracting(Hash32::toString)
                .containsExactly(
                        "0x444c333066025dea90bd07e76ba37e2394098ae6d04a9ea3255af4934082687e",
                        "0x56be7ae0c8bddc45f3add1fd1c2bbde0d2b3d66866aceb155156dde510509be4",
                        "0x1481c27aac71282a21757945fc094fef7f18a56189ac787f456e2425047ba4e9");
    }

    @Test
    void givesTheRootsAndProofsOfMerkletreejs() {
        Random random = new Random(1);
        List<Map<Address, BigInteger>> drops = new ArrayList<>();
        for (int accounts : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 333}) {
            drops.add(amounts(random, accounts));
        }
        List<JsonObject> answers =
                JsonObject.parseList("answers", NodePeer.ask("merkle-tree-peer.mjs", questions("cumulative", drops)));

        assertThat(answers).hasSameSizeAs(drops);
        for (int i = 0; i < answers.size(); i++) {
            CumulativeDrop drop = CumulativeDrop.of(drops.get(i));
            assertThat(drop.root()).hasToString(answers.get(i).text("root"));
            List<?> proofs = (List<?>)
                    Optional.ofNullable(answers.get(i).values().get("proofs")).orElseThrow();
            int next = 0;
            for (Map.Entry<Address, BigInteger> each : drops.get(i).entrySet()) {
                CumulativeDrop.Claim claim = drop.claim(each.getKey()).orElseThrow();
                assertThat(claim.cumulativeAmount()).isEqualTo(each.getValue());
                assertThat(claim.proof().stream().map(Hash32::toString).toList())
                        .isEqualTo(proofs.get(next++));
                assertThat(claim.verify(drop.root()).isVerified()).isTrue();
            }
        }
    }

    @Test
    void aRewardTreeHasTheRootsAndProofsOfOpenZeppelin() {
        Random random = new Random(4);
        List<Map<Address, BigInteger>> trees = new ArrayList<>();
        for (int accounts : new int[] {1, 2, 3, 4, 5, 8, 9, 100, 333}) {
            trees.add(amounts(random, accounts));
        }
        List<JsonObject> answers =
                JsonObject.parseList("answers", NodePeer.ask("merkle-tree-peer.mjs", questions("standard-v1", trees)));

        assertThat(answers).hasSameSizeAs(trees);
        Instant start = Instant.parse("2026-11-11T00:00:00Z");
        RewardTree first = RewardTree.start()
                .next(
                        new EpochScores(
                                new Epoch(1, start, start.plusSeconds(60)),
                                Hash32.ZERO,
                                new TreeMap<>(),
                                new TreeMap<>()),
                        BigInteger.ZERO);
        for (int i = 0; i < answers.size(); i++) {
            Map<UserId, BigInteger> earned = new TreeMap<>();
            trees.get(i).forEach((account, amount) -> earned.put(UserId.of(account), amount));
            RewardTree tree = first.plus(earned, UserId::address);
            assertThat(tree.root()).hasToString(answers.get(i).text("root"));
            List<?> proofs = (List<?>)
                    Optional.ofNullable(answers.get(i).values().get("proofs")).orElseThrow();
            int next = 0;
            for (Address account : trees.get(i).keySet()) {
                assertThat(tree.claim(account).orElseThrow().proof().stream()
                                .map(Hash32::toString)
                                .toList())
                        .isEqualTo(proofs.get(next++));
            }
        }
    }

    @Test
    void everyClaimOfADropOfAnySizeVerifiesAndNoOther() {
        Random random = new Random(2);
        for (int accounts = 1; accounts < 40; accounts++) {
            Map<Address, BigInteger> amounts = amounts(random, accounts);
            UniswapDrop uniswap = UniswapDrop.of(amounts);
            CumulativeDrop cumulative = CumulativeDrop.of(amounts);
            for (Address account : amounts.keySet()) {
                UniswapDrop.Claim claim = uniswap.claim(account).orElseThrow();
                CumulativeDrop.Claim other = cumulative.claim(account).orElseThrow();
                assertThat(claim.verify(uniswap.root()).isVerified()).isTrue();
                assertThat(claim.verify(cumulative.root()).isVerified()).isFalse();
                assertThat(other.verify(uniswap.root()).isVerified()).isFalse();
                assertThat(new UniswapDrop.Claim(claim.index() + 1, account, claim.amount(), claim.proof())
                                .verify(uniswap.root())
                                .isVerified())
                        .isFalse();
                assertThat(new CumulativeDrop.Claim(
                                        account, other.cumulativeAmount().subtract(BigInteger.ONE), other.proof())
                                .verify(cumulative.root())
                                .isVerified())
                        .isFalse();
                assertThat(new RewardClaim(account, other.cumulativeAmount(), other.proof())
                                .verify(cumulative.root())
                                .isVerified())
                        .isFalse();
            }
            assertThat(uniswap.claim(Address.ZERO)).isEmpty();
            assertThat(cumulative.claim(Address.ZERO)).isEmpty();
        }
    }

    @Test
    void refusesAmountsThatNobodyCouldClaim() {
        assertRefused("a drop must have at least one account", Map.of());
        assertRefused("an account must not be the zero address", Map.of(Address.ZERO, BigInteger.ONE));
        assertRefused(
                "amounts must be 1 or more and come to at most 2^256-1: 0 of " + MEI, Map.of(MEI, BigInteger.ZERO));
        assertRefused(
                "amounts must be 1 or more and come to at most 2^256-1: -1 of " + MEI,
                Map.of(MEI, BigInteger.ONE.negate()));
        assertRefused(
                "amounts must be 1 or more and come to at most 2^256-1: 1 of " + BO,
                new TreeMap<>(Map.of(MEI, MOST, BO, BigInteger.ONE)));
        assertThat(UniswapDrop.of(Map.of(MEI, MOST)).claim(MEI).orElseThrow().proof())
                .isEmpty();
    }

    @Test
    void writesACumulativeDropForWhatWasEarned() {
        Map<Address, BigInteger> earned = Map.of(MEI, BigInteger.valueOf(700), BO, BigInteger.valueOf(300));
        // @start region="cumulative"
        CumulativeDrop drop = CumulativeDrop.of(earned);
        Hash32 root = drop.root(); // for setMerkleRoot
        CumulativeDrop.Claim claim = drop.claim(MEI).orElseThrow();
        // @end region="cumulative"

        assertThat(claim.verify(root).isVerified()).isTrue();
        assertThat(drop.total()).isEqualTo(BigInteger.valueOf(1_000));
    }

    private static void assertRefused(String message, Map<Address, BigInteger> amounts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UniswapDrop.of(amounts))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CumulativeDrop.of(amounts))
                .withMessage(message);
    }

    private static UniswapDrop.Claim claim(UniswapDrop drop, String account) {
        UniswapDrop.Claim claim = drop.claim(Address.of(account)).orElseThrow();
        assertThat(claim.verify(drop.root()).isVerified()).isTrue();
        return claim;
    }

    static Map<Address, BigInteger> amounts(Random random, int accounts) {
        Map<Address, BigInteger> amounts = new TreeMap<>();
        byte[] address = new byte[Address.SIZE];
        while (amounts.size() < accounts) {
            random.nextBytes(address);
            amounts.put(Address.of(address), new BigInteger(1 + random.nextInt(200), random).add(BigInteger.ONE));
        }
        return amounts;
    }

    private static String questions(String format, List<Map<Address, BigInteger>> drops) {
        List<Map<String, Object>> questions = new ArrayList<>();
        for (Map<Address, BigInteger> drop : drops) {
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("format", format);
            question.put(
                    "values",
                    drop.entrySet().stream()
                            .map(each -> List.of(
                                    each.getKey().toString(), each.getValue().toString()))
                            .toList());
            questions.add(question);
        }
        return StrictJson.write(questions);
    }
}
