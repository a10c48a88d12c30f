package io.lianbo.rewards.distribution;

import io.lianbo.core.Hash32;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Payments that an epoch makes beside its tree, in batches that anybody may push: for those who are to be paid without claiming, under a third of the gas of a claim. Immutable.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardsDistributorTest" region="push"}
 *
 * <p>What is pushed must not be in the tree too, for both are paid. The contract keeps which batches were paid, not which accounts. The batches are the leaves of OpenZeppelin's
 * StandardMerkleTree of {@code [uint64 epoch, uint256 batch, address[] accounts, uint256[] amounts]}.
 */
public final class RewardPushes {

    /** How many payments a batch has, save the last. */
    public static final int BATCH_SIZE = 100;

    private static final List<String> LEAF = List.of("uint64", "uint256", "address[]", "uint256[]");

    private final long epoch;
    private final List<List<Payment>> batches;
    private final BigInteger total;
    private final StandardMerkleTree tree;

    private RewardPushes(long epoch, List<List<Payment>> batches) {
        this.epoch = epoch;
        this.batches = List.copyOf(batches);
        this.total =
                batches.stream().flatMap(List::stream).map(Payment::amount).reduce(BigInteger.ZERO, BigInteger::add);
        if (total.signum() == 0 || total.compareTo(DistributorConfig.MAX_UINT256) > 0) {
            throw new IllegalArgumentException("the sum of all pushes must be 1 to 2^256-1: " + total);
        }
        List<List<Object>> leaves = new ArrayList<>();
        for (List<Payment> batch : batches) {
            leaves.add(List.of(epoch, leaves.size(), accounts(batch), amounts(batch)));
        }
        this.tree = StandardMerkleTree.of(leaves, LEAF);
    }

    /**
     * Divides payments into batches, in the order given.
     *
     * @param epoch the epoch that makes them
     * @param payments who gets how much; who is named twice is paid twice
     * @throws IllegalArgumentException if there is nothing to pay, a recipient is the zero address, or the sum is larger than 2^256-1
     */
    public static RewardPushes of(long epoch, List<Payment> payments) {
        List<List<Payment>> batches = new ArrayList<>();
        for (int start = 0; start < payments.size(); start += BATCH_SIZE) {
            batches.add(List.copyOf(payments.subList(start, Math.min(payments.size(), start + BATCH_SIZE))));
        }
        for (Payment payment : payments) {
            if (payment.recipient().isZero()) {
                throw new IllegalArgumentException("a recipient must not be the zero address: " + payment);
            }
        }
        return new RewardPushes(epoch, batches);
    }

    /** The epoch that makes them. */
    public long epoch() {
        return epoch;
    }

    /** The payments of each batch; a batch's number is its place, from 0. */
    public List<List<Payment>> batches() {
        return batches;
    }

    /** The sum of all payments, in the token's smallest unit. */
    public BigInteger total() {
        return total;
    }

    /** The Merkle root, which goes into the {@link EpochRecord}. */
    public Hash32 root() {
        return tree.root();
    }

    /** What the contract's {@code push} takes. */
    Object[] call(int batch) {
        List<Payment> payments = batches.get(batch);
        return new Object[] {epoch, batch, accounts(payments), amounts(payments), tree.proof(batch)};
    }

    private static List<Object> accounts(List<Payment> payments) {
        return payments.stream().<Object>map(Payment::recipient).toList();
    }

    private static List<Object> amounts(List<Payment> payments) {
        return payments.stream().<Object>map(Payment::amount).toList();
    }
}
