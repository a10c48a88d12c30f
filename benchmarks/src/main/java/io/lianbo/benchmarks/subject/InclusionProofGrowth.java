package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Entries of a log of one leaf to a million, each hashed and proved to be in it (RFC 9162). */
@State(Scope.Thread)
public class InclusionProofGrowth {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(byte[] entry, InclusionProof proof) {}

    @Param("100")
    public int size;

    private final MessageDigest sha256 = InclusionProofs.newSha256();
    private final byte[] node = new byte[1 + 2 * Hash32.SIZE];
    private TreeHead head = new TreeHead(Hash32.of(new byte[Hash32.SIZE]), 1);
    private Turns<Input> inputs = Turns.of(0, i -> new Input(new byte[0], new InclusionProof(0, List.of())));

    /** Fills the log. */
    @Setup
    public void log() {
        MerkleLog log = new MerkleLog();
        for (int i = 0; i < size; i++) {
            log.append(MerkleLog.leafHash(entry(i)));
        }
        head = log.head();
        Random random = new Random(size);
        inputs = Turns.of(256, i -> {
            int index = random.nextInt(size);
            return new Input(entry(index), log.inclusionProof(index, size));
        });
    }

    /** As long as an inner node without its prefix, so that a leaf costs what a node costs. */
    private static byte[] entry(int index) {
        return ByteBuffer.allocate(2 * Hash32.SIZE).putInt(index).array();
    }

    @Benchmark
    public TreeHead lianbo() {
        Input input = inputs.next();
        return input.proof()
                .verify(MerkleLog.leafHash(input.entry()), head)
                .value()
                .orElseThrow();
    }

    /** As many hashes of 65 bytes, each of what the one before gave. */
    @Benchmark
    public byte[] sha256() throws DigestException {
        int hashes = 1 + inputs.next().proof().path().size();
        for (int i = 0; i < hashes; i++) {
            sha256.update(node);
            sha256.digest(node, 1, Hash32.SIZE);
        }
        return node;
    }
}
