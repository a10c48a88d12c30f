// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";

/// @notice A token whose holders' balances all change at once, by a factor in percent.
/// @dev With `rebaseOnTransfer` the factor changes in the middle of every transferFrom.
contract RebasingToken is TestToken {
    uint256 public percent = 100;
    uint256 public rebaseOnTransfer;

    constructor() TestToken("Rebasing", "RBS", 6) {}

    function rebase(uint256 newPercent) external {
        percent = newPercent;
    }

    function setRebaseOnTransfer(uint256 newPercent) external {
        rebaseOnTransfer = newPercent;
    }

    function balanceOf(address owner) public view override returns (uint256) {
        return super.balanceOf(owner) * percent / 100;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return super.transfer(to, amount * 100 / percent);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (rebaseOnTransfer != 0) percent = rebaseOnTransfer;
        return super.transferFrom(from, to, amount);
    }
}
