// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title TestCollectible
/// @notice An ERC-721 that anyone may mint, for tests and local chains: memberships, prizes, whatever is owned.
/// @dev WARNING: worthless by design.
contract TestCollectible is ERC721 {
    constructor() ERC721("Test Collectible", "TCOL") {}

    /// @notice Gives the token `tokenId` to `to`; anyone may call.
    /// @dev WARNING: that is the point of this contract.
    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }
}
