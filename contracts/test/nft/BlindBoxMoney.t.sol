// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {BlindBox} from "../../src/nft/BlindBox.sol";
import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BlindBoxFixture} from "../support/BlindBoxFixture.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Money waits until the outcome is final; then it is the seller's, or the buyers' with the bond, to the last unit.
contract BlindBoxMoneyTest is BlindBoxFixture {
    // --- The seller's ---

    function test_TheSellerIsPaidAfterTheRevealAndOnce() external {
        bytes32 saleId = soldOut();
        _refusesToPayTheSeller(saleId, BlindBox.NotRevealed.selector);
        rollTo(START_BLOCK + 48);
        _refusesToPayTheSeller(saleId, BlindBox.NotRevealed.selector);
        revealed(saleId);
        uint256 before = seller.balance;
        vm.expectEmit(address(box));
        emit BlindBox.Collected(saleId, seller, BOND + 10 * uint256(PRICE));
        vm.prank(relayer);
        box.collect(saleId);
        assertEq(seller.balance - before, BOND + 10 * uint256(PRICE));
        assertEq(address(box).balance, 0);
        assertTrue(box.progressOf(saleId).settled);
        _refusesToPayTheSeller(saleId, BlindBox.AlreadyCollected.selector);
    }

    function test_TheSellerIsPaidForWhatWasSold() external {
        bytes32 saleId = overAndClosed();
        revealed(saleId);
        uint256 before = seller.balance;
        box.collect(saleId);
        assertEq(seller.balance - before, BOND + 7 * uint256(PRICE));
        assertEq(address(box).balance, 0);
    }

    function test_TheSellerIsPaidInTheTokenOfTheSale() external {
        bytes32 saleId = _saleIn(address(token));
        buy(saleId, alice, 10);
        revealed(saleId);
        uint256 before = token.balanceOf(seller);
        box.collect(saleId);
        assertEq(token.balanceOf(seller) - before, BOND + 10 * uint256(PRICE));
        assertEq(token.balanceOf(address(box)), 0);
    }

    function test_ASellerWhoDoesNotRevealGetsNothing() external {
        bytes32 saleId = overAndClosed();
        vm.warp(REVEAL_BY + 1);
        _refusesToPayTheSeller(saleId, BlindBox.NotRevealed.selector);
        refund(saleId, 0);
        refund(saleId, 1);
        _refusesToPayTheSeller(saleId, BlindBox.NotRevealed.selector);
        assertEq(address(box).balance, 0);
    }

    function test_TheBondOfASaleWithoutBuyersComesBack() external {
        bytes32 saleId = openSale();
        vm.warp(CLOSES);
        _refusesToPayTheSeller(saleId, BlindBox.NotRevealed.selector);
        vm.warp(CLOSES + 1);
        uint256 before = seller.balance;
        box.collect(saleId);
        assertEq(seller.balance - before, BOND);
        _refusesToPayTheSeller(saleId, BlindBox.AlreadyCollected.selector);

        // Also once it is revealed, which gives the seller its own prizes back.
        box.close(saleId);
        revealed(saleId);
        claim(saleId, 2);
        _refusesToPayTheSeller(saleId, BlindBox.AlreadyCollected.selector);
    }

    // --- The buyers' ---

    function test_WithoutTheSeedEveryBuyerGetsPriceAndShare() external {
        bytes32 saleId = overAndClosed();
        vm.warp(REVEAL_BY);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.RefundNotDue.selector, REVEAL_BY));
        box.refund(saleId, one(0));
        vm.warp(REVEAL_BY + 1);
        assertTrue(box.isRefundable(saleId));

        uint256 share = uint256(BOND) * 3 / 7;
        vm.expectEmit(address(box));
        emit BlindBox.Refunded(saleId, 0, alice, 3 * uint256(PRICE) + share, false);
        refund(saleId, 0);
        assertEq(alice.balance, 1_000 ether + share);
        refund(saleId, 1);
        assertEq(bob.balance, 1_000 ether + BOND - share, "the last unit of the bond too");
        assertEq(address(box).balance, 0);
        assertTrue(box.purchaseOf(saleId, 0).refunded);
    }

    function test_ASaleThatNobodyClosedIsPaidBackToo() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 1);
        vm.warp(REVEAL_BY + 1);
        refund(saleId, 0);
        assertEq(alice.balance, 1_000 ether + BOND);
    }

    function test_NothingIsPaidBackTwice() external {
        bytes32 saleId = overAndClosed();
        vm.warp(REVEAL_BY + 1);
        refund(saleId, 0);
        uint256 held = address(box).balance;
        uint256[] memory batch = new uint256[](4);
        (batch[0], batch[1], batch[2], batch[3]) = (0, 1, 1, 0);
        box.refund(saleId, batch);
        assertEq(address(box).balance, 0);
        assertEq(bob.balance - 1_000 ether + 4 * uint256(PRICE), held);
        box.refund(saleId, batch);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPurchase.selector, 2));
        box.refund(saleId, one(2));
    }

    function test_NothingIsPaidBackOnceTheSeedIsRevealed() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.RefundNotDue.selector, REVEAL_BY));
        box.refund(saleId, one(0));
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_TheWholeBondIsSharedToTheLastUnit(uint96 bond, uint256 seed, bool inToken) external {
        BlindBox.Sale memory sale = terms();
        sale.bond = uint96(bound(bond, 0, 900 ether));
        sale.supply = 1_000;
        sale.currency = inToken ? address(token) : NATIVE;
        bytes32 saleId = openSale(sale);
        uint256 sold;
        uint256 purchases = bound(seed, 1, 12);
        for (uint256 i; i < purchases; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 quantity = uint32(bound(seed, 1, 70));
            sold += quantity;
            buy(saleId, seed % 2 == 0 ? alice : bob, quantity);
        }
        vm.warp(REVEAL_BY + 1);
        for (uint256 i = purchases; i > 0; --i) {
            uint256 before = _held(sale.currency);
            refund(saleId, i - 1);
            uint256 quantity = box.purchaseOf(saleId, i - 1).quantity;
            uint256 share = before - _held(sale.currency) - quantity * PRICE;
            uint256 fair = uint256(sale.bond) * quantity / sold;
            assertTrue(share == fair || share == fair + 1, "each within one unit of its share");
        }
        assertEq(_held(sale.currency), 0);
    }

    function test_ABuyerThatCannotBePaidGetsACreditAndHoldsUpNobody() external {
        HostileRecipient.Mode[3] memory modes =
            [HostileRecipient.Mode.Refuse, HostileRecipient.Mode.BurnGas, HostileRecipient.Mode.RevertWithABomb];
        for (uint256 i; i < modes.length; ++i) {
            HostileRecipient hostile = new HostileRecipient();
            vm.deal(address(hostile), 1 ether);
            BlindBox.Sale memory sale = terms();
            sale.seedCommitment = bytes32(i + 1);
            vm.warp(OPENS - 1);
            bytes32 saleId = openSale(sale);
            buy(saleId, address(hostile), 1);
            buy(saleId, bob, 1);
            hostile.setMode(modes[i]);
            vm.warp(REVEAL_BY + 1);
            uint256[] memory both = new uint256[](2);
            both[1] = 1;
            uint256 due = PRICE + BOND / 2;
            uint256 before = bob.balance;
            vm.expectEmit(address(box));
            emit BlindBox.Refunded(saleId, 0, address(hostile), due, true);
            box.refund(saleId, both);
            assertEq(bob.balance - before, due);
            assertEq(box.creditOf(address(hostile), NATIVE), due);

            hostile.setMode(HostileRecipient.Mode.Willing);
            vm.expectEmit(address(box));
            emit BlindBox.Withdrawn(address(hostile), NATIVE, due);
            hostile.withdraw(SaleEscrow(address(box)), NATIVE);
            assertEq(address(hostile).balance, 1 ether - PRICE + due);
            assertEq(address(box).balance, 0);
            vm.expectRevert(BlindBox.NothingToWithdraw.selector);
            hostile.withdraw(SaleEscrow(address(box)), NATIVE);
        }
    }

    function test_ABuyerThatTheTokenBlocksGetsACredit() external {
        BlockingToken blocking = new BlockingToken();
        bytes32 saleId = _saleIn(address(blocking));
        buy(saleId, alice, 2);
        blocking.setBlocked(alice, true);
        vm.warp(REVEAL_BY + 1);
        refund(saleId, 0);
        uint256 due = 2 * uint256(PRICE) + BOND;
        assertEq(box.creditOf(alice, address(blocking)), due);
        vm.startPrank(alice);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        box.withdraw(address(blocking));
        assertEq(box.creditOf(alice, address(blocking)), due);
        blocking.setBlocked(alice, false);
        box.withdraw(address(blocking));
        assertEq(blocking.balanceOf(address(box)), 0);
    }

    /// @dev A relayer cannot turn a payment into a credit by sending too little gas.
    function testFuzz_TheRefundOfAWillingBuyerNeverBecomesACredit(uint256 gasGiven) external {
        HostileRecipient willing = new HostileRecipient();
        vm.deal(address(willing), 1 ether);
        bytes32 saleId = openSale();
        buy(saleId, address(willing), 1);
        willing.setGasNeeded(60_000);
        vm.warp(REVEAL_BY + 1);
        try box.refund{gas: bound(gasGiven, 30_000, 400_000)}(saleId, one(0)) {
            assertEq(box.creditOf(address(willing), NATIVE), 0);
            assertEq(address(willing).balance, 1 ether + BOND);
        } catch {
            assertEq(address(willing).balance, 1 ether - PRICE);
        }
    }

    // --- Tokens ---

    function test_ATokenThatTakesAFeeIsRefused() external {
        FeeToken fee = new FeeToken();
        BlindBox.Sale memory sale = _fundAll(fee);
        vm.prank(seller);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, BOND, BOND - BOND / 100));
        box.create(sale);
        sale.bond = 0;
        bytes32 saleId = openSale(sale);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, PRICE, PRICE - PRICE / 100));
        box.buy(saleId, 1, "");
        assertEq(box.progressOf(saleId).sold, 0);
    }

    function test_TakesATokenThatReturnsNothingAndNotOneThatReturnsFalse() external {
        NoReturnToken quiet = new NoReturnToken();
        bytes32 saleId = _saleIn(address(quiet));
        buy(saleId, alice, 1);
        vm.warp(REVEAL_BY + 1);
        refund(saleId, 0);
        assertEq(quiet.balanceOf(address(box)), 0);

        vm.warp(OPENS - 1);
        FalseReturnToken lying = new FalseReturnToken();
        BlindBox.Sale memory sale = _fundAll(lying);
        sale.seedCommitment = "another";
        lying.setRefusing(true);
        vm.prank(seller);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        box.create(sale);
    }

    function test_NativeCoinIsRefusedWhereTheSaleIsInAToken() external {
        bytes32 saleId = _saleIn(address(token));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 0, PRICE));
        box.buy{value: PRICE}(saleId, 1, "");
    }

    function test_MoneyThatNobodyAskedForIsRefused() external {
        vm.prank(alice);
        (bool taken,) = address(box).call{value: 1}("");
        assertFalse(taken);
    }

    // --- One sale and another ---

    /// @dev They share the contract's balance, and no sale pays out more than it took.
    function test_NoSalePaysOutOfAnother() external {
        bytes32 kept = openSale();
        buy(kept, alice, 5);
        BlindBox.Sale memory sale = terms();
        (sale.seedCommitment, sale.bond) = (keccak256(abi.encode("other seed")), 0);
        bytes32 failed = create(sale);
        buy(failed, bob, 2);
        vm.warp(CLOSES + 1);
        box.close(kept);
        revealed(kept);
        vm.warp(REVEAL_BY + 1);
        refund(failed, 0);
        assertEq(bob.balance, 1_000 ether);
        assertEq(address(box).balance, BOND + 5 * uint256(PRICE));
        box.collect(kept);
        assertEq(address(box).balance, 0);
    }

    // --- Calls from inside ---

    function test_ABuyerCannotComeBackFromInsideItsRefund() external {
        ReenteringAccount account = new ReenteringAccount();
        vm.deal(address(account), 1 ether);
        bytes32 saleId = openSale();
        buy(saleId, address(account), 1);
        buy(saleId, bob, 1);
        vm.warp(REVEAL_BY + 1);
        account.prepare(address(box), abi.encodeCall(BlindBox.refund, (saleId, one(0))));
        refund(saleId, 0);
        _assertShutOut(account);
        assertEq(address(account).balance, 1 ether + BOND / 2);
    }

    function test_ABuyerCannotComeBackFromInsideItsPayment() external {
        HookToken hook = new HookToken();
        bytes32 saleId = _saleIn(address(hook));
        ReenteringAccount account = new ReenteringAccount();
        hook.mint(address(account), 1 ether);
        account.execute(address(hook), abi.encodeCall(hook.approve, (address(box), 1 ether)));
        hook.setHooks(address(account), true);
        bytes memory purchase = abi.encodeCall(BlindBox.buy, (saleId, 1, ""));
        account.prepare(address(box), purchase);
        account.execute(address(box), purchase);
        _assertShutOut(account);
        assertEq(box.progressOf(saleId).sold, 1);
        assertEq(hook.balanceOf(address(box)), BOND + PRICE);
    }

    function test_AWithdrawalCannotBeReentered() external {
        ReenteringAccount account = new ReenteringAccount();
        vm.deal(address(account), 1 ether);
        bytes32 saleId = openSale();
        buy(saleId, address(account), 1);
        buy(saleId, bob, 1);
        vm.warp(REVEAL_BY + 1);
        bytes memory code = address(account).code;
        vm.etch(address(account), hex"fe");
        refund(saleId, 0);
        vm.etch(address(account), code);
        bytes memory withdrawal = abi.encodeCall(BlindBox.withdraw, (NATIVE));
        account.prepare(address(box), withdrawal);
        account.execute(address(box), withdrawal);
        _assertShutOut(account);
        assertEq(address(box).balance, PRICE + BOND / 2);
    }

    function test_ASellerCannotComeBackFromInsideItsPay() external {
        ReenteringAccount account = new ReenteringAccount();
        vm.deal(address(account), 2 ether);
        BlindBox.Sale memory sale = terms();
        sale.seller = address(account);
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 10);
        revealed(saleId);
        bytes32 other = soldOut();
        account.prepare(address(box), abi.encodeCall(BlindBox.collect, (saleId)));
        box.collect(saleId);
        _assertShutOut(account);
        assertEq(address(account).balance, 2 ether + 10 * uint256(PRICE));
        assertEq(address(box).balance, BOND + 10 * uint256(PRICE));
        assertFalse(box.progressOf(other).settled);
    }

    function test_AMinterCannotComeBackFromInsideADelivery() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, 5);
        minter.setCallback(abi.encodeCall(BlindBox.claim, (saleId, 5, purchase, prizeId, proof)));
        claim(saleId, 5);
        assertFalse(minter.calledBack());
        assertEq(minter.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
        assertEq(minter.deliveries(prizeId), 1);

        minter.setCallback(abi.encodeCall(BlindBox.isClaimed, (saleId, 6)));
        claim(saleId, 6);
        assertEq(minter.answer(), abi.encode(true), "it sees the box opened");
    }

    // --- Helpers ---

    function _saleIn(address currency) private returns (bytes32) {
        return openSale(_fundAll(TestToken(currency)));
    }

    /// @dev Not every token answers.
    function _fundAll(TestToken currency) private returns (BlindBox.Sale memory sale) {
        address[2] memory people = [seller, alice];
        for (uint256 i; i < people.length; ++i) {
            currency.mint(people[i], 10 ether);
            vm.prank(people[i]);
            (bool approved,) = address(currency)
                .call(abi.encodeCall(TestToken(address(currency)).approve, (address(box), type(uint256).max)));
            assertTrue(approved);
        }
        sale = terms();
        sale.currency = address(currency);
    }

    function _held(address currency) private view returns (uint256) {
        return currency == NATIVE ? address(box).balance : TestToken(currency).balanceOf(address(box));
    }

    function _refusesToPayTheSeller(bytes32 saleId, bytes4 selector) private {
        vm.expectRevert(selector);
        box.collect(saleId);
    }

    function _assertShutOut(ReenteringAccount account) private view {
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
    }
}
