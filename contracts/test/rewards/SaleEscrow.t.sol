// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {Vm} from "../support/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice An order goes from none to funded and from there, once, to released or refunded, under the terms it was funded
/// with.
contract SaleEscrowTest is SaleFixture {
    // --- Deposit ---

    function test_ItKnowsItsRegistryWhichIsNotZero() external {
        assertEq(address(escrow.registry()), address(registry));
        vm.expectRevert(SaleEscrow.ZeroAddress.selector);
        SaleEscrow(deployed("SaleEscrow.sol:SaleEscrow", abi.encode(SplitRegistry(address(0)))));
    }

    function test_ADepositTakesTheAmountFromItsCallerAndFundsTheOrder() external {
        SaleEscrow.Order memory order = _order(address(token), 1_000_007);
        _prepare(order);
        assertEq(escrow.stateOf(order.orderId), NONE);
        assertFalse(escrow.isFunded(order));

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Deposited(order.orderId, buyer, address(token), 1_000_007);
        vm.prank(payer);
        escrow.deposit(order);

        assertEq(escrow.stateOf(order.orderId), FUNDED);
        assertTrue(escrow.isFunded(order));
        assertEq(token.balanceOf(payer), 0);
        assertEq(token.balanceOf(address(escrow)), 1_000_007);
    }

    function test_ADepositInTheNativeCoinTakesWhatIsSentWithIt() external {
        SaleEscrow.Order memory order = _order(NATIVE, 3 ether);
        _prepare(order);

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Deposited(order.orderId, buyer, NATIVE, 3 ether);
        vm.prank(payer);
        escrow.deposit{value: 3 ether}(order);

        assertTrue(escrow.isFunded(order));
        assertEq(address(escrow).balance, 3 ether);
    }

    function testFuzz_AnyoneMayPayForTheBuyer(address anyone) external {
        vm.assume(anyone != address(escrow) && anyone != address(0));
        SaleEscrow.Order memory order = _order(NATIVE, 1);
        vm.deal(anyone, 1);
        vm.prank(anyone);
        escrow.deposit{value: 1}(order);
        assertTrue(escrow.isFunded(order));
    }

    function test_NeitherBuyerNorVerifierMayBeZero() external {
        SaleEscrow.Order memory order = _order(NATIVE, 0);
        order.buyer = address(0);
        vm.expectRevert(SaleEscrow.ZeroAddress.selector);
        escrow.deposit(order);

        order = _order(NATIVE, 0);
        order.verifier = address(0);
        vm.expectRevert(SaleEscrow.ZeroAddress.selector);
        escrow.deposit(order);
    }

    function test_ASplitThatIsNotRegisteredIsRefused() external {
        SaleEscrow.Order memory order = _order(NATIVE, 0);
        order.splitId = keccak256("no split");
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.UnknownSplit.selector, order.splitId));
        escrow.deposit(order);
    }

    function testFuzz_NativeMoneyThatIsNotExactlyTheAmountIsRefused(uint128 amount, uint128 given) external {
        vm.assume(amount != given);
        SaleEscrow.Order memory order = _order(NATIVE, amount);
        vm.deal(payer, given);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, amount, given));
        vm.prank(payer);
        escrow.deposit{value: given}(order);
    }

    function test_NativeMoneyIsRefusedWhereATokenIsDue() external {
        SaleEscrow.Order memory order = _order(address(token), 100);
        _prepare(order);
        vm.deal(payer, 100);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 0, 100));
        vm.prank(payer);
        escrow.deposit{value: 100}(order);
    }

    function test_WithoutAllowanceOrBalanceNothingIsFunded() external {
        SaleEscrow.Order memory order = _order(address(token), 100);
        token.mint(payer, 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(payer);
        escrow.deposit(order);

        vm.startPrank(payer);
        token.approve(address(escrow), 100);
        assertTrue(token.transfer(host, 1));
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        escrow.deposit(order);
        assertEq(escrow.stateOf(order.orderId), NONE);
    }

    function test_ACurrencyWithoutCodeIsRefused() external {
        SaleEscrow.Order memory order = _order(makeAddr("no token"), 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        escrow.deposit(order);
    }

    function test_TheEscrowTakesNoNativeMoneyOutsideADeposit() external {
        (bool success,) = address(escrow).call{value: 1}("");
        assertFalse(success);
    }

    function test_AnOrderIdIsUsedOnceInWhateverStateItIs() external {
        SaleEscrow.Order memory released = _funded(NATIVE, 0);
        _assertTaken(released);
        _release(released);
        _assertTaken(released);

        SaleEscrow.Order memory refunded = _funded(NATIVE, 0);
        _refund(refunded);
        _assertTaken(refunded);
    }

    function test_AnOrderIdFundedUnderOtherTermsIsSeenAndTakesNobodysMoney() external {
        SaleEscrow.Order memory order = _order(address(token), 100);
        _prepare(order);
        address mallory = makeAddr("mallory");
        SaleEscrow.Order memory hers = _order(NATIVE, 1, Splits.whole(mallory));
        hers.orderId = order.orderId;
        hers.verifier = mallory;
        vm.deal(mallory, 1);
        vm.prank(mallory);
        escrow.deposit{value: 1}(hers);

        assertEq(escrow.stateOf(order.orderId), FUNDED, "the state alone says nothing of the terms");
        assertFalse(escrow.isFunded(order), "the terms agreed are not funded");
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, order.orderId));
        vm.prank(payer);
        escrow.deposit(order);
        assertEq(token.balanceOf(payer), 100);

        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderMismatch.selector, order.orderId));
        escrow.release(order, _shares(), PASSPORT, passport, delivery);
    }

    // --- Terms ---

    function testFuzz_OtherTermsThanTheFundedOnesAreNotFunded(uint256 field, uint256 value, uint64 time) external {
        SaleEscrow.Order memory order = _funded(address(token), 1000);
        SaleEscrow.Order memory other = abi.decode(abi.encode(order), (SaleEscrow.Order));
        field = bound(field, 0, 6);
        if (field == 0) other.buyer = address(bytes20(bytes32(value)));
        if (field == 1) other.verifier = address(bytes20(bytes32(value)));
        if (field == 2) other.currency = address(bytes20(bytes32(value)));
        if (field == 3) other.amount = value;
        if (field == 4) other.splitId = bytes32(value);
        if (field == 5) other.itemKey = bytes32(value);
        if (field == 6) other.refundAfter = time;
        vm.assume(keccak256(abi.encode(order)) != keccak256(abi.encode(other)));

        assertFalse(escrow.isFunded(other));
        bytes memory passport = _passportSignature(other);
        bytes memory delivery = _deliverySignature(other);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderMismatch.selector, order.orderId));
        escrow.release(other, _shares(), PASSPORT, passport, delivery);
        vm.warp(type(uint64).max);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderMismatch.selector, order.orderId));
        escrow.refund(other);
        assertTrue(escrow.isFunded(order));
    }

    function test_AnOrderIsFundedOnlyUntilItIsReleasedOrRefunded() external {
        SaleEscrow.Order memory released = _funded(NATIVE, 10);
        SaleEscrow.Order memory refunded = _funded(NATIVE, 10);
        _release(released);
        _refund(refunded);
        assertEq(escrow.stateOf(released.orderId), RELEASED);
        assertEq(escrow.stateOf(refunded.orderId), REFUNDED);
        assertFalse(escrow.isFunded(released));
        assertFalse(escrow.isFunded(refunded));
    }

    // --- Release ---

    function test_AReleasePaysEachShareAndSaysSo() external {
        SaleEscrow.Order memory order = _funded(address(token), 7);
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Released(order.orderId, PASSPORT);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Paid(order.orderId, merchant, 4);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Paid(order.orderId, host, 1);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Paid(order.orderId, platform, 1);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Paid(order.orderId, viewers, 1);
        vm.prank(relayer);
        escrow.release(order, _shares(), PASSPORT, passport, delivery);

        assertEq(escrow.stateOf(order.orderId), RELEASED);
        assertEq(token.balanceOf(merchant), 4);
        assertEq(token.balanceOf(host), 1);
        assertEq(token.balanceOf(platform), 1);
        assertEq(token.balanceOf(viewers), 1);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_AReleaseInTheNativeCoinPaysEachShare() external {
        _release(_funded(NATIVE, 1 ether));
        assertEq(merchant.balance, 0.6 ether);
        assertEq(host.balance, 0.25 ether);
        assertEq(platform.balance, 0.1 ether);
        assertEq(viewers.balance, 0.05 ether);
        assertEq(address(escrow).balance, 0);
    }

    function test_WhoseShareComesToNothingIsNotPaidAndNotMentioned() external {
        SaleEscrow.Order memory order = _funded(address(token), 1);
        vm.recordLogs();
        _release(order);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        // Released, the token's Transfer, Paid.
        assertEq(logs.length, 3);
        assertEq(token.balanceOf(viewers), 1);
    }

    function test_AnOrderOfNothingIsReleasedWithoutAPayment() external {
        SaleEscrow.Order memory order = _funded(address(token), 0);
        vm.recordLogs();
        _release(order);
        assertEq(vm.getRecordedLogs().length, 1);
        assertEq(escrow.stateOf(order.orderId), RELEASED);
    }

    function testFuzz_WhatIsPaidOutIsWhatWasPaidIn(uint256 amount, uint8 bits, uint256 seed, uint256 count) external {
        amount >>= bits;
        Share[] memory shares = Splits.random(seed, bound(count, 1, 12));
        _release(_funded(address(token), amount, shares), shares);

        uint256 sum;
        uint256 bps;
        uint256 upTo;
        for (uint256 i; i < shares.length; ++i) {
            uint256 before = upTo;
            bps += shares[i].bps;
            upTo = FixedPointMathLib.fullMulDiv(amount, bps, 10_000);
            assertEq(token.balanceOf(shares[i].recipient), upTo - before);
            sum += token.balanceOf(shares[i].recipient);
        }
        assertEq(sum, amount);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_FromOneUnitToTheLargestAmountNothingRemains() external {
        for (uint256 bits; bits <= 256; bits += 8) {
            uint256 snapshot = vm.snapshotState();
            _release(_funded(address(token), bits == 256 ? type(uint256).max : 2 ** bits));
            assertEq(token.balanceOf(address(escrow)), 0);
            uint256 paid = token.balanceOf(merchant) + token.balanceOf(host) + token.balanceOf(platform)
                + token.balanceOf(viewers);
            assertEq(paid, bits == 256 ? type(uint256).max : 2 ** bits);
            vm.revertToState(snapshot);
        }
    }

    function testFuzz_OnlyTheRecipientsOfTheSplitGetMoney(address caller, uint128 amount) external {
        vm.assume(caller != merchant && caller != host && caller != platform && caller != viewers);
        SaleEscrow.Order memory order = _funded(address(token), amount);
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);

        vm.recordLogs();
        vm.prank(caller);
        escrow.release(order, _shares(), PASSPORT, passport, delivery);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(token)) continue;
            address to = address(uint160(uint256(logs[i].topics[2])));
            assertTrue(to == merchant || to == host || to == platform || to == viewers);
        }
        assertEq(token.balanceOf(caller), 0);
        assertEq(token.balanceOf(buyer), 0);
        assertEq(token.balanceOf(verifier), 0);
        assertEq(token.balanceOf(payer), 0);
    }

    function test_OtherSharesThanTheSplitsAreRefused() external {
        SaleEscrow.Order memory order = _funded(address(token), 1000);
        Share[] memory shares = _shares();
        shares[3].recipient = relayer;
        _assertSplitMismatch(order, shares);

        shares = _shares();
        (shares[0].bps, shares[1].bps) = (5999, 2501);
        _assertSplitMismatch(order, shares);

        shares = _shares();
        (shares[0], shares[1]) = (shares[1], shares[0]);
        _assertSplitMismatch(order, shares);

        _assertSplitMismatch(order, new Share[](0));
        _assertSplitMismatch(order, new Share[](5));

        shares = Splits.whole(relayer);
        registry.create(shares);
        _assertSplitMismatch(order, shares);

        _release(order);
    }

    function test_FiftyRecipientsArePaidInOneTransaction() external {
        Share[] memory shares = Splits.random(3, 50);
        SaleEscrow.Order memory order = _funded(address(token), 1_000_003, shares);
        uint256 before = gasleft();
        _release(order, shares);
        assertLt(before - gasleft(), 3_000_000);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_OrdersUnderOneSplitAndOneCurrencyDoNotMix() external {
        SaleEscrow.Order memory first = _funded(address(token), 1000);
        SaleEscrow.Order memory second = _funded(address(token), 50);
        _release(second);
        assertEq(token.balanceOf(address(escrow)), 1000);
        assertTrue(escrow.isFunded(first));
        _refund(first);
        assertEq(token.balanceOf(buyer), 1000);
    }

    // --- Refund ---

    function test_ARefundGoesToTheBuyerWhoeverPaidAndWhoeverAsks() external {
        SaleEscrow.Order memory order = _funded(address(token), 1000);
        vm.warp(REFUND_AFTER);

        vm.expectEmit(address(escrow));
        emit SaleEscrow.Refunded(order.orderId, 1000);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Paid(order.orderId, buyer, 1000);
        vm.prank(relayer);
        escrow.refund(order);

        assertEq(escrow.stateOf(order.orderId), REFUNDED);
        assertEq(token.balanceOf(buyer), 1000);
        assertEq(token.balanceOf(payer), 0);
        assertEq(token.balanceOf(relayer), 0);
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_ARefundInTheNativeCoinGoesToTheBuyer() external {
        _refund(_funded(NATIVE, 2 ether));
        assertEq(buyer.balance, 2 ether);
        assertEq(address(escrow).balance, 0);
    }

    function testFuzz_BeforeItsTimeARefundIsRefusedAndFromThenOnGranted(uint64 refundAfter, uint64 now_) external {
        SaleEscrow.Order memory order = _order(NATIVE, 10);
        order.refundAfter = refundAfter;
        _fund(order);
        vm.warp(now_);
        bool due = now_ >= refundAfter;
        if (!due) vm.expectRevert(abi.encodeWithSelector(SaleEscrow.RefundNotDue.selector, refundAfter));
        escrow.refund(order);
        assertEq(buyer.balance, due ? 10 : 0);
        assertEq(escrow.stateOf(order.orderId), due ? REFUNDED : FUNDED);
    }

    function test_ARefundBecomesDueAtItsSecondAndNotOneEarlier() external {
        SaleEscrow.Order memory order = _funded(NATIVE, 10);
        vm.warp(REFUND_AFTER - 1);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.RefundNotDue.selector, REFUND_AFTER));
        escrow.refund(order);
        vm.warp(REFUND_AFTER);
        escrow.refund(order);
    }

    function test_AReleaseIsPossibleBeforeAtAndAfterTheSecondWhenARefundBecomesDue() external {
        SaleEscrow.Order memory before = _funded(NATIVE, 10);
        SaleEscrow.Order memory inTime = _funded(NATIVE, 10);
        SaleEscrow.Order memory afterwards = _funded(NATIVE, 10);
        vm.warp(REFUND_AFTER - 1);
        _release(before);
        vm.warp(REFUND_AFTER);
        _release(inTime);
        vm.warp(uint256(REFUND_AFTER) + 365 days);
        _release(afterwards);
        assertEq(merchant.balance, 18);
    }

    function test_OfReleaseAndRefundTheFirstWins() external {
        SaleEscrow.Order memory order = _funded(NATIVE, 10);
        vm.warp(REFUND_AFTER);
        uint256 snapshot = vm.snapshotState();

        _release(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotFunded.selector, order.orderId, RELEASED));
        escrow.refund(order);
        assertEq(buyer.balance, 0);

        vm.revertToState(snapshot);
        escrow.refund(order);
        _assertNotReleased(order, REFUNDED);
        assertEq(merchant.balance, 0);
    }

    function test_NothingIsReleasedOrRefundedTwiceOrUnfunded() external {
        SaleEscrow.Order memory order = _order(NATIVE, 10);
        _assertNotReleased(order, NONE);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotFunded.selector, order.orderId, NONE));
        escrow.refund(order);

        _fund(order);
        _release(order);
        _assertNotReleased(order, RELEASED);

        SaleEscrow.Order memory second = _funded(NATIVE, 10);
        _refund(second);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotFunded.selector, second.orderId, REFUNDED));
        escrow.refund(second);
        assertEq(address(escrow).balance, 0);
    }

    function test_ASilentVerifierOrBuyerCannotHoldTheMoneyLongerThanAgreed() external {
        SaleEscrow.Order memory order = _funded(address(token), 1000);
        bytes memory passport = _passportSignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.DeliveryNotConfirmed.selector, order.orderId));
        escrow.release(order, _shares(), PASSPORT, passport, "");
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, order.orderId));
        escrow.release(order, _shares(), PASSPORT, "", delivery);

        _refund(order);
        assertEq(token.balanceOf(buyer), 1000);
    }

    // --- Withdraw ---

    function testFuzz_WhoHasNoCreditWithdrawsNothing(address account, address currency) external {
        _funded(address(token), 1000);
        vm.expectRevert(SaleEscrow.NothingToWithdraw.selector);
        vm.prank(account);
        escrow.withdraw(currency);
    }

    // --- Money that came by itself ---

    function test_MoneyForcedOnTheEscrowChangesNothing() external {
        SaleEscrow.Order memory inCoin = _funded(NATIVE, 1000);
        SaleEscrow.Order memory inToken = _funded(address(token), 1000);
        // An account whose code is: push the escrow's address, self-destruct.
        address bomb = makeAddr("bomb");
        vm.etch(bomb, abi.encodePacked(hex"73", address(escrow), hex"ff"));
        vm.deal(bomb, 555);
        (bool success,) = bomb.call("");
        assertTrue(success);
        assertEq(address(escrow).balance, 1555);
        token.mint(address(escrow), 777);

        _release(inCoin);
        _refund(inToken);
        assertEq(merchant.balance + host.balance + platform.balance + viewers.balance, 1000);
        assertEq(token.balanceOf(buyer), 1000);
        assertEq(address(escrow).balance, 555);
        assertEq(token.balanceOf(address(escrow)), 777);

        SaleEscrow.Order memory free = _order(address(token), 777);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(payer);
        escrow.deposit(free);
    }

    // --- Helpers ---

    function _assertTaken(SaleEscrow.Order memory order) private {
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, order.orderId));
        escrow.deposit(order);
        uint64 before = order.refundAfter;
        order.refundAfter = 0;
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.OrderExists.selector, order.orderId));
        escrow.deposit(order);
        order.refundAfter = before;
    }

    function _assertSplitMismatch(SaleEscrow.Order memory order, Share[] memory shares) private {
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.SplitMismatch.selector, order.splitId));
        escrow.release(order, shares, PASSPORT, passport, delivery);
    }

    function _assertNotReleased(SaleEscrow.Order memory order, uint8 state) private {
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotFunded.selector, order.orderId, state));
        escrow.release(order, _shares(), PASSPORT, passport, delivery);
    }
}
