// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {AgreeableWallet} from "../support/AgreeableWallet.sol";
import {HookToken} from "../support/HookToken.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {Vm} from "../support/Test.sol";
import {TierBook} from "../support/TierBook.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice What a voucher asks for beside money: its time, a membership, not too many for one buyer, whoever bears it, for good.
contract VoucherTermsTest is VoucherFixture {
    TierBook private _book;

    function setUp() public override {
        super.setUp();
        _book = new TierBook();
        vm.prank(owner);
        collection.setMembership(address(_book));
    }

    // Time.

    function test_AVoucherIsGoodFromItsFirstSecond() public {
        Voucher memory v = gift(1);
        v.validFrom = NOW + 60;
        bytes memory sig = signed(v);
        refuses(v, sig, notYetValid(NOW + 60));
        vm.warp(NOW + 59);
        refuses(v, sig, notYetValid(NOW + 60));
        vm.warp(NOW + 60);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AWindowOfOneSecondIsOneAndOneThatEndsBeforeItBeginsIsNone() public {
        Voucher memory v = gift(1);
        (v.validFrom, v.validUntil) = (NOW, NOW);
        collection.redeem(v, signed(v));
        v = gift(2);
        (v.validFrom, v.validUntil) = (NOW + 1, NOW - 1);
        refuses(v, signed(v), notYetValid(NOW + 1));
        (v.validFrom, v.validUntil) = (NOW, NOW - 1);
        refuses(v, signed(v), expired(NOW - 1));
    }

    // Membership.

    function testFuzz_AMemberOfTheTierOrAHigherOneRedeems(uint8 required, uint8 actual) public {
        Voucher memory v = gift(1);
        v.minTier = required;
        _book.setTier(recipient, actual);
        if (actual < required) {
            refuses(v, signed(v), tierTooLow(required, actual));
        } else {
            collection.redeem(v, signed(v));
            assertEq(collection.ownerOf(1), recipient);
        }
    }

    function test_AVoucherForEverybodyAsksNoMembership() public {
        _book.setClosed(true);
        vm.expectCall(address(_book), "", 0);
        collection.redeem(gift(1), signed(gift(1)));
    }

    function test_TheRecipientIsTheMemberWhoeverRedeems() public {
        Voucher memory v = gift(1);
        v.minTier = 1;
        _book.setTier(stranger, 9);
        vm.prank(stranger);
        vm.expectRevert(tierTooLow(1, 0));
        collection.redeem(v, signed(v));
        _book.setTier(recipient, 1);
        vm.prank(stranger);
        collection.redeem(v, signed(v));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_TheBearerIsTheMemberOfABearerVoucher() public {
        Voucher memory v = _bearer(1);
        v.minTier = 2;
        _book.setTier(stranger, 2);
        bytes memory sig = signed(v);
        vm.prank(buyer);
        vm.expectRevert(tierTooLow(2, 0));
        collection.redeem(v, sig);
        vm.prank(stranger);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), stranger);
    }

    function test_WithoutAMembershipNobodyIsAMember() public {
        Voucher memory v = gift(1);
        v.minTier = 1;
        _book.setTier(recipient, 9);
        vm.prank(owner);
        collection.setMembership(address(0));
        refuses(v, signed(v), tierTooLow(1, 0));
    }

    function test_TheMembershipOfTheMomentIsAsked() public {
        Voucher memory v = gift(1);
        v.minTier = 1;
        _book.setTier(recipient, 9);
        TierBook next = new TierBook();
        vm.prank(owner);
        collection.setMembership(address(next));
        refuses(v, signed(v), tierTooLow(1, 0));
        next.setTier(recipient, 1);
        collection.redeem(v, signed(v));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AMembershipThatRevertsRefusesWithItsOwnError() public {
        Voucher memory v = gift(1);
        v.minTier = 1;
        _book.setTier(recipient, 9);
        _book.setClosed(true);
        refuses(v, signed(v), abi.encodeWithSelector(TierBook.Closed.selector, recipient));
        _book.setClosed(false);
        collection.redeem(v, signed(v));
        assertTrue(collection.isRedeemed(1));
    }

    function test_WhatIsNoMembershipRefuses() public {
        address[4] memory wrong = [
            makeAddr("no contract"),
            address(token),
            address(new RawAnswer(abi.encode(256), false)),
            address(new RawAnswer("", false))
        ];
        Voucher memory v = gift(1);
        v.minTier = 1;
        for (uint256 i; i < wrong.length; ++i) {
            vm.prank(owner);
            collection.setMembership(wrong[i]);
            refuses(v, signed(v), new bytes(0));
        }
    }

    // How many for one buyer.

    function testFuzz_ABuyerRedeemsAsManyAsTheLimitAndNoMore(uint8 limit) public {
        limit = uint8(bound(limit, 1, 12));
        for (uint256 i; i < limit; ++i) {
            Voucher memory v = _limited(i, limit);
            collection.redeem(v, signed(v));
        }
        assertEq(collection.redemptionsOf(recipient), limit);
        refuses(_limited(99, limit), signed(_limited(99, limit)), limitReached(recipient, limit));
        collection.redeem(_limited(99, limit + 1), signed(_limited(99, limit + 1)));
        assertEq(collection.redemptionsOf(recipient), uint256(limit) + 1);
    }

    function test_TokensGivenAwayOrBurntCountAndThoseReceivedDoNot() public {
        collection.redeem(_limited(1, 2), signed(_limited(1, 2)));
        collection.redeem(_limited(2, 2), signed(_limited(2, 2)));
        vm.startPrank(recipient);
        collection.transferFrom(recipient, stranger, 1);
        collection.burn(2);
        vm.stopPrank();
        assertEq(collection.balanceOf(recipient), 0);
        assertEq(collection.redemptionsOf(recipient), 2);
        refuses(_limited(3, 2), signed(_limited(3, 2)), limitReached(recipient, 2));

        assertEq(collection.redemptionsOf(stranger), 0);
        Voucher memory v = _limited(4, 1);
        v.recipient = stranger;
        collection.redeem(v, signed(v));
        assertEq(collection.balanceOf(stranger), 2);
        assertEq(collection.redemptionsOf(stranger), 1);
    }

    function test_VouchersAndListsWithoutALimitCountToo() public {
        collection.redeem(gift(1), signed(gift(1)));
        address[] memory rows = new address[](2);
        (rows[0], rows[1]) = (recipient, stranger);
        VoucherList memory list = listOf(2, rows);
        collection.redeemList(list, signed(list), false);
        assertEq(collection.redemptionsOf(recipient), 2);
        refuses(_limited(4, 2), signed(_limited(4, 2)), limitReached(recipient, 2));
        collection.redeem(_limited(4, 3), signed(_limited(4, 3)));
    }

    function test_TheLimitIsTheRecipientsWhoeverRedeems() public {
        for (uint256 i; i < 3; ++i) {
            Voucher memory v = _limited(i, 1);
            v.recipient = i == 0 ? recipient : i == 1 ? stranger : owner;
            bytes memory sig = signed(v);
            vm.prank(buyer);
            collection.redeem(v, sig);
        }
        assertEq(collection.redemptionsOf(buyer), 0);
        assertEq(collection.redemptionsOf(owner), 1);
    }

    function test_TheLimitHoldsWithinABatch() public {
        Voucher[] memory vouchers = new Voucher[](3);
        bytes[] memory sigs = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            vouchers[i] = _limited(i, 2);
            sigs[i] = signed(vouchers[i]);
        }
        vm.expectRevert(limitReached(recipient, 2));
        collection.redeemBatch(vouchers, sigs, false);
        bool[] memory redeemed = collection.redeemBatch(vouchers, sigs, true);
        assertTrue(redeemed[0] && redeemed[1] && !redeemed[2]);
    }

    /// @dev The token is counted before the buyer's currency calls the buyer back.
    function test_ABuyerWhoReentersFromItsTokensHookGetsNoMoreThanTheLimit() public {
        HookToken hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        ReenteringAccount greedy = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        recipient = address(greedy);
        Voucher memory first = _limited(1, 1);
        Voucher memory second = _limited(2, 1);
        (first.currency, first.price) = (address(hooks), 30);
        hooks.mint(address(greedy), 100);
        greedy.execute(address(hooks), abi.encodeCall(hooks.approve, (address(collection), 100)));
        hooks.setHooks(address(greedy), true);
        greedy.prepare(address(collection), abi.encodeCall(collection.redeem, (second, signed(second))));
        greedy.execute(address(collection), abi.encodeCall(collection.redeem, (first, signed(first))));
        assertTrue(greedy.entered());
        assertFalse(greedy.succeeded());
        assertEq(greedy.answer(), limitReached(address(greedy), 1));
        assertEq(collection.balanceOf(address(greedy)), 1);
    }

    // Bearers.

    function test_ABearerVoucherGoesToWhoeverRedeemsItFirst() public {
        Voucher memory v = _bearer(1);
        v.price = 1 ether;
        bytes memory sig = signed(v);
        vm.prank(stranger);
        collection.redeem{value: 1 ether}(v, sig);
        assertEq(collection.ownerOf(1), stranger);
        vm.prank(buyer);
        vm.expectRevert(alreadyRedeemed(1));
        collection.redeem{value: 1 ether}(v, sig);
    }

    function test_InABatchABearerVoucherGoesToItsCallerAlsoWhereItSkips() public {
        Voucher[] memory vouchers = new Voucher[](2);
        bytes[] memory sigs = new bytes[](2);
        (vouchers[0], vouchers[1]) = (_bearer(1), gift(2));
        (sigs[0], sigs[1]) = (signed(vouchers[0]), signed(vouchers[1]));
        uint256 snapshot = vm.snapshotState();
        for (uint256 skip; skip < 2; ++skip) {
            vm.prank(buyer);
            collection.redeemBatch(vouchers, sigs, skip == 1);
            assertEq(collection.ownerOf(1), buyer);
            assertEq(collection.ownerOf(2), recipient);
            assertEq(collection.redemptionsOf(buyer), 1);
            assertEq(collection.balanceOf(address(collection)), 0);
            vm.revertToState(snapshot);
        }
    }

    function test_TheLimitOfABearerVoucherIsItsBearers() public {
        Voucher memory first = _bearer(1);
        Voucher memory second = _bearer(2);
        (first.maxPerBuyer, second.maxPerBuyer) = (1, 1);
        bytes memory sig = signed(second);
        vm.startPrank(buyer);
        collection.redeem(first, signed(first));
        vm.expectRevert(limitReached(buyer, 1));
        collection.redeem(second, sig);
        vm.stopPrank();
        vm.prank(stranger);
        collection.redeem(second, sig);
        assertEq(collection.ownerOf(2), stranger);
    }

    // For good.

    function test_ASoulboundTokenStaysAndSaysSo() public {
        Voucher memory v = gift(1);
        v.soulbound = true;
        bytes memory sig = signed(v);
        vm.expectEmit(address(collection));
        emit ERC721.Transfer(address(0), recipient, 1);
        vm.expectEmit(address(collection));
        emit VoucherCollection.Locked(1);
        collection.redeem(v, sig);
        assertTrue(collection.locked(1));
        _assertStays(1);

        vm.recordLogs();
        collection.redeem(gift(2), signed(gift(2)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "a token that may go says nothing of locks");
        assertFalse(collection.locked(2));
        vm.prank(recipient);
        collection.transferFrom(recipient, stranger, 2);
        assertFalse(collection.locked(2));
        assertEq(collection.ownerOf(2), stranger);
    }

    function test_InASoulboundCollectionEveryTokenStaysWhateverItsVoucherSays() public {
        CollectionConfig memory made = config();
        made.soulbound = true;
        collection = deploy(made);
        for (uint256 id = 1; id <= 2; ++id) {
            Voucher memory v = gift(id);
            v.soulbound = id == 2;
            bytes memory sig = signed(v);
            vm.expectEmit(address(collection));
            emit VoucherCollection.Locked(id);
            collection.redeem(v, sig);
            assertTrue(collection.locked(id));
            _assertStays(id);
        }
    }

    function test_ASoulboundTokenCanBeBurntByItsHolderOrItsOperatorAndNotByAStranger() public {
        for (uint256 id = 1; id <= 2; ++id) {
            Voucher memory v = gift(id);
            v.soulbound = true;
            collection.redeem(v, signed(v));
        }
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, stranger, 1));
        collection.burn(1);
        vm.startPrank(recipient);
        collection.burn(1);
        collection.setApprovalForAll(stranger, true);
        vm.stopPrank();
        vm.prank(stranger);
        collection.burn(2);
        assertEq(collection.balanceOf(recipient), 0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1));
        collection.locked(1);
    }

    function test_NobodyKnowsWhetherATokenThatDoesNotExistIsLocked() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1));
        collection.locked(1);
    }

    // The words of the call, which the contract hashes as they come.

    /// @dev Bits above a short value are no part of it: a call that has some is another voucher, which nobody signed.
    function testFuzz_ACallWithDirtyUpperBitsIsNotWhatWasSigned(uint256 dirt, uint256 which, bool batch) public {
        Voucher memory v = gift(1);
        (uint256 word, uint256 bits) = _shortWord(which);
        bytes memory call = batch
            ? abi.encodeCall(collection.redeemBatch, (_only(v), _only(signed(v)), false))
            : abi.encodeCall(collection.redeem, (v, signed(v)));
        // In a batch the array follows three words of the call and one of its length.
        uint256 place = 4 + 32 * (word + (batch ? 4 : 0));
        dirt = bound(dirt, 1, type(uint256).max >> bits) << bits;
        (bool accepted,) = address(collection).call(_soil(call, place, dirt));
        assertFalse(accepted);
        assertFalse(collection.isRedeemed(1));
        (accepted,) = address(collection).call(call);
        assertTrue(accepted);
        assertEq(collection.ownerOf(1), recipient);
    }

    /// @dev Nor where the signer says yes to everything: what is then minted is the clean voucher and its marks are whole.
    function testFuzz_DirtyUpperBitsReachNeitherTheRecipientNorTheMarks(
        uint256[10] memory dirt,
        bool soulbound,
        bool burnt
    ) public {
        address yes = address(new AgreeableWallet());
        vm.prank(owner);
        collection.setVoucherSigner(yes);
        Voucher memory v = sale(7, 30, address(token));
        (v.soulbound, v.maxPerBuyer, v.minTier) = (soulbound, 1, 3);
        _book.setTier(recipient, 3);
        token.mint(address(this), 100);
        token.approve(address(collection), 100);
        bytes memory call = abi.encodeCall(collection.redeem, (v, ""));
        // Times and the epoch decide by the whole word, so they are left out here: a dirty one is a later one.
        uint256[5] memory words = [uint256(1), 2, 7, 8, 9];
        for (uint256 i; i < words.length; ++i) {
            (, uint256 bits) = _bitsOf(words[i]);
            // A flag is one whatever it is made of; zero stays zero.
            if (words[i] == 9 && !soulbound) continue;
            call = _soil(call, 4 + 32 * words[i], dirt[i] >> bits << bits);
        }
        (bool accepted,) = address(collection).call(call);
        assertTrue(accepted);
        assertEq(collection.ownerOf(7), recipient);
        assertEq(collection.balanceOf(recipient), 1);
        assertEq(collection.redemptionsOf(recipient), 1);
        assertEq(collection.locked(7), soulbound);
        assertFalse(collection.isCancelled(7));
        assertTrue(collection.isRedeemed(7));
        assertFalse(collection.isRedeemed(6) || collection.isRedeemed(8));
        assertHolds(0, 30);

        (v.tokenId, v.maxPerBuyer) = (8, 1);
        vm.expectRevert(limitReached(recipient, 1));
        collection.redeem(v, "");
        if (burnt) {
            vm.prank(recipient);
            collection.burn(7);
            assertTrue(collection.isRedeemed(7));
            assertFalse(collection.isCancelled(7));
        }
    }

    function testFuzz_DirtyTimesAndEpochsAreLaterOnes(uint256 dirt) public {
        address yes = address(new AgreeableWallet());
        vm.prank(owner);
        collection.setVoucherSigner(yes);
        dirt = bound(dirt, 1, type(uint192).max) << 64;
        bytes memory call = abi.encodeCall(collection.redeem, (gift(1), ""));
        (bool accepted, bytes memory answer) = address(collection).call(_soil(call, 4 + 32 * 4, dirt));
        assertFalse(accepted);
        assertEq(answer, abi.encodeWithSelector(VoucherRedeemer.VoucherNotYetValid.selector, dirt | NOW - 1 hours));
        (accepted, answer) = address(collection).call(_soil(call, 4 + 32 * 6, dirt));
        assertFalse(accepted);
        assertEq(answer, abi.encodeWithSelector(VoucherRedeemer.WrongEpoch.selector, dirt, 0));
        vm.warp(type(uint64).max);
        (accepted,) = address(collection).call(_soil(call, 4 + 32 * 5, dirt));
        assertTrue(accepted);
        assertEq(collection.ownerOf(1), recipient);
    }

    /// @dev A list goes through the compiler's own checks.
    function test_AListWithDirtyUpperBitsIsRefused() public {
        address yes = address(new AgreeableWallet());
        vm.prank(owner);
        collection.setVoucherSigner(yes);
        address[] memory rows = new address[](1);
        rows[0] = recipient;
        bytes memory call = abi.encodeCall(collection.redeemList, (listOf(1, rows), "", false));
        // The list follows three words of the call; behind its six words are the length of the array and its only row.
        uint256[6] memory words = [uint256(2), 5, 6, 7, 8, 10];
        for (uint256 i; i < words.length; ++i) {
            (bool accepted,) = address(collection).call(_soil(call, 4 + 32 * words[i], 1 << 255));
            assertFalse(accepted);
            assertFalse(collection.isRedeemed(1));
        }
        (bool clean,) = address(collection).call(call);
        assertTrue(clean);
        assertEq(collection.ownerOf(1), recipient);
    }

    function _assertStays(uint256 tokenId) private {
        vm.startPrank(recipient);
        vm.expectRevert(soulboundToken(tokenId));
        collection.transferFrom(recipient, stranger, tokenId);
        vm.expectRevert(soulboundToken(tokenId));
        collection.safeTransferFrom(recipient, stranger, tokenId);
        vm.expectRevert(soulboundToken(tokenId));
        collection.safeTransferFrom(recipient, stranger, tokenId, "message");
        vm.expectRevert(soulboundToken(tokenId));
        collection.transferFrom(recipient, recipient, tokenId);
        vm.expectRevert(soulboundToken(tokenId));
        collection.approve(stranger, tokenId);
        // An operator is one for all tokens, also for those that may go; it cannot move this one.
        collection.setApprovalForAll(stranger, true);
        vm.stopPrank();
        vm.startPrank(stranger);
        vm.expectRevert(soulboundToken(tokenId));
        collection.transferFrom(recipient, stranger, tokenId);
        vm.expectRevert(soulboundToken(tokenId));
        collection.approve(stranger, tokenId);
        vm.stopPrank();
        assertEq(collection.ownerOf(tokenId), recipient);
        assertEq(collection.getApproved(tokenId), address(0));
    }

    function _limited(uint256 tokenId, uint32 maxPerBuyer) private view returns (Voucher memory v) {
        v = gift(tokenId);
        v.maxPerBuyer = maxPerBuyer;
    }

    function _bearer(uint256 tokenId) private view returns (Voucher memory v) {
        v = gift(tokenId);
        v.recipient = address(0);
    }

    /// @dev One of the words of a voucher that is shorter than a word, and how many bits it has.
    function _shortWord(uint256 which) private pure returns (uint256, uint256) {
        uint256[8] memory words = [uint256(1), 2, 4, 5, 6, 7, 8, 9];
        return _bitsOf(words[which % 8]);
    }

    function _bitsOf(uint256 word) private pure returns (uint256, uint256) {
        uint256[10] memory bits = [uint256(256), 160, 160, 256, 64, 64, 32, 8, 32, 1];
        return (word, bits[word]);
    }

    /// @dev The call with `dirt` upon one of its words.
    function _soil(bytes memory call, uint256 place, uint256 dirt) private pure returns (bytes memory dirty) {
        dirty = bytes.concat(call);
        assembly ("memory-safe") {
            let word := add(add(dirty, 0x20), place)
            mstore(word, or(mload(word), dirt))
        }
    }

    function _only(Voucher memory v) private pure returns (Voucher[] memory one) {
        one = new Voucher[](1);
        one[0] = v;
    }

    function _only(bytes memory sig) private pure returns (bytes[] memory one) {
        one = new bytes[](1);
        one[0] = sig;
    }
}
