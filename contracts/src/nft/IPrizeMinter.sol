// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IPrizeMinter
/// @notice What hands out the prizes of blind boxes.
/// @dev WARNING: anyone can create a sale that names any minter. An implementation hands out nothing unless the caller is the
/// blind box contract that it knows and the sale is one whose prizes it was given.
interface IPrizeMinter {
    /// @notice Hands a prize over. Called once for each box that is claimed; a revert leaves the box to be claimed again.
    /// @param saleId the sale that the prize belongs to
    /// @param to who owns the box
    /// @param prizeId the prize, as the sale's list of prizes names it
    function deliver(bytes32 saleId, address to, uint256 prizeId) external;
}
