// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "./TestToken.sol";

/// @title TestBlockingToken
/// @notice A test token with a block list, as regulated currencies have one: nothing moves to or from a blocked account.
/// @dev WARNING: worthless by design, and anyone may block anyone.
contract TestBlockingToken is TestToken {
    /// @notice Whether nothing moves to or from the account.
    mapping(address account => bool) public isBlocked;

    /// @notice The account is blocked.
    error Blocked(address account);

    /// @notice Deploys the token "Blocking" (BLK) of six decimals.
    constructor() TestToken("Blocking", "BLK", 6) {}

    /// @notice Blocks an account, or lets it go; anyone may call.
    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _beforeTokenTransfer(address from, address to, uint256) internal view override {
        if (isBlocked[from]) revert Blocked(from);
        if (isBlocked[to]) revert Blocked(to);
    }
}
