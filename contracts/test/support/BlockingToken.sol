// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";

/// @notice A token with a block list, as regulated currencies have one: nothing moves to or from a blocked account.
contract BlockingToken is TestToken {
    mapping(address account => bool) public isBlocked;

    error Blocked(address account);

    constructor() TestToken("Blocking", "BLK", 6) {}

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _beforeTokenTransfer(address from, address to, uint256) internal view override {
        if (isBlocked[from]) revert Blocked(from);
        if (isBlocked[to]) revert Blocked(to);
    }
}
