// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {RewardsHandler} from "../support/RewardsHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever is published, funded and claimed in whatever order, nobody is paid more than a tree said, and no unit
/// is lost.
contract RewardsDistributorInvariantTest is Test {
    RewardsHandler private handler;
    RewardsDistributor private distributor;

    function setUp() external {
        handler = new RewardsHandler();
        distributor = handler.distributor();
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = RewardsHandler.publish.selector;
        selectors[1] = RewardsHandler.fund.selector;
        selectors[2] = RewardsHandler.claim.selector;
        selectors[3] = RewardsHandler.claimTooMuch.selector;
        selectors[4] = RewardsHandler.publishAsAnother.selector;
        // Claims are what matters: they come up twice as often.
        selectors[5] = RewardsHandler.claim.selector;
        targetSelectors(address(handler), selectors);
    }

    function invariant_NobodyIsPaidMoreThanEarnedAndNoUnitIsLost() external view {
        uint256 received;
        for (uint256 i; i < handler.count(); ++i) {
            address account = handler.accounts(i);
            uint256 balance = handler.token().balanceOf(account);
            assertEq(distributor.claimed(account), balance, "claimed is what was received");
            assertLe(balance, handler.mostEarned(i), "nobody is paid more than a tree ever said");
            received += balance;
        }
        assertEq(received, handler.paid());
        assertEq(handler.token().balanceOf(address(distributor)) + received, handler.funded());
        assertFalse(handler.claimedFell(), "claimed only grows");
    }

    /// @dev Every sequence ends well: with enough money and one more epoch, everybody gets what is due.
    function afterInvariant() external {
        handler.publish(1);
        handler.fund(type(uint128).max);
        for (uint256 i; i < handler.count(); ++i) {
            handler.claim(i);
            uint256 claimed = distributor.claimed(handler.accounts(i));
            assertGe(claimed, handler.earned(i), "what was earned can be claimed");
        }
    }
}
