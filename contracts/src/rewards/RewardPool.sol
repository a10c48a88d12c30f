// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title RewardPool
/// @notice Where the money of a {RewardsDistributor} waits until an epoch adds it to what can be claimed.
/// @dev Funded by plain transfers of the token. Nobody can take anything out but the distributor, which takes exactly what
/// an epoch adds. So no root pays more than the stated totals, and no claim has to count them.
contract RewardPool {
    /// @notice The token that waits here.
    address public immutable token;

    /// @notice Whose money it is.
    address public immutable distributor;

    /// @notice Only the distributor draws.
    error OnlyDistributor();

    /// @param token_ the ERC-20 that is paid
    constructor(address token_) {
        token = token_;
        distributor = msg.sender;
    }

    /// @notice Hands the distributor what an epoch adds.
    /// @param amount in the token's smallest unit
    function draw(uint256 amount) external {
        if (msg.sender != distributor) revert OnlyDistributor();
        SafeTransferLib.safeTransfer(token, distributor, amount);
    }
}
