// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherRedeemer} from "./VoucherRedeemer.sol";
import {CollectionConfig} from "./Vouchers.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";
import {LibString} from "solady/utils/LibString.sol";

/// @title EditionCollection
/// @notice An ERC-1155 collection of many copies of each item, minted by the same vouchers as a {VoucherCollection}.
/// @dev The token id of a voucher is the item's id in the upper 192 bits and the copy's serial number in the lower 64: each voucher
/// promises one copy. The ERC-1155 id is the item's. A copy is single use by one bit of a map of serial numbers, of which 256 share
/// a slot; hand serial numbers out in order, and a redemption costs 5,000 gas for it and every 256th 22,100.
/// Royalties by ERC-2981, the collection's metadata by ERC-7572, the signing domain by ERC-5267, errors by ERC-6093.
contract EditionCollection is ERC1155, VoucherRedeemer {
    using LibBitmap for LibBitmap.Bitmap;

    /// @dev What a redemption reads of an item, in one slot.
    struct Item {
        uint64 supply;
        bool soulbound;
        bool minted;
    }

    uint256 private constant SERIAL_BITS = 64;

    mapping(uint256 item => Item) private _items;
    mapping(uint256 item => mapping(address buyer => uint32)) private _redemptions;
    LibBitmap.Bitmap private _redeemed;
    LibBitmap.Bitmap private _cancelled;

    /// @notice No copy of `item` with a serial number of `supply` or above will be minted any more.
    event SupplyLowered(uint256 indexed item, uint64 supply);

    /// @notice Copies of `item` stay with their holders.
    event ItemSoulbound(uint256 indexed item);

    /// @notice A supply can only be lowered, and not to zero, which is no bound.
    error SupplyNotLower(uint64 given, uint64 current);

    /// @notice Whether an item is soulbound is settled before its first copy is minted.
    error ItemAlreadyMinted(uint256 item);

    /// @notice The voucher says that the copy stays with its recipient, but copies of the item do not.
    error ItemNotSoulbound(uint256 item);

    /// @param config what the collection is to be: `maxTokenId` is the highest item; one from which collections are cloned is
    /// made like any other
    constructor(CollectionConfig memory config) ERC1155("") {
        _initialize(config);
    }

    /// @notice Makes a clone what `config` says. Once: it reverts on a collection that is made already.
    function initialize(CollectionConfig calldata config) external {
        _initialize(config);
    }

    /// @notice Promises that no serial number of `item` from `supply` on will be minted.
    /// @dev WARNING: cannot be undone.
    function lowerSupply(uint256 item, uint64 supply) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        uint64 current = _items[item].supply;
        if (supply == 0 || (current != 0 && supply >= current)) revert SupplyNotLower(supply, current);
        _items[item].supply = supply;
        emit SupplyLowered(item, supply);
    }

    /// @notice Binds the copies of `item` to their holders, before the first is minted.
    /// @dev WARNING: cannot be undone. Copies of one item are alike, so they are soulbound all or none.
    function makeSoulbound(uint256 item) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        if (_items[item].minted) revert ItemAlreadyMinted(item);
        _items[item].soulbound = true;
        emit ItemSoulbound(item);
    }

    /// @notice Burns copies, for good. For their holder or an operator of the holder.
    function burn(address holder, uint256 item, uint256 amount) external {
        if (msg.sender != holder && !isApprovedForAll(holder, msg.sender)) {
            revert ERC1155MissingApprovalForAll(msg.sender, holder);
        }
        _burn(holder, item, amount);
    }

    /// @notice The collection's name.
    function name() external view returns (string memory name_) {
        (name_,) = _nameAndSymbol();
    }

    /// @notice The collection's symbol.
    function symbol() external view returns (string memory symbol_) {
        (, symbol_) = _nameAndSymbol();
    }

    /// @notice How many serial numbers of `item` there may be; zero for no bound.
    function supplyOf(uint256 item) external view returns (uint64) {
        return _items[item].supply;
    }

    /// @notice Whether copies of `item` stay with their holders.
    function isSoulbound(uint256 item) external view returns (bool) {
        return _isSoulbound() || _items[item].soulbound;
    }

    /// @notice Whether a voucher of `tokenId` was voided by {cancel}.
    function isCancelled(uint256 tokenId) external view returns (bool) {
        return _cancelled.get(tokenId);
    }

    /// @notice How many copies of `item` a buyer has got by vouchers that have a limit for each buyer; others are not counted.
    function redemptionsOf(uint256 item, address buyer) external view returns (uint32) {
        return _redemptions[item][buyer];
    }

    /// @notice Whether no voucher of `tokenId` can be redeemed any more, because one was or it is cancelled; stays true when the
    /// copy is burnt.
    function isRedeemed(uint256 tokenId) public view override returns (bool) {
        return _redeemed.get(tokenId);
    }

    /// @notice The base URI followed by the decimal item id; empty where the base URI is.
    function uri(uint256 item) public view override returns (string memory) {
        string memory base = _baseURI();
        return bytes(base).length == 0 ? "" : string.concat(base, LibString.toString(item));
    }

    /// @notice ERC-165: ERC-1155 with metadata and ERC-2981.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == this.royaltyInfo.selector || super.supportsInterface(interfaceId);
    }

    /// @dev Mints without asking the recipient, as {VoucherRedeemer-redeem} says. In a batch that skips, the operator of the
    /// transfer is the collection.
    function _mintRedeemed(address to, uint256 tokenId, uint256 maxPerBuyer, bool) internal override {
        if (!_redeemed.toggle(tokenId)) revert AlreadyRedeemed(tokenId);
        uint256 item = tokenId >> SERIAL_BITS;
        if (maxPerBuyer != 0) {
            uint32 redemptions = _redemptions[item][to];
            if (redemptions >= maxPerBuyer) revert BuyerLimitReached(to, maxPerBuyer);
            _redemptions[item][to] = redemptions + 1;
        }
        if (!_items[item].minted) _items[item].minted = true;
        uint256[] memory ids = new uint256[](1);
        uint256[] memory amounts = new uint256[](1);
        ids[0] = item;
        amounts[0] = 1;
        super._update(address(0), to, ids, amounts);
    }

    function _markCancelled(uint256 tokenId) internal override {
        _redeemed.set(tokenId);
        _cancelled.set(tokenId);
    }

    function _requireInSupply(uint256 firstTokenId, uint256 lastTokenId, bool soulbound, uint56 max)
        internal
        view
        override
    {
        uint256 id = firstTokenId >> SERIAL_BITS;
        if (max != 0 && id > max) revert TokenIdTooHigh(firstTokenId, uint256(max) << SERIAL_BITS | type(uint64).max);
        Item memory item = _items[id];
        // The rows of a list are copies of one item.
        uint256 last = id << SERIAL_BITS | (item.supply == 0 ? type(uint64).max : item.supply - 1);
        if (lastTokenId > last) revert TokenIdTooHigh(lastTokenId, last);
        if (soulbound && !item.soulbound && !_isSoulbound()) revert ItemNotSoulbound(id);
    }

    function _metadataChanged(string calldata) internal override {
        // ERC-1155 asks for {URI} of each item, of which nobody has a list here; ERC-4906 is for ERC-721 alone.
        emit ContractURIUpdated();
    }

    /// @dev Copies of a soulbound item are minted and burnt, and never change hands.
    function _update(address from, address to, uint256[] memory items, uint256[] memory amounts) internal override {
        if (from != address(0) && to != address(0)) {
            bool all = _isSoulbound();
            for (uint256 i; i < items.length; ++i) {
                if (all || _items[items[i]].soulbound) revert TokenIsSoulbound(items[i]);
            }
        }
        super._update(from, to, items, amounts);
    }
}
