// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CouponPromotion} from "../../src/rewards/CouponPromotion.sol";
import {EscrowOrder, SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {PromotionFixture} from "./PromotionFixture.sol";

/// @notice Buys with coupons and gives money back at random, and counts by itself what went in and out of the promotion.
contract PromotionHandler is PromotionFixture {
    BlockingToken public immutable blocking = new BlockingToken();
    CouponPromotion public immutable promotion;

    /// @notice What was put in; what the discounts took, came back of them, and the owner took.
    uint256 public filled;
    uint256 public spent;
    uint256 public back;
    uint256 public taken;

    /// @notice How often each move did something.
    mapping(string move => uint256 count) public done;

    EscrowOrder[] private _orders;
    mapping(uint256 order => uint256) private _refunded;

    constructor() {
        promotion = _coupons(address(blocking));
    }

    function heldEscrow() external view returns (SaleEscrow) {
        return escrow;
    }

    function fill(uint64 amount) external {
        if (blocking.isBlocked(address(promotion))) return;
        filled += amount;
        blocking.mint(address(promotion), amount);
        ++done["fill"];
    }

    /// @notice An order with a coupon of its own, as long as the promotion has what it takes and can pay.
    function buy(uint64 amount, uint56 discount, uint16 bps) external {
        CouponPromotion.Coupon memory coupon = CouponPromotion.Coupon({
            serial: _orders.length,
            buyer: buyer,
            discount: discount,
            bps: uint16(bound(bps, 0, 10_000)),
            minAmount: 0,
            validUntil: ENDS_AT
        });
        uint256 given = promotion.discountOf(coupon, amount);
        if (given == 0 || given > promotion.held() || blocking.isBlocked(address(promotion))) return;
        EscrowOrder memory order = _order(address(blocking), amount, address(promotion), given);
        bytes memory signed = _couponSignature(promotion, coupon);
        _ready(buyer, address(blocking), address(promotion), amount - given);
        vm.prank(buyer);
        try promotion.buy(coupon, signed, order) {
            require(block.timestamp <= ENDS_AT, "bought when it was over");
            _orders.push(order);
            spent += given;
            ++done["buy"];
        } catch {
            require(block.timestamp > ENDS_AT, "not bought in time");
        }
    }

    function refundPart(uint256 index, uint256 amount) external {
        if (_orders.length == 0) return;
        index = bound(index, 0, _orders.length - 1);
        EscrowOrder memory order = _orders[index];
        uint256 left = order.amount - _refunded[index];
        if (left == 0) return;
        amount = bound(amount, 1, left);
        _refundPart(order, amount);
        _count(index, amount);
        ++done["refundPart"];
    }

    function refundOverdue(uint256 index) external {
        if (_orders.length == 0 || block.timestamp <= SHIP_BY) return;
        index = bound(index, 0, _orders.length - 1);
        uint256 left = _orders[index].amount - _refunded[index];
        if (left == 0) return;
        escrow.refund(_orders[index]);
        _count(index, left);
        ++done["refundOverdue"];
    }

    function obstruct(bool isBlocked) external {
        blocking.setBlocked(address(promotion), isBlocked);
        ++done["obstruct"];
    }

    function collect() external {
        try promotion.collect() {
            ++done["collect"];
        } catch {}
    }

    function takeRest() external {
        uint256 rest = promotion.held();
        vm.prank(owner);
        try promotion.takeRest(owner) {
            require(block.timestamp > ENDS_AT, "taken before it was over");
            taken += rest;
            ++done["takeRest"];
        } catch {}
    }

    function passTime(uint32 seconds_) external {
        vm.warp(vm.getBlockTimestamp() + bound(seconds_, 0, 12 days));
        ++done["passTime"];
    }

    /// @notice The end: every order that is open is refunded, and the owner takes what there is.
    function settleEverything() external {
        blocking.setBlocked(address(promotion), false);
        if (vm.getBlockTimestamp() <= SHIP_BY) vm.warp(SHIP_BY + 1);
        for (uint256 i; i < _orders.length; ++i) {
            uint256 left = _orders[i].amount - _refunded[i];
            if (left == 0) continue;
            escrow.refund(_orders[i]);
            _count(i, left);
        }
        if (escrow.creditOf(address(promotion), address(blocking)) != 0) promotion.collect();
        vm.prank(owner);
        promotion.takeRest(owner);
    }

    /// @notice What the owner has, who began with nothing.
    function ownerHas() external view returns (uint256) {
        return blocking.balanceOf(owner);
    }

    /// @dev The sponsor's part of all that was given back of an order so far, by the rule and not step by step.
    function _count(uint256 index, uint256 amount) private {
        EscrowOrder memory order = _orders[index];
        uint256 before = _refunded[index];
        _refunded[index] = before + amount;
        // 64 bits times 64 bits fit.
        back += (before + amount) * order.discount / order.amount - before * order.discount / order.amount;
    }
}
