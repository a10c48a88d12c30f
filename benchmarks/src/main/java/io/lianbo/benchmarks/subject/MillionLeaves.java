package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A tree of a million claims, an address and an amount each, from which every proof can be had: ours on all cores, JavaScript's on the one it uses. */
@State(Scope.Thread)
public class MillionLeaves {

    private static final int LEAVES = 1_000_000;

    private final int leaves;
    private @Nullable MerkleTrees ours;
    private @Nullable NodeProcess peer;

    public MillionLeaves() {
        this(LEAVES);
    }

    MillionLeaves(int leaves) {
        this.leaves = leaves;
    }

    @Benchmark
    @OperationsPerInvocation(LEAVES)
    public Hash32 lianbo() {
        if (ours == null) {
            ours = new MerkleTrees(leaves);
        }
        return ours.lianbo();
    }

    /** The same claims, which it makes once when it starts. */
    @Benchmark
    @OperationsPerInvocation(LEAVES)
    public Hash32 openZeppelin() throws IOException {
        if (peer == null) {
            peer = NodeProcess.start("merkle-tree-peer.mjs", Integer.toString(leaves));
        }
        return Hash32.of(peer.ask("build"));
    }

    /** Ends the peer. */
    @TearDown
    public void close() throws IOException {
        if (peer != null) {
            peer.close();
        }
    }
}
