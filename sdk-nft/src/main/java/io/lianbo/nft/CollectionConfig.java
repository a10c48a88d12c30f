package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.nft.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a new collection is to be. {@link #of} fills in the rest.
 *
 * {@snippet class="io.lianbo.nft.VouchersGuideTest" region="configure"}
 *
 * @param name the collection's name, not blank
 * @param symbol its short name, not blank
 * @param baseUri what comes before the token id, of an edition the item's id, in a token's metadata URI; empty for tokens without metadata
 * @param contractUri where the collection's own metadata is (ERC-7572); empty for none
 * @param owner who may do everything
 * @param voucherSigner whose vouchers count: a key of its own, for it lies on a server, or an ERC-1271 contract
 * @param payout who receives prices, when they are withdrawn, and royalties
 * @param royalty of resales
 * @param maxTokenId the highest token id that may be minted, of an edition the highest item, 1 to 2^56-1; 0 for no bound
 * @param soulbound whether no token of it can ever be transferred
 * @param membership the contract that is asked for the tiers of members ({@code tierOf(address)}); empty for none
 */
public record CollectionConfig(
        String name,
        String symbol,
        String baseUri,
        String contractUri,
        Address owner,
        Address voucherSigner,
        Address payout,
        BasisPoints royalty,
        long maxTokenId,
        boolean soulbound,
        Optional<Address> membership) {

    static final long HIGHEST_MAX = (1L << 56) - 1;

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if a name is blank, an address zero, or the highest id out of range
     */
    public CollectionConfig {
        Arguments.requireText("the collection's name", name);
        Arguments.requireText("the collection's symbol", symbol);
        Objects.requireNonNull(baseUri, "baseUri");
        Objects.requireNonNull(contractUri, "contractUri");
        Arguments.requireSomebody("owner", owner);
        Arguments.requireSomebody("voucher signer", voucherSigner);
        Arguments.requireSomebody("payout", payout);
        Objects.requireNonNull(royalty, "royalty");
        if (maxTokenId < 0 || maxTokenId > HIGHEST_MAX) {
            throw new IllegalArgumentException("maxTokenId must be 0 to 2^56-1: " + maxTokenId);
        }
        membership.ifPresent(contract -> Arguments.requireSomebody("membership", contract));
    }

    /** Returns a collection that {@code owner} owns, signs for and is paid by, without metadata, royalty and bounds. */
    public static CollectionConfig of(String name, String symbol, Address owner) {
        return new CollectionConfig(
                name, symbol, "", "", owner, owner, owner, BasisPoints.of(0), 0, false, Optional.empty());
    }

    /** Returns the same with metadata at this URI followed by the token's or item's id. */
    public CollectionConfig withBaseUri(String uri) {
        return new CollectionConfig(
                name,
                symbol,
                uri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                royalty,
                maxTokenId,
                soulbound,
                membership);
    }

    /** Returns the same with the collection's own metadata at this URI. */
    public CollectionConfig withContractUri(String uri) {
        return new CollectionConfig(
                name, symbol, baseUri, uri, owner, voucherSigner, payout, royalty, maxTokenId, soulbound, membership);
    }

    /** Returns the same with another account to sign vouchers. */
    public CollectionConfig withVoucherSigner(Address signer) {
        return new CollectionConfig(
                name, symbol, baseUri, contractUri, owner, signer, payout, royalty, maxTokenId, soulbound, membership);
    }

    /** Returns the same with another account to be paid. */
    public CollectionConfig withPayout(Address payee) {
        return new CollectionConfig(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payee,
                royalty,
                maxTokenId,
                soulbound,
                membership);
    }

    /** Returns the same with a royalty of resales. */
    public CollectionConfig withRoyalty(BasisPoints share) {
        return new CollectionConfig(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                share,
                maxTokenId,
                soulbound,
                membership);
    }

    /** Returns the same with a highest token id, of an edition a highest item; 0 for no bound. */
    public CollectionConfig withMaxTokenId(long highest) {
        return new CollectionConfig(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                royalty,
                highest,
                soulbound,
                membership);
    }

    /** Returns the same with tokens that can never be transferred, or can. */
    public CollectionConfig withSoulbound(boolean bound) {
        return new CollectionConfig(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                royalty,
                maxTokenId,
                bound,
                membership);
    }

    /** Returns the same with a contract that is asked for the tiers of members. */
    public CollectionConfig withMembership(Address contract) {
        return new CollectionConfig(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                royalty,
                maxTokenId,
                soulbound,
                Optional.of(contract));
    }

    /** The values as the contract takes them. */
    List<Object> struct() {
        return List.of(
                name,
                symbol,
                baseUri,
                contractUri,
                owner,
                voucherSigner,
                payout,
                royalty.value(),
                maxTokenId,
                soulbound,
                membership.orElse(Address.ZERO));
    }
}
