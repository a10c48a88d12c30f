// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A promise of one token.
/// @param tokenId the token, promised once
/// @param recipient who gets it, whoever redeems; zero for a bearer voucher, which goes to whoever redeems first
/// @param currency the ERC-20 in which the price is paid, or zero for the native coin
/// @param price in the smallest unit of the currency; zero is a gift
/// @param validFrom the first second in which it may be redeemed
/// @param validUntil the last second in which it may be redeemed
/// @param epoch the collection's epoch in which it was signed
/// @param minTier the least membership tier of the recipient; zero asks for none
/// @param maxPerBuyer how many the recipient may have once this is redeemed, by the collection's count; zero is no limit
/// @param soulbound whether the token stays with its recipient
struct Voucher {
    uint256 tokenId;
    address recipient;
    address currency;
    uint256 price;
    uint64 validFrom;
    uint64 validUntil;
    uint32 epoch;
    uint8 minTier;
    uint32 maxPerBuyer;
    bool soulbound;
}

/// @notice A promise of many tokens by one signature: row i is a gift of token `firstTokenId + i` to `recipients[i]`.
/// @param firstTokenId the token of the first row; the others follow without a gap
/// @param recipients who gets them, whoever redeems; none is zero
/// @param validFrom the first second in which it may be redeemed
/// @param validUntil the last second in which it may be redeemed
/// @param epoch the collection's epoch in which it was signed
/// @param soulbound whether the tokens stay with their recipients
struct VoucherList {
    uint256 firstTokenId;
    address[] recipients;
    uint64 validFrom;
    uint64 validUntil;
    uint32 epoch;
    bool soulbound;
}

/// @notice What a collection is made of.
/// @param name its name
/// @param symbol its short name
/// @param baseUri put before the decimal token id to form the token's URI; empty for no URI
/// @param contractUri where the collection's own metadata is (ERC-7572); empty for none
/// @param owner who may do everything
/// @param voucherSigner whose signature makes a voucher: a key or an ERC-1271 contract
/// @param payout who receives prices and royalties
/// @param royaltyBps the ERC-2981 royalty in basis points, 0 to 10,000
/// @param maxTokenId the highest id that may be minted; zero for no bound
/// @param soulbound whether no token of it can ever be transferred
/// @param membership who is asked for the tiers of members (IMembership); zero for nobody
struct CollectionConfig {
    string name;
    string symbol;
    string baseUri;
    string contractUri;
    address owner;
    address voucherSigner;
    address payout;
    uint96 royaltyBps;
    uint56 maxTokenId;
    bool soulbound;
    address membership;
}
