package io.lianbo.provenance.log;

import static io.lianbo.provenance.log.MerkleLogTest.leaf;
import static io.lianbo.provenance.log.MerkleLogTest.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.util.List;
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

        AnchoredRoots roots = anchor.rootsOf(brand.address(), 0);
        assertThat(roots.anchoredAt(anchor.anchored(brand.address(), log.head())))
                .isPresent();
        // @end
        assertThat(receipt.gasUsed()).isPositive();
        assertThat(roots.size()).isEqualTo(1);
        assertThat(anchor.latest(brand.address())).contains(log.head());
        assertThat(anchor.latest(other.address())).isEmpty();
        assertThat(anchor.anchorOf(brand.address(), log.head())).isPresent();
        assertThat(anchor.anchorOf(other.address(), log.head())).isEmpty();
        assertThat(anchor.anchorOf(brand.address(), new TreeHead(log.head().root(), 6)))
                .isEmpty();
        assertThat(anchor.rootsOf(other.address(), 0).size()).isZero();
        assertThat(ProvenanceAnchor.at(chain, anchor.account().address()).latest(brand.address()))
                .contains(log.head());
    }

    @Test
    void keepsIssuersApartAndTheirRootsTogether() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(9);
        anchor.anchor(brand, log.head(4));
        anchor.anchor(other, log.head(3));
        anchor.anchor(brand, log.head(9));
        AnchoredRoots roots = anchor.rootsOf(brand.address(), 0).and(anchor.rootsOf(other.address(), 0));
        assertThat(roots.size()).isEqualTo(3);
        assertThat(roots.anchoredAt(anchor.anchored(other.address(), log.head(3))))
                .isPresent();
        assertThat(roots.anchoredAt(anchor.anchored(other.address(), log.head(4))))
                .isEmpty();
    }

    @Test
    void refusesATreeThatDoesNotGrow() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(5);
        anchor.anchor(brand, log.head(5));
        for (int size : List.of(4, 5)) {
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> anchor.anchor(brand, log.head(size)))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("TreeMustGrow"));
        }
    }

    @Test
    void agreesWithTheContractOnEveryLeafOfEverySmallTree() {
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, brand);
        MerkleLog log = logOf(LARGEST);
        for (int size = 1; size <= LARGEST; size++) {
            TreeHead head = log.head(size);
            anchor.anchor(brand, head);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = log.inclusionProof(index, size);
                assertAgreed(anchor, head, leaf(index), proof, true);
                assertAgreed(anchor, head, leaf(index + 1), proof, false);
            }
            InclusionProof forTheLast = log.inclusionProof(size - 1, size);
            assertAgreed(anchor, head, leaf(size - 1), new InclusionProof(size, forTheLast.path()), false);
        }
    }

    private static void assertAgreed(
            ProvenanceAnchor anchor, TreeHead head, Hash32 leaf, InclusionProof proof, boolean expected) {
        assertThat(proof.verify(leaf, head).isVerified()).isEqualTo(expected);
        assertThat(anchor.verifyInclusion(brand.address(), head, leaf, proof)).isEqualTo(expected);
    }
}
