package io.lianbo.provenance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleLogTest {

    private static final int LARGEST = 33;

    @Test
    void provesWhatItHoldsAndThatItOnlyGrew() {
        // @start region="log"
        MerkleLog log = new MerkleLog();
        log.append(MerkleLog.leafHash("harvested".getBytes(UTF_8)));
        TreeHead before = log.head();
        Hash32 shipped = MerkleLog.leafHash("shipped".getBytes(UTF_8));
        long index = log.append(shipped);

        assertThat(log.inclusionProof(index, 2).verify(shipped, log.head()).isVerified())
                .isTrue();
        assertThat(log.consistencyProof(1, 2).verify(before, log.head()).isVerified())
                .isTrue();
        // @end
    }

    @Test
    void hasTheRootThatTheStandardDefinesAtEverySize() {
        MerkleLog log = logOf(LARGEST);
        for (int size = 1; size <= LARGEST; size++) {
            assertThat(log.head(size)).isEqualTo(new TreeHead(definedRoot(0, size), size));
        }
        assertThat(log.head()).isEqualTo(log.head(LARGEST));
        assertThat(log.size()).isEqualTo(LARGEST);
    }

    @Test
    void provesEveryLeafInEveryTreeAndNothingElse() {
        MerkleLog log = logOf(LARGEST);
        for (int size = 1; size <= LARGEST; size++) {
            TreeHead head = log.head(size);
            for (int leaf = 0; leaf < size; leaf++) {
                InclusionProof proof = log.inclusionProof(leaf, size);
                assertThat(proof.verify(leaf(leaf), head).value()).contains(head);
                assertThat(proof.verify(leaf(leaf + 1), head).isVerified()).isFalse();
                if (size > 1) {
                    assertThat(new InclusionProof((leaf + 1) % size, proof.path())
                                    .verify(leaf(leaf), head)
                                    .isVerified())
                            .isFalse();
                }
                for (InclusionProof broken : brokenPaths(proof.path()).stream()
                        .map(path -> new InclusionProof(proof.leafIndex(), path))
                        .toList()) {
                    assertThat(broken.verify(leaf(leaf), head).reasons())
                            .extracting(Reason::code)
                            .containsExactly("PROOF_INVALID");
                }
            }
        }
    }

    @Test
    void provesConsistencyOfEveryTwoSizesAndNothingElse() {
        MerkleLog log = logOf(LARGEST);
        for (int newer = 1; newer <= LARGEST; newer++) {
            for (int older = 1; older <= newer; older++) {
                ConsistencyProof proof = log.consistencyProof(older, newer);
                assertThat(proof.verify(log.head(older), log.head(newer)).value())
                        .contains(log.head(newer));
                TreeHead forked = new TreeHead(leaf(99), older);
                assertThat(proof.verify(forked, log.head(newer)).isVerified()).isFalse();
                for (List<Hash32> path : brokenPaths(proof.path())) {
                    assertThat(new ConsistencyProof(path)
                                    .verify(log.head(older), log.head(newer))
                                    .reasons())
                            .extracting(Reason::code)
                            .containsExactly("PROOF_INVALID");
                }
            }
        }
    }

    @Test
    void noticesATreeThatShrank() {
        MerkleLog log = logOf(8);
        assertThat(log.consistencyProof(5, 8).verify(log.head(8), log.head(5)).reasons())
                .extracting(Reason::toString)
                .containsExactly("PROOF_INVALID: the tree shrank from 8 to 5 leaves");
    }

    @Test
    void noticesAProofForAnotherSize() {
        MerkleLog log = logOf(8);
        InclusionProof proof = log.inclusionProof(2, 5);
        assertThat(proof.verify(leaf(2), log.head(5)).isVerified()).isTrue();
        assertThat(proof.verify(leaf(2), log.head(8)).isVerified()).isFalse();
        assertThat(proof.verify(leaf(2), new TreeHead(log.head(5).root(), 4)).isVerified())
                .isFalse();
        assertThat(proof.verify(leaf(2), new TreeHead(log.head(5).root(), 2)).isVerified())
                .isFalse();
    }

    @Test
    void doesNotTakeANodeForALeaf() {
        MerkleLog log = logOf(2);
        byte[] node = new byte[64];
        System.arraycopy(leaf(0).bytes(), 0, node, 0, 32);
        System.arraycopy(leaf(1).bytes(), 0, node, 32, 32);
        assertThat(MerkleLog.leafHash(node)).isNotEqualTo(log.head().root());
    }

    @Test
    void refusesSizesThatItNeverHad() {
        MerkleLog empty = new MerkleLog();
        assertThatIllegalStateException().isThrownBy(empty::head).withMessage("an empty log has no head");
        MerkleLog log = logOf(3);
        assertThatIllegalArgumentException().isThrownBy(() -> log.head(4)).withMessage("tree size must be 1 to 3: 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.inclusionProof(3, 3))
                .withMessage("leaf index must be 0 to 2: 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.consistencyProof(3, 2))
                .withMessage("older size must be 1 to 2: 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new TreeHead(Hash32.ZERO, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new InclusionProof(-1, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsistencyProof(Collections.nCopies(64, Hash32.ZERO)))
                .withMessage("a proof must have at most 63 hashes: 64");
    }

    /** Without its first, its last hash, with one more, with one changed. */
    private static List<List<Hash32>> brokenPaths(List<Hash32> path) {
        List<List<Hash32>> broken = new ArrayList<>();
        for (int i = 0; i <= path.size(); i++) {
            List<Hash32> longer = new ArrayList<>(path);
            longer.add(i, leaf(98));
            broken.add(longer);
        }
        for (int i = 0; i < path.size(); i++) {
            List<Hash32> shorter = new ArrayList<>(path);
            shorter.remove(i);
            broken.add(shorter);
            List<Hash32> changed = new ArrayList<>(path);
            changed.set(i, leaf(97));
            broken.add(changed);
        }
        return broken;
    }

    static MerkleLog logOf(int leaves) {
        MerkleLog log = new MerkleLog();
        for (int i = 0; i < leaves; i++) {
            assertThat(log.append(leaf(i))).isEqualTo(i);
        }
        return log;
    }

    static Hash32 leaf(int index) {
        return MerkleLog.leafHash(new byte[] {(byte) index});
    }

    /** MTH of RFC 9162 section 2.1.1, word for word. */
    private static Hash32 definedRoot(int from, int to) {
        if (to - from == 1) {
            return Sha256.hash(new byte[] {0, (byte) from});
        }
        int k = 1;
        while (2 * k < to - from) {
            k *= 2;
        }
        return Sha256.hash(
                new byte[] {1},
                definedRoot(from, from + k).bytes(),
                definedRoot(from + k, to).bytes());
    }
}
