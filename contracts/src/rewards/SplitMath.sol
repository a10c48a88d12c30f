// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One recipient's part of a split.
/// @param recipient who is paid
/// @param bps the part in basis points, 1 to 10,000
struct Share {
    address recipient;
    uint16 bps;
}

/// @title SplitMath
/// @notice Splits an amount so that the parts add up to it, to the smallest unit, whatever it is.
/// @dev Cumulative rounding: with `upTo(c) = floor(amount * c / 10000)`, a recipient whose shares run from `a` to `b` basis
/// points gets `upTo(b) - upTo(a)`. The sum telescopes to `upTo(10000) = amount`, no part is off by a whole unit, and no
/// product exceeds the amount, so that nothing overflows up to 2^256 - 1.
library SplitMath {
    uint256 internal constant BASIS_POINTS = 10_000;

    /// @dev The most recipients of one split, so that every payment fits into a block.
    uint256 internal constant MAX_RECIPIENTS = 50;

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

    /// @notice keccak256(abi.encode(shares)), which names the split.
    /// @dev Hashes them as they came. WARNING: does not say that they are well formed; no others have the same hash.
    function idOf(Share[] calldata shares) internal pure returns (bytes32 splitId) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            let size := shl(6, shares.length)
            mstore(m, 0x20)
            mstore(add(m, 0x20), shares.length)
            calldatacopy(add(m, 0x40), shares.offset, size)
            splitId := keccak256(m, add(0x40, size))
        }
    }

    /// @notice Reverts unless these are 1 to 50 distinct recipients whose basis points add up to 10,000.
    function validate(Share[] calldata shares) internal pure {
        uint256 count = shares.length;
        if (count == 0) revert EmptySplit();
        if (count > MAX_RECIPIENTS) revert TooManyRecipients(count, MAX_RECIPIENTS);
        uint256 sum;
        // Fifty shares of sixteen bits overflow nothing.
        unchecked {
            for (uint256 i; i < count; ++i) {
                Share calldata share = shares[i];
                address recipient = share.recipient;
                if (recipient == address(0)) revert ZeroRecipient(i);
                if (share.bps == 0) revert ZeroShare(i);
                for (uint256 j; j < i; ++j) {
                    if (shares[j].recipient == recipient) revert DuplicateRecipient(recipient);
                }
                sum += share.bps;
            }
        }
        if (sum != BASIS_POINTS) revert SharesDoNotAddUp(sum);
    }

    /// @notice `floor(amount * bps / 10000)` for up to 10,000 basis points, exact where the product exceeds 256 bits.
    /// @dev WARNING: above 10,000 basis points it may overflow; the shares of a registered split never add up to more.
    function upTo(uint256 amount, uint256 bps) internal pure returns (uint256) {
        unchecked {
            return (amount / BASIS_POINTS) * bps + ((amount % BASIS_POINTS) * bps) / BASIS_POINTS;
        }
    }
}
