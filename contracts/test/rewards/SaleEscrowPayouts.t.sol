// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {Payouts} from "../../src/rewards/Payouts.sol";
import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice A recipient that cannot be paid gets a credit, the others are paid, and whoever brings too little gas cannot
/// turn a payment into a credit.
contract SaleEscrowPayoutsTest is SaleFixture {
    /// @dev What one transaction may have (EIP-7825), and more than it costs before the first instruction of this one.
    uint256 private constant MAX_TRANSACTION_GAS = 1 << 24;
    uint256 private constant INTRINSIC_GAS = 120_000;

    BlockingToken private blocking = new BlockingToken();
    HookToken private hook = new HookToken();
    HostileRecipient private hostile = new HostileRecipient();

    function setUp() external {
        hook.setHooks(address(hostile), true);
    }

    // --- Recipients that cannot be paid ---

    function test_ABlockedRecipientGetsACreditAndTheOthersArePaid() external {
        Sale memory sale = _funded(address(blocking), 10_000);
        blocking.setBlocked(host, true);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Released(_id(sale.order), 10_000);
        vm.expectEmit(address(escrow));
        emit Payouts.Credited(host, address(blocking), 2500);
        _release(sale);

        assertEq(escrow.creditOf(host, address(blocking)), 2500);
        assertEq(blocking.balanceOf(address(escrow)), 2500);
        assertEq(blocking.balanceOf(merchant), 6000);
        assertEq(blocking.balanceOf(host), 0);
    }

    function test_ARecipientThatRefusesTheNativeCoinGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(NATIVE, HostileRecipient.Mode.Refuse);
    }

    function test_ARecipientThatBurnsAllItsGasGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(NATIVE, HostileRecipient.Mode.BurnGas);
    }

    function test_ARecipientThatThrowsAReturnBombGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(NATIVE, HostileRecipient.Mode.RevertWithABomb);
    }

    function test_ARecipientWhoseHookRefusesGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(address(hook), HostileRecipient.Mode.Refuse);
    }

    function test_ARecipientWhoseHookBurnsAllItsGasGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(address(hook), HostileRecipient.Mode.BurnGas);
    }

    function test_ARecipientWhoseHookThrowsAReturnBombGetsACreditAndTheOthersArePaid() external {
        _assertHostileIsCredited(address(hook), HostileRecipient.Mode.RevertWithABomb);
    }

    function test_FiftyRecipientsThatBurnTheirGasFitIntoATransaction() external {
        address[] memory recipients = new address[](50);
        for (uint256 i; i < 50; ++i) {
            HostileRecipient each = new HostileRecipient();
            each.setMode(HostileRecipient.Mode.BurnGas);
            hook.setHooks(address(each), true);
            recipients[i] = address(each);
        }
        Share[] memory shares = Splits.even(recipients);
        Sale memory inCoin = _funded(NATIVE, 5000, shares);
        Sale memory inToken = _funded(address(hook), 5000, shares);
        (bool success,) = _tryRelease(inCoin, MAX_TRANSACTION_GAS / 2);
        assertTrue(success);
        (success,) = _tryRelease(inToken, MAX_TRANSACTION_GAS - INTRINSIC_GAS);
        assertTrue(success);
        for (uint256 i; i < 50; ++i) {
            assertEq(escrow.creditOf(recipients[i], NATIVE), 100);
            assertEq(escrow.creditOf(recipients[i], address(hook)), 100);
        }
    }

    function test_ARefundToABlockedBuyerBecomesItsCredit() external {
        Sale memory sale = _funded(address(blocking), 1000);
        blocking.setBlocked(buyer, true);
        vm.warp(SHIP_BY + 1);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.Refunded(_id(sale.order), 1000);
        vm.expectEmit(address(escrow));
        emit Payouts.Credited(buyer, address(blocking), 1000);
        escrow.refund(sale.order);
        _assertState(sale, SaleEscrow.State.None);

        blocking.setBlocked(buyer, false);
        vm.prank(buyer);
        escrow.withdraw(address(blocking));
        assertEq(blocking.balanceOf(buyer), 1000);
    }

    /// @dev The transfer to itself would succeed and leave money that belongs to nobody; the books keep it as a credit.
    function test_AShareOfTheEscrowItselfIsKeptOnTheBooksAsACredit() external {
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(token);
            Share[] memory shares = _shares();
            shares[1].recipient = address(escrow);
            _release(_funded(currency, 10_000, shares));
            assertEq(escrow.creditOf(address(escrow), currency), 2500);
            assertEq(_balance(currency, address(escrow)), 2500);
            assertEq(_balance(currency, viewers), 500);
        }
    }

    function test_ARecipientThatNeedsItsGasIsNotStarvedByOneThatBurnsItsOwn() external {
        // The burner comes first, the one that needs gas last.
        HostileRecipient needy = new HostileRecipient();
        needy.setGasNeeded(70_000);
        hostile.setMode(HostileRecipient.Mode.BurnGas);
        Share[] memory shares = _shares();
        shares[0].recipient = address(hostile);
        shares[3].recipient = address(needy);
        _release(_funded(NATIVE, 10_000, shares));
        assertEq(address(needy).balance, 500);
        assertEq(escrow.creditOf(address(hostile), NATIVE), 6000);
    }

    // --- Credits ---

    function test_CreditsOfSeveralOrdersAddUpAndAreWithdrawnAtOnce() external {
        blocking.setBlocked(host, true);
        _release(_funded(address(blocking), 10_000));
        _release(_funded(address(blocking), 40));
        assertEq(escrow.creditOf(host, address(blocking)), 2510);
        blocking.setBlocked(host, false);

        vm.expectEmit(address(escrow));
        emit Payouts.Withdrawn(host, address(blocking), 2510);
        vm.prank(host);
        escrow.withdraw(address(blocking));

        assertEq(blocking.balanceOf(host), 2510);
        assertEq(escrow.creditOf(host, address(blocking)), 0);
        assertEq(blocking.balanceOf(address(escrow)), 0);
        vm.expectRevert(Payouts.NothingToWithdraw.selector);
        vm.prank(host);
        escrow.withdraw(address(blocking));
    }

    function test_ACreditStaysAsLongAsItsOwnerCannotBePaid() external {
        blocking.setBlocked(host, true);
        _release(_funded(address(blocking), 10_000));
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(host);
        escrow.withdraw(address(blocking));
        assertEq(escrow.creditOf(host, address(blocking)), 2500);
    }

    function test_ANativeCreditStaysAsLongAsItsOwnerRefusesIt() external {
        hostile.setMode(HostileRecipient.Mode.Refuse);
        Share[] memory shares = _hostileShares();
        _release(_funded(NATIVE, 10_000, shares));
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        hostile.withdraw(escrow, NATIVE);
        assertEq(escrow.creditOf(address(hostile), NATIVE), 2500);
    }

    function test_CreditsOfOneCurrencyAreNotPaidInAnother() external {
        blocking.setBlocked(host, true);
        _release(_funded(address(blocking), 10_000));
        _funded(address(token), 10_000);
        _funded(NATIVE, 10_000);
        vm.startPrank(host);
        vm.expectRevert(Payouts.NothingToWithdraw.selector);
        escrow.withdraw(address(token));
        vm.expectRevert(Payouts.NothingToWithdraw.selector);
        escrow.withdraw(NATIVE);
    }

    function test_NobodyWithdrawsTheCreditOfAnother() external {
        blocking.setBlocked(host, true);
        _release(_funded(address(blocking), 10_000));
        vm.expectRevert(Payouts.NothingToWithdraw.selector);
        vm.prank(merchant);
        escrow.withdraw(address(blocking));
    }

    // --- Gas ---

    /// @dev Whatever gas a relayer brings, it either fails or pays: a recipient that takes its money where it has its gas
    /// is never left with a credit. This one hands back what it does not use, so that what is left after the push says
    /// nothing of how much the push had.
    function testFuzz_NoAmountOfGasTurnsANativePaymentIntoACredit(uint256 gasLimit) external {
        hostile.setGasNeeded(85_000);
        _assertPaidOrReverted(NATIVE, bound(gasLimit, 50_000, 400_000));
    }

    function testFuzz_NoAmountOfGasTurnsATokenPaymentIntoACredit(uint256 gasLimit) external {
        hostile.setGasNeeded(220_000);
        _assertPaidOrReverted(address(hook), bound(gasLimit, 50_000, 700_000));
    }

    function test_TooLittleGasIsSaidToBeSo() external {
        hostile.setGasNeeded(85_000);
        Share[] memory shares = Splits.whole(address(hostile));
        Sale memory sale = _funded(NATIVE, 10_000, shares);
        (bool success, bytes memory answer) = _tryRelease(sale, 100_000);
        assertFalse(success);
        assertEq(answer, abi.encodePacked(Payments.GasTooLow.selector));
        _assertState(sale, SaleEscrow.State.Funded);
        (success,) = _tryRelease(sale, 400_000);
        assertTrue(success);
        assertEq(address(hostile).balance, 10_000);
    }

    function testFuzz_ARefundIsPaidOrFailsForWantOfGas(uint256 gasLimit) external {
        gasLimit = bound(gasLimit, 30_000, 300_000);
        hostile.setGasNeeded(85_000);
        Sale memory sale = _sale(NATIVE, 10_000);
        sale.order.buyer = address(hostile);
        _fund(sale.order);
        vm.warp(SHIP_BY + 1);
        (bool success,) = address(escrow).call{gas: gasLimit}(abi.encodeCall(SaleEscrow.refund, (sale.order)));
        assertEq(escrow.creditOf(address(hostile), NATIVE), 0);
        assertEq(address(hostile).balance, success ? 10_000 : 0);
        _assertState(sale, success ? SaleEscrow.State.None : SaleEscrow.State.Funded);
    }

    function test_ARecipientThatNeedsMoreGasThanThereIsForItGetsACredit() external {
        hostile.setGasNeeded(400_000);
        Share[] memory shares = _hostileShares();
        _release(_funded(NATIVE, 10_000, shares));
        _release(_funded(address(hook), 10_000, shares));
        assertEq(escrow.creditOf(address(hostile), NATIVE), 2500);
        assertEq(escrow.creditOf(address(hostile), address(hook)), 2500);
        hostile.withdraw(escrow, NATIVE);
        hostile.withdraw(escrow, address(hook));
        assertEq(address(hostile).balance, 2500);
        assertEq(hook.balanceOf(address(hostile)), 2500);
    }

    // --- Helpers ---

    function _assertPaidOrReverted(address currency, uint256 gasLimit) private {
        Share[] memory shares = Splits.whole(address(hostile));
        Sale memory sale = _funded(currency, 10_000, shares);
        (bool success,) = _tryRelease(sale, gasLimit);
        assertEq(escrow.creditOf(address(hostile), currency), 0, "a stingy relayer made it a credit");
        assertEq(_balance(currency, address(hostile)), success ? 10_000 : 0);
        _assertState(sale, success ? SaleEscrow.State.Released : SaleEscrow.State.Funded);
    }

    function _tryRelease(Sale memory sale, uint256 gasLimit) private returns (bool, bytes memory) {
        bytes memory delivery = _deliverySignature(sale.order);
        return address(escrow).call{gas: gasLimit}(
            abi.encodeCall(SaleEscrow.release, (sale.terms, sale.shares, sale.order, _attestations(sale), delivery))
        );
    }

    function _hostileShares() private view returns (Share[] memory shares) {
        shares = _shares();
        shares[1].recipient = address(hostile);
    }

    function _assertHostileIsCredited(address currency, HostileRecipient.Mode mode) private {
        hostile.setMode(mode);
        Share[] memory shares = _hostileShares();
        Sale memory sale = _funded(currency, 10_000, shares);
        uint256 before = gasleft();
        _release(sale);
        assertLt(before - gasleft(), 900_000);

        _assertState(sale, SaleEscrow.State.Released);
        assertEq(escrow.creditOf(address(hostile), currency), 2500);
        assertEq(_balance(currency, address(escrow)), 2500);
        assertEq(_balance(currency, merchant), 6000);
        assertEq(_balance(currency, platform), 1000);
        assertEq(_balance(currency, viewers), 500);

        hostile.setMode(HostileRecipient.Mode.Willing);
        hostile.withdraw(escrow, currency);
        assertEq(_balance(currency, address(hostile)), 2500);
        assertEq(_balance(currency, address(escrow)), 0);
    }
}
