package io.lianbo.benchmarks.subject;

import io.lianbo.core.crypto.Keccak256;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Keccak-256 of 64 bytes: a node of a Merkle tree, the coordinates of a public key. */
@State(Scope.Thread)
public class Keccak {

    private final Turns<byte[]> inputs;
    private final KeccakDigest digest = new KeccakDigest(256);

    public Keccak() {
        Random random = new Random(64);
        inputs = Turns.of(256, i -> {
            byte[] input = new byte[64];
            random.nextBytes(input);
            return input;
        });
    }

    @Benchmark
    public byte[] lianbo() {
        return Keccak256.digest(inputs.next());
    }

    /** As fast as BouncyCastle lets it: one digest object for all hashes. */
    @Benchmark
    public byte[] bouncyCastle() {
        byte[] input = inputs.next();
        digest.update(input, 0, input.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
