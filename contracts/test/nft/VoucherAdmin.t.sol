// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher} from "../../src/nft/Vouchers.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {Vm} from "../support/Test.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Who may change what, what cannot be changed back, and where the money goes.
contract VoucherAdminTest is VoucherFixture {
    uint256 private constant NOBODY = 0;

    address private _admin;
    address private _pauser;
    address private _curator;

    function setUp() public override {
        super.setUp();
        _admin = makeAddr("signer admin");
        _pauser = makeAddr("pauser");
        _curator = makeAddr("curator");
        vm.startPrank(owner);
        collection.grantRoles(_admin, collection.ROLE_SIGNER_ADMIN());
        collection.grantRoles(_pauser, collection.ROLE_PAUSER());
        collection.grantRoles(_curator, collection.ROLE_METADATA());
        vm.stopPrank();
    }

    // Roles.

    function test_TheRolesAreBitsThatNeverChange() public view {
        assertEq(collection.ROLE_SIGNER_ADMIN(), 1);
        assertEq(collection.ROLE_PAUSER(), 2);
        assertEq(collection.ROLE_METADATA(), 4);
    }

    /// @dev The owner may all, each role its own, and nobody else anything.
    function test_EachCallIsForTheOwnerAndOneRoleAtMost() public {
        (bytes[] memory calls, uint256[] memory roles) = _guardedCalls();
        address[8] memory callers = [owner, _admin, _pauser, _curator, stranger, signer, payout, recipient];
        uint256[8] memory has = [type(uint256).max, 1, 2, 4, NOBODY, NOBODY, NOBODY, NOBODY];
        uint256 snapshot = vm.snapshotState();
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool success, bytes memory answer) = address(collection).call(calls[i]);
                bool may = callers[j] == owner || roles[i] & has[j] != 0;
                assertEq(success, may, vm.toString(calls[i]));
                if (!may) assertEq(answer, abi.encodePacked(Ownable.Unauthorized.selector));
                vm.revertToState(snapshot);
            }
        }
    }

    function test_ARoleEndsWhenItIsTakenOrLaidDown() public {
        vm.prank(owner);
        collection.revokeRoles(_pauser, 2);
        vm.prank(_curator);
        collection.renounceRoles(4);
        vm.prank(_pauser);
        vm.expectRevert(Ownable.Unauthorized.selector);
        collection.pause();
        vm.prank(_curator);
        vm.expectRevert(Ownable.Unauthorized.selector);
        collection.setBaseUri("");
    }

    // Ownership.

    function test_OwnershipPassesInTwoSteps() public {
        vm.prank(stranger);
        collection.requestOwnershipHandover();
        assertEq(collection.owner(), owner);
        vm.prank(stranger);
        vm.expectRevert(Ownable.Unauthorized.selector);
        collection.completeOwnershipHandover(stranger);
        vm.prank(owner);
        collection.completeOwnershipHandover(stranger);
        assertEq(collection.owner(), stranger);

        vm.prank(owner);
        vm.expectRevert(Ownable.Unauthorized.selector);
        collection.cancelEpoch();
        vm.prank(stranger);
        collection.cancelEpoch();
        assertEq(collection.epoch(), 1);
    }

    function test_AnOldRequestForOwnershipLapses() public {
        vm.prank(stranger);
        collection.requestOwnershipHandover();
        vm.warp(NOW + 48 hours + 1);
        vm.prank(owner);
        vm.expectRevert(Ownable.NoHandoverRequest.selector);
        collection.completeOwnershipHandover(stranger);
    }

    function test_ACollectionIsMadeOnceAlsoWhenItsOwnerHasLeft() public {
        CollectionConfig memory made = config();
        made.owner = stranger;
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        collection.initialize(made);
        vm.prank(owner);
        collection.renounceOwnership();
        assertEq(collection.owner(), address(0));
        vm.prank(stranger);
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        collection.initialize(made);

        // Its vouchers are as good as before.
        collection.redeem(gift(1), signed(gift(1)));
        assertEq(collection.ownerOf(1), recipient);
    }

    // Cancelling one voucher.

    function test_ACancelledTokenIsNeverMintedAndTheEventSaysSo() public {
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherCancelled(1);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherCancelled(type(uint256).max);
        _cancel(1, type(uint256).max);
        assertTrue(collection.isCancelled(1) && collection.isCancelled(type(uint256).max));
        assertTrue(collection.isRedeemed(1) && collection.isRedeemed(type(uint256).max));
        assertFalse(collection.isCancelled(2) || collection.isRedeemed(2));
        refuses(gift(1), signed(gift(1)), alreadyRedeemed(1));

        // Nor by another signer, in another epoch, for other terms.
        Voucher memory v = sale(1, 5);
        (v.epoch, v.recipient) = (1, stranger);
        vm.startPrank(owner);
        collection.cancelEpoch();
        collection.setVoucherSigner(vm.addr(makeKey("next signer")));
        vm.stopPrank();
        refuses(v, signedBy(makeKey("next signer"), v), alreadyRedeemed(1));
        (bool exists,) = address(collection).call(abi.encodeCall(collection.ownerOf, (1)));
        assertFalse(exists);
    }

    /// @dev So the holder of one voucher cannot keep the others alive by redeeming it first.
    function test_WhatWasRedeemedBurntOrCancelledIsPassedOverAndTheOthersAreVoid() public {
        give(recipient, 1);
        give(recipient, 2);
        vm.prank(recipient);
        collection.burn(2);
        _cancel(3, 3);
        uint256[] memory ids = new uint256[](5);
        for (uint256 i; i < 5; ++i) {
            ids[i] = i + 1;
        }
        vm.recordLogs();
        vm.prank(_admin);
        collection.cancel(ids);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        assertEq(uint256(logs[0].topics[1]), 4);
        assertEq(uint256(logs[1].topics[1]), 5);
        assertFalse(collection.isCancelled(1) || collection.isCancelled(2));
        assertTrue(collection.isCancelled(3) && collection.isCancelled(4) && collection.isCancelled(5));
        assertEq(collection.ownerOf(1), recipient);
        assertFalse(collection.locked(1));
        vm.prank(recipient);
        collection.transferFrom(recipient, stranger, 1);

        vm.prank(owner);
        collection.cancel(new uint256[](0));
    }

    // Pausing.

    function test_WhilePausedNothingIsRedeemedAndEverythingElseGoesOn() public {
        give(recipient, 1);
        vm.deal(address(collection), 1 ether);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.Paused(_pauser);
        vm.prank(_pauser);
        collection.pause();
        assertTrue(collection.paused());
        refuses(gift(2), signed(gift(2)), VoucherRedeemer.CollectionPaused.selector);
        vm.prank(recipient);
        collection.transferFrom(recipient, stranger, 1);
        vm.prank(stranger);
        collection.burn(1);
        collection.withdraw(address(0));
        assertEq(payout.balance, 1 ether);
        _cancel(5, 6);

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.Unpaused(_pauser);
        vm.prank(_pauser);
        collection.unpause();
        assertFalse(collection.paused());
        collection.redeem(gift(2), signed(gift(2)));
        assertEq(collection.ownerOf(2), recipient);
    }

    function test_PausingTwiceIsPausingOnceAndChangesNothingElse() public {
        CollectionConfig memory made = config();
        (made.soulbound, made.maxTokenId) = (true, 77);
        collection = deploy(made);
        vm.startPrank(owner);
        collection.pause();
        collection.pause();
        collection.unpause();
        assertFalse(collection.paused());
        collection.unpause();
        assertFalse(collection.paused());
        vm.stopPrank();
        assertEq(collection.maxTokenId(), 77);
        assertEq(collection.epoch(), 0);
        assertEq(collection.voucherSigner(), signer);
        collection.redeem(gift(1), signed(gift(1)));
        assertTrue(collection.locked(1));
    }

    // The highest id.

    function test_TheHighestIdCanOnlyBeLoweredAndTheEventSaysSo() public {
        collection.redeem(gift(1000), signed(gift(1000)));
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.MaxTokenIdLowered(type(uint56).max);
        _lower(type(uint56).max);
        refuses(gift(1 << 56), signed(gift(1 << 56)), tokenIdTooHigh(1 << 56, type(uint56).max));
        _lower(10);
        assertEq(collection.maxTokenId(), 10);
        _refusesToLower(0);
        _refusesToLower(10);
        _refusesToLower(11);
        _refusesToLower(type(uint56).max);

        refuses(gift(11), signed(gift(11)), tokenIdTooHigh(11, 10));
        collection.redeem(gift(10), signed(gift(10)));
        assertEq(collection.ownerOf(1000), recipient, "what was minted stays");
        _lower(1);
        assertEq(collection.maxTokenId(), 1);
        collection.redeem(gift(0), signed(gift(0)));
    }

    function test_WithoutABoundZeroIsNoneToLowerTo() public {
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.NotLower.selector, 0, 0));
        collection.lowerMaxTokenId(0);
    }

    function testFuzz_NoIdAboveTheHighestIsMintedAndAllUpToItAre(uint56 max, uint256 tokenId) public {
        max = uint56(bound(max, 1, type(uint56).max));
        _lower(max);
        if (tokenId % 2 == 0) tokenId = bound(tokenId, 0, max);
        if (tokenId > max) {
            refuses(gift(tokenId), signed(gift(tokenId)), tokenIdTooHigh(tokenId, max));
        } else {
            collection.redeem(gift(tokenId), signed(gift(tokenId)));
            assertEq(collection.ownerOf(tokenId), recipient);
        }
    }

    // What the owner and the curator settle.

    function test_WhatIsChangedIsChangedAndTheEventsSaySo() public {
        vm.startPrank(owner);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.MembershipChanged(stranger);
        collection.setMembership(stranger);
        assertEq(collection.membership(), stranger);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.MembershipChanged(address(0));
        collection.setMembership(address(0));
        assertEq(collection.membership(), address(0));

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.PayoutChanged(stranger);
        collection.setPayout(stranger);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.RoyaltyChanged(10_000);
        collection.setRoyalty(10_000);
        (address receiver, uint256 royalty) = collection.royaltyInfo(0, 77);
        assertEq(collection.payout(), stranger);
        assertEq(receiver, stranger);
        assertEq(royalty, 77);

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.ContractURIUpdated();
        collection.setContractUri("ipfs://other");
        assertEq(collection.contractURI(), "ipfs://other");
        vm.expectEmit(address(collection));
        emit VoucherCollection.BatchMetadataUpdate(0, type(uint256).max);
        collection.setBaseUri("ipfs://drop/");
        vm.stopPrank();
        give(recipient, 42);
        assertEq(collection.tokenURI(42), "ipfs://drop/42");
    }

    function test_WhatMakesNoSenseIsRefused() public {
        vm.startPrank(owner);
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        collection.setPayout(address(0));
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.RoyaltyTooHigh.selector, 10_001));
        collection.setRoyalty(10_001);
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.RoyaltyTooHigh.selector, type(uint96).max));
        collection.setRoyalty(type(uint96).max);
        assertEq(collection.payout(), payout);
        (, uint256 royalty) = collection.royaltyInfo(0, 10_000);
        assertEq(royalty, ROYALTY_BPS);
    }

    // Money.

    function test_AnybodySendsAllOfACurrencyToThePayoutAndTheEventSaysSo() public {
        vm.deal(address(collection), 3 ether);
        token.mint(address(collection), 70);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.Withdrawn(address(0), 3 ether, payout);
        vm.prank(stranger);
        collection.withdraw(address(0));
        assertHolds(0, 70);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.Withdrawn(address(token), 70, payout);
        vm.prank(stranger);
        collection.withdraw(address(token));
        assertHolds(0, 0);
        assertEq(payout.balance, 3 ether);
        assertEq(token.balanceOf(payout), 70);
        assertEq(stranger.balance, 100 ether);

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.Withdrawn(address(0), 0, payout);
        collection.withdraw(address(0));
    }

    function test_WhatIsNotYetWithdrawnGoesToTheNextPayout() public {
        vm.deal(address(collection), 1 ether);
        vm.prank(owner);
        collection.setPayout(stranger);
        collection.withdraw(address(0));
        assertEq(stranger.balance, 101 ether);
        assertEq(payout.balance, 0);
    }

    function test_APayoutThatRefusesMoneyLosesNoneAndCanBeChanged() public {
        HostileRecipient moody = HostileRecipient(payable(deployed("HostileRecipient.sol:HostileRecipient", "")));
        moody.setMode(HostileRecipient.Mode.Refuse);
        collection = deploy(signer, address(moody));
        vm.deal(address(collection), 1 ether);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        collection.withdraw(address(0));
        assertEq(address(collection).balance, 1 ether);

        BlockingToken strict = BlockingToken(deployed("BlockingToken.sol:BlockingToken", ""));
        strict.mint(address(collection), 30);
        strict.setBlocked(address(moody), true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        collection.withdraw(address(strict));
        FalseReturnToken sly = FalseReturnToken(deployed("FalseReturnToken.sol:FalseReturnToken", ""));
        sly.mint(address(collection), 30);
        sly.setRefusing(true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        collection.withdraw(address(sly));

        vm.prank(owner);
        collection.setPayout(payout);
        collection.withdraw(address(0));
        collection.withdraw(address(strict));
        assertEq(payout.balance, 1 ether);
        assertEq(strict.balanceOf(payout), 30);
        assertEq(sly.balanceOf(address(collection)), 30);
    }

    function test_APayoutThatReentersGetsNoMoreThanThereIs() public {
        ReenteringAccount thief = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        collection = deploy(signer, address(thief));
        vm.deal(address(collection), 1 ether);
        thief.prepare(address(collection), abi.encodeCall(collection.withdraw, (address(0))));
        collection.withdraw(address(0));
        assertTrue(thief.entered() && thief.succeeded());
        assertEq(address(thief).balance, 1 ether);

        HookToken hooks = HookToken(deployed("HookToken.sol:HookToken", ""));
        hooks.mint(address(collection), 30);
        hooks.setHooks(address(thief), true);
        thief.prepare(address(collection), abi.encodeCall(collection.withdraw, (address(hooks))));
        collection.withdraw(address(hooks));
        assertTrue(thief.entered() && thief.succeeded());
        assertEq(hooks.balanceOf(address(thief)), 30);
        assertEq(hooks.balanceOf(address(collection)), 0);
    }

    function test_APayoutThatReentersMayRedeemAsAnybodyMay() public {
        ReenteringAccount account = ReenteringAccount(payable(deployed("ReenteringAccount.sol:ReenteringAccount", "")));
        collection = deploy(signer, address(account));
        vm.deal(address(collection), 1 ether);
        account.prepare(address(collection), abi.encodeCall(collection.redeem, (gift(1), signed(gift(1)))));
        collection.withdraw(address(0));
        assertTrue(account.succeeded());
        assertEq(collection.ownerOf(1), recipient);
        assertEq(address(account).balance, 1 ether);
    }

    function test_OldAndOddTokensAreWithdrawn() public {
        NoReturnToken old = NoReturnToken(deployed("NoReturnToken.sol:NoReturnToken", ""));
        old.mint(address(collection), 30);
        collection.withdraw(address(old));
        assertEq(old.balanceOf(payout), 30);

        FeeToken fee = FeeToken(deployed("FeeToken.sol:FeeToken", ""));
        fee.mint(address(collection), 1000);
        collection.withdraw(address(fee));
        assertEq(fee.balanceOf(payout), 990);
        assertEq(fee.balanceOf(address(collection)), 0);
    }

    function test_WhatIsNoCurrencyIsNotWithdrawn() public {
        address[3] memory wrong = [makeAddr("no contract"), signer, address(collection)];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(SafeTransferLib.TransferFailed.selector);
            collection.withdraw(wrong[i]);
        }
    }

    /// @dev A call that each is good now, and the role beside the owner that may make it.
    function _guardedCalls() private view returns (bytes[] memory calls, uint256[] memory roles) {
        uint256[] memory ids = new uint256[](1);
        ids[0] = 5;
        calls = new bytes[](18);
        roles = new uint256[](18);
        (calls[0], roles[0]) = (abi.encodeCall(collection.setVoucherSigner, (stranger)), 1);
        (calls[1], roles[1]) = (abi.encodeCall(collection.addVoucherSigner, (stranger)), 1);
        (calls[2], roles[2]) = (abi.encodeCall(collection.removeVoucherSigner, (stranger)), 1);
        (calls[3], roles[3]) = (abi.encodeCall(collection.cancelEpoch, ()), 1);
        (calls[4], roles[4]) = (abi.encodeCall(collection.cancel, (ids)), 1);
        (calls[5], roles[5]) = (abi.encodeCall(collection.lowerMaxTokenId, (5)), 1);
        (calls[6], roles[6]) = (abi.encodeCall(collection.pause, ()), 2);
        (calls[7], roles[7]) = (abi.encodeCall(collection.unpause, ()), 2);
        (calls[8], roles[8]) = (abi.encodeCall(collection.setBaseUri, ("x")), 4);
        (calls[9], roles[9]) = (abi.encodeCall(collection.setContractUri, ("x")), 4);
        calls[10] = abi.encodeCall(collection.setMembership, (stranger));
        calls[11] = abi.encodeCall(collection.setPayout, (stranger));
        calls[12] = abi.encodeCall(collection.setRoyalty, (1));
        calls[13] = abi.encodeCall(collection.transferOwnership, (stranger));
        calls[14] = abi.encodeCall(collection.grantRoles, (stranger, 7));
        calls[15] = abi.encodeCall(collection.revokeRoles, (_pauser, 2));
        calls[16] = abi.encodeCall(collection.renounceOwnership, ());
        calls[17] = abi.encodeCall(collection.cancel, (new uint256[](0)));
        roles[17] = 1;
    }

    function _cancel(uint256 first, uint256 second) private {
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (first, second);
        vm.prank(_admin);
        collection.cancel(ids);
    }

    function _lower(uint56 max) private {
        vm.prank(_admin);
        collection.lowerMaxTokenId(max);
    }

    function _refusesToLower(uint56 max) private {
        bytes memory reason = abi.encodeWithSelector(VoucherRedeemer.NotLower.selector, max, collection.maxTokenId());
        vm.prank(_admin);
        vm.expectRevert(reason);
        collection.lowerMaxTokenId(max);
    }
}
