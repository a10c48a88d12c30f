// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {SaleHandler} from "../support/SaleHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever buyers, sellers, arbiters, recipients and attackers do in whatever order, the escrow holds what it owes to the
/// smallest unit, everybody has what is due, nobody else has anything, and all of it can leave.
contract SaleEscrowInvariantTest is Test {
    /// @dev The form in which forge prints figures at `-vv`.
    event log_named_uint(string key, uint256 val);

    SaleHandler private handler;
    SaleEscrow private escrow;

    function setUp() external {
        handler = new SaleHandler();
        escrow = handler.escrow();
        bytes4[] memory moves = new bytes4[](20);
        moves[0] = SaleHandler.deposit.selector;
        moves[1] = SaleHandler.deposit.selector;
        moves[2] = SaleHandler.deposit.selector;
        moves[3] = SaleHandler.ship.selector;
        moves[4] = SaleHandler.ship.selector;
        moves[5] = SaleHandler.ship.selector;
        moves[6] = SaleHandler.release.selector;
        moves[7] = SaleHandler.releaseBatch.selector;
        moves[8] = SaleHandler.refund.selector;
        moves[9] = SaleHandler.refundBySeller.selector;
        moves[10] = SaleHandler.dispute.selector;
        moves[11] = SaleHandler.dispute.selector;
        moves[12] = SaleHandler.resolve.selector;
        moves[13] = SaleHandler.withdraw.selector;
        moves[14] = SaleHandler.changeMind.selector;
        moves[15] = SaleHandler.passTime.selector;
        moves[16] = SaleHandler.passTimeTo.selector;
        moves[17] = SaleHandler.force.selector;
        moves[18] = SaleHandler.attack.selector;
        moves[19] = SaleHandler.attack.selector;
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

    /// @dev With the sum of what was paid in, nothing is left for anybody else.
    function invariant_EverybodyHasOrIsOwedExactlyWhatIsDue() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = handler.currencyOf(i);
            uint256 sum = handler.inOrders(currency);
            for (uint256 j; j < handler.accountCount(); ++j) {
                address account = handler.accounts(j);
                uint256 has = _balance(currency, account) + escrow.creditOf(account, currency);
                assertEq(has, handler.due(account, currency));
                sum += has;
            }
            assertEq(sum, handler.paidIn(currency));
        }
    }

    function invariant_EachOrderStandsWhereTheBooksSay() external view {
        for (uint256 i; i < handler.saleCount(); ++i) {
            (bytes32 orderId, SaleEscrow.State state, uint256 until, uint256 refunded) = handler.bookOf(i);
            (SaleEscrow.State state_, uint40 until_, uint208 refunded_) = escrow.recordOf(orderId);
            assertEq(uint256(state_), uint256(state));
            assertEq(until_, until);
            assertEq(refunded_, refunded);
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
        _print();
    }

    function _print() private {
        string[10] memory moves = [
            "deposit",
            "ship",
            "release",
            "releaseBatch",
            "refund",
            "refundBySeller",
            "dispute",
            "resolve",
            "withdraw",
            "attack"
        ];
        for (uint256 i; i < moves.length; ++i) {
            emit log_named_uint(moves[i], handler.made(moves[i]));
        }
    }

    function _balance(address currency, address account) private view returns (uint256) {
        return currency == address(0) ? account.balance : handler.blocking().balanceOf(account);
    }
}
