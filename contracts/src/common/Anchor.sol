// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What is anchored beside a root, in one word: `treeSize << 216 | anchoredAt << 64 | sequence`. The sequence counts
/// the anchors of one issuer from zero; the time is the block's, in seconds since 1970; the 88 bits in between are zero.
type Anchor is uint256;

using AnchorLibrary for Anchor global;

/// @title AnchorLibrary
/// @notice Packs and unpacks an {Anchor}.
library AnchorLibrary {
    uint256 private constant SIZE_SHIFT = 216;
    uint256 private constant TIME_SHIFT = 64;

    /// @dev All that an issuer may give: what is neither the size nor the sequence is zero.
    uint256 private constant NOT_GIVEN = ~(uint256(type(uint40).max) << SIZE_SHIFT | type(uint64).max);

    /// @notice What an issuer gives to be anchored: the time is still zero.
    function pack(uint40 treeSize_, uint64 sequence_) internal pure returns (Anchor) {
        return Anchor.wrap(uint256(treeSize_) << SIZE_SHIFT | sequence_);
    }

    /// @notice Whether it is as {pack} makes it.
    function isTimeless(Anchor self) internal pure returns (bool) {
        return Anchor.unwrap(self) & NOT_GIVEN == 0;
    }

    /// @notice The same with a time.
    function withTime(Anchor self, uint256 time) internal pure returns (Anchor) {
        return Anchor.wrap(Anchor.unwrap(self) | time << TIME_SHIFT);
    }

    /// @notice The number of leaves under its root.
    function treeSize(Anchor self) internal pure returns (uint40) {
        // Forty bits are left.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint40(Anchor.unwrap(self) >> SIZE_SHIFT);
    }

    /// @notice The second of the block that anchored it.
    function anchoredAt(Anchor self) internal pure returns (uint64) {
        // Cuts what is above the time.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(Anchor.unwrap(self) >> TIME_SHIFT);
    }

    /// @notice Which of its issuer's anchors it is, counted from zero.
    function sequence(Anchor self) internal pure returns (uint64) {
        // Cuts what is above the sequence.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(Anchor.unwrap(self));
    }
}
