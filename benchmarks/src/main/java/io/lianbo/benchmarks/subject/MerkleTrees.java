package io.lianbo.benchmarks.subject;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.merkle.StandardMerkleTree;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A tree of 100,000 claims, an address and an amount each, built on all cores. */
@State(Scope.Thread)
public class MerkleTrees {

    private static final int LEAVES = 100_000;
    private static final List<String> TYPES = List.of("address", "uint256");

    private final List<List<Object>> claims;

    public MerkleTrees() {
        this(LEAVES);
    }

    MerkleTrees(int leaves) {
        claims = IntStream.range(0, leaves)
                .<List<Object>>mapToObj(i -> List.of(
                        Address.of("0x%040x".formatted(0xbbbb_0000L + i)),
                        BigInteger.TEN.pow(15).multiply(BigInteger.valueOf(1 + i))))
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(LEAVES)
    public Hash32 lianbo() {
        return StandardMerkleTree.of(claims, TYPES).root();
    }
}
