package io.lianbo.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashTreeTest {

    @Test
    void provesALeaf() {
        Hash32 mei = Keccak256.hash("mei".getBytes(StandardCharsets.UTF_8));
        Hash32 bo = Keccak256.hash("bo".getBytes(StandardCharsets.UTF_8));
        // @start region="tree"
        List<Hash32> leaves = List.of(mei, bo);
        HashTree tree = HashTree.standard(
                leaves.size(), (i, target, at) -> leaves.get(i).copyTo(target, at));
        List<Hash32> proof = tree.proof(0);

        Verdict<Hash32> verdict = HashTree.verify(tree.root(), mei, proof);
        // @end region="tree"

        assertThat(verdict).isEqualTo(Verdict.ok(mei));
        assertThat(proof).containsExactly(bo);
        assertThat(tree.size()).isEqualTo(2);
    }

    @Test
    void isTheTreeThatPairsOfSortedHashesGive() {
        Random random = new Random(68);
        for (int size = 1; size <= 130; size++) {
            byte[] hashes = hashes(random, size);
            List<Hash32> leaves = leaves(hashes);
            HashTree standard = HashTree.standard(count(hashes), leaf(hashes));
            HashTree layered = HashTree.layered(count(hashes), leaf(hashes));

            assertThat(standard.root()).isEqualTo(heapRoot(leaves));
            assertThat(HashTree.standard(hashes).root()).isEqualTo(standard.root());
            assertThat(layered.root()).isEqualTo(layerRoot(leaves));
            for (HashTree tree : List.of(standard, layered, HashTree.unsorted(count(hashes), leaf(hashes)))) {
                for (int i = 0; i < size; i++) {
                    assertThat(HashTree.verify(tree.root(), leaves.get(i), tree.proof(i)))
                            .isEqualTo(Verdict.ok(leaves.get(i)));
                    assertThat(tree.proof(i)).hasSizeLessThanOrEqualTo(tree.depth());
                }
            }
        }
    }

    @Test
    void sortsLeavesThatDifferOnlyInTheirLastBytes() {
        Random random = new Random(31);
        for (int size : new int[] {2, 3, 100, 1_025, 5_000}) {
            byte[] hashes = new byte[size * Hash32.SIZE];
            for (int i = 0; i < size; i++) {
                hashes[i * Hash32.SIZE + 31] = (byte) random.nextInt(4); // many of them the same
                hashes[i * Hash32.SIZE] = (byte) (random.nextInt(3) * 100);
            }
            HashTree tree = HashTree.standard(count(hashes), leaf(hashes));

            assertThat(tree.root()).isEqualTo(heapRoot(leaves(hashes)));
            assertThat(IntStream.range(0, size).map(tree::leaf).distinct().count())
                    .isEqualTo(size);
            for (int i = 0; i < size; i++) {
                assertThat(tree.node(tree.leaf(i))).isEqualTo(Hash32.of(hashes, i * Hash32.SIZE));
            }
        }
    }

    @Test
    void givesTheSameTreeOnManyThreadsAsOnOne() {
        byte[] hashes = hashes(new Random(70_001), 70_001);

        assertThat(HashTree.standard(count(hashes), leaf(hashes)).root()).isEqualTo(heapRoot(leaves(hashes)));
        assertThat(HashTree.layered(count(hashes), leaf(hashes)).root()).isEqualTo(layerRoot(leaves(hashes)));
    }

    @Test
    void refusesAProofThatIsNotTheLeafs() {
        byte[] hashes = hashes(new Random(2), 9);
        HashTree tree = HashTree.layered(count(hashes), leaf(hashes));
        List<Hash32> proof = tree.proof(3);
        List<Hash32> longer = new ArrayList<>(proof);
        longer.add(Hash32.ZERO);

        for (List<Hash32> wrong : List.of(tree.proof(4), longer, proof.subList(1, proof.size()), List.<Hash32>of())) {
            assertThat(HashTree.verify(tree.root(), Hash32.of(hashes, 3 * Hash32.SIZE), wrong)
                            .reasons())
                    .extracting(Verdict.Reason::code)
                    .containsExactly("WRONG_ROOT");
        }
    }

    @Test
    void refusesWhatIsNoLeaves() {
        HashTree.Leaf zero = (i, target, at) -> {};
        for (int leaves : new int[] {-1, 0, 33_554_433}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HashTree.standard(leaves, zero))
                    .withMessage("a tree must have 1 to 33554432 leaves: " + leaves);
            assertThatIllegalArgumentException().isThrownBy(() -> HashTree.layered(leaves, zero));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HashTree.standard(new byte[33]))
                .withMessage("hashes must be 32 bytes each: 33 bytes");
        assertThatIllegalStateException()
                .isThrownBy(() -> HashTree.layered(3, zero).multiProof(List::of, 1))
                .withMessage("a layered tree has no multiproofs");
        HashTree tree = HashTree.standard(3, zero);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.proof(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.proof(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.proof(0, new byte[32]));
    }

    private static Hash32 heapRoot(List<Hash32> leaves) {
        List<Hash32> sorted = new ArrayList<>(leaves);
        Collections.sort(sorted);
        Hash32[] nodes = new Hash32[2 * leaves.size() - 1];
        for (int i = 0; i < sorted.size(); i++) {
            nodes[nodes.length - 1 - i] = sorted.get(i);
        }
        for (int i = leaves.size() - 2; i >= 0; i--) {
            nodes[i] = pair(nodes[2 * i + 1], nodes[2 * i + 2]);
        }
        return nodes[0];
    }

    private static Hash32 layerRoot(List<Hash32> leaves) {
        List<Hash32> layer = new ArrayList<>(leaves);
        Collections.sort(layer);
        while (layer.size() > 1) {
            List<Hash32> next = new ArrayList<>();
            for (int i = 0; i + 1 < layer.size(); i += 2) {
                next.add(pair(layer.get(i), layer.get(i + 1)));
            }
            if (layer.size() % 2 == 1) {
                next.add(layer.getLast());
            }
            layer = next;
        }
        return layer.getFirst();
    }

    private static Hash32 pair(Hash32 one, Hash32 other) {
        return one.compareTo(other) < 0
                ? Keccak256.hash(one.bytes(), other.bytes())
                : Keccak256.hash(other.bytes(), one.bytes());
    }

    private static int count(byte[] hashes) {
        return hashes.length / Hash32.SIZE;
    }

    private static HashTree.Leaf leaf(byte[] hashes) {
        return (i, target, at) -> System.arraycopy(hashes, i * Hash32.SIZE, target, at, Hash32.SIZE);
    }

    private static byte[] hashes(Random random, int count) {
        byte[] hashes = new byte[count * Hash32.SIZE];
        random.nextBytes(hashes);
        return hashes;
    }

    private static List<Hash32> leaves(byte[] hashes) {
        return IntStream.range(0, hashes.length / Hash32.SIZE)
                .mapToObj(i -> Hash32.of(hashes, i * Hash32.SIZE))
                .toList();
    }
}
