package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.internal.Identifiers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question to a community that is answered by signed ballots, without gas. Its {@link #hash()} is in every ballot, so nothing of it changes once somebody has voted. {@link #of} fills in the
 * rest: one choice a ballot, no quorum.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="poll"}
 *
 * @param id 1 to 128 visible characters, such as {@code spring-2027}
 * @param question 1 to 1,000 characters, shown by the voter's wallet
 * @param choices 2 to 256 different ones of 1 to 200 characters, shown by the voter's wallet; ballots count them from 0
 * @param mostChoices how many a ballot may name, 1 to all; each of them gets the voter's whole weight
 * @param chain where the snapshot is taken, and for which ballots are signed
 * @param snapshot the block after which weights, and contract wallets' signatures, are looked at; take one that the chain has finalized
 * @param opens the first second in which ballots are taken
 * @param closes the first second in which they no longer are
 * @param weighing what voters weigh
 * @param quorum the weight of all voters together that the result needs, 0 to 2^256-1
 */
public record Poll(
        String id,
        String question,
        List<String> choices,
        int mostChoices,
        ChainId chain,
        long snapshot,
        Instant opens,
        Instant closes,
        Weighing weighing,
        BigInteger quorum) {

    private static final String FORMAT = "lianbo.poll/1";
    private static final int MOST_CHOICES = 256;
    private static final int LONGEST_QUESTION = 1_000;
    private static final int LONGEST_CHOICE = 200;
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Poll {
        Identifiers.check("poll id", id);
        requireText("question", question, LONGEST_QUESTION);
        choices = List.copyOf(choices);
        if (choices.size() < 2 || choices.size() > MOST_CHOICES) {
            throw new IllegalArgumentException("a poll must have 2 to " + MOST_CHOICES + " choices: " + choices.size());
        }
        choices.forEach(choice -> requireText("choice", choice, LONGEST_CHOICE));
        if (new HashSet<>(choices).size() < choices.size()) {
            throw new IllegalArgumentException("choices must be different: " + choices);
        }
        if (mostChoices < 1 || mostChoices > choices.size()) {
            throw new IllegalArgumentException("mostChoices must be 1 to " + choices.size() + ": " + mostChoices);
        }
        if (snapshot < 0) {
            throw new IllegalArgumentException("the snapshot must be a block's number, from 0: " + snapshot);
        }
        requireSecond("opens", opens);
        requireSecond("closes", closes);
        if (!opens.isBefore(closes)) {
            throw new IllegalArgumentException("a poll must close after it opens, at " + opens + ": " + closes);
        }
        if (quorum.signum() < 0 || quorum.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException("quorum must be 0 to 2^256-1: " + quorum);
        }
    }

    /** Returns a poll in which a ballot names one choice, without a quorum. */
    public static Poll of(
            String id,
            String question,
            List<String> choices,
            ChainId chain,
            long snapshot,
            Instant opens,
            Instant closes,
            Weighing weighing) {
        return new Poll(id, question, choices, 1, chain, snapshot, opens, closes, weighing, BigInteger.ZERO);
    }

    /** Returns the same whose ballots may name so many choices. */
    public Poll withMostChoices(int number) {
        return new Poll(id, question, choices, number, chain, snapshot, opens, closes, weighing, quorum);
    }

    /** Returns the same that needs so much weight. */
    public Poll withQuorum(BigInteger weight) {
        return new Poll(id, question, choices, mostChoices, chain, snapshot, opens, closes, weighing, weight);
    }

    /**
     * Finds what voters weigh in this poll, as of its snapshot.
     *
     * @param on the poll's chain
     * @return of each voter who weighs something, 1 to 2^256-1
     * @throws IllegalArgumentException if it is another chain
     * @throws io.lianbo.core.LianboException when the chain fails, or no longer has the state of the snapshot
     */
    public Map<Address, BigInteger> weights(Chain on, Collection<Weighing.Voter> voters) {
        requireChain(on);
        return weighing.weights(on, snapshot, voters);
    }

    void requireChain(Chain on) {
        if (!on.id().equals(chain)) {
            throw new IllegalArgumentException("poll " + id + " is of " + chain + ", not of " + on.id());
        }
    }

    /** Keccak-256 of the canonical form, which every ballot binds. */
    public Hash32 hash() {
        return Keccak256.hash(CanonicalJson.bytes(document()));
    }

    /** The poll as canonical JSON (RFC 8785), numbers as strings of digits; publish it before the poll opens. */
    public String toJson() {
        return new String(CanonicalJson.bytes(document()), StandardCharsets.UTF_8);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("id", id);
        document.put("question", question);
        document.put("choices", choices);
        document.put("mostChoices", Integer.toString(mostChoices));
        document.put("chain", chain.toString());
        document.put("snapshot", Long.toString(snapshot));
        document.put("opens", opens.toString());
        document.put("closes", closes.toString());
        document.put("weighing", weighed());
        document.put("quorum", quorum.toString());
        return document;
    }

    private Map<String, Object> weighed() {
        return switch (weighing) {
            case TokenWeighing token ->
                Map.of(
                        "kind",
                        token.measure() == TokenWeighing.Measure.VOTES ? "token-votes" : "token-balance",
                        "contract",
                        token.token().toString());
            case MembershipWeighing membership ->
                Map.of("kind", "membership", "contract", membership.collection().toString());
            case ScoreWeighing score ->
                Map.of("kind", "score", "root", score.root().toString());
        };
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static Poll parse(String json) {
        return of(JsonObject.parse("poll", json));
    }

    static Poll of(JsonObject poll) {
        poll.only(
                "format",
                "id",
                "question",
                "choices",
                "mostChoices",
                "chain",
                "snapshot",
                "opens",
                "closes",
                "weighing",
                "quorum");
        if (!poll.text("format").equals(FORMAT)) {
            throw poll.malformed("format must be \"" + FORMAT + "\": \"" + poll.text("format") + '"');
        }
        return poll.made(() -> new Poll(
                poll.text("id"),
                poll.text("question"),
                poll.texts("choices"),
                poll.digits("mostChoices", BigInteger.valueOf(MOST_CHOICES)).intValueExact(),
                poll.text("chain", ChainId::parse),
                poll.digits("snapshot", MAX_LONG).longValueExact(),
                poll.text("opens", Poll::instant),
                poll.text("closes", Poll::instant),
                weighing(poll.object("weighing")),
                poll.digits("quorum", TokenAmount.MAX_UNITS)));
    }

    private static Weighing weighing(JsonObject weighing) {
        String kind = weighing.text("kind");
        if (kind.equals("score")) {
            return new ScoreWeighing(weighing.only("kind", "root").text("root", Hash32::of));
        }
        Address contract = weighing.only("kind", "contract").text("contract", Address::of);
        return weighing.made(() -> switch (kind) {
            case "token-votes" -> TokenWeighing.votes(contract);
            case "token-balance" -> TokenWeighing.balance(contract);
            case "membership" -> new MembershipWeighing(contract);
            default ->
                throw weighing.malformed("kind must be token-votes, token-balance, membership or score: " + kind);
        });
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time such as 2027-04-01T12:00:00Z: " + text, e);
        }
    }

    private static void requireSecond(String what, Instant time) {
        if (time.getNano() != 0 || time.getEpochSecond() < 0) {
            throw new IllegalArgumentException(what + " must be a whole second from 1970 on: " + time);
        }
    }

    private static void requireText(String what, String text, int longest) {
        boolean clean = text.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
        if (text.isBlank() || text.length() > longest || !clean) {
            throw new IllegalArgumentException(what + " must be 1 to " + longest
                    + " characters, none of control, not blank: " + text.length() + " given");
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
