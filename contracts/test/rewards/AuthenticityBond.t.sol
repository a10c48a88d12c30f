// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthenticityBond} from "../../src/rewards/AuthenticityBond.sol";
import {Attestation, EscrowOrder, SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {FundTerms, SaleFund} from "../../src/rewards/SaleFund.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {PromotionFixture} from "../support/PromotionFixture.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice The buyer of a proven fake gets a multiple of what she paid out of what the seller put up.
contract AuthenticityBondTest is PromotionFixture {
    uint256 private constant BUDGET = 10_000;
    uint32 private constant THREEFOLD = 30_000;

    AuthenticityBond private bond;

    function setUp() external {
        bond = _bond(address(token), THREEFOLD);
        token.mint(address(bond), BUDGET);
    }

    // --- Claims ---

    function test_TheBuyerIsPaidWhoeverClaims() external {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies()[i];
            bond = _bond(currency, THREEFOLD);
            _give(currency, address(bond), BUDGET);
            EscrowOrder memory order = _order(currency, 1000, address(0), 0);
            _sold(order);
            vm.expectEmit(address(bond));
            emit AuthenticityBond.CounterfeitProven(_idOf(order), buyer, EVIDENCE, 3000, 0);
            _claim(order);
            assertEq(_balance(currency, buyer), 3000);
            assertEq(bond.held(), BUDGET - 3000);
            assertEq(bond.totalOwed(), 0);
            vm.warp(START);
        }
    }

    function test_WhatASponsorPaidIsNotMultipliedAndARefundTakesNothingAway() external {
        EscrowOrder memory order = _order(address(token), 1000, relayer, 300);
        _deposit(order);
        _ship(order);
        _refundPart(order, 1000);
        assertEq(token.balanceOf(buyer), 700);
        _claim(order);
        assertEq(token.balanceOf(buyer), 700 + 2100);
    }

    function test_AnOrderIsCompensatedOnce() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _claim(order);
        _refuses(abi.encodeWithSelector(AuthenticityBond.AlreadyProven.selector, _idOf(order)), order);
    }

    function test_WhatWasNeverShippedIsNoFake() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        bytes memory refusal = abi.encodeWithSelector(AuthenticityBond.NeverShipped.selector, _idOf(order));
        _refuses(refusal, order);
        _deposit(order);
        _refuses(refusal, order);
        _refundPart(order, 1000);
        _refuses(refusal, order);
    }

    function test_WhatIsShippedDisputedOrGivenBackLaterMayBe() external {
        EscrowOrder memory order = _order(address(token), 100, address(0), 0);
        _deposit(order);
        _ship(order);
        _claim(order);

        // What the seller gives back on a complaint takes nothing away.
        order = _order(address(token), 100, address(0), 0);
        _deposit(order);
        _ship(order);
        _refundPart(order, 100);
        _claim(order);

        // Not even where the acceptance would have ended in the last second of shipping.
        order = _order(address(token), 100, address(0), 0);
        order.shipBy = vm.getBlockTimestamp() + ACCEPTANCE;
        _deposit(order);
        _ship(order);
        _refundPart(order, 100);
        _claim(order);

        order = _order(address(token), 100, address(0), 0);
        _deposit(order);
        _ship(order);
        _dispute(order);
        _claim(order);

        order = _order(address(token), 100, address(0), 0);
        _deposit(order);
        _ship(order);
        _dispute(order);
        vm.warp(block.timestamp + ACCEPTANCE + 1);
        escrow.refund(order);
        assertTrue(_isIn(order, SaleEscrow.State.Refunded));
        _claim(order);
    }

    /// @dev By her own confirmation, and never shipped.
    function test_WhatWasPaidOutAtOnceMayBe() external {
        EscrowOrder memory order = _order(address(token), 100, address(0), 0);
        _deposit(order);
        _confirm(order);
        _claim(order);
        assertEq(token.balanceOf(buyer), 300);
    }

    function test_OnlyTheJudgesWordOnThisOrderAndBondCounts() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        EscrowOrder memory another = _order(address(token), 1000, address(0), 0);
        _sold(order);
        bytes memory refusal = abi.encodeWithSelector(AuthenticityBond.NotSignedByJudge.selector, _idOf(order));
        _refuses(refusal, order, EVIDENCE, _judgeSignature(bond, another));
        _refuses(refusal, order, EVIDENCE, _judgeSignature(_bond(address(token), THREEFOLD), order));
        _refuses(refusal, order, keccak256("other evidence"), _judgeSignature(bond, order));
        _refuses(refusal, order, EVIDENCE, "");
        bytes memory signed = _judgeSignature(bond, order);
        vm.chainId(2);
        _refuses(refusal, order, EVIDENCE, signed);
    }

    /// @dev Whoever has the judge's key names the order, never the payee.
    function test_ALostJudgeCannotRedirectACompensation() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        EscrowOrder memory forged = abi.decode(abi.encode(order), (EscrowOrder));
        forged.buyer = judge;
        _refuses(abi.encodeWithSelector(AuthenticityBond.NeverShipped.selector, _idOf(forged)), forged);
        vm.prank(judge);
        bond.claim(order, EVIDENCE, _judgeSignature(bond, order));
        assertEq(token.balanceOf(buyer), 3000);
        assertEq(token.balanceOf(judge), 0);
    }

    function test_AContractMayJudge() external {
        address wallet = deployed("TestWallet.sol:TestWallet", abi.encode(judge));
        bytes memory arguments = abi.encode(_fund(address(token)), _terms(), wallet, THREEFOLD);
        bond = AuthenticityBond(payable(deployed("AuthenticityBond.sol:AuthenticityBond", arguments)));
        token.mint(address(bond), BUDGET);
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _claim(order);
        assertEq(token.balanceOf(buyer), 3000);
    }

    function test_AnOrderOfAnotherSaleOrCurrencyIsRefused() external {
        EscrowOrder memory order = _order(NATIVE, 1000, address(0), 0);
        _sold(order);
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), order);
        order = _order(address(token), 1000, address(0), 0);
        order.termsId = keccak256("another sale");
        _refuses(abi.encodeWithSelector(SaleFund.OtherSale.selector), order);
    }

    // --- The seller ---

    function test_TheSellerTakesItBackOnceNoClaimCanCome() external {
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        EscrowOrder memory late = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _sold(late);
        vm.warp(ENDS_AT);
        vm.expectRevert(abi.encodeWithSelector(SaleFund.NotOver.selector, ENDS_AT));
        vm.prank(owner);
        bond.takeRest(owner);
        _claim(order);
        vm.warp(ENDS_AT + 1);
        _refuses(abi.encodeWithSelector(SaleFund.Over.selector, ENDS_AT), late);
        vm.prank(owner);
        bond.takeRest(owner);
        assertEq(token.balanceOf(owner), BUDGET - 3000);
    }

    // --- A bond that is too small ---

    function test_WhatTheBondLacksIsOwedAndPaidAsItIsFilled() external {
        bond = _bond(address(token), THREEFOLD);
        token.mint(address(bond), 2000);
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        vm.expectEmit(address(bond));
        emit AuthenticityBond.CounterfeitProven(_idOf(order), buyer, EVIDENCE, 3000, 1000);
        _claim(order);
        assertEq(token.balanceOf(buyer), 2000);
        assertEq(bond.owedTo(buyer), 1000);
        vm.expectRevert(AuthenticityBond.NothingToPay.selector);
        bond.payOwed(buyer);

        // Anyone fills it, and what is owed does not lapse.
        token.mint(address(bond), 400);
        vm.prank(relayer);
        bond.payOwed(buyer);
        assertEq(token.balanceOf(buyer), 2400);
        vm.warp(ENDS_AT + 1);
        token.mint(address(bond), 700);
        vm.prank(owner);
        bond.takeRest(owner);
        assertEq(token.balanceOf(owner), 100);
        bond.payOwed(buyer);
        assertEq(token.balanceOf(buyer), 3000);
        assertEq(bond.totalOwed(), 0);
        vm.expectRevert(AuthenticityBond.NothingToPay.selector);
        bond.payOwed(buyer);
        vm.prank(owner);
        bond.takeRest(owner);
        assertEq(bond.held(), 0);
    }

    function test_WhereMoreIsOwedThanThereIsTheOwnerGetsNothing() external {
        bond = _bond(address(token), THREEFOLD);
        EscrowOrder memory order = _order(address(token), 1000, address(0), 0);
        _sold(order);
        _claim(order);
        token.mint(address(bond), 2999);
        vm.warp(ENDS_AT + 1);
        vm.prank(owner);
        bond.takeRest(owner);
        assertEq(bond.held(), 2999);
    }

    function test_ABlockedBuyerIsOwed() external {
        BlockingToken blocking = new BlockingToken();
        bond = _bond(address(blocking), THREEFOLD);
        blocking.mint(address(bond), BUDGET);
        EscrowOrder memory order = _order(address(blocking), 1000, address(0), 0);
        _sold(order);
        blocking.setBlocked(buyer, true);
        _claim(order);
        assertEq(bond.owedTo(buyer), 3000);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        bond.payOwed(buyer);

        vm.warp(ENDS_AT + 1);
        vm.prank(owner);
        bond.takeRest(owner);
        assertEq(bond.held(), 3000);
        blocking.setBlocked(buyer, false);
        bond.payOwed(buyer);
        assertEq(blocking.balanceOf(buyer), 3000);
    }

    function test_ABuyerCannotReenterHerCompensation() external {
        HookToken hook = new HookToken();
        for (uint256 i; i < 2; ++i) {
            address currency = i == 0 ? NATIVE : address(hook);
            bond = _bond(currency, THREEFOLD);
            _give(currency, address(bond), BUDGET);
            ReenteringAccount account = new ReenteringAccount();
            EscrowOrder memory order = _order(currency, 1000, address(0), 0);
            order.buyer = address(account);
            uint256 value = _ready(relayer, currency, address(escrow), 1000);
            vm.prank(relayer);
            escrow.deposit{value: value}(order);
            _ship(order);
            hook.setHooks(address(account), true);
            bytes memory signed = _judgeSignature(bond, order);
            account.prepare(address(bond), abi.encodeCall(AuthenticityBond.claim, (order, EVIDENCE, signed)));
            _claim(order);
            assertTrue(account.entered());
            assertFalse(account.succeeded());
            assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
            assertEq(bond.held(), BUDGET - 3000);
        }
    }

    // --- Bounds ---

    function test_ABondThatCannotBeIsNotDeployed() external {
        SaleTerms memory terms = _terms();
        _isRefused(terms, address(0), THREEFOLD);
        _isRefused(terms, judge, 0);
        // Others than those of the fund, and the fund's where they forget their orders.
        terms.seller = other;
        _isRefused(terms, judge, THREEFOLD);
        terms.kept = false;
        FundTerms memory fund = _fund(address(token));
        fund.termsId = keccak256(abi.encode(terms));
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployBond(fund, terms, judge, THREEFOLD);
    }

    function test_TheContractFits() external view {
        assertLe(address(bond).code.length, 24_576);
    }

    function testFuzz_WhatIsPaidAndOwedIsTheMultiple(uint128 amount, uint128 discount, uint32 multipleBps, uint128 held)
        external
    {
        amount = uint128(bound(amount, 1, type(uint128).max));
        discount = uint128(bound(discount, 0, amount));
        bond = _bond(address(token), uint32(bound(multipleBps, 1, type(uint32).max)));
        token.mint(address(bond), held);
        EscrowOrder memory order = _order(address(token), amount, discount == 0 ? address(0) : relayer, discount);
        _sold(order);
        _claim(order);
        uint256 due = uint256(amount - discount) * bond.multipleBps() / 10_000;
        assertEq(token.balanceOf(buyer) + bond.owedTo(buyer), due);
        assertEq(token.balanceOf(buyer) + bond.held(), held);
        assertTrue(bond.owedTo(buyer) == 0 || bond.held() == 0);
        assertEq(bond.totalOwed(), bond.owedTo(buyer));
    }

    // --- Helpers ---

    function deployBond(FundTerms memory fund, SaleTerms memory terms, address finder, uint32 multipleBps) external {
        deployed("AuthenticityBond.sol:AuthenticityBond", abi.encode(fund, terms, finder, multipleBps));
    }

    function _isRefused(SaleTerms memory terms, address finder, uint32 multipleBps) private {
        vm.expectRevert(SaleFund.InvalidRule.selector);
        this.deployBond(_fund(address(token)), terms, finder, multipleBps);
    }

    function _claim(EscrowOrder memory order) private {
        bytes memory signed = _judgeSignature(bond, order);
        vm.prank(relayer);
        bond.claim(order, EVIDENCE, signed);
    }

    function _refuses(bytes memory refusal, EscrowOrder memory order) private {
        _refuses(refusal, order, EVIDENCE, _judgeSignature(bond, order));
    }

    function _refuses(bytes memory refusal, EscrowOrder memory order, bytes32 evidence, bytes memory signed) private {
        vm.expectRevert(refusal);
        bond.claim(order, evidence, signed);
    }

    function _dispute(EscrowOrder memory order) private {
        bytes32 reason = keccak256("it is a fake");
        bytes32 typeHash = keccak256("DisputeOpened(bytes32 orderId,bytes32 reason)");
        bytes32 message = keccak256(abi.encode(typeHash, _idOf(order), reason));
        bytes memory signed = signature(buyerKey, _digest("Lianbo Sale Escrow", address(escrow), message));
        escrow.dispute(_terms(), order, reason, signed);
    }

    function _confirm(EscrowOrder memory order) private {
        bytes32 message = keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), _idOf(order)));
        bytes memory signed = signature(buyerKey, _digest("Lianbo Sale Escrow", address(escrow), message));
        escrow.release(_terms(), _shares(), order, new Attestation[](0), signed);
    }
}
