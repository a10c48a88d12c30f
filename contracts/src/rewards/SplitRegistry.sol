// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, SplitMath} from "./SplitMath.sol";

/// @title SplitRegistry
/// @notice Where revenue splits are fixed before the sale: a split is named by the hash of its shares and never changes.
/// @dev Only its existence is stored, one slot; whoever pays under it presents the shares and compares their hash.
contract SplitRegistry {
    /// @notice The most recipients of one split, so that every release fits into a block.
    uint256 public constant MAX_RECIPIENTS = 50;

    /// @notice Whether the split was created here, which also says that its shares are valid.
    mapping(bytes32 splitId => bool) public exists;

    /// @notice The split `splitId` exists from now on.
    event SplitCreated(bytes32 indexed splitId, Share[] shares);

    /// @notice A split has at least one recipient.
    error EmptySplit();

    /// @notice A split has at most `allowed` recipients.
    error TooManyRecipients(uint256 given, uint256 allowed);

    /// @notice The recipient at `index` is the zero address.
    error ZeroRecipient(uint256 index);

    /// @notice The share at `index` is zero.
    error ZeroShare(uint256 index);

    /// @notice A recipient is named twice.
    error DuplicateRecipient(address recipient);

    /// @notice The shares add up to `sum` instead of 10,000 basis points.
    error SharesDoNotAddUp(uint256 sum);

    /// @notice Creates a split, or does nothing where it exists; anyone may.
    /// @dev WARNING: for good. There is no change and no removal; another division is another split. The order of the
    /// shares is part of the split: it decides who gets the odd unit.
    /// @param shares 1 to 50 distinct recipients whose basis points add up to 10,000
    /// @return splitId keccak256(abi.encode(shares))
    function create(Share[] calldata shares) external returns (bytes32 splitId) {
        splitId = keccak256(abi.encode(shares));
        if (exists[splitId]) return splitId;

        _validate(shares);
        exists[splitId] = true;
        emit SplitCreated(splitId, shares);
    }

    function _validate(Share[] calldata shares) private pure {
        if (shares.length == 0) revert EmptySplit();
        if (shares.length > MAX_RECIPIENTS) revert TooManyRecipients(shares.length, MAX_RECIPIENTS);
        uint256 sum;
        for (uint256 i; i < shares.length; ++i) {
            address recipient = shares[i].recipient;
            if (recipient == address(0)) revert ZeroRecipient(i);
            if (shares[i].bps == 0) revert ZeroShare(i);
            for (uint256 j; j < i; ++j) {
                if (shares[j].recipient == recipient) revert DuplicateRecipient(recipient);
            }
            sum += shares[i].bps;
        }
        if (sum != SplitMath.BASIS_POINTS) revert SharesDoNotAddUp(sum);
    }
}
