package io.lianbo.benchmarks.subject;

import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The scores of an evening of one interaction to a million, on one core. */
@State(Scope.Thread)
public class ScoringGrowth {

    @Param("100")
    public int size;

    private Scoring scoring = new Scoring(1);

    /** Makes the interactions. */
    @Setup
    public void interact() {
        scoring = new Scoring(size);
    }

    @Benchmark
    public EpochScores lianbo() {
        return scoring.lianbo();
    }

    /** A sum for each viewer and nothing else: no rule, no cap, and the same interaction counts as often as it comes. */
    @Benchmark
    public Map<UserId, Long> hashMap() {
        return scoring.sums();
    }
}
