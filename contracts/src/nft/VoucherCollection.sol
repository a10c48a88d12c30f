// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherRedeemer} from "./VoucherRedeemer.sol";
import {CollectionConfig} from "./Vouchers.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {ERC721} from "solady/tokens/ERC721.sol";
import {LibString} from "solady/utils/LibString.sol";

/// @title VoucherCollection
/// @notice An ERC-721 collection that is minted by vouchers.
/// @dev A voucher is single use because its token id is: redeeming marks the id in the spare 96 bits of the token's owner
/// slot, which is written anyway, and a burn clears the owner but not the mark. How many a buyer has redeemed is counted in
/// the spare bits of the balance slot, which is written anyway too. So neither costs storage.
/// Royalties by ERC-2981, soulbound tokens by ERC-5192, metadata updates by ERC-4906, the collection's metadata by ERC-7572, the
/// signing domain by ERC-5267, errors by ERC-6093.
contract VoucherCollection is ERC721, VoucherRedeemer, IERC721Errors {
    /// @dev The marks in the spare bits of an owner slot.
    uint96 private constant REDEEMED = 1;
    uint96 private constant LOCKED = 2;
    uint96 private constant CANCELLED = 4;

    /// @dev Solady's own, which it keeps private.
    uint256 private constant SLOT_SEED = 0x7d8825530a5a2e7a << 192;

    /// @dev One token more in the lower 32 bits of a balance slot, one redemption more in the 32 bits above.
    uint256 private constant ONE_MORE = 1 << 32 | 1;

    bytes4 private constant ERC5192 = 0xb45a3c0e;
    bytes4 private constant ERC4906 = 0x49064906;

    /// @notice ERC-5192: the token stays with its holder.
    event Locked(uint256 tokenId);

    /// @notice ERC-4906: the metadata of these tokens changed.
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    /// @param config what the collection is to be; one from which collections are cloned is made like any other
    constructor(CollectionConfig memory config) {
        _initialize(config);
    }

    /// @notice Makes a clone what `config` says. Once: it reverts on a collection that is made already.
    function initialize(CollectionConfig calldata config) external {
        _initialize(config);
    }

    /// @notice Burns a token, for good: the same id is never minted again. For its holder or who may transfer it.
    function burn(uint256 tokenId) external {
        _requireApproved(_requireHolder(tokenId), tokenId);
        _burn(tokenId);
    }

    /// @notice ERC-5192: whether the token stays with its holder.
    function locked(uint256 tokenId) external view returns (bool) {
        _requireHolder(tokenId);
        return _isLocked(tokenId);
    }

    /// @notice Whether a voucher of `tokenId` was voided by {cancel}.
    function isCancelled(uint256 tokenId) external view returns (bool) {
        return _getExtraData(tokenId) & CANCELLED != 0;
    }

    /// @notice How many tokens `buyer` has got by redemption, whatever became of them.
    function redemptionsOf(address buyer) external view returns (uint32) {
        return uint32(_getAux(buyer));
    }

    /// @notice Transfers a token. Takes no coin, though ERC-721 would let it.
    function transferFrom(address from, address to, uint256 tokenId) public payable override {
        _requireNoCoin();
        address holder = _requireHolder(tokenId);
        if (holder != from) revert ERC721IncorrectOwner(from, tokenId, holder);
        if (to == address(0)) revert ERC721InvalidReceiver(address(0));
        _requireApproved(holder, tokenId);
        if (_isLocked(tokenId)) revert TokenIsSoulbound(tokenId);
        _transfer(from, to, tokenId);
    }

    /// @notice Transfers a token to who can take it.
    function safeTransferFrom(address from, address to, uint256 tokenId) public payable override {
        transferFrom(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, "");
    }

    /// @notice Transfers a token to who can take it, with a message.
    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata data) public payable override {
        transferFrom(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, data);
    }

    /// @notice Lets `account` transfer a token. Takes no coin, though ERC-721 would let it.
    function approve(address account, uint256 tokenId) public payable override {
        _requireNoCoin();
        address holder = _requireHolder(tokenId);
        if (msg.sender != holder && !isApprovedForAll(holder, msg.sender)) revert ERC721InvalidApprover(msg.sender);
        if (_isLocked(tokenId)) revert TokenIsSoulbound(tokenId);
        _approve(account, tokenId);
    }

    /// @notice Lets `operator` transfer all tokens of the caller, or no longer.
    function setApprovalForAll(address operator, bool isApproved) public override {
        if (operator == address(0)) revert ERC721InvalidOperator(address(0));
        super.setApprovalForAll(operator, isApproved);
    }

    /// @notice Whose a token is.
    function ownerOf(uint256 tokenId) public view override returns (address) {
        return _requireHolder(tokenId);
    }

    /// @notice How many tokens `holder` has.
    function balanceOf(address holder) public view override returns (uint256) {
        if (holder == address(0)) revert ERC721InvalidOwner(address(0));
        return super.balanceOf(holder);
    }

    /// @notice Who may transfer a token beside its holder and the holder's operators.
    function getApproved(uint256 tokenId) public view override returns (address) {
        _requireHolder(tokenId);
        return _getApproved(tokenId);
    }

    /// @notice Whether no voucher of `tokenId` can be redeemed any more, because one was or it is cancelled; stays true when the
    /// token is burnt.
    function isRedeemed(uint256 tokenId) public view override returns (bool) {
        return _getExtraData(tokenId) != 0;
    }

    /// @notice The collection's name.
    function name() public view override returns (string memory name_) {
        (name_,) = _nameAndSymbol();
    }

    /// @notice The collection's symbol.
    function symbol() public view override returns (string memory symbol_) {
        (, symbol_) = _nameAndSymbol();
    }

    /// @notice The base URI followed by the decimal token id; empty where the base URI is.
    /// @dev WARNING: reverts for a token that does not exist, also for one that is promised but not yet redeemed.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireHolder(tokenId);
        string memory base = _baseURI();
        return bytes(base).length == 0 ? "" : string.concat(base, LibString.toString(tokenId));
    }

    /// @notice ERC-165: ERC-721 with metadata, ERC-2981, ERC-4906 and ERC-5192.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == this.royaltyInfo.selector || interfaceId == ERC5192 || interfaceId == ERC4906
            || super.supportsInterface(interfaceId);
    }

    /// @dev Writes the token's owner slot and the buyer's balance slot once each, in Solady's layout. Neither 32-bit count can
    /// overflow: at 5,000 gas a token, that is more gas than any chain has burnt.
    function _mintRedeemed(address to, uint256 tokenId, uint256 maxPerBuyer, bool soulbound) internal override {
        uint256 marks = soulbound ? REDEEMED | LOCKED : REDEEMED;
        uint256 before;
        uint256 refused;
        bytes32 transfer = Transfer.selector;
        assembly ("memory-safe") {
            mstore(0x00, tokenId)
            mstore(0x1c, SLOT_SEED)
            let ownerSlot := add(tokenId, add(tokenId, keccak256(0x00, 0x20)))
            before := sload(ownerSlot)
            sstore(ownerSlot, or(shl(160, marks), to))

            mstore(0x00, to)
            let balanceSlot := keccak256(0x0c, 0x1c)
            let balance_ := sload(balanceSlot)
            let redemptions := and(shr(32, balance_), 0xffffffff)
            let limitReached := iszero(or(iszero(maxPerBuyer), lt(redemptions, maxPerBuyer)))
            refused := or(before, limitReached)
            sstore(balanceSlot, add(balance_, ONE_MORE))

            log4(codesize(), 0x00, transfer, 0, to, tokenId)
        }
        if (refused != 0) {
            if (before != 0) revert AlreadyRedeemed(tokenId);
            revert BuyerLimitReached(to, maxPerBuyer);
        }
        if (soulbound) emit Locked(tokenId);
    }

    function _markCancelled(uint256 tokenId) internal override {
        _setExtraData(tokenId, CANCELLED);
    }

    function _requireInSupply(uint256, uint256 lastTokenId, bool, uint56 max) internal pure override {
        if (max != 0 && lastTokenId > max) revert TokenIdTooHigh(lastTokenId, max);
    }

    function _metadataChanged(string calldata) internal override {
        emit BatchMetadataUpdate(0, type(uint256).max);
    }

    function _requireNoCoin() private view {
        if (msg.value != 0) revert WrongPayment(0, msg.value);
    }

    function _requireHolder(uint256 tokenId) private view returns (address holder) {
        holder = _ownerOf(tokenId);
        if (holder == address(0)) revert ERC721NonexistentToken(tokenId);
    }

    function _requireApproved(address holder, uint256 tokenId) private view {
        if (msg.sender == holder || isApprovedForAll(holder, msg.sender) || _getApproved(tokenId) == msg.sender) {
            return;
        }
        revert ERC721InsufficientApproval(msg.sender, tokenId);
    }

    /// @dev The tokens of a soulbound collection are marked one by one too, so that nothing else need be read.
    function _isLocked(uint256 tokenId) private view returns (bool) {
        return _getExtraData(tokenId) & LOCKED != 0;
    }
}
