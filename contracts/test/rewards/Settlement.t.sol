// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {Payouts} from "../../src/rewards/Payouts.sol";
import {Settlement} from "../../src/rewards/Settlement.sol";
import {Share, SplitMath} from "../../src/rewards/SplitMath.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {HostileToken} from "../support/HostileToken.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {RebasingToken} from "../support/RebasingToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {SettlementFixture} from "../support/SettlementFixture.sol";
import {Splits} from "../support/Splits.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice What buyers pay reaches the recipients to the smallest unit, each order once and by its buyer's own signature, and
/// neither a bad order nor a recipient that cannot be paid holds up the others.
contract SettlementTest is SettlementFixture {
    uint256 private constant ORDER_OF_SECP256K1 = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    // --- Direct payments ---

    function testFuzz_APaymentIsDividedToTheLastUnit(uint128 amount, uint8 bits, uint256 seed, bool native) external {
        amount = uint128(bound(amount >> bound(bits, 0, 127), 1, type(uint128).max));
        Share[] memory shares = Splits.random(seed, 1 + seed % 50);
        address currency = native ? NATIVE : address(token);
        _pay(currency, amount, shares);
        _assertDivided(currency, amount, shares);
    }

    function test_OneUnitAmongFiftyGoesToOne() external {
        Share[] memory shares = Splits.random(7, 50);
        _pay(address(token), 1, shares);
        _assertDivided(address(token), 1, shares);
    }

    function test_AllThereCanBeIsDivided() external {
        Share[] memory shares = Splits.random(7, 50);
        _pay(address(token), type(uint256).max, shares);
        _assertDivided(address(token), type(uint256).max, shares);
    }

    function test_APaymentIsAnnouncedWithItsReferenceAndItsSplit() external {
        _give(address(token), payer, 100);
        vm.expectEmit(address(settlement));
        emit Settlement.Paid(keccak256("order"), keccak256(abi.encode(_shares())), address(token), 100);
        vm.prank(payer);
        settlement.pay(address(token), 100, _shares(), keccak256("order"));
    }

    function testFuzz_SharesThatDoNotAddUpPayNobody(uint16 first, uint16 second) external {
        vm.assume(uint256(first) + second != 10_000);
        Share[] memory shares = Splits.random(1, 2);
        (shares[0].bps, shares[1].bps) = (first, second);
        _give(address(token), payer, 1000);
        vm.expectRevert();
        vm.prank(payer);
        settlement.pay(address(token), 1000, shares, 0);
        assertEq(token.balanceOf(payer), 1000);
    }

    function test_NoRecipientsTooManyAndTheZeroAddressAreRefused() external {
        _assertPayReverts(new Share[](0), abi.encodeWithSelector(SplitMath.SharesDoNotAddUp.selector, 0));
        _assertPayReverts(Splits.random(1, 51), abi.encodeWithSelector(SplitMath.TooManyRecipients.selector, 51, 50));
        Share[] memory shares = _shares();
        shares[2].recipient = address(0);
        _assertPayReverts(shares, abi.encodeWithSelector(SplitMath.ZeroRecipient.selector, 2));
    }

    function test_ADuplicateGetsBothPartsAndThePayerItsOwn() external {
        Share[] memory shares = _shares();
        shares[1].recipient = merchant;
        shares[2].recipient = payer;
        _pay(address(token), 1000, shares);
        assertEq(token.balanceOf(merchant), 850);
        assertEq(token.balanceOf(payer), 100);
        assertEq(token.balanceOf(address(settlement)), 0);
    }

    function test_ThePartOfTheContractItselfBecomesACredit() external {
        Share[] memory shares = _shares();
        shares[0].recipient = address(settlement);
        _pay(address(token), 1000, shares);
        assertEq(settlement.creditOf(address(settlement), address(token)), 600);
        assertEq(token.balanceOf(address(settlement)), 600);
        assertEq(token.balanceOf(host), 250);
    }

    function test_TheNativeCoinIsSentExactly() external {
        vm.deal(payer, 1000);
        vm.startPrank(payer);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 100, 99));
        settlement.pay{value: 99}(NATIVE, 100, _shares(), 0);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 0, 100));
        settlement.pay{value: 100}(address(token), 100, _shares(), 0);
    }

    function test_ARecipientThatFailsInAnyWayIsCreditedAndTheOthersArePaid() external {
        HostileRecipient hostile = new HostileRecipient();
        Share[] memory shares = _shares();
        shares[0].recipient = address(hostile);
        for (uint256 mode = 1; mode <= uint256(HostileRecipient.Mode.RevertWithABomb); ++mode) {
            hostile.setMode(HostileRecipient.Mode(mode));
            _pay(NATIVE, 1000, shares);
            assertEq(settlement.creditOf(address(hostile), NATIVE), 600 * mode);
            assertEq(host.balance, 250 * mode);
        }
        hostile.setMode(HostileRecipient.Mode.Willing);
        vm.prank(address(hostile));
        settlement.withdraw(NATIVE);
        assertEq(address(hostile).balance, 1800);
        assertEq(address(settlement).balance, 0);
        vm.expectRevert(Payouts.NothingToWithdraw.selector);
        vm.prank(address(hostile));
        settlement.withdraw(NATIVE);
    }

    function test_AStingyPayerCannotTurnAPaymentIntoACredit() external {
        HostileRecipient needy = new HostileRecipient();
        needy.setGasNeeded(90_000);
        Share[] memory shares = Splits.whole(address(needy));
        vm.deal(payer, 1000);
        for (uint256 gas = 60_000; gas < 260_000; gas += 2000) {
            vm.prank(payer);
            try settlement.pay{value: 1, gas: gas}(NATIVE, 1, shares, 0) {} catch {}
            assertEq(settlement.creditOf(address(needy), NATIVE), 0);
        }
        assertGt(address(needy).balance, 0);
    }

    // --- Batches ---

    function testFuzz_TheSumOfABatchIsDividedToTheLastUnit(uint128 amount, uint8 count, uint256 seed) external {
        Share[] memory shares = Splits.random(seed, 1 + seed % 50);
        Settlement.Session memory session = _session(address(token), shares);
        Settlement.SignedOrder[] memory orders = new Settlement.SignedOrder[](bound(count, 1, 20));
        uint256 total;
        for (uint256 i; i < orders.length; ++i) {
            // Some in the next word.
            orders[i] = _order(session, 245 + i, amount / (i + 1));
            total += amount / (i + 1);
        }
        assertEq(_settle(session, shares, orders), total);
        _assertDivided(address(token), total, shares);
        for (uint256 i; i < orders.length; ++i) {
            assertEq(token.balanceOf(orders[i].buyer), 0);
            assertTrue(settlement.isSettled(_id(session), 245 + i));
        }
        assertFalse(settlement.isSettled(_id(session), 244));
    }

    function test_ABadOrderOfEachKindIsPassedOverWithItsReasonAndTheOthersGoOn() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder[] memory orders = new Settlement.SignedOrder[](6);
        orders[0] = _order(session, 0, 100);
        orders[1] = _order(session, 0, 100);
        orders[2] = _order(session, 2, 100);
        orders[2].amount = 99;
        orders[3] = _order(session, 3, 100);
        vm.prank(orders[3].buyer);
        token.approve(address(settlement), 99);
        orders[4] = _order(session, 4, 100);
        vm.prank(orders[4].buyer);
        settlement.cancel(_id(session), 4, 100, orders[4].item);
        orders[5] = _order(session, 600, 7);
        assertTrue(settlement.isCancelled(_id(session), 4, orders[4].buyer, 100, orders[4].item));

        _expectSkip(session, orders[1], Settlement.Reason.Settled);
        _expectSkip(session, orders[2], Settlement.Reason.NotSigned);
        _expectSkip(session, orders[3], Settlement.Reason.NotPaid);
        _expectSkip(session, orders[4], Settlement.Reason.Cancelled);
        bytes32[] memory hashes = new bytes32[](6);
        hashes[0] = _orderHash(session, orders[0]);
        hashes[5] = _orderHash(session, orders[5]);
        vm.expectEmit(address(settlement));
        emit Settlement.SessionSettled(_id(session), 107, hashes);
        assertEq(_settle(session, _shares(), orders), 107);
        _assertDivided(address(token), 107, _shares());

        // What was not paid may come again, the others not.
        vm.prank(orders[3].buyer);
        token.approve(address(settlement), 100);
        assertEq(_settle(session, _shares(), orders), 100);
    }

    function test_WhoCancelsAnIndexTakesItFromNobodyElse() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder memory order = _order(session, 5, 100);
        vm.prank(makeAddr("attacker"));
        settlement.cancel(_id(session), 5, 100, order.item);
        assertEq(_settle(session, _shares(), _one(order)), 100);
    }

    function test_OnlyTheOperatorSettlesAndOnlyInTime() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder[] memory orders = _one(_order(session, 0, 100));
        vm.expectRevert(abi.encodeWithSelector(Settlement.NotOperator.selector, operator));
        settlement.settle(session, _shares(), orders);

        vm.warp(CLOSES_AT + 1);
        vm.expectRevert(abi.encodeWithSelector(Settlement.SessionClosed.selector, CLOSES_AT));
        _settle(session, _shares(), orders);
        vm.warp(CLOSES_AT);
        assertEq(_settle(session, _shares(), orders), 100);
    }

    function test_OtherSharesAnUnknownSplitAndNoTokenAreRefused() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder[] memory orders = _one(_order(session, 0, 100));
        vm.expectRevert(abi.encodeWithSelector(Settlement.SplitMismatch.selector, session.splitId));
        _settle(session, Splits.whole(operator), orders);

        session.splitId = keccak256(abi.encode(Splits.whole(operator)));
        vm.expectRevert(abi.encodeWithSelector(Settlement.UnknownSplit.selector, session.splitId));
        _settle(session, Splits.whole(operator), orders);

        session.currency = NATIVE;
        vm.expectRevert(abi.encodeWithSelector(Settlement.NoSuchCurrency.selector, NATIVE));
        _settle(session, _shares(), orders);
    }

    function test_AnOrderCountsInItsOwnSessionChainAndContractOnly() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder memory order = _order(session, 0, 100);
        uint256 chain = vm.getChainId();

        Settlement.Session memory other = _session(address(token), _shares());
        other.salt = keccak256("another show");
        assertEq(_settle(other, _shares(), _one(order)), 0);
        // The same buyer would pay another operator, by another split, in another token or for longer: never.
        other = _session(address(token), Splits.whole(operator));
        assertEq(_settle(other, Splits.whole(operator), _one(order)), 0);

        bytes memory honest = order.signature;
        order.signature = signature(_key(0), _digest(session, order, address(registry), chain));
        assertEq(_settle(session, _shares(), _one(order)), 0);
        order.signature = signature(_key(0), _digest(session, order, address(settlement), chain + 1));
        assertEq(_settle(session, _shares(), _one(order)), 0);
        order.signature = honest;
        vm.chainId(chain + 1);
        assertEq(_settle(session, _shares(), _one(order)), 0);
        vm.chainId(chain);
        assertEq(_settle(session, _shares(), _one(order)), 100);
        assertEq(_settle(session, _shares(), _one(order)), 0);
    }

    function test_AHighSTheZeroSignerAndAnotherEncodingBuyNothing() external {
        Settlement.Session memory session = _session(address(token), _shares());
        Settlement.SignedOrder memory order = _order(session, 0, 100);
        bytes32 digest = _digest(session, order, address(settlement), vm.getChainId());
        bytes memory honest = order.signature;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(0), digest);
        order.signature = abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        assertEq(_settle(session, _shares(), _one(order)), 0);

        order.signature = compactSignature(_key(0), digest);
        assertEq(_settle(session, _shares(), _one(order)), 100);
        order.signature = honest;
        assertEq(_settle(session, _shares(), _one(order)), 0);

        Settlement.SignedOrder memory nobody = Settlement.SignedOrder(1, address(0), 0, 0, new bytes(65));
        _expectSkip(session, nobody, Settlement.Reason.NotSigned);
        _settle(session, _shares(), _one(nobody));
    }

    function test_AContractWalletBuysAndOneThatDoesNotSignDoesNot() external {
        Settlement.Session memory session = _session(address(token), _shares());
        ContractWallet wallet = new ContractWallet(vm.addr(_key(0)));
        _give(address(token), address(wallet), 100);
        Settlement.SignedOrder memory order = _signed(session, 0, address(wallet), 100, _key(0));
        for (uint256 mode = 1; mode <= uint256(type(ContractWallet.Mode).max); ++mode) {
            wallet.setMode(ContractWallet.Mode(mode));
            _expectSkip(session, order, Settlement.Reason.NotSigned);
            assertEq(_settle(session, _shares(), _one(order)), 0);
        }
        wallet.setMode(ContractWallet.Mode.Honest);
        assertEq(_settle(session, _shares(), _one(order)), 100);
    }

    function test_ABlockedBuyerAndABlockedRecipientHoldUpNobody() external {
        BlockingToken blocking = new BlockingToken();
        Settlement.Session memory session = _session(address(blocking), _shares());
        Settlement.SignedOrder[] memory orders = new Settlement.SignedOrder[](2);
        (orders[0], orders[1]) = (_order(session, 0, 1000), _order(session, 1, 1000));
        blocking.setBlocked(orders[0].buyer, true);
        blocking.setBlocked(host, true);
        assertEq(_settle(session, _shares(), orders), 1000);
        assertEq(settlement.creditOf(host, address(blocking)), 250);
        assertEq(blocking.balanceOf(merchant), 600);

        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(host);
        settlement.withdraw(address(blocking));
        blocking.setBlocked(host, false);
        vm.prank(host);
        settlement.withdraw(address(blocking));
        assertEq(blocking.balanceOf(host), 250);
        assertEq(blocking.balanceOf(address(settlement)), 0);
    }

    // --- Tokens ---

    function test_TokensThatTakeAFeeOrRebaseMeanwhileAreRefused() external {
        FeeToken fee = new FeeToken();
        Settlement.Session memory session = _session(address(fee), _shares());
        Settlement.SignedOrder[] memory orders = _one(_order(session, 0, 1000));
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 990));
        _settle(session, _shares(), orders);
        _give(address(fee), payer, 1000);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 990));
        vm.prank(payer);
        settlement.pay(address(fee), 1000, _shares(), 0);

        RebasingToken rebasing = new RebasingToken();
        session = _session(address(rebasing), _shares());
        orders = _one(_order(session, 0, 1000));
        rebasing.setRebaseOnTransfer(150);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 1000, 1500));
        _settle(session, _shares(), orders);
    }

    function test_ATokenThatReturnsNothingIsPaidInBothWays() external {
        NoReturnToken old = new NoReturnToken();
        Settlement.Session memory session = _session(address(old), _shares());
        assertEq(_settle(session, _shares(), _one(_order(session, 0, 1000))), 1000);
        _pay(address(old), 1000, _shares());
        assertEq(old.balanceOf(merchant), 1200);
        assertEq(old.balanceOf(address(settlement)), 0);
    }

    function test_ATokenThatReturnsFalseSellsNothing() external {
        FalseReturnToken refusing = new FalseReturnToken();
        Settlement.Session memory session = _session(address(refusing), _shares());
        Settlement.SignedOrder memory order = _order(session, 0, 1000);
        refusing.setRefusing(true);
        _expectSkip(session, order, Settlement.Reason.NotPaid);
        assertEq(_settle(session, _shares(), _one(order)), 0);
        refusing.setRefusing(false);
        assertEq(_settle(session, _shares(), _one(order)), 1000);
    }

    function test_ATokenThatFailsInAnyWayAtThePushLeavesCredits() external {
        for (uint256 mode = 1; mode <= uint256(type(HostileToken.Mode).max); ++mode) {
            HostileToken hostile = new HostileToken();
            hostile.setMode(HostileToken.Mode(mode));
            uint256 before = gasleft();
            _pay(address(hostile), 1000, _shares());
            assertLt(before - gasleft(), 2_000_000);
            bool paid = HostileToken.Mode(mode) == HostileToken.Mode.ReturnABomb;
            assertEq(settlement.creditOf(merchant, address(hostile)), paid ? 0 : 600);
        }
    }

    // --- Re-entrancy ---

    function test_WhoIsPaidOrChargedCanReenterNothing() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        Share[] memory shares = Splits.whole(address(account));
        Settlement.Session memory session = _session(address(hook), shares);
        bytes[5] memory calls = [
            abi.encodeCall(Payouts.withdraw, (address(hook))),
            abi.encodeCall(Settlement.pay, (address(hook), 1, shares, 0)),
            abi.encodeCall(Settlement.settle, (session, shares, new Settlement.SignedOrder[](0))),
            abi.encodeCall(Settlement.cancel, (_id(session), 0, 0, 0)),
            abi.encodeCall(Settlement.isSettled, (_id(session), 0))
        ];
        for (uint256 i; i < calls.length; ++i) {
            account.prepare(address(settlement), calls[i]);
            _settle(session, shares, _one(_order(session, i, 100)));
            _assertShutOut(account);
            account.prepare(address(settlement), calls[i]);
            _pay(NATIVE, 100, shares);
            _assertShutOut(account);
        }
        assertEq(hook.balanceOf(address(account)), 500);
        assertEq(address(account).balance, 500);
    }

    /// @dev What arrives is measured over the batch; a gift from inside the measurement is not mistaken for a payment.
    function test_ABuyerThatAlsoSendsMoneyByItselfFailsTheBatchAndCanBeLeftOut() external {
        HookToken hook = new HookToken();
        Settlement.Session memory session = _session(address(hook), _shares());
        Settlement.SignedOrder[] memory orders = new Settlement.SignedOrder[](2);
        (orders[0], orders[1]) = (_order(session, 0, 100), _order(session, 1, 100));
        hook.mint(orders[0].buyer, 5);
        ReenteringAccount account = new ReenteringAccount();
        vm.etch(orders[0].buyer, address(account).code);
        hook.setHooks(orders[0].buyer, true);
        ReenteringAccount(payable(orders[0].buyer))
            .prepare(address(hook), abi.encodeCall(hook.transfer, (address(settlement), 5)));
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 200, 205));
        _settle(session, _shares(), orders);
        assertEq(_settle(session, _shares(), _one(orders[1])), 100);
    }

    // --- Helpers ---

    function _assertShutOut(ReenteringAccount account) private view {
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
    }

    function _assertPayReverts(Share[] memory shares, bytes memory why) private {
        _give(address(token), payer, 1000);
        vm.expectRevert(why);
        vm.prank(payer);
        settlement.pay(address(token), 1000, shares, 0);
    }

    function _expectSkip(
        Settlement.Session memory session,
        Settlement.SignedOrder memory order,
        Settlement.Reason reason
    ) private {
        vm.expectEmit(address(settlement));
        emit Settlement.OrderSkipped(_id(session), order.buyer, order.index, reason);
    }

    /// @dev Each has its part, computed with 512 bits, and nothing stayed behind.
    function _assertDivided(address currency, uint256 amount, Share[] memory shares) private view {
        uint256 bps;
        uint256 sum;
        for (uint256 i; i < shares.length; ++i) {
            uint256 part = FixedPointMathLib.fullMulDiv(amount, bps + shares[i].bps, 10_000)
                - FixedPointMathLib.fullMulDiv(amount, bps, 10_000);
            bps += shares[i].bps;
            assertEq(_balance(currency, shares[i].recipient), part);
            sum += part;
        }
        assertEq(sum, amount);
        assertEq(_balance(currency, address(settlement)), 0);
    }

    function _id(Settlement.Session memory session) private pure returns (bytes32) {
        return keccak256(abi.encode(session));
    }
}
