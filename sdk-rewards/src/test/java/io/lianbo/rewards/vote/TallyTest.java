package io.lianbo.rewards.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same ballots come to the same bytes, and no other bytes pass for them. */
@LocalChainTest
class TallyTest {

    private static final int SEEDS = 40;

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

    // --- Property ---

    @Test
    void shuffledDoubledAndSplitBallotsComeToTheSameBytes() {
        int ballots = 0;
        int superseded = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Poll poll = community
                    .poll(new ScoreWeighing(Hash32.ZERO))
                    .withMostChoices(1 + random.nextInt(3))
                    .withQuorum(BigInteger.valueOf(random.nextInt(2_000)));
            List<CountedBallot> cast = ballots(poll, random);
            Tally tally = Tally.of(poll, cast);
            assertThat(tally.result()).isEqualTo(plain(poll, cast));

            List<CountedBallot> more = new ArrayList<>(cast);
            more.addAll(cast.subList(0, random.nextInt(cast.size() + 1)));
            Collections.shuffle(more, random);
            assertThat(Tally.of(poll, more).bytes()).isEqualTo(tally.bytes());
            int cut = random.nextInt(more.size() + 1);
            List<CountedBallot> parts = new ArrayList<>(
                    Tally.of(poll, more.subList(cut, more.size())).ballots());
            parts.addAll(Tally.of(poll, more.subList(0, cut)).ballots());
            assertThat(Tally.of(poll, parts).bytes()).isEqualTo(tally.bytes());
            ballots += cast.size();
            superseded += cast.size() - tally.ballots().size();
        }
        assertThat(superseded).isBetween(ballots / 10, ballots / 2);
    }

    private static List<CountedBallot> ballots(Poll poll, Random random) {
        Map<Address, BigInteger> weights = new HashMap<>();
        List<CountedBallot> ballots = new ArrayList<>();
        int voters = 1 + random.nextInt(12);
        for (int i = random.nextInt(30); i >= 0; i--) {
            byte[] account = new byte[Address.SIZE];
            account[random.nextInt(Address.SIZE)] = (byte) random.nextInt(voters);
            Address voter = Address.of(account);
            List<Integer> choices = new ArrayList<>(List.of(0, 1, 2));
            Collections.shuffle(choices, random);
            choices = choices.subList(0, 1 + random.nextInt(poll.mostChoices())).stream()
                    .sorted()
                    .toList();
            ballots.add(new CountedBallot(
                    new SignedBallot(
                            new Ballot(poll.hash(), voter, choices, random.nextInt(3)), "0x0" + random.nextInt(3)),
                    weights.computeIfAbsent(voter, any -> BigInteger.valueOf(1 + random.nextInt(1_000))),
                    List.of()));
        }
        return ballots;
    }

    /** The rules once more, in the plainest way: for each voter look for a ballot that no other one beats. */
    private static Tally.Result plain(Poll poll, List<CountedBallot> cast) {
        long[] sums = new long[3];
        long turnout = 0;
        List<Address> done = new ArrayList<>();
        for (CountedBallot one : cast) {
            Ballot ballot = one.signed().ballot();
            boolean beaten = cast.stream()
                    .map(other -> other.signed().ballot())
                    .filter(other -> other.voter().equals(ballot.voter()))
                    .anyMatch(other -> other.sequence() > ballot.sequence()
                            || (other.sequence() == ballot.sequence()
                                    && other.choices()
                                                    .toString()
                                                    .replace("]", "")
                                                    .compareTo(ballot.choices()
                                                            .toString()
                                                            .replace("]", ""))
                                            < 0));
            if (beaten || done.contains(ballot.voter())) {
                continue;
            }
            done.add(ballot.voter());
            turnout += one.weight().longValueExact();
            for (int choice : ballot.choices()) {
                sums[choice] += one.weight().longValueExact();
            }
        }
        long most = Math.max(sums[0], Math.max(sums[1], sums[2]));
        List<Integer> leaders = new ArrayList<>();
        List<BigInteger> weights = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            weights.add(BigInteger.valueOf(sums[i]));
            if (sums[i] == most) {
                leaders.add(i);
            }
        }
        BigInteger all = BigInteger.valueOf(turnout);
        return new Tally.Result(weights, all, all.compareTo(poll.quorum()) >= 0, leaders);
    }

    // --- What it says ---

    @Test
    void saysWhoWonOnlyWithTheQuorumAndWithoutATie() {
        Poll poll = community.poll(new ScoreWeighing(Hash32.ZERO)).withQuorum(BigInteger.TEN);
        CountedBallot mei = counted(poll, community.mei, 6, 1);
        CountedBallot bo = counted(poll, community.bo, 4, 0);
        CountedBallot cai = counted(poll, community.cai, 2, 0);
        assertThat(Tally.of(poll, List.of(mei, bo)).result().winner()).contains(1);
        assertThat(Tally.of(poll, List.of(mei)).result().winner()).isEmpty();
        Tally.Result tie = Tally.of(poll, List.of(mei, bo, cai)).result();
        assertThat(tie.leaders()).containsExactly(0, 1);
        assertThat(tie.winner()).isEmpty();
        Tally nobody = Tally.of(poll.withQuorum(BigInteger.ZERO), List.of());
        assertThat(nobody.root()).isEqualTo(Hash32.ZERO);
        assertThat(nobody.result().leaders()).isEmpty();
        assertThat(nobody.result().winner()).isEmpty();
    }

    @Test
    void provesToAVoterThatHerBallotCounts() {
        Poll poll = community.poll(new ScoreWeighing(Hash32.ZERO));
        CountedBallot mei = counted(poll, community.mei, 6, 1);
        Tally tally =
                Tally.of(poll, List.of(counted(poll, community.bo, 4, 0), mei, counted(poll, community.cai, 2, 2)));
        assertThat(tally.ballot(community.mei.address())).contains(mei);
        assertThat(StandardMerkleTree.verify(
                                tally.root(),
                                List.of("address", "bytes32", "uint256"),
                                List.of(
                                        community.mei.address(),
                                        mei.signed().ballot().digest(poll),
                                        BigInteger.valueOf(6)),
                                tally.proof(community.mei.address()).orElseThrow())
                        .isVerified())
                .isTrue();
        assertThat(tally.ballot(community.stranger.address())).isEmpty();
        assertThat(tally.proof(community.stranger.address())).isEmpty();
        assertThat(Tally.of(poll, List.of()).proof(community.mei.address())).isEmpty();
    }

    @Test
    void refusesWhatCannotBeCounted() {
        Poll poll = community.poll(new ScoreWeighing(Hash32.ZERO));
        CountedBallot mei = counted(poll, community.mei, 6, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tally.of(poll.withQuorum(BigInteger.ONE), List.of(mei)))
                .withMessageContaining("for poll " + poll.hash());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tally.of(poll, List.of(mei, counted(poll, community.mei, 7, 1))))
                .withMessageContaining("must have the same weight and proof: 6, 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counted(poll, community.mei, 0, 1))
                .withMessage("weight must be 1 to 2^256-1: 0");
        CountedBallot most = new CountedBallot(mei.signed(), TokenAmount.MAX_UNITS, List.of());
        assertThat(Tally.of(poll, List.of(most)).result().turnout()).isEqualTo(TokenAmount.MAX_UNITS);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Tally.of(poll, List.of(most, counted(poll, community.bo, 1, 1))))
                .withMessageContaining("more than 2^256-1");
    }

    private CountedBallot counted(Poll poll, LocalSigner voter, long weight, int... choices) {
        return new CountedBallot(community.ballot(poll, voter, 1, choices), BigInteger.valueOf(weight), List.of());
    }

    // --- What anyone can recompute ---

    @Test
    void whoeverRecomputesItFindsEveryTampering() throws IOException {
        Contract wallet = community.wallet(community.mei);
        community.token.transfer(community.mei, wallet.address(), BigInteger.valueOf(25));
        Poll poll = community.poll(TokenWeighing.balance(community.token.address()));
        Ballot byWallet = new Ballot(poll.hash(), wallet.address(), List.of(2), 1);
        Tally tally = Tally.of(
                poll,
                List.of(
                        counted(poll, community.mei, 35, 0),
                        counted(poll, community.bo, 30, 1),
                        counted(poll, community.cai, 10, 1),
                        new CountedBallot(
                                new SignedBallot(
                                        byWallet,
                                        Hex.encode(community
                                                .mei
                                                .sign(byWallet.digest(poll))
                                                .bytes())),
                                BigInteger.valueOf(25),
                                List.of())));
        Path file = folder.resolve("tally.ndjson");
        tally.write(file);
        Verdict<Tally> verdict = Tally.verify(file, tally.root(), community.chain);
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.value().orElseThrow().result()).isEqualTo(tally.result());
        assertThat(verdict.value().orElseThrow().result().winner()).contains(1);

        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        String mine = line(lines, community.mei.address());
        String bos = line(lines, community.bo.address());
        String root = tally.root().toString();

        // Dropped, doubled, put elsewhere.
        found(tally, text.replace(bos + "\n", ""), "COUNT_DIFFERS", "ROOT_DIFFERS", "RESULT_DIFFERS");
        found(
                tally,
                text.replace(bos + "\n", "").replace("\"ballots\":\"4\"", "\"ballots\":\"3\""),
                "ROOT_DIFFERS",
                "RESULT_DIFFERS");
        found(tally, text.replace(bos, bos + "\n" + bos), "COUNT_DIFFERS", "BALLOT_DOUBLED");
        found(
                tally,
                text.replace(lines.get(1) + "\n" + lines.get(2), lines.get(2) + "\n" + lines.get(1)),
                "WRONG_ORDER");
        // Altered.
        found(tally, text.replace(bos, bos.replace("\"choices\":[\"1\"]", "\"choices\":[\"0\"]")), "WRONG_SIGNER");
        found(tally, text.replace(bos, bos.replace("\"sequence\":\"1\"", "\"sequence\":\"2\"")), "WRONG_SIGNER");
        found(tally, text.replace(bos, bos.replace("[\"1\"]", "[\"7\"]")), "NO_SUCH_CHOICE");
        found(tally, text.replace(bos, bos.replace("[\"1\"]", "[\"0\",\"1\"]")), "TOO_MANY_CHOICES");
        String wallets = line(lines, wallet.address());
        found(tally, text.replace(wallets, wallets.replace("[\"2\"]", "[\"0\"]")), "CONTRACT_REFUSED");
        // Another weight, or a proof where none belongs.
        found(
                tally,
                text.replace(mine, mine.replace("\"weight\":\"35\"", "\"weight\":\"36\"")),
                "WRONG_WEIGHT",
                "ROOT_DIFFERS",
                "RESULT_DIFFERS");
        found(tally, text.replace(mine, mine.replace("\"proof\":[]", "\"proof\":[\"" + root + "\"]")), "WRONG_WEIGHT");
        // Another result.
        found(tally, text.replace("\"leaders\":[\"1\"]", "\"leaders\":[\"0\"]"), "RESULT_DIFFERS");
        found(tally, text.replace("\"turnout\":\"100\"", "\"turnout\":\"101\""), "RESULT_DIFFERS");
        found(tally, text.replace(root, Hash32.ZERO.toString()), "WRONG_ROOT", "ROOT_DIFFERS");
        // Another poll.
        found(
                tally,
                text.replace("\"quorum\":\"0\"", "\"quorum\":\"1\""),
                "WRONG_SIGNER",
                "WRONG_SIGNER",
                "WRONG_SIGNER",
                "CONTRACT_REFUSED");
        found(tally, text.replace("\"chain\":\"eip155:31337\"", "\"chain\":\"eip155:1\""), "WRONG_CHAIN");
        found(
                tally,
                text.replace("\"snapshot\":\"" + poll.snapshot() + '"', "\"snapshot\":\"999999\""),
                "UNKNOWN_SNAPSHOT");
        // Other bytes.
        found(tally, text.replace(bos, bos.replace("{", "{ ")), "NOT_CANONICAL");
        found(
                tally,
                text.replace(
                        community.bo.address().toString(),
                        community.bo.address().toString().toLowerCase(Locale.ROOT)),
                "NOT_CANONICAL");
        found(tally, text.substring(0, text.length() - 1), "TALLY_MALFORMED");
        found(tally, text.replace(bos, bos.replace("voter", "vote")), "TALLY_MALFORMED");
        found(tally, text.replace("lianbo.tally/1", "lianbo.tally/2"), "TALLY_MALFORMED");
        found(tally, "", "TALLY_MALFORMED");

        // Dropped, and all else made to fit: only what was published apart tells.
        Tally shorter = Tally.of(
                poll,
                tally.ballots().stream()
                        .filter(counted -> !counted.signed().ballot().voter().equals(community.bo.address()))
                        .toList());
        shorter.write(file);
        refused(Tally.verify(file, tally.root(), community.chain), "WRONG_ROOT");
        assertThat(Tally.verify(file, shorter.root(), community.chain).isVerified())
                .isTrue();
    }

    @Test
    void everyByteOfAFileMatters() throws IOException {
        Poll poll = community.poll(TokenWeighing.votes(community.token.address()));
        Tally tally = Tally.of(poll, List.of(counted(poll, community.mei, 60, 0), counted(poll, community.bo, 30, 1)));
        byte[] bytes = tally.bytes();
        Random random = new Random(3);
        Path file = folder.resolve("tally.ndjson");
        for (int i = 0; i < 60; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
            Files.write(file, changed);
            assertThat(Tally.verify(file, tally.root(), community.chain).isVerified())
                    .isFalse();
        }
        Files.write(file, bytes);
        assertThat(Tally.verify(file, tally.root(), community.chain).isVerified())
                .isTrue();
    }

    @Test
    void aScoreIsRecomputedFromItsProof() throws IOException {
        ScoreRoll roll = ScoreRoll.of(
                BallotBoxTest.scores(
                        1, Map.of(UserId.of(community.mei.address()), 50L, UserId.of(community.bo.address()), 20L)),
                UserId::address);
        Poll poll = community.poll(new ScoreWeighing(roll.root()));
        List<CountedBallot> ballots = new ArrayList<>();
        for (LocalSigner voter : List.of(community.mei, community.bo)) {
            RewardClaim claim = roll.claim(voter.address()).orElseThrow();
            ballots.add(
                    new CountedBallot(community.ballot(poll, voter, 1, 0), claim.cumulativeAmount(), claim.proof()));
        }
        Tally tally = Tally.of(poll, ballots);
        Path file = folder.resolve("tally.ndjson");
        tally.write(file);
        assertThat(Tally.verify(file, tally.root(), community.chain).isVerified())
                .isTrue();
        String text = Files.readString(file);
        found(
                tally,
                text.replace("\"weight\":\"20\"", "\"weight\":\"21\""),
                "WRONG_WEIGHT",
                "ROOT_DIFFERS",
                "RESULT_DIFFERS");
        found(
                tally,
                text.replace("\"proof\":[\"" + ballots.getLast().proof().getFirst() + "\"]", "\"proof\":[]"),
                "WRONG_WEIGHT");
    }

    private static String line(List<String> lines, Address voter) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.contains(voter.toString()))
                .findFirst()
                .orElseThrow();
    }

    private void found(Tally tally, String changed, String... codes) throws IOException {
        Path file = folder.resolve("changed.ndjson");
        Files.writeString(file, changed);
        refused(Tally.verify(file, tally.root(), community.chain), codes);
    }

    private static void refused(Verdict<Tally> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactlyInAnyOrder(codes);
    }
}
