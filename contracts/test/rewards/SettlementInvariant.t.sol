// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Settlement} from "../../src/rewards/Settlement.sol";
import {SettlementHandler} from "../support/SettlementHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever is paid, settled, refused and withdrawn in whatever order, no unit is made or lost.
contract SettlementInvariantTest is Test {
    SettlementHandler private handler;
    Settlement private settlement;

    function setUp() external {
        handler = new SettlementHandler();
        settlement = handler.held();
        bytes4[] memory moves = new bytes4[](6);
        moves[0] = SettlementHandler.pay.selector;
        moves[1] = SettlementHandler.settle.selector;
        moves[2] = SettlementHandler.changeMind.selector;
        moves[3] = SettlementHandler.changeMind.selector;
        moves[4] = SettlementHandler.withdraw.selector;
        moves[5] = SettlementHandler.force.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_WhatIsHeldIsTheCreditsAndWhatWasForcedIn() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            uint256 owed = handler.forced(currency);
            for (uint256 j; j < 4; ++j) {
                owed += settlement.creditOf(handler.accounts(j), currency);
            }
            assertEq(_balance(currency, address(settlement)), owed);
        }
    }

    function invariant_WhatWasPaidIsWithTheRecipientsOrIsTheirCredit() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            uint256 sum;
            for (uint256 j; j < 4; ++j) {
                address account = handler.accounts(j);
                sum += _balance(currency, account) + settlement.creditOf(account, currency);
            }
            assertEq(sum, handler.paidIn(currency));
        }
    }

    function _balance(address currency, address account) private view returns (uint256) {
        return currency == address(0) ? account.balance : handler.blocking().balanceOf(account);
    }
}
