// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {RewardsHandler} from "../support/RewardsHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever is proposed, disputed, funded, claimed and pushed in whatever order: nobody is paid more than an active
/// epoch said, all together no more than the totals, those no more than was funded, and no unit is lost.
contract RewardsDistributorInvariantTest is Test {
    RewardsHandler private handler;
    RewardsDistributor private distributor;

    function setUp() external {
        vm.warp(1_800_000_000);
        handler = new RewardsHandler();
        distributor = handler.distributor();
        bytes4[] memory selectors = new bytes4[](13);
        selectors[0] = RewardsHandler.propose.selector;
        selectors[1] = RewardsHandler.dispute.selector;
        selectors[2] = RewardsHandler.pass.selector;
        selectors[3] = RewardsHandler.activate.selector;
        selectors[4] = RewardsHandler.fund.selector;
        selectors[5] = RewardsHandler.setBlocked.selector;
        selectors[6] = RewardsHandler.claim.selector;
        selectors[7] = RewardsHandler.claimAll.selector;
        selectors[8] = RewardsHandler.claimTooMuch.selector;
        selectors[9] = RewardsHandler.push.selector;
        selectors[10] = RewardsHandler.withdraw.selector;
        selectors[11] = RewardsHandler.actAsAnother.selector;
        // Epochs are what everything else needs: they take effect twice as often.
        selectors[12] = RewardsHandler.activate.selector;
        targetSelectors(address(handler), selectors);
    }

    function invariant_NobodyIsPaidMoreThanEarnedAndNoUnitIsLost() external view {
        uint256 received;
        uint256 credited;
        uint256 claimedSum;
        for (uint256 i; i < handler.count(); ++i) {
            address account = handler.accounts(i);
            uint256 balance = handler.token().balanceOf(account);
            uint256 credit = distributor.creditOf(account);
            uint256 claimed = distributor.claimed(account);
            assertEq(balance + credit, claimed + handler.pushed(i), "what is claimed and pushed is paid or credited");
            assertLe(claimed, handler.mostEarned(i), "nobody is paid more than a tree ever said");
            received += balance;
            credited += credit;
            claimedSum += claimed;
        }
        uint256 totals = distributor.cumulativeTotal() + handler.pushTotals();
        uint256 here = handler.token().balanceOf(address(distributor));
        uint256 waiting = handler.token().balanceOf(address(distributor.pool()));
        assertEq(claimedSum, handler.claimedSum());
        assertEq(received + credited, claimedSum + handler.pushedSum());
        assertEq(here + received, totals, "what is paid and can be paid is what the epochs added");
        assertLe(received, totals, "all together are paid no more than the totals");
        assertEq(waiting + totals, handler.funded(), "the totals are funded, and no unit is lost");
        assertFalse(handler.claimedFell(), "claimed only grows");
        assertFalse(handler.totalFell(), "the total only grows");
    }

    /// @dev Every sequence ends well: with enough money and one more epoch, everybody gets what is due.
    function afterInvariant() external {
        handler.unblockAll();
        handler.propose(1);
        handler.fund(type(uint128).max);
        handler.fund(type(uint128).max);
        vm.warp(block.timestamp + handler.DELAY());
        handler.activate();
        for (uint64 number = 1; number <= distributor.currentEpoch(); ++number) {
            handler.push(number);
        }
        for (uint256 i; i < handler.count(); ++i) {
            handler.claim(i);
            handler.withdraw(i);
            assertEq(distributor.creditOf(handler.accounts(i)), 0);
            uint256 claimed = distributor.claimed(handler.accounts(i));
            assertGe(claimed, handler.earned(i), "what was earned can be claimed");
        }
        assertEq(handler.pushedSum(), handler.pushTotals(), "all that was to be pushed was");
    }
}
