// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Vm} from "../support/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice What goes back goes to the buyer and, in its part, to the sponsor: by time, by the seller in any number of parts, or
/// by an arbiter, who divides between the buyer and the split and can do nothing else.
contract SaleEscrowRefundsTest is SaleFixture {
    // --- By time ---

    function test_WhatIsNotShippedGoesBackToTheBuyerWhoeverPaidAndWhoeverAsks() external {
        Sale memory sale = _funded(address(token), 1000);
        vm.warp(SHIP_BY + 1);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Refunded(_id(sale.order), 1000);
        _refund(sale);
        assertEq(token.balanceOf(buyer), 1000);
        assertEq(token.balanceOf(payer), 0);
        assertEq(token.balanceOf(relayer), 0);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function testFuzz_UntilItsTimeIsOverNobodyTakesItBack(uint64 time, uint32 wait) external {
        Sale memory sale = _sale(NATIVE, 10);
        sale.order.shipBy = vm.getBlockTimestamp() + wait % 366 days;
        _fund(sale.order);
        vm.warp(time);
        bool due = time > sale.order.shipBy;
        if (!due) vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooEarly.selector, sale.order.shipBy));
        escrow.refund(sale.order);
        assertEq(buyer.balance, due ? 10 : 0);
        _assertState(sale, due ? SaleEscrow.State.None : SaleEscrow.State.Funded);
    }

    function test_ADisputeThatNobodyDecidesGoesToTheBuyer() external {
        SaleTerms memory terms = _terms(_shares());
        // Nobody can: time alone decides.
        terms.arbiter = address(0);
        Sale memory sale = _sale(terms, _shares(), NATIVE, 10);
        _fund(sale.order);
        _ship(sale);
        _dispute(sale);
        uint256 until = vm.getBlockTimestamp() + ARBITRATION;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooEarly.selector, until));
        escrow.refund(sale.order);
        vm.warp(until + 1);
        _refund(sale);
        assertEq(buyer.balance, 10);
        // The dispute ended before `shipBy`: on record it cannot be funded again.
        _assertRecord(sale, SaleEscrow.State.Refunded, until, 10);
    }

    // --- By the seller ---

    function test_TheSellerGivesBackAPartAndTheSplitGetsTheRest() external {
        Sale memory sale = _funded(address(token), 1000);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Refunded(_id(sale.order), 300);
        _refundBySeller(sale, 300);
        _assertRecord(sale, SaleEscrow.State.Funded, SHIP_BY, 300);
        _ship(sale);
        _refundBySeller(sale, 100);
        _dispute(sale);
        _refundBySeller(sale, 1);
        _assertRecord(sale, SaleEscrow.State.Disputed, vm.getBlockTimestamp() + ARBITRATION, 401);
        _release(sale);
        assertEq(token.balanceOf(buyer), 401);
        assertEq(_splitBalance(address(token)), 599);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_AllThatIsLeftSettlesTheOrderAndMoreIsRefused() external {
        Sale memory sale = _funded(NATIVE, 1000);
        _refundBySeller(sale, 999);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.AmountTooLarge.selector, 1, 2));
        vm.prank(seller);
        escrow.refundBySeller(sale.terms, sale.order, 2);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.AmountTooLarge.selector, 1, type(uint256).max));
        vm.prank(seller);
        escrow.refundBySeller(sale.terms, sale.order, type(uint256).max);
        _refundBySeller(sale, 1);
        _assertRecord(sale, SaleEscrow.State.Refunded, 0, 1000);
        assertEq(buyer.balance, 1000);
    }

    function test_NobodyElseGivesBackWhatIsTheSplits() external {
        Sale memory sale = _funded(NATIVE, 1000);
        address[4] memory others = [buyer, arbiter, merchant, relayer];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSeller.selector, seller));
            vm.prank(others[i]);
            escrow.refundBySeller(sale.terms, sale.order, 1);
        }
    }

    /// @dev Once the acceptance is over the money is the split's, and the seller's friend the buyer does not get it.
    function test_AfterTheAcceptanceTheSellerGivesNothingBack() external {
        Sale memory sale = _funded(NATIVE, 1000);
        _ship(sale);
        (, uint40 until,) = escrow.recordOf(_id(sale.order));
        vm.warp(uint256(until) + 1);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, until));
        vm.prank(seller);
        escrow.refundBySeller(sale.terms, sale.order, 1);
        assertEq(_releaseBatch(sale), 1000);
    }

    // --- The sponsor's part ---

    function test_TheSponsorGetsItsPartOfWhatGoesBack() external {
        Sale memory sale = _sponsored(address(token), 1000, 200);
        _refundBySeller(sale, 500);
        assertEq(token.balanceOf(sponsor), 100);
        assertEq(token.balanceOf(buyer), 400);
        _release(sale);
        assertEq(token.balanceOf(sponsor), 100);
        assertEq(_splitBalance(address(token)), 500);
    }

    function test_ASponsorOfAllOfItGetsAllOfItBack() external {
        Sale memory sale = _sponsored(address(token), 1000, 1000);
        vm.warp(SHIP_BY + 1);
        _refund(sale);
        assertEq(token.balanceOf(sponsor), 1000);
        assertEq(token.balanceOf(buyer), 0);
    }

    /// @dev However it is cut into parts, from one unit to the largest amount there is.
    function testFuzz_ManyPartsGiveTheSponsorWhatOneWould(
        uint208 amount,
        uint8 bits,
        uint256 discount,
        uint256 seed,
        uint8 parts
    ) external {
        amount = uint208(bound(amount >> bound(bits, 0, 207), 1, type(uint208).max));
        _assertParts(amount, bound(discount, 1, amount), seed, bound(parts, 1, 12));
    }

    function test_FromOneUnitToTheLargestAmountThePartsAddUp() external {
        for (uint256 bits = 0; bits <= 208; bits += 8) {
            uint256 amount = bits == 208 ? type(uint208).max : 2 ** bits;
            for (uint256 i; i < 3; ++i) {
                uint256 snapshot = vm.snapshotState();
                _assertParts(amount, i == 0 ? 1 : i == 1 ? amount : amount / 3 + 1, bits, 7);
                vm.revertToState(snapshot);
            }
        }
        _assertParts(2 ** 128, 2 ** 128 - 1, 1, 9);
    }

    function test_UnitByUnitTheSponsorIsNeverAUnitOff() external {
        Sale memory sale = _sponsored(address(token), 97, 31);
        for (uint256 i = 1; i <= 97; ++i) {
            _refundBySeller(sale, 1);
            assertEq(token.balanceOf(sponsor), i * 31 / 97);
            assertEq(token.balanceOf(buyer), i - i * 31 / 97);
        }
        _assertState(sale, SaleEscrow.State.Refunded);
    }

    function _assertParts(uint256 amount, uint256 discount, uint256 seed, uint256 parts) private {
        Sale memory sale = _sponsored(address(token), amount, discount);
        uint256 refunded;
        for (uint256 i; i < parts; ++i) {
            uint256 left = amount - refunded;
            if (left <= 1) break;
            uint256 part = bound(uint256(keccak256(abi.encode(seed, i))), 0, i % 2 == 0 ? left / 2 : left / parts);
            _refundBySeller(sale, part);
            refunded += part;
            assertEq(token.balanceOf(sponsor), FixedPointMathLib.fullMulDiv(refunded, discount, amount));
            assertEq(token.balanceOf(buyer) + token.balanceOf(sponsor), refunded);
        }
        uint256 end = uint256(keccak256(abi.encode(seed))) % 3;
        if (end == 0) {
            vm.warp(SHIP_BY + 1);
            _refund(sale);
            refunded = amount;
        } else if (end == 1) {
            _ship(sale);
            _dispute(sale);
            uint256 back = bound(seed, 0, amount - refunded);
            _resolve(sale, back);
            refunded += back;
        } else {
            _release(sale);
        }
        assertEq(token.balanceOf(sponsor), FixedPointMathLib.fullMulDiv(refunded, discount, amount));
        assertEq(token.balanceOf(buyer) + token.balanceOf(sponsor), refunded);
        assertEq(_splitBalance(address(token)), amount - refunded);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    // --- By the arbiter ---

    function testFuzz_TheArbiterDividesBetweenBuyerAndSplitToTheLastUnit(uint208 amount, uint256 first, uint256 back)
        external
    {
        Sale memory sale = _keptSale(address(token), amount);
        _fund(sale.order);
        _ship(sale);
        first = amount == 0 ? 0 : bound(first, 0, amount - 1);
        if (first != 0) _refundBySeller(sale, first);
        back = bound(back, 0, amount - first);
        _dispute(sale);
        uint256 until = vm.getBlockTimestamp() + ARBITRATION;

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Resolved(_id(sale.order), back, amount - first - back);
        _resolve(sale, back);

        SaleEscrow.State state = first + back == amount ? SaleEscrow.State.Refunded : SaleEscrow.State.Released;
        _assertRecord(sale, state, until, first + back);
        assertEq(token.balanceOf(buyer), first + back);
        assertEq(_splitBalance(address(token)), amount - first - back);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_TheArbiterCanGiveNobodyMoreThanThereIs() external {
        Sale memory sale = _disputed(1000);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.AmountTooLarge.selector, 1000, 1001));
        vm.prank(arbiter);
        escrow.resolve(sale.terms, sale.shares, sale.order, 1001);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.AmountTooLarge.selector, 1000, type(uint256).max));
        vm.prank(arbiter);
        escrow.resolve(sale.terms, sale.shares, sale.order, type(uint256).max);
    }

    /// @dev Whatever it decides, and whatever it presents, only the buyer and the recipients of the split are paid.
    function testFuzz_TheArbiterCannotRedirectAUnit(uint256 back, uint16 bps) external {
        Sale memory sale = _disputed(10_000);
        bps = uint16(bound(bps, 1, 10_000));
        Sale memory forged = abi.decode(abi.encode(sale), (Sale));
        forged.shares[1].recipient = arbiter;
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.SplitMismatch.selector, sale.terms.splitId));
        vm.prank(arbiter);
        escrow.resolve(forged.terms, forged.shares, forged.order, 0);
        forged.terms.splitId = registry.create(forged.shares);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TermsMismatch.selector, sale.order.termsId));
        vm.prank(arbiter);
        escrow.resolve(forged.terms, forged.shares, forged.order, 0);
        forged.order.termsId = keccak256(abi.encode(forged.terms));
        bytes32 id = _id(forged.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.None));
        vm.prank(arbiter);
        escrow.resolve(forged.terms, forged.shares, forged.order, 0);
        forged.order = sale.order;
        forged.order.buyer = arbiter;
        id = _id(forged.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.None));
        vm.prank(arbiter);
        escrow.resolve(sale.terms, sale.shares, forged.order, 0);
        forged.order.buyer = buyer;

        vm.recordLogs();
        _resolve(sale, bound(back, 0, 10_000));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(token)) continue;
            address to = address(uint160(uint256(logs[i].topics[2])));
            assertTrue(to == buyer || to == merchant || to == host || to == platform || to == viewers);
        }
        assertEq(token.balanceOf(buyer) + _splitBalance(address(token)), 10_000);
    }

    function test_OnlyTheArbiterDecides() external {
        Sale memory sale = _disputed(1000);
        address[4] memory others = [buyer, seller, merchant, relayer];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotArbiter.selector, arbiter));
            vm.prank(others[i]);
            escrow.resolve(sale.terms, sale.shares, sale.order, 0);
        }
    }

    function test_ADecisionThatGivesNothingBackSaysSoOnce() external {
        Sale memory sale = _disputed(1000);
        vm.recordLogs();
        _resolve(sale, 0);
        // Resolved, and four transfers of the token.
        assertEq(vm.getRecordedLogs().length, 5);
        assertEq(_splitBalance(address(token)), 1000);
    }

    // --- Who cannot be paid ---

    function test_ABlockedBuyerAndABlockedSponsorGetCredits() external {
        BlockingToken blocking = new BlockingToken();
        Sale memory sale = _sponsored(address(blocking), 1000, 300);
        blocking.setBlocked(buyer, true);
        blocking.setBlocked(sponsor, true);
        vm.warp(SHIP_BY + 1);
        _refund(sale);
        assertEq(escrow.creditOf(buyer, address(blocking)), 700);
        assertEq(escrow.creditOf(sponsor, address(blocking)), 300);
        _assertState(sale, SaleEscrow.State.None);

        blocking.setBlocked(buyer, false);
        vm.prank(buyer);
        escrow.withdraw(address(blocking));
        assertEq(blocking.balanceOf(buyer), 700);
        blocking.setBlocked(sponsor, false);
        vm.prank(sponsor);
        escrow.withdraw(address(blocking));
        assertEq(blocking.balanceOf(sponsor), 300);
        assertEq(blocking.balanceOf(address(escrow)), 0);
    }

    function _sponsored(address currency, uint256 amount, uint256 discount) private returns (Sale memory sale) {
        sale = _sale(currency, amount);
        (sale.order.sponsor, sale.order.discount) = (sponsor, discount);
        _fund(sale.order);
    }

    function _disputed(uint256 amount) private returns (Sale memory sale) {
        sale = _funded(address(token), amount);
        _ship(sale);
        _dispute(sale);
    }
}
