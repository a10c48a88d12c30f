// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher} from "../../src/nft/Vouchers.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {Vm} from "../support/Test.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice What a collection is from its first block on: its names, its standards, its owner, and tokens by voucher alone.
contract VoucherCollectionTest is VoucherFixture {
    function test_BeginsAsItWasDeployed() public view {
        assertEq(collection.name(), "Spring Tea");
        assertEq(collection.symbol(), "TEA");
        assertEq(collection.owner(), owner);
        assertEq(collection.voucherSigner(), signer);
        assertEq(collection.payout(), payout);
        assertEq(collection.epoch(), 0);
        assertEq(collection.contractURI(), "https://tea.example/collection.json");
        assertEq(collection.maxTokenId(), 0);
        assertEq(collection.membership(), address(0));
        assertTrue(collection.isVoucherSigner(signer));
        assertFalse(collection.isVoucherSigner(address(0)));
        assertFalse(collection.paused());
        assertEq(collection.balanceOf(recipient), 0);
        assertEq(collection.redemptionsOf(recipient), 0);
        assertFalse(collection.isRedeemed(0));
        assertFalse(collection.isCancelled(0));
    }

    function test_NamesOfAnyLengthSurvive() public {
        string memory long = "A name of a spring tea from the old gardens that needs more than one storage slot";
        CollectionConfig memory made = config();
        (made.name, made.symbol, made.baseUri, made.contractUri) = (long, "", long, long);
        VoucherCollection named = deploy(made);
        assertEq(named.name(), long);
        assertEq(named.symbol(), "");
        assertEq(named.contractURI(), long);
    }

    function test_DeploymentNamesItsSigner() public {
        vm.recordLogs();
        VoucherCollection deployed = deploy(signer, payout);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bool named;
        for (uint256 i; i < logs.length; ++i) {
            named = named
                || (logs[i].emitter == address(deployed)
                    && logs[i].topics[0] == VoucherRedeemer.VoucherSignerChanged.selector
                    && logs[i].topics[1] == bytes32(uint256(uint160(signer))));
        }
        assertTrue(named);
    }

    function test_RefusesToBeDeployedWithoutOwnerSignerOrPayout() public {
        CollectionConfig memory made = config();
        made.owner = address(0);
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        deploy(made);
        (made.owner, made.voucherSigner) = (owner, address(0));
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        deploy(made);
        (made.voucherSigner, made.payout) = (signer, address(0));
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        deploy(made);
    }

    function test_ARoyaltyIsAtMostTheWholePrice() public {
        CollectionConfig memory made = config();
        made.royaltyBps = 10_000;
        (, uint256 royalty) = deploy(made).royaltyInfo(1, 1234);
        assertEq(royalty, 1234);

        made.royaltyBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.RoyaltyTooHigh.selector, 10_001));
        deploy(made);
        made.royaltyBps = type(uint96).max;
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.RoyaltyTooHigh.selector, type(uint96).max));
        deploy(made);
    }

    function testFuzz_TheRoyaltyIsTheFloorOfItsShareOfAnyPrice(uint256 tokenId, uint256 price, uint96 bps) public {
        bps = uint96(bound(bps, 0, 10_000));
        vm.prank(owner);
        collection.setRoyalty(bps);
        (address receiver, uint256 royalty) = collection.royaltyInfo(tokenId, price);
        assertEq(receiver, payout);
        // Price by price of 10,000, so that no product overflows.
        assertEq(royalty, price / 10_000 * bps + price % 10_000 * bps / 10_000);
        assertLe(royalty, price);
    }

    function test_SaysWhichStandardsItKeeps() public view {
        assertTrue(collection.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(collection.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(collection.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        assertTrue(collection.supportsInterface(0x2a55205a), "ERC-2981");
        assertTrue(collection.supportsInterface(0x49064906), "ERC-4906");
        assertTrue(collection.supportsInterface(0xb45a3c0e), "ERC-5192");
        assertFalse(collection.supportsInterface(0x780e9d63), "ERC-721 enumerable");
        assertFalse(collection.supportsInterface(0xffffffff));
        assertFalse(collection.supportsInterface(0x00000000));
    }

    function test_ATokensUriIsTheBaseAndItsDecimalId() public {
        collection.redeem(gift(1234567890), signed(gift(1234567890)));
        assertEq(collection.tokenURI(1234567890), "https://tea.example/1234567890");

        uint256 last = type(uint256).max;
        collection.redeem(gift(last), signed(gift(last)));
        assertEq(collection.tokenURI(last), string.concat("https://tea.example/", vm.toString(last)));
    }

    function test_ATokenHasNoUriWhereThereIsNoBase() public {
        CollectionConfig memory made = config();
        made.baseUri = "";
        collection = deploy(made);
        collection.redeem(gift(1), signed(gift(1)));
        assertEq(collection.tokenURI(1), "");
    }

    function test_ATokenThatDoesNotExistHasNoUriAndNoOwner() public {
        vm.expectRevert(_nonexistent(1));
        collection.tokenURI(1);
        vm.expectRevert(_nonexistent(1));
        collection.ownerOf(1);

        collection.redeem(gift(1), signed(gift(1)));
        vm.prank(recipient);
        collection.burn(1);
        vm.expectRevert(_nonexistent(1));
        collection.tokenURI(1);
    }

    function test_RedeemingMintsToTheRecipientAndSaysSo() public {
        Voucher memory v = gift(7);
        bytes memory sig = signed(v);
        vm.expectEmit(address(collection));
        emit ERC721.Transfer(address(0), recipient, 7);
        vm.prank(stranger);
        collection.redeem(v, sig);

        assertEq(collection.ownerOf(7), recipient);
        assertEq(collection.balanceOf(recipient), 1);
        assertEq(collection.balanceOf(stranger), 0);
        assertTrue(collection.isRedeemed(7));
        assertFalse(collection.isRedeemed(8));
    }

    /// @dev The signer fixed the recipient; a wallet that refuses tokens must not make a sold voucher worthless.
    function test_MintsWithoutAskingTheRecipient() public {
        recipient = address(new RawAnswer("no tokens please", true));
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        vm.expectCall(recipient, "", 0);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_ARedeemedTokenIsAnOrdinaryToken() public {
        collection.redeem(gift(1), signed(gift(1)));

        vm.prank(stranger);
        vm.expectRevert(_notApproved(stranger, 1));
        collection.transferFrom(recipient, stranger, 1);

        vm.prank(recipient);
        collection.approve(buyer, 1);
        vm.prank(buyer);
        collection.transferFrom(recipient, stranger, 1);
        assertEq(collection.ownerOf(1), stranger);
        assertEq(collection.getApproved(1), address(0), "an approval ends with the transfer");

        vm.prank(recipient);
        vm.expectRevert(_notApproved(recipient, 1));
        collection.transferFrom(stranger, recipient, 1);
    }

    /// @dev Whoever owns the collection may choose the signer, but mints nothing without one.
    function test_TheOwnerMintsNothingWithoutTheSigner() public {
        Voucher memory v = gift(1);
        vm.startPrank(owner);
        refuses(v, signedBy(makeKey("owner"), v), NOT_THE_SIGNER);
    }

    function test_AVoucherIsGoodUntilItsLastSecond() public {
        Voucher memory v = gift(1);
        v.validUntil = NOW + 60;
        bytes memory sig = signed(v);

        vm.warp(NOW + 61);
        refuses(v, sig, expired(NOW + 60));
        vm.warp(type(uint256).max);
        refuses(v, sig, expired(NOW + 60));
        vm.warp(NOW + 60);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AVoucherMayBeGoodForEverOrNever() public {
        Voucher memory v = gift(1);
        v.validUntil = 0;
        refuses(v, signed(v), expired(0));

        v.validUntil = type(uint64).max;
        bytes memory sig = signed(v);
        vm.warp(type(uint64).max);
        collection.redeem(v, sig);
        assertTrue(collection.isRedeemed(1));
    }

    function testFuzz_TimeDecidesByTheWindowAlone(uint64 validFrom, uint64 validUntil, uint64 time) public {
        Voucher memory v = gift(1);
        (v.validFrom, v.validUntil) = (validFrom, validUntil);
        bytes memory sig = signed(v);
        vm.warp(time);
        if (time < validFrom) {
            refuses(v, sig, notYetValid(validFrom));
        } else if (time > validUntil) {
            refuses(v, sig, expired(validUntil));
        } else {
            collection.redeem(v, sig);
            assertEq(collection.ownerOf(1), recipient);
        }
    }

    function testFuzz_TheDigestIsThatOfTheStandard(Voucher calldata v, uint64 chainId) public {
        vm.chainId(bound(chainId, 1, type(uint64).max));
        assertEq(collection.voucherDigest(v), digestOf(v, block.chainid, address(collection)));
    }

    function test_TheSigningDomainCanBeAskedFor() public view {
        (
            bytes1 fields,
            string memory domainName,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = collection.eip712Domain();
        assertEq(uint8(fields), 0x0f, "name, version, chain and contract");
        assertEq(domainName, "Lianbo Voucher");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(verifyingContract, address(collection));
        assertEq(salt, bytes32(0));
        assertEq(extensions.length, 0);
    }

    function testFuzz_AnyTokenIdAndNoOtherIsRedeemed(uint256 tokenId, uint256 another) public {
        vm.assume(tokenId != another);
        collection.redeem(gift(tokenId), signed(gift(tokenId)));
        assertTrue(collection.isRedeemed(tokenId));
        assertEq(collection.ownerOf(tokenId), recipient);
        assertFalse(collection.isRedeemed(another));

        collection.redeem(gift(another), signed(gift(another)));
        assertEq(collection.balanceOf(recipient), 2);
    }

    /// @dev Neighbours share the hash of their storage slots' place, so they are where marks might meet.
    function test_NeighbouringTokensDoNotTouchEachOther() public {
        for (uint256 i; i < 16; i += 2) {
            collection.redeem(gift(i), signed(gift(i)));
        }
        for (uint256 i; i < 16; ++i) {
            assertEq(collection.isRedeemed(i), i % 2 == 0);
        }
    }

    function _nonexistent(uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, tokenId);
    }

    function _notApproved(address operator, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, operator, tokenId);
    }
}
