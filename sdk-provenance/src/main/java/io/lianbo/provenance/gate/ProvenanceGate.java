package io.lianbo.provenance.gate;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.internal.AnchorWord;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The contract that vouches for an item whose anchored history fulfils a policy, with no key: a sale in escrow names it as a condition, and
 * {@link #signature} is what stands for its signature (ERC-1271). Whoever pays reads the policy first; it never changes.
 *
 * {@snippet class="io.lianbo.provenance.gate.ProvenanceGateTest" region="gate"}
 *
 * <p>It checks what is anchored: that the log's issuer logged these steps of this item lately, each said to be of an issuer who is
 * authorised for it. The signatures under the events it does not see. Every method asks the chain and fails with
 * {@link io.lianbo.core.LianboException} when that fails.
 */
public final class ProvenanceGate {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(ProvenanceGate.class, "/io/lianbo/provenance/ProvenanceGate.json");

    private static final int SELECTOR = 4;

    private final Chain chain;
    private final Contract contract;
    private final GatePolicy policy;

    private ProvenanceGate(Chain chain, Contract contract, GatePolicy policy) {
        this.chain = chain;
        this.contract = contract;
        this.policy = policy;
    }

    /** Deploys a gate; whoever pays for that has no rights in it. */
    public static ProvenanceGate deploy(
            Chain chain, Signer payer, ProvenanceAnchor anchor, IssuerRegistry registry, GatePolicy policy) {
        Contract contract = chain.deploy(
                        payer,
                        ARTIFACT,
                        anchor.account().address(),
                        registry.account().address(),
                        policy.logIssuer(),
                        policy.maxAge().toSeconds(),
                        policy.requiredSteps())
                .contract();
        return new ProvenanceGate(chain, contract, policy);
    }

    /** The gate that was deployed at this address, with its policy. */
    public static ProvenanceGate at(Chain chain, Address address) {
        Contract contract = chain.contract(address, ARTIFACT);
        List<Hash32> steps = contract.read("requiredSteps").list(0).stream()
                .map(Hash32.class::cast)
                .toList();
        AbiValues age = contract.read("maxAge");
        GatePolicy policy = new GatePolicy(
                contract.read("logIssuer").address(0),
                Duration.ofSeconds(
                        age.uint(0).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact()),
                steps);
        return new ProvenanceGate(chain, contract, policy);
    }

    /** The contract and its chain. */
    public AccountId account() {
        return new AccountId(chain.id(), contract.address());
    }

    /** What it asks for. */
    public GatePolicy policy() {
        return policy;
    }

    /**
     * The contract's own verdict on a passport.
     *
     * @return {@link Passport#hash}; or {@code NOT_ANCHORED}, {@code STALE_ANCHOR}, {@code LOG_COMPROMISED}, {@code STEP_MISSING},
     *     {@code UNAUTHORISED_ISSUER}, {@code WRONG_ORDER}, {@code WRONG_ITEM} or {@code NOT_A_PARENT}, of which the first stands for an
     *     anchor of somebody else too
     */
    public Verdict<Hash32> check(Passport passport) {
        if (passport.anchor().head().size() > AnchorWord.LARGEST_TREE) {
            return Verdict.refused("NOT_ANCHORED", "no anchored tree is so large: " + passport.anchor());
        }
        try {
            return Verdict.ok(call(passport).read().hash(0));
        } catch (ContractRevertException e) {
            return Verdict.refused(
                    e.error()
                            .name()
                            .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                            .toUpperCase(Locale.ROOT),
                    e.error().toString());
        }
    }

    /**
     * What an escrow is given in place of the gate's signature of {@code ConditionMet}, together with {@link Passport#hash}: {@code abi.encode(orderId, itemKey, evidence)}. It shows the steps up to
     * the oldest that the policy asks for, and counts for this order alone.
     *
     * @param orderId the escrow's name of the order, which is its hash
     */
    public byte[] signature(Hash32 orderId, Passport passport) {
        // The arguments of check are the item's key, the place of the evidence behind these two words, and the
        // evidence.
        byte[] data = Hex.decode(call(passport).data());
        int evidence = SELECTOR + 2 * Hash32.SIZE;
        ByteBuffer signature = ByteBuffer.allocate(data.length - SELECTOR + Hash32.SIZE)
                .put(orderId.bytes())
                .put(data, SELECTOR, Hash32.SIZE)
                .put(new byte[Hash32.SIZE - 1])
                .put((byte) (3 * Hash32.SIZE))
                .put(data, evidence, data.length - evidence);
        return signature.array();
    }

    private ContractCall call(Passport passport) {
        List<Object> evidence = List.of(
                passport.anchor().head().root(),
                AnchorWord.of(passport.anchor()),
                passport.proof().leafIndex(),
                passport.proof().path(),
                steps(passport));
        return contract.call("check", passport.item().itemKey(), evidence);
    }

    /** The head, and what led to it up to the oldest step that is asked for, each after a leaf that names it. */
    private List<Object> steps(Passport passport) {
        List<ProvenanceLeaf> newestFirst =
                passport.entries().reversed().stream().map(Passport.Entry::leaf).toList();
        Set<Hash32> missing = new HashSet<>(policy.requiredSteps());
        List<Object> steps = new ArrayList<>();
        for (int i = 0; i < newestFirst.size() && (i == 0 || !missing.isEmpty()); i++) {
            ProvenanceLeaf leaf = newestFirst.get(i);
            missing.remove(leaf.step());
            int child = 0;
            int position = 0;
            for (int later = 0; later < i; later++) {
                int place = newestFirst.get(later).parents().indexOf(leaf.hash());
                if (place >= 0) {
                    child = later;
                    position = place;
                    break;
                }
            }
            steps.add(List.of(leaf.encoded(), child, position));
        }
        return steps;
    }

    @Override
    public String toString() {
        return "ProvenanceGate(" + account() + ")";
    }
}
