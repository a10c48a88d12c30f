// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlockHashLib} from "solady/utils/BlockHashLib.sol";

/// @title DrawBlock
/// @notice The block whose hash decides a draw: it does not exist yet when it is named, and its hash can be had for a while
/// only.
library DrawBlock {
    /// @notice How many blocks after it is named the block lies: no proposer makes all of those between.
    uint256 internal constant DELAY = 16;

    /// @notice How many blocks after that a secret may be revealed at the earliest. Once it is public, a reorganisation of the
    /// chain would let others choose the block.
    uint256 internal constant REVEAL_DELAY = 32;

    /// @notice What is asked for is possible from `fromBlock` on.
    error TooEarly(uint256 fromBlock);

    /// @notice The block's hash is out of reach; another block can be named.
    error BlockHashGone(uint256 drawBlock);

    /// @dev The block that is named now.
    function next() internal view returns (uint48) {
        // There are no 2^48 blocks.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(block.number + DELAY);
    }

    /// @dev The hash of a block that was named: to be had from the next block on, for 256 blocks, and for 8,191 where the
    /// chain has EIP-2935.
    function hashOf(uint256 drawBlock) internal view returns (bytes32 hash) {
        if (block.number <= drawBlock) revert TooEarly(drawBlock + 1);
        hash = BlockHashLib.blockHash(drawBlock);
        if (hash == 0) revert BlockHashGone(drawBlock);
    }

    /// @dev Whether the hash of a block that was named can still be had, or not yet.
    function isAvailable(uint256 drawBlock) internal view returns (bool) {
        return block.number <= drawBlock || BlockHashLib.blockHash(drawBlock) != 0;
    }
}
