// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Voucher} from "../../src/nft/Vouchers.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice The caller pays exactly the price in the voucher's currency, which stays until it is withdrawn to the payout, or nothing
/// happens at all.
contract VoucherPaymentTest is VoucherFixture {
    function test_ThePriceInNativeCoinStaysUntilAnybodySendsItToThePayout() public {
        Voucher memory v = sale(1, 1 ether);
        bytes memory sig = signed(v);
        vm.prank(buyer);
        collection.redeem{value: 1 ether}(v, sig);

        assertEq(payout.balance, 0);
        assertEq(buyer.balance, 99 ether);
        assertEq(collection.ownerOf(1), recipient);
        assertHolds(1 ether, 0);

        vm.prank(stranger);
        collection.withdraw(address(0));
        assertEq(payout.balance, 1 ether);
        assertEq(stranger.balance, 100 ether);
        assertHolds(0, 0);
    }

    function test_RefusesMoreAndLessThanThePrice() public {
        Voucher memory v = sale(1, 1 ether);
        _refusesValue(v, 0, 1 ether);
        _refusesValue(v, 1 ether - 1, 1 ether);
        _refusesValue(v, 1 ether + 1, 1 ether);
        _refusesValue(v, 2 ether, 1 ether);
    }

    function test_RefusesMoneyForAGift() public {
        _refusesValue(gift(1), 1, 0);
    }

    function test_RefusesNativeCoinWhereThePriceIsInAToken() public {
        _fund(buyer, 1 ether);
        _refusesValue(sale(1, 1 ether, address(token)), 1 ether, 0);
        _refusesValue(sale(1, 0, address(token)), 1, 0);
        assertEq(token.balanceOf(buyer), 1 ether);
    }

    function testFuzz_OnlyTheExactPriceBuys(uint256 price, uint256 value) public {
        vm.deal(buyer, type(uint256).max);
        Voucher memory v = sale(1, price);
        bytes memory sig = signed(v);
        vm.startPrank(buyer);
        if (value != price) {
            vm.expectRevert(wrongPayment(price, value));
            collection.redeem{value: value}(v, sig);
        }
        collection.redeem{value: price}(v, sig);

        assertEq(buyer.balance, type(uint256).max - price);
        assertHolds(price, 0);
    }

    function test_AGiftAsksForNoMoneyInAnyCurrency() public {
        collection.redeem(gift(1), signed(gift(1)));
        // A currency that nobody pays in is not called, whatever lies at its address.
        Voucher memory v = sale(2, 0, makeAddr("no token"));
        collection.redeem(v, signed(v));
        assertEq(collection.balanceOf(recipient), 2);
    }

    function test_ThePriceInATokenStaysUntilAnybodySendsItToThePayout() public {
        Voucher memory v = sale(1, 30, address(token));
        bytes memory sig = signed(v);
        _fund(buyer, 100);
        vm.prank(buyer);
        collection.redeem(v, sig);

        assertEq(token.balanceOf(buyer), 70);
        assertEq(token.balanceOf(payout), 0);
        assertEq(token.allowance(buyer, address(collection)), 70, "no more was taken than was due");
        assertEq(collection.ownerOf(1), recipient);
        assertHolds(0, 30);

        vm.prank(stranger);
        collection.withdraw(address(token));
        assertEq(token.balanceOf(payout), 30);
        assertHolds(0, 0);
    }

    function testFuzz_ThePriceInATokenIsPaidExactly(uint256 price, uint256 funds) public {
        Voucher memory v = sale(1, price, address(token));
        bytes memory sig = signed(v);
        _fund(buyer, funds);
        vm.prank(buyer);
        if (funds < price) {
            vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
            collection.redeem(v, sig);
            assertFalse(collection.isRedeemed(1));
            assertEq(token.balanceOf(buyer), funds);
            assertHolds(0, 0);
        } else {
            collection.redeem(v, sig);
            assertEq(token.balanceOf(buyer), funds - price);
            assertHolds(0, price);
        }
    }

    /// @dev The recipient and others may have approved the collection for purchases of their own.
    function test_NobodyPaysButTheCaller() public {
        Voucher memory v = sale(1, 30, address(token));
        bytes memory sig = signed(v);
        _fund(recipient, 100);
        _fund(buyer, 100);
        vm.prank(stranger);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        assertEq(token.balanceOf(recipient), 100);
        assertEq(token.balanceOf(buyer), 100);
    }

    function test_RefusesWithoutAllowanceOrFunds() public {
        Voucher memory v = sale(1, 30, address(token));
        bytes memory sig = signed(v);
        token.mint(buyer, 100);
        vm.startPrank(buyer);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        token.approve(address(collection), 29);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        assertFalse(collection.isRedeemed(1));

        token.approve(address(collection), 30);
        collection.redeem(v, sig);
        assertTrue(collection.isRedeemed(1));
    }

    /// @dev A call to an address without code succeeds, which must not count as a payment.
    function test_RefusesACurrencyThatIsNoContract() public {
        Voucher memory v = sale(1, 30, makeAddr("no token"));
        refuses(v, signed(v), SafeTransferLib.TransferFromFailed.selector);
    }

    function test_ATokenThatReturnsNothingPays() public {
        NoReturnToken old = NoReturnToken(deployed("NoReturnToken.sol:NoReturnToken", ""));
        Voucher memory v = sale(1, 30, address(old));
        bytes memory sig = signed(v);
        old.mint(buyer, 30);
        vm.startPrank(buyer);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        old.approve(address(collection), 30);
        collection.redeem(v, sig);

        assertEq(old.balanceOf(address(collection)), 30);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_ATokenThatReturnsFalseHasNotPaid() public {
        FalseReturnToken sly = FalseReturnToken(deployed("FalseReturnToken.sol:FalseReturnToken", ""));
        Voucher memory v = sale(1, 30, address(sly));
        bytes memory sig = signed(v);
        sly.mint(buyer, 30);
        sly.setRefusing(true);
        vm.startPrank(buyer);
        sly.approve(address(collection), 30);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        assertFalse(collection.isRedeemed(1));

        sly.setRefusing(false);
        collection.redeem(v, sig);
        assertEq(sly.balanceOf(address(collection)), 30);
    }

    /// @dev Documented on redeem: the seller signed the currency, so what it takes on the way is the seller's loss.
    function test_ATokenThatTakesAFeeDeliversLessAndTheBuyerOwesNoMore() public {
        FeeToken fee = FeeToken(deployed("FeeToken.sol:FeeToken", ""));
        Voucher memory v = sale(1, 1000, address(fee));
        bytes memory sig = signed(v);
        fee.mint(buyer, 1000);
        vm.startPrank(buyer);
        fee.approve(address(collection), 1000);
        collection.redeem(v, sig);

        assertEq(fee.balanceOf(buyer), 0);
        assertEq(fee.balanceOf(address(collection)), 990);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_APayoutThatRefusesMoneyStopsNoSale() public {
        HostileRecipient moody = HostileRecipient(payable(deployed("HostileRecipient.sol:HostileRecipient", "")));
        moody.setMode(HostileRecipient.Mode.Refuse);
        collection = deploy(signer, address(moody));
        Voucher memory v = sale(1, 1 ether);
        bytes memory sig = signed(v);
        vm.prank(buyer);
        collection.redeem{value: 1 ether}(v, sig);
        assertEq(collection.ownerOf(1), recipient);
        assertEq(address(collection).balance, 1 ether);
    }

    function test_ABuyerWhoReentersFromItsTokensHookFindsTheVoucherRedeemed() public {
        HookToken hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        ReenteringAccount thief = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        Voucher memory v = sale(1, 30, address(hooks));
        bytes memory redemption = abi.encodeCall(collection.redeem, (v, signed(v)));
        hooks.mint(address(thief), 100);
        thief.execute(address(hooks), abi.encodeCall(hooks.approve, (address(collection), 100)));
        hooks.setHooks(address(thief), true);
        thief.prepare(address(collection), redemption);
        thief.execute(address(collection), redemption);

        assertTrue(thief.entered());
        assertFalse(thief.succeeded());
        assertEq(thief.answer(), alreadyRedeemed(1));
        assertEq(hooks.balanceOf(address(thief)), 70);
        assertEq(hooks.balanceOf(address(collection)), 30);
        assertEq(collection.balanceOf(recipient), 1);
    }

    /// @dev The token is there before it is paid: a buyer who passes it on from the hook still pays, or has never had it.
    function test_ABuyerWhoPassesTheTokenOnFromTheHookStillPays() public {
        HookToken hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        ReenteringAccount eager = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        recipient = address(eager);
        Voucher memory v = sale(1, 30, address(hooks));
        bytes memory redemption = abi.encodeCall(collection.redeem, (v, signed(v)));
        hooks.mint(address(eager), 29);
        eager.execute(address(hooks), abi.encodeCall(hooks.approve, (address(collection), 100)));
        hooks.setHooks(address(eager), true);
        bytes memory passOn = abi.encodeCall(collection.transferFrom, (address(eager), stranger, 1));
        eager.prepare(address(collection), passOn);

        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        eager.execute(address(collection), redemption);
        assertEq(collection.balanceOf(stranger), 0);

        hooks.mint(address(eager), 1);
        // The gift has used up what was prepared.
        eager.prepare(address(collection), passOn);
        eager.execute(address(collection), redemption);
        assertEq(collection.ownerOf(1), stranger);
        assertEq(hooks.balanceOf(address(collection)), 30);
    }

    /// @dev Coin that came with a call which ends badly is on its way out when the call ends, whoever had it moved meanwhile.
    function test_ABuyerWhoWithdrawsFromTheHookCannotMakeCoinOfATokensPriceStay() public {
        HookToken hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        ReenteringAccount odd = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        Voucher memory v = sale(1, 30, address(hooks));
        bytes memory redemption = abi.encodeCall(collection.redeem, (v, signed(v)));
        hooks.mint(address(odd), 30);
        odd.execute(address(hooks), abi.encodeCall(hooks.approve, (address(collection), 30)));
        hooks.setHooks(address(odd), true);
        odd.prepare(address(collection), abi.encodeCall(collection.withdraw, (address(0))));

        vm.prank(buyer);
        vm.expectRevert(wrongPayment(0, 1 ether));
        odd.execute{value: 1 ether}(address(collection), redemption);
        assertEq(buyer.balance, 100 ether);
        assertEq(payout.balance, 0);
        assertEq(hooks.balanceOf(address(odd)), 30);
        assertFalse(collection.isRedeemed(1));
    }

    /// @dev The collection approves nobody and holds nothing, but buyers approve it: a price must not become a token id.
    function test_TheCollectionItselfAsCurrencyTakesNoTokenOfAStranger() public {
        collection.redeem(gift(5), signed(gift(5)));
        vm.prank(recipient);
        collection.setApprovalForAll(address(collection), true);

        Voucher memory v = sale(1, 5, address(collection));
        bytes memory sig = signed(v);
        vm.prank(stranger);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(5), recipient);
        assertFalse(collection.isRedeemed(1));
    }

    function test_TakesNoMoneyOutsideARedemption() public {
        vm.startPrank(buyer);
        (bool success,) = address(collection).call{value: 1}("");
        assertFalse(success);
        (success,) = address(collection).call{value: 1}("unknown");
        assertFalse(success);
        assertHolds(0, 0);
    }

    function _refusesValue(Voucher memory v, uint256 value, uint256 due) private {
        bytes memory sig = signed(v);
        uint256 before = buyer.balance;
        vm.prank(buyer);
        vm.expectRevert(wrongPayment(due, value));
        collection.redeem{value: value}(v, sig);
        assertEq(buyer.balance, before);
        assertFalse(collection.isRedeemed(v.tokenId));
        assertHolds(0, 0);
    }

    function _fund(address account, uint256 amount) private {
        token.mint(account, amount);
        vm.prank(account);
        token.approve(address(collection), amount);
    }
}
