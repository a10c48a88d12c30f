// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RebatePool} from "../../src/rewards/RebatePool.sol";
import {EscrowOrder, SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {FundTerms, SaleFund} from "../../src/rewards/SaleFund.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {PromotionFixture} from "../support/PromotionFixture.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice A buyer gets a part of what she paid, once her order is paid out.
contract RebatePoolTest is PromotionFixture {
    uint256 private constant BUDGET = 1000;
    uint16 private constant BPS = 500;
    uint256 private constant CAP = 60;

    RebatePool private pool;

    function setUp() external {
        pool = _pool(address(token), BPS, CAP);
        token.mint(address(pool), BUDGET);
    }

    function test_ABuyerGetsHerPartOnceWhoeverClaims() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            pool = _pool(currency, BPS, CAP);
            _give(currency, address(pool), BUDGET);
            EscrowOrder memory order = _order(currency, 999, address(0), 0);
            _sold(order);
            vm.expectEmit(address(pool));
            emit RebatePool.RebatePaid(_idOf(order), buyer, 49);
            vm.prank(relayer);
            pool.claim(order);
            assertEq(_balance(currency, buyer), 49);
            assertEq(pool.held(), BUDGET - 49);
            assertTrue(pool.isClaimed(_idOf(order)));
            _refuses(abi.encodeWithSelector(RebatePool.AlreadyClaimed.selector, _idOf(order)), order);
            vm.warp(START);
        }
    }

    function test_ARebateIsCapped() external {
        EscrowOrder memory order = _order(address(token), 1201, address(0), 0);
        _sold(order);
        pool.claim(order);
        assertEq(token.balanceOf(buyer), CAP);
    }

    function test_WhatASponsorPaidAndWhatWasGivenBackIsNotRebated() external {
        // She paid 700 of 1,000; of 101 that are given back 71 are hers.
        EscrowOrder memory order = _order(address(token), 1000, relayer, 300);
        _deposit(order);
        _ship(order);
        _refundPart(order, 101);
        _release(order);
        assertEq(pool.rebateOf(order, 0), 35);
        assertEq(pool.rebateOf(order, 101), 31);
        pool.claim(order);
        assertEq(token.balanceOf(buyer), 71 + 31);
    }

    function test_AnOrderThatIsNotPaidOutHasNone() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _isNotReleased(order, SaleEscrow.State.None);
        _deposit(order);
        _isNotReleased(order, SaleEscrow.State.Funded);
        _ship(order);
        _isNotReleased(order, SaleEscrow.State.Shipped);
        _refundPart(order, 1000);
        _isNotReleased(order, SaleEscrow.State.Refunded);
    }

    function test_AnOrderOfAnotherSaleOrCurrencyHasNone() external {
        EscrowOrder memory order = _order(NATIVE, 1000, address(0), 0);
        _sold(order);
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), order);
        order = _order(address(token), 1000, address(0), 0);
        order.termsId = keccak256("another sale");
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), order);
    }

    function test_AnOrderOnWhichNothingIsDueHasNone() external {
        EscrowOrder memory order = _order(address(token), 19, address(0), 0);
        _sold(order);
        _refuses(abi.encodeWithSelector(RebatePool.NoRebate.selector, _idOf(order)), order);
        order = _order(address(token), 1000, relayer, 1000);
        _sold(order);
        _refuses(abi.encodeWithSelector(RebatePool.NoRebate.selector, _idOf(order)), order);
        order = _order(address(token), 0, address(0), 0);
        _sold(order);
        _refuses(abi.encodeWithSelector(RebatePool.NoRebate.selector, _idOf(order)), order);
    }

    function test_WhereThePoolIsShortTheClaimComesAgain() external {
        pool = _pool(address(token), BPS, CAP);
        token.mint(address(pool), 49);
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _refuses(abi.encodeWithSelector(SaleFund.FundTooSmall.selector, 50, 49), order);
        token.mint(address(pool), 1);
        pool.claim(order);
        assertEq(pool.held(), 0);
    }

    function test_AClaimComesInTimeAndThenTheRestIsTheOwners() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        EscrowOrder memory late = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _sold(late);
        vm.warp(ENDS_AT);
        pool.claim(order);
        vm.warp(ENDS_AT + 1);
        _refuses(abi.encodeWithSelector(SaleFund.Over.selector, ENDS_AT), late);
        vm.prank(owner);
        pool.takeRest(owner);
        assertEq(token.balanceOf(owner), BUDGET - 50);
    }

    function test_ABlockedBuyersClaimComesAgain() external {
        BlockingToken blocking = new BlockingToken();
        pool = _pool(address(blocking), BPS, CAP);
        blocking.mint(address(pool), BUDGET);
        EscrowOrder memory order = _order(address(blocking), 1000, address(0), 0);
        _sold(order);
        blocking.setBlocked(buyer, true);
        _refuses(abi.encodeWithSelector(SafeTransferLib.TransferFailed.selector), order);
        blocking.setBlocked(buyer, false);
        pool.claim(order);
        assertEq(blocking.balanceOf(buyer), 50);
    }

    function test_ABuyerCannotReenterHerRebate() external {
        HookToken hook = new HookToken();
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            pool = _pool(currency, BPS, CAP);
            _give(currency, address(pool), BUDGET);
            ReenteringAccount account = new ReenteringAccount();
            EscrowOrder memory order = _order(currency, 1000, address(0), 0);
            order.buyer = address(account);
            uint256 value = _ready(relayer, currency, address(escrow), 1000);
            vm.prank(relayer);
            escrow.deposit{value: value}(order);
            _ship(order);
            _release(order);
            hook.setHooks(address(account), true);
            account.prepare(address(pool), abi.encodeCall(RebatePool.claim, (order)));
            pool.claim(order);
            assertTrue(account.entered());
            assertFalse(account.succeeded());
            assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
            assertEq(pool.held(), BUDGET - 50);
            vm.warp(START);
        }
    }

    function test_APoolThatCannotBeIsNotDeployed() external {
        SaleTerms memory terms = _terms();
        _isRefused(terms, 0, CAP);
        _isRefused(terms, 10_001, CAP);
        _isRefused(terms, BPS, 0);
        // Others than those of the fund, and the fund's where they forget their orders.
        terms.acceptance += 1;
        _isRefused(terms, BPS, CAP);
        terms.kept = false;
        FundTerms memory fund = _fund(address(token));
        fund.termsId = keccak256(abi.encode(terms));
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployPool(fund, terms, BPS, CAP);
        this.deployPool(_fund(address(token)), _terms(), 10_000, CAP);
    }

    function test_TheContractFits() external view {
        assertLe(address(pool).code.length, 24_576);
    }

    function testFuzz_ARebateIsAPartOfWhatTheBuyerHasPaidInTheEnd(uint128 amount, uint128 discount, uint128 refunded)
        external
    {
        amount = uint128(bound(amount, 1, type(uint128).max));
        discount = uint128(bound(discount, 0, amount));
        refunded = uint128(bound(refunded, 0, amount - 1));
        pool = _pool(address(token), BPS, type(uint256).max);
        EscrowOrder memory order = _order(address(token), amount, discount == 0 ? address(0) : relayer, discount);
        _deposit(order);
        _ship(order);
        if (refunded != 0) _refundPart(order, refunded);
        _release(order);

        uint256 paid = uint256(amount) - discount - token.balanceOf(buyer);
        uint256 rebate = paid * BPS / 10_000;
        assertEq(pool.rebateOf(order, refunded), rebate);
        if (rebate == 0) return;
        token.mint(address(pool), rebate);
        pool.claim(order);
        assertEq(pool.held(), 0);
    }

    function deployPool(FundTerms memory fund, SaleTerms memory terms, uint16 bps, uint256 cap) external {
        deployed("RebatePool.sol:RebatePool", abi.encode(fund, terms, bps, cap));
    }

    function _isRefused(SaleTerms memory terms, uint16 bps, uint256 cap) private {
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployPool(_fund(address(token)), terms, bps, cap);
    }

    function _isNotReleased(EscrowOrder memory order, SaleEscrow.State state) private {
        _refuses(abi.encodeWithSelector(RebatePool.NotReleased.selector, _idOf(order), state), order);
    }

    function _refuses(bytes memory refusal, EscrowOrder memory order) private {
        vm.expectRevert(refusal);
        pool.claim(order);
    }
}
