// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BundlePart, BundlePromotion} from "../../src/rewards/BundlePromotion.sol";
import {Promotion} from "../../src/rewards/Promotion.sol";
import {EscrowOrder, SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {SaleFund} from "../../src/rewards/SaleFund.sol";
import {PromotionFixture} from "../support/PromotionFixture.sol";

/// @notice A bundle's items cost less where all of them are bought at once.
contract BundlePromotionTest is PromotionFixture {
    uint256 private constant BUDGET = 10_000;

    BundlePromotion private bundle;
    BundlePart[] private _parts;

    function setUp() external {
        // A cake and a pot, and two cups that are the same; the pot has no discount.
        _parts.push(BundlePart(keccak256("cake"), 1000, 300));
        _parts.push(BundlePart(keccak256("pot"), 500, 0));
        _parts.push(BundlePart(keccak256("cup"), 100, 50));
        _parts.push(BundlePart(keccak256("cup"), 100, 50));
        bundle = _bundle(address(token), _parts);
        token.mint(address(bundle), BUDGET);
    }

    function test_EachPartIsAnOrderOfItsOwnWithItsDiscount() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            bundle = _bundle(currency, _parts);
            _give(currency, address(bundle), BUDGET);
            uint256 before = _balance(currency, address(escrow));
            EscrowOrder[] memory orders = _orders(currency);
            _buy(orders);
            assertEq(bundle.held(), BUDGET - 400);
            assertEq(_balance(currency, buyer), 0);
            assertEq(_balance(currency, address(escrow)) - before, 1700);
            for (uint256 j; j < orders.length; ++j) {
                assertTrue(_isIn(orders[j], SaleEscrow.State.Funded));
            }
        }
    }

    function test_ARefundedPartGoesBackAloneAndTheOthersKeepTheirs() external {
        EscrowOrder[] memory orders = _orders(address(token));
        _buy(orders);
        _refundPart(orders[0], 1000);
        assertEq(bundle.held(), BUDGET - 100);
        assertEq(token.balanceOf(buyer), 700);
        _ship(orders[1]);
        assertTrue(_isIn(orders[1], SaleEscrow.State.Shipped));
    }

    function test_APartThatIsMissingChangedOrMovedIsNotTheBundle() external {
        for (uint256 i; i < 5; ++i) {
            EscrowOrder[] memory orders = _orders(address(token));
            if (i == 0) orders = _first(orders, 3);
            if (i == 1) (orders[0], orders[2]) = (orders[2], orders[0]);
            if (i == 2) orders[1].itemKey = keccak256("another pot");
            if (i == 3) orders[1].amount -= 1;
            if (i == 4) orders[0].discount += 1;
            _refuses(abi.encodeWithSelector(BundlePromotion.OtherBundle.selector, bundle.bundleId()), orders);
        }
        _refuses(abi.encodeWithSelector(BundlePromotion.OtherBundle.selector, bundle.bundleId()), new EscrowOrder[](0));
    }

    function test_ABundleIsForOneBuyer() external {
        EscrowOrder[] memory orders = _orders(address(token));
        orders[3].buyer = other;
        _refuses(abi.encodeWithSelector(BundlePromotion.OtherBundle.selector, bundle.bundleId()), orders);
    }

    function test_AnotherSponsorSaleOrCurrencyIsRefused() external {
        EscrowOrder[] memory orders = _orders(address(token));
        orders[2].sponsor = other;
        _refuses(abi.encodeWithSelector(Promotion.OtherDiscount.selector, address(bundle), 50), orders);
        orders = _orders(address(token));
        orders[1].sponsor = address(bundle);
        _refuses(abi.encodeWithSelector(Promotion.OtherDiscount.selector, address(0), 0), orders);
        orders = _orders(address(token));
        orders[1].termsId = keccak256("another sale");
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), orders);
        orders = _orders(address(token));
        orders[1].currency = NATIVE;
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), orders);
    }

    function test_TheSameOrderTwiceIsNotTwoOrders() external {
        EscrowOrder[] memory orders = _orders(address(token));
        orders[3] = orders[2];
        _refuses(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, _idOf(orders[2])), orders);
    }

    function test_AnEmptyFundAndTheEndAreTheEnd() external {
        bundle = _bundle(address(token), _parts);
        token.mint(address(bundle), 399);
        EscrowOrder[] memory orders = _orders(address(token));
        _refuses(abi.encodeWithSelector(SaleFund.FundTooSmall.selector, 400, 399), orders);
        token.mint(address(bundle), 1);
        vm.warp(ENDS_AT + 1);
        _refuses(abi.encodeWithSelector(SaleFund.Over.selector, ENDS_AT), orders);
        vm.warp(ENDS_AT);
        _buy(orders);
    }

    function test_ABundleThatCannotBeIsNotDeployed() external {
        BundlePart[] memory parts = new BundlePart[](1);
        parts[0] = BundlePart(ITEM, 10, 1);
        _isRefused(parts);
        _isRefused(new BundlePart[](17));
        parts = new BundlePart[](2);
        // No discount at all.
        _isRefused(parts);
        parts[0] = BundlePart(ITEM, 10, 11);
        _isRefused(parts);
        parts[0] = BundlePart(ITEM, 10, 10);
        this.deployBundle(parts);
    }

    function test_TheContractFits() external view {
        assertLe(address(bundle).code.length, 24_576);
    }

    function testFuzz_TheFundPaysTheDiscountsAndTheBuyerTheRest(uint64[4] memory amounts, uint64[4] memory discounts)
        external
    {
        uint256 amount;
        uint256 discount;
        for (uint256 i; i < 4; ++i) {
            _parts[i].amount = amounts[i];
            _parts[i].discount = bound(discounts[i], 0, amounts[i]);
            amount += _parts[i].amount;
            discount += _parts[i].discount;
        }
        if (discount == 0) return;
        bundle = _bundle(address(token), _parts);
        token.mint(address(bundle), discount);
        _buy(_orders(address(token)));
        assertEq(bundle.held(), 0);
        assertEq(token.balanceOf(address(escrow)), amount);
    }

    function deployBundle(BundlePart[] memory parts) external {
        _bundle(address(token), parts);
    }

    function _isRefused(BundlePart[] memory parts) private {
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployBundle(parts);
    }

    function _orders(address currency) private returns (EscrowOrder[] memory orders) {
        orders = new EscrowOrder[](_parts.length);
        for (uint256 i; i < orders.length; ++i) {
            address sponsor = _parts[i].discount == 0 ? address(0) : address(bundle);
            orders[i] = _order(currency, _parts[i].amount, sponsor, _parts[i].discount);
            orders[i].itemKey = _parts[i].itemKey;
        }
    }

    function _buy(EscrowOrder[] memory orders) private {
        uint256 value = _pays(orders);
        vm.prank(buyer);
        bundle.buy{value: value}(orders);
    }

    function _refuses(bytes memory refusal, EscrowOrder[] memory orders) private {
        uint256 value = _pays(orders);
        vm.expectRevert(refusal);
        vm.prank(buyer);
        bundle.buy{value: value}(orders);
    }

    function _pays(EscrowOrder[] memory orders) private returns (uint256) {
        uint256 part;
        for (uint256 i; i < orders.length; ++i) {
            part += orders[i].amount - orders[i].discount;
        }
        return _ready(buyer, orders.length == 0 ? address(token) : orders[0].currency, address(bundle), part);
    }

    function _first(EscrowOrder[] memory orders, uint256 count) private pure returns (EscrowOrder[] memory some) {
        some = new EscrowOrder[](count);
        for (uint256 i; i < count; ++i) {
            some[i] = orders[i];
        }
    }
}
