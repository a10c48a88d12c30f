package io.lianbo.rewards.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.typeddata.TypedData;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A poll is one text with one hash, and a ballot is what a wallet shows and signs. */
class PollTest {

    private static final Address TOKEN = Address.of("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final Address VOTER = Address.of("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");
    private static final Instant OPENS = Instant.parse("2027-04-01T00:00:00Z");
    private static final Instant CLOSES = Instant.parse("2027-04-08T00:00:00Z");
    private static final Poll POLL = Poll.of(
                    "spring-2027",
                    "Which teas shall return?",
                    List.of("Da Hong Pao", "Tieguanyin", "白茶"),
                    new ChainId(31337),
                    7,
                    OPENS,
                    CLOSES,
                    TokenWeighing.votes(TOKEN))
            .withMostChoices(2)
            .withQuorum(BigInteger.valueOf(100));

    @Test
    void isOneTextWithOneHash() {
        String json = "{\"chain\":\"eip155:31337\",\"choices\":[\"Da Hong Pao\",\"Tieguanyin\",\"白茶\"],"
                + "\"closes\":\"2027-04-08T00:00:00Z\",\"format\":\"lianbo.poll/1\",\"id\":\"spring-2027\","
                + "\"mostChoices\":\"2\",\"opens\":\"2027-04-01T00:00:00Z\",\"question\":\"Which teas shall return?\","
                + "\"quorum\":\"100\",\"snapshot\":\"7\",\"weighing\":{\"contract\":\"" + TOKEN
                + "\",\"kind\":\"token-votes\"}}";
        assertThat(POLL.toJson()).isEqualTo(json);
        assertThat(Poll.parse(json)).isEqualTo(POLL);
        // computed by viem 2.57.20
        assertThat(POLL.hash())
                .isEqualTo(Hash32.of("0x9204c5ac440de28670941dc4c1d7d067307ef4b84939ecdfe5754afdb390d139"));
    }

    @Test
    void isReadWhateverWeighs() {
        for (Weighing weighing : List.of(
                TokenWeighing.votes(TOKEN),
                TokenWeighing.balance(TOKEN),
                new MembershipWeighing(TOKEN),
                new ScoreWeighing(POLL.hash()))) {
            Poll poll = Poll.of("p", "?", List.of("a", "b"), POLL.chain(), 0, OPENS, CLOSES, weighing);
            assertThat(Poll.parse(poll.toJson())).isEqualTo(poll);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lianbo.poll/1 | lianbo.poll/2 | format must be",
                "token-votes | token-vote | kind must be token-votes",
                "\"7\" | 7 | snapshot must be a string",
                "\"mostChoices\":\"2\" | \"mostChoices\":\"4\" | mostChoices must be 1 to 3: 4",
                "\"100\" | \"0100\" | quorum must be a string of decimal digits",
                "2027-04-08T00:00:00Z | tomorrow | closes: must be a time such as",
                "Tieguanyin | Da Hong Pao | choices must be different",
                "eip155:31337 | 31337 | chain",
                "\"id\" | \"ids\" | unknown key ids"
            })
    void refusesAnotherDocument(String from, String to, String message) {
        String json = POLL.toJson();
        assertThat(json).contains(from);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Poll.parse(json.replace(from, to)))
                .withMessageContaining(message);
    }

    @Test
    void refusesWhatNoPollCanBe() {
        List<String> two = List.of("a", "b");
        illegal(() -> poll("a b", "?", two, OPENS, CLOSES), "poll id must have no blank");
        illegal(() -> poll("p", " ", two, OPENS, CLOSES), "question must be 1 to 1000 characters");
        illegal(() -> poll("p", "?\n", two, OPENS, CLOSES), "none of control");
        illegal(() -> poll("p", "\ud800", two, OPENS, CLOSES), "question must be");
        illegal(() -> poll("p", "?", List.of("a"), OPENS, CLOSES), "2 to 256 choices: 1");
        illegal(() -> poll("p", "?", Collections.nCopies(257, "a"), OPENS, CLOSES), "2 to 256 choices: 257");
        illegal(() -> poll("p", "?", List.of("a", "a"), OPENS, CLOSES), "choices must be different");
        illegal(() -> poll("p", "?", two, OPENS, OPENS), "must close after it opens");
        illegal(() -> poll("p", "?", two, OPENS, CLOSES.plusMillis(1)), "closes must be a whole second");
        illegal(() -> POLL.withMostChoices(0), "mostChoices must be 1 to 3: 0");
        illegal(() -> POLL.withQuorum(BigInteger.TWO.pow(256)), "quorum must be 0 to 2^256-1");
        illegal(() -> TokenWeighing.votes(Address.ZERO), "the token must not be the zero address");
        illegal(() -> new MembershipWeighing(Address.ZERO), "the collection must not be the zero address");
    }

    private static Poll poll(String id, String question, List<String> choices, Instant opens, Instant closes) {
        return Poll.of(id, question, choices, POLL.chain(), 0, opens, closes, POLL.weighing());
    }

    @Test
    void aBallotHasTheDigestThatAWalletMakesOfIt() {
        Ballot ballot = Ballot.of(POLL, VOTER, CLOSES.minus(Duration.ofDays(1)), 2, 0);
        assertThat(ballot.choices()).containsExactly(0, 2);
        assertThat(ballot.sequence()).isEqualTo(CLOSES.minus(Duration.ofDays(1)).toEpochMilli());
        Ballot fixed = new Ballot(POLL.hash(), VOTER, List.of(0, 2), 1_806_537_600_000L);
        // computed by viem 2.57.20
        assertThat(fixed.digest(POLL))
                .isEqualTo(Hash32.of("0xa6ea906b119fc885cef4409fb8bfb3a67d222841e3a03aea7b4befab3784242d"));
        String shown = fixed.typedData(POLL);
        assertThat(TypedData.parse(shown).digest()).isEqualTo(fixed.digest(POLL));
        assertThat(shown).contains("\"Which teas shall return?\"", "[\"Da Hong Pao\",\"白茶\"]");
    }

    @Test
    void everythingInABallotIsSigned() {
        Ballot ballot = new Ballot(POLL.hash(), VOTER, List.of(0), 1);
        Poll other = POLL.withQuorum(BigInteger.ONE);
        Poll elsewhere = new Poll(
                POLL.id(),
                POLL.question(),
                POLL.choices(),
                2,
                new ChainId(1),
                7,
                OPENS,
                CLOSES,
                POLL.weighing(),
                POLL.quorum());
        assertThat(List.of(
                        ballot.digest(POLL),
                        new Ballot(POLL.hash(), TOKEN, List.of(0), 1).digest(POLL),
                        new Ballot(POLL.hash(), VOTER, List.of(1), 1).digest(POLL),
                        new Ballot(POLL.hash(), VOTER, List.of(0, 1), 1).digest(POLL),
                        new Ballot(POLL.hash(), VOTER, List.of(0), 2).digest(POLL),
                        new Ballot(other.hash(), VOTER, List.of(0), 1).digest(other),
                        new Ballot(elsewhere.hash(), VOTER, List.of(0), 1).digest(elsewhere)))
                .doesNotHaveDuplicates();
        illegal(() -> ballot.digest(other), "the ballot is of poll " + POLL.hash());
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(3), 1).digest(POLL), "the poll has choices 0 to 2: [3]");
    }

    @Test
    void refusesWhatNoBallotCanBe() {
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(), 1), "must name a choice");
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(1, 0), 1), "must ascend from 0");
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(1, 1), 1), "must ascend from 0");
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(-1), 1), "must ascend from 0");
        illegal(() -> new Ballot(POLL.hash(), VOTER, List.of(0), -1), "sequence must be 0 or more");
        illegal(() -> Ballot.of(POLL, VOTER, OPENS, 3), "the poll has choices 0 to 2: [3]");
        illegal(() -> Ballot.of(POLL, VOTER, OPENS, 0, 1, 2), "a ballot may name 2 of the choices: 3");
        LocalSigner signer = LocalSigner.generate(new SecureRandom());
        illegal(() -> Ballot.of(POLL, VOTER, OPENS, 0).sign(signer, POLL), "the voter must sign");
    }

    @Test
    void aSignedBallotIsReadAgain() {
        LocalSigner signer = LocalSigner.generate(new SecureRandom());
        SignedBallot signed = Ballot.of(POLL, signer.address(), OPENS, 0, 1).sign(signer, POLL);
        assertThat(SignedBallot.parse(signed.toJson())).isEqualTo(signed);
        assertThat(new SignedBallot(
                        signed.ballot(),
                        signed.signature().toUpperCase(Locale.ROOT).replace("0X", "0x")))
                .isEqualTo(signed);
        for (List<String> change : List.of(
                List.of("\"0\",\"1\"", "\"00\",\"1\"", "choices must be strings of digits"),
                List.of("\"0\",\"1\"", "\"0\",\"256\"", "choices must be strings of digits"),
                List.of("\"0\",\"1\"", "\"1\",\"0\"", "must ascend from 0"),
                List.of("\"signature\":\"0x", "\"signature\":\"0xg", "hex text must be"),
                List.of("\"signature\"", "\"signatur\"", "unknown key signatur"))) {
            illegal(() -> SignedBallot.parse(signed.toJson().replace(change.get(0), change.get(1))), change.get(2));
        }
        illegal(() -> new SignedBallot(signed.ballot(), "0x" + "00".repeat(32_769)), "at most 32768 bytes: 32769");
    }

    @Test
    void allBallotsOfAVoterHaveOneOrder() {
        List<SignedBallot> ordered = List.of(
                signed(2, "0x01", 1),
                signed(1, "0x03", 0),
                signed(1, "0x02", 0, 1),
                signed(1, "0x01", 1),
                signed(1, "0x02", 1),
                signed(0, "0x01", 0));
        IntStream.range(0, ordered.size())
                .forEach(i -> IntStream.range(0, ordered.size())
                        .forEach(j -> assertThat(Integer.signum(
                                        SignedBallot.FIRST_COUNTS.compare(ordered.get(i), ordered.get(j))))
                                .isEqualTo(Integer.compare(i, j))));
    }

    private static SignedBallot signed(long sequence, String signature, Integer... choices) {
        return new SignedBallot(new Ballot(POLL.hash(), VOTER, List.of(choices), sequence), signature);
    }

    private static void illegal(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}
