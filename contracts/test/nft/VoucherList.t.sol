// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice One signature over many gifts: each row is minted once to the recipient that was signed.
contract VoucherListTest is VoucherFixture {
    uint256 private constant LAST_ID = type(uint256).max;

    /// @dev The most gas that a transaction may have where EIP-7825 holds.
    uint256 private constant GAS_OF_A_TRANSACTION = 16_777_216;

    function testFuzz_TheDigestIsThatOfTheStandard(VoucherList calldata list, uint64 chainId) public {
        vm.chainId(bound(chainId, 1, type(uint64).max));
        assertEq(collection.voucherListDigest(list), digestOf(list, block.chainid, address(collection)));
    }

    function test_TheDigestIsThatOfTheStandardForNoneOneAndManyRows() public {
        uint256[4] memory sizes = [uint256(0), 1, 2, 500];
        for (uint256 i; i < sizes.length; ++i) {
            VoucherList memory list = listOf(7, _people(sizes[i]));
            assertEq(collection.voucherListDigest(list), digestOf(list, block.chainid, address(collection)));
        }
    }

    function test_MintsEachRowToItsRecipientAndSaysSo() public {
        VoucherList memory list = listOf(7, _people(3));
        bytes memory sig = signed(list);
        for (uint256 i; i < 3; ++i) {
            vm.expectEmit(address(collection));
            emit ERC721.Transfer(address(0), list.recipients[i], 7 + i);
        }
        vm.prank(stranger);
        _assertAll(collection.redeemList(list, sig, false), true, 3);
        for (uint256 i; i < 3; ++i) {
            assertEq(collection.ownerOf(7 + i), list.recipients[i]);
            assertEq(collection.redemptionsOf(list.recipients[i]), 1);
        }
        assertFalse(collection.isRedeemed(6));
        assertFalse(collection.isRedeemed(10));
    }

    function test_OnePersonMayHaveManyRows() public {
        address[] memory same = new address[](5);
        for (uint256 i; i < 5; ++i) {
            same[i] = recipient;
        }
        VoucherList memory list = listOf(0, same);
        collection.redeemList(list, signed(list), false);
        assertEq(collection.balanceOf(recipient), 5);
        assertEq(collection.redemptionsOf(recipient), 5);
    }

    function test_AnEmptyListIsSignedAndOpenAndMintsNothing() public {
        VoucherList memory list = listOf(LAST_ID, new address[](0));
        assertEq(collection.redeemList(list, signed(list), false).length, 0);
        assertEq(collection.redeemList(list, signed(list), true).length, 0);
        _refuses(list, "", abi.encodePacked(NOT_THE_SIGNER));
    }

    /// @dev As the contract's documentation says of one transaction, calldata and all.
    function test_340RowsFitIntoOneTransaction() public {
        VoucherList memory list = listOf(1, _people(340));
        bytes memory data = abi.encodeCall(collection.redeemList, (list, signed(list), false));
        uint256 intrinsic = 21_000;
        for (uint256 i; i < data.length; ++i) {
            intrinsic += data[i] == 0 ? 4 : 16;
        }
        (bool success,) = address(collection).call{gas: GAS_OF_A_TRANSACTION - intrinsic}(data);
        assertTrue(success);
        assertEq(collection.ownerOf(340), list.recipients[339]);
    }

    function test_ARowRedeemedOrCancelledBeforeUndoesTheListOrIsPassedOver() public {
        VoucherList memory list = listOf(7, _people(4));
        bytes memory sig = signed(list);
        give(stranger, 8);
        uint256[] memory ids = new uint256[](1);
        ids[0] = 10;
        vm.prank(owner);
        collection.cancel(ids);
        _refuses(list, sig, false, alreadyRedeemed(8));

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSkipped(8, alreadyRedeemed(8));
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSkipped(10, alreadyRedeemed(10));
        bool[] memory redeemed = collection.redeemList(list, sig, true);
        assertTrue(redeemed[0] && !redeemed[1] && redeemed[2] && !redeemed[3]);
        assertEq(collection.ownerOf(7), list.recipients[0]);
        assertEq(collection.ownerOf(8), stranger);
        assertEq(collection.ownerOf(9), list.recipients[2]);
        assertEq(collection.balanceOf(list.recipients[1]), 0);
        assertEq(collection.balanceOf(list.recipients[3]), 0);
    }

    function test_AListIsRedeemedOnceAlsoAfterABurn() public {
        VoucherList memory list = listOf(7, _people(2));
        bytes memory sig = signed(list);
        collection.redeemList(list, sig, false);
        vm.prank(list.recipients[0]);
        collection.burn(7);
        _refuses(list, sig, false, alreadyRedeemed(7));
        _assertAll(collection.redeemList(list, sig, true), false, 2);
        assertEq(collection.balanceOf(list.recipients[0]), 0);
        assertEq(collection.balanceOf(list.recipients[1]), 1);
    }

    function test_ListsThatOverlapGiveEachTokenOnce() public {
        VoucherList memory first = listOf(1, _people(4));
        VoucherList memory second = listOf(3, new address[](4));
        for (uint256 i; i < 4; ++i) {
            second.recipients[i] = stranger;
        }
        collection.redeemList(first, signed(first), false);
        bool[] memory redeemed = collection.redeemList(second, signed(second), true);
        assertTrue(!redeemed[0] && !redeemed[1] && redeemed[2] && redeemed[3]);
        assertEq(collection.balanceOf(stranger), 2);
    }

    function test_ATokenOfARedeemedListHasNoVoucherLeftAndTheOtherWayRound() public {
        VoucherList memory list = listOf(1, _people(1));
        collection.redeemList(list, signed(list), false);
        refuses(gift(1), signed(gift(1)), alreadyRedeemed(1));
    }

    /// @dev A skipped row is one that is settled; a row to nobody is a mistake of the signer, who must sign anew.
    function test_ARowToNobodyUndoesTheListWithOrWithoutSkip() public {
        VoucherList memory list = listOf(7, _people(3));
        list.recipients[2] = address(0);
        _refuses(list, signed(list), abi.encodePacked(VoucherRedeemer.ZeroAddress.selector));
        assertFalse(collection.isRedeemed(7));
    }

    function test_AListMayEndAtTheLastId() public {
        VoucherList memory list = listOf(LAST_ID - 1, _people(2));
        collection.redeemList(list, signed(list), false);
        assertEq(collection.ownerOf(LAST_ID), list.recipients[1]);
        list = listOf(LAST_ID, _people(1));
        _refuses(list, signed(list), false, alreadyRedeemed(LAST_ID));
        assertFalse(collection.redeemList(list, signed(list), true)[0]);
    }

    function test_AListThatRunsPastTheLastIdMintsNothing() public {
        bytes memory overflow = abi.encodeWithSignature("Panic(uint256)", 0x11);
        VoucherList memory list = listOf(LAST_ID, _people(2));
        _refuses(list, signed(list), overflow);
        list = listOf(LAST_ID - 1, _people(3));
        _refuses(list, signed(list), overflow);
        assertFalse(collection.isRedeemed(LAST_ID));
        assertFalse(collection.isRedeemed(0));
    }

    function test_AListEndsAtTheHighestIdOrIsRefused() public {
        vm.prank(owner);
        collection.lowerMaxTokenId(9);
        VoucherList memory list = listOf(7, _people(4));
        _refuses(list, "", tokenIdTooHigh(10, 9));
        _refuses(list, signed(list), tokenIdTooHigh(10, 9));
        list = listOf(7, _people(3));
        collection.redeemList(list, signed(list), false);
        assertTrue(collection.isRedeemed(9));
    }

    function test_ASoulboundListLocksItsTokensAndSaysSo() public {
        VoucherList memory list = listOf(7, _people(2));
        list.soulbound = true;
        bytes memory sig = signed(list);
        vm.expectEmit(address(collection));
        emit VoucherCollection.Locked(7);
        vm.expectEmit(address(collection));
        emit VoucherCollection.Locked(8);
        collection.redeemList(list, sig, false);
        assertTrue(collection.locked(7) && collection.locked(8));
        vm.prank(list.recipients[0]);
        vm.expectRevert(soulboundToken(7));
        collection.transferFrom(list.recipients[0], stranger, 7);
    }

    function test_InASoulboundCollectionEveryListIsSoulbound() public {
        CollectionConfig memory made = config();
        made.soulbound = true;
        collection = deploy(made);
        VoucherList memory list = listOf(7, _people(1));
        bytes memory sig = signed(list);
        vm.expectEmit(address(collection));
        emit VoucherCollection.Locked(7);
        collection.redeemList(list, sig, false);
        assertTrue(collection.locked(7));
    }

    function test_AListIsGoodFromItsFirstSecondToItsLast() public {
        VoucherList memory list = listOf(1, _people(1));
        (list.validFrom, list.validUntil) = (NOW + 10, NOW + 20);
        bytes memory sig = signed(list);
        vm.warp(NOW + 9);
        _refuses(list, sig, notYetValid(NOW + 10));
        vm.warp(NOW + 21);
        _refuses(list, sig, expired(NOW + 20));
        uint256 snapshot = vm.snapshotState();
        vm.warp(NOW + 10);
        collection.redeemList(list, sig, false);
        vm.revertToState(snapshot);
        vm.warp(NOW + 20);
        collection.redeemList(list, sig, false);
        assertTrue(collection.isRedeemed(1));
    }

    function test_AListIsRefusedWhilePausedAndInAnotherEpoch() public {
        VoucherList memory list = listOf(1, _people(1));
        bytes memory sig = signed(list);
        vm.prank(owner);
        collection.pause();
        _refuses(list, sig, abi.encodePacked(VoucherRedeemer.CollectionPaused.selector));
        vm.startPrank(owner);
        collection.unpause();
        collection.cancelEpoch();
        vm.stopPrank();
        _refuses(list, sig, wrongEpoch(0, 1));
        list.epoch = 1;
        _refuses(list, sig, abi.encodePacked(NOT_THE_SIGNER));
        collection.redeemList(list, signed(list), false);
        assertTrue(collection.isRedeemed(1));
    }

    function test_AListOfAnotherCollectionOrChainIsRefused() public {
        VoucherList memory list = listOf(1, _people(2));
        VoucherCollection another = deploy(signer, payout);
        _refuses(list, signedFor(another, list), abi.encodePacked(NOT_THE_SIGNER));
        bytes memory abroad = signature(signerKey, digestOf(list, block.chainid + 1, address(collection)));
        _refuses(list, abroad, abi.encodePacked(NOT_THE_SIGNER));
        another.redeemList(list, signedFor(another, list), false);
        assertFalse(collection.isRedeemed(1));
    }

    function test_NothingInAListCanBeChanged() public {
        VoucherList memory list = listOf(7, _people(3));
        bytes memory sig = signed(list);
        for (uint256 i; i < 11; ++i) {
            VoucherList memory changed = abi.decode(abi.encode(list), (VoucherList));
            if (i == 0) changed.firstTokenId = 8;
            if (i == 1) changed.validFrom -= 1;
            if (i == 2) changed.validUntil += 1;
            if (i == 3) changed.soulbound = true;
            if (i == 4) changed.recipients[0] = stranger;
            if (i == 5) changed.recipients[2] = stranger;
            if (i == 6) (changed.recipients[0], changed.recipients[1]) = (list.recipients[1], list.recipients[0]);
            if (i == 7) changed.recipients = _people(2);
            if (i == 8) changed.recipients = _people(4);
            if (i == 9) changed.recipients = new address[](0);
            // The same people, one of them twice.
            if (i == 10) changed.recipients[2] = list.recipients[1];
            _refuses(changed, sig, abi.encodePacked(NOT_THE_SIGNER));
        }
        collection.redeemList(list, sig, false);
        assertEq(collection.ownerOf(9), list.recipients[2]);
    }

    /// @dev The hash of one recipient is the word of a voucher's field; the types keep the two apart.
    function test_ASignatureOverAListIsNoneOverAVoucherAndTheOtherWayRound() public {
        Voucher memory v = gift(1);
        address[] memory one = new address[](1);
        one[0] = v.recipient;
        VoucherList memory list = listOf(1, one);
        refuses(v, signed(list), NOT_THE_SIGNER);
        _refuses(list, signed(v), abi.encodePacked(NOT_THE_SIGNER));
    }

    function test_AListIsSignedInEitherEncodingByAnAddedKeyOrAWallet() public {
        VoucherList memory list = listOf(1, _people(1));
        bytes32 digest = collection.voucherListDigest(list);
        collection.redeemList(list, compactSignature(signerKey, digest), false);

        uint256 hostKey = makeKey("host");
        address wallet = address(new ContractWallet(vm.addr(makeKey("wallet"))));
        list = listOf(2, _people(1));
        digest = collection.voucherListDigest(list);
        bytes memory byHost = signature(hostKey, digest);
        _refuses(list, byHost, abi.encodePacked(NOT_THE_SIGNER));
        vm.startPrank(owner);
        collection.addVoucherSigner(vm.addr(hostKey));
        collection.addVoucherSigner(wallet);
        vm.stopPrank();
        collection.redeemList(list, byHost, false);

        list = listOf(3, _people(1));
        bytes memory byWallet =
            bytes.concat(bytes20(wallet), signature(makeKey("wallet"), collection.voucherListDigest(list)));
        collection.redeemList(list, byWallet, false);
        assertTrue(collection.isRedeemed(2) && collection.isRedeemed(3));
    }

    function test_AListTakesNoCoin() public {
        VoucherList memory list = listOf(1, _people(1));
        bytes memory call = abi.encodeCall(collection.redeemList, (list, signed(list), false));
        vm.prank(buyer);
        (bool success,) = address(collection).call{value: 1}(call);
        assertFalse(success);
        (success,) = address(collection).call(call);
        assertTrue(success);
    }

    function testFuzz_AListGivesEveryRowThatIsFreeAndNoOther(uint256 first, uint256 taken, uint8 size, bool skip)
        public
    {
        size = uint8(bound(size, 1, 12));
        first = bound(first, 0, LAST_ID - 13);
        taken = bound(taken, 0, size);
        VoucherList memory list = listOf(first, _people(size));
        bytes memory sig = signed(list);
        // Past the last row it is in nobody's way.
        give(stranger, first + taken);
        if (!skip && taken < size) {
            _refuses(list, sig, false, alreadyRedeemed(first + taken));
            return;
        }
        bool[] memory redeemed = collection.redeemList(list, sig, skip);
        for (uint256 i; i < size; ++i) {
            assertEq(redeemed[i], i != taken);
            assertEq(collection.ownerOf(first + i), i == taken ? stranger : list.recipients[i]);
        }
    }

    /// @dev Refused with skip and without.
    function _refuses(VoucherList memory list, bytes memory sig, bytes memory reason) private {
        _refuses(list, sig, false, reason);
        _refuses(list, sig, true, reason);
    }

    function _refuses(VoucherList memory list, bytes memory sig, bool skip, bytes memory reason) private {
        vm.expectRevert(reason);
        collection.redeemList(list, sig, skip);
    }

    function _people(uint256 count) private pure returns (address[] memory people) {
        people = new address[](count);
        for (uint256 i; i < count; ++i) {
            people[i] = address(uint160(uint256(keccak256(abi.encode("person", i)))));
        }
    }

    function _assertAll(bool[] memory redeemed, bool expected, uint256 count) private pure {
        assertEq(redeemed.length, count);
        for (uint256 i; i < count; ++i) {
            assertEq(redeemed[i], expected);
        }
    }
}
