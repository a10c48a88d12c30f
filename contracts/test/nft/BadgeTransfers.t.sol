// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection} from "../../src/nft/BadgeCollection.sol";
import {BadgeFixture} from "../support/BadgeFixture.sol";
import {BadgeReceiver} from "../support/BadgeReceiver.sol";
import {RawAnswer} from "../support/RawAnswer.sol";

/// @notice What holders may do with badges: burn them, and where the collection allows it pass them on.
contract BadgeTransfersTest is BadgeFixture {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed holder, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed holder, address indexed operator, bool approved);

    address private _carol;

    function setUp() public override {
        super.setUp();
        _carol = makeAddr("carol");
        mint(soulbound, both(alice, bob));
        mint(tradable, both(alice, bob));
    }

    function test_ABurntBadgeIsGoneAtOnceAndForGood() public {
        vm.expectEmit(address(soulbound));
        emit Transfer(alice, address(0), 1);
        vm.prank(alice);
        soulbound.burn(1);

        assertEq(soulbound.balanceOf(alice), 0);
        assertEq(soulbound.totalSupply(), 1);
        assertEq(soulbound.totalMinted(), 2);
        assertEq(soulbound.ownerOf(2), bob);
        assertEq(soulbound.mintedTo(alice, 0), 1);
        vm.expectRevert(nonexistent(1));
        soulbound.ownerOf(1);
        vm.expectRevert(nonexistent(1));
        soulbound.tokenURI(1);
        vm.expectRevert(nonexistent(1));
        soulbound.locked(1);
        vm.expectRevert(nonexistent(1));
        vm.prank(alice);
        soulbound.burn(1);

        assertEq(mint(soulbound, only(alice)), 3);
        assertEq(soulbound.balanceOf(alice), 1);
    }

    function test_OnlyTheHolderBurnsASoulboundBadge() public {
        vm.expectRevert(insufficientApproval(bob, 1));
        vm.prank(bob);
        soulbound.burn(1);
        vm.expectRevert(insufficientApproval(owner, 1));
        vm.prank(owner);
        soulbound.burn(1);
        vm.expectRevert(insufficientApproval(minter, 1));
        vm.prank(minter);
        soulbound.burn(1);
        assertEq(soulbound.ownerOf(1), alice);
    }

    function test_ThereIsNothingToBurnBeforeTheFirstAndAfterTheLastBadge() public {
        vm.expectRevert(nonexistent(0));
        soulbound.burn(0);
        vm.expectRevert(nonexistent(3));
        soulbound.burn(3);
        vm.expectRevert(nonexistent(type(uint256).max));
        soulbound.burn(type(uint256).max);
    }

    function test_BurningOneOfAWordOfBadgesLeavesTheOthers() public {
        address[] memory people = audience(11, 600);
        uint256 first = mint(soulbound, people);
        for (uint256 i = 3; i < 600; i += 7) {
            vm.prank(people[i]);
            soulbound.burn(first + i);
        }
        for (uint256 i; i < 600; ++i) {
            bool burnt = i % 7 == 3;
            assertEq(soulbound.balanceOf(people[i]), burnt ? 0 : 1);
            (bool exists,) = address(soulbound).staticcall(abi.encodeCall(soulbound.ownerOf, (first + i)));
            assertEq(exists, !burnt);
        }
    }

    function test_ASoulboundBadgeStaysAndNobodyCanBeAllowedToMoveIt() public {
        vm.startPrank(alice);
        vm.expectRevert(isSoulbound(1));
        soulbound.transferFrom(alice, bob, 1);
        vm.expectRevert(isSoulbound(1));
        soulbound.safeTransferFrom(alice, bob, 1);
        vm.expectRevert(isSoulbound(1));
        soulbound.safeTransferFrom(alice, bob, 1, "");
        vm.expectRevert(isSoulbound(1));
        soulbound.approve(bob, 1);
        vm.expectRevert(isSoulbound(1));
        soulbound.approve(address(0), 1);
        vm.expectRevert(BadgeCollection.CollectionIsSoulbound.selector);
        soulbound.setApprovalForAll(bob, true);
        vm.expectRevert(BadgeCollection.CollectionIsSoulbound.selector);
        soulbound.setApprovalForAll(bob, false);
        vm.stopPrank();

        assertEq(soulbound.ownerOf(1), alice);
        assertTrue(soulbound.locked(1));
        assertEq(soulbound.getApproved(1), address(0));
        assertFalse(soulbound.isApprovedForAll(alice, bob));
    }

    function test_AHolderPassesABadgeOn() public {
        vm.expectEmit(address(tradable));
        emit Transfer(alice, _carol, 1);
        vm.prank(alice);
        tradable.transferFrom(alice, _carol, 1);

        assertFalse(tradable.locked(1));
        assertEq(tradable.ownerOf(1), _carol);
        assertEq(tradable.balanceOf(alice), 0);
        assertEq(tradable.balanceOf(_carol), 1);
        assertEq(tradable.totalSupply(), 2);

        vm.prank(_carol);
        tradable.transferFrom(_carol, alice, 1);
        assertEq(tradable.ownerOf(1), alice);
        assertEq(tradable.balanceOf(alice), 1);
        assertEq(tradable.balanceOf(_carol), 0);
    }

    function test_PassingABadgeToOneselfChangesNothing() public {
        vm.prank(alice);
        tradable.transferFrom(alice, alice, 1);
        assertEq(tradable.ownerOf(1), alice);
        assertEq(tradable.balanceOf(alice), 1);
    }

    function test_APassedOnBadgeIsBurntByItsNewHolder() public {
        vm.prank(alice);
        tradable.transferFrom(alice, _carol, 1);
        vm.expectRevert(insufficientApproval(alice, 1));
        vm.prank(alice);
        tradable.burn(1);

        vm.prank(_carol);
        tradable.burn(1);
        assertEq(tradable.balanceOf(_carol), 0);
        assertEq(tradable.totalSupply(), 1);
        vm.expectRevert(nonexistent(1));
        tradable.ownerOf(1);
    }

    function test_RefusesTransfersFromOrToTheWrongAccount() public {
        vm.startPrank(alice);
        vm.expectRevert(invalidReceiver(address(0)));
        tradable.transferFrom(alice, address(0), 1);
        vm.expectRevert(
            abi.encodeWithSignature("ERC721IncorrectOwner(address,uint256,address)", bob, uint256(1), alice)
        );
        tradable.transferFrom(bob, alice, 1);
        vm.expectRevert(insufficientApproval(alice, 2));
        tradable.transferFrom(bob, alice, 2);
        vm.expectRevert(nonexistent(3));
        tradable.transferFrom(alice, bob, 3);
        vm.stopPrank();
    }

    function test_WhoeverIsApprovedForABadgeMovesItOnce() public {
        vm.expectEmit(address(tradable));
        emit Approval(alice, bob, 1);
        vm.prank(alice);
        tradable.approve(bob, 1);
        assertEq(tradable.getApproved(1), bob);

        vm.prank(bob);
        tradable.transferFrom(alice, _carol, 1);
        assertEq(tradable.getApproved(1), address(0));
        vm.expectRevert(insufficientApproval(bob, 1));
        vm.prank(bob);
        tradable.transferFrom(_carol, bob, 1);
    }

    function test_AnApprovalIsTakenBack() public {
        vm.startPrank(alice);
        tradable.approve(bob, 1);
        tradable.approve(address(0), 1);
        vm.stopPrank();
        vm.expectRevert(insufficientApproval(bob, 1));
        vm.prank(bob);
        tradable.transferFrom(alice, bob, 1);
    }

    function test_WhoeverIsApprovedForABadgeBurnsIt() public {
        vm.prank(alice);
        tradable.approve(bob, 1);
        vm.prank(bob);
        tradable.burn(1);
        assertEq(tradable.balanceOf(alice), 0);
    }

    function test_OnlyTheHolderAndOperatorsApprove() public {
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidApprover(address)", bob));
        vm.prank(bob);
        tradable.approve(bob, 1);

        // Somebody who may move a badge may not hand that on.
        vm.prank(alice);
        tradable.approve(bob, 1);
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidApprover(address)", bob));
        vm.prank(bob);
        tradable.approve(_carol, 1);

        vm.prank(alice);
        tradable.setApprovalForAll(_carol, true);
        vm.prank(_carol);
        tradable.approve(stranger, 1);
        assertEq(tradable.getApproved(1), stranger);
    }

    function test_AnOperatorMovesAllUntilItIsOneNoMore() public {
        vm.expectEmit(address(tradable));
        emit ApprovalForAll(alice, bob, true);
        vm.prank(alice);
        tradable.setApprovalForAll(bob, true);
        assertTrue(tradable.isApprovedForAll(alice, bob));
        assertFalse(tradable.isApprovedForAll(bob, alice));
        vm.prank(bob);
        tradable.transferFrom(alice, _carol, 1);

        uint256 second = mint(tradable, only(alice));
        vm.prank(alice);
        tradable.setApprovalForAll(bob, false);
        vm.expectRevert(insufficientApproval(bob, second));
        vm.prank(bob);
        tradable.transferFrom(alice, bob, second);

        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidOperator(address)", address(0)));
        vm.prank(alice);
        tradable.setApprovalForAll(address(0), true);
    }

    function test_AskingForAnApprovalOfNothingIsRefused() public {
        vm.expectRevert(nonexistent(3));
        tradable.getApproved(3);
        vm.expectRevert(nonexistent(3));
        vm.prank(alice);
        tradable.approve(bob, 3);
    }

    function test_ASafeTransferAsksAReceiverThatIsAContract() public {
        BadgeReceiver receiver = new BadgeReceiver();
        vm.startPrank(alice);
        tradable.safeTransferFrom(alice, address(receiver), 1, "with a note");
        vm.stopPrank();

        assertEq(receiver.operator(), alice);
        assertEq(receiver.from(), alice);
        assertEq(receiver.tokenId(), 1);
        assertEq(string(receiver.data()), "with a note");
        // By then all was done.
        assertEq(receiver.ownerWhenAsked(), address(receiver));
        assertEq(receiver.balanceWhenAsked(), 1);

        vm.prank(bob);
        tradable.safeTransferFrom(bob, address(receiver), 2);
        assertEq(receiver.data().length, 0);
        assertEq(tradable.balanceOf(address(receiver)), 2);
    }

    function test_ASafeTransferToAnAccountAsksNobody() public {
        vm.prank(alice);
        tradable.safeTransferFrom(alice, _carol, 1);
        assertEq(tradable.ownerOf(1), _carol);
    }

    function test_ASafeTransferToAReceiverThatRefusesChangesNothing() public {
        address wrong = address(new RawAnswer(abi.encode(bytes4(0xdeadbeef)), false));
        address mute = address(new RawAnswer("", true));
        address loud = address(new RawAnswer("not today", true));
        vm.startPrank(alice);
        vm.expectRevert(invalidReceiver(wrong));
        tradable.safeTransferFrom(alice, wrong, 1);
        vm.expectRevert(invalidReceiver(mute));
        tradable.safeTransferFrom(alice, mute, 1);
        vm.expectRevert("not today");
        tradable.safeTransferFrom(alice, loud, 1);
        tradable.transferFrom(alice, mute, 1);
        vm.stopPrank();
        assertEq(tradable.ownerOf(1), mute);
    }

    function test_NobodyHoldsBadgesAtTheZeroAddress() public {
        vm.prank(alice);
        tradable.burn(1);
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidOwner(address)", address(0)));
        tradable.balanceOf(address(0));
    }
}
