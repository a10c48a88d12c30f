// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {CouponPromotion} from "../../src/rewards/CouponPromotion.sol";
import {Promotion} from "../../src/rewards/Promotion.sol";
import {EscrowOrder, SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {FundTerms, SaleFund} from "../../src/rewards/SaleFund.sol";
import {TestWallet} from "../../src/testkit/TestWallet.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {PromotionFixture} from "../support/PromotionFixture.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @notice A coupon pays its part of an order once, out of what was put up for that.
contract CouponPromotionTest is PromotionFixture {
    uint256 private constant PRICE = 1000;
    uint256 private constant BUDGET = 10_000;

    CouponPromotion private promotion;

    function setUp() external {
        promotion = _coupons(address(token));
        token.mint(address(promotion), BUDGET);
    }

    // --- Buying ---

    function test_TheBuyerPaysTheRestAndTheOrderIsFundedWhole() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            CouponPromotion coupons = _coupons(currency);
            _give(currency, address(coupons), BUDGET);
            uint256 before = _balance(currency, address(escrow));
            EscrowOrder memory order = _order(currency, PRICE, address(coupons), 300);

            uint256 value = _ready(buyer, currency, address(coupons), 700);
            CouponPromotion.Coupon memory coupon = _coupon(7);
            bytes memory signed = _couponSignature(coupons, coupon);
            vm.expectEmit(address(coupons));
            emit CouponPromotion.CouponUsed(7, _idOf(order), buyer, 300);
            vm.prank(buyer);
            coupons.buy{value: value}(coupon, signed, order);

            assertTrue(_isIn(order, SaleEscrow.State.Funded));
            assertTrue(coupons.isUsed(7));
            assertEq(_balance(currency, buyer), 0);
            assertEq(coupons.held(), BUDGET - 300);
            assertEq(_balance(currency, address(escrow)) - before, PRICE);
        }
    }

    function test_ACouponOfBasisPointsIsRoundedDownAndCapped() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        (coupon.bps, coupon.discount) = (1500, 200);
        assertEq(promotion.discountOf(coupon, 1000), 150);
        assertEq(promotion.discountOf(coupon, 999), 149);
        assertEq(promotion.discountOf(coupon, 1_000_000), 200);
        _buy(coupon, _order(address(token), 999, address(promotion), 149));
        assertEq(promotion.held(), BUDGET - 149);
    }

    function test_ACouponOverThePriceIsWorthThePrice() external {
        EscrowOrder memory order = _order(address(token), 250, address(promotion), 250);
        _buy(_coupon(0), order);
        assertEq(promotion.held(), BUDGET - 250);

        // What she did not pay does not go back to her.
        _refundPart(order, 250);
        assertEq(token.balanceOf(buyer), 0);
        assertEq(promotion.held(), BUDGET);
    }

    function test_WhoeverHasABearerCouponUsesItForAnyBuyer() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        coupon.buyer = address(0);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        _buyAs(other, coupon, order);
        assertTrue(_isIn(order, SaleEscrow.State.Funded));
    }

    function test_AContractMayIssueCoupons() external {
        address wallet = deployed("TestWallet.sol:TestWallet", abi.encode(issuer));
        bytes memory arguments = abi.encode(_fund(address(token)), wallet);
        promotion = CouponPromotion(payable(deployed("CouponPromotion.sol:CouponPromotion", arguments)));
        token.mint(address(promotion), BUDGET);
        _buy(_coupon(0), _order(address(token), PRICE, address(promotion), 300));
        assertTrue(promotion.isUsed(0));
        assertEq(TestWallet(wallet).owner(), issuer);
    }

    // --- Refusals ---

    function test_ACouponIsUsedOnce() external {
        CouponPromotion.Coupon memory coupon = _coupon(3);
        _buy(coupon, _order(address(token), PRICE, address(promotion), 300));
        EscrowOrder memory again = _order(address(token), PRICE, address(promotion), 300);
        _refuses(abi.encodeWithSelector(CouponPromotion.CouponAlreadyUsed.selector, 3), buyer, coupon, again);
    }

    function test_TwoBuyersCannotShareASerialNumber() external {
        _buy(_coupon(3), _order(address(token), PRICE, address(promotion), 300));
        CouponPromotion.Coupon memory hers = _coupon(3);
        hers.buyer = other;
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        order.buyer = other;
        _refuses(abi.encodeWithSelector(CouponPromotion.CouponAlreadyUsed.selector, 3), other, hers, order);
    }

    /// @dev Not even the order itself, which the escrow has already.
    function test_ARefundedOrderDoesNotGiveTheCouponBack() external {
        CouponPromotion.Coupon memory coupon = _coupon(3);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        _buy(coupon, order);
        _refundPart(order, PRICE);
        assertEq(token.balanceOf(buyer), 700);
        _refuses(abi.encodeWithSelector(CouponPromotion.CouponAlreadyUsed.selector, 3), buyer, coupon, order);
    }

    function test_ACouponIsItsBuyersAlone() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        bytes memory refusal = abi.encodeWithSelector(CouponPromotion.NotCouponBuyer.selector, buyer);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        // Nobody burns it with an order that she did not want,
        _refuses(refusal, other, coupon, order);
        // nor does she hand it on.
        order.buyer = other;
        _refuses(refusal, buyer, coupon, order);
    }

    function test_ACouponExpires() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        vm.warp(coupon.validUntil + 1);
        bytes memory refusal = abi.encodeWithSelector(CouponPromotion.CouponExpired.selector, coupon.validUntil);
        _refuses(refusal, buyer, coupon, order);
        vm.warp(coupon.validUntil);
        _buy(coupon, order);
    }

    function test_ACouponEndsWithItsPromotion() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        coupon.validUntil = ENDS_AT + 1;
        vm.warp(ENDS_AT + 1);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        _refuses(abi.encodeWithSelector(SaleFund.Over.selector, ENDS_AT), buyer, coupon, order);
        vm.warp(ENDS_AT);
        _buy(coupon, order);
    }

    function test_AnOrderBelowTheLeastAmountIsRefused() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        coupon.minAmount = PRICE;
        EscrowOrder memory order = _order(address(token), PRICE - 1, address(promotion), 300);
        bytes memory refusal = abi.encodeWithSelector(CouponPromotion.OrderTooSmall.selector, PRICE, PRICE - 1);
        _refuses(refusal, buyer, coupon, order);
    }

    function test_ACouponOfAnotherPromotionChainOrSignerIsRefused() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        bytes memory refusal = abi.encodeWithSelector(CouponPromotion.NotSignedByIssuer.selector);
        _refuses(refusal, buyer, coupon, order, _couponSignature(_coupons(address(token)), coupon));
        _refuses(refusal, buyer, coupon, order, signature(judgeKey, _couponDigest(promotion, coupon)));
        _refuses(refusal, buyer, coupon, order, "");
        bytes memory signed = _couponSignature(promotion, coupon);
        vm.chainId(2);
        _refuses(refusal, buyer, coupon, order, signed);
    }

    function test_EveryFieldOfACouponIsSigned() external {
        CouponPromotion.Coupon memory signed = _coupon(0);
        bytes memory signature = _couponSignature(promotion, signed);
        bytes memory refusal = abi.encodeWithSelector(CouponPromotion.NotSignedByIssuer.selector);
        for (uint256 i; i < 6; ++i) {
            CouponPromotion.Coupon memory coupon = _coupon(0);
            uint256 discount = 300;
            if (i == 0) coupon.serial = 1;
            if (i == 1) coupon.buyer = address(0);
            if (i == 2) (coupon.discount, discount) = (301, 301);
            if (i == 3) (coupon.bps, discount) = (10, 1);
            if (i == 4) coupon.minAmount = 1;
            if (i == 5) coupon.validUntil += 1;
            EscrowOrder memory order = _order(address(token), PRICE, address(promotion), discount);
            _refuses(refusal, buyer, coupon, order, signature);
        }
    }

    function test_AnOrderMustNameExactlyItsDiscount() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        bytes memory refusal = abi.encodeWithSelector(Promotion.OtherDiscount.selector, address(promotion), 300);
        _refuses(refusal, buyer, coupon, _order(address(token), PRICE, address(promotion), 301));
        _refuses(refusal, buyer, coupon, _order(address(token), PRICE, address(promotion), 299));
        _refuses(refusal, buyer, coupon, _order(address(token), PRICE, other, 300));
        _refuses(refusal, buyer, coupon, _order(address(token), PRICE, address(0), 0));
    }

    function test_AnOrderOfAnotherSaleOrCurrencyIsRefused() external {
        CouponPromotion.Coupon memory coupon = _coupon(0);
        bytes memory refusal = abi.encodeWithSelector(SaleFund.OtherSale.selector);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        order.termsId = keccak256("another sale");
        _refuses(refusal, buyer, coupon, order);
        _refuses(refusal, buyer, coupon, _order(NATIVE, PRICE, address(promotion), 300));
    }

    function test_WhereTheFundIsEmptyNobodyBuys() external {
        promotion = _coupons(address(token));
        token.mint(address(promotion), 299);
        CouponPromotion.Coupon memory coupon = _coupon(0);
        EscrowOrder memory order = _order(address(token), PRICE, address(promotion), 300);
        bytes memory refusal = abi.encodeWithSelector(SaleFund.FundTooSmall.selector, 300, 299);
        _refuses(refusal, buyer, coupon, order);
        // Anyone fills it, and the coupon is still good.
        token.mint(address(promotion), 1);
        _buy(coupon, order);
        assertEq(promotion.held(), 0);
    }

    function test_TheCallersPartIsTakenExactly() external {
        CouponPromotion coupons = _coupons(NATIVE);
        vm.deal(address(coupons), BUDGET);
        CouponPromotion.Coupon memory coupon = _coupon(0);
        bytes memory signed = _couponSignature(coupons, coupon);
        EscrowOrder memory order = _order(NATIVE, PRICE, address(coupons), 300);
        vm.deal(buyer, 10_000);
        for (uint256 i; i < 2; ++i) {
            uint256 wrong = i == 0 ? 699 : 701;
            vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 700, wrong));
            vm.prank(buyer);
            coupons.buy{value: wrong}(coupon, signed, order);
        }

        EscrowOrder memory inTokens = _order(address(token), PRICE, address(promotion), 300);
        signed = _couponSignature(promotion, coupon);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 0, 1));
        vm.prank(buyer);
        promotion.buy{value: 1}(coupon, signed, inTokens);
    }

    // --- Money back ---

    function test_ARefundGoesBackInTheParts() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            promotion = _coupons(currency);
            _give(currency, address(promotion), BUDGET);
            EscrowOrder memory order = _order(currency, PRICE, address(promotion), 300);
            _buy(_coupon(0), order);
            _refundPart(order, 101);
            assertEq(promotion.held(), BUDGET - 300 + 30);
            assertEq(_balance(currency, buyer), 71);

            // What came back is spent again.
            _buy(_coupon(1), _order(currency, PRICE, address(promotion), 300));
            vm.warp(SHIP_BY + 1);
            escrow.refund(order);
            assertEq(promotion.held(), BUDGET - 300);
            assertEq(_balance(currency, buyer), 700);
            vm.warp(START);
        }
    }

    function test_ABlockedBuyerIsCreditedAndThePromotionPaid() external {
        BlockingToken blocking = new BlockingToken();
        promotion = _coupons(address(blocking));
        blocking.mint(address(promotion), BUDGET);
        EscrowOrder memory order = _order(address(blocking), PRICE, address(promotion), 300);
        _buy(_coupon(0), order);
        blocking.setBlocked(buyer, true);
        _refundPart(order, PRICE);
        assertEq(escrow.creditOf(buyer, address(blocking)), 700);
        assertEq(promotion.held(), BUDGET);
    }

    function test_WhatTheEscrowCouldNotPayIsFetchedByAnyone() external {
        BlockingToken blocking = new BlockingToken();
        promotion = _coupons(address(blocking));
        blocking.mint(address(promotion), BUDGET);
        EscrowOrder memory order = _order(address(blocking), PRICE, address(promotion), 300);
        _buy(_coupon(0), order);
        blocking.setBlocked(address(promotion), true);
        _refundPart(order, PRICE);
        assertEq(blocking.balanceOf(buyer), 700);
        assertEq(promotion.held(), BUDGET - 300);

        blocking.setBlocked(address(promotion), false);
        vm.prank(relayer);
        promotion.collect();
        assertEq(promotion.held(), BUDGET);
    }

    // --- The owner ---

    function test_TheOwnerTakesTheRestOnceItIsOverAsOftenAsSomethingComes() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            promotion = _coupons(currency);
            _give(currency, address(promotion), BUDGET);
            EscrowOrder memory order = _order(currency, PRICE, address(promotion), 300);
            _buy(_coupon(0), order);

            vm.warp(ENDS_AT);
            vm.expectRevert(abi.encodeWithSelector(SaleFund.NotOver.selector, ENDS_AT));
            vm.prank(owner);
            promotion.takeRest(relayer);
            vm.warp(ENDS_AT + 1);
            vm.expectRevert(abi.encodeWithSelector(SaleFund.NotOwner.selector, owner));
            promotion.takeRest(relayer);

            vm.expectEmit(address(promotion));
            emit SaleFund.RestTaken(relayer, BUDGET - 300);
            vm.prank(owner);
            promotion.takeRest(relayer);
            _refundPart(order, PRICE);
            vm.prank(owner);
            promotion.takeRest(relayer);
            assertEq(_balance(currency, relayer), BUDGET);
            assertEq(promotion.held(), 0);
            vm.warp(START);
        }
    }

    function test_AFundThatCannotBeIsNotDeployed() external {
        for (uint256 i; i < 4; ++i) {
            FundTerms memory fund = _fund(address(token));
            if (i == 0) fund.owner = address(0);
            if (i == 1) fund.escrow = SaleEscrow(other);
            if (i == 2) fund.endsAt = START - 1;
            // Milliseconds.
            if (i == 3) fund.endsAt *= 1000;
            vm.expectRevert(SaleFund.InvalidFund.selector);
            this.deployCoupons(fund, issuer);
        }
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployCoupons(_fund(address(token)), address(0));
        // No token is there to be approved.
        vm.expectRevert();
        this.deployCoupons(_fund(other), issuer);
    }

    function deployCoupons(FundTerms memory fund, address signer) external {
        deployed("CouponPromotion.sol:CouponPromotion", abi.encode(fund, signer));
    }

    // --- Tokens that misbehave ---

    function test_ATokenThatTakesAFeeIsRefused() external {
        FeeToken fee = new FeeToken();
        promotion = _coupons(address(fee));
        fee.mint(address(promotion), BUDGET);
        EscrowOrder memory order = _order(address(fee), PRICE, address(promotion), 300);
        bytes memory refusal = abi.encodeWithSelector(Payments.WrongPayment.selector, 700, 693);
        _refuses(refusal, buyer, _coupon(0), order);
    }

    function test_ABuyerCannotReenterFromItsHook() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        promotion = _coupons(address(hook));
        hook.mint(address(promotion), BUDGET);
        hook.mint(address(account), 1400);
        account.execute(address(hook), abi.encodeCall(hook.approve, (address(promotion), 1400)));

        bytes memory inner = _call(address(account), 1, _order(address(hook), PRICE, address(promotion), 300));
        bytes memory outer = _call(address(account), 0, _order(address(hook), PRICE, address(promotion), 300));
        account.prepare(address(promotion), inner);
        account.execute(address(promotion), outer);
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
        assertFalse(promotion.isUsed(1));
        assertEq(promotion.held(), BUDGET - 300);
    }

    // --- All of them ---

    function test_TheContractFits() external view {
        assertLe(address(promotion).code.length, 24_576);
    }

    function testFuzz_NothingIsLostWhateverIsGivenBack(
        uint128 amount,
        uint128 discount,
        uint16 bps,
        uint256 first,
        uint256 second
    ) external {
        amount = uint128(bound(amount, 1, type(uint128).max));
        CouponPromotion.Coupon memory coupon = _coupon(0);
        (coupon.discount, coupon.bps) = (discount, uint16(bound(bps, 0, 10_000)));
        uint256 given = promotion.discountOf(coupon, amount);
        assertLe(given, amount);
        if (given == 0) return;

        token.mint(address(promotion), given);
        EscrowOrder memory order = _order(address(token), amount, address(promotion), given);
        _buy(coupon, order);
        first = bound(first, 0, amount);
        second = bound(second, 0, amount - first);
        if (first != 0) _refundPart(order, first);
        if (second != 0) _refundPart(order, second);

        uint256 back = promotion.held() - BUDGET;
        assertLe(back, given);
        assertEq(back + token.balanceOf(buyer), first + second);
        assertEq(back, first + second == amount ? given : _floor(first + second, given, amount));
    }

    // --- Helpers ---

    /// @dev 300 off any order, for the buyer.
    function _coupon(uint256 serial) private view returns (CouponPromotion.Coupon memory) {
        return CouponPromotion.Coupon({
            serial: serial, buyer: buyer, discount: 300, bps: 0, minAmount: 0, validUntil: START + 1 days
        });
    }

    function _buy(CouponPromotion.Coupon memory coupon, EscrowOrder memory order) private {
        _buyAs(buyer, coupon, order);
    }

    function _buyAs(address caller, CouponPromotion.Coupon memory coupon, EscrowOrder memory order) private {
        uint256 value = _ready(caller, order.currency, address(promotion), order.amount - order.discount);
        bytes memory signed = _couponSignature(promotion, coupon);
        vm.prank(caller);
        promotion.buy{value: value}(coupon, signed, order);
    }

    function _refuses(
        bytes memory refusal,
        address caller,
        CouponPromotion.Coupon memory coupon,
        EscrowOrder memory order
    ) private {
        _refuses(refusal, caller, coupon, order, _couponSignature(promotion, coupon));
    }

    function _refuses(
        bytes memory refusal,
        address caller,
        CouponPromotion.Coupon memory coupon,
        EscrowOrder memory order,
        bytes memory signed
    ) private {
        uint256 value = _ready(caller, order.currency, address(promotion), order.amount - order.discount);
        vm.expectRevert(refusal);
        vm.prank(caller);
        promotion.buy{value: value}(coupon, signed, order);
    }

    function _call(address account, uint256 serial, EscrowOrder memory order) private view returns (bytes memory) {
        CouponPromotion.Coupon memory coupon = _coupon(serial);
        coupon.buyer = account;
        order.buyer = account;
        return abi.encodeCall(CouponPromotion.buy, (coupon, _couponSignature(promotion, coupon), order));
    }

    /// @dev The products fit: both are below 2^128.
    function _floor(uint256 x, uint256 y, uint256 z) private pure returns (uint256) {
        return x * y / z;
    }
}
