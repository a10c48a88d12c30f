// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {EscrowOrder, SaleEscrow, SaleTerms} from "./SaleEscrow.sol";
import {FundTerms, SaleFund} from "./SaleFund.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @title RebatePool
/// @notice The incentive pool of a sale: pays buyers a part of what they paid, once their orders are paid out.
/// @dev First come, first served: nothing is reserved for an order before its claim. A claim that the pool cannot pay, or whose
/// buyer the token blocks, fails and can come again until the last second.
/// WARNING: who sells to himself gets rebates. Let the part be lower than what of each sale stays with whoever fills the pool,
/// and such sales cost more than they bring.
contract RebatePool is SaleFund {
    uint256 private constant BASIS_POINTS = 10_000;

    /// @notice The part of what a buyer paid, in basis points, rounded down.
    uint16 public immutable bps;

    /// @notice The most for one order.
    uint256 public immutable cap;

    /// @notice Whether an order had its rebate.
    mapping(bytes32 orderId => bool) public isClaimed;

    /// @notice The order's buyer got her rebate.
    event RebatePaid(bytes32 indexed orderId, address indexed buyer, uint256 amount);

    /// @notice The order is not paid out.
    error NotReleased(bytes32 orderId, SaleEscrow.State state);

    /// @notice The order had its rebate.
    error AlreadyClaimed(bytes32 orderId);

    /// @notice There is no rebate on what the buyer paid.
    error NoRebate(bytes32 orderId);

    /// @param fund what the money is put up for
    /// @param terms the sale's, which keep what became of an order
    /// @param bps_ the part of what a buyer paid, 1 to 10,000 basis points
    /// @param cap_ the most for one order, 1 or more
    constructor(FundTerms memory fund, SaleTerms memory terms, uint16 bps_, uint256 cap_) SaleFund(fund) {
        _requireKept(terms);
        if (bps_ == 0 || bps_ > BASIS_POINTS || cap_ == 0) revert InvalidRule();
        (bps, cap) = (bps_, cap_);
    }

    /// @notice Pays the order's buyer her rebate; anyone may call.
    /// @param order as funded
    function claim(EscrowOrder calldata order) external nonReentrant {
        _requireNotOver();
        _requireSale(order);
        bytes32 orderId = _orderIdOf(order);
        if (isClaimed[orderId]) revert AlreadyClaimed(orderId);
        (SaleEscrow.State state,, uint208 refunded) = escrow.recordOf(orderId);
        if (state != SaleEscrow.State.Released) revert NotReleased(orderId, state);
        uint256 rebate = rebateOf(order, refunded);
        if (rebate == 0) revert NoRebate(orderId);
        uint256 available = held();
        if (rebate > available) revert FundTooSmall(rebate, available);

        isClaimed[orderId] = true;
        emit RebatePaid(orderId, order.buyer, rebate);
        Payments.pay(currency, order.buyer, rebate);
    }

    /// @notice The rebate on an order of which so much was given back.
    /// @param order as funded
    /// @param refunded what was given back, to its buyer and to its sponsor
    function rebateOf(EscrowOrder calldata order, uint256 refunded) public view returns (uint256) {
        if (order.amount == 0) return 0;
        // As the escrow divides what it gives back.
        uint256 left = order.amount - refunded;
        uint256 sponsored = order.discount - FixedPointMathLib.fullMulDiv(refunded, order.discount, order.amount);
        return FixedPointMathLib.min((left - sponsored) * bps / BASIS_POINTS, cap);
    }
}
