package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.vote.Weighing.Voter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a file says what its ballots come to, and whether they are good. */
final class TallyCheck {

    private static final int MOST_REASONS = 100;

    private final List<Reason> reasons = new ArrayList<>();

    static Verdict<Tally> of(byte[] content, Hash32 root, Chain chain) {
        Said said;
        try {
            said = Said.parse(content);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("TALLY_MALFORMED", String.valueOf(e.getMessage()));
        }
        TallyCheck check = new TallyCheck();
        Tally tally = check.check(said, content, root, chain);
        return check.reasons.isEmpty() && tally != null
                ? Verdict.ok(tally)
                : Verdict.refused(check.reasons.subList(0, Math.min(check.reasons.size(), MOST_REASONS)));
    }

    private @Nullable Tally check(Said said, byte[] content, Hash32 root, Chain chain) {
        Poll poll = said.poll();
        if (!chain.id().equals(poll.chain())) {
            refused("WRONG_CHAIN", "the poll is of " + poll.chain() + ", not of " + chain.id());
            return null;
        }
        if (chain.block(poll.snapshot()).isEmpty()) {
            refused("UNKNOWN_SNAPSHOT", chain + " has no block " + poll.snapshot());
            return null;
        }
        if (!said.root().equals(root)) {
            refused("WRONG_ROOT", "the file's root is " + said.root() + ", the published one " + root);
        }
        if (said.count() != said.ballots().size()) {
            refused(
                    "COUNT_DIFFERS",
                    said.count() + " ballots are said, " + said.ballots().size() + " are there");
        }
        order(said.ballots());
        if (!ballots(poll, said.ballots(), chain)) {
            return null; // what they come to says nothing then
        }
        weights(poll, said.ballots(), chain);
        Tally tally;
        try {
            tally = Tally.of(poll, said.ballots());
        } catch (IllegalArgumentException | ArithmeticException e) {
            refused("RESULT_DIFFERS", String.valueOf(e.getMessage()));
            return null;
        }
        if (!tally.root().equals(said.root())) {
            refused("ROOT_DIFFERS", "the ballots lead to " + tally.root() + ", said is " + said.root());
        }
        if (!tally.result().document().equals(said.result())) {
            refused(
                    "RESULT_DIFFERS",
                    "the ballots come to " + tally.result().document() + ", said is " + said.result());
        }
        if (reasons.isEmpty() && !Arrays.equals(tally.bytes(), content)) {
            refused("NOT_CANONICAL", "the same tally is written in other bytes");
        }
        return tally;
    }

    private void order(List<CountedBallot> ballots) {
        for (int i = 1; i < ballots.size(); i++) {
            int order = Tally.BY_VOTER.compare(ballots.get(i - 1), ballots.get(i));
            if (order >= 0) {
                refused(
                        order == 0 ? "BALLOT_DOUBLED" : "WRONG_ORDER",
                        "ballot of " + ballots.get(i).signed().ballot().voter() + ", the " + (i + 1) + ". in the file");
            }
        }
    }

    /** Whether all are such as the poll allows, and signed. */
    private boolean ballots(Poll poll, List<CountedBallot> ballots, Chain chain) {
        BallotRules rules = new BallotRules(poll);
        List<Reason> found = ballots.parallelStream()
                .map(CountedBallot::signed)
                .flatMap(signed -> rules
                        .broken(signed.ballot())
                        .or(() -> rules.unsigned(chain, signed))
                        .map(reason -> of(signed, reason))
                        .stream())
                .toList();
        reasons.addAll(found);
        return found.isEmpty();
    }

    private static Reason of(SignedBallot signed, Reason reason) {
        return new Reason(reason.code(), "ballot of " + signed.ballot().voter() + ": " + reason.detail());
    }

    private void weights(Poll poll, List<CountedBallot> ballots, Chain chain) {
        Map<Address, BigInteger> weights;
        try {
            weights =
                    poll.weights(chain, ballots.stream().map(TallyCheck::voter).toList());
        } catch (IllegalArgumentException e) { // what is to weigh is no contract
            refused("WRONG_WEIGHT", String.valueOf(e.getMessage()));
            return;
        }
        for (CountedBallot counted : ballots) {
            Address voter = counted.signed().ballot().voter();
            BigInteger weight = weights.getOrDefault(voter, BigInteger.ZERO);
            if (!counted.proof().isEmpty() && !(poll.weighing() instanceof ScoreWeighing)) {
                refused("WRONG_WEIGHT", "the weight of " + voter + " has a proof where none is needed");
            }
            if (!weight.equals(counted.weight())) {
                refused("WRONG_WEIGHT", voter + " weighs " + weight + ", said is " + counted.weight());
            }
        }
    }

    /** With the score that the file says she has. */
    private static Voter voter(CountedBallot counted) {
        Address voter = counted.signed().ballot().voter();
        return new Voter(voter, Optional.of(new RewardClaim(voter, counted.weight(), counted.proof())));
    }

    private void refused(String code, String detail) {
        reasons.add(new Reason(code, detail));
    }

    /** What a file says. */
    private record Said(
            Poll poll, List<CountedBallot> ballots, int count, Map<String, @Nullable Object> result, Hash32 root) {

        static Said parse(byte[] content) {
            String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
            if (lines.length < 2 || !lines[lines.length - 1].isEmpty()) {
                throw new IllegalArgumentException("tally: its last line must be whole");
            }
            JsonObject head = JsonObject.parse("tally", lines[0]).only("format", "poll", "ballots", "result", "root");
            if (!head.text("format").equals(Tally.FORMAT)) {
                throw head.malformed("format must be \"" + Tally.FORMAT + "\": \"" + head.text("format") + '"');
            }
            Poll poll = Poll.of(head.object("poll"));
            Hash32 hash = poll.hash();
            List<CountedBallot> ballots = new ArrayList<>();
            for (int i = 1; i < lines.length - 1; i++) {
                ballots.add(ballot(hash, "ballot in line " + (i + 1), lines[i]));
            }
            return new Said(
                    poll,
                    ballots,
                    head.digits("ballots", BigInteger.valueOf(Integer.MAX_VALUE))
                            .intValueExact(),
                    head.object("result").values(),
                    head.text("root", Hash32::of));
        }

        private static CountedBallot ballot(Hash32 poll, String name, String line) {
            JsonObject ballot =
                    JsonObject.parse(name, line).only("voter", "choices", "sequence", "signature", "weight", "proof");
            List<String> proof = ballot.texts("proof");
            return ballot.made(() -> new CountedBallot(
                    SignedBallot.of(poll, ballot),
                    ballot.digits("weight", TokenAmount.MAX_UNITS),
                    proof.stream().map(Hash32::of).toList()));
        }
    }
}
