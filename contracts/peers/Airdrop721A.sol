// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC721A } from "erc721a/contracts/ERC721A.sol";

/// @notice The least that a collection adds to ERC721A, which is a base to build on: an owner who mints, and a public sale. It is
/// measured beside ours and never shipped.
contract Airdrop721A is ERC721A {
    error NotTheOwner();
    error WrongPrice();

    address private immutable _owner;
    uint256 private immutable _price;

    constructor(address owner_, uint256 price_) ERC721A("Spring Harvest", "SPRING") {
        _owner = owner_;
        _price = price_;
    }

    /// @notice Mints a token to each recipient.
    function airdrop(address[] calldata recipients) external {
        if (msg.sender != _owner) revert NotTheOwner();
        for (uint256 i = 0; i < recipients.length; ++i) {
            _mint(recipients[i], 1);
        }
    }

    /// @notice Sells tokens to the caller, at a price that all pay.
    function buy(uint256 quantity) external payable {
        if (msg.value != quantity * _price) revert WrongPrice();
        _mint(msg.sender, quantity);
    }
}
