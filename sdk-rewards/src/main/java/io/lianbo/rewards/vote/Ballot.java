package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.FieldType;
import io.lianbo.core.typeddata.StructType;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a voter answers to a poll, to be signed by EIP-712: {@code Ballot(string question,string[] choices,uint64 sequence,address voter,bytes32 poll)} in the domain {@code Lianbo Poll}, version
 * 1, of the poll's chain. Wallets show the question and the chosen texts.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="ballot"}
 *
 * <p>A voter who changes her mind signs another: of all her ballots the one with the highest sequence counts, whichever came first.
 *
 * @param poll hash of the poll
 * @param voter whose it is
 * @param choices numbers of the poll's choices, ascending, each once, at least one
 * @param sequence the higher counts, from 0; {@link #of} takes the time
 */
public record Ballot(Hash32 poll, Address voter, List<Integer> choices, long sequence) {

    private static final String NAME = "Lianbo Poll";
    private static final String VERSION = "1";

    /** What is signed. */
    private record Shown(Poll poll, Ballot ballot) {

        List<String> choices() {
            return ballot.choices.stream().map(poll.choices()::get).toList();
        }
    }

    private static final StructType<Shown> TYPE = StructType.<Shown>named("Ballot")
            .string("question", shown -> shown.poll().question())
            .field("choices", FieldType.STRING.array(), Shown::choices)
            .uint64("sequence", shown -> shown.ballot().sequence())
            .address("voter", shown -> shown.ballot().voter())
            .bytes32("poll", shown -> shown.ballot().poll())
            .build();

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if there is no choice, choices are not ascending from 0, or the sequence is negative
     */
    public Ballot {
        choices = List.copyOf(choices);
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("a ballot must name a choice");
        }
        int before = -1;
        for (int choice : choices) {
            if (choice <= before) {
                throw new IllegalArgumentException("choices must ascend from 0, each once: " + choices);
            }
            before = choice;
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be 0 or more: " + sequence);
        }
    }

    /**
     * Returns the ballot of a voter who makes up her mind now: its sequence is the time in milliseconds, so that it counts before all her earlier ones.
     *
     * @param choices numbers of the poll's choices, from 0, in any order
     * @throws IllegalArgumentException if there is none, one twice, or more than the poll allows or has
     */
    public static Ballot of(Poll poll, Address voter, Instant now, int... choices) {
        Ballot ballot = new Ballot(
                poll.hash(), voter, Arrays.stream(choices).sorted().boxed().toList(), now.toEpochMilli());
        new BallotRules(poll).broken(ballot).ifPresent(reason -> {
            throw new IllegalArgumentException(reason.detail());
        });
        return ballot;
    }

    /**
     * The digest that the voter signs.
     *
     * @throws IllegalArgumentException if the ballot is of another poll, or names a choice that the poll does not have
     */
    public Hash32 digest(Poll of) {
        return TYPE.digest(domain(of), shown(of));
    }

    /**
     * Signs the ballot with the voter's key.
     *
     * @throws IllegalArgumentException if it is another account's, or the ballot is of another poll
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} if the signer does not sign
     */
    public SignedBallot sign(Signer signer, Poll of) {
        if (!signer.address().equals(voter)) {
            throw new IllegalArgumentException("the voter must sign, " + voter + ": " + signer.address());
        }
        return new SignedBallot(
                this, Hex.encode(TYPE.sign(signer, domain(of), shown(of)).bytes()));
    }

    /**
     * What a wallet in a browser is asked to sign: the JSON of {@code eth_signTypedData_v4}.
     *
     * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="typed-data"}
     *
     * @throws IllegalArgumentException as {@link #digest}
     */
    public String typedData(Poll of) {
        Shown shown = shown(of);
        Map<String, Object> domain = new LinkedHashMap<>();
        domain.put("name", NAME);
        domain.put("version", VERSION);
        domain.put("chainId", Long.toString(of.chain().value()));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("question", of.question());
        message.put("choices", shown.choices());
        message.put("sequence", Long.toString(sequence));
        message.put("voter", voter.toString());
        message.put("poll", poll.toString());
        Map<String, Object> types = new LinkedHashMap<>();
        types.put(
                "EIP712Domain",
                List.of(field("name", "string"), field("version", "string"), field("chainId", "uint256")));
        types.put(
                "Ballot",
                List.of(
                        field("question", "string"),
                        field("choices", "string[]"),
                        field("sequence", "uint64"),
                        field("voter", "address"),
                        field("poll", "bytes32")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("types", types);
        document.put("primaryType", "Ballot");
        document.put("domain", domain);
        document.put("message", message);
        return StrictJson.write(document);
    }

    private static Map<String, String> field(String name, String type) {
        Map<String, String> field = new LinkedHashMap<>();
        field.put("name", name);
        field.put("type", type);
        return field;
    }

    private Shown shown(Poll of) {
        if (!of.hash().equals(poll)) {
            throw new IllegalArgumentException("the ballot is of poll " + poll + ", not of " + of.hash());
        }
        if (choices.getLast() >= of.choices().size()) {
            throw new IllegalArgumentException(
                    "the poll has choices 0 to " + (of.choices().size() - 1) + ": " + choices);
        }
        return new Shown(of, this);
    }

    /** The digest of a ballot that is of this poll and names choices that it has. */
    Hash32 digest(Poll of, Eip712Domain domain) {
        return TYPE.digest(domain, new Shown(of, this));
    }

    static Eip712Domain domain(Poll of) {
        return Eip712Domain.ofAny(NAME, VERSION, of.chain(), null, null);
    }
}
