// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {Attestation, EscrowOrder, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice How orders are funded, named, shipped and confirmed, under the very terms and the split that were agreed.
contract SaleEscrowTest is SaleFixture {
    // --- Deposit ---

    function test_ItKnowsItsRegistryWhichIsNotZero() external {
        assertEq(address(escrow.registry()), address(registry));
        vm.expectRevert(SaleEscrow.ZeroAddress.selector);
        SaleEscrow(deployed("SaleEscrow.sol:SaleEscrow", abi.encode(SplitRegistry(address(0)))));
    }

    function test_ADepositTakesTheAmountFromItsCallerAndFundsTheOrder() external {
        Sale memory sale = _sale(address(token), 1_000_007);
        _prepare(sale.order);
        _assertRecord(sale, SaleEscrow.State.None, 0, 0);

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Deposited(_id(sale.order), keccak256(abi.encode(sale.terms)));
        vm.prank(payer);
        escrow.deposit(sale.order);

        _assertRecord(sale, SaleEscrow.State.Funded, SHIP_BY, 0);
        assertEq(token.balanceOf(payer), 0);
        assertEq(token.balanceOf(address(escrow)), 1_000_007);
    }

    function testFuzz_AnyoneMayPayForTheBuyer(address anyone) external {
        vm.assume(anyone != address(escrow) && anyone != address(0));
        Sale memory sale = _sale(NATIVE, 1);
        vm.deal(anyone, 1);
        vm.prank(anyone);
        escrow.deposit{value: 1}(sale.order);
        _assertState(sale, SaleEscrow.State.Funded);
        vm.warp(SHIP_BY + 1);
        _refund(sale);
        assertEq(buyer.balance, 1);
    }

    function test_WhoPaysFirstPaysForAllAndTheNextKeepsTheirMoney() external {
        Sale memory sale = _funded(address(token), 100);
        _prepare(sale.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, _id(sale.order)));
        vm.prank(payer);
        escrow.deposit(sale.order);
        assertEq(token.balanceOf(payer), 100);
    }

    function test_OrdersThatCouldNotBeGivenBackAreRefused() external {
        Sale memory sale = _sale(NATIVE, 100);
        EscrowOrder memory order = sale.order;
        order.buyer = address(0);
        _assertInvalid(order);
        order.buyer = address(escrow);
        _assertInvalid(order);
        order.buyer = buyer;
        order.amount = uint256(type(uint208).max) + 1;
        _assertInvalid(order);
        order.amount = type(uint256).max;
        _assertInvalid(order);
        order.amount = 100;

        order.discount = 1;
        _assertInvalid(order);
        order.sponsor = sponsor;
        order.discount = 0;
        _assertInvalid(order);
        order.discount = 101;
        _assertInvalid(order);
        order.discount = 100;
        order.sponsor = address(escrow);
        _assertInvalid(order);
        order.sponsor = sponsor;
        _fund(order);
    }

    function testFuzz_AnOrderWaitsForShippingForAYearAtTheMost(uint256 shipBy) external {
        Sale memory sale = _sale(NATIVE, 0);
        uint256 time = vm.getBlockTimestamp();
        sale.order.shipBy = shipBy;
        if (shipBy < time) vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, shipBy));
        else if (shipBy > time + 366 days) vm.expectRevert(SaleEscrow.InvalidOrder.selector);
        escrow.deposit(sale.order);
    }

    function test_TheFirstAndTheLastSecondForShippingAreAccepted() external {
        Sale memory sale = _sale(NATIVE, 0);
        uint256 time = vm.getBlockTimestamp();
        sale.order.shipBy = time - 1;
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, time - 1));
        escrow.deposit(sale.order);
        sale.order.shipBy = time + escrow.MAX_WAIT() + 1;
        _assertInvalid(sale.order);
        sale.order.shipBy = time;
        escrow.deposit(sale.order);
        sale.order.shipBy = time + escrow.MAX_WAIT();
        escrow.deposit(sale.order);
    }

    function testFuzz_NativeMoneyThatIsNotExactlyTheAmountIsRefused(uint128 amount, uint128 given) external {
        vm.assume(amount != given);
        Sale memory sale = _sale(NATIVE, amount);
        vm.deal(payer, given);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, amount, given));
        vm.prank(payer);
        escrow.deposit{value: given}(sale.order);
    }

    function test_NativeMoneyIsRefusedWhereATokenIsDue() external {
        Sale memory sale = _sale(address(token), 100);
        _prepare(sale.order);
        vm.deal(payer, 100);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 0, 100));
        vm.prank(payer);
        escrow.deposit{value: 100}(sale.order);
    }

    function test_WithoutAllowanceOrBalanceNothingIsFunded() external {
        Sale memory sale = _sale(address(token), 100);
        token.mint(payer, 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(payer);
        escrow.deposit(sale.order);

        vm.startPrank(payer);
        token.approve(address(escrow), 100);
        assertTrue(token.transfer(host, 1));
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        escrow.deposit(sale.order);
        _assertState(sale, SaleEscrow.State.None);
    }

    function test_ACurrencyWithoutCodeIsRefused() external {
        Sale memory sale = _sale(makeAddr("no token"), 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        escrow.deposit(sale.order);
    }

    function test_TheEscrowTakesNoNativeMoneyOutsideADeposit() external {
        (bool success,) = address(escrow).call{value: 1}("");
        assertFalse(success);
    }

    function test_ASettledOrderIsNeverFundedAgainWhetherItIsOnRecordOrNot() external {
        Sale memory early = _funded(NATIVE, 0);
        _release(early);
        _assertState(early, SaleEscrow.State.Released);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, _id(early.order)));
        escrow.deposit(early.order);

        Sale memory late = _funded(NATIVE, 0);
        Sale memory back = _funded(NATIVE, 0);
        _ship(late);
        vm.warp(SHIP_BY + 1);
        assertEq(_releaseBatch(late), 0);
        _refund(back);
        _assertRecord(late, SaleEscrow.State.None, 0, 0);
        _assertRecord(back, SaleEscrow.State.None, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, SHIP_BY));
        escrow.deposit(late.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, SHIP_BY));
        escrow.deposit(back.order);
    }

    function test_WhatIsKeptStaysOnRecordWithWhatWasGivenBack() external {
        Sale memory sale = _keptSale(NATIVE, 100);
        _fund(sale.order);
        _ship(sale);
        _refundBySeller(sale, 30);
        uint256 until = vm.getBlockTimestamp() + ACCEPTANCE;
        _assertRecord(sale, SaleEscrow.State.Shipped, until, 30);
        vm.warp(SHIP_BY + 1);
        _releaseBatch(sale);
        _assertRecord(sale, SaleEscrow.State.Released, until, 30);

        sale = _keptSale(NATIVE, 100);
        sale.order.shipBy = SHIP_BY + 30;
        _fund(sale.order);
        _ship(sale);
        _dispute(sale);
        _refundBySeller(sale, 30);
        until = vm.getBlockTimestamp() + ARBITRATION;
        _assertRecord(sale, SaleEscrow.State.Disputed, until, 30);
        vm.warp(until + 1);
        _refund(sale);
        _assertRecord(sale, SaleEscrow.State.Refunded, until, 100);
    }

    // --- Names ---

    function testFuzz_AnOrderIsNamedByTheHashOfItsEncoding(EscrowOrder calldata order) external view {
        assertEq(escrow.orderIdOf(order), keccak256(abi.encode(order)));
    }

    function testFuzz_TermsAreNamedByTheHashOfTheirEncoding(SaleTerms calldata terms) external view {
        assertEq(escrow.termsIdOf(terms), keccak256(abi.encode(terms)));
    }

    /// @dev The name is made of words as they came. An address with stray bits would make another name of the same order: it is
    /// refused wherever money moves.
    function testFuzz_AnOrderWithStrayBitsIsNeverFunded(uint256 field, uint96 bits) external {
        vm.assume(bits != 0);
        Sale memory sale = _sale(NATIVE, 0);
        sale.order.sponsor = address(0);
        bytes memory data = abi.encodeCall(SaleEscrow.deposit, (sale.order));
        uint256[3] memory places = [uint256(1), 2, 4];
        uint256 place = 0x24 + 0x20 * places[field % 3];
        assembly ("memory-safe") {
            let word := add(data, place)
            mstore(word, or(mload(word), shl(160, bits)))
        }
        (bool success,) = address(escrow).call(data);
        assertFalse(success);
    }

    function testFuzz_AnOrderThatDiffersInAnyFieldIsAnother(uint256 field, uint256 value) external {
        Sale memory sale = _funded(address(token), 1000);
        Sale memory other = abi.decode(abi.encode(sale), (Sale));
        field = bound(field, 0, 8);
        if (field == 0) other.order.termsId = bytes32(value);
        if (field == 1) other.order.buyer = address(bytes20(bytes32(value)));
        if (field == 2) other.order.currency = address(bytes20(bytes32(value)));
        if (field == 3) other.order.amount = value;
        if (field == 4) other.order.sponsor = address(bytes20(bytes32(value)));
        if (field == 5) other.order.discount = value;
        if (field == 6) other.order.itemKey = bytes32(value);
        if (field == 7) other.order.shipBy = value;
        if (field == 8) other.order.salt = value;
        vm.assume(_id(sale.order) != _id(other.order));

        vm.warp(SHIP_BY + 1);
        bytes memory refusal =
            abi.encodeWithSelector(SaleEscrow.WrongState.selector, _id(other.order), SaleEscrow.State.None);
        vm.expectRevert(refusal);
        escrow.refund(other.order);
        _assertState(sale, SaleEscrow.State.Funded);
    }

    // --- Terms ---

    function testFuzz_OtherTermsThanTheOrdersAreRefusedByEveryMove(uint256 field, uint256 value) external {
        Sale memory sale = _funded(address(token), 1000);
        Sale memory other = abi.decode(abi.encode(sale), (Sale));
        field = bound(field, 0, 6);
        // Whoever calls is the seller and the arbiter of terms of their own.
        if (field == 0) other.terms.seller = relayer;
        if (field == 1) other.terms.arbiter = relayer;
        if (field == 2) other.terms.splitId = bytes32(value);
        if (field == 3) other.terms.acceptance = uint32(bound(value, 0, 366 days));
        if (field == 4) other.terms.arbitration = uint32(bound(value, 0, 366 days));
        if (field == 5) other.terms.kept = true;
        if (field == 6) other.terms.conditions = new address[](0);
        vm.assume(keccak256(abi.encode(sale.terms)) != keccak256(abi.encode(other.terms)));
        if (field != 2) assertTrue(registry.exists(other.terms.splitId));

        bytes memory refusal = abi.encodeWithSelector(SaleEscrow.TermsMismatch.selector, sale.order.termsId);
        Attestation[] memory attestations = _attestations(other);
        Shipment[] memory shipments = _shipments(other);
        bytes memory delivery = _deliverySignature(sale.order);
        bytes memory complaint = _disputeSignature(sale.order, REASON);
        vm.startPrank(other.terms.seller);
        if (field != 2) {
            vm.expectRevert(refusal);
            escrow.ship(other.terms, shipments);
            vm.expectRevert(refusal);
            escrow.releaseBatch(other.terms, sale.shares, _one(sale.order));
        }
        vm.expectRevert(refusal);
        escrow.release(other.terms, sale.shares, sale.order, attestations, delivery);
        vm.expectRevert(refusal);
        escrow.refundBySeller(other.terms, sale.order, 1);
        vm.expectRevert(refusal);
        escrow.dispute(other.terms, sale.order, REASON, complaint);
        vm.stopPrank();
        vm.startPrank(other.terms.arbiter);
        vm.expectRevert(refusal);
        escrow.resolve(other.terms, sale.shares, sale.order, 1000);
    }

    /// @dev Whatever terms an order names, its money comes back: terms that nobody can keep cannot be shipped under.
    function test_TermsThatAreGarbageLockNothing() external {
        SaleTerms[] memory garbage = new SaleTerms[](8);
        for (uint256 i; i < garbage.length; ++i) {
            garbage[i] = _terms(_shares());
        }
        garbage[0].acceptance = uint32(escrow.MAX_WAIT()) + 1;
        garbage[1].arbitration = type(uint32).max;
        garbage[2].splitId = keccak256("no split");
        garbage[3].conditions = new address[](5);
        garbage[4].conditions = new address[](1);
        garbage[5].seller = address(0);
        garbage[6].conditions[0] = address(token);
        garbage[7].conditions[0] = address(escrow);
        for (uint256 i; i < garbage.length; ++i) {
            Sale memory sale = _sale(garbage[i], _shares(), address(token), 100);
            _fund(sale.order);
            Shipment[] memory shipments = _shipments(sale);
            vm.expectRevert();
            vm.prank(i == 5 ? seller : garbage[i].seller);
            escrow.ship(garbage[i], shipments);
            vm.warp(SHIP_BY + 1);
            _refund(sale);
            assertEq(token.balanceOf(buyer), 100 * (i + 1));
            vm.warp(SHIP_BY - 30 days);
        }
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    /// @dev Nor does the hash of nothing at all.
    function testFuzz_AnOrderThatNamesNoTermsComesBack(bytes32 termsId) external {
        Sale memory sale = _sale(address(token), 100);
        sale.order.termsId = termsId;
        _fund(sale.order);
        vm.warp(SHIP_BY + 1);
        _refund(sale);
        assertEq(token.balanceOf(buyer), 100);
    }

    function test_TermsThatCannotBeKeptAreNamedAsSuch() external {
        Sale memory sale = _funded(NATIVE, 1);
        sale.terms.acceptance = uint32(escrow.MAX_WAIT()) + 1;
        _assertNotShippable(sale, abi.encodeWithSelector(SaleEscrow.InvalidTerms.selector));
        sale.terms.acceptance = ACCEPTANCE;
        sale.terms.arbitration = uint32(escrow.MAX_WAIT()) + 1;
        _assertNotShippable(sale, abi.encodeWithSelector(SaleEscrow.InvalidTerms.selector));
        sale.terms.arbitration = ARBITRATION;
        sale.terms.splitId = keccak256("no split");
        _assertNotShippable(sale, abi.encodeWithSelector(SaleEscrow.UnknownSplit.selector, sale.terms.splitId));
    }

    function test_TheLongestWaitsCanBeKept() external {
        SaleTerms memory terms = _terms(_shares());
        (terms.acceptance, terms.arbitration) = (uint32(escrow.MAX_WAIT()), uint32(escrow.MAX_WAIT()));
        Sale memory sale = _sale(terms, _shares(), NATIVE, 10);
        _fund(sale.order);
        vm.warp(SHIP_BY);
        _ship(sale);
        vm.warp(uint256(SHIP_BY) + 366 days);
        _dispute(sale);
        _assertRecord(sale, SaleEscrow.State.Disputed, uint256(SHIP_BY) + 732 days, 0);
        vm.warp(uint256(SHIP_BY) + 732 days + 1);
        _refund(sale);
        assertEq(buyer.balance, 10);
    }

    function test_WithoutAnyWaitTheSecondOfShippingIsTheLast() external {
        SaleTerms memory terms = _terms(_shares());
        (terms.acceptance, terms.arbitration) = (0, 0);
        Sale memory sale = _sale(terms, _shares(), NATIVE, 100);
        Sale memory other = _sale(terms, _shares(), NATIVE, 100);
        _fund(sale.order);
        _fund(other.order);
        _ship(sale);
        _ship(other);
        assertEq(_releaseBatch(sale), 0);
        _dispute(other);
        vm.warp(vm.getBlockTimestamp() + 1);
        assertEq(_releaseBatch(sale), 100);
        _refund(other);
        assertEq(buyer.balance, 100);
    }

    // --- Splits ---

    function test_OtherSharesThanTheSplitsAreRefused() external {
        Sale memory sale = _funded(address(token), 1000);
        Share[] memory shares = _shares();
        shares[3].recipient = relayer;
        _assertSplitMismatch(sale, shares);

        shares = _shares();
        (shares[0].bps, shares[1].bps) = (5999, 2501);
        _assertSplitMismatch(sale, shares);

        shares = _shares();
        (shares[0], shares[1]) = (shares[1], shares[0]);
        _assertSplitMismatch(sale, shares);

        _assertSplitMismatch(sale, new Share[](0));
        _assertSplitMismatch(sale, new Share[](5));

        shares = Splits.whole(arbiter);
        registry.create(shares);
        _assertSplitMismatch(sale, shares);
        _release(sale);
    }

    /// @dev Confirmed before it is shipped, an order needs no registry: what the terms name adds up, or is not paid.
    function test_ASplitThatDoesNotAddUpPaysNobodyAndTheMoneyComesBack() external {
        Share[] memory shares = _shares();
        shares[0].bps = 6001;
        SaleTerms memory terms = _terms(_shares());
        terms.splitId = keccak256(abi.encode(shares));
        Sale memory sale = _sale(terms, shares, address(token), 1000);
        _fund(sale.order);
        Attestation[] memory attestations = _attestations(sale);
        bytes memory delivery = _deliverySignature(sale.order);
        vm.expectRevert();
        escrow.release(terms, shares, sale.order, attestations, delivery);
        vm.warp(SHIP_BY + 1);
        _refund(sale);
        assertEq(token.balanceOf(buyer), 1000);
    }

    // --- Shipping and confirming ---

    function test_OnlyTheSellerShips() external {
        Sale memory sale = _funded(NATIVE, 10);
        Shipment[] memory shipments = _shipments(sale);
        address[4] memory others = [buyer, arbiter, merchant, relayer];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSeller.selector, seller));
            vm.prank(others[i]);
            escrow.ship(sale.terms, shipments);
        }
    }

    function test_ShippingSaysUntilWhenTheBuyerDisputes() external {
        Sale memory sale = _funded(NATIVE, 10);
        Shipment[] memory shipments = _shipments(sale);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.ConditionAttested(_id(sale.order), verifier, EVIDENCE);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Shipped(_id(sale.order), vm.getBlockTimestamp() + ACCEPTANCE);
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
    }

    function test_ManyAreShippedTogetherAndOneThatCannotBeFailsThemAll() external {
        SaleTerms memory terms = _terms(_shares());
        Sale[3] memory sales;
        Shipment[] memory shipments = new Shipment[](3);
        for (uint256 i; i < 3; ++i) {
            sales[i] = _sale(terms, _shares(), address(token), 10 + i);
            _fund(sales[i].order);
            shipments[i] = _shipments(sales[i])[0];
        }
        uint256 snapshot = vm.snapshotState();
        vm.prank(seller);
        escrow.ship(terms, shipments);
        for (uint256 i; i < 3; ++i) {
            _assertState(sales[i], SaleEscrow.State.Shipped);
        }
        vm.revertToState(snapshot);

        _refundBySeller(sales[1], 11);
        bytes32 id = _id(sales[1].order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Refunded));
        vm.prank(seller);
        escrow.ship(terms, shipments);

        shipments[1] = shipments[0];
        id = _id(sales[0].order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Shipped));
        vm.prank(seller);
        escrow.ship(terms, shipments);
        _assertState(sales[0], SaleEscrow.State.Funded);
    }

    function test_ConfirmedDeliveryPaysEachShareAtOnceShippedOrNot() external {
        for (uint256 i; i < 3; ++i) {
            Sale memory sale = _funded(address(token), 7);
            if (i != 0) _ship(sale);
            if (i == 2) _dispute(sale);
            Attestation[] memory attestations = _attestations(sale);
            bytes memory delivery = _deliverySignature(sale.order);
            if (i == 0) {
                vm.expectEmit(address(escrow));
                emit SaleEscrow.ConditionAttested(_id(sale.order), verifier, EVIDENCE);
            } else {
                attestations = new Attestation[](0);
            }
            vm.expectEmit(address(escrow));
            emit SaleEscrow.Released(_id(sale.order), 7);
            vm.prank(relayer);
            escrow.release(sale.terms, sale.shares, sale.order, attestations, delivery);

            _assertState(sale, SaleEscrow.State.Released);
            assertEq(token.balanceOf(merchant), 4 * (i + 1));
            assertEq(token.balanceOf(host), i + 1);
            assertEq(token.balanceOf(platform), i + 1);
            assertEq(token.balanceOf(viewers), i + 1);
            assertEq(token.balanceOf(address(escrow)), 0);
        }
    }

    function test_AReleaseInTheNativeCoinPaysEachShare() external {
        _release(_funded(NATIVE, 1 ether));
        assertEq(merchant.balance, 0.6 ether);
        assertEq(host.balance, 0.25 ether);
        assertEq(platform.balance, 0.1 ether);
        assertEq(viewers.balance, 0.05 ether);
        assertEq(address(escrow).balance, 0);
    }

    function test_OfReleaseAndRefundInOneBlockTheFirstWinsAndOnlyOneIsDue() external {
        Sale memory funded = _funded(NATIVE, 10);
        Sale memory shipped = _funded(NATIVE, 10);
        _ship(shipped);
        vm.warp(SHIP_BY);
        bytes32 id = _id(funded.order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooEarly.selector, SHIP_BY));
        escrow.refund(funded.order);
        _release(funded);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Released));
        escrow.refund(funded.order);

        // The buyer's own signature comes too late once anybody may settle: what she confirms then is paid out without it.
        id = _id(shipped.order);
        bytes memory delivery = _deliverySignature(shipped.order);
        (, uint40 until,) = escrow.recordOf(id);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, until));
        escrow.release(shipped.terms, shipped.shares, shipped.order, new Attestation[](0), delivery);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Shipped));
        escrow.refund(shipped.order);
        assertEq(_releaseBatch(shipped), 10);
        assertEq(_splitBalance(NATIVE), 20);
        assertEq(buyer.balance, 0);
    }

    function test_InTheLastSecondOfTheAcceptanceADisputeWinsAndInTheNextTheSplit() external {
        Sale memory sale = _funded(NATIVE, 100);
        _ship(sale);
        uint256 until = vm.getBlockTimestamp() + ACCEPTANCE;
        vm.warp(until);
        uint256 snapshot = vm.snapshotState();
        assertEq(_releaseBatch(sale), 0);
        _dispute(sale);
        assertEq(_releaseBatch(sale), 0);
        _assertState(sale, SaleEscrow.State.Disputed);

        vm.revertToState(snapshot);
        vm.warp(until + 1);
        bytes memory complaint = _disputeSignature(sale.order, REASON);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.TooLate.selector, until));
        escrow.dispute(sale.terms, sale.order, REASON, complaint);
        assertEq(_releaseBatch(sale), 100);
    }

    // --- Money that came by itself ---

    function test_MoneyForcedOnTheEscrowChangesNothing() external {
        Sale memory inCoin = _funded(NATIVE, 1000);
        Sale memory inToken = _funded(address(token), 1000);
        // An account whose code is: push the escrow's address, self-destruct.
        address bomb = makeAddr("bomb");
        vm.etch(bomb, abi.encodePacked(hex"73", address(escrow), hex"ff"));
        vm.deal(bomb, 555);
        (bool success,) = bomb.call("");
        assertTrue(success);
        assertEq(address(escrow).balance, 1555);
        token.mint(address(escrow), 777);

        _release(inCoin);
        vm.warp(SHIP_BY + 1);
        _refund(inToken);
        assertEq(_splitBalance(NATIVE), 1000);
        assertEq(token.balanceOf(buyer), 1000);
        assertEq(address(escrow).balance, 555);
        assertEq(token.balanceOf(address(escrow)), 777);

        vm.warp(SHIP_BY);
        Sale memory free = _sale(address(token), 777);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(payer);
        escrow.deposit(free.order);
    }

    // --- Helpers ---

    function _assertInvalid(EscrowOrder memory order) private {
        vm.expectRevert(SaleEscrow.InvalidOrder.selector);
        escrow.deposit(order);
    }

    function _assertNotShippable(Sale memory sale, bytes memory refusal) private {
        Shipment[] memory shipments = _shipments(sale);
        vm.expectRevert(refusal);
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
    }

    function _assertSplitMismatch(Sale memory sale, Share[] memory shares) private {
        bytes memory refusal = abi.encodeWithSelector(SaleEscrow.SplitMismatch.selector, sale.terms.splitId);
        Attestation[] memory attestations = _attestations(sale);
        bytes memory delivery = _deliverySignature(sale.order);
        vm.expectRevert(refusal);
        escrow.release(sale.terms, shares, sale.order, attestations, delivery);
        vm.expectRevert(refusal);
        escrow.releaseBatch(sale.terms, shares, _one(sale.order));
        vm.expectRevert(refusal);
        vm.prank(arbiter);
        escrow.resolve(sale.terms, shares, sale.order, 0);
    }
}
