// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {EscrowOrder} from "./SaleEscrow.sol";
import {SaleFund} from "./SaleFund.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title Promotion
/// @notice A fund through which orders of its sale are paid into escrow: the buyer pays a part, the fund the discount. As the
/// order's sponsor it gets its part of what is given back, and spends it again.
/// @dev A promotion is a contract of its own, so that what comes back from the escrow comes back to the right one.
/// WARNING: whoever buys decides the order's amount and item. The seller looks at both before it ships, as it does at any order;
/// a seller that also buys gets the discount out of a promotion that somebody else pays for.
abstract contract Promotion is SaleFund {
    /// @notice The order's sponsor and discount are not those that the promotion gives.
    error OtherDiscount(address sponsor, uint256 discount);

    /// @dev The escrow takes nothing but what an order costs that this contract deposits.
    constructor() {
        if (currency != address(0)) SafeTransferLib.safeApprove(currency, address(escrow), type(uint256).max);
    }

    /// @notice Fetches what the escrow gave back but could not pay, as while the token blocked this contract; anyone may call.
    function collect() external {
        escrow.withdraw(currency);
    }

    /// @dev Reverts unless the order is of the sale and names this contract for the discount, and for no other.
    function _require(EscrowOrder calldata order, uint256 discount) internal view {
        _requireSale(order);
        address sponsor = discount == 0 ? address(0) : address(this);
        if (order.sponsor != sponsor || order.discount != discount) revert OtherDiscount(sponsor, discount);
    }

    /// @dev Takes the buyer's part from the caller, exactly; the discount must be there beside it.
    function _take(uint256 part, uint256 discount) internal {
        Payments.take(currency, part);
        uint256 budget = held() - part;
        if (budget < discount) revert FundTooSmall(discount, budget);
    }

    function _deposit(EscrowOrder calldata order) internal {
        escrow.deposit{value: currency == address(0) ? order.amount : 0}(order);
    }
}
