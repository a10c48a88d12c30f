package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A collection on a chain whose tokens are minted by redeeming vouchers: ERC-721 with royalties by ERC-2981.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="deploy"}
 *
 * <p>A relayer redeems what the host signed, and pays the gas and the price; the token goes to the voucher's recipient:
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="redeem"}
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} whose error has the contract's name for it, such as
 * {@code AlreadyRedeemed} or {@code VoucherExpired}; what the node fails at as a {@link io.lianbo.core.LianboException}. Nothing is
 * sent that would be refused. Safe for use by many threads.
 */
public final class VoucherCollection {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(VoucherCollection.class, "/io/lianbo/nft/VoucherCollection.json");

    private final AccountId id;
    private final Contract contract;

    private VoucherCollection(Chain chain, Contract contract) {
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /** Deploys a collection, and waits until it is there. */
    public static VoucherCollection deploy(Chain chain, Signer deployer, Config config) {
        Contract contract = chain.deploy(
                        deployer,
                        ARTIFACT,
                        config.name,
                        config.symbol,
                        config.baseUri,
                        config.owner,
                        config.voucherSigner,
                        config.payout,
                        config.royalty.value())
                .contract();
        return new VoucherCollection(chain, contract);
    }

    /** Returns the collection that is already at {@code address}; nothing is asked of the chain yet. */
    public static VoucherCollection at(Chain chain, Address address) {
        return new VoucherCollection(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do: transfers, approvals, events. */
    public Contract contract() {
        return contract;
    }

    /**
     * Redeems a voucher: mints its token to its recipient, and waits for the receipt.
     *
     * <p>The relayer pays the gas and the price. A price in the native coin is sent along; for one in an ERC-20 the relayer must have
     * approved this contract before. So look at what a stranger's voucher costs before relaying it.
     *
     * @throws IllegalArgumentException if the voucher is of another collection or chain
     * @throws ContractRevertException if the contract refuses: {@code VoucherExpired}, {@code WrongEpoch},
     *     {@code AlreadyRedeemed}, {@code InvalidVoucherSigner}, or the ERC-20's own error
     */
    public Receipt redeem(Signer relayer, SignedVoucher signed) {
        if (!signed.collection().equals(id)) {
            throw new IllegalArgumentException("the voucher is for " + signed.collection() + ", this is " + id);
        }
        Voucher voucher = signed.voucher();
        BigInteger value = voucher.isInNativeCoin() ? voucher.price() : BigInteger.ZERO;
        // the shorter form of the signature saves its calldata
        return contract.call("redeem", struct(voucher), signed.signature().compact())
                .value(value)
                .send(relayer);
    }

    /** Returns who owns a token; empty if it was never minted, or is burnt. */
    public Optional<Address> ownerOf(BigInteger tokenId) {
        Voucher.requireUint256("token id", tokenId);
        try {
            return Optional.of(contract.read("ownerOf", tokenId).address(0));
        } catch (ContractRevertException e) {
            if (e.error().name().equals("TokenDoesNotExist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns whether a voucher of the token was redeemed; for good, even if the token is burnt. */
    public boolean isRedeemed(BigInteger tokenId) {
        Voucher.requireUint256("token id", tokenId);
        return contract.read("isRedeemed", tokenId).bool(0);
    }

    /** Returns whose vouchers count: an account, or a contract that signs by ERC-1271. */
    public Address voucherSigner() {
        return contract.read("voucherSigner").address(0);
    }

    /** Makes another account the one whose vouchers count; those of the old signer are void. For the owner alone. */
    public Receipt setVoucherSigner(Signer owner, Address voucherSigner) {
        return contract.send(owner, "setVoucherSigner", Voucher.requireSomebody("voucher signer", voucherSigner));
    }

    /** Returns the epoch that a voucher must carry, 0 at first. */
    public long epoch() {
        return contract.read("epoch").uint(0).longValueExact();
    }

    /** Makes every unredeemed voucher void, for good, and begins the next epoch. For the owner alone. */
    public Receipt cancelEpoch(Signer owner) {
        return contract.send(owner, "cancelEpoch");
    }

    /**
     * Returns the digest of a voucher as the contract computes it. For comparison only: a signer that signs what a node answers
     * signs whatever the node likes; {@link Voucher#digest} computes it here.
     */
    public Hash32 voucherDigest(Voucher voucher) {
        return contract.read("voucherDigest", struct(voucher)).hash(0);
    }

    /**
     * Returns the royalty on a resale, rounded down.
     *
     * @param salePrice in the smallest unit of any currency, 0 to 2^256-1
     */
    public Royalty royalty(BigInteger tokenId, BigInteger salePrice) {
        Voucher.requireUint256("token id", tokenId);
        Voucher.requireUint256("sale price", salePrice);
        AbiValues royalty = contract.read("royaltyInfo", tokenId, salePrice);
        return new Royalty(royalty.address(0), royalty.uint(1));
    }

    /** Returns the offline verifier of this collection's vouchers, for the voucher signer and the epoch of this moment. */
    public VoucherVerifier verifier(InstantSource clock) {
        return new VoucherVerifier(id, voucherSigner(), epoch(), clock);
    }

    /** Returns {@code VoucherCollection eip155:1:0x...}. */
    @Override
    public String toString() {
        return "VoucherCollection " + id;
    }

    private static List<Object> struct(Voucher voucher) {
        return List.of(
                voucher.tokenId(),
                voucher.recipient(),
                voucher.currency(),
                voucher.price(),
                voucher.validUntil().getEpochSecond(),
                voucher.epoch());
    }

    /**
     * What a new collection is to be. {@link #of} fills in the rest.
     *
     * @param name the collection's name, not blank
     * @param symbol its short name, not blank
     * @param baseUri what comes before the token id in a token's metadata URI; empty for tokens without metadata
     * @param owner who may change the voucher signer and cancel epochs
     * @param voucherSigner whose vouchers count; a key of its own, for it lies on a server
     * @param payout who receives prices and royalties, for good
     * @param royalty of resales
     */
    public record Config(
            String name,
            String symbol,
            String baseUri,
            Address owner,
            Address voucherSigner,
            Address payout,
            BasisPoints royalty) {

        /**
         * Checks each value.
         *
         * @throws IllegalArgumentException if a name is blank or an address zero
         */
        public Config {
            requireText("name", name);
            requireText("symbol", symbol);
            Objects.requireNonNull(baseUri, "baseUri");
            Voucher.requireSomebody("owner", owner);
            Voucher.requireSomebody("voucher signer", voucherSigner);
            Voucher.requireSomebody("payout", payout);
            Objects.requireNonNull(royalty, "royalty");
        }

        /** Returns a collection that {@code owner} owns, signs for and is paid by, without metadata and royalty. */
        public static Config of(String name, String symbol, Address owner) {
            return new Config(name, symbol, "", owner, owner, owner, BasisPoints.of(0));
        }

        /** Returns the same with metadata at this URI followed by the token id. */
        public Config withBaseUri(String baseUri) {
            return new Config(name, symbol, baseUri, owner, voucherSigner, payout, royalty);
        }

        /** Returns the same with another account to sign vouchers. */
        public Config withVoucherSigner(Address voucherSigner) {
            return new Config(name, symbol, baseUri, owner, voucherSigner, payout, royalty);
        }

        /** Returns the same with another account to be paid. */
        public Config withPayout(Address payout) {
            return new Config(name, symbol, baseUri, owner, voucherSigner, payout, royalty);
        }

        /** Returns the same with a royalty of resales. */
        public Config withRoyalty(BasisPoints royalty) {
            return new Config(name, symbol, baseUri, owner, voucherSigner, payout, royalty);
        }

        private static void requireText(String what, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("the collection's " + what + " must not be blank");
            }
        }
    }
}
