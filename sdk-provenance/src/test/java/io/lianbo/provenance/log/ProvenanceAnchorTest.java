package io.lianbo.provenance.log;

import static io.lianbo.provenance.log.MerkleLogTest.leaf;
import static io.lianbo.provenance.log.MerkleLogTest.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@LocalChainTest
class ProvenanceAnchorTest {

    private static final int LARGEST = 17;

    private static Chain chain;
    private static LocalSigner brand;
    private static LocalSigner other;

    @BeforeAll
    static void connect(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        other = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
    }

    @AfterAll
    static void disconnect() {
        chain.close();
    }

    @Test
    void anchorsHeadsThatAnyoneReads() {
        MerkleLog log = logOf(5);
        // @start region="anchor"
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        Receipt receipt = anchor.anchor(brand, log.head());
        AnchoredRoot anchored = anchor.anchoredIn(receipt);

        AnchoredRoots roots = anchor.rootsOf(brand.address(), 0);
        assertThat(roots.contains(anchored)).isTrue();
        // @end
        assertThat(receipt.gasUsed()).isLessThanOrEqualTo(70_000);
        assertThat(anchored)
                .isEqualTo(new AnchoredRoot(
                        anchor.account(),
                        brand.address(),
                        0,
                        log.head(),
                        chain.block(receipt.blockNumber()).orElseThrow().timestamp()));
        assertThat(roots.size()).isEqualTo(1);
        assertThat(roots.latest(brand.address())).contains(anchored);
        assertThat(roots.latest(other.address())).isEmpty();
        assertThat(roots.find(brand.address(), log.head())).contains(anchored);
        assertThat(roots.find(other.address(), log.head())).isEmpty();
        assertThat(anchor.rootsOf(other.address(), 0).size()).isZero();
        assertThat(ProvenanceAnchor.at(chain, anchor.account().address()).rootCount(brand.address()))
                .isEqualTo(1);
    }

    @Test
    void vouchesForARootExactlyAsItWasAnchored() {
        MerkleLog log = logOf(5);
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        AnchoredRoot root = anchor.anchoredIn(anchor.anchor(brand, log.head()));
        TreeHead head = root.head();
        assertThat(anchor.verify(root)).isTrue();
        for (AnchoredRoot changed : List.of(
                new AnchoredRoot(root.contract(), other.address(), 0, head, root.anchoredAt()),
                new AnchoredRoot(root.contract(), brand.address(), 1, head, root.anchoredAt()),
                new AnchoredRoot(root.contract(), brand.address(), 0, log.head(4), root.anchoredAt()),
                new AnchoredRoot(root.contract(), brand.address(), 0, new TreeHead(head.root(), 6), root.anchoredAt()),
                new AnchoredRoot(
                        root.contract(), brand.address(), 0, new TreeHead(head.root(), 1L << 40), root.anchoredAt()),
                new AnchoredRoot(
                        root.contract(),
                        brand.address(),
                        0,
                        head,
                        root.anchoredAt().plusSeconds(1)),
                new AnchoredRoot(
                        new AccountId(new ChainId(1), root.contract().address()),
                        brand.address(),
                        0,
                        head,
                        root.anchoredAt()))) {
            assertThat(anchor.verify(changed)).as("%s", changed).isFalse();
        }
    }

    @Test
    void keepsIssuersApartAndTheirRootsTogether() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(9);
        anchor.anchor(brand, log.head(4));
        anchor.anchor(other, log.head(3));
        AnchoredRoot last = anchor.anchoredIn(anchor.anchor(brand, log.head(9)));
        AnchoredRoots roots = anchor.rootsOf(brand.address(), 0).and(anchor.rootsOf(other.address(), 0));
        assertThat(roots.size()).isEqualTo(3);
        assertThat(roots.find(other.address(), log.head(3))).isPresent();
        assertThat(roots.find(other.address(), log.head(4))).isEmpty();
        assertThat(roots.latest(brand.address())).contains(last);
        assertThat(last.sequence()).isEqualTo(1);
        assertThat(anchor.treeSizeAt(brand.address(), 0)).hasValue(4);
        assertThat(anchor.treeSizeAt(brand.address(), 1)).hasValue(9);
        assertThat(anchor.treeSizeAt(brand.address(), 2)).isEmpty();
    }

    @Test
    void anchorsOnceWhatIsSentTwice() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(5);
        ContractCall call = anchor.call(log.head(4), 0);
        call.send(brand);
        assertReverts("AlreadyAnchored", () -> call.send(brand));
        assertReverts("TreeMustGrow", () -> anchor.anchor(brand, log.head(4)));
        assertReverts("SequenceGap", () -> anchor.call(log.head(5), 2).send(brand));
        assertThat(anchor.rootsOf(brand.address(), 0).size()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anchor.call(new TreeHead(Hash32.ZERO, 1L << 40), 0))
                .withMessage("an anchored tree must have at most 2^40-1 leaves: 1099511627776");
        assertThatIllegalArgumentException().isThrownBy(() -> anchor.call(log.head(5), -1));
    }

    private static void assertReverts(String error, ThrowingCallable sending) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(sending)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }

    @Test
    void refusesATreeThatDoesNotGrow() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(5);
        anchor.anchor(brand, log.head(5));
        for (int size : List.of(4, 5)) {
            assertReverts("TreeMustGrow", () -> anchor.anchor(brand, log.head(size)));
        }
    }

    @Test
    void agreesWithTheContractOnEveryLeafOfEverySmallTree() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(LARGEST);
        for (int size = 1; size <= LARGEST; size++) {
            AnchoredRoot root = anchor.anchoredIn(anchor.anchor(brand, log.head(size)));
            for (int index = 0; index < size; index++) {
                InclusionProof proof = log.inclusionProof(index, size);
                assertAgreed(anchor, root, leaf(index), proof, true);
                assertAgreed(anchor, root, leaf(index + 1), proof, false);
            }
            InclusionProof forTheLast = log.inclusionProof(size - 1, size);
            assertAgreed(anchor, root, leaf(size - 1), new InclusionProof(size, forTheLast.path()), false);
        }
    }

    private static void assertAgreed(
            ProvenanceAnchor anchor, AnchoredRoot root, Hash32 leaf, InclusionProof proof, boolean expected) {
        assertThat(proof.verify(leaf, root.head()).isVerified()).isEqualTo(expected);
        assertThat(anchor.verifyInclusion(root, leaf, proof)).isEqualTo(expected);
    }
}
