// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "./BlindBox.sol";
import {IPrizeMinter} from "./IPrizeMinter.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @title PrizeVault
/// @notice Holds tokens of one ERC-721 collection until those draw them whose blind boxes they are in: the minter that leaves
/// a seller no choice after the draw. A prize's id is its token's id.
/// @dev WARNING: a token that is not in the sale's list of prizes stays here for good once the seed is revealed, and so does one
/// that is sent here other than by {deposit}.
contract PrizeVault is IPrizeMinter {
    /// @notice Whose sales it hands out prizes for.
    BlindBox public immutable blindBox;

    /// @notice Whose tokens it holds.
    IERC721 public immutable collection;

    /// @notice The sale that a token is a prize of; zero for none.
    mapping(uint256 tokenId => bytes32 saleId) public saleOf;

    /// @notice A token is a prize of the sale from now on.
    event Deposited(bytes32 indexed saleId, uint256 indexed tokenId);

    /// @notice A token went to whoever drew it, or back to the seller.
    event Delivered(bytes32 indexed saleId, uint256 indexed tokenId, address indexed to);

    /// @notice The sale names another minter.
    error OtherMinter(bytes32 saleId);

    /// @notice The caller is not the blind box contract.
    error NotTheBlindBox(address caller);

    /// @notice The token is no prize of the sale, or was one.
    error NotAPrize(bytes32 saleId, uint256 tokenId);

    /// @notice The sale's seed is revealed, or may still be.
    error NotRefundable(bytes32 saleId);

    constructor(BlindBox blindBox_, IERC721 collection_) {
        blindBox = blindBox_;
        collection = collection_;
    }

    /// @notice Makes tokens of the caller, which it has approved this contract for, prizes of a sale that is created.
    /// @dev WARNING: they go to whoever draws them. They come back to the seller alone, by {takeBack}, or by claiming what nobody bought.
    function deposit(bytes32 saleId, uint256[] calldata tokenIds) external {
        if (address(blindBox.termsOf(saleId).minter) != address(this)) revert OtherMinter(saleId);
        for (uint256 i; i < tokenIds.length; ++i) {
            saleOf[tokenIds[i]] = saleId;
            emit Deposited(saleId, tokenIds[i]);
            collection.transferFrom(msg.sender, address(this), tokenIds[i]);
        }
    }

    /// @inheritdoc IPrizeMinter
    /// @dev Does not ask the recipient (`onERC721Received`): one that refuses would make its box worthless.
    function deliver(bytes32 saleId, address to, uint256 prizeId) external {
        if (msg.sender != address(blindBox)) revert NotTheBlindBox(msg.sender);
        _release(saleId, to, prizeId);
    }

    /// @notice Gives tokens back to the seller of a sale whose seed was not revealed in time; anyone may call.
    function takeBack(bytes32 saleId, uint256[] calldata tokenIds) external {
        if (!blindBox.isRefundable(saleId)) revert NotRefundable(saleId);
        address seller = blindBox.termsOf(saleId).seller;
        for (uint256 i; i < tokenIds.length; ++i) {
            _release(saleId, seller, tokenIds[i]);
        }
    }

    function _release(bytes32 saleId, address to, uint256 tokenId) private {
        if (saleId == 0 || saleOf[tokenId] != saleId) revert NotAPrize(saleId, tokenId);
        delete saleOf[tokenId];
        emit Delivered(saleId, tokenId, to);
        collection.transferFrom(address(this), to, tokenId);
    }
}
