package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tree of one claim to a million, built on all cores. */
@State(Scope.Thread)
public class MerkleTreeGrowth {

    private static final int WORTH_A_THREAD = 1_024;

    @Param("100")
    public int size;

    private MerkleTrees trees = new MerkleTrees(1);
    private final byte[] pair = new byte[64];

    /** Makes the claims. */
    @Setup
    public void claim() {
        trees = new MerkleTrees(size);
    }

    @Benchmark
    public Hash32 lianbo() {
        return trees.lianbo();
    }

    /** Its hashes alone: two a leaf and one a pair, on all cores; nothing is encoded, sorted or kept. */
    @Benchmark
    public int keccak() {
        IntStream leaves = IntStream.range(0, size);
        return (size < WORTH_A_THREAD ? leaves : leaves.parallel())
                .map(leaf -> {
                    byte[] hash = Keccak256.digest(Keccak256.digest(pair));
                    return leaf == 0 ? hash[0] : hash[0] ^ Keccak256.digest(pair)[0];
                })
                .reduce(0, (left, right) -> left ^ right);
    }
}
