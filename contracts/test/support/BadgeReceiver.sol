// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";

/// @notice A contract that takes tokens, and remembers what it was asked and what it saw then.
contract BadgeReceiver is IERC721Receiver {
    address public operator;
    address public from;
    uint256 public tokenId;
    bytes public data;
    address public ownerWhenAsked;
    uint256 public balanceWhenAsked;

    function onERC721Received(address operator_, address from_, uint256 tokenId_, bytes calldata data_)
        external
        returns (bytes4)
    {
        (operator, from, tokenId, data) = (operator_, from_, tokenId_, data_);
        ownerWhenAsked = IERC721(msg.sender).ownerOf(tokenId_);
        balanceWhenAsked = IERC721(msg.sender).balanceOf(address(this));
        return this.onERC721Received.selector;
    }
}
