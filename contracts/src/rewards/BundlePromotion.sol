// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Promotion} from "./Promotion.sol";
import {EscrowOrder} from "./SaleEscrow.sol";
import {FundTerms, SaleFund} from "./SaleFund.sol";

/// @notice One item of a bundle.
/// @param itemKey the item
/// @param amount what it costs alone, in the smallest unit
/// @param discount what it costs less in the bundle, up to all of it
struct BundlePart {
    bytes32 itemKey;
    uint256 amount;
    uint256 discount;
}

/// @title BundlePromotion
/// @notice Gives each item of a bundle its discount where all of them are bought at once.
/// @dev Each part is an order of its own, shipped, accepted and refunded by itself. WARNING: who gives one part back keeps the
/// discount of the others; put the discount on the part that is not wanted alone.
contract BundlePromotion is Promotion {
    /// @notice The most parts of a bundle.
    uint256 public constant MAX_PARTS = 16;

    /// @notice keccak256(abi.encode(parts)).
    bytes32 public immutable bundleId;

    /// @notice These are the parts.
    event BundleOffered(bytes32 indexed bundleId, BundlePart[] parts);

    /// @notice The buyer has one order for each part.
    event BundleBought(address indexed buyer, bytes32[] orderIds);

    /// @notice The orders are not, one by one, the parts of the bundle for one buyer.
    error OtherBundle(bytes32 bundleId);

    /// @param fund what the money is put up for
    /// @param parts 2 to 16, one of them with a discount at the least
    constructor(FundTerms memory fund, BundlePart[] memory parts) SaleFund(fund) {
        if (parts.length < 2 || parts.length > MAX_PARTS) revert InvalidRule();
        uint256 discounts;
        for (uint256 i; i < parts.length; ++i) {
            if (parts[i].discount > parts[i].amount) revert InvalidRule();
            discounts += parts[i].discount;
        }
        if (discounts == 0) revert InvalidRule();
        bundleId = keccak256(abi.encode(parts));
        emit BundleOffered(bundleId, parts);
    }

    /// @notice Pays an order for each part of the bundle into escrow; the caller pays their amounts less the discounts.
    /// @dev As often as the fund allows, first come, first served. WARNING: send exactly the caller's part in the native coin, or
    /// approve this contract for it and send nothing.
    /// @param orders one for each part, in their order, all for one buyer; with this contract as sponsor where the part has a
    /// discount, and with nobody where it has none
    function buy(EscrowOrder[] calldata orders) external payable nonReentrant {
        _requireNotOver();
        BundlePart[] memory parts = new BundlePart[](orders.length);
        bytes32[] memory orderIds = new bytes32[](orders.length);
        uint256 part;
        uint256 discounts;
        for (uint256 i; i < orders.length; ++i) {
            EscrowOrder calldata order = orders[i];
            if (order.buyer != orders[0].buyer) revert OtherBundle(bundleId);
            _require(order, order.discount);
            parts[i] = BundlePart(order.itemKey, order.amount, order.discount);
            orderIds[i] = _orderIdOf(order);
            part += order.amount - order.discount;
            discounts += order.discount;
        }
        if (keccak256(abi.encode(parts)) != bundleId) revert OtherBundle(bundleId);

        emit BundleBought(orders[0].buyer, orderIds);
        _take(part, discounts);
        for (uint256 i; i < orders.length; ++i) {
            _deposit(orders[i]);
        }
    }
}
