package io.lianbo.rewards.scoring;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.merkle.HashTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores one epoch after the other: takes interactions in any order, any number of times and in any partitions, and gives the same scores to the byte.
 *
 * {@snippet class="io.lianbo.rewards.scoring.ScoringEngineTest" region="score"}
 *
 * <p>An interaction is known by its {@link InteractionId}. The same one delivered again changes nothing. Where one id comes with two different contents the engine
 * cannot know which is true and must not let the order of arrival decide: neither counts, and the id is reported. What does not count is reported by its reason; nothing
 * is dropped silently.
 *
 * <p>Rules with caps and halving are not linear, so points are worked out once, from a user's whole quantity of each type, when the epoch is finalized; integers only.
 *
 * <p>{@link #next} seals an epoch and opens the one after it. Within the rules' correction window what arrives late, is taken back, or is judged otherwise after an appeal
 * changes what a sealed epoch comes to, by the rules that scored it; the difference is booked in the open epoch as an adjustment. Who is to give back more than she earns
 * carries the debt on.
 *
 * <p>In memory are the interactions of the open epoch, those still pending, and those of the epochs within the correction window: 60 to 90 bytes each, and the names once.
 * The engine does no I/O, reads no clock, and is not safe for use by several threads: give each its own {@link #fork()} and {@link #merge} them.
 */
public final class ScoringEngine {

    /** One id is used by interactions of different content. */
    public static final String CONFLICTING_IDENTITY = "CONFLICTING_IDENTITY";

    /** The rules say nothing of this type. */
    public static final String UNKNOWN_TYPE = "UNKNOWN_TYPE";

    /** It happened before the first epoch that can still be corrected. */
    public static final String TOO_LATE = "TOO_LATE";

    /** It happened after the open epoch's end, such as by a clock that is wrong; it is kept for the next epoch and no longer. */
    public static final String TOO_EARLY = "TOO_EARLY";

    /** Its return window ends after the epoch; it counts in the epoch in which the window ends. */
    public static final String PENDING = "PENDING";

    /** A refund of what is not there, or not the same user's; it is kept in case that arrives later. */
    public static final String REFUND_WITHOUT_ORIGINAL = "REFUND_WITHOUT_ORIGINAL";

    /** A refund of more than is left; it takes what is left. */
    public static final String REFUND_EXCEEDS_ORIGINAL = "REFUND_EXCEEDS_ORIGINAL";

    /** In explanations: it was taken back, wholly or in part. */
    public static final String REFUNDED = "REFUNDED";

    /** In explanations: a purchase by the referrer herself, perhaps under another account; the purchase counts, the referral does not. */
    public static final String SELF_REFERRAL = "SELF_REFERRAL";

    private final ScoringRules rules;
    private final Epoch epoch;
    private final List<PastEpoch> past;
    private final SortedMap<UserId, Long> debts;
    private final Interactions rows;
    private final EngineState.Sealed sealed;
    private final boolean isFork;
    private Assessment assessment;
    private @Nullable Scoring scoring;

    /** Opens the first epoch. */
    public ScoringEngine(ScoringRules rules, Epoch epoch) {
        this(rules, epoch, List.of(), new TreeMap<>(), new Interactions(rules), false);
    }

    private ScoringEngine(
            ScoringRules rules,
            Epoch epoch,
            List<PastEpoch> past,
            SortedMap<UserId, Long> debts,
            Interactions rows,
            boolean isFork) {
        this(new EngineState(rules, epoch, Assessment.NONE, past, debts, rows, rows.sealed()), isFork);
    }

    private ScoringEngine(EngineState state, boolean isFork) {
        this.rules = Objects.requireNonNull(state.rules(), "rules");
        this.epoch = Objects.requireNonNull(state.epoch(), "epoch");
        this.assessment = state.assessment();
        this.past = new ArrayList<>(state.past());
        this.debts = state.debts();
        this.rows = state.rows();
        this.sealed = state.sealed();
        this.isFork = isFork;
    }

    /**
     * Opens an engine where another was when it wrote this; more can be added as if it had never stopped.
     *
     * @throws IOException when the stream fails
     * @throws IllegalArgumentException when it is no whole snapshot
     */
    public static ScoringEngine read(InputStream snapshot) throws IOException {
        return new ScoringEngine(Snapshot.read(snapshot), false);
    }

    /**
     * Writes all that the engine knows; the caller closes the stream.
     *
     * @throws IOException when the stream fails
     */
    public void write(OutputStream snapshot) throws IOException {
        checkWhole();
        Snapshot.write(state(), snapshot);
    }

    /** Takes one interaction; one that is known already changes nothing. */
    public void add(Interaction interaction) {
        rows.add(interaction);
        scoring = null;
    }

    /** An engine for a part of the open epoch's interactions, to be merged into this one; it knows nothing of the past and finalizes nothing. */
    public ScoringEngine fork() {
        return new ScoringEngine(rules, epoch, past, debts, new Interactions(rules), true);
    }

    /**
     * Takes all that another engine has taken, such as another partition's; the other is left as it is. What was found out of users stays as it is here.
     *
     * @throws IllegalArgumentException when the other scores another epoch, by other rules, or after another past
     */
    public void merge(ScoringEngine other) {
        if (!epoch.equals(other.epoch)) {
            throw new IllegalArgumentException(
                    "engines must score the same epoch to be merged: " + epoch + " and " + other.epoch);
        }
        if (!rules.equals(other.rules)) {
            throw new IllegalArgumentException("engines must score by the same rules to be merged: " + rules.name()
                    + " version " + rules.version() + ", hash " + rules.hash() + ", and " + other.rules.name()
                    + " version " + other.rules.version() + ", hash " + other.rules.hash());
        }
        if (!past.equals(other.past) || !debts.equals(other.debts)) {
            throw new IllegalArgumentException("engines must have the same past to be merged");
        }
        if (other != this) {
            rows.addAll(other.rows);
            scoring = null;
        }
    }

    /** Takes what was found out about users in the open epoch, in place of what was known before. */
    public void assess(Assessment assessment) {
        this.assessment = Objects.requireNonNull(assessment, "assessment");
        scoring = null;
    }

    /**
     * Takes what is known by now about users in a sealed epoch, such as after an appeal; what it changes is booked in the open one.
     *
     * @throws IllegalArgumentException when the epoch cannot be corrected any more
     */
    public void assess(long epochNumber, Assessment assessment) {
        if (epochNumber == epoch.number()) {
            assess(assessment);
            return;
        }
        int place = placeOf(epochNumber);
        past.set(place, past.get(place).assessed(assessment));
        scoring = null;
    }

    /**
     * What is known about users in an epoch.
     *
     * @throws IllegalArgumentException when the epoch is neither open nor can be corrected
     */
    public Assessment assessment(long epochNumber) {
        return epochNumber == epoch.number()
                ? assessment
                : past.get(placeOf(epochNumber)).assessment();
    }

    private int placeOf(long epochNumber) {
        for (int i = 0; i < past.size(); i++) {
            if (past.get(i).epoch().number() == epochNumber) {
                return i;
            }
        }
        throw new IllegalArgumentException("epoch must be the open one, " + epoch.number()
                + ", or one within the correction window: " + epochNumber);
    }

    /** The open epoch. */
    public Epoch epoch() {
        return epoch;
    }

    /** The rules of the open epoch. */
    public ScoringRules rules() {
        return rules;
    }

    /** The open epoch's scores from what has been taken so far; the engine may go on taking. */
    public EpochScores finalizeEpoch() {
        return scoring().scores();
    }

    /**
     * The root over all interactions that arrived while the epoch was open, but for those whose ids conflict: OpenZeppelin's StandardMerkleTree of {@code [bytes32]}, whose values
     * are the interactions' {@link Interaction#hash()}. It stands beside the epoch's root on chain, so that anyone who has the interactions can compute the epoch again, and anyone
     * who has one can prove that it was there. Zero when there are none.
     */
    public Hash32 inputRoot() {
        checkWhole();
        int[] counted = IntStream.range(sealed.size(), rows.size())
                .filter(row -> !rows.isConflicting(row))
                .toArray();
        if (counted.length == 0) {
            return Hash32.ZERO;
        }
        return HashTree.standard(counted.length, (leaf, target, at) -> {
                    rows.interaction(counted[leaf]).hash().copyTo(target, at);
                    Keccak256.digest(target, at, Hash32.SIZE, target, at);
                    Keccak256.digest(target, at, Hash32.SIZE, target, at);
                })
                .root();
    }

    /** How a user's points of the open epoch come about: every interaction under the rule that scored it, and every one that did not count with its reason. */
    public Explanation explain(UserId user) {
        return scoring().explain(user, assessment);
    }

    /**
     * Seals the open epoch as {@link #finalizeEpoch()} gives it and opens the next one under the same rules; this engine is of no more use.
     *
     * @throws IllegalArgumentException when the next epoch does not follow this one without a gap
     */
    public ScoringEngine next(Epoch next) {
        return next(next, rules);
    }

    /**
     * Seals the open epoch and opens the next one under other rules. Sealed epochs are corrected by the rules that scored them.
     *
     * @throws IllegalArgumentException when the next epoch does not follow this one without a gap
     */
    public ScoringEngine next(Epoch next, ScoringRules nextRules) {
        if (next.number() != epoch.number() + 1 || !next.start().equals(epoch.end())) {
            throw new IllegalArgumentException("the epoch after " + epoch + " must be of number " + (epoch.number() + 1)
                    + " and start at its end: " + next);
        }
        Scoring done = scoring();
        List<PastEpoch> correctable = done.booked(assessment).stream()
                .filter(one -> one.epoch()
                        .end()
                        .plusSeconds(nextRules.correctionWindow())
                        .isAfter(next.start()))
                .toList();
        Instant earliest = correctable.isEmpty()
                ? next.start()
                : correctable.getFirst().epoch().start();
        Interactions carried = new Interactions(nextRules);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.at(row).isBefore(next.end()) && (isOpen(row, earliest) || isOpen(originalOf(row), earliest))) {
                carried.copy(rows, row);
            }
        }
        return new ScoringEngine(nextRules, next, correctable, done.scores().debts(), carried, false);
    }

    private boolean isOpen(int row, Instant earliest) {
        return row >= 0 && !rows.settled(row).isBefore(earliest);
    }

    private int originalOf(int row) {
        InteractionId original = rows.context(row).refunds();
        return original == null ? -1 : rows.rowOf(original);
    }

    private Scoring scoring() {
        checkWhole();
        if (scoring == null) {
            scoring = new Scoring(state());
        }
        return scoring;
    }

    private EngineState state() {
        return new EngineState(rules, epoch, assessment, past, debts, rows, sealed);
    }

    private void checkWhole() {
        if (isFork) {
            throw new IllegalStateException("a fork must be merged into the engine that it came from");
        }
    }
}
