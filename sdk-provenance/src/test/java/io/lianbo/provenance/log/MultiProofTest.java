package io.lianbo.provenance.log;

import static io.lianbo.provenance.log.MerkleLogTest.leaf;
import static io.lianbo.provenance.log.MerkleLogTest.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MultiProofTest {

    @Test
    void provesManyLeavesAtOnce() {
        Hash32 second = leaf(1);
        Hash32 fourth = leaf(3);
        MerkleLog log = logOf(5);
        // @start region="multi"
        MultiProof proof = log.multiProof(List.of(1L, 3L), log.size());
        assertThat(proof.verify(List.of(second, fourth), log.head()).isVerified())
                .isTrue();
        // @end
        assertThat(proof.nodes()).containsExactly(leaf(0), leaf(2), leaf(4));
    }

    @Test
    void provesEverySetOfLeavesOfEverySmallTreeAndNothingElse() {
        MerkleLog log = logOf(9);
        for (int size = 1; size <= 9; size++) {
            TreeHead head = log.head(size);
            for (int set = 1; set < 1 << size; set++) {
                int chosen = set;
                List<Long> indexes = LongStream.range(0, size)
                        .filter(index -> (chosen >> index & 1) == 1)
                        .boxed()
                        .toList();
                List<Hash32> leaves = leaves(indexes);
                MultiProof proof = log.multiProof(indexes, size);
                assertThat(proof.verify(leaves, head).value()).contains(head);
                for (int i = 0; i < leaves.size(); i++) {
                    List<Hash32> changed = new ArrayList<>(leaves);
                    changed.set(i, leaf(99));
                    assertInvalid(proof, changed, head);
                }
                for (int i = 0; i < proof.nodes().size(); i++) {
                    List<Hash32> changed = new ArrayList<>(proof.nodes());
                    changed.set(i, leaf(98));
                    assertInvalid(new MultiProof(indexes, changed), leaves, head);
                    changed.remove(i);
                    assertInvalid(new MultiProof(indexes, changed), leaves, head);
                }
                List<Hash32> longer = new ArrayList<>(proof.nodes());
                longer.add(leaf(97));
                assertInvalid(new MultiProof(indexes, longer), leaves, head);
            }
        }
    }

    /** A proof of one leaf is the single proof in another order, and one of many agrees with all the single ones together. */
    @Test
    void agreesWithSingleProofs() {
        Random random = new Random(9162);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(100);
            MerkleLog log = logOf(size);
            Set<Long> indexes = new HashSet<>();
            int count = 1 + random.nextInt(size);
            while (indexes.size() < count) {
                indexes.add((long) random.nextInt(size));
            }
            MultiProof proof = log.multiProof(indexes, size);
            assertThat(proof.verify(leaves(proof.leafIndexes()), log.head()).isVerified())
                    .isTrue();
            int single = 0;
            for (long index : indexes) {
                InclusionProof one = log.inclusionProof(index, size);
                single += one.path().size();
                assertThat(one.verify(leaf((int) index), log.head()).isVerified())
                        .isTrue();
                assertThat(log.multiProof(List.of(index), size).nodes())
                        .containsExactlyInAnyOrderElementsOf(one.path());
            }
            assertThat(proof.nodes()).hasSizeLessThanOrEqualTo(single);
            boolean forged = random.nextBoolean();
            List<Hash32> leaves = new ArrayList<>(leaves(proof.leafIndexes()));
            if (forged) {
                Collections.swap(leaves, 0, leaves.size() - 1);
            }
            boolean allSingle = true;
            for (int i = 0; i < leaves.size(); i++) {
                allSingle &= log.inclusionProof(proof.leafIndexes().get(i), size)
                        .verify(leaves.get(i), log.head())
                        .isVerified();
            }
            assertThat(proof.verify(leaves, log.head()).isVerified()).isEqualTo(allSingle);
        }
    }

    @Test
    void isAFractionOfTheSingleProofsForNeighbours() {
        MerkleLog log = new MerkleLog();
        for (int i = 0; i < 1 << 12; i++) {
            log.append(MerkleLog.leafHash(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
        List<Long> pallet = LongStream.range(1000, 1100).boxed().toList();
        assertThat(log.multiProof(pallet, log.size()).nodes()).hasSizeLessThan(20);
        assertThat(pallet.stream()
                        .mapToInt(index ->
                                log.inclusionProof(index, log.size()).path().size())
                        .sum())
                .isEqualTo(1200);
    }

    @Test
    void noticesAnotherSize() {
        MerkleLog log = logOf(9);
        MultiProof proof = log.multiProof(List.of(0L, 6L), 8);
        List<Hash32> leaves = leaves(List.of(0L, 6L));
        assertThat(proof.verify(leaves, log.head(8)).isVerified()).isTrue();
        for (long size : new long[] {1, 6, 7, 9, 64, Long.MAX_VALUE}) {
            assertInvalid(proof, leaves, new TreeHead(log.head(8).root(), size));
        }
    }

    @Test
    void refusesWhatIsNoProof() {
        MerkleLog log = logOf(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.multiProof(List.of(), 3))
                .withMessage("a proof must be of at least one leaf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.multiProof(List.of(1L, 3L), 3))
                .withMessage("leaf indexes must be 0 to 2: [1, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiProof(List.of(2L, 2L), List.of()))
                .withMessage("leaf indexes must be 0 or more, ascending, each once: 2, 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiProof(List.of(-1L), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiProof(List.of(1L), Collections.nCopies(126, Hash32.ZERO)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.multiProof(List.of(1L), 3).verify(List.of(), log.head()))
                .withMessage("a proof of 1 leaves takes as many hashes: 0");
    }

    private static void assertInvalid(MultiProof proof, List<Hash32> leaves, TreeHead head) {
        assertThat(proof.verify(leaves, head).reasons())
                .extracting(Reason::code)
                .containsExactly("PROOF_INVALID");
    }

    private static List<Hash32> leaves(List<Long> indexes) {
        return indexes.stream().map(index -> leaf(index.intValue())).toList();
    }
}
