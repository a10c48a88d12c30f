// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher} from "../../src/nft/Vouchers.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {Vm} from "../support/Test.sol";
import {TierBook} from "../support/TierBook.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {LibClone} from "solady/utils/LibClone.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Many vouchers in one call: all or none, or all that can be, and never a unit of coin more or less than they cost.
contract VoucherBatchTest is VoucherFixture {
    /// @dev Ids of rows that something is wrong with, beginning with this one.
    uint256 private constant BAD = 100;
    uint56 private constant HIGHEST = 1000;

    Voucher[] private _bad;
    bytes[] private _badSignatures;
    bytes[] private _reasons;

    function setUp() public override {
        super.setUp();
        _prepareBadRows();
    }

    function test_AnAtomicBatchRedeemsAllInAllCurrenciesAtTheirExactSum() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _fourGoodOnes();
        vm.prank(buyer);
        bool[] memory redeemed = collection.redeemBatch{value: 3 ether}(vouchers, sigs, false);

        _assertAll(redeemed, true, 4);
        assertEq(collection.balanceOf(recipient), 4);
        assertEq(collection.redemptionsOf(recipient), 4);
        assertEq(buyer.balance, 97 ether);
        assertEq(token.balanceOf(buyer), 70);
        assertHolds(3 ether, 30);
    }

    function test_OneBatchGivesToManyRecipients() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _gifts(1, 3);
        (vouchers[1].recipient, vouchers[2].recipient) = (stranger, owner);
        (sigs[1], sigs[2]) = (signed(vouchers[1]), signedCompactly(vouchers[2]));
        collection.redeemBatch(vouchers, sigs, false);
        assertEq(collection.ownerOf(1), recipient);
        assertEq(collection.ownerOf(2), stranger);
        assertEq(collection.ownerOf(3), owner);
    }

    function testFuzz_OnlyTheExactSumBuysAnAtomicBatch(uint96[3] calldata prices, uint256 value) public {
        vm.deal(buyer, type(uint256).max);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _gifts(1, 3);
        uint256 sum;
        for (uint256 i; i < 3; ++i) {
            vouchers[i].price = prices[i];
            sigs[i] = signed(vouchers[i]);
            sum += prices[i];
        }
        vm.startPrank(buyer);
        if (value != sum) {
            vm.expectPartialRevert(VoucherRedeemer.WrongPayment.selector);
            collection.redeemBatch{value: value}(vouchers, sigs, false);
            assertFalse(collection.isRedeemed(1));
        }
        collection.redeemBatch{value: sum}(vouchers, sigs, false);
        assertHolds(sum, 0);
        assertEq(buyer.balance, type(uint256).max - sum);
    }

    /// @dev The hole of batches elsewhere: one payment that is looked at once for each row.
    function test_ThePaymentOfOneRowPaysForNoOther() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        vm.startPrank(buyer);
        vm.expectRevert(wrongPayment(1 ether, 0));
        collection.redeemBatch{value: 1 ether}(vouchers, sigs, false);
        vm.expectRevert(wrongPayment(1 ether, 1 ether - 1));
        collection.redeemBatch{value: 2 ether - 1}(vouchers, sigs, false);
        vm.expectRevert(wrongPayment(2 ether, 2 ether + 1));
        collection.redeemBatch{value: 2 ether + 1}(vouchers, sigs, false);

        // What the collection holds of earlier sales pays for nothing either.
        vm.deal(address(collection), 10 ether);
        vm.expectRevert(wrongPayment(1 ether, 0));
        collection.redeemBatch{value: 1 ether}(vouchers, sigs, false);
        bool[] memory redeemed = collection.redeemBatch{value: 1 ether}(vouchers, sigs, true);
        assertTrue(redeemed[0]);
        assertFalse(redeemed[1]);
        assertHolds(11 ether, 0);
    }

    function test_PricesWhoseSumOverflowsBuyNothing() public {
        vm.deal(buyer, type(uint256).max);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, type(uint256).max);
        vm.startPrank(buyer);
        vm.expectRevert(wrongPayment(type(uint256).max, 0));
        collection.redeemBatch{value: type(uint256).max}(vouchers, sigs, false);
        vm.expectRevert(wrongPayment(type(uint256).max, type(uint256).max - 1));
        collection.redeemBatch{value: type(uint256).max - 1}(vouchers, sigs, false);
    }

    function test_AnyBadRowAtAnyPlaceUndoesAnAtomicBatch() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 3, 1 ether);
        for (uint256 i; i < _bad.length; ++i) {
            for (uint256 place; place < 3; ++place) {
                (Voucher memory good, bytes memory goodSig) = (vouchers[place], sigs[place]);
                (vouchers[place], sigs[place]) = (_bad[i], _badSignatures[i]);
                vm.prank(buyer);
                vm.expectRevert(_reasons[i]);
                collection.redeemBatch{value: 2 ether}(vouchers, sigs, false);
                (vouchers[place], sigs[place]) = (good, goodSig);
            }
        }
        for (uint256 id = 1; id <= 3; ++id) {
            assertFalse(collection.isRedeemed(id));
        }
        assertEq(buyer.balance, 100 ether);
        assertHolds(0, 0);
    }

    /// @dev The reason is what the same voucher, redeemed alone at that moment, reverts with.
    function test_ABatchThatSkipsPassesOverEachBadRowWithItsOwnError() public {
        uint256 count = _bad.length;
        Voucher[] memory vouchers = new Voucher[](2 * count + 1);
        bytes[] memory sigs = new bytes[](2 * count + 1);
        for (uint256 i; i < vouchers.length; ++i) {
            if (i % 2 == 0) {
                vouchers[i] = sale(1 + i / 2, 1 ether);
                sigs[i] = signed(vouchers[i]);
            } else {
                (vouchers[i], sigs[i]) = (_bad[i / 2], _badSignatures[i / 2]);
                uint256 price = vouchers[i].currency == address(0) ? vouchers[i].price : 0;
                vm.prank(buyer);
                (bool accepted, bytes memory alone) =
                    address(collection).call{value: price}(abi.encodeCall(collection.redeem, (vouchers[i], sigs[i])));
                assertFalse(accepted);
                assertEq(alone, _reasons[i / 2]);
            }
        }

        vm.recordLogs();
        vm.prank(buyer);
        bool[] memory redeemed = collection.redeemBatch{value: 50 ether}(vouchers, sigs, true);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        uint256 skipped;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != VoucherRedeemer.VoucherSkipped.selector) continue;
            assertEq(logs[i].emitter, address(collection));
            assertEq(uint256(logs[i].topics[1]), _bad[skipped].tokenId);
            assertEq(abi.decode(logs[i].data, (bytes)), _reasons[skipped]);
            ++skipped;
        }
        assertEq(skipped, count);
        for (uint256 i; i < redeemed.length; ++i) {
            assertEq(redeemed[i], i % 2 == 0);
            if (i % 2 == 0) assertEq(collection.ownerOf(vouchers[i].tokenId), recipient);
        }
        assertEq(buyer.balance, 100 ether - (count + 1) * 1 ether, "the rest came back");
        assertHolds((count + 1) * 1 ether, 0);
    }

    /// @dev Whatever is wrong with whichever rows, a batch that skips does what one call for each row would have done.
    function testFuzz_ABatchThatSkipsDoesWhatOneCallForEachRowDoes(uint256 seed) public {
        Voucher[] memory vouchers = new Voucher[](5);
        bytes[] memory sigs = new bytes[](5);
        for (uint256 i; i < 5; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            if (draw % 2 == 0) {
                // Few ids, so that rows promise the same token.
                vouchers[i] = sale(1 + draw / 2 % 4, draw % 1 ether);
                sigs[i] = signed(vouchers[i]);
            } else {
                (vouchers[i], sigs[i]) = (_bad[draw % _bad.length], _badSignatures[draw % _bad.length]);
            }
        }
        uint256 snapshot = vm.snapshotState();
        bool[] memory oneByOne = new bool[](5);
        for (uint256 i; i < 5; ++i) {
            uint256 value = vouchers[i].currency == address(0) ? vouchers[i].price : 0;
            vm.prank(buyer);
            (oneByOne[i],) =
                address(collection).call{value: value}(abi.encodeCall(collection.redeem, (vouchers[i], sigs[i])));
        }
        (uint256 balance, uint256 held, uint256 owned) =
            (buyer.balance, address(collection).balance, collection.balanceOf(recipient));
        vm.revertToState(snapshot);

        vm.prank(buyer);
        bool[] memory redeemed = collection.redeemBatch{value: 5 ether}(vouchers, sigs, true);
        for (uint256 i; i < 5; ++i) {
            assertEq(redeemed[i], oneByOne[i]);
        }
        assertEq(buyer.balance, balance);
        assertEq(address(collection).balance, held);
        assertEq(collection.balanceOf(recipient), owned);
    }

    function test_ARowThatTheRestCannotPayIsSkippedAndACheaperOneBehindItIsNot() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 3, 1 ether);
        (vouchers[1].price, vouchers[2].price) = (5 ether, 2 ether);
        (sigs[1], sigs[2]) = (signed(vouchers[1]), signed(vouchers[2]));
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSkipped(2, wrongPayment(5 ether, 3 ether));
        vm.prank(buyer);
        bool[] memory redeemed = collection.redeemBatch{value: 4 ether}(vouchers, sigs, true);
        assertTrue(redeemed[0]);
        assertFalse(redeemed[1]);
        assertTrue(redeemed[2]);
        assertEq(buyer.balance, 97 ether);
        assertHolds(3 ether, 0);
    }

    function test_TheSameVoucherTwiceInABatchIsRedeemedAndPaidOnce() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        (vouchers[1], sigs[1]) = (vouchers[0], signedCompactly(vouchers[0]));
        vm.startPrank(buyer);
        vm.expectRevert(alreadyRedeemed(1));
        collection.redeemBatch{value: 2 ether}(vouchers, sigs, false);

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSkipped(1, alreadyRedeemed(1));
        bool[] memory redeemed = collection.redeemBatch{value: 2 ether}(vouchers, sigs, true);
        assertTrue(redeemed[0]);
        assertFalse(redeemed[1]);
        assertEq(collection.balanceOf(recipient), 1);
        assertEq(buyer.balance, 99 ether);
        assertHolds(1 ether, 0);
    }

    function test_ABatchHasAsManySignaturesAsVouchers() public {
        (Voucher[] memory vouchers,) = _gifts(1, 2);
        for (uint256 length; length < 4; ++length) {
            if (length == 2) continue;
            bytes memory reason = abi.encodeWithSelector(VoucherRedeemer.LengthsDiffer.selector, 2, length);
            vm.expectRevert(reason);
            collection.redeemBatch(vouchers, new bytes[](length), false);
            vm.expectRevert(reason);
            collection.redeemBatch(vouchers, new bytes[](length), true);
        }
    }

    function test_AnEmptyBatchDoesNothingAndKeepsNothing() public {
        vm.startPrank(buyer);
        assertEq(collection.redeemBatch(new Voucher[](0), new bytes[](0), false).length, 0);
        vm.expectRevert(wrongPayment(0, 1));
        collection.redeemBatch{value: 1}(new Voucher[](0), new bytes[](0), false);
        assertEq(collection.redeemBatch{value: 1}(new Voucher[](0), new bytes[](0), true).length, 0);
        assertEq(buyer.balance, 100 ether);
    }

    function test_WhileItIsPausedABatchIsRefusedOrAllOfItSkipped() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        vm.prank(owner);
        collection.pause();
        vm.startPrank(buyer);
        vm.expectRevert(VoucherRedeemer.CollectionPaused.selector);
        collection.redeemBatch{value: 2 ether}(vouchers, sigs, false);
        _assertAll(collection.redeemBatch{value: 2 ether}(vouchers, sigs, true), false, 2);
        assertEq(buyer.balance, 100 ether);
    }

    /// @dev Alone it would let anybody name who pays.
    function test_NobodyButTheCollectionRedeemsInABatch() public {
        token.mint(buyer, 30);
        vm.prank(buyer);
        token.approve(address(collection), 30);
        Voucher memory v = sale(1, 30, address(token));
        bytes memory sig = signed(v);
        address[5] memory callers = [stranger, buyer, owner, signer, recipient];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            collection.redeemInBatch(v, sig, buyer, 0);
        }
        assertEq(token.balanceOf(buyer), 30);
        assertFalse(collection.isRedeemed(1));
    }

    function test_TheRestThatComesBackLetsNobodyRedeemTwice() public {
        ReenteringAccount thief = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        bytes memory batch = abi.encodeCall(collection.redeemBatch, (vouchers, sigs, true));
        thief.prepare(address(collection), batch);
        vm.deal(address(collection), 10 ether);
        vm.prank(buyer);
        thief.execute{value: 5 ether}(address(collection), batch);

        assertTrue(thief.entered());
        assertTrue(thief.succeeded());
        _assertAll(abi.decode(thief.answer(), (bool[])), false, 2);
        assertEq(address(thief).balance, 3 ether);
        assertEq(collection.balanceOf(recipient), 2);
        assertHolds(12 ether, 0);
    }

    function test_ACallerThatTakesNoCoinBackRedeemsNothingUnlessItSendsTheExactSum() public {
        address proud = address(new RawAnswer("", true));
        vm.deal(proud, 10 ether);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        vm.startPrank(proud);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        collection.redeemBatch{value: 3 ether}(vouchers, sigs, true);
        assertFalse(collection.isRedeemed(1));
        collection.redeemBatch{value: 2 ether}(vouchers, sigs, true);
        assertEq(collection.balanceOf(recipient), 2);
        assertEq(proud.balance, 8 ether);
    }

    function test_ABuyerWhoReentersFromItsTokensHookFindsItsRowRedeemedAndMayTakeTheNext() public {
        (HookToken hooks, ReenteringAccount thief) = _hookedBuyer(60);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _gifts(1, 3);
        for (uint256 i; i < 2; ++i) {
            vouchers[i] = sale(1 + i, 30, address(hooks));
            sigs[i] = signed(vouchers[i]);
        }
        uint256 snapshot = vm.snapshotState();
        thief.prepare(address(collection), abi.encodeCall(collection.redeem, (vouchers[0], sigs[0])));
        thief.execute(address(collection), abi.encodeCall(collection.redeemBatch, (vouchers, sigs, true)));
        assertTrue(thief.entered());
        assertFalse(thief.succeeded());
        assertEq(thief.answer(), alreadyRedeemed(1));
        assertEq(collection.balanceOf(recipient), 3);
        vm.revertToState(snapshot);

        thief.prepare(address(collection), abi.encodeCall(collection.redeem, (vouchers[1], sigs[1])));
        bytes memory answer =
            thief.execute(address(collection), abi.encodeCall(collection.redeemBatch, (vouchers, sigs, true)));
        bool[] memory redeemed = abi.decode(answer, (bool[]));
        assertTrue(thief.succeeded());
        assertTrue(redeemed[0]);
        assertFalse(redeemed[1], "the hook had it first");
        assertTrue(redeemed[2]);
        assertEq(collection.balanceOf(recipient), 3);
        assertEq(hooks.balanceOf(address(collection)), 60, "each was paid once");
        vm.revertToState(snapshot);

        // All or none: the row that the hook took first undoes the batch, and what the hook did with it.
        thief.prepare(address(collection), abi.encodeCall(collection.redeem, (vouchers[1], sigs[1])));
        vm.expectRevert(alreadyRedeemed(2));
        thief.execute(address(collection), abi.encodeCall(collection.redeemBatch, (vouchers, sigs, false)));
        assertFalse(collection.isRedeemed(2));
    }

    /// @dev A row that fails takes along all that its token's hook did.
    function test_WhatAHookDidIsUndoneWithTheRowThatIsSkipped() public {
        (HookToken hooks, ReenteringAccount eager) = _hookedBuyer(29);
        recipient = address(eager);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _gifts(1, 2);
        vouchers[0] = sale(1, 30, address(hooks));
        sigs[0] = signed(vouchers[0]);
        eager.prepare(address(collection), abi.encodeCall(collection.transferFrom, (address(eager), stranger, 1)));
        eager.execute(address(collection), abi.encodeCall(collection.redeemBatch, (vouchers, sigs, true)));
        assertFalse(collection.isRedeemed(1));
        assertEq(collection.balanceOf(stranger), 0);
        assertEq(collection.ownerOf(2), address(eager));
        assertEq(collection.redemptionsOf(address(eager)), 1);
    }

    /// @dev What is on its way back to the caller is in the collection meanwhile: a hook that has it withdrawn harms the caller alone.
    function test_AHookThatWithdrawsTheRestUndoesTheBatch() public {
        (HookToken hooks, ReenteringAccount odd) = _hookedBuyer(30);
        (Voucher[] memory vouchers, bytes[] memory sigs) = _sales(1, 2, 1 ether);
        vouchers[0] = sale(1, 30, address(hooks));
        sigs[0] = signed(vouchers[0]);
        bytes memory batch = abi.encodeCall(collection.redeemBatch, (vouchers, sigs, true));
        odd.prepare(address(collection), abi.encodeCall(collection.withdraw, (address(0))));
        vm.deal(address(collection), 5 ether);
        vm.startPrank(buyer);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        odd.execute{value: 2 ether}(address(collection), batch);
        assertEq(payout.balance, 0);
        assertEq(address(collection).balance, 5 ether);

        // With nothing to come back there is nothing to miss.
        odd.execute{value: 1 ether}(address(collection), batch);
        assertEq(payout.balance, 6 ether);
        assertEq(collection.balanceOf(recipient), 2);
    }

    function test_ABatchOnACloneSkipsAndRedeemsThere() public {
        (Voucher[] memory vouchers, bytes[] memory sigs) = _gifts(1, 3);
        VoucherCollection clone = VoucherCollection(LibClone.clone(address(collection)));
        clone.initialize(config());
        (sigs[0], sigs[2]) = (signedFor(clone, vouchers[0]), signedFor(clone, vouchers[2]));
        vm.expectEmit(address(clone));
        emit VoucherRedeemer.VoucherSkipped(2, abi.encodePacked(NOT_THE_SIGNER));
        bool[] memory redeemed = clone.redeemBatch(vouchers, sigs, true);
        assertTrue(redeemed[0] && !redeemed[1] && redeemed[2]);
        assertEq(clone.balanceOf(recipient), 2);
        assertEq(collection.balanceOf(recipient), 0);

        vm.prank(address(collection));
        vm.expectRevert(Ownable.Unauthorized.selector);
        clone.redeemInBatch(vouchers[1], sigs[1], buyer, 0);
    }

    /// @dev One voucher for each thing that can be wrong, and the error that tells it.
    function _prepareBadRows() private {
        CollectionConfig memory made = config();
        TierBook book = new TierBook();
        made.membership = address(book);
        made.maxTokenId = HIGHEST;
        collection = deploy(made);
        address veteran = makeAddr("veteran");
        book.setTier(recipient, 2);
        give(veteran, BAD + 6);
        Voucher memory v = _next();
        v.validFrom = NOW + 1;
        _wrong(v, notYetValid(NOW + 1));
        v = _next();
        v.validUntil = NOW - 1;
        _wrong(v, expired(NOW - 1));
        v = _next();
        v.epoch = 7;
        _wrong(v, wrongEpoch(7, 0));
        v = _next();
        v.tokenId = uint256(HIGHEST) + 1;
        _wrong(v, tokenIdTooHigh(uint256(HIGHEST) + 1, HIGHEST));
        _wrong(_next(), signedBy(makeKey("no signer"), _next()), abi.encodePacked(NOT_THE_SIGNER));
        v = _next();
        v.minTier = 3;
        _wrong(v, tierTooLow(3, 2));
        _wrong(_next(), alreadyRedeemed(BAD + 6));
        v = _next();
        (v.recipient, v.maxPerBuyer) = (veteran, 1);
        _wrong(v, limitReached(veteran, 1));
        _wrong(_next(), "", abi.encodePacked(NOT_THE_SIGNER));
        v = _next();
        v.recipient = address(book);
        v.minTier = 1;
        _wrong(v, tierTooLow(1, 0));

        bytes memory unpaid = abi.encodePacked(SafeTransferLib.TransferFromFailed.selector);
        FalseReturnToken sly = FalseReturnToken(deployed("FalseReturnToken.sol:FalseReturnToken", ""));
        sly.setRefusing(true);
        BlockingToken strict = BlockingToken(deployed("BlockingToken.sol:BlockingToken", ""));
        strict.mint(buyer, 30);
        strict.setBlocked(buyer, true);
        sly.mint(buyer, 30);
        vm.startPrank(buyer);
        sly.approve(address(collection), 30);
        strict.approve(address(collection), 30);
        vm.stopPrank();
        address[5] memory currencies = [
            address(token),
            address(sly),
            address(strict),
            makeAddr("no token"),
            address(new RawAnswer("not the answer of a token", false))
        ];
        for (uint256 i; i < currencies.length; ++i) {
            v = _next();
            (v.currency, v.price) = (currencies[i], 30);
            _wrong(v, unpaid);
        }
    }

    function _next() private view returns (Voucher memory) {
        return gift(BAD + _bad.length);
    }

    function _wrong(Voucher memory v, bytes memory reason) private {
        _wrong(v, signed(v), reason);
    }

    function _wrong(Voucher memory v, bytes memory sig, bytes memory reason) private {
        _bad.push(v);
        _badSignatures.push(sig);
        _reasons.push(reason);
    }

    function _gifts(uint256 first, uint256 count) private view returns (Voucher[] memory, bytes[] memory) {
        return _sales(first, count, 0);
    }

    function _sales(uint256 first, uint256 count, uint256 price)
        private
        view
        returns (Voucher[] memory vouchers, bytes[] memory sigs)
    {
        vouchers = new Voucher[](count);
        sigs = new bytes[](count);
        for (uint256 i; i < count; ++i) {
            vouchers[i] = sale(first + i, price);
            sigs[i] = signed(vouchers[i]);
        }
    }

    /// @dev Two for coin, 1 and 2 ether, one for 30 tokens of the buyer's 100, and a gift.
    function _fourGoodOnes() private returns (Voucher[] memory vouchers, bytes[] memory sigs) {
        token.mint(buyer, 100);
        vm.prank(buyer);
        token.approve(address(collection), 100);
        (vouchers, sigs) = _gifts(1, 4);
        (vouchers[0], vouchers[1], vouchers[2]) = (sale(1, 1 ether), sale(2, 30, address(token)), sale(3, 2 ether));
        for (uint256 i; i < 3; ++i) {
            sigs[i] = signed(vouchers[i]);
        }
    }

    function _hookedBuyer(uint256 funds) private returns (HookToken hooks, ReenteringAccount account) {
        hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        account = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        hooks.mint(address(account), funds);
        account.execute(address(hooks), abi.encodeCall(hooks.approve, (address(collection), type(uint256).max)));
        hooks.setHooks(address(account), true);
    }

    function _assertAll(bool[] memory redeemed, bool expected, uint256 count) private pure {
        assertEq(redeemed.length, count);
        for (uint256 i; i < count; ++i) {
            assertEq(redeemed[i], expected);
        }
    }
}
