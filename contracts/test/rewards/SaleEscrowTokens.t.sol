// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HostileToken} from "../support/HostileToken.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {RebasingToken} from "../support/RebasingToken.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Tokens that keep to the standard in their own way are paid or refused, and none of them harms an order in another
/// currency.
contract SaleEscrowTokensTest is SaleFixture {
    function testFuzz_ATokenThatTakesAFeeIsRefused(uint128 amount) external {
        FeeToken fee = new FeeToken();
        amount = uint128(bound(amount, 100, type(uint128).max));
        Sale memory sale = _sale(address(fee), amount);
        _prepare(sale.order);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, amount, amount - amount / 100));
        vm.prank(payer);
        escrow.deposit(sale.order);
        assertEq(fee.balanceOf(payer), amount);
    }

    function test_ATokenThatRebasesInTheMiddleOfADepositIsRefused() external {
        RebasingToken rebasing = new RebasingToken();
        _funded(address(rebasing), 1000);
        Sale memory sale = _sale(address(rebasing), 1000);
        _prepare(sale.order);

        rebasing.setRebaseOnTransfer(90);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 800));
        vm.prank(payer);
        escrow.deposit(sale.order);

        rebasing.setRebaseOnTransfer(150);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 2000));
        vm.prank(payer);
        escrow.deposit(sale.order);
    }

    function test_ATokenThatShrinksBelowWhatTheEscrowHeldIsRefused() external {
        RebasingToken rebasing = new RebasingToken();
        _funded(address(rebasing), 1000);
        Sale memory sale = _sale(address(rebasing), 100);
        _prepare(sale.order);
        rebasing.setRebaseOnTransfer(50);
        vm.expectRevert();
        vm.prank(payer);
        escrow.deposit(sale.order);
        _assertState(sale, SaleEscrow.State.None);
    }

    function test_ATokenThatShrinksLaterLeavesACreditForTheLastAndNothingElseIsTouched() external {
        RebasingToken rebasing = new RebasingToken();
        Sale memory inCoin = _funded(NATIVE, 10_000);
        Sale memory sale = _funded(address(rebasing), 10_000);
        rebasing.rebase(98);
        _release(sale);
        assertEq(escrow.creditOf(viewers, address(rebasing)), 500);
        assertEq(escrow.creditOf(merchant, address(rebasing)), 0);

        rebasing.rebase(100);
        rebasing.mint(address(escrow), 500);
        vm.prank(viewers);
        escrow.withdraw(address(rebasing));
        assertEq(rebasing.balanceOf(viewers), 500);
        _release(inCoin);
        assertEq(viewers.balance, 500);
    }

    function test_ATokenThatGrowsPaysWhatWasAgreedAndNoMore() external {
        RebasingToken rebasing = new RebasingToken();
        Sale memory sale = _funded(address(rebasing), 10_000);
        rebasing.rebase(200);
        _release(sale);
        assertEq(rebasing.balanceOf(merchant), 6000);
        assertEq(rebasing.balanceOf(address(escrow)), 10_000);
    }

    function test_ATokenThatReturnsNothingIsPaidInAndOutAndRefunded() external {
        NoReturnToken old = new NoReturnToken();
        Sale memory released = _funded(address(old), 10_000);
        // The allowance was used up to the last unit, so that this token allows the next.
        Sale memory refunded = _funded(address(old), 77);
        _release(released);
        vm.warp(SHIP_BY + 1);
        _refund(refunded);
        assertEq(old.balanceOf(merchant), 6000);
        assertEq(old.balanceOf(host), 2500);
        assertEq(old.balanceOf(platform), 1000);
        assertEq(old.balanceOf(viewers), 500);
        assertEq(old.balanceOf(buyer), 77);
        assertEq(old.balanceOf(address(escrow)), 0);
    }

    function test_ATokenThatReturnsFalseFundsNothing() external {
        FalseReturnToken refusing = new FalseReturnToken();
        Sale memory sale = _sale(address(refusing), 100);
        _prepare(sale.order);
        refusing.setRefusing(true);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(payer);
        escrow.deposit(sale.order);
        _assertState(sale, SaleEscrow.State.None);
    }

    function test_ATokenThatReturnsFalseAtTheReleaseLeavesCreditsThatArePaidLater() external {
        FalseReturnToken refusing = new FalseReturnToken();
        Sale memory sale = _funded(address(refusing), 10_000);
        refusing.setRefusing(true);
        _release(sale);
        assertEq(escrow.creditOf(merchant, address(refusing)), 6000);
        assertEq(escrow.creditOf(viewers, address(refusing)), 500);

        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(merchant);
        escrow.withdraw(address(refusing));
        assertEq(escrow.creditOf(merchant, address(refusing)), 6000);

        refusing.setRefusing(false);
        vm.prank(merchant);
        escrow.withdraw(address(refusing));
        assertEq(refusing.balanceOf(merchant), 6000);
    }

    function test_ATokenThatFailsInAnyWayLeavesCredits() external {
        HostileToken.Mode[5] memory modes = [
            HostileToken.Mode.BurnGas,
            HostileToken.Mode.RevertWithABomb,
            HostileToken.Mode.MoveAndRevert,
            HostileToken.Mode.ReturnTwo,
            HostileToken.Mode.ReturnOneByte
        ];
        for (uint256 i; i < modes.length; ++i) {
            (HostileToken hostile, uint256 used) = _releaseIn(modes[i]);
            assertEq(escrow.creditOf(merchant, address(hostile)), 6000);
            assertEq(escrow.creditOf(viewers, address(hostile)), 500);
            assertLt(used, 1_700_000);
        }
    }

    function test_ATokenThatAnswersTrueWithABombBehindItIsPaidAndNotReadFurther() external {
        (HostileToken hostile, uint256 used) = _releaseIn(HostileToken.Mode.ReturnABomb);
        assertEq(hostile.balanceOf(merchant), 6000);
        assertEq(escrow.creditOf(merchant, address(hostile)), 0);
        assertLt(used, 1_000_000);
    }

    /// @dev Fifty bombs that the escrow copied, even if only in part, would cost it far more than the tokens themselves.
    function test_FiftyReturnBombsFitIntoABlock() external {
        Share[] memory shares = Splits.random(1, 50);
        HostileToken hostile = new HostileToken();
        Sale memory answered = _funded(address(hostile), 1_000_000, shares);
        Sale memory reverted = _funded(address(hostile), 1_000_000, shares);
        hostile.setMode(HostileToken.Mode.ReturnABomb);
        uint256 before = gasleft();
        _release(answered);
        assertLt(before - gasleft(), 9_000_000);
        assertEq(hostile.balanceOf(address(escrow)), 1_000_000);

        hostile.setMode(HostileToken.Mode.RevertWithABomb);
        before = gasleft();
        _release(reverted);
        assertLt(before - gasleft(), 9_000_000);
        assertEq(hostile.balanceOf(address(escrow)), 1_000_000);
    }

    function test_AHostileTokenTouchesNoOrderInAnotherCurrency() external {
        for (uint256 mode = 1; mode <= uint256(type(HostileToken.Mode).max); ++mode) {
            Sale memory inCoin = _funded(NATIVE, 10_000);
            Sale memory inToken = _funded(address(token), 10_000);
            _releaseIn(HostileToken.Mode(mode));
            assertEq(address(escrow).balance, 10_000);
            assertEq(token.balanceOf(address(escrow)), 10_000);
            _release(inCoin);
            _release(inToken);
            assertEq(token.balanceOf(merchant), 6000 * mode);
        }
    }

    function test_ATokenThatLosesItsCodeLeavesCreditsAndDoesNotHoldUpTheRelease() external {
        Sale memory sale = _funded(address(token), 10_000);
        bytes memory code = address(token).code;
        vm.etch(address(token), "");
        _release(sale);
        assertEq(escrow.creditOf(merchant, address(token)), 6000);

        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(merchant);
        escrow.withdraw(address(token));
        vm.etch(address(token), code);
        vm.prank(merchant);
        escrow.withdraw(address(token));
        assertEq(token.balanceOf(merchant), 6000);
    }

    function test_AnAllowanceOfMoreThanTheAmountIsNotUsedFurther() external {
        Sale memory sale = _sale(address(token), 100);
        token.mint(payer, 1000);
        vm.startPrank(payer);
        token.approve(address(escrow), 1000);
        escrow.deposit(sale.order);
        vm.stopPrank();
        assertEq(token.balanceOf(payer), 900);
        assertEq(token.allowance(payer, address(escrow)), 900);
        Sale memory next = _sale(address(token), 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(relayer);
        escrow.deposit(next.order);
        assertEq(token.balanceOf(payer), 900);
    }

    function _releaseIn(HostileToken.Mode mode) private returns (HostileToken hostile, uint256 used) {
        hostile = new HostileToken();
        Sale memory sale = _funded(address(hostile), 10_000);
        hostile.setMode(mode);
        used = gasleft();
        _release(sale);
        used -= gasleft();
        _assertState(sale, SaleEscrow.State.Released);
    }
}
