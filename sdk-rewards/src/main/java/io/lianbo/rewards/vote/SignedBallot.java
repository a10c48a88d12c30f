package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ballot with its signature, as a voter sends it. That is all it is: {@link BallotBox#cast} says whether the signature is the voter's.
 *
 * @param ballot what was signed
 * @param signature {@code 0x} and hex digits: of a key 65 bytes (r, s, v) or 64 (EIP-2098), of a contract (ERC-1271, ERC-6492) what it takes, at most 32,768 bytes
 */
public record SignedBallot(Ballot ballot, String signature) {

    private static final int LONGEST = 1 << 15;
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MAX_CHOICE = BigInteger.valueOf(255);

    private static final Comparator<List<Integer>> CHOICES = (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    };

    /**
     * Which of a voter's ballots counts comes first: the highest sequence; of two that were signed with the same one, that whose choices come first; of two signatures of the same ballot the
     * lesser. Of the ballots alone, so it does not matter when they came.
     */
    static final Comparator<SignedBallot> FIRST_COUNTS = Comparator.<SignedBallot>comparingLong(
                    signed -> -signed.ballot.sequence()) // from 0, so it has no overflow
            .thenComparing(signed -> signed.ballot.choices(), CHOICES)
            .thenComparing(SignedBallot::signature);

    /**
     * Writes the signature in lower case.
     *
     * @throws IllegalArgumentException if it is no hex, or too long
     */
    public SignedBallot {
        byte[] bytes = Hex.decode(signature);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("signature must be at most " + LONGEST + " bytes: " + bytes.length);
        }
        signature = Hex.encode(bytes);
    }

    /** The ballot as JSON, numbers as strings of digits. */
    public String toJson() {
        Map<String, Object> document = document();
        document.put("poll", ballot.poll().toString());
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    /** All but the poll. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("voter", ballot.voter().toString());
        document.put("choices", ballot.choices().stream().map(String::valueOf).toList());
        document.put("sequence", Long.toString(ballot.sequence()));
        document.put("signature", signature);
        return document;
    }

    /**
     * Reads what {@link #toJson()} wrote, or a voter's page sent.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static SignedBallot parse(String json) {
        JsonObject ballot = JsonObject.parse("ballot", json).only("poll", "voter", "choices", "sequence", "signature");
        return of(ballot.text("poll", Hash32::of), ballot);
    }

    static SignedBallot of(Hash32 poll, JsonObject ballot) {
        List<String> choices = ballot.texts("choices");
        return ballot.made(() -> new SignedBallot(
                new Ballot(
                        poll,
                        ballot.text("voter", Address::of),
                        choices.stream().map(SignedBallot::choice).toList(),
                        ballot.digits("sequence", MAX_LONG).longValueExact()),
                ballot.text("signature")));
    }

    private static int choice(String digits) {
        if (!digits.matches("0|[1-9][0-9]{0,2}") || new BigInteger(digits).compareTo(MAX_CHOICE) > 0) {
            throw new IllegalArgumentException("choices must be strings of digits from 0 to 255: \"" + digits + '"');
        }
        return Integer.parseInt(digits);
    }
}
