package io.lianbo.rewards.promotion;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.escrow.Attestation;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.internal.Trial;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The contract {@code GroupBuy}: a condition of a sale, whose orders ship only once enough buyers have paid the group's price into escrow, by a last second. Otherwise nothing ships and
 * everybody gets the money back after {@link EscrowOrder#shipBy()}.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="group"}
 *
 * <p>Buyers pay as for any order, also through a promotion. Somebody, mostly the seller, {@linkplain #complete shows} their orders in time. It counts addresses, not people: a seller that
 * pays for orders of its own reaches any number and gives their money back to itself, so a group says that the goods come at this price, not that others wanted them.
 * Whoever else does so has to leave the money there until the rule's {@code shipBy}, and the seller can ship.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses.
 */
public final class GroupBuy {

    /** The most buyers that can be asked for, so that a group fits into a transaction. */
    public static final int MAX_THRESHOLD = 1000;

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(GroupBuy.class, "/io/lianbo/rewards/GroupBuy.json");

    private final Chain chain;
    private final Contract contract;

    private GroupBuy(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * Deploys a rule, which serves any sales that name it as a condition; nobody owns it.
     *
     * @param price the group's: an order of a lower price, or in another currency, does not count
     * @param threshold how many buyers it takes, 2 to {@value #MAX_THRESHOLD}
     * @param closesAt the last second in which a group is completed, in whole seconds
     * @param shipBy after that; an order counts whose {@link EscrowOrder#shipBy()} is this second or later
     */
    public static GroupBuy deploy(
            Chain chain,
            Signer deployer,
            SaleEscrow escrow,
            TokenAmount price,
            int threshold,
            Instant closesAt,
            Instant shipBy) {
        if (threshold < 2 || threshold > MAX_THRESHOLD) {
            throw new IllegalArgumentException("threshold must be 2 to " + MAX_THRESHOLD + " buyers: " + threshold);
        }
        if (closesAt.getNano() != 0 || shipBy.getNano() != 0 || closesAt.getEpochSecond() < 0) {
            throw new IllegalArgumentException(
                    "closesAt and shipBy must be whole seconds from 1970 on: " + closesAt + ", " + shipBy);
        }
        if (!shipBy.isAfter(closesAt)) {
            throw new IllegalArgumentException("shipBy must be after closesAt, " + closesAt + ": " + shipBy);
        }
        return new GroupBuy(
                chain,
                chain.deploy(
                                deployer,
                                ARTIFACT,
                                escrow.address(),
                                price.token().contract().orElse(Address.ZERO),
                                price.units(),
                                threshold,
                                closesAt.getEpochSecond(),
                                shipBy.getEpochSecond())
                        .contract());
    }

    /** The rule at this address. */
    public static GroupBuy at(Chain chain, Address address) {
        return new GroupBuy(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is: the condition that a sale's terms name. */
    public Address address() {
        return contract.address();
    }

    /** Whether a sale has its group, so that its orders ship. */
    public boolean isComplete(SaleTerms terms) {
        return contract.read("isComplete", terms.id()).bool(0);
    }

    /**
     * Tries out whether these orders are a group.
     *
     * @param orders of one sale, one of each buyer
     * @return the orders as they are shown; or refused with {@code OVER}, {@code GROUP_TOO_SMALL} or {@code NOT_IN_GROUP}, whose place is in the order of the buyers' addresses
     */
    public Verdict<List<EscrowOrder>> verify(List<EscrowOrder> orders) {
        List<EscrowOrder> sorted = sorted(orders);
        return Trial.of(chain, completeCall(sorted), Address.ZERO, sorted);
    }

    /**
     * Shows that a sale has its group; anyone may send it, by the rule's last second. Do not leave it to the last block.
     *
     * @param orders of one sale, funded and not shipped, one of each buyer
     */
    public Receipt complete(Signer sender, List<EscrowOrder> orders) {
        return completeCall(sorted(orders)).send(sender);
    }

    /** What an order of a sale that has its group ships with, in the place of this condition. */
    public Attestation attestation(EscrowOrder order) {
        return new Attestation(order.termsId(), order.encoded());
    }

    private ContractCall completeCall(List<EscrowOrder> sorted) {
        return contract.call(
                "complete", sorted.stream().map(EscrowOrder::abiValue).toList());
    }

    private static List<EscrowOrder> sorted(List<EscrowOrder> orders) {
        return orders.stream().sorted(Comparator.comparing(EscrowOrder::buyer)).toList();
    }
}
