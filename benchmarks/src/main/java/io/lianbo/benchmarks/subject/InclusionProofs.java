package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An RFC 9162 inclusion proof in a log of 2^20 leaves: twenty SHA-256 hashes of 65 bytes, and what goes with them. */
@State(Scope.Thread)
public class InclusionProofs {

    private static final int DEPTH = 20;
    private static final byte NODE = 1;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(Hash32 leaf, InclusionProof proof, TreeHead head, byte[] node) {}

    private final Turns<Input> inputs;
    private final MessageDigest sha256 = newSha256();

    public InclusionProofs() {
        Random random = new Random(DEPTH);
        inputs = Turns.of(256, i -> input(random));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** In a full tree any siblings make a proof: of the root that they lead to. */
    private static Input input(Random random) {
        Hash32 leaf = hash(random);
        long index = random.nextLong(1L << DEPTH);
        List<Hash32> path =
                IntStream.range(0, DEPTH).mapToObj(level -> hash(random)).toList();
        Hash32 root = leaf;
        for (int level = 0; level < DEPTH; level++) {
            boolean right = (index >> level & 1) == 1;
            Hash32 sibling = path.get(level);
            root = Sha256.hash(new byte[] {NODE}, (right ? sibling : root).bytes(), (right ? root : sibling).bytes());
        }
        byte[] node = new byte[1 + 2 * Hash32.SIZE];
        random.nextBytes(node);
        node[0] = NODE;
        return new Input(leaf, new InclusionProof(index, path), new TreeHead(root, 1L << DEPTH), node);
    }

    private static Hash32 hash(Random random) {
        byte[] bytes = new byte[Hash32.SIZE];
        random.nextBytes(bytes);
        return Hash32.of(bytes);
    }

    @Benchmark
    public TreeHead lianbo() {
        Input input = inputs.next();
        return input.proof().verify(input.leaf(), input.head()).value().orElseThrow();
    }

    /** The hashes alone, each of which waits for the one before as in a proof; nothing is copied and nothing compared. */
    @Benchmark
    public byte[] sha256() throws DigestException {
        byte[] node = inputs.next().node();
        for (int level = 0; level < DEPTH; level++) {
            sha256.update(node);
            sha256.digest(node, 1, Hash32.SIZE);
        }
        return node;
    }
}
