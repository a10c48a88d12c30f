package io.lianbo.provenance.log;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.internal.AnchorWord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The contract in which issuers anchor the heads of their logs: anyone may anchor its own, and a log only grows there. The
 * anchors of an issuer are counted from 0 without a gap, and each stays verifiable for ever.
 *
 * {@snippet class="io.lianbo.provenance.log.ProvenanceAnchorTest" region="anchor"}
 *
 * <p>Every method asks the chain and fails with {@link LianboException} when that fails.
 */
public final class ProvenanceAnchor {

    private static final String EVENT = "RootAnchored";

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
     * Anchors the head of the issuer's log, after those it anchored before. Who does not know whether an earlier call came
     * through calls again: a head is anchored once, and then {@code TreeMustGrow} says so.
     *
     * @return the transaction's receipt, of which {@link #anchoredIn} makes the root's name
     * @throws IllegalArgumentException when the tree has more leaves than an anchor can hold, 2^40-1
     * @throws io.lianbo.core.chain.ContractRevertException {@code TreeMustGrow} when the issuer anchored a tree of this size or
     *     a larger one before; {@code AlreadyAnchored} when it anchored another at the same moment
     */
    public Receipt anchor(Signer issuer, TreeHead head) {
        return call(head, rootCount(issuer.address())).send(issuer);
    }

    /**
     * The call that anchors a head as the issuer's anchor of this number, for senders of their own such as
     * {@link io.lianbo.core.tx.TxClient}. It succeeds once, however often it is sent.
     *
     * @param sequence how many heads the issuer anchored here before
     * @throws IllegalArgumentException when the tree has more leaves than an anchor can hold, 2^40-1, or the sequence is negative
     */
    public ContractCall call(TreeHead head, long sequence) {
        return contract.call("anchor", head.root(), AnchorWord.ofNext(head, sequence));
    }

    /**
     * What the transaction anchored.
     *
     * @throws IllegalArgumentException when it anchored nothing here
     */
    public AnchoredRoot anchoredIn(Receipt receipt) {
        return contract.eventsIn(receipt, EVENT).stream()
                .findFirst()
                .map(this::root)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the transaction anchored nothing in " + contract + ": " + receipt.transactionHash()));
    }

    /**
     * What a transaction anchored that was sent elsewhere.
     *
     * @throws IllegalArgumentException when it anchored nothing here
     * @throws LianboException {@code RPC_BAD_RESPONSE} when the node does not know it
     */
    public AnchoredRoot anchoredIn(Hash32 transaction) {
        return anchoredIn(chain.receipt(transaction)
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.RPC_BAD_RESPONSE, "the node has no receipt of " + transaction, true)));
    }

    /** How many heads the issuer anchored here, which is the sequence of its next. */
    public long rootCount(Address issuer) {
        return contract.read("rootCount", issuer).uint(0).longValueExact();
    }

    /** The size of the tree that the issuer anchored under this sequence; empty when there is none. */
    public OptionalLong treeSizeAt(Address issuer, long sequence) {
        long size = contract.read("treeSizeAt", issuer, sequence).uint(0).longValueExact();
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** The contract's own verdict: whether the root was anchored exactly so. */
    public boolean verify(AnchoredRoot root) {
        return root.contract().equals(account())
                && root.head().size() <= AnchorWord.LARGEST_TREE
                && contract.read("verify", root.issuer(), root.head().root(), AnchorWord.of(root))
                        .bool(0);
    }

    /** Every root that the issuer anchored from this block on (0 for all). */
    public AnchoredRoots rootsOf(Address issuer, long fromBlock) {
        List<AnchoredRoot> roots = new ArrayList<>();
        EventQuery.of(contract, EVENT).forEach(fromBlock, chain.blockNumber(), event -> {
            if (event.address("issuer").equals(issuer)) {
                roots.add(root(event));
            }
        });
        return AnchoredRoots.of(roots);
    }

    /** The contract's own verdict on a proof: whether the root was anchored exactly so and its tree holds the leaf. */
    public boolean verifyInclusion(AnchoredRoot root, Hash32 leafHash, InclusionProof proof) {
        return root.contract().equals(account())
                && root.head().size() <= AnchorWord.LARGEST_TREE
                && contract.read(
                                "verifyInclusion",
                                root.issuer(),
                                root.head().root(),
                                AnchorWord.of(root),
                                leafHash,
                                proof.leafIndex(),
                                proof.path())
                        .bool(0);
    }

    private AnchoredRoot root(ContractEvent event) {
        BigInteger word = event.uint("anchored");
        return new AnchoredRoot(
                account(),
                event.address("issuer"),
                AnchorWord.sequence(word),
                new TreeHead(event.hash("root"), AnchorWord.size(word)),
                AnchorWord.time(word));
    }
}
