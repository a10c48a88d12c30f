// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor} from "./Anchor.sol";
import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

/// @title RootAnchor
/// @notice Where issuers anchor the roots of what they keep and only ever add to, so that nobody, the issuer included, can later
/// claim another past.
/// @dev Nobody is registered: the caller anchors its own. An anchor is one new slot, whose place is the issuer and the
/// sequence. It holds 216 bits of the hash of the root and its {Anchor}, the two words that the event logs, over which the
/// anchor is laid by exclusive or: so its highest 40 bits are the tree's size.
/// WARNING: 216 bits keep anyone from finding a second root for another's anchor; but an issuer that spends about 2^108
/// hashes could find two roots of its own that share an anchor, of which it logs one. Whoever reads the event sees the one.
abstract contract RootAnchor {
    /// @notice `issuer` anchored `root`; `anchored` says under which size, when, and as which of its anchors.
    event RootAnchored(address indexed issuer, bytes32 root, Anchor anchored);

    /// @notice Only the size and the sequence are the caller's to give; all other bits must be zero.
    error InvalidAnchor(Anchor given);

    /// @notice A log only grows: the size must be above that of the anchor before.
    error TreeMustGrow(uint40 current, uint40 given);

    /// @notice The caller has no anchor of the sequence before this one.
    error SequenceGap(uint64 sequence);

    /// @notice The caller anchored under this sequence before.
    error AlreadyAnchored(uint64 sequence);

    /// @notice Anchors the root of the caller's log.
    /// @dev Sent twice, it anchors once. WARNING: this proves when a root was known, not that it extends the one before;
    /// whoever relies on a log asks for the consistency proof (RFC 9162 section 2.1.4) between two anchored roots.
    /// @param root the tree's root
    /// @param next `treeSize << 216 | sequence`: the number of its leaves, above that of the caller's last root, and how many
    /// roots the caller anchored before
    function anchor(bytes32 root, Anchor next) external {
        if (!next.isTimeless()) revert InvalidAnchor(next);
        StorageSlot.Uint256Slot storage slot = _slot(msg.sender, next.sequence());
        uint256 previous = _before(msg.sender, next.sequence()).value;
        if (previous == 0) {
            if (next.sequence() != 0) revert SequenceGap(next.sequence());
        }
        if (slot.value != 0) revert AlreadyAnchored(next.sequence());
        if (next.treeSize() <= _treeSize(previous)) revert TreeMustGrow(_treeSize(previous), next.treeSize());

        Anchor anchored = next.withTime(block.timestamp);
        slot.value = Anchor.unwrap(anchored) ^ uint256(_hash(root, anchored)) >> 40;
        emit RootAnchored(msg.sender, root, anchored);
    }

    /// @notice Whether `issuer` anchored `root` with this size, at this time, under this sequence.
    /// @dev WARNING: the time is the block's, which its proposer may shift by seconds.
    /// @param issuer who anchored
    /// @param root the anchored root
    /// @param anchored as {RootAnchored} logged it
    function verify(address issuer, bytes32 root, Anchor anchored) public view returns (bool) {
        uint256 found = _slot(issuer, anchored.sequence()).value;
        return found != 0 && found ^ Anchor.unwrap(anchored) == uint256(_hash(root, anchored)) >> 40;
    }

    /// @notice The size of the tree that `issuer` anchored under `sequence`; zero when there is none.
    function treeSizeAt(address issuer, uint64 sequence) external view returns (uint40) {
        return _treeSize(_slot(issuer, sequence).value);
    }

    /// @notice How many roots `issuer` anchored, which is the sequence of its next one.
    /// @dev Searches, as no slot counts: some 2,300 gas for each of 2 log2(n) steps. WARNING: may change with the next block.
    function rootCount(address issuer) external view returns (uint64) {
        // Doubles until there is none before `above`, then halves the range between.
        uint64 above = 1;
        while (_slot(issuer, above - 1).value != 0) above *= 2;
        uint64 count = above / 2;
        while (count + 1 < above) {
            uint64 middle = (count + above) / 2;
            if (_slot(issuer, middle - 1).value != 0) count = middle;
            else above = middle;
        }
        return count;
    }

    /// @dev Two issuers or sequences never share a place, and nothing else is stored here.
    function _slot(address issuer, uint64 sequence) private pure returns (StorageSlot.Uint256Slot storage) {
        return StorageSlot.getUint256Slot(bytes32(_place(issuer) | sequence));
    }

    /// @dev For the first of an issuer a place that no anchor ever takes: its sequence would have 96 bits.
    function _before(address issuer, uint64 sequence) private pure returns (StorageSlot.Uint256Slot storage) {
        unchecked {
            return StorageSlot.getUint256Slot(bytes32((_place(issuer) | sequence) - 1));
        }
    }

    function _place(address issuer) private pure returns (uint256) {
        return uint256(bytes32(bytes20(issuer)));
    }

    function _treeSize(uint256 slotValue) private pure returns (uint40) {
        // Forty bits are left.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint40(slotValue >> 216);
    }

    function _hash(bytes32 root, Anchor anchored) private pure returns (bytes32) {
        return EfficientHashLib.hash(root, bytes32(Anchor.unwrap(anchored)));
    }
}
