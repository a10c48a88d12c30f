// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";

/// @notice A token that answers false instead of reverting while it is `refusing`, and moves nothing then.
contract FalseReturnToken is TestToken {
    bool public refusing;

    constructor() TestToken("False", "FLS", 6) {}

    function setRefusing(bool refuse) external {
        refusing = refuse;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transferFrom(from, to, amount);
    }
}
