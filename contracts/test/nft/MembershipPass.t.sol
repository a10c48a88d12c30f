// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC5643} from "../../src/nft/IERC5643.sol";
import {MembershipConfig, MembershipPass} from "../../src/nft/MembershipPass.sol";
import {PassFixture} from "../support/PassFixture.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @notice Who governs gives, changes and takes passes; a pass counts until it expires, and never leaves its account.
contract MembershipPassTest is PassFixture {
    function test_IsMadeOfItsConfiguration() public view {
        assertEq(passes.name(), "Tea Club");
        assertEq(passes.symbol(), "CLUB");
        assertEq(passes.contractURI(), "https://club.example/about.json");
        assertEq(passes.owner(), owner);
        assertEq(passes.offerSigner(), signer);
        assertEq(passes.payout(), payout);
        assertTrue(passes.hasAllRoles(minter, passes.ROLE_MINTER()));
        assertFalse(passes.paused());
    }

    function test_RefusesToBeMadeWithoutOwnerOrPayoutButNotWithoutMinterAndSigner() public {
        MembershipConfig memory made = config();
        made.owner = address(0);
        vm.expectRevert(MembershipPass.ZeroAddress.selector);
        deploy(made);
        (made.owner, made.payout) = (owner, address(0));
        vm.expectRevert(MembershipPass.ZeroAddress.selector);
        deploy(made);
        (made.payout, made.minter, made.offerSigner) = (payout, address(0), address(0));
        MembershipPass plain = deploy(made);
        assertEq(plain.offerSigner(), address(0));
        assertEq(plain.rolesOf(address(0)), 0);
    }

    function test_SaysWhichStandardsItKeeps() public view {
        assertTrue(passes.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(passes.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(passes.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        assertTrue(passes.supportsInterface(0x49064906), "ERC-4906");
        assertTrue(passes.supportsInterface(0xb45a3c0e), "ERC-5192");
        assertTrue(passes.supportsInterface(0x8c65f84d), "ERC-5643");
        assertFalse(passes.supportsInterface(0x2a55205a), "ERC-2981: what cannot be sold has no royalty");
        assertFalse(passes.supportsInterface(0xffffffff));
        assertFalse(passes.supportsInterface(0x00000000));
    }

    function test_AGrantGivesEachAccountItsPassAndTellsOfIt() public {
        address[] memory accounts = only(member);
        uint256 id = idOf(member);
        vm.expectEmit(address(passes));
        emit IERC721.Transfer(address(0), member, id);
        vm.expectEmit(address(passes));
        emit MembershipPass.Locked(id);
        vm.expectEmit(address(passes));
        emit IERC5643.SubscriptionUpdate(id, NOW + 1);
        vm.expectEmit(address(passes));
        emit MembershipPass.PassChanged(member, SILVER, NOW + 1);
        vm.prank(minter);
        passes.grant(accounts, SILVER, NOW + 1);

        assertEq(passes.ownerOf(id), member);
        assertEq(passes.balanceOf(member), 1);
        assertEq(passes.tierOf(member), SILVER);
        assertEq(passes.expiresAt(id), NOW + 1);
        assertEq(passes.tokenURI(id), "https://club.example/tier/2");
        assertTrue(passes.locked(id));
        assertEq(passes.tierOf(friend), 0);
        assertEq(passes.balanceOf(friend), 0);
    }

    function test_APassCountsUntilTheSecondOfItsExpiryAndIsStillThereAfterwards() public {
        grant(member, SILVER, NOW + 10);
        vm.warp(NOW + 9);
        assertEq(passes.tierOf(member), SILVER);
        vm.warp(NOW + 10);
        assertEq(passes.tierOf(member), 0);
        assertEq(passes.ownerOf(idOf(member)), member);
        assertEq(passes.balanceOf(member), 1);
        assertEq(passes.expiresAt(idOf(member)), NOW + 10);
        assertPass(member, SILVER, NOW + 10);
    }

    function test_APassWithoutEndCountsForGood() public {
        grant(member, GOLD, 0);
        vm.warp(type(uint64).max);
        assertEq(passes.tierOf(member), GOLD);
        assertEq(passes.expiresAt(idOf(member)), 0);
        assertFalse(passes.isRenewable(idOf(member)));
    }

    function test_AGrantExtendsAndUpgradesAndChangesNothingWhenItIsRepeated() public {
        grant(member, SILVER, NOW + 10);
        vm.expectEmit(address(passes));
        emit IERC4906.MetadataUpdate(idOf(member));
        grant(member, SILVER, NOW + 20);
        assertPass(member, SILVER, NOW + 20);
        grant(member, GOLD, NOW + 20);
        assertPass(member, GOLD, NOW + 20);
        grant(member, GOLD, 0);
        assertPass(member, GOLD, 0);

        vm.recordLogs();
        grant(member, GOLD, 0);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(passes.balanceOf(member), 1);
    }

    function test_AGrantPassesOverWhoeverHasBetterAndGivesToTheOthers() public {
        grant(member, GOLD, NOW + 10);
        grant(friend, SILVER, 0);
        address[] memory accounts = new address[](3);
        (accounts[0], accounts[1], accounts[2]) = (member, friend, stranger);
        vm.expectEmit(address(passes));
        emit MembershipPass.GrantPassedOver(member, GOLD, NOW + 10);
        vm.expectEmit(address(passes));
        emit MembershipPass.GrantPassedOver(friend, SILVER, 0);
        vm.prank(minter);
        passes.grant(accounts, SILVER, NOW + 20);

        assertPass(member, GOLD, NOW + 10);
        assertPass(friend, SILVER, 0);
        assertPass(stranger, SILVER, NOW + 20);
        // Neither does a higher tier shorten.
        grant(friend, GOLD, NOW + 20);
        assertPass(friend, SILVER, 0);
    }

    function test_AnExpiredPassIsReplacedByWhateverIsGranted() public {
        grant(member, GOLD, NOW + 10);
        vm.warp(NOW + 10);
        grant(member, 1, NOW + 11);
        assertPass(member, 1, NOW + 11);
        assertEq(passes.tierOf(member), 1);
    }

    function test_RefusesToGrantWhatIsNoPass() public {
        vm.startPrank(minter);
        vm.expectRevert(MembershipPass.TierIsZero.selector);
        passes.grant(only(member), 0, 0);
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.ExpiryPassed.selector, NOW));
        passes.grant(only(member), SILVER, NOW);
        vm.expectRevert(MembershipPass.ZeroAddress.selector);
        passes.grant(only(address(0)), SILVER, 0);
        passes.grant(only(member), 255, type(uint40).max);
        assertPass(member, 255, type(uint40).max);
    }

    function test_OnlySettingTheTermsMakesAPassLess() public {
        grant(member, GOLD, 0);
        vm.expectEmit(address(passes));
        emit MembershipPass.PassChanged(member, SILVER, NOW + 5);
        vm.prank(minter);
        passes.setTerms(member, SILVER, NOW + 5);
        assertPass(member, SILVER, NOW + 5);

        vm.startPrank(minter);
        vm.expectRevert(nonexistent(friend));
        passes.setTerms(friend, SILVER, 0);
        vm.expectRevert(MembershipPass.TierIsZero.selector);
        passes.setTerms(member, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.ExpiryPassed.selector, NOW - 1));
        passes.setTerms(member, SILVER, NOW - 1);
    }

    function test_ARevokedPassIsGoneAndCanBeGrantedAnew() public {
        grant(member, GOLD, 0);
        vm.expectEmit(address(passes));
        emit IERC721.Transfer(member, address(0), idOf(member));
        vm.expectEmit(address(passes));
        emit MembershipPass.PassChanged(member, 0, 0);
        vm.expectEmit(address(passes));
        emit MembershipPass.OffersCancelled(member, 1);
        vm.prank(minter);
        passes.revoke(member);

        assertEq(passes.tierOf(member), 0);
        assertEq(passes.balanceOf(member), 0);
        vm.expectRevert(nonexistent(member));
        passes.ownerOf(idOf(member));
        vm.expectRevert(nonexistent(member));
        vm.prank(minter);
        passes.revoke(member);
        grant(member, 1, 0);
        assertPass(member, 1, 0);
    }

    function test_TheHolderAloneBurnsAPassByEitherName() public {
        grant(member, GOLD, 0);
        grant(friend, GOLD, 0);
        address[3] memory others = [owner, minter, stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.startPrank(others[i]);
            bytes memory no =
                abi.encodeWithSignature("ERC721InsufficientApproval(address,uint256)", others[i], idOf(member));
            vm.expectRevert(no);
            passes.burn(idOf(member));
            vm.expectRevert(no);
            passes.cancelSubscription(idOf(member));
            vm.stopPrank();
        }
        vm.prank(member);
        passes.burn(idOf(member));
        vm.startPrank(friend);
        vm.expectRevert(wrongPayment(0, 1));
        passes.cancelSubscription{value: 1}(idOf(friend));
        passes.cancelSubscription(idOf(friend));
        vm.stopPrank();
        assertEq(passes.tierOf(member), 0);
        assertEq(passes.tierOf(friend), 0);

        vm.expectRevert(nonexistent(member));
        vm.prank(member);
        passes.burn(idOf(member));
    }

    function test_APassNeverMovesAndNobodyCanBeAllowedToMoveIt() public {
        grant(member, GOLD, 0);
        uint256 id = idOf(member);
        bytes memory stays = abi.encodeWithSelector(MembershipPass.TokenIsSoulbound.selector, id);
        vm.startPrank(member);
        vm.expectRevert(stays);
        passes.transferFrom(member, friend, id);
        vm.expectRevert(stays);
        passes.safeTransferFrom(member, friend, id);
        vm.expectRevert(stays);
        passes.safeTransferFrom(member, friend, id, "x");
        vm.expectRevert(stays);
        passes.approve(friend, id);
        vm.expectRevert(MembershipPass.CollectionIsSoulbound.selector);
        passes.setApprovalForAll(friend, true);
        assertEq(passes.getApproved(id), address(0));
        assertFalse(passes.isApprovedForAll(member, friend));
        vm.expectRevert(nonexistent(friend));
        passes.transferFrom(friend, member, idOf(friend));
    }

    function test_AskingForAPassThatIsNotThereIsRefused() public {
        grant(member, GOLD, 0);
        // The same account with something above the address is no pass of it.
        uint256 alias_ = idOf(member) | 1 << 160;
        bytes memory no = abi.encodeWithSignature("ERC721NonexistentToken(uint256)", alias_);
        vm.expectRevert(no);
        passes.ownerOf(alias_);
        vm.expectRevert(no);
        passes.locked(alias_);
        vm.expectRevert(no);
        passes.tokenURI(alias_);
        vm.expectRevert(no);
        passes.expiresAt(alias_);
        vm.expectRevert(no);
        passes.isRenewable(alias_);
        vm.expectRevert(no);
        passes.getApproved(alias_);
        vm.expectRevert(no);
        vm.prank(member);
        passes.burn(alias_);
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidOwner(address)", address(0)));
        passes.balanceOf(address(0));
        assertEq(passes.tierOf(address(0)), 0);
    }

    function test_AUriFollowsTheTierAndTheBase() public {
        grant(member, 255, 0);
        assertEq(passes.tokenURI(idOf(member)), "https://club.example/tier/255");
        vm.startPrank(owner);
        vm.expectEmit(address(passes));
        emit IERC4906.BatchMetadataUpdate(0, type(uint256).max);
        passes.setBaseUri("");
        assertEq(passes.tokenURI(idOf(member)), "");
        vm.expectEmit(address(passes));
        emit MembershipPass.ContractURIUpdated();
        passes.setContractUri("ipfs://about");
        assertEq(passes.contractURI(), "ipfs://about");
    }

    function test_APauseStopsAllGivingAndNoTaking() public {
        grant(member, GOLD, NOW + 1 days);
        vm.prank(owner);
        passes.pause();
        assertTrue(passes.paused());
        assertEq(passes.tierOf(member), GOLD);
        assertFalse(passes.isRenewable(idOf(member)));
        bytes4 no = MembershipPass.MembershipPaused.selector;
        vm.startPrank(minter);
        vm.expectRevert(no);
        passes.grant(only(friend), GOLD, 0);
        vm.expectRevert(no);
        passes.setTerms(member, 255, 0);
        vm.stopPrank();
        vm.startPrank(member);
        vm.expectRevert(no);
        passes.buy{value: SILVER_PRICE}(SILVER, friend, silver());
        vm.expectRevert(no);
        passes.renew(member, gold());
        bytes memory sig = signed(offer());
        vm.expectRevert(no);
        passes.redeemOffer{value: 2 ether}(offer(), sig);
        vm.stopPrank();

        vm.prank(minter);
        passes.revoke(member);
        vm.prank(owner);
        passes.unpause();
        grant(friend, GOLD, 0);
        vm.prank(owner);
        passes.pause();
        vm.prank(friend);
        passes.burn(idOf(friend));
        assertEq(passes.tierOf(friend), 0);
    }

    function test_EachRoleMayDoItsOwnAndNothingElse() public {
        grant(member, SILVER, 0);
        bytes[] memory calls = new bytes[](13);
        uint256[] memory roles = new uint256[](13);
        uint256 owners = 0;
        (calls[0], roles[0]) = (abi.encodeCall(passes.grant, (only(friend), GOLD, 0)), passes.ROLE_MINTER());
        (calls[1], roles[1]) = (abi.encodeCall(passes.setTerms, (member, GOLD, 0)), passes.ROLE_MINTER());
        (calls[2], roles[2]) = (abi.encodeCall(passes.revoke, (member)), passes.ROLE_MINTER());
        (calls[3], roles[3]) = (abi.encodeCall(passes.setOfferSigner, (friend)), passes.ROLE_SIGNER_ADMIN());
        (calls[4], roles[4]) = (abi.encodeCall(passes.cancelOffers, (only(member))), passes.ROLE_SIGNER_ADMIN());
        (calls[5], roles[5]) = (abi.encodeCall(passes.pause, ()), passes.ROLE_PAUSER());
        (calls[6], roles[6]) = (abi.encodeCall(passes.unpause, ()), passes.ROLE_PAUSER());
        (calls[7], roles[7]) = (abi.encodeCall(passes.setBaseUri, ("a")), passes.ROLE_METADATA());
        (calls[8], roles[8]) = (abi.encodeCall(passes.setContractUri, ("b")), passes.ROLE_METADATA());
        (calls[9], roles[9]) = (abi.encodeCall(passes.setPayout, (friend)), owners);
        (calls[10], roles[10]) = (abi.encodeCall(passes.setPlan, (1, address(0), 1, 1)), owners);
        (calls[11], roles[11]) = (abi.encodeCall(passes.removePlan, (SILVER)), owners);
        (calls[12], roles[12]) = (abi.encodeCall(passes.grantRoles, (friend, 1)), owners);
        for (uint256 i; i < calls.length; ++i) {
            uint256 everyOther = 15 ^ roles[i];
            address clerk = vm.addr(0xc1e0 + i);
            vm.prank(owner);
            passes.grantRoles(clerk, everyOther);
            _mayNot(clerk, calls[i]);
            _mayNot(member, calls[i]);
            uint256 before = vm.snapshotState();
            _may(owner, calls[i]);
            if (roles[i] != owners) {
                vm.revertToState(before);
                vm.prank(owner);
                passes.grantRoles(stranger, roles[i]);
                _may(stranger, calls[i]);
            }
            vm.revertToState(before);
        }
    }

    function test_AMadeMembershipCannotBeMadeAgain() public {
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        passes.initialize(config());
    }

    function test_ACloneIsAMembershipOfItsOwn() public {
        MembershipPass clone = MembershipPass(Clones.clone(address(passes)));
        MembershipConfig memory made = config();
        made.name = "Other Club";
        clone.initialize(made);
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        clone.initialize(made);
        vm.prank(minter);
        clone.grant(only(member), GOLD, 0);
        assertEq(clone.name(), "Other Club");
        assertEq(clone.tierOf(member), GOLD);
        assertEq(passes.tierOf(member), 0);
    }

    function test_ACloneThatIsNotMadeYetGivesNothing() public {
        MembershipPass clone = MembershipPass(Clones.clone(address(passes)));
        vm.expectRevert(Ownable.Unauthorized.selector);
        clone.grant(only(member), GOLD, 0);
        vm.expectRevert(MembershipPass.InvalidOfferSigner.selector);
        clone.redeemOffer{value: 2 ether}(offer(), new bytes(65));
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.PlanNotOffered.selector, SILVER));
        clone.buy{value: SILVER_PRICE}(SILVER, member, silver());
    }

    /// @dev What a voucher for members costs more is this read.
    function test_ATierIsOneReadOfOneSlot() public {
        grant(member, GOLD, NOW + 1 days);
        vm.record();
        passes.tierOf(member);
        (bytes32[] memory reads, bytes32[] memory writes) = vm.accesses(address(passes));
        assertEq(reads.length, 1);
        assertEq(writes.length, 0);
    }

    function testFuzz_AGrantNeverMakesLessOfAPassThatCounts(
        uint8 tier,
        uint40 expiry,
        uint8 nextTier,
        uint40 nextExpiry,
        uint40 wait
    ) public {
        tier = uint8(bound(tier, 1, 255));
        nextTier = uint8(bound(nextTier, 1, 255));
        wait = uint40(bound(wait, 0, 100));
        expiry = expiry % 4 == 0 ? 0 : uint40(bound(expiry, NOW + 1, NOW + 200));
        nextExpiry = nextExpiry % 4 == 0 ? 0 : uint40(bound(nextExpiry, NOW + wait + 1, NOW + 300));
        grant(member, tier, expiry);
        vm.warp(NOW + wait);
        uint8 before = passes.tierOf(member);
        grant(member, nextTier, nextExpiry);

        uint256 end = expiry == 0 ? type(uint256).max : expiry;
        uint256 nextEnd = nextExpiry == 0 ? type(uint256).max : nextExpiry;
        assertEq(before, end > NOW + wait ? tier : 0);
        bool kept = before > nextTier || (before != 0 && end > nextEnd);
        assertPass(member, kept ? tier : nextTier, kept ? expiry : nextExpiry);
        assertGe(passes.tierOf(member), before);
    }

    function _may(address caller, bytes memory call) private {
        vm.prank(caller);
        (bool done,) = address(passes).call(call);
        assertTrue(done);
    }

    function _mayNot(address caller, bytes memory call) private {
        vm.prank(caller);
        (bool done, bytes memory answer) = address(passes).call(call);
        assertFalse(done);
        assertEq(answer, abi.encodeWithSelector(Ownable.Unauthorized.selector));
    }
}
