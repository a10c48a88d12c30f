package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.merkle.HashTree;
import io.lianbo.core.merkle.MultiProof;
import io.lianbo.rewards.internal.LargestRemainder;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every account has earned from the first epoch to this one, as a Merkle tree whose root goes on chain. Immutable; each epoch's tree is made from the one before.
 *
 * {@snippet class="io.lianbo.rewards.distribution.RewardTreeTest" region="tree"}
 *
 * <p>An epoch's pool is divided by points to the last unit: each share is rounded down, and the units left go one each to the largest remainders, among equal ones to the lowest user id.
 * Amounts are cumulative, so one claim collects all epochs and no root ever takes anything away. A user without a wallet keeps her share: it is held in the tree's document, outside the
 * root, until an epoch in which she has one.
 *
 * <p>The tree is OpenZeppelin's StandardMerkleTree of {@code [address, uint256]} (double-hashed leaves, sorted pairs). Keep {@link #toJson()}: the next epoch needs it.
 */
public final class RewardTree {

    private static final String FORMAT = "lianbo.reward-tree/1";
    private static final BigInteger MAX_AMOUNT = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    private final long epoch;
    private final Hash32 rulesHash;
    private final SortedMap<Address, BigInteger> cumulative;
    private final SortedMap<UserId, BigInteger> held;
    private final BigInteger cumulativeTotal;
    private final List<Address> accounts;
    private final List<BigInteger> amounts; // of each account
    private final @Nullable HashTree tree;

    private RewardTree(
            long epoch,
            Hash32 rulesHash,
            SortedMap<Address, BigInteger> cumulative,
            SortedMap<UserId, BigInteger> held) {
        this.epoch = epoch;
        this.rulesHash = rulesHash;
        this.cumulative = Collections.unmodifiableSortedMap(cumulative);
        this.held = Collections.unmodifiableSortedMap(held);
        this.cumulativeTotal = sum(cumulative);
        BigInteger everything = cumulativeTotal.add(sum(held));
        if (everything.compareTo(MAX_AMOUNT) > 0) {
            throw new IllegalArgumentException("all that was ever distributed must be at most 2^256-1: " + everything);
        }
        this.accounts = List.copyOf(cumulative.keySet());
        this.amounts = List.copyOf(cumulative.values());
        this.tree = accounts.isEmpty()
                ? null
                : HashTree.standard(
                        accounts.size(),
                        (i, target, at) -> ClaimLeaf.standard(accounts.get(i), amounts.get(i), target, at));
    }

    /** Where a new distributor starts: epoch 0, nothing earned. */
    public static RewardTree start() {
        return new RewardTree(0, Hash32.ZERO, new TreeMap<>(), new TreeMap<>());
    }

    /**
     * The next epoch's tree, for users whose id is an address; what others earn is held.
     *
     * @param pool what the epoch distributes, in the token's smallest unit; with no points in the epoch nothing of it is distributed
     * @throws IllegalArgumentException when the scores are not those of the next epoch, or the pool is negative or too large
     */
    public RewardTree next(EpochScores scores, BigInteger pool) {
        return next(scores, pool, UserId::address);
    }

    /**
     * The next epoch's tree, for users whose wallets the platform knows. Users who share a wallet share its leaf.
     *
     * @param pool what the epoch distributes, in the token's smallest unit; with no points in the epoch nothing of it is distributed
     * @param wallets a user's wallet, or empty for one who has none yet; asked once for each user who earns or is owed something
     * @throws IllegalArgumentException when the scores are not those of the next epoch, the pool is negative or too large, or a wallet is the zero address
     */
    public RewardTree next(EpochScores scores, BigInteger pool, Function<UserId, Optional<Address>> wallets) {
        if (scores.epoch().number() != epoch + 1) {
            throw new IllegalArgumentException("scores must be of epoch " + (epoch + 1)
                    + ", which follows this tree's: " + scores.epoch().number());
        }
        if (pool.signum() < 0 || pool.compareTo(MAX_AMOUNT) > 0) {
            throw new IllegalArgumentException("pool must be 0 to 2^256-1: " + pool);
        }
        List<UserId> users = List.copyOf(scores.points().keySet());
        BigInteger[] shares = LargestRemainder.shares(
                pool,
                scores.points().values().stream().mapToLong(Long::longValue).toArray());
        SortedMap<UserId, BigInteger> older = new TreeMap<>(held);
        Booking booking = new Booking(cumulative, wallets);
        for (int i = 0; i < shares.length; i++) {
            BigInteger before = older.remove(users.get(i));
            booking.give(users.get(i), before == null ? shares[i] : shares[i].add(before));
        }
        older.forEach(booking::give);
        return new RewardTree(epoch + 1, scores.rulesHash(), booking.earned, booking.held);
    }

    /**
     * The same epoch's tree with more for some, such as {@link Dividends}; to be made before its root is published.
     *
     * @param amounts what each user gets beside what is there already, in the token's smallest unit
     * @param wallets as for {@link #next(EpochScores, BigInteger, Function)}
     * @throws IllegalArgumentException when an amount is negative, all together are too large, or a wallet is the zero address
     * @throws IllegalStateException when the tree is of no epoch yet
     */
    public RewardTree plus(Map<UserId, BigInteger> amounts, Function<UserId, Optional<Address>> wallets) {
        if (epoch == 0) {
            throw new IllegalStateException("a tree must have an epoch before it is given more");
        }
        SortedMap<UserId, BigInteger> owed = new TreeMap<>(held);
        amounts.forEach((user, amount) -> {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException("amount of " + user + " must not be negative: " + amount);
            }
            owed.merge(user, amount, BigInteger::add);
        });
        Booking booking = new Booking(cumulative, wallets);
        owed.forEach(booking::give);
        return new RewardTree(epoch, rulesHash, booking.earned, booking.held);
    }

    /** Adds what users get to what their wallets have earned, or holds it. */
    private static final class Booking {

        private final SortedMap<Address, BigInteger> earned;
        private final SortedMap<UserId, BigInteger> held = new TreeMap<>();
        private final Function<UserId, Optional<Address>> wallets;

        Booking(SortedMap<Address, BigInteger> earned, Function<UserId, Optional<Address>> wallets) {
            this.earned = new TreeMap<>(earned);
            this.wallets = wallets;
        }

        void give(UserId user, BigInteger amount) {
            if (amount.signum() == 0) {
                return;
            }
            Optional<Address> wallet = wallets.apply(user);
            if (wallet.filter(Address::isZero).isPresent()) {
                throw new IllegalArgumentException("wallet of " + user + " must not be the zero address");
            }
            wallet.ifPresentOrElse(
                    account -> earned.merge(account, amount, BigInteger::add), () -> held.put(user, amount));
        }
    }

    /** The last epoch in it; 0 before the first. */
    public long epoch() {
        return epoch;
    }

    /** Hash of the rules by which the last epoch was scored; zero before the first. */
    public Hash32 rulesHash() {
        return rulesHash;
    }

    /** The Merkle root; zero while no account has earned anything, which the contract refuses. */
    public Hash32 root() {
        return tree == null ? Hash32.ZERO : tree.root();
    }

    /** What each account has earned since the first epoch. */
    public SortedMap<Address, BigInteger> cumulative() {
        return cumulative;
    }

    /** What all accounts have earned since the first epoch: the most that can ever be claimed under this root. */
    public BigInteger cumulativeTotal() {
        return cumulativeTotal;
    }

    /** What users without a wallet are owed; not in the root. */
    public SortedMap<UserId, BigInteger> held() {
        return held;
    }

    /** What an account needs to claim; empty for one that has earned nothing. */
    public Optional<RewardClaim> claim(Address account) {
        int index = Collections.binarySearch(accounts, account);
        return tree == null || index < 0
                ? Optional.empty()
                : Optional.of(new RewardClaim(account, amounts.get(index), tree.proof(index)));
    }

    /**
     * The claims of several accounts under one proof, which {@link RewardsDistributor#claimMany} takes.
     *
     * @param claimants at least one, none twice
     * @throws IllegalArgumentException if there is none, one is there twice, or one has earned nothing
     */
    public MultiProof claims(Collection<Address> claimants) {
        int[] indices = claimants.stream().mapToInt(this::index).toArray();
        if (indices.length == 0) {
            throw new IllegalArgumentException("a multiproof must be of at least one leaf");
        }
        return tree().multiProof(i -> List.of(accounts.get(i), amounts.get(i)), indices);
    }

    private int index(Address account) {
        int index = Collections.binarySearch(accounts, account);
        if (index < 0) {
            throw new IllegalArgumentException(account + " has earned nothing");
        }
        return index;
    }

    /**
     * Writes every account's claim to a file, from which {@link ClaimFile} serves them; of a million accounts it has 1.5 GB. It is there
     * whole or not at all.
     *
     * @param file to write, or to write anew
     * @throws IOException if it cannot be written
     */
    public void writeClaims(Path file) throws IOException {
        ClaimFile.write(file, this, accounts.size(), i -> ClaimLines.write(accounts.get(i), amounts.get(i), tree(), i));
    }

    private HashTree tree() {
        return Objects.requireNonNull(tree, "tree");
    }

    /** Everything in it as canonical JSON, amounts as strings of digits; {@link #parse} reads it. */
    public String toJson() {
        Map<String, Object> earned = new LinkedHashMap<>();
        cumulative.forEach((account, amount) -> earned.put(account.toString(), amount.toString()));
        Map<String, Object> owed = new LinkedHashMap<>();
        held.forEach((user, amount) -> owed.put(user.value(), amount.toString()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("epoch", Long.toString(epoch));
        document.put("rulesHash", rulesHash.toString());
        document.put("root", root().toString());
        document.put("cumulative", earned);
        document.put("held", owed);
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #toJson()} wrote and computes the root again.
     *
     * @throws IllegalArgumentException naming the key that is wrong, or when the amounts do not give the document's root
     */
    public static RewardTree parse(String json) {
        JsonObject document = JsonObject.parse("reward tree", json)
                .only("format", "epoch", "rulesHash", "root", "cumulative", "held");
        if (!document.text("format").equals(FORMAT)) {
            throw document.malformed("format must be \"" + FORMAT + "\": \"" + document.text("format") + '"');
        }
        RewardTree read = new RewardTree(
                document.digits("epoch", BigInteger.valueOf(Long.MAX_VALUE)).longValueExact(),
                document.text("rulesHash", Hash32::of),
                amounts(document, "cumulative", Address::of),
                amounts(document, "held", UserId::of));
        Hash32 root = document.text("root", Hash32::of);
        if (!root.equals(read.root())) {
            throw document.malformed("root must be that of the amounts, " + read.root() + ": " + root);
        }
        return read;
    }

    private static <K extends Comparable<K>> SortedMap<K, BigInteger> amounts(
            JsonObject document, String key, Function<String, K> reader) {
        JsonObject amounts = document.object(key);
        SortedMap<K, BigInteger> read = new TreeMap<>();
        for (String name : amounts.keys()) {
            K owner;
            try {
                owner = reader.apply(name);
            } catch (IllegalArgumentException e) {
                throw document.malformed(key + ": " + e.getMessage());
            }
            if (read.put(owner, amounts.digits(name, MAX_AMOUNT)) != null) {
                throw document.malformed(key + " must name each owner once: " + owner);
            }
        }
        return read;
    }

    private static BigInteger sum(SortedMap<?, BigInteger> amounts) {
        return amounts.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
