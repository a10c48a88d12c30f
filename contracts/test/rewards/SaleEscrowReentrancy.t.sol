// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {Payouts} from "../../src/rewards/Payouts.sol";
import {Attestation, SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {HookToken} from "../support/HookToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {Splits} from "../support/Splits.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Whoever is called in the middle of a payment can change nothing in the escrow and sees what is already settled.
contract SaleEscrowReentrancyTest is SaleFixture {
    uint256 private constant ENTRIES = 7;
    uint256 private constant CALLS = 9;

    HookToken private hook = new HookToken();
    ReenteringAccount private account = new ReenteringAccount();

    function setUp() external {
        hook.setHooks(address(account), true);
    }

    // --- Changing something ---

    /// @dev The account is seller and arbiter of the others' terms, and every call that it tries from inside succeeds when it makes
    /// it from outside: nothing but the guard is in its way.
    function test_WhoIsPaidInTheNativeCoinCanReenterNothing() external {
        _assertGuarded(NATIVE);
    }

    function test_WhoseHookIsCalledByATokenCanReenterNothing() external {
        _assertGuarded(address(hook));
    }

    function test_APayerCannotReenterFromTheHookOfItsDeposit() external {
        bytes[] memory calls = _calls(_due(_freeTerms(), 0));
        _credit(NATIVE);
        for (uint256 i; i < CALLS; ++i) {
            uint256 snapshot = vm.snapshotState();
            Sale memory sale = _sale(address(hook), 1000);
            _giveAccount(1000);
            account.prepare(address(escrow), calls[i]);
            account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (sale.order)));
            _assertRefusedByTheGuard();
            _assertState(sale, SaleEscrow.State.Funded);
            account.execute(address(escrow), calls[i]);
            vm.revertToState(snapshot);
        }
    }

    /// @dev The amount that arrives is measured; a gift from inside the measurement is not mistaken for the payment.
    function test_APayerThatAlsoSendsMoneyByItselfIsRefused() external {
        Sale memory sale = _sale(address(hook), 1000);
        _giveAccount(2000);
        account.prepare(address(hook), abi.encodeCall(hook.transfer, (address(escrow), 5)));
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 1005));
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (sale.order)));
    }

    // --- Reading something ---

    function test_APaidRecipientSeesTheOrderReleased() external {
        for (uint256 i; i < 2; ++i) {
            Sale memory sale = _funded(i == 0 ? NATIVE : address(hook), 1000, _toAccount());
            _look(sale);
            _release(sale);
            _assertSaw(abi.encode(SaleEscrow.State.Released, SHIP_BY, 0));
        }
    }

    function test_ARefundedBuyerSeesWhatIsGivenBack() external {
        Sale memory sale = _sale(address(hook), 1000);
        sale.order.buyer = address(account);
        _fund(sale.order);
        _look(sale);
        _refundBySeller(sale, 400);
        _assertSaw(abi.encode(SaleEscrow.State.Funded, SHIP_BY, 400));
        _look(sale);
        _refundBySeller(sale, 600);
        _assertSaw(abi.encode(SaleEscrow.State.Refunded, 0, 1000));
    }

    function test_WhoWithdrawsSeesItsCreditGone() external {
        _credit(NATIVE);
        account.prepare(address(escrow), abi.encodeCall(escrow.creditOf, (address(account), NATIVE)));
        account.execute(address(escrow), abi.encodeCall(Payouts.withdraw, (NATIVE)));
        _assertSaw(abi.encode(0));
    }

    /// @dev Inside the payer's hook the order counts as funded before the money has come. That binds nobody: when the
    /// money does not come, all that was done meanwhile is undone.
    function test_WhatAPayerDoesInItsHookIsUndoneWhenTheMoneyDoesNotCome() external {
        Sale memory sale = _sale(address(hook), 1000);
        _giveAccount(1000);
        hook.setHooks(address(account), false);
        account.execute(address(hook), abi.encodeCall(hook.transfer, (relayer, 1)));
        hook.setHooks(address(account), true);
        _look(sale);

        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (sale.order)));
        assertFalse(account.entered());
        _assertState(sale, SaleEscrow.State.None);

        hook.mint(address(account), 1);
        _look(sale);
        account.execute(address(escrow), abi.encodeCall(SaleEscrow.deposit, (sale.order)));
        _assertSaw(abi.encode(SaleEscrow.State.Funded, SHIP_BY, 0));
    }

    // --- Helpers ---

    function _assertGuarded(address currency) private {
        for (uint256 entry; entry < ENTRIES; ++entry) {
            uint256 snapshot = vm.snapshotState();
            Sale memory entered = _prepareEntry(entry, currency);
            bytes[] memory calls = _calls(_due(_freeTerms(), 0));
            _credit(NATIVE);
            for (uint256 i; i < CALLS; ++i) {
                // The entry is a withdrawal of the only credit in this currency.
                if (entry == 6 && i == 8 && currency == NATIVE) continue;
                uint256 inner = vm.snapshotState();
                account.prepare(address(escrow), calls[i]);
                _enter(entry, entered);
                _assertRefusedByTheGuard();
                account.execute(address(escrow), calls[i]);
                vm.revertToState(inner);
            }
            vm.revertToState(snapshot);
        }
    }

    /// @dev An order that pays the account when {_enter} is called: its split, its buyer or its sponsor.
    function _prepareEntry(uint256 entry, address currency) private returns (Sale memory sale) {
        if (entry == 6) {
            sale = _sale(currency, 0);
            _credit(currency);
            vm.warp(vm.getBlockTimestamp() + 1);
            return sale;
        }
        SaleTerms memory terms = _terms(_toAccount());
        terms.acceptance = entry == 1 ? 0 : ACCEPTANCE;
        sale = _sale(terms, _toAccount(), currency, 1000);
        if (entry == 2 || entry == 3) sale.order.buyer = address(account);
        if (entry == 2) sale.order.shipBy = vm.getBlockTimestamp();
        if (entry == 5) (sale.order.sponsor, sale.order.discount) = (address(account), 500);
        _fund(sale.order);
        if (entry == 1 || entry == 4) _ship(sale);
        if (entry == 4) _dispute(sale);
    }

    function _enter(uint256 entry, Sale memory sale) private {
        if (entry == 0) _release(sale);
        if (entry == 1) assertEq(_releaseBatch(sale), 1000);
        if (entry == 2) _refund(sale);
        if (entry == 3) _refundBySeller(sale, 10);
        if (entry == 4) _resolve(sale, 10);
        if (entry == 5) _refundBySeller(sale, 10);
        if (entry == 6) {
            account.execute(address(escrow), abi.encodeCall(Payouts.withdraw, (sale.order.currency)));
        }
    }

    /// @dev Terms of which the account is the seller and the arbiter, with nothing to attest and nothing to wait for.
    function _freeTerms() private returns (SaleTerms memory terms) {
        terms = _terms(_shares());
        (terms.seller, terms.arbiter) = (address(account), address(account));
        terms.acceptance = 0;
        terms.conditions = new address[](0);
    }

    /// @dev Two orders whose time is over in the next second, which comes: one is shipped, one is not.
    function _due(SaleTerms memory terms, uint256 amount) private returns (Sale[2] memory due) {
        for (uint256 i; i < 2; ++i) {
            due[i] = _sale(terms, _shares(), NATIVE, amount);
            due[i].order.shipBy = vm.getBlockTimestamp();
            _fund(due[i].order);
        }
        _ship(due[0]);
        vm.warp(vm.getBlockTimestamp() + 1);
    }

    /// @dev Every call there is; each of them can succeed now.
    function _calls(Sale[2] memory due) private returns (bytes[] memory calls) {
        SaleTerms memory terms = _freeTerms();
        calls = new bytes[](CALLS);
        Sale memory sale = _sale(terms, _shares(), NATIVE, 0);
        calls[0] = abi.encodeCall(SaleEscrow.deposit, (sale.order));
        sale = _sale(terms, _shares(), NATIVE, 100);
        _fund(sale.order);
        calls[1] = abi.encodeCall(SaleEscrow.ship, (terms, _shipments(sale)));
        bytes memory delivery = _deliverySignature(sale.order);
        calls[2] = abi.encodeCall(SaleEscrow.release, (terms, _shares(), sale.order, new Attestation[](0), delivery));
        calls[3] = abi.encodeCall(SaleEscrow.releaseBatch, (due[0].terms, _shares(), _one(due[0].order)));
        calls[4] = abi.encodeCall(SaleEscrow.refund, (due[1].order));
        calls[5] = abi.encodeCall(SaleEscrow.refundBySeller, (terms, sale.order, 1));
        sale = _sale(terms, _shares(), NATIVE, 100);
        _fund(sale.order);
        _ship(sale);
        calls[6] =
            abi.encodeCall(SaleEscrow.dispute, (terms, sale.order, REASON, _disputeSignature(sale.order, REASON)));
        sale = _sale(terms, _shares(), NATIVE, 100);
        _fund(sale.order);
        _ship(sale);
        _dispute(sale);
        calls[7] = abi.encodeCall(SaleEscrow.resolve, (terms, _shares(), sale.order, 1));
        calls[8] = abi.encodeCall(Payouts.withdraw, (NATIVE));
    }

    function _look(Sale memory sale) private {
        account.prepare(address(escrow), abi.encodeCall(SaleEscrow.recordOf, (_id(sale.order))));
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

    function _toAccount() private view returns (Share[] memory) {
        return Splits.whole(address(account));
    }

    /// @dev A credit of 500 for the account, whose code was an invalid instruction while it was to be paid.
    function _credit(address currency) private {
        Sale memory sale = _funded(currency, 500, _toAccount());
        bytes memory code = address(account).code;
        vm.etch(address(account), hex"fe");
        _release(sale);
        vm.etch(address(account), code);
        assertGt(escrow.creditOf(address(account), currency), 0);
    }

    function _giveAccount(uint256 amount) private {
        hook.mint(address(account), amount);
        account.execute(address(hook), abi.encodeCall(hook.approve, (address(escrow), amount)));
    }
}
