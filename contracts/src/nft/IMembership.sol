// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IMembership
/// @notice What a collection asks of a membership when a voucher is for members only.
interface IMembership {
    /// @notice The tier of `account` at this moment: zero for no member, and the higher the better.
    function tierOf(address account) external view returns (uint8);
}
