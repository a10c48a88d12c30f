// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EscrowOrder, SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {Vm} from "../support/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Many accepted orders are paid out at once by anybody: each once, those that are not due passed over, the sum divided to
/// the smallest unit.
contract SaleEscrowBatchTest is SaleFixture {
    function test_WhatIsNotDueIsPassedOverAndTheOthersArePaid() external {
        SaleTerms memory terms = _terms(_shares());
        Sale[] memory sales = new Sale[](8);
        EscrowOrder[] memory orders = new EscrowOrder[](8);
        for (uint256 i; i < 8; ++i) {
            sales[i] = _sale(terms, _shares(), address(token), 100 + i);
            orders[i] = sales[i].order;
            if (i != 7) _fund(orders[i]);
            if (i != 6 && i != 7) _ship(sales[i]);
        }
        _dispute(sales[1]);
        _release(sales[2]);
        _refundBySeller(sales[3], 103);
        _refundBySeller(sales[4], 4);
        // Disputed, released, refunded, still funded, never funded; and one comes twice.
        orders[7] = orders[0];
        uint256 split = _splitBalance(address(token));
        vm.warp(vm.getBlockTimestamp() + ACCEPTANCE + 1);

        bytes32[] memory ids = new bytes32[](8);
        (ids[0], ids[4], ids[5]) = (_id(orders[0]), _id(orders[4]), _id(orders[5]));
        vm.expectEmit(address(escrow));
        emit SaleEscrow.BatchReleased(keccak256(abi.encode(terms)), address(token), 305, ids);
        vm.prank(relayer);
        assertEq(escrow.releaseBatch(terms, _shares(), orders), 305);

        assertEq(_splitBalance(address(token)) - split, 305);
        _assertState(sales[0], SaleEscrow.State.Released);
        _assertState(sales[1], SaleEscrow.State.Disputed);
        _assertState(sales[3], SaleEscrow.State.Refunded);
        _assertState(sales[4], SaleEscrow.State.Released);
        _assertState(sales[6], SaleEscrow.State.Funded);
        assertEq(escrow.releaseBatch(terms, _shares(), orders), 0);
    }

    function test_AnOrderThatIsStillToBeAcceptedIsPassedOver() external {
        SaleTerms memory terms = _terms(_shares());
        Sale memory first = _sale(terms, _shares(), NATIVE, 10);
        Sale memory second = _sale(terms, _shares(), NATIVE, 20);
        _fund(first.order);
        _fund(second.order);
        _ship(first);
        vm.warp(vm.getBlockTimestamp() + 1);
        _ship(second);
        EscrowOrder[] memory orders = new EscrowOrder[](2);
        (orders[0], orders[1]) = (first.order, second.order);
        vm.warp(vm.getBlockTimestamp() + ACCEPTANCE);
        assertEq(escrow.releaseBatch(terms, _shares(), orders), 10);
        vm.warp(vm.getBlockTimestamp() + 1);
        assertEq(escrow.releaseBatch(terms, _shares(), orders), 20);
    }

    function test_ABatchIsInOneCurrencyAndUnderOneSetOfTerms() external {
        SaleTerms memory terms = _terms(_shares());
        EscrowOrder[] memory orders = new EscrowOrder[](2);
        Sale memory inToken = _sale(terms, _shares(), address(token), 10);
        Sale memory inCoin = _sale(terms, _shares(), NATIVE, 10);
        (orders[0], orders[1]) = (inToken.order, inCoin.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.CurrencyMismatch.selector, _id(inCoin.order)));
        escrow.releaseBatch(terms, _shares(), orders);

        Sale memory other = _keptSale(address(token), 10);
        orders[1] = other.order;
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TermsMismatch.selector, other.order.termsId));
        escrow.releaseBatch(terms, _shares(), orders);
    }

    function test_AnEmptyBatchAndOneOfNothingDueDoNoHarm() external {
        Sale memory sale = _sale(NATIVE, 10);
        vm.recordLogs();
        assertEq(escrow.releaseBatch(sale.terms, sale.shares, new EscrowOrder[](0)), 0);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(_releaseBatch(sale), 0);
        _assertState(sale, SaleEscrow.State.None);
    }

    /// @dev The odd unit falls once and not for each order.
    function testFuzz_TheSumIsDividedAsOnePayment(uint208 amount, uint8 bits, uint256 seed, uint8 count, bool kept)
        external
    {
        amount >>= bound(bits, 0, 207);
        Share[] memory shares = Splits.random(seed, bound(seed, 1, 12));
        SaleTerms memory terms = _terms(shares);
        terms.kept = kept;
        EscrowOrder[] memory orders = new EscrowOrder[](bound(count, 1, 9));
        uint256 total;
        for (uint256 i; i < orders.length; ++i) {
            Sale memory sale =
                _sale(terms, shares, address(token), uint256(keccak256(abi.encode(seed, i))) % (uint256(amount) + 1));
            orders[i] = sale.order;
            _fund(sale.order);
            _ship(sale);
            total += sale.order.amount;
        }
        // Some batches come before `shipBy`, some after.
        vm.warp(seed % 2 == 0 ? vm.getBlockTimestamp() + ACCEPTANCE + 1 : SHIP_BY + 1);
        assertEq(escrow.releaseBatch(terms, shares, orders), total);
        _assertDivided(total, shares);
        for (uint256 i; i < orders.length; ++i) {
            (SaleEscrow.State state,,) = escrow.recordOf(_id(orders[i]));
            bool remembered = kept || vm.getBlockTimestamp() <= SHIP_BY;
            assertEq(uint256(state), uint256(remembered ? SaleEscrow.State.Released : SaleEscrow.State.None));
        }
        assertEq(escrow.releaseBatch(terms, shares, orders), 0);
    }

    /// @dev What a batch pays is what the largest amounts add up to.
    function test_TheLargestAmountsAddUp() external {
        SaleTerms memory terms = _terms(_shares());
        EscrowOrder[] memory orders = new EscrowOrder[](5);
        for (uint256 i; i < 5; ++i) {
            Sale memory sale = _sale(terms, _shares(), address(token), type(uint208).max - i);
            orders[i] = sale.order;
            _fund(sale.order);
            _ship(sale);
        }
        vm.warp(SHIP_BY);
        uint256 total = escrow.releaseBatch(terms, _shares(), orders);
        assertEq(total, 5 * uint256(type(uint208).max) - 10);
        assertEq(_splitBalance(address(token)), total);
    }

    function testFuzz_OnlyTheRecipientsOfTheSplitGetMoney(address caller, uint128 amount) external {
        vm.assume(caller != merchant && caller != host && caller != platform && caller != viewers);
        Sale memory sale = _funded(address(token), amount);
        _ship(sale);
        vm.warp(SHIP_BY);
        vm.recordLogs();
        vm.prank(caller);
        escrow.releaseBatch(sale.terms, sale.shares, _one(sale.order));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(token)) continue;
            address to = address(uint160(uint256(logs[i].topics[2])));
            assertTrue(to == merchant || to == host || to == platform || to == viewers);
        }
        assertEq(_splitBalance(address(token)), amount);
    }

    function _assertDivided(uint256 total, Share[] memory shares) private view {
        uint256 bps;
        uint256 upTo;
        for (uint256 i; i < shares.length; ++i) {
            uint256 before = upTo;
            bps += shares[i].bps;
            upTo = FixedPointMathLib.fullMulDiv(total, bps, 10_000);
            assertEq(token.balanceOf(shares[i].recipient), upTo - before);
        }
        assertEq(upTo, total);
        assertEq(token.balanceOf(address(escrow)), 0);
    }
}
