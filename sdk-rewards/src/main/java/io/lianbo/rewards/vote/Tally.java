package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.internal.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a poll, with every ballot that counts: the same to the byte from the same ballots, in whatever order, parts or number of copies they come.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="tally"}
 *
 * <p>Its file ({@link #write}) is newline-delimited JSON, each line canonical (RFC 8785). The first says what was asked and what came of it, {@code
 * {"ballots":"2","format":"lianbo.tally/1","poll":{...},"result":{...},"root":"0x..."}}; each other one is a ballot with its weight, in the order of voters. Publish the file, and the {@link
 * #root()} where it cannot be changed; then anyone can {@link #verify} that nothing was left out, doubled or altered.
 */
public final class Tally {

    static final String FORMAT = "lianbo.tally/1";
    private static final List<String> LEAF = List.of("address", "bytes32", "uint256");

    static final Comparator<CountedBallot> BY_VOTER =
            Comparator.comparing(counted -> counted.signed().ballot().voter());

    private final Poll poll;
    private final List<CountedBallot> ballots;
    private final Result result;
    private final @Nullable StandardMerkleTree tree;

    private Tally(BallotRules rules, List<CountedBallot> ballots) {
        this.poll = rules.poll();
        this.ballots = List.copyOf(ballots);
        this.result = Result.of(poll, ballots);
        this.tree = ballots.isEmpty()
                ? null
                : StandardMerkleTree.of(
                        ballots.stream().map(counted -> leaf(rules, counted)).toList(), LEAF);
    }

    /**
     * What a poll came to.
     *
     * @param weights what each choice got, in the poll's order; together more than the turnout where ballots may name several
     * @param turnout the weight of all voters together
     * @param quorumReached whether that is what the poll needs
     * @param leaders numbers of the choices that got the most, ascending; empty where nobody voted
     */
    public record Result(List<BigInteger> weights, BigInteger turnout, boolean quorumReached, List<Integer> leaders) {

        public Result {
            weights = List.copyOf(weights);
            leaders = List.copyOf(leaders);
        }

        /** The number of the choice that won; empty without the quorum, and where several lead. */
        public Optional<Integer> winner() {
            return quorumReached && leaders.size() == 1 ? Optional.of(leaders.getFirst()) : Optional.empty();
        }

        private static Result of(Poll poll, List<CountedBallot> ballots) {
            BigInteger[] weights = new BigInteger[poll.choices().size()];
            Arrays.fill(weights, BigInteger.ZERO);
            BigInteger turnout = BigInteger.ZERO;
            for (CountedBallot counted : ballots) {
                turnout = turnout.add(counted.weight());
                for (int choice : counted.signed().ballot().choices()) {
                    weights[choice] = weights[choice].add(counted.weight());
                }
            }
            if (turnout.compareTo(TokenAmount.MAX_UNITS) > 0) {
                throw new ArithmeticException("all voters together weigh more than 2^256-1: " + turnout);
            }
            BigInteger most =
                    Arrays.stream(weights).max(Comparator.naturalOrder()).orElseThrow();
            List<Integer> leaders = IntStream.range(0, most.signum() == 0 ? 0 : weights.length)
                    .filter(choice -> weights[choice].equals(most))
                    .boxed()
                    .toList();
            return new Result(List.of(weights), turnout, turnout.compareTo(poll.quorum()) >= 0, leaders);
        }

        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("weights", weights.stream().map(BigInteger::toString).toList());
            document.put("turnout", turnout.toString());
            document.put("quorumReached", quorumReached);
            document.put("leaders", leaders.stream().map(String::valueOf).toList());
            return document;
        }
    }

    /**
     * Counts ballots that were found good: of each voter the one with the highest sequence, and of two with the same one that whose choices come first.
     *
     * @param ballots in any order, also several of a voter and one several times, such as those of two boxes
     * @throws IllegalArgumentException if one is of another poll or names what the poll does not allow, or two of a voter have different weights
     * @throws ArithmeticException if all together weigh more than 2^256-1
     */
    public static Tally of(Poll poll, Collection<CountedBallot> ballots) {
        BallotRules rules = new BallotRules(poll);
        SortedMap<Address, CountedBallot> counting = new TreeMap<>();
        for (CountedBallot counted : ballots) {
            Ballot ballot = counted.signed().ballot();
            rules.broken(ballot).ifPresent(reason -> {
                throw new IllegalArgumentException("ballot of " + ballot.voter() + ": " + reason.detail());
            });
            counting.merge(ballot.voter(), counted, Tally::first);
        }
        return new Tally(rules, List.copyOf(counting.values()));
    }

    private static CountedBallot first(CountedBallot left, CountedBallot right) {
        if (!left.weight().equals(right.weight()) || !left.proof().equals(right.proof())) {
            throw new IllegalArgumentException("two ballots of "
                    + left.signed().ballot().voter() + " must have the same weight and proof: " + left.weight() + ", "
                    + right.weight());
        }
        return SignedBallot.FIRST_COUNTS.compare(left.signed(), right.signed()) <= 0 ? left : right;
    }

    private static List<Object> leaf(BallotRules rules, CountedBallot counted) {
        Ballot ballot = counted.signed().ballot();
        return List.of(ballot.voter(), rules.digest(ballot), counted.weight());
    }

    /** The poll. */
    public Poll poll() {
        return poll;
    }

    /** The ballots that count, in the order of voters. */
    public List<CountedBallot> ballots() {
        return ballots;
    }

    /** What it came to. */
    public Result result() {
        return result;
    }

    /**
     * What stands for all ballots and their weights: the root of OpenZeppelin's StandardMerkleTree of {@code [address voter, bytes32 digest, uint256 weight]}; zero where there are none.
     */
    public Hash32 root() {
        return tree == null ? Hash32.ZERO : tree.root();
    }

    /** The ballot of a voter that counts, if there is one. */
    public Optional<CountedBallot> ballot(Address voter) {
        return index(voter).map(ballots::get);
    }

    /** What leads from a voter's leaf to the {@link #root()}; empty where she has no ballot in it. */
    public Optional<List<Hash32>> proof(Address voter) {
        return tree == null ? Optional.empty() : index(voter).map(tree::proof);
    }

    private Optional<Integer> index(Address voter) {
        int low = 0;
        int high = ballots.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = ballots.get(middle).signed().ballot().voter().compareTo(voter);
            if (order == 0) {
                return Optional.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the tally to a file. It is there whole or not at all.
     *
     * @param file to write, or to write anew
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, this::write);
    }

    private void write(OutputStream out) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("poll", poll.document());
        head.put("ballots", Integer.toString(ballots.size()));
        head.put("result", result.document());
        head.put("root", root().toString());
        line(out, head);
        for (CountedBallot counted : ballots) {
            Map<String, Object> ballot = counted.signed().document();
            ballot.put("weight", counted.weight().toString());
            ballot.put("proof", counted.proof().stream().map(Hash32::toString).toList());
            line(out, ballot);
        }
    }

    private static void line(OutputStream out, Map<String, Object> document) throws IOException {
        out.write(CanonicalJson.bytes(document));
        out.write('\n');
    }

    byte[] bytes() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Recomputes a tally from its file: every signature, every weight, the result and the root. It believes nobody but the chain.
     *
     * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="verify"}
     *
     * <p>Codes, 100 reasons at most: {@code TALLY_MALFORMED} where the file has another form or ends early; {@code WRONG_CHAIN} and {@code UNKNOWN_SNAPSHOT} where the chain is not the poll's, or not there yet; {@code WRONG_ROOT} where it is not the tally that was published; {@code BALLOT_DOUBLED} and
     * {@code WRONG_ORDER}; what {@link BallotBox#cast} says of a ballot that is not good; {@code WRONG_WEIGHT}; {@code RESULT_DIFFERS}, {@code ROOT_DIFFERS} and {@code COUNT_DIFFERS} where the file does
     * not say what its ballots come to; {@code NOT_CANONICAL} where it says so in other bytes.
     *
     * @param root as it was published apart from the file
     * @param chain the poll's; it must still have the state of the snapshot where balances, memberships or contract wallets count
     * @return the tally, which is right
     * @throws IOException if the file cannot be read
     * @throws io.lianbo.core.LianboException when the chain fails
     */
    public static Verdict<Tally> verify(Path file, Hash32 root, Chain chain) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return TallyCheck.of(content, root, chain);
    }
}
