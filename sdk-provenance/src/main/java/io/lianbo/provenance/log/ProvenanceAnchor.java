package io.lianbo.provenance.log;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The contract in which issuers anchor the heads of their logs: anyone may anchor its own, and a log only grows there.
 *
 * {@snippet class="io.lianbo.provenance.log.ProvenanceAnchorTest" region="anchor"}
 *
 * <p>Every method asks the chain and fails with {@link io.lianbo.core.LianboException} when that fails.
 */
public final class ProvenanceAnchor {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(ProvenanceAnchor.class, "/io/lianbo/provenance/ProvenanceAnchor.json");

    private final Chain chain;
    private final Contract contract;

    private ProvenanceAnchor(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys the contract; whoever pays for that has no rights in it. */
    public static ProvenanceAnchor deploy(Chain chain, Signer payer) {
        return new ProvenanceAnchor(chain, chain.deploy(payer, ARTIFACT).contract());
    }

    /** The contract that was deployed at this address. */
    public static ProvenanceAnchor at(Chain chain, Address address) {
        return new ProvenanceAnchor(chain, chain.contract(address, ARTIFACT));
    }

    /** The contract and its chain. */
    public AccountId account() {
        return new AccountId(chain.id(), contract.address());
    }

    /**
     * Anchors the head of the issuer's log.
     *
     * @throws io.lianbo.core.chain.ContractRevertException {@code TreeMustGrow} when the issuer anchored a tree of this size or
     *     a larger one before
     */
    public Receipt anchor(Signer issuer, TreeHead head) {
        return contract.send(issuer, "anchor", head.root(), head.size());
    }

    /** What names the head once its issuer anchored it here. */
    public AnchoredRoot anchored(Address issuer, TreeHead head) {
        return new AnchoredRoot(account(), issuer, head);
    }

    /** When the issuer anchored this head; empty when it did not, or under another size. */
    public Optional<Instant> anchorOf(Address issuer, TreeHead head) {
        AbiValues anchor = contract.read("anchorOf", issuer, head.root());
        return anchor.uint(0).longValueExact() == head.size()
                ? Optional.of(Instant.ofEpochSecond(anchor.uint(1).longValueExact()))
                : Optional.empty();
    }

    /** The head that the issuer anchored last; empty before the first. */
    public Optional<TreeHead> latest(Address issuer) {
        AbiValues latest = contract.read("latest", issuer);
        return latest.hash(0).equals(Hash32.ZERO)
                ? Optional.empty()
                : Optional.of(new TreeHead(latest.hash(0), latest.uint(1).longValueExact()));
    }

    /** Every root that the issuer anchored from this block on (0 for all). */
    public AnchoredRoots rootsOf(Address issuer, long fromBlock) {
        Map<AnchoredRoot, Instant> roots = new HashMap<>();
        for (ContractEvent event : contract.events("RootAnchored", fromBlock, chain.blockNumber())) {
            if (event.address("issuer").equals(issuer)) {
                TreeHead head =
                        new TreeHead(event.hash("root"), event.uint("treeSize").longValueExact());
                anchorOf(issuer, head).ifPresent(time -> roots.put(anchored(issuer, head), time));
            }
        }
        return AnchoredRoots.of(roots);
    }

    /** The contract's own verdict on a proof: whether the issuer anchored this head and it holds the leaf. */
    public boolean verifyInclusion(Address issuer, TreeHead head, Hash32 leafHash, InclusionProof proof) {
        return contract.read(
                        "verifyInclusion", issuer, head.root(), head.size(), leafHash, proof.leafIndex(), proof.path())
                .bool(0);
    }
}
