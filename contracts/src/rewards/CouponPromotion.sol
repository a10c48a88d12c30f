// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatures} from "../common/Signatures.sol";
import {Promotion} from "./Promotion.sol";
import {EscrowOrder} from "./SaleEscrow.sol";
import {FundTerms, SaleFund} from "./SaleFund.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";

/// @title CouponPromotion
/// @notice Gives a discount on an order of the sale for a coupon, which an issuer signs off chain and which is used once.
/// @dev Of a coupon one bit is stored. It is used up by the order, whatever becomes of that: where an order is refunded, its buyer
/// gets back what she paid, the promotion what it gave, and the issuer signs another coupon if she is to have one.
contract CouponPromotion is EIP712, Promotion {
    using LibBitmap for LibBitmap.Bitmap;

    /// @notice What the issuer signs.
    /// @param serial names the coupon; the issuer gives each its own, best side by side from 0 on
    /// @param buyer who uses it, pays, and whom the order is for; zero for whoever comes first
    /// @param discount in the smallest unit; where `bps` is given, the most
    /// @param bps of the order's amount, in basis points up to 10,000, rounded down; zero for exactly `discount`
    /// @param minAmount the least that the order costs without it
    /// @param validUntil the last second in which it is used
    struct Coupon {
        uint256 serial;
        address buyer;
        uint256 discount;
        uint16 bps;
        uint256 minAmount;
        uint64 validUntil;
    }

    bytes32 private constant COUPON_TYPEHASH = keccak256(
        "Coupon(uint256 serial,address buyer,uint256 discount,uint16 bps,uint256 minAmount,uint64 validUntil)"
    );

    uint256 private constant BASIS_POINTS = 10_000;

    /// @notice Whose coupons count: a key, or a contract (ERC-1271).
    address public immutable issuer;

    LibBitmap.Bitmap private _used;

    /// @notice The coupon paid `discount` of the order.
    event CouponUsed(uint256 indexed serial, bytes32 indexed orderId, address indexed buyer, uint256 discount);

    /// @notice A coupon of this serial number was used before.
    error CouponAlreadyUsed(uint256 serial);

    /// @notice The coupon's last second is over.
    error CouponExpired(uint64 validUntil);

    /// @notice Only this buyer uses the coupon, for an order of her own.
    error NotCouponBuyer(address buyer);

    /// @notice The order costs less than the coupon asks for.
    error OrderTooSmall(uint256 minAmount, uint256 amount);

    /// @notice The issuer did not sign this coupon for this promotion.
    error NotSignedByIssuer();

    /// @param fund what the money is put up for
    /// @param issuer_ whose coupons count
    constructor(FundTerms memory fund, address issuer_) SaleFund(fund) {
        if (issuer_ == address(0)) revert InvalidRule();
        issuer = issuer_;
    }

    /// @notice Pays an order into escrow with a coupon: the caller pays the amount less the discount.
    /// @dev WARNING: a coupon for nobody in particular is whoever's comes first: it is seen before it is used, and taken. Name the
    /// buyer, unless that does not matter.
    /// WARNING: whoever has the issuer's key spends the fund. Keep in it what you can lose, and fill it as it empties.
    /// WARNING: send exactly the caller's part in the native coin, or approve this contract for it and send nothing.
    /// @param coupon as signed
    /// @param couponSignature by the issuer over the coupon
    /// @param order with this contract as sponsor and {discountOf} as discount
    function buy(Coupon calldata coupon, bytes calldata couponSignature, EscrowOrder calldata order)
        external
        payable
        nonReentrant
    {
        _requireNotOver();
        if (block.timestamp > coupon.validUntil) revert CouponExpired(coupon.validUntil);
        address buyer = coupon.buyer;
        if (buyer != address(0) && (buyer != msg.sender || buyer != order.buyer)) revert NotCouponBuyer(buyer);
        if (order.amount < coupon.minAmount) revert OrderTooSmall(coupon.minAmount, order.amount);
        uint256 discount = discountOf(coupon, order.amount);
        _require(order, discount);
        bytes32 digest = _hashTypedData(keccak256(abi.encode(COUPON_TYPEHASH, coupon)));
        if (!Signatures.isValid(issuer, digest, couponSignature)) revert NotSignedByIssuer();

        if (!_used.toggle(coupon.serial)) revert CouponAlreadyUsed(coupon.serial);
        emit CouponUsed(coupon.serial, _orderIdOf(order), order.buyer, discount);
        _take(order.amount - discount, discount);
        _deposit(order);
    }

    /// @notice Whether a coupon of this serial number was used.
    function isUsed(uint256 serial) external view returns (bool) {
        return _used.get(serial);
    }

    /// @notice What a coupon takes off an amount: never more than the amount, and what it is worth beyond is lost.
    /// @param coupon as signed
    /// @param amount of an order, in the smallest unit, below 2^208
    function discountOf(Coupon calldata coupon, uint256 amount) public pure returns (uint256 discount) {
        discount = FixedPointMathLib.min(coupon.discount, amount);
        if (coupon.bps != 0) discount = FixedPointMathLib.min(discount, amount * coupon.bps / BASIS_POINTS);
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Coupon Promotion", "1");
    }
}
