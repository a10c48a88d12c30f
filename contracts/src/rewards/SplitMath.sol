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

    /// @notice `floor(amount * bps / 10000)` for up to 10,000 basis points, exact where the product exceeds 256 bits.
    /// @dev WARNING: above 10,000 basis points it may overflow; the shares of a registered split never add up to more.
    function upTo(uint256 amount, uint256 bps) internal pure returns (uint256) {
        unchecked {
            return (amount / BASIS_POINTS) * bps + ((amount % BASIS_POINTS) * bps) / BASIS_POINTS;
        }
    }
}
