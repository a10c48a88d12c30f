// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice An ERC-721 that anyone may mint.
contract TestCollectible is ERC721 {
    constructor() ERC721("Collectible", "COL") {}

    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }
}
