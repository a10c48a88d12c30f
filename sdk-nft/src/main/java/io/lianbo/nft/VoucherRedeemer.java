package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractError;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Answers;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A collection on a chain that is minted by redeeming vouchers: what a {@link VoucherCollection} (ERC-721) and an {@link EditionCollection}
 * (ERC-1155) have in common.
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} whose error has the contract's name for it, such as
 * {@code AlreadyRedeemed}, {@code VoucherExpired}, or {@code Unauthorized} where the caller's role does not allow it; what the node fails at as a {@link
 * io.lianbo.core.LianboException}. Nothing is sent that would be refused. Safe for use by many threads.
 */
public abstract sealed class VoucherRedeemer permits VoucherCollection, EditionCollection {

    private final Chain chain;
    private final AccountId id;
    private final Contract contract;

    VoucherRedeemer(Chain chain, Contract contract) {
        this.chain = chain;
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do: transfers, approvals, events. */
    public Contract contract() {
        return contract;
    }

    Chain chain() {
        return chain;
    }

    // Redeeming.

    /**
     * Redeems a voucher: mints its token to its recipient, and waits for the receipt.
     *
     * <p>The relayer pays the gas and the price. A price in the native coin is sent along; for one in an ERC-20 the relayer must have
     * approved this contract before. So look at what a stranger's voucher costs before relaying it. A bearer voucher's token goes to the relayer.
     *
     * @throws IllegalArgumentException if the voucher is of another collection or chain
     * @throws ContractRevertException if the contract refuses: {@code VoucherExpired}, {@code VoucherNotYetValid}, {@code WrongEpoch},
     *     {@code AlreadyRedeemed}, {@code InvalidVoucherSigner}, {@code TokenIdTooHigh}, {@code TierTooLow}, {@code BuyerLimitReached}, {@code
     *     CollectionPaused}, or the ERC-20's own error
     */
    public Receipt redeem(Signer relayer, SignedVoucher signed) {
        return redeemCall(signed).send(relayer);
    }

    /** Returns the call that {@link #redeem} sends, to be handed to a {@code TxClient} or a wallet. */
    public ContractCall redeemCall(SignedVoucher signed) {
        requireOurs(signed.collection());
        return contract.call(
                        "redeem", signed.voucher().struct(), signed.signature().bytes())
                .value(signed.voucher().due());
    }

    /**
     * What became of the rows of a batch or a list.
     *
     * @param receipt the transaction
     * @param rows in the order in which they were given
     */
    public record Redemption(Receipt receipt, List<Row> rows) {
        /** Copies the rows. */
        public Redemption {
            Objects.requireNonNull(receipt, "receipt");
            rows = List.copyOf(rows);
        }

        /** Returns how many rows were redeemed. */
        public long redeemed() {
            return rows.stream().filter(Row::isRedeemed).count();
        }
    }

    /**
     * One row of a batch or a list.
     *
     * @param tokenId the token
     * @param refusal why it was passed over; empty where it was redeemed
     */
    public record Row(BigInteger tokenId, Optional<ContractError> refusal) {
        /** Returns whether the token was minted. */
        public boolean isRedeemed() {
            return refusal.isEmpty();
        }
    }

    /**
     * Redeems many vouchers in one transaction, each as {@link #redeem} does.
     *
     * @param skip false for all or none; true to pass over those that cannot be redeemed, whose price comes back
     * @throws IllegalArgumentException if there is none, one is of another collection or chain, or two are of one token
     * @throws ContractRevertException without {@code skip}, if one of them is refused
     */
    public Redemption redeemBatch(Signer relayer, List<SignedVoucher> vouchers, boolean skip) {
        Receipt receipt = redeemBatchCall(vouchers, skip).send(relayer);
        return redemption(
                receipt,
                vouchers.stream().map(signed -> signed.voucher().tokenId()).toList());
    }

    /** Returns the call that {@link #redeemBatch} sends; {@link #redemption} reads what became of the rows. */
    public ContractCall redeemBatchCall(List<SignedVoucher> vouchers, boolean skip) {
        if (vouchers.isEmpty()) {
            throw new IllegalArgumentException("a batch must have a voucher");
        }
        vouchers.forEach(signed -> requireOurs(signed.collection()));
        requireDistinct(
                vouchers.stream().map(signed -> signed.voucher().tokenId()).toList());
        BigInteger due =
                vouchers.stream().map(signed -> signed.voucher().due()).reduce(BigInteger.ZERO, BigInteger::add);
        return contract.call(
                        "redeemBatch",
                        vouchers.stream()
                                .map(signed -> signed.voucher().struct())
                                .toList(),
                        vouchers.stream()
                                .map(signed -> signed.signature().bytes())
                                .toList(),
                        skip)
                .value(due);
    }

    /**
     * Redeems a list of gifts: mints each row's token to its recipient.
     *
     * @param skip false for all or none; true to pass over rows whose token was redeemed or cancelled before
     * @throws IllegalArgumentException if the list is of another collection or chain
     * @throws ContractRevertException if the contract refuses the list or, without {@code skip}, one of its rows
     */
    public Redemption redeemList(Signer relayer, SignedVoucherList signed, boolean skip) {
        return redemption(
                redeemListCall(signed, skip).send(relayer), signed.list().tokenIds());
    }

    /** Returns the call that {@link #redeemList} sends. */
    public ContractCall redeemListCall(SignedVoucherList signed, boolean skip) {
        requireOurs(signed.collection());
        return contract.call(
                "redeemList", signed.list().struct(), signed.signature().bytes(), skip);
    }

    /**
     * Reads from the events of a transaction what became of the rows of its batch or list.
     *
     * @param receipt a transaction of {@link #redeemBatchCall} or {@link #redeemListCall} that succeeded
     * @param tokenIds the rows' tokens
     */
    public Redemption redemption(Receipt receipt, List<BigInteger> tokenIds) {
        requireDistinct(tokenIds);
        Map<BigInteger, ContractError> skipped = new HashMap<>();
        contract.eventsIn(receipt, "VoucherSkipped")
                .forEach(event -> skipped.put(event.uint("tokenId"), contract.decodeError(event.bytes("reason"))));
        return new Redemption(
                receipt,
                tokenIds.stream()
                        .map(tokenId -> new Row(tokenId, Optional.ofNullable(skipped.get(tokenId))))
                        .toList());
    }

    private void requireOurs(AccountId collection) {
        if (!collection.equals(id)) {
            throw new IllegalArgumentException("the voucher is for " + collection + ", this is " + id);
        }
    }

    private static void requireDistinct(List<BigInteger> tokenIds) {
        Set<BigInteger> seen = new HashSet<>();
        for (BigInteger tokenId : tokenIds) {
            if (!seen.add(tokenId)) {
                throw new IllegalArgumentException("a batch must have each token once: " + tokenId);
            }
        }
    }

    // Verifying.

    /** Returns the offline verifier of this collection's vouchers, for the voucher signer and the epoch of this moment. */
    public VoucherVerifier verifier(InstantSource clock) {
        List<Verdict<AbiValues>> answers =
                chain.readAll(List.of(contract.call("voucherSigner"), contract.call("epoch")));
        return new VoucherVerifier(
                id,
                Answers.required(answers.get(0)).address(0),
                Answers.required(answers.get(1)).uint(0).longValueExact(),
                clock);
    }

    /**
     * Asks the chain whether a voucher could be redeemed now, and for all that speaks against it.
     *
     * {@snippet class="io.lianbo.nft.VouchersGuideTest" region="live"}
     *
     * @param redeemer who would redeem and pay
     * @return the voucher, or all reasons against it: those of {@link VoucherVerifier#verify(SignedVoucher)} by the chain's clock, {@code PAUSED}, {@code
     *     ALREADY_REDEEMED}, {@code CANCELLED}, {@code TOKEN_ID_TOO_HIGH}, {@code TIER_TOO_LOW}, {@code BUYER_LIMIT_REACHED}, {@code
     *     INSUFFICIENT_BALANCE}, {@code INSUFFICIENT_ALLOWANCE}, {@code NO_SUCH_CURRENCY}, of an edition {@code ITEM_NOT_SOULBOUND}; and where there is
     *     none of these and redeeming would fail all the same, {@code WOULD_REVERT}
     * @throws io.lianbo.core.LianboException if the node fails
     */
    public Verdict<SignedVoucher> verify(SignedVoucher signed, Address redeemer) {
        return verifyAll(List.of(signed), redeemer).getFirst();
    }

    /**
     * Asks the chain about many vouchers in few round trips, on the state of one block, as {@link #verify(SignedVoucher, Address)} does.
     *
     * @return one for each voucher, each as if it were the only one: balances and limits are not shared out among them
     */
    public List<Verdict<SignedVoucher>> verifyAll(List<SignedVoucher> vouchers, Address redeemer) {
        return new LiveCheck(this).vouchers(List.copyOf(vouchers), redeemer);
    }

    /**
     * Asks the chain whether all of a list could be redeemed now.
     *
     * @return the list, or all reasons against it, as {@link #verify(SignedVoucher, Address)} names them; a row whose token was redeemed or
     *     cancelled is a reason, though such rows can be skipped
     */
    public Verdict<SignedVoucherList> verify(SignedVoucherList signed) {
        return new LiveCheck(this).list(signed);
    }

    /** What has to be asked about the supply of a token's item. */
    abstract List<ContractCall> supplyCalls(BigInteger tokenId);

    /** What speaks against ids {@code first} to {@code last}, by the answers. */
    abstract List<Reason> supplyReasons(
            BigInteger first, BigInteger last, boolean soulbound, long maxTokenId, List<AbiValues> answers);

    /** How many the buyer has redeemed that count against the limit of a voucher of this token. */
    abstract ContractCall redemptionsCall(BigInteger tokenId, Address buyer);

    /**
     * Returns the digest of a voucher as the contract computes it. For comparison only: a signer that signs what a node answers
     * signs whatever the node likes; {@link Voucher#digest} computes it here.
     */
    public Hash32 voucherDigest(Voucher voucher) {
        return voucherDigestCall(voucher).read().hash(0);
    }

    /** Returns the call that {@link #voucherDigest} makes, for many at once with {@link Chain#readAll}. */
    public ContractCall voucherDigestCall(Voucher voucher) {
        return contract.call("voucherDigest", voucher.struct());
    }

    /** Returns the digest of a list as the contract computes it; for comparison only, as {@link #voucherDigest}. */
    public Hash32 voucherListDigest(VoucherList list) {
        return contract.read("voucherListDigest", list.struct()).hash(0);
    }

    // What is void, and who signs.

    /** Returns whether no voucher of the token can be redeemed any more, as one was or it is cancelled; for good, even if the token is burnt. */
    public boolean isRedeemed(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return contract.read("isRedeemed", tokenId).bool(0);
    }

    /** Returns whether what promised the token was cancelled. */
    public boolean isCancelled(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return contract.read("isCancelled", tokenId).bool(0);
    }

    /**
     * Voids whatever promises one of these tokens, none of which can be minted any more; those that were redeemed or cancelled before stay as
     * they are. For {@link CollectionRole#SIGNER_ADMIN}.
     */
    public Receipt cancel(Signer admin, Collection<BigInteger> tokenIds) {
        tokenIds.forEach(tokenId -> Arguments.requireUint256("token id", tokenId));
        return contract.send(admin, "cancel", List.copyOf(tokenIds));
    }

    /** Returns the epoch that a voucher must carry, 0 at first. */
    public long epoch() {
        return contract.read("epoch").uint(0).longValueExact();
    }

    /** Makes every unredeemed voucher void, for good, and begins the next epoch. For {@link CollectionRole#SIGNER_ADMIN}. */
    public Receipt cancelEpoch(Signer admin) {
        return contract.send(admin, "cancelEpoch");
    }

    /** Returns whose vouchers count, beside the signers that were added: an account, or a contract that signs by ERC-1271. */
    public Address voucherSigner() {
        return contract.read("voucherSigner").address(0);
    }

    /** Returns whether the vouchers of {@code account} count. */
    public boolean isVoucherSigner(Address account) {
        return contract.read("isVoucherSigner", account).bool(0);
    }

    /**
     * Makes another account the voucher signer; those of the old one are void, until it signs again, so cancel the epoch too where its key was
     * stolen. For {@link CollectionRole#SIGNER_ADMIN}.
     */
    public Receipt setVoucherSigner(Signer admin, Address voucherSigner) {
        return contract.send(admin, "setVoucherSigner", Arguments.requireSomebody("voucher signer", voucherSigner));
    }

    /** Makes an account sign vouchers too, a second host for instance. For {@link CollectionRole#SIGNER_ADMIN}. */
    public Receipt addVoucherSigner(Signer admin, Address voucherSigner) {
        return contract.send(admin, "addVoucherSigner", Arguments.requireSomebody("voucher signer", voucherSigner));
    }

    /**
     * Voids the vouchers of a signer that was added; the {@linkplain #voucherSigner first} one can only be replaced. For {@link
     * CollectionRole#SIGNER_ADMIN}.
     */
    public Receipt removeVoucherSigner(Signer admin, Address voucherSigner) {
        return contract.send(admin, "removeVoucherSigner", voucherSigner);
    }

    // Pausing, bounds, members.

    /** Returns whether redemption is stopped. */
    public boolean isPaused() {
        return contract.read("paused").bool(0);
    }

    /** Stops all redemption; tokens can still be transferred and money withdrawn. For {@link CollectionRole#PAUSER}. */
    public Receipt pause(Signer pauser) {
        return contract.send(pauser, "pause");
    }

    /** Ends a {@link #pause}. For {@link CollectionRole#PAUSER}. */
    public Receipt unpause(Signer pauser) {
        return contract.send(pauser, "unpause");
    }

    /** Returns the highest token id, of an edition the highest item, that may be minted; 0 for no bound. */
    public long maxTokenId() {
        return contract.read("maxTokenId").uint(0).longValueExact();
    }

    /**
     * Promises, for good, that no token above {@code highest} will be minted. For {@link CollectionRole#SIGNER_ADMIN}.
     *
     * @param highest 1 to 2^56-1, and lower than before
     */
    public Receipt lowerMaxTokenId(Signer admin, long highest) {
        if (highest < 1 || highest > CollectionConfig.HIGHEST_MAX) {
            throw new IllegalArgumentException("the highest token id must be 1 to 2^56-1: " + highest);
        }
        return contract.send(admin, "lowerMaxTokenId", highest);
    }

    /** Returns the contract that is asked for the tiers of members. */
    public Optional<Address> membership() {
        return Optional.of(contract.read("membership").address(0)).filter(address -> !address.isZero());
    }

    /** Has a contract asked for the tiers of members ({@code tierOf(address)}). For the owner alone. */
    public Receipt setMembership(Signer owner, Address membership) {
        return contract.send(owner, "setMembership", Arguments.requireSomebody("membership", membership));
    }

    /** Has nobody asked for the tiers of members: vouchers for members alone cannot be redeemed then. For the owner alone. */
    public Receipt removeMembership(Signer owner) {
        return contract.send(owner, "setMembership", Address.ZERO);
    }

    // Money and metadata.

    /** Returns where prices, when they are withdrawn, and royalties go. */
    public Address payout() {
        return contract.read("payout").address(0);
    }

    /** Changes where prices go that are not yet withdrawn, and royalties. For the owner alone. */
    public Receipt setPayout(Signer owner, Address payout) {
        return contract.send(owner, "setPayout", Arguments.requireSomebody("payout", payout));
    }

    /**
     * Sends all that the collection holds of a currency to {@link #payout}. For anyone.
     *
     * @param currency an ERC-20 contract, or {@link Address#ZERO} for the chain's native coin
     */
    public Receipt withdraw(Signer anyone, Address currency) {
        return contract.send(anyone, "withdraw", currency);
    }

    /**
     * Returns the royalty on a resale, rounded down.
     *
     * @param salePrice in the smallest unit of any currency, 0 to 2^256-1
     */
    public Royalty royalty(BigInteger tokenId, BigInteger salePrice) {
        Arguments.requireUint256("token id", tokenId);
        Arguments.requireUint256("sale price", salePrice);
        AbiValues royalty = contract.read("royaltyInfo", tokenId, salePrice);
        return new Royalty(royalty.address(0), royalty.uint(1));
    }

    /** Changes the royalty. For the owner alone. */
    public Receipt setRoyalty(Signer owner, BasisPoints royalty) {
        return contract.send(owner, "setRoyalty", royalty.value());
    }

    /** Changes where the tokens' metadata is. For {@link CollectionRole#METADATA}. */
    public Receipt setBaseUri(Signer editor, String baseUri) {
        return contract.send(editor, "setBaseUri", baseUri);
    }

    /** Returns where the collection's own metadata is (ERC-7572); empty where nowhere. */
    public String contractUri() {
        return contract.read("contractURI").string(0);
    }

    /** Changes where the collection's own metadata is. For {@link CollectionRole#METADATA}. */
    public Receipt setContractUri(Signer editor, String contractUri) {
        return contract.send(editor, "setContractUri", contractUri);
    }

    // Who may what.

    /** Returns who may do everything. */
    public Address owner() {
        return contract.read("owner").address(0);
    }

    /** Asks for the ownership, which is the first of two steps; the request counts for 48 hours. */
    public Receipt requestOwnership(Signer newOwner) {
        return contract.send(newOwner, "requestOwnershipHandover");
    }

    /** Hands the ownership over to who {@linkplain #requestOwnership asked} for it. For the owner alone. */
    public Receipt handOver(Signer owner, Address newOwner) {
        return contract.send(owner, "completeOwnershipHandover", newOwner);
    }

    /** Returns the roles of an account. */
    public Set<CollectionRole> roles(Address account) {
        return CollectionRole.of(contract.read("rolesOf", account).uint(0));
    }

    /** Gives an account roles beside those it has. For the owner alone. */
    public Receipt grant(Signer owner, Address account, Set<CollectionRole> roles) {
        return contract.send(owner, "grantRoles", account, CollectionRole.bits(roles));
    }

    /** Takes roles from an account. For the owner alone. */
    public Receipt revoke(Signer owner, Address account, Set<CollectionRole> roles) {
        return contract.send(owner, "revokeRoles", account, CollectionRole.bits(roles));
    }

    /** Returns the kind of collection and where it is: {@code VoucherCollection eip155:1:0x...}. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + id;
    }
}
