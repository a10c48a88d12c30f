package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A collection on a chain that proves who took part: ERC-721 tokens that are minted to whole audiences at some 6,400 gas each, and by
 * default stay with whom they were given to (ERC-5192).
 *
 * {@snippet class="io.lianbo.nft.BadgeCollectionTest" region="deploy"}
 *
 * <p>An account with the minter's role mints to up to {@value #MAX_BATCH} accounts at once:
 *
 * {@snippet class="io.lianbo.nft.BadgeCollectionTest" region="mint"}
 *
 * <p>For more of them, or where a crash must not mint twice, plan with {@link io.lianbo.nft.airdrop.AirdropPlanner}. Ids begin at 1 and
 * run on. The contract writes a {@code Transfer} for each badge, and no {@code Locked}, which would cost a sixth more: in a collection
 * whose badges cannot be passed on, each is locked from its mint on.
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} whose error has the contract's name for it, such as
 * {@code AlreadyMinted}, {@code TokenIsSoulbound} or an error of ERC-6093; what the node fails at as a
 * {@link io.lianbo.core.LianboException}. Nothing is sent that would be refused. Safe for use by many threads.
 */
public final class BadgeCollection {

    /** The most recipients of one batch: their addresses fill the code that a contract may have (EIP-170). */
    public static final int MAX_BATCH = 1_228;

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(BadgeCollection.class, "/io/lianbo/nft/BadgeCollection.json");

    private final Chain chain;
    private final AccountId id;
    private final Contract contract;

    private BadgeCollection(Chain chain, Contract contract) {
        this.chain = chain;
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /** Deploys a collection, and waits until it is there. */
    public static BadgeCollection deploy(Chain chain, Signer deployer, Config config) {
        List<Object> struct = List.of(
                config.name,
                config.symbol,
                config.baseUri,
                config.contractUri,
                config.owner,
                config.minter,
                config.payout,
                config.royalty.value(),
                config.transferable);
        return new BadgeCollection(
                chain, chain.deploy(deployer, ARTIFACT, struct).contract());
    }

    /** Returns the collection that is already at {@code address}, deployed or cloned; nothing is asked of the chain yet. */
    public static BadgeCollection at(Chain chain, Address address) {
        return new BadgeCollection(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do: roles, transfers, approvals, URIs. */
    public Contract contract() {
        return contract;
    }

    /**
     * Mints a badge to each of these accounts, and waits for the receipt. Called again, it mints again.
     *
     * @param minter an account with the minter's role, or the owner
     * @param recipients 1 to {@value #MAX_BATCH} accounts in any order; the contract gets them sorted
     * @throws IllegalArgumentException if there are none or too many, if one is zero or named twice
     */
    public Minted mint(Signer minter, Collection<Address> recipients) {
        List<Address> sorted = sorted(recipients);
        return minted(contract.send(minter, "mint", sorted), sorted);
    }

    /**
     * Mints like {@link #mint}, and never again to the same accounts under the same key: the contract refuses a second time with
     * {@code AlreadyMinted}, whoever sends it.
     *
     * @param key names what these badges are for, the hash of a show's number for instance; other accounts under the same key are
     *     minted to
     */
    public Minted mintOnce(Signer minter, Hash32 key, Collection<Address> recipients) {
        List<Address> sorted = sorted(recipients);
        return minted(contract.send(minter, "mintOnce", key, sorted), sorted);
    }

    /** Returns the call that {@link #mintOnce} sends, to be sent by other means such as a {@link io.lianbo.core.tx.TxClient}. */
    public ContractCall mintOnceCall(Hash32 key, Collection<Address> recipients) {
        return contract.call("mintOnce", key, sorted(recipients));
    }

    /** Burns a badge, for good. For its holder alone; where badges can be passed on, also for whom the holder allowed. */
    public Receipt burn(Signer holder, long tokenId) {
        return contract.send(holder, "burn", requireId(tokenId));
    }

    /** Returns who holds a badge; empty if it was never minted, or is burnt. */
    public Optional<Address> ownerOf(long tokenId) {
        try {
            return Optional.of(contract.read("ownerOf", requireId(tokenId)).address(0));
        } catch (ContractRevertException e) {
            if (isNonexistent(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns how many badges an account holds. The node searches all batches for it, at up to 9,000 gas each of its own limit for reading. */
    public long balanceOf(Address account) {
        return contract.read("balanceOf", Arguments.requireSomebody("account", account))
                .uint(0)
                .longValueExact();
    }

    /**
     * Returns which badges were minted to an account and are still its own, in the order of their ids. Those that somebody passed on to
     * it are not among them; {@link #transfers} tells of these.
     */
    public List<Long> badgesOf(Address account) {
        Arguments.requireSomebody("account", account);
        long batches = contract.read("batchCount").uint(0).longValueExact();
        List<ContractCall> searches = LongStream.range(0, batches)
                .mapToObj(batch -> contract.call("mintedTo", account, batch))
                .toList();
        List<Long> held = new ArrayList<>();
        for (Verdict<AbiValues> found : chain.readAll(searches)) {
            // refused is only a batch that a reorganisation took back just now
            if (found instanceof Verdict.Verified<AbiValues> minted) {
                long tokenId = minted.result().uint(0).longValueExact();
                if (tokenId != 0 && ownerOf(tokenId).filter(account::equals).isPresent()) {
                    held.add(tokenId);
                }
            }
        }
        return Collections.unmodifiableList(held);
    }

    /** Returns how many badges were ever minted; the ids are 1 to this. */
    public long totalMinted() {
        return contract.read("totalMinted").uint(0).longValueExact();
    }

    /** Returns how many badges there are: minted and not burnt. */
    public long totalSupply() {
        return contract.read("totalSupply").uint(0).longValueExact();
    }

    /** Returns whether badges can be passed on, which never changes. */
    public boolean isTransferable() {
        return contract.read("transferable").bool(0);
    }

    /**
     * Returns whether a badge can never be passed on (ERC-5192); its holder can still burn it.
     *
     * @throws ContractRevertException {@code ERC721NonexistentToken} if there is no such badge
     */
    public boolean isLocked(long tokenId) {
        return contract.read("locked", requireId(tokenId)).bool(0);
    }

    /**
     * Returns the royalty on a resale, rounded down (ERC-2981).
     *
     * @param salePrice in the smallest unit of any currency, 0 to 2^256-1
     */
    public Royalty royalty(long tokenId, BigInteger salePrice) {
        Arguments.requireUint256("sale price", salePrice);
        AbiValues royalty = contract.read("royaltyInfo", requireId(tokenId), salePrice);
        return new Royalty(royalty.address(0), royalty.uint(1));
    }

    /**
     * Visits every change of an owner in a range of blocks, in the order of the chain: mints, transfers and burns. Blocks that may still
     * be reorganised are better read with {@link io.lianbo.core.follow.EventFollower}.
     *
     * @param fromBlock first block, from 0
     * @param toBlock last block, included
     */
    public void transfers(long fromBlock, long toBlock, Consumer<Transfer> visitor) {
        EventQuery.of(contract, "Transfer").forEach(fromBlock, toBlock, event -> visitor.accept(Transfer.of(event)));
    }

    /** Returns {@code BadgeCollection eip155:1:0x...}. */
    @Override
    public String toString() {
        return "BadgeCollection " + id;
    }

    private Minted minted(Receipt receipt, List<Address> recipients) {
        ContractEvent first = contract.eventsIn(receipt, "Transfer").getFirst();
        return new Minted(first.uint("tokenId").longValueExact(), recipients, receipt);
    }

    private static boolean isNonexistent(ContractRevertException e) {
        return e.error().name().equals("ERC721NonexistentToken");
    }

    private static List<Address> sorted(Collection<Address> recipients) {
        if (recipients.isEmpty() || recipients.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " recipients: " + recipients.size()
                    + "; AirdropPlanner makes batches");
        }
        List<Address> sorted = recipients.stream().sorted().toList();
        Arguments.requireSomebody("recipient", sorted.getFirst());
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).equals(sorted.get(i - 1))) {
                throw new IllegalArgumentException("a batch names each recipient once: " + sorted.get(i));
            }
        }
        return sorted;
    }

    private static long requireId(long tokenId) {
        if (tokenId < 0) {
            throw new IllegalArgumentException("token id must be 0 or more: " + tokenId);
        }
        return tokenId;
    }

    /**
     * A batch that was minted.
     *
     * @param firstTokenId the badge of the first recipient; the others' follow
     * @param recipients in the order of their badges, ascending by address
     * @param receipt of the transaction
     */
    public record Minted(long firstTokenId, List<Address> recipients, Receipt receipt) {

        /** Copies the recipients. */
        public Minted {
            recipients = List.copyOf(recipients);
            Objects.requireNonNull(receipt, "receipt");
        }

        /** Returns the badge of a recipient; empty if it is none. */
        public Optional<Long> badgeOf(Address recipient) {
            int position = Collections.binarySearch(recipients, recipient);
            return position < 0 ? Optional.empty() : Optional.of(firstTokenId + position);
        }
    }

    /**
     * A badge that came into other hands.
     *
     * @param tokenId the badge
     * @param from who held it; empty where it was minted
     * @param to who holds it; empty where it was burnt
     * @param blockNumber the block
     * @param transactionHash the transaction
     */
    public record Transfer(
            long tokenId, Optional<Address> from, Optional<Address> to, long blockNumber, Hash32 transactionHash) {

        /** Returns the transfer. */
        public Transfer {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(transactionHash, "transactionHash");
        }

        private static Transfer of(ContractEvent event) {
            return new Transfer(
                    event.uint("tokenId").longValueExact(),
                    somebody(event.address("from")),
                    somebody(event.address("to")),
                    event.blockNumber(),
                    event.transactionHash());
        }

        private static Optional<Address> somebody(Address address) {
            return Optional.of(address).filter(account -> !account.isZero());
        }
    }

    /**
     * What a new collection is to be. {@link #of} fills in the rest.
     *
     * @param name the collection's name, not blank
     * @param symbol its short name, not blank
     * @param baseUri what comes before the token id in a badge's metadata URI; empty for badges without metadata
     * @param contractUri where the collection is described (ERC-7572); empty for nowhere
     * @param owner who may do everything
     * @param minter who may mint; a key of its own, for it lies on a server
     * @param payout who receives royalties
     * @param royalty of resales; 0 where badges cannot be passed on
     * @param transferable whether badges can be passed on, for good
     */
    public record Config(
            String name,
            String symbol,
            String baseUri,
            String contractUri,
            Address owner,
            Address minter,
            Address payout,
            BasisPoints royalty,
            boolean transferable) {

        /**
         * Checks each value.
         *
         * @throws IllegalArgumentException if a name is blank or an address zero, or a royalty is due on what cannot be sold
         */
        public Config {
            Arguments.requireText("the collection's name", name);
            Arguments.requireText("the collection's symbol", symbol);
            Objects.requireNonNull(baseUri, "baseUri");
            Objects.requireNonNull(contractUri, "contractUri");
            Arguments.requireSomebody("owner", owner);
            Arguments.requireSomebody("minter", minter);
            Arguments.requireSomebody("payout", payout);
            if (!transferable && royalty.value() != 0) {
                throw new IllegalArgumentException(
                        "badges that cannot be passed on have no royalty, it must be 0: " + royalty.value());
            }
        }

        /** Returns a collection that {@code owner} owns and mints, of badges that cannot be passed on, without metadata. */
        public static Config of(String name, String symbol, Address owner) {
            return new Config(name, symbol, "", "", owner, owner, owner, BasisPoints.of(0), false);
        }

        /** Returns the same with metadata at this URI followed by the token id. */
        public Config withBaseUri(String baseUri) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, payout, royalty, transferable);
        }

        /** Returns the same, described at this URI. */
        public Config withContractUri(String contractUri) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, payout, royalty, transferable);
        }

        /** Returns the same with another account to mint. */
        public Config withMinter(Address minter) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, payout, royalty, transferable);
        }

        /** Returns the same of badges that can be passed on, and sold at this royalty to {@code payout}. */
        public Config withTransfers(Address payout, BasisPoints royalty) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, payout, royalty, true);
        }
    }
}
