// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {HookToken} from "../support/HookToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Whoever is called in the middle of a payment can change nothing in the escrow and sees what is already settled.
contract SaleEscrowReentrancyTest is SaleFixture {
    HookToken private hook = new HookToken();
    ReenteringAccount private account = new ReenteringAccount();
    Share[] private _toAccount;

    function setUp() external {
        hook.setHooks(address(account), true);
        _toAccount.push(Share(address(account), 10_000));
    }

    // --- Changing something ---

    function test_APaidRecipientCannotReenterTheRelease() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            SaleEscrow.Order memory order = _funded(currency, 1000, _toAccount);
            SaleEscrow.Order memory other = _funded(currency, 1000, _toAccount);
            _assertShutOut(order, _releaseCall(order));
            assertEq(_balance(currency, address(account)), 1000);
            assertEq(_balance(currency, address(escrow)), 1000);
            assertTrue(escrow.isFunded(other));
        }
    }

    function test_APaidRecipientCannotReleaseAnotherOrder() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            SaleEscrow.Order memory order = _funded(currency, 1000, _toAccount);
            SaleEscrow.Order memory other = _funded(currency, 1000, _toAccount);
            _assertShutOut(order, _releaseCall(other));
            assertTrue(escrow.isFunded(other));
        }
    }

    function test_APaidRecipientCannotRefund() external {
        SaleEscrow.Order memory order = _funded(NATIVE, 1000, _toAccount);
        SaleEscrow.Order memory other = _funded(NATIVE, 1000);
        vm.warp(REFUND_AFTER);
        _assertShutOut(order, abi.encodeCall(SaleEscrow.refund, (order)));
        _assertShutOut(_funded(NATIVE, 1000, _toAccount), abi.encodeCall(SaleEscrow.refund, (other)));
        assertTrue(escrow.isFunded(other));
    }

    function test_APaidRecipientCannotDeposit() external {
        SaleEscrow.Order memory order = _funded(address(hook), 1000, _toAccount);
        SaleEscrow.Order memory free = _order(NATIVE, 0);
        _assertShutOut(order, abi.encodeCall(SaleEscrow.deposit, (free)));
        assertEq(escrow.stateOf(free.orderId), NONE);
    }

    function test_APaidRecipientCannotWithdraw() external {
        _credit(NATIVE);
        SaleEscrow.Order memory order = _funded(address(hook), 1000, _toAccount);
        _assertShutOut(order, abi.encodeCall(SaleEscrow.withdraw, (NATIVE)));
        assertEq(escrow.creditOf(address(account), NATIVE), 500);
    }

    function test_ABuyerCannotReenterItsRefund() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            SaleEscrow.Order memory order = _order(currency, 1000);
            order.buyer = address(account);
            _fund(order);
            _funded(currency, 1000);
            vm.warp(REFUND_AFTER);
            account.prepare(address(escrow), abi.encodeCall(SaleEscrow.refund, (order)));
            escrow.refund(order);
            _assertRefusedByTheGuard();
            assertEq(_balance(currency, address(account)), 1000);
            assertEq(_balance(currency, address(escrow)), 1000);
        }
    }

    function test_AWithdrawalCannotBeReentered() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            _credit(currency);
            _funded(currency, 1000);
            bytes memory withdrawal = abi.encodeCall(SaleEscrow.withdraw, (currency));
            account.prepare(address(escrow), withdrawal);
            account.execute(address(escrow), withdrawal);
            _assertRefusedByTheGuard();
            assertEq(_balance(currency, address(account)), 500);
            assertEq(_balance(currency, address(escrow)), 1000);
        }
    }

    function test_APayerCannotReenterADepositFromItsHook() external {
        SaleEscrow.Order memory funded = _funded(address(hook), 500);
        SaleEscrow.Order memory order = _order(address(hook), 1000);
        SaleEscrow.Order memory other = _order(address(hook), 1000);
        _giveAccount(2000);

        account.prepare(address(escrow), abi.encodeCall(SaleEscrow.deposit, (other)));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (order)));
        _assertRefusedByTheGuard();
        assertTrue(escrow.isFunded(order));
        assertEq(escrow.stateOf(other.orderId), NONE);

        account.prepare(address(escrow), _releaseCall(funded, _shares()));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (other)));
        _assertRefusedByTheGuard();
        assertTrue(escrow.isFunded(funded));
        assertEq(hook.balanceOf(address(escrow)), 2500);
    }

    /// @dev The amount that arrives is measured; a gift from inside the measurement is not mistaken for the payment.
    function test_APayerThatAlsoSendsMoneyByItselfIsRefused() external {
        SaleEscrow.Order memory order = _order(address(hook), 1000);
        _giveAccount(2000);
        account.prepare(address(hook), abi.encodeCall(hook.transfer, (address(escrow), 5)));
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 1005));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (order)));
    }

    // --- Reading something ---

    function test_APaidRecipientSeesTheOrderReleased() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            SaleEscrow.Order memory order = _funded(currency, 1000, _toAccount);
            account.prepare(address(escrow), abi.encodeCall(SaleEscrow.stateOf, (order.orderId)));
            _release(order, _toAccount);
            _assertSaw(abi.encode(RELEASED));

            order = _funded(currency, 1000, _toAccount);
            account.prepare(address(escrow), abi.encodeCall(SaleEscrow.isFunded, (order)));
            _release(order, _toAccount);
            _assertSaw(abi.encode(false));
        }
    }

    function test_ARefundedBuyerSeesTheOrderRefunded() external {
        SaleEscrow.Order memory order = _order(NATIVE, 1000);
        order.buyer = address(account);
        _fund(order);
        account.prepare(address(escrow), abi.encodeCall(SaleEscrow.stateOf, (order.orderId)));
        _refund(order);
        _assertSaw(abi.encode(REFUNDED));
    }

    function test_WhoWithdrawsSeesItsCreditGone() external {
        _credit(NATIVE);
        account.prepare(address(escrow), abi.encodeCall(escrow.creditOf, (address(account), NATIVE)));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.withdraw, (NATIVE)));
        _assertSaw(abi.encode(0));
    }

    /// @dev Inside the payer's hook the order counts as funded before the money has come. That binds nobody: when the
    /// money does not come, all that was done meanwhile is undone.
    function test_WhatAPayerDoesInItsHookIsUndoneWhenTheMoneyDoesNotCome() external {
        SaleEscrow.Order memory order = _order(address(hook), 1000);
        _giveAccount(1000);
        hook.setHooks(address(account), false);
        account.execute(address(hook), abi.encodeCall(hook.transfer, (relayer, 1)));
        hook.setHooks(address(account), true);
        account.prepare(address(escrow), abi.encodeCall(SaleEscrow.isFunded, (order)));

        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (order)));
        assertFalse(account.entered());
        assertFalse(escrow.isFunded(order));

        hook.mint(address(account), 1);
        account.prepare(address(escrow), abi.encodeCall(SaleEscrow.isFunded, (order)));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (order)));
        _assertSaw(abi.encode(true));
        assertTrue(escrow.isFunded(order));
    }

    // --- Helpers ---

    /// @dev Releases the order, whose recipient makes the call from inside and is refused, and is paid all the same.
    function _assertShutOut(SaleEscrow.Order memory order, bytes memory call) private {
        uint256 before = _balance(order.currency, address(account));
        account.prepare(address(escrow), call);
        _release(order, _toAccount);
        _assertRefusedByTheGuard();
        assertEq(_balance(order.currency, address(account)), before + order.amount);
        assertEq(escrow.stateOf(order.orderId), RELEASED);
    }

    function _assertRefusedByTheGuard() private view {
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
    }

    function _assertSaw(bytes memory answer) private view {
        assertTrue(account.entered());
        assertTrue(account.succeeded());
        assertEq(account.answer(), answer);
    }

    function _releaseCall(SaleEscrow.Order memory order) private view returns (bytes memory) {
        return _releaseCall(order, _toAccount);
    }

    function _releaseCall(SaleEscrow.Order memory order, Share[] memory shares) private view returns (bytes memory) {
        return abi.encodeCall(
            SaleEscrow.release, (order, shares, PASSPORT, _passportSignature(order), _deliverySignature(order))
        );
    }

    /// @dev A credit of 500 for the account, whose code was an invalid instruction while it was to be paid.
    function _credit(address currency) private {
        SaleEscrow.Order memory order = _funded(currency, 500, Splits.whole(address(account)));
        bytes memory code = address(account).code;
        vm.etch(address(account), hex"fe");
        _release(order, _toAccount);
        vm.etch(address(account), code);
        assertEq(escrow.creditOf(address(account), currency), 500);
    }

    function _giveAccount(uint256 amount) private {
        hook.mint(address(account), amount);
        account.execute(address(hook), abi.encodeCall(hook.approve, (address(escrow), amount)));
    }
}
