// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MembershipConfig, MembershipPass} from "../../src/nft/MembershipPass.sol";
import {RedemptionDesk} from "../../src/nft/RedemptionDesk.sol";
import {DeskFixture} from "../support/DeskFixture.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {TrickCollection} from "../support/TrickCollection.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice A token is handed in, the merchant accepts and fulfils in time or it comes back, and each perk of it is used once.
contract RedemptionDeskTest is DeskFixture {
    function test_ATokenThatIsSentWithPerkAndCommitmentIsARequest() public {
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Requested(
            address(tea), ID, PARCEL, 1, alice, RedemptionDesk.Mode.Burn, NOW + ACCEPT, COMMITMENT
        );
        send(alice, ID, PARCEL);

        RedemptionDesk.Request memory r = request(ID, PARCEL);
        assertEq(r.holder, alice);
        assertEq(r.deadline, NOW + ACCEPT);
        assertEq(r.fulfilWithin, FULFIL);
        assertEq(r.attempt, 1);
        assertEq(uint8(r.state), uint8(RedemptionDesk.State.Requested));
        assertEq(uint8(r.mode), uint8(RedemptionDesk.Mode.Burn));
        assertEq(tea.ownerOf(ID), address(desk));
        assertTrue(desk.isInCustody(address(tea), ID));
    }

    function test_ATokenThatIsApprovedIsTakenIn() public {
        vm.startPrank(alice);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        desk.open(address(tea), ID, PARCEL, COMMITMENT);
        assertState(ID, PARCEL, RedemptionDesk.State.None);
        tea.approve(address(desk), ID);
        desk.open(address(tea), ID, PARCEL, COMMITMENT);
        vm.stopPrank();
        assertState(ID, PARCEL, RedemptionDesk.State.Requested);
        assertEq(request(ID, PARCEL).holder, alice);
        assertEq(tea.ownerOf(ID), address(desk));
    }

    function test_NobodyHandsInWhatIsAnothers() public {
        vm.prank(alice);
        tea.approve(address(desk), ID);
        vm.prank(bob);
        vm.expectRevert(ERC721.TransferFromIncorrectOwner.selector);
        desk.open(address(tea), ID, PARCEL, COMMITMENT);
    }

    function test_ATokenThatAnAllowedOneSendsIsStillItsHolders() public {
        vm.prank(alice);
        tea.setApprovalForAll(bob, true);
        vm.prank(bob);
        tea.safeTransferFrom(alice, address(desk), ID, abi.encode(PARCEL, COMMITMENT));
        assertEq(request(ID, PARCEL).holder, alice);
        vm.prank(bob);
        vm.expectRevert(tooEarly(NOW + ACCEPT));
        desk.release(address(tea), ID, PARCEL);
        release(alice, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
    }

    function test_WhatComesWithATokenIsPerkAndCommitment() public {
        bytes[4] memory wrong = [bytes(""), abi.encode(PARCEL), new bytes(63), abi.encode(PARCEL, COMMITMENT, 0)];
        for (uint256 i; i < wrong.length; ++i) {
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.WrongData.selector, wrong[i].length));
            tea.safeTransferFrom(alice, address(desk), ID, wrong[i]);
        }
        assertEq(tea.ownerOf(ID), alice);
    }

    function test_OnlyListedPerksOfListedCollectionsAreTaken() public {
        vm.startPrank(alice);
        bytes32 other = keccak256("other");
        vm.expectRevert(noSuchPerk(address(tea), other));
        tea.safeTransferFrom(alice, address(desk), ID, abi.encode(other, COMMITMENT));
        TrickCollection unlisted = new TrickCollection();
        unlisted.mint(alice, ID);
        vm.expectRevert(noSuchPerk(address(unlisted), PARCEL));
        unlisted.safeTransferFrom(alice, address(desk), ID, abi.encode(PARCEL, COMMITMENT));
        vm.expectRevert(noSuchPerk(address(unlisted), PARCEL));
        desk.open(address(unlisted), ID, PARCEL, COMMITMENT);
        vm.expectRevert(noSuchPerk(alice, PARCEL));
        desk.onERC721Received(alice, alice, ID, abi.encode(PARCEL, COMMITMENT));
        vm.stopPrank();

        vm.expectEmit(address(desk));
        emit RedemptionDesk.PerkRemoved(address(tea), PARCEL);
        vm.prank(merchant);
        desk.removePerk(address(tea), PARCEL);
        vm.prank(alice);
        vm.expectRevert(noSuchPerk(address(tea), PARCEL));
        tea.safeTransferFrom(alice, address(desk), ID, abi.encode(PARCEL, COMMITMENT));
    }

    function test_AnAcceptedAndFulfilledRequestBurnsTheToken() public {
        send(alice, ID, PARCEL);
        vm.warp(NOW + 5);
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Accepted(address(tea), ID, PARCEL, 1, alice, NOW + 5 + FULFIL);
        accept(ID, PARCEL);
        assertState(ID, PARCEL, RedemptionDesk.State.Accepted);
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Fulfilled(address(tea), ID, PARCEL, 1, alice, EVIDENCE);
        fulfil(ID, PARCEL);

        assertState(ID, PARCEL, RedemptionDesk.State.Fulfilled);
        assertTrue(desk.isUsed(address(tea), ID, PARCEL));
        assertFalse(desk.isInCustody(address(tea), ID));
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        tea.ownerOf(ID);
    }

    function test_AKeptTokenComesBackAndItsPerkIsUsedForGood() public {
        send(alice, ID, TASTING);
        accept(ID, TASTING);
        fulfil(ID, TASTING);
        assertEq(tea.ownerOf(ID), alice);
        assertFalse(desk.isInCustody(address(tea), ID));

        bytes memory used = wrongState(RedemptionDesk.State.Fulfilled);
        vm.prank(alice);
        vm.expectRevert(used);
        tea.safeTransferFrom(alice, address(desk), ID, abi.encode(TASTING, COMMITMENT));
        // The next holder finds it used as well.
        vm.startPrank(alice);
        tea.transferFrom(alice, bob, ID);
        vm.stopPrank();
        vm.startPrank(bob);
        tea.approve(address(desk), ID);
        vm.expectRevert(used);
        desk.open(address(tea), ID, TASTING, COMMITMENT);
        vm.stopPrank();
        // Another perk of the same token is not.
        send(bob, ID, PARCEL);
        assertState(ID, PARCEL, RedemptionDesk.State.Requested);
    }

    function test_ATokenGoesToTheSinkThatTheOwnerNamedAndNowhereElse() public {
        send(alice, ID, EXCHANGE);
        accept(ID, EXCHANGE);
        vm.prank(merchant);
        desk.removePerk(address(tea), EXCHANGE);
        vm.prank(clerk);
        vm.expectRevert(noSuchPerk(address(tea), EXCHANGE));
        desk.fulfil(address(tea), ID, EXCHANGE, 1, EVIDENCE);
        list(EXCHANGE, RedemptionDesk.Mode.Sink, bob);
        fulfil(ID, EXCHANGE);
        assertEq(tea.ownerOf(ID), bob);
    }

    function test_ARequestKeepsTheRuleUnderWhichItWasMade() public {
        send(alice, ID, TASTING);
        vm.prank(merchant);
        desk.setPerk(address(tea), TASTING, RedemptionDesk.Rule(RedemptionDesk.Mode.Burn, 1, 1, address(0)));
        vm.warp(NOW + ACCEPT);
        accept(ID, TASTING);
        assertEq(request(ID, TASTING).deadline, NOW + ACCEPT + FULFIL);
        fulfil(ID, TASTING);
        assertEq(tea.ownerOf(ID), alice);
    }

    function test_ARequestIsAcceptedUpToItsLastSecondAndEndedByAnyoneFromTheNextOn() public {
        send(alice, ID, PARCEL);
        vm.warp(NOW + ACCEPT);
        vm.prank(stranger);
        vm.expectRevert(tooEarly(NOW + ACCEPT));
        desk.release(address(tea), ID, PARCEL);
        uint256 inTime = vm.snapshotState();
        accept(ID, PARCEL);
        vm.revertToState(inTime);

        vm.warp(NOW + ACCEPT + 1);
        vm.prank(clerk);
        vm.expectRevert(tooLate(NOW + ACCEPT));
        desk.accept(address(tea), ID, PARCEL, 1);
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Released(address(tea), ID, PARCEL, 1, alice, stranger);
        release(stranger, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
        assertState(ID, PARCEL, RedemptionDesk.State.Released);
    }

    function test_ARequestIsFulfilledUpToItsLastSecondAndEndedByAnyoneFromTheNextOn() public {
        send(alice, ID, PARCEL);
        accept(ID, PARCEL);
        vm.warp(NOW + FULFIL);
        vm.prank(alice);
        vm.expectRevert(tooEarly(NOW + FULFIL));
        desk.release(address(tea), ID, PARCEL);
        uint256 inTime = vm.snapshotState();
        fulfil(ID, PARCEL);
        vm.revertToState(inTime);

        vm.warp(NOW + FULFIL + 1);
        vm.prank(clerk);
        vm.expectRevert(tooLate(NOW + FULFIL));
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        release(stranger, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
        vm.prank(clerk);
        vm.expectRevert(wrongState(RedemptionDesk.State.Released));
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
    }

    function test_TheHolderTakesBackWhatIsNotAcceptedAndTheMerchantGivesBackBoth() public {
        send(alice, ID, PARCEL);
        release(alice, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
        send(alice, ID, PARCEL);
        release(clerk, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
        send(alice, ID, PARCEL);
        accept(ID, PARCEL);
        vm.prank(alice);
        vm.expectRevert(tooEarly(NOW + FULFIL));
        desk.release(address(tea), ID, PARCEL);
        release(merchant, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
        assertEq(request(ID, PARCEL).attempt, 3);
        assertFalse(desk.isUsed(address(tea), ID, PARCEL));
    }

    function test_TheNextHolderRequestsWhatWasReleased() public {
        send(alice, ID, PARCEL);
        release(alice, ID, PARCEL);
        vm.prank(alice);
        tea.transferFrom(alice, bob, ID);
        send(bob, ID, PARCEL);
        vm.prank(alice);
        vm.expectRevert(tooEarly(NOW + ACCEPT));
        desk.release(address(tea), ID, PARCEL);
        release(bob, ID, PARCEL);
        assertEq(tea.ownerOf(ID), bob);
    }

    /// @dev The parcel of the first request must not be sent by an acceptance that meant it and met the second.
    function test_AnAcceptanceMeansOneRequestAndNotTheNext() public {
        send(alice, ID, PARCEL);
        release(alice, ID, PARCEL);
        send(alice, ID, PARCEL);
        vm.startPrank(clerk);
        bytes memory wrong = abi.encodeWithSelector(RedemptionDesk.WrongAttempt.selector, 1, 2);
        vm.expectRevert(wrong);
        desk.accept(address(tea), ID, PARCEL, 1);
        desk.accept(address(tea), ID, PARCEL, 2);
        vm.expectRevert(wrong);
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        desk.fulfil(address(tea), ID, PARCEL, 2, EVIDENCE);
    }

    function test_NothingHappensTwiceOrOutOfOrder() public {
        RedemptionDesk.State none = RedemptionDesk.State.None;
        vm.startPrank(clerk);
        vm.expectRevert(wrongState(none));
        desk.accept(address(tea), ID, PARCEL, 0);
        vm.expectRevert(wrongState(none));
        desk.fulfil(address(tea), ID, PARCEL, 0, EVIDENCE);
        vm.expectRevert(wrongState(none));
        desk.release(address(tea), ID, PARCEL);
        vm.stopPrank();
        send(alice, ID, PARCEL);
        vm.prank(clerk);
        vm.expectRevert(wrongState(RedemptionDesk.State.Requested));
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        accept(ID, PARCEL);
        vm.prank(clerk);
        vm.expectRevert(wrongState(RedemptionDesk.State.Accepted));
        desk.accept(address(tea), ID, PARCEL, 1);
        fulfil(ID, PARCEL);
        vm.startPrank(merchant);
        vm.expectRevert(wrongState(RedemptionDesk.State.Fulfilled));
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        vm.expectRevert(wrongState(RedemptionDesk.State.Fulfilled));
        desk.release(address(tea), ID, PARCEL);
    }

    function test_AHolderThatRefusesTokensGetsItBackAllTheSame() public {
        address mute = address(new RawAnswer("no tokens please", true));
        tea.mint(mute, 8);
        vm.startPrank(mute);
        tea.approve(address(desk), 8);
        desk.open(address(tea), 8, PARCEL, COMMITMENT);
        vm.stopPrank();
        vm.warp(NOW + ACCEPT + 1);
        release(stranger, 8, PARCEL);
        assertEq(tea.ownerOf(8), mute);
    }

    function test_ACollectionThatRefusesDelaysTheReturnAndLosesNothing() public {
        send(alice, ID, PARCEL);
        tea.setTrick(TrickCollection.Trick.Refuse);
        vm.prank(alice);
        vm.expectRevert(TrickCollection.Refused.selector);
        desk.release(address(tea), ID, PARCEL);
        assertState(ID, PARCEL, RedemptionDesk.State.Requested);
        tea.setTrick(TrickCollection.Trick.None);
        release(alice, ID, PARCEL);
        assertEq(tea.ownerOf(ID), alice);
    }

    function test_ATokenThatDoesNotComeIsNoRequest() public {
        bytes memory missing = abi.encodeWithSelector(RedemptionDesk.TokenNotReceived.selector, address(tea), ID);
        vm.startPrank(alice);
        tea.approve(address(desk), ID);
        tea.setTrick(TrickCollection.Trick.MoveNothing);
        vm.expectRevert(missing);
        desk.open(address(tea), ID, PARCEL, COMMITMENT);
        vm.expectRevert(missing);
        tea.pretend(address(desk), alice, ID, abi.encode(PARCEL, COMMITMENT));
        vm.expectRevert(RedemptionDesk.ZeroAddress.selector);
        tea.pretend(address(desk), address(0), ID, abi.encode(PARCEL, COMMITMENT));
        assertState(ID, PARCEL, RedemptionDesk.State.None);
        assertFalse(desk.isInCustody(address(tea), ID));
    }

    function test_ATokenThatDoesNotGoIsNeitherFulfilledNorReleased() public {
        bytes memory stays = abi.encodeWithSelector(RedemptionDesk.TokenNotGone.selector, address(tea), ID);
        send(alice, ID, TASTING);
        tea.setTrick(TrickCollection.Trick.MoveNothing);
        vm.prank(alice);
        vm.expectRevert(stays);
        desk.release(address(tea), ID, TASTING);
        accept(ID, TASTING);
        vm.prank(clerk);
        vm.expectRevert(stays);
        desk.fulfil(address(tea), ID, TASTING, 1, EVIDENCE);
        tea.setTrick(TrickCollection.Trick.None);
        release(clerk, ID, TASTING);

        send(alice, ID, PARCEL);
        accept(ID, PARCEL);
        tea.setTrick(TrickCollection.Trick.BurnNothing);
        vm.prank(clerk);
        vm.expectRevert(stays);
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        tea.setTrick(TrickCollection.Trick.None);
        fulfil(ID, PARCEL);
    }

    /// @dev A collection that lies can spoil its own tokens, and no other collection's.
    function test_ACollectionThatLiesGetsNoSecondRequestForATokenInCustody() public {
        send(alice, ID, TASTING);
        tea.setLiar(address(desk));
        vm.expectRevert(inCustody(ID));
        tea.pretend(address(desk), bob, ID, abi.encode(PARCEL, COMMITMENT));
        vm.expectRevert(inCustody(ID));
        tea.pretend(address(desk), bob, ID, abi.encode(TASTING, COMMITMENT));
        tea.setTrick(TrickCollection.Trick.None);
        release(alice, ID, TASTING);
        assertEq(tea.ownerOf(ID), alice);
    }

    function test_ACollectionThatReentersFindsWhatWasDone() public {
        send(alice, ID, TASTING);
        accept(ID, TASTING);
        vm.prank(merchant);
        desk.grantRoles(address(tea), 16);
        tea.prepare(address(desk), abi.encodeCall(desk.fulfil, (address(tea), ID, TASTING, 1, EVIDENCE)));
        fulfil(ID, TASTING);
        assertTrue(tea.entered());
        assertFalse(tea.succeeded());
        assertEq(tea.answer(), wrongState(RedemptionDesk.State.Fulfilled));
        assertEq(tea.ownerOf(ID), alice);

        tea.setTrick(TrickCollection.Trick.None);
        send(alice, ID, PARCEL);
        tea.prepare(address(desk), abi.encodeCall(desk.release, (address(tea), ID, PARCEL)));
        release(alice, ID, PARCEL);
        assertTrue(tea.entered());
        assertFalse(tea.succeeded());
        assertEq(tea.answer(), wrongState(RedemptionDesk.State.Released));
        assertEq(tea.ownerOf(ID), alice);

        vm.prank(alice);
        tea.approve(address(desk), ID);
        tea.prepare(address(desk), abi.encodeCall(desk.open, (address(tea), ID, EXCHANGE, COMMITMENT)));
        vm.prank(alice);
        desk.open(address(tea), ID, PARCEL, COMMITMENT);
        assertTrue(tea.entered());
        assertFalse(tea.succeeded());
        assertEq(tea.answer(), inCustody(ID));
        assertState(ID, EXCHANGE, RedemptionDesk.State.None);
    }

    function test_ATokenThatCameByMistakeIsSentOnAndOneInCustodyIsNot() public {
        tea.mint(alice, 8);
        vm.prank(alice);
        tea.transferFrom(alice, address(desk), 8);
        send(alice, ID, PARCEL);
        vm.startPrank(merchant);
        vm.expectRevert(inCustody(ID));
        desk.recover(address(tea), ID, merchant);
        vm.expectRevert(RedemptionDesk.ZeroAddress.selector);
        desk.recover(address(tea), 8, address(0));
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Recovered(address(tea), 8, alice);
        desk.recover(address(tea), 8, alice);
        assertEq(tea.ownerOf(8), alice);
    }

    function test_ARuleMakesSenseOrIsRefused() public {
        RedemptionDesk.Rule[7] memory wrong = [
            RedemptionDesk.Rule(RedemptionDesk.Mode.None, 1, 1, address(0)),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Keep, 0, 1, address(0)),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Keep, 1, 0, address(0)),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Keep, 1, 1, sink),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Burn, 1, 1, sink),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Sink, 1, 1, address(0)),
            RedemptionDesk.Rule(RedemptionDesk.Mode.Sink, 1, 1, address(desk))
        ];
        vm.startPrank(merchant);
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(RedemptionDesk.WrongRule.selector);
            desk.setPerk(address(tea), PARCEL, wrong[i]);
        }
        vm.expectEmit(address(desk));
        emit RedemptionDesk.PerkSet(address(tea), PARCEL, RedemptionDesk.Mode.Sink, 1, 2, sink);
        desk.setPerk(address(tea), PARCEL, RedemptionDesk.Rule(RedemptionDesk.Mode.Sink, 1, 2, sink));
        RedemptionDesk.Rule memory rule = desk.ruleOf(address(tea), PARCEL);
        assertEq(uint8(rule.mode), uint8(RedemptionDesk.Mode.Sink));
        assertEq(rule.acceptWithin, 1);
        assertEq(rule.fulfilWithin, 2);
        assertEq(rule.sink, sink);
        vm.expectRevert(noSuchPerk(address(tea), bytes32(0)));
        desk.removePerk(address(tea), bytes32(0));
    }

    function test_OnlyTheMerchantGovernsAndOnlyClerksServe() public {
        send(alice, ID, PARCEL);
        RedemptionDesk.Rule memory rule = RedemptionDesk.Rule(RedemptionDesk.Mode.Keep, 1, 1, address(0));
        address[3] memory others = [alice, stranger, clerk];
        for (uint256 i; i < others.length; ++i) {
            vm.startPrank(others[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            desk.setPerk(address(tea), PARCEL, rule);
            vm.expectRevert(Ownable.Unauthorized.selector);
            desk.removePerk(address(tea), PARCEL);
            vm.expectRevert(Ownable.Unauthorized.selector);
            desk.recover(address(tea), 1, alice);
            if (others[i] != clerk) {
                vm.expectRevert(Ownable.Unauthorized.selector);
                desk.accept(address(tea), ID, PARCEL, 1);
                vm.expectRevert(Ownable.Unauthorized.selector);
                desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
            }
            vm.stopPrank();
        }
        vm.startPrank(merchant);
        desk.accept(address(tea), ID, PARCEL, 1);
        desk.fulfil(address(tea), ID, PARCEL, 1, EVIDENCE);
        vm.stopPrank();
        vm.expectRevert(RedemptionDesk.ZeroAddress.selector);
        RedemptionDesk(deployed("RedemptionDesk.sol:RedemptionDesk", abi.encode(address(0), clerk)));
        assertEq(
            RedemptionDesk(deployed("RedemptionDesk.sol:RedemptionDesk", abi.encode(merchant, address(0))))
                .rolesOf(address(0)),
            0
        );
    }

    // Soulbound tokens.

    function test_APerkOfASoulboundTokenIsUsedWhereItIs() public {
        tea.setLocked(ID, true);
        vm.expectEmit(address(desk));
        emit RedemptionDesk.Requested(
            address(tea), ID, SEAT, 1, alice, RedemptionDesk.Mode.InPlace, NOW + ACCEPT, COMMITMENT
        );
        vm.prank(alice);
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
        assertEq(tea.ownerOf(ID), alice);
        assertFalse(desk.isInCustody(address(tea), ID));
        accept(ID, SEAT);
        fulfil(ID, SEAT);
        assertTrue(desk.isUsed(address(tea), ID, SEAT));
        vm.prank(alice);
        vm.expectRevert(wrongState(RedemptionDesk.State.Fulfilled));
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
    }

    function test_OnlyTheHolderOfALockedTokenUsesItInPlace() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.TokenNotLocked.selector, address(tea), ID));
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
        tea.setLocked(ID, true);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.NotTheHolder.selector, bob));
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.WrongMode.selector, RedemptionDesk.Mode.Burn));
        desk.useInPlace(address(tea), ID, PARCEL, COMMITMENT);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.WrongMode.selector, RedemptionDesk.Mode.InPlace));
        tea.safeTransferFrom(alice, address(desk), ID, abi.encode(SEAT, COMMITMENT));
    }

    function test_APerkInPlaceIsNotFulfilledForWhoNoLongerHoldsTheToken() public {
        tea.setLocked(ID, true);
        vm.prank(alice);
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
        accept(ID, SEAT);
        vm.prank(alice);
        tea.transferFrom(alice, bob, ID);
        vm.prank(clerk);
        vm.expectRevert(abi.encodeWithSelector(RedemptionDesk.NotTheHolder.selector, alice));
        desk.fulfil(address(tea), ID, SEAT, 1, EVIDENCE);
        vm.warp(NOW + FULFIL + 1);
        release(stranger, ID, SEAT);
        assertEq(tea.ownerOf(ID), bob);
        vm.prank(bob);
        desk.useInPlace(address(tea), ID, SEAT, COMMITMENT);
        assertEq(request(ID, SEAT).holder, bob);
    }

    function test_AMembershipPassUsesItsPerkOnce() public {
        MembershipConfig memory config =
            MembershipConfig("Club", "CLUB", "", "", merchant, merchant, address(0), merchant);
        MembershipPass passes = MembershipPass(deployed("MembershipPass.sol:MembershipPass", abi.encode(config)));
        uint256 id = uint256(uint160(alice));
        address[] memory accounts = new address[](1);
        accounts[0] = alice;
        vm.startPrank(merchant);
        passes.grant(accounts, 1, 0);
        desk.setPerk(
            address(passes), SEAT, RedemptionDesk.Rule(RedemptionDesk.Mode.InPlace, ACCEPT, FULFIL, address(0))
        );
        vm.stopPrank();
        vm.prank(alice);
        desk.useInPlace(address(passes), id, SEAT, COMMITMENT);
        vm.startPrank(merchant);
        desk.accept(address(passes), id, SEAT, 1);
        desk.fulfil(address(passes), id, SEAT, 1, EVIDENCE);
        vm.stopPrank();
        assertTrue(desk.isUsed(address(passes), id, SEAT));
        // A new pass of the same account is the same token.
        vm.startPrank(alice);
        passes.burn(id);
        vm.stopPrank();
        vm.prank(merchant);
        passes.grant(accounts, 1, 0);
        vm.prank(alice);
        vm.expectRevert(wrongState(RedemptionDesk.State.Fulfilled));
        desk.useInPlace(address(passes), id, SEAT, COMMITMENT);
    }

    function testFuzz_TimeAloneDecidesWhoMayDoWhat(
        uint24 acceptWithin,
        uint24 fulfilWithin,
        uint40 first,
        uint40 second
    ) public {
        acceptWithin = uint24(bound(acceptWithin, 1, type(uint24).max));
        fulfilWithin = uint24(bound(fulfilWithin, 1, type(uint24).max));
        first = uint40(bound(first, 0, 2 * uint256(acceptWithin)));
        second = uint40(bound(second, 0, 2 * uint256(fulfilWithin)));
        vm.prank(merchant);
        desk.setPerk(
            address(tea), PARCEL, RedemptionDesk.Rule(RedemptionDesk.Mode.Burn, acceptWithin, fulfilWithin, address(0))
        );
        send(alice, ID, PARCEL);
        vm.warp(NOW + first);
        assertEq(_strangerMayRelease(), first > acceptWithin);
        assertEq(_clerkMay(abi.encodeCall(desk.accept, (address(tea), ID, PARCEL, 1))), first <= acceptWithin);
        if (first > acceptWithin) return;
        vm.warp(NOW + first + second);
        assertEq(_strangerMayRelease(), second > fulfilWithin);
        bool fulfilled = _clerkMay(abi.encodeCall(desk.fulfil, (address(tea), ID, PARCEL, 1, EVIDENCE)));
        assertEq(fulfilled, second <= fulfilWithin);
    }

    function _strangerMayRelease() private returns (bool done) {
        uint256 before = vm.snapshotState();
        vm.prank(stranger);
        (done,) = address(desk).call(abi.encodeCall(desk.release, (address(tea), ID, PARCEL)));
        vm.revertToState(before);
    }

    function _clerkMay(bytes memory call) private returns (bool done) {
        vm.prank(clerk);
        (done,) = address(desk).call(call);
    }
}
