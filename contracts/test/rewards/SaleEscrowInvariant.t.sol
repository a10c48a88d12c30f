// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {SaleHandler} from "../support/SaleHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever buyers, recipients and attackers do in whatever order, the escrow holds what it owes to the smallest
/// unit, everybody has what is due, and all of it can leave.
contract SaleEscrowInvariantTest is Test {
    SaleHandler private handler;
    SaleEscrow private escrow;

    function setUp() external {
        handler = new SaleHandler();
        escrow = handler.escrow();
        bytes4[] memory moves = new bytes4[](10);
        moves[0] = SaleHandler.deposit.selector;
        moves[1] = SaleHandler.deposit.selector;
        moves[2] = SaleHandler.release.selector;
        moves[3] = SaleHandler.release.selector;
        moves[4] = SaleHandler.refund.selector;
        moves[5] = SaleHandler.withdraw.selector;
        moves[6] = SaleHandler.changeMind.selector;
        moves[7] = SaleHandler.passTime.selector;
        moves[8] = SaleHandler.force.selector;
        moves[9] = SaleHandler.attack.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_TheEscrowHoldsWhatItOwesToTheSmallestUnit() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            uint256 owed = handler.inOrders(currency) + handler.forced(currency);
            for (uint256 j; j < handler.accountCount(); ++j) {
                owed += escrow.creditOf(handler.accounts(j), currency);
            }
            assertEq(_balance(currency, address(escrow)), owed);
        }
    }

    function invariant_EverybodyHasOrIsOwedExactlyWhatIsDue() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            for (uint256 j; j < handler.accountCount(); ++j) {
                address account = handler.accounts(j);
                uint256 has = _balance(currency, account) + escrow.creditOf(account, currency);
                assertEq(has, handler.due(account, currency));
            }
        }
    }

    function invariant_AnOrderIsSettledAtMostOnceAndItsStateSaysSo() external view {
        for (uint256 i; i < handler.saleCount(); ++i) {
            SaleEscrow.Order memory order = handler.sale(i);
            uint256 settled = handler.settled(order.orderId);
            assertLe(settled, 1);
            assertEq(escrow.isFunded(order), settled == 0);
            assertEq(escrow.stateOf(order.orderId) > 1, settled == 1);
        }
    }

    /// @dev Every sequence ends well: there is a way out for all money but that which was forced in.
    function afterInvariant() external {
        handler.settleEverything();
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            assertEq(handler.inOrders(currency), 0);
            assertEq(_balance(currency, address(escrow)), handler.forced(currency));
            for (uint256 j; j < handler.accountCount(); ++j) {
                address account = handler.accounts(j);
                assertEq(_balance(currency, account), handler.due(account, currency));
            }
        }
    }

    function _balance(address currency, address account) private view returns (uint256) {
        return currency == address(0) ? account.balance : handler.blocking().balanceOf(account);
    }
}
