// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share} from "../../src/rewards/SplitMath.sol";

/// @notice Makes valid splits for tests.
library Splits {
    /// @dev One split of `count` recipients for each seed; the recipients are addresses that nobody else has.
    function random(uint256 seed, uint256 count) internal pure returns (Share[] memory shares) {
        shares = new Share[](count);
        // Each recipient has one basis point for certain; the others are drawn.
        uint256 free = 10_000 - count;
        for (uint256 i; i < count; ++i) {
            bytes32 draw = keccak256(abi.encode(seed, i));
            uint256 drawn = i == count - 1 ? free : uint256(draw) % (free + 1);
            // A favourite would otherwise leave nothing to the others: it takes everything once in a while only.
            if (i != count - 1 && uint8(draw[0]) > 16) drawn /= 4;
            free -= drawn;
            // At most 10,000.
            // forge-lint: disable-next-line(unsafe-typecast)
            shares[i] = Share(address(bytes20(draw)), uint16(1 + drawn));
        }
    }

    /// @dev A split of `count` recipients that get the same, as far as 10,000 can be divided.
    function even(address[] memory recipients) internal pure returns (Share[] memory shares) {
        uint256 count = recipients.length;
        shares = new Share[](count);
        for (uint256 i; i < count; ++i) {
            uint256 bps = 10_000 * (i + 1) / count - 10_000 * i / count;
            // At most 10,000.
            // forge-lint: disable-next-line(unsafe-typecast)
            shares[i] = Share(recipients[i], uint16(bps));
        }
    }

    /// @dev Everything to one.
    function whole(address recipient) internal pure returns (Share[] memory shares) {
        shares = new Share[](1);
        shares[0] = Share(recipient, 10_000);
    }
}
