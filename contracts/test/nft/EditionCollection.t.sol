// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EditionCollection} from "../../src/nft/EditionCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @notice Many copies of each item, each promised once by its serial number.
contract EditionCollectionTest is VoucherFixture {
    uint256 private constant LAST_SERIAL = type(uint64).max;
    uint256 private constant LAST_ITEM = type(uint192).max;

    EditionCollection private _edition;
    address private _admin;
    address private _operator;

    function setUp() public override {
        super.setUp();
        _edition = deployEdition(config());
        _admin = makeAddr("signer admin");
        _operator = makeAddr("operator");
        vm.prank(owner);
        _edition.grantRoles(_admin, 1);
    }

    function test_BeginsAsItWasDeployedAndSaysWhichStandardsItKeeps() public view {
        assertEq(_edition.name(), "Spring Tea");
        assertEq(_edition.symbol(), "TEA");
        assertEq(_edition.uri(12), "https://tea.example/12");
        assertEq(_edition.contractURI(), "https://tea.example/collection.json");
        assertEq(_edition.owner(), owner);
        assertEq(_edition.voucherSigner(), signer);
        assertEq(_edition.payout(), payout);
        assertEq(_edition.supplyOf(1), 0);
        assertFalse(_edition.isSoulbound(1));
        (address receiver, uint256 royalty) = _edition.royaltyInfo(1, 10_000);
        assertEq(receiver, payout);
        assertEq(royalty, ROYALTY_BPS);
        assertTrue(_edition.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(_edition.supportsInterface(0xd9b67a26), "ERC-1155");
        assertTrue(_edition.supportsInterface(0x0e89341c), "ERC-1155 metadata");
        assertTrue(_edition.supportsInterface(0x2a55205a), "ERC-2981");
        assertFalse(_edition.supportsInterface(0x80ac58cd), "ERC-721");
        assertFalse(_edition.supportsInterface(0xffffffff));
    }

    function test_TheUriFollowsTheBaseAndIsEmptyWithoutOne() public {
        vm.startPrank(owner);
        vm.expectEmit(address(_edition));
        emit VoucherRedeemer.ContractURIUpdated();
        _edition.setBaseUri("ipfs://items/");
        assertEq(_edition.uri(type(uint256).max), string.concat("ipfs://items/", vm.toString(type(uint256).max)));
        _edition.setBaseUri("");
        assertEq(_edition.uri(1), "");
    }

    function test_TheDigestIsThatOfTheStandardForThisContract() public view {
        Voucher memory v = gift(_id(5, 6));
        assertEq(_edition.voucherDigest(v), digestOf(v, block.chainid, address(_edition)));
        assertNotEq(_edition.voucherDigest(v), collection.voucherDigest(v));
    }

    // Copies.

    function test_EachVoucherGivesOneCopyAndSaysSo() public {
        Voucher memory v = gift(_id(5, 0));
        bytes memory sig = signedFor(_edition, v);
        vm.expectEmit(address(_edition));
        emit IERC1155.TransferSingle(stranger, address(0), recipient, 5, 1);
        vm.prank(stranger);
        _edition.redeem(v, sig);
        _give(recipient, _id(5, 1));
        _give(buyer, _id(5, 2));
        _give(recipient, _id(6, 0));
        assertEq(_edition.balanceOf(recipient, 5), 2);
        assertEq(_edition.balanceOf(recipient, 6), 1);
        assertEq(_edition.balanceOf(buyer, 5), 1);
        assertTrue(_edition.isRedeemed(_id(5, 2)));
        assertFalse(_edition.isRedeemed(_id(5, 3)) || _edition.isRedeemed(_id(6, 1)) || _edition.isRedeemed(5));
    }

    function test_ACopyIsRedeemedOnceAlsoWhenItIsPassedOnOrBurnt() public {
        Voucher memory v = gift(_id(5, 7));
        bytes memory sig = signedFor(_edition, v);
        _edition.redeem(v, sig);
        _refuses(v, alreadyRedeemed(_id(5, 7)));
        vm.prank(recipient);
        _edition.safeTransferFrom(recipient, stranger, 5, 1, "");
        _refuses(v, alreadyRedeemed(_id(5, 7)));
        vm.prank(stranger);
        _edition.burn(stranger, 5, 1);
        _refuses(v, alreadyRedeemed(_id(5, 7)));
        assertTrue(_edition.isRedeemed(_id(5, 7)));
        assertFalse(_edition.isCancelled(_id(5, 7)));
    }

    function test_ACancelledCopyIsNeverMinted() public {
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (_id(5, 0), _id(5, 1));
        vm.startPrank(_admin);
        vm.expectEmit(address(_edition));
        emit VoucherRedeemer.VoucherCancelled(ids[0]);
        _edition.cancel(ids);
        _edition.cancel(ids);
        vm.stopPrank();
        assertTrue(_edition.isCancelled(ids[1]) && _edition.isRedeemed(ids[1]));
        _refuses(gift(ids[1]), alreadyRedeemed(ids[1]));
        _give(recipient, _id(5, 2));
        assertFalse(_edition.isCancelled(_id(5, 2)));
        (ids[0], ids[1]) = (_id(5, 2), _id(5, 3));
        vm.prank(_admin);
        _edition.cancel(ids);
        assertFalse(_edition.isCancelled(_id(5, 2)), "what was redeemed stays as it is");
        assertTrue(_edition.isCancelled(_id(5, 3)));
        assertEq(_edition.balanceOf(recipient, 5), 1);
    }

    /// @dev Serial numbers share slots by 256; neighbours within one and across its ends are where marks might meet.
    function test_NeighbouringSerialNumbersDoNotTouchEachOther() public {
        for (uint256 i = 240; i < 272; i += 2) {
            _give(recipient, _id(5, i));
        }
        for (uint256 i = 240; i < 272; ++i) {
            assertEq(_edition.isRedeemed(_id(5, i)), i % 2 == 0);
        }
        assertFalse(_edition.isRedeemed(_id(4, LAST_SERIAL)));
        _give(recipient, _id(4, LAST_SERIAL));
        assertFalse(_edition.isRedeemed(_id(5, 0)));
        assertEq(_edition.balanceOf(recipient, 5), 16);
        assertEq(_edition.balanceOf(recipient, 4), 1);
    }

    function testFuzz_AnyCopyAndNoOtherIsRedeemed(uint192 item, uint64 serial, uint256 another) public {
        uint256 tokenId = _id(item, serial);
        vm.assume(another != tokenId);
        _give(recipient, tokenId);
        assertTrue(_edition.isRedeemed(tokenId));
        assertFalse(_edition.isRedeemed(another));
        assertEq(_edition.balanceOf(recipient, item), 1);
        _refuses(gift(tokenId), alreadyRedeemed(tokenId));
    }

    /// @dev As for an ERC-721 token: the signer fixed the recipient, and nothing foreign runs before the price is paid.
    function test_MintsWithoutAskingTheRecipient() public {
        address proud = address(new RawAnswer("no tokens please", true));
        vm.expectCall(proud, "", 0);
        _give(proud, _id(5, 0));
        assertEq(_edition.balanceOf(proud, 5), 1);
    }

    function test_PaymentsBearersAndBatchesAreThoseOfEveryCollection() public {
        Voucher[] memory vouchers = new Voucher[](3);
        bytes[] memory sigs = new bytes[](3);
        vouchers[0] = sale(_id(5, 0), 1 ether);
        vouchers[1] = sale(_id(5, 0), 1 ether);
        vouchers[2] = sale(_id(5, 1), 2 ether);
        vouchers[2].recipient = address(0);
        for (uint256 i; i < 3; ++i) {
            sigs[i] = signedFor(_edition, vouchers[i]);
        }
        vm.startPrank(buyer);
        vm.expectRevert(alreadyRedeemed(_id(5, 0)));
        _edition.redeemBatch{value: 4 ether}(vouchers, sigs, false);
        vm.expectEmit(address(_edition));
        emit VoucherRedeemer.VoucherSkipped(_id(5, 0), alreadyRedeemed(_id(5, 0)));
        bool[] memory redeemed = _edition.redeemBatch{value: 5 ether}(vouchers, sigs, true);
        vm.stopPrank();
        assertTrue(redeemed[0] && !redeemed[1] && redeemed[2]);
        assertEq(_edition.balanceOf(recipient, 5), 1);
        assertEq(_edition.balanceOf(buyer, 5), 1);
        assertEq(buyer.balance, 97 ether);
        _edition.withdraw(address(0));
        assertEq(payout.balance, 3 ether);
    }

    function test_AVoucherOfTheOtherKindOfCollectionIsRefused() public {
        Voucher memory v = gift(_id(5, 0));
        bytes memory sig = signed(v);
        vm.expectRevert(NOT_THE_SIGNER);
        _edition.redeem(v, sig);
    }

    // Supply.

    function test_SerialNumbersEndBelowTheSupplyWhichCanOnlyBeLoweredAndTheEventSaysSo() public {
        _give(recipient, _id(5, 100));
        vm.startPrank(_admin);
        vm.expectEmit(address(_edition));
        emit EditionCollection.SupplyLowered(5, 10);
        _edition.lowerSupply(5, 10);
        assertEq(_edition.supplyOf(5), 10);
        uint64[4] memory wrong = [uint64(0), 10, 11, type(uint64).max];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(EditionCollection.SupplyNotLower.selector, wrong[i], 10));
            _edition.lowerSupply(5, wrong[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(EditionCollection.SupplyNotLower.selector, 0, 0));
        _edition.lowerSupply(6, 0);
        vm.stopPrank();

        _refuses(gift(_id(5, 10)), tokenIdTooHigh(_id(5, 10), _id(5, 9)));
        _give(recipient, _id(5, 9));
        _give(recipient, _id(6, 10));
        vm.prank(_admin);
        _edition.lowerSupply(5, 1);
        _refuses(gift(_id(5, 1)), tokenIdTooHigh(_id(5, 1), _id(5, 0)));
        _give(recipient, _id(5, 0));
        assertEq(_edition.balanceOf(recipient, 5), 3, "what was minted stays");
    }

    function test_ItemsEndAtTheHighestOne() public {
        CollectionConfig memory made = config();
        made.maxTokenId = 7;
        _edition = deployEdition(made);
        _give(recipient, _id(7, LAST_SERIAL));
        _refuses(gift(_id(8, 0)), tokenIdTooHigh(_id(8, 0), _id(7, LAST_SERIAL)));
        _refuses(gift(type(uint256).max), tokenIdTooHigh(type(uint256).max, _id(7, LAST_SERIAL)));
        vm.prank(owner);
        _edition.lowerMaxTokenId(6);
        _refuses(gift(_id(7, 0)), tokenIdTooHigh(_id(7, 0), _id(6, LAST_SERIAL)));
    }

    function test_TheLastItemHasALastCopy() public {
        _give(recipient, type(uint256).max);
        assertEq(_edition.balanceOf(recipient, LAST_ITEM), 1);
        vm.prank(owner);
        _edition.lowerSupply(LAST_ITEM, 10);
        uint256 tokenId = _id(LAST_ITEM, 10);
        _refuses(gift(tokenId), tokenIdTooHigh(tokenId, _id(LAST_ITEM, 9)));
        VoucherList memory list = listOf(_id(LAST_ITEM, 9), new address[](1));
        list.recipients[0] = stranger;
        _edition.redeemList(list, signedFor(_edition, list), false);
        assertEq(_edition.balanceOf(stranger, LAST_ITEM), 1);
    }

    function testFuzz_NoSerialNumberFromTheSupplyOnIsMinted(uint64 supply, uint64 serial) public {
        supply = uint64(bound(supply, 1, type(uint64).max));
        if (serial % 2 == 0) serial = uint64(bound(serial, 0, supply));
        vm.prank(owner);
        _edition.lowerSupply(5, supply);
        uint256 tokenId = _id(5, serial);
        if (serial >= supply) {
            _refuses(gift(tokenId), tokenIdTooHigh(tokenId, _id(5, supply - 1)));
        } else {
            _give(recipient, tokenId);
            assertEq(_edition.balanceOf(recipient, 5), 1);
        }
    }

    // Lists.

    function test_TheRowsOfAListAreCopiesOfOneItem() public {
        address[] memory rows = new address[](3);
        (rows[0], rows[1], rows[2]) = (recipient, recipient, stranger);
        VoucherList memory list = listOf(_id(5, 7), rows);
        _edition.redeemList(list, signedFor(_edition, list), false);
        assertEq(_edition.balanceOf(recipient, 5), 2);
        assertEq(_edition.balanceOf(stranger, 5), 1);
        _refuses(gift(_id(5, 9)), alreadyRedeemed(_id(5, 9)));

        list = listOf(_id(5, 9), rows);
        _refuses(list, false, alreadyRedeemed(_id(5, 9)));
        bool[] memory redeemed = _edition.redeemList(list, signedFor(_edition, list), true);
        assertTrue(!redeemed[0] && redeemed[1] && redeemed[2]);
        assertEq(_edition.balanceOf(recipient, 5), 3);
    }

    function test_AListEndsWhereItsItemOrItsSupplyEndsOrIsRefused() public {
        address[] memory rows = new address[](3);
        (rows[0], rows[1], rows[2]) = (recipient, recipient, recipient);
        VoucherList memory list = listOf(_id(5, LAST_SERIAL - 1), rows);
        _refuses(list, false, tokenIdTooHigh(_id(6, 0), _id(5, LAST_SERIAL)));
        _refuses(list, true, tokenIdTooHigh(_id(6, 0), _id(5, LAST_SERIAL)));
        list = listOf(_id(5, LAST_SERIAL - 2), rows);
        _edition.redeemList(list, signedFor(_edition, list), false);
        assertEq(_edition.balanceOf(recipient, 5), 3);
        assertEq(_edition.balanceOf(recipient, 6), 0);

        vm.prank(owner);
        _edition.lowerSupply(7, 10);
        list = listOf(_id(7, 8), rows);
        _refuses(list, false, tokenIdTooHigh(_id(7, 10), _id(7, 9)));
        list = listOf(_id(7, 7), rows);
        _edition.redeemList(list, signedFor(_edition, list), false);
        assertEq(_edition.balanceOf(recipient, 7), 3);
    }

    // Copies that stay.

    function test_CopiesOfASoulboundItemStayAndCanBeBurnt() public {
        vm.expectEmit(address(_edition));
        emit EditionCollection.ItemSoulbound(5);
        vm.prank(_admin);
        _edition.makeSoulbound(5);
        assertTrue(_edition.isSoulbound(5));
        assertFalse(_edition.isSoulbound(6));
        Voucher memory v = gift(_id(5, 0));
        v.soulbound = true;
        _edition.redeem(v, signedFor(_edition, v));
        _give(recipient, _id(5, 1));
        _give(recipient, _id(6, 0));
        _assertStays();

        // Together with an item that may go, too: all or none.
        (uint256[] memory items, uint256[] memory amounts) = (new uint256[](2), new uint256[](2));
        (items[0], items[1], amounts[0], amounts[1]) = (6, 5, 1, 1);
        vm.startPrank(recipient);
        vm.expectRevert(soulboundToken(5));
        _edition.safeBatchTransferFrom(recipient, stranger, items, amounts, "");
        _edition.safeTransferFrom(recipient, stranger, 6, 1, "");
        _edition.burn(recipient, 5, 2);
        assertEq(_edition.balanceOf(recipient, 5), 0);
    }

    function test_InASoulboundCollectionAllCopiesStay() public {
        CollectionConfig memory made = config();
        made.soulbound = true;
        _edition = deployEdition(made);
        assertTrue(_edition.isSoulbound(5));
        Voucher memory v = gift(_id(5, 0));
        v.soulbound = true;
        _edition.redeem(v, signedFor(_edition, v));
        _give(recipient, _id(5, 1));
        _assertStays();
        vm.prank(recipient);
        _edition.burn(recipient, 5, 2);
        assertEq(_edition.balanceOf(recipient, 5), 0);
    }

    /// @dev Copies are alike: one that stays cannot be told from one that may go.
    function test_ASoulboundVoucherOfAnItemThatIsNotIsRefused() public {
        Voucher memory v = gift(_id(5, 0));
        v.soulbound = true;
        bytes memory reason = abi.encodeWithSelector(EditionCollection.ItemNotSoulbound.selector, 5);
        _refuses(v, reason);
        VoucherList memory list = listOf(_id(5, 0), new address[](1));
        (list.recipients[0], list.soulbound) = (recipient, true);
        _refuses(list, false, reason);
        _refuses(list, true, reason);
        vm.prank(owner);
        _edition.makeSoulbound(5);
        _edition.redeemList(list, signedFor(_edition, list), false);
        assertEq(_edition.balanceOf(recipient, 5), 1);
    }

    function test_AnItemIsMadeSoulboundBeforeItsFirstCopyOnly() public {
        uint256[] memory ids = new uint256[](1);
        ids[0] = _id(5, 0);
        vm.startPrank(owner);
        _edition.cancel(ids);
        _edition.makeSoulbound(5);
        vm.stopPrank();
        _give(recipient, _id(6, 3));
        vm.prank(recipient);
        _edition.burn(recipient, 6, 1);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(EditionCollection.ItemAlreadyMinted.selector, 6));
        _edition.makeSoulbound(6);
        assertTrue(_edition.isSoulbound(5));
        assertFalse(_edition.isSoulbound(6));
    }

    // How many for one buyer.

    function test_TheLimitIsOfOneItemAndCountsVouchersThatHaveOne() public {
        _give(recipient, _id(5, 0));
        assertEq(_edition.redemptionsOf(5, recipient), 0);
        _redeemLimited(_id(5, 1), 2);
        _redeemLimited(_id(5, 2), 2);
        assertEq(_edition.redemptionsOf(5, recipient), 2);
        vm.startPrank(recipient);
        _edition.safeTransferFrom(recipient, stranger, 5, 2, "");
        _edition.burn(recipient, 5, 1);
        vm.stopPrank();
        _refuses(_limited(_id(5, 3), 2), limitReached(recipient, 2));
        _refuses(_limited(_id(5, 1), 2), alreadyRedeemed(_id(5, 1)));
        assertFalse(_edition.isRedeemed(_id(5, 3)));

        _redeemLimited(_id(6, 3), 1);
        assertEq(_edition.redemptionsOf(6, recipient), 1);
        assertEq(_edition.redemptionsOf(5, stranger), 0);
        _redeemLimited(_id(5, 3), 3);
        _give(recipient, _id(5, 4));
        assertEq(_edition.redemptionsOf(5, recipient), 3);
    }

    // Who may, and what is wrong.

    function test_OnlyTheOwnerAndTheSignerAdminLowerSuppliesAndBindItems() public {
        address[4] memory others = [stranger, signer, payout, recipient];
        for (uint256 i; i < others.length; ++i) {
            vm.startPrank(others[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            _edition.lowerSupply(5, 1);
            vm.expectRevert(Ownable.Unauthorized.selector);
            _edition.makeSoulbound(5);
            vm.stopPrank();
        }
        vm.prank(owner);
        _edition.grantRoles(stranger, 2 | 4);
        vm.prank(stranger);
        vm.expectRevert(Ownable.Unauthorized.selector);
        _edition.lowerSupply(5, 1);
    }

    function test_TheHolderAndItsOperatorBurnAndNobodyElse() public {
        for (uint256 i; i < 3; ++i) {
            _give(recipient, _id(5, i));
        }
        vm.prank(stranger);
        vm.expectRevert(_missingApproval(stranger));
        _edition.burn(recipient, 5, 1);
        vm.startPrank(recipient);
        vm.expectEmit(address(_edition));
        emit IERC1155.TransferSingle(recipient, recipient, address(0), 5, 1);
        _edition.burn(recipient, 5, 1);
        vm.expectRevert(_insufficient(2, 3));
        _edition.burn(recipient, 5, 3);
        _edition.setApprovalForAll(_operator, true);
        vm.stopPrank();
        vm.prank(_operator);
        _edition.burn(recipient, 5, 2);
        assertEq(_edition.balanceOf(recipient, 5), 0);
    }

    function test_SaysByErc6093WhatIsWrongWithATransfer() public {
        _give(recipient, _id(5, 0));
        vm.prank(stranger);
        vm.expectRevert(_missingApproval(stranger));
        _edition.safeTransferFrom(recipient, stranger, 5, 1, "");
        vm.startPrank(recipient);
        vm.expectRevert(_insufficient(1, 2));
        _edition.safeTransferFrom(recipient, stranger, 5, 2, "");
        vm.expectRevert(_badReceiver(address(0)));
        _edition.safeTransferFrom(recipient, address(0), 5, 1, "");
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidOperator.selector, address(0)));
        _edition.setApprovalForAll(address(0), true);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidArrayLength.selector, 1, 2));
        _edition.safeBatchTransferFrom(recipient, stranger, new uint256[](1), new uint256[](2), "");
        vm.stopPrank();
        vm.prank(address(0));
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidSender.selector, address(0)));
        _edition.burn(address(0), 5, 1);
    }

    function test_ATransferAsksAContractThatMayRefuse() public {
        _give(recipient, _id(5, 0));
        bytes memory own = abi.encodeWithSignature("NoTokensPlease(uint256)", 7);
        address[4] memory receivers = [
            address(new RawAnswer("", true)),
            address(new RawAnswer(abi.encode(bytes4(0xffffffff)), false)),
            address(token),
            address(new RawAnswer(own, true))
        ];
        vm.startPrank(recipient);
        for (uint256 i; i < receivers.length; ++i) {
            vm.expectRevert(i == 3 ? own : _badReceiver(receivers[i]));
            _edition.safeTransferFrom(recipient, receivers[i], 5, 1, "");
        }
        address willing = address(new RawAnswer(abi.encode(IERC1155Receiver.onERC1155Received.selector), false));
        bytes memory question =
            abi.encodeCall(IERC1155Receiver.onERC1155Received, (recipient, recipient, 5, 1, "message"));
        vm.expectCall(willing, question, 1);
        _edition.safeTransferFrom(recipient, willing, 5, 1, "message");
        assertEq(_edition.balanceOf(willing, 5), 1);
    }

    function test_TransfersTakeNoCoin() public {
        _give(recipient, _id(5, 0));
        vm.deal(recipient, 1);
        vm.prank(recipient);
        (bool success,) =
            address(_edition).call{value: 1}(abi.encodeCall(_edition.safeTransferFrom, (recipient, stranger, 5, 1, "")));
        assertFalse(success);
        assertEq(_edition.balanceOf(recipient, 5), 1);
    }

    function _assertStays() private {
        (uint256[] memory items, uint256[] memory amounts) = (new uint256[](1), new uint256[](1));
        (items[0], amounts[0]) = (5, 1);
        vm.startPrank(recipient);
        vm.expectRevert(soulboundToken(5));
        _edition.safeTransferFrom(recipient, stranger, 5, 1, "");
        vm.expectRevert(soulboundToken(5));
        _edition.safeTransferFrom(recipient, recipient, 5, 0, "");
        vm.expectRevert(soulboundToken(5));
        _edition.safeBatchTransferFrom(recipient, stranger, items, amounts, "");
        _edition.setApprovalForAll(_operator, true);
        vm.stopPrank();
        vm.prank(_operator);
        vm.expectRevert(soulboundToken(5));
        _edition.safeTransferFrom(recipient, stranger, 5, 1, "");
        assertEq(_edition.balanceOf(recipient, 5), 2);
    }

    function _give(address to, uint256 tokenId) private {
        Voucher memory v = gift(tokenId);
        v.recipient = to;
        _edition.redeem(v, signedFor(_edition, v));
    }

    function _limited(uint256 tokenId, uint32 maxPerBuyer) private view returns (Voucher memory v) {
        v = gift(tokenId);
        v.maxPerBuyer = maxPerBuyer;
    }

    function _redeemLimited(uint256 tokenId, uint32 maxPerBuyer) private {
        Voucher memory v = _limited(tokenId, maxPerBuyer);
        _edition.redeem(v, signedFor(_edition, v));
    }

    function _refuses(Voucher memory v, bytes memory reason) private {
        bytes memory sig = signedFor(_edition, v);
        vm.expectRevert(reason);
        _edition.redeem(v, sig);
    }

    function _refuses(VoucherList memory list, bool skip, bytes memory reason) private {
        bytes memory sig = signedFor(_edition, list);
        vm.expectRevert(reason);
        _edition.redeemList(list, sig, skip);
    }

    function _id(uint256 item, uint256 serial) private pure returns (uint256) {
        return item << 64 | serial;
    }

    function _missingApproval(address operator) private view returns (bytes memory) {
        return abi.encodeWithSelector(IERC1155Errors.ERC1155MissingApprovalForAll.selector, operator, recipient);
    }

    function _insufficient(uint256 balance, uint256 needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, recipient, balance, needed, 5);
    }

    function _badReceiver(address to) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidReceiver.selector, to);
    }
}
