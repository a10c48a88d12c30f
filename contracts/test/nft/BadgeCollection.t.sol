// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection, BadgeConfig} from "../../src/nft/BadgeCollection.sol";
import {BadgeFixture} from "../support/BadgeFixture.sol";
import {Vm} from "../support/Test.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {LibClone} from "solady/utils/LibClone.sol";

/// @notice What a badge collection is from its first block on: its names, its standards, its roles, also as a clone.
contract BadgeCollectionTest is BadgeFixture {
    event BatchMetadataUpdate(uint256 fromTokenId, uint256 toTokenId);

    function test_BeginsAsItWasDeployed() public view {
        assertEq(soulbound.name(), "Spring Show");
        assertEq(soulbound.symbol(), "SHOW");
        assertEq(soulbound.contractURI(), "https://show.example/about.json");
        assertEq(soulbound.owner(), owner);
        assertEq(soulbound.rolesOf(minter), soulbound.ROLE_MINTER());
        assertEq(soulbound.payout(), payout);
        assertEq(soulbound.totalMinted(), 0);
        assertEq(soulbound.totalSupply(), 0);
        assertEq(soulbound.batchCount(), 0);
        assertEq(soulbound.balanceOf(alice), 0);
        assertFalse(soulbound.transferable());
        assertTrue(tradable.transferable());
    }

    function test_NamesOfAnyLengthSurvive() public {
        BadgeConfig memory long = config(false);
        long.name = "A name of a spring show from the old gardens that needs more than one storage slot";
        long.symbol = "";
        long.minter = address(0);
        BadgeCollection named = BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(long)));
        assertEq(named.name(), long.name);
        assertEq(named.symbol(), "");
        assertEq(named.rolesOf(address(0)), 0);
    }

    function test_RefusesToBeDeployedWithoutAnOwnerOrAPayeeOfItsRoyalties() public {
        BadgeConfig memory wrong = config(true);
        wrong.owner = address(0);
        vm.expectRevert(BadgeCollection.ZeroAddress.selector);
        BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(wrong)));

        wrong = config(true);
        wrong.payout = address(0);
        vm.expectRevert(BadgeCollection.ZeroAddress.selector);
        BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(wrong)));

        wrong.royaltyBps = 0;
        assertEq(
            BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(wrong))).payout(), address(0)
        );
    }

    function test_ARoyaltyIsAtMostTheWholePrice() public {
        BadgeConfig memory greedy = config(true);
        greedy.royaltyBps = 10_000;
        (, uint256 royalty) =
            BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(greedy))).royaltyInfo(1, 1234);
        assertEq(royalty, 1234);

        greedy.royaltyBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.RoyaltyTooHigh.selector, 10_001));
        BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(greedy)));
        greedy.royaltyBps = type(uint96).max;
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.RoyaltyTooHigh.selector, type(uint96).max));
        BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(greedy)));
    }

    function testFuzz_TheRoyaltyIsTheFloorOfItsShareOfAnyPrice(uint256 price, uint96 bps) public {
        bps = uint96(bound(bps, 0, 10_000));
        vm.prank(owner);
        tradable.setRoyalty(bps);
        (address receiver, uint256 royalty) = tradable.royaltyInfo(1, price);
        assertEq(receiver, payout);
        assertEq(royalty, price / 10_000 * bps + price % 10_000 * bps / 10_000);
        assertLe(royalty, price);
    }

    function test_TheOwnerChangesRoyaltyAndPayout() public {
        vm.startPrank(owner);
        vm.expectEmit(address(tradable));
        emit BadgeCollection.RoyaltyChanged(1000);
        tradable.setRoyalty(1000);
        vm.expectEmit(address(tradable));
        emit BadgeCollection.PayoutChanged(alice);
        tradable.setPayout(alice);
        (address receiver, uint256 royalty) = tradable.royaltyInfo(7, 50);
        assertEq(receiver, alice);
        assertEq(royalty, 5);

        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.RoyaltyTooHigh.selector, 10_001));
        tradable.setRoyalty(10_001);
        vm.expectRevert(BadgeCollection.ZeroAddress.selector);
        tradable.setPayout(address(0));
        vm.stopPrank();
    }

    function test_SaysWhichStandardsItKeeps() public view {
        for (uint256 i; i < 2; ++i) {
            BadgeCollection badges = i == 0 ? soulbound : tradable;
            assertTrue(badges.supportsInterface(0x01ffc9a7), "ERC-165");
            assertTrue(badges.supportsInterface(0x80ac58cd), "ERC-721");
            assertTrue(badges.supportsInterface(0x5b5e139f), "ERC-721 metadata");
            assertTrue(badges.supportsInterface(0x49064906), "ERC-4906");
            assertTrue(badges.supportsInterface(0xb45a3c0e), "ERC-5192");
            assertFalse(badges.supportsInterface(0x780e9d63), "ERC-721 enumerable");
            assertFalse(badges.supportsInterface(0xffffffff));
            assertFalse(badges.supportsInterface(0x00000000));
        }
        assertTrue(tradable.supportsInterface(0x2a55205a), "ERC-2981");
        assertFalse(soulbound.supportsInterface(0x2a55205a), "ERC-2981 of what is never sold");
    }

    function test_ABadgesUriIsTheBaseAndItsDecimalId() public {
        mint(soulbound, audience(1, 20));
        assertEq(soulbound.tokenURI(1), "https://show.example/1");
        assertEq(soulbound.tokenURI(20), "https://show.example/20");
        vm.expectRevert(nonexistent(21));
        soulbound.tokenURI(21);
        vm.expectRevert(nonexistent(0));
        soulbound.tokenURI(0);

        vm.prank(owner);
        soulbound.setBaseUri("");
        assertEq(soulbound.tokenURI(20), "");
    }

    function test_TheMetadataRoleMovesMetadataAndSaysSo() public {
        address editor = makeAddr("editor");
        vm.prank(owner);
        soulbound.grantRoles(editor, 4);

        vm.recordLogs();
        vm.prank(editor);
        soulbound.setBaseUri("ipfs://early/");
        assertEq(vm.getRecordedLogs().length, 0);

        mint(soulbound, both(alice, bob));
        vm.expectEmit(address(soulbound));
        emit BatchMetadataUpdate(1, 2);
        vm.prank(editor);
        soulbound.setBaseUri("ipfs://late/");
        assertEq(soulbound.tokenURI(2), "ipfs://late/2");

        vm.expectEmit(address(soulbound));
        emit BadgeCollection.ContractURIUpdated();
        vm.prank(editor);
        soulbound.setContractUri("ipfs://about");
        assertEq(soulbound.contractURI(), "ipfs://about");
    }

    function test_ObeysRolesAndTheOwnerAlone() public {
        vm.startPrank(minter);
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.setBaseUri("");
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.setContractUri("");
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.setRoyalty(1);
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.setPayout(minter);
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.grantRoles(minter, 4);
        vm.expectRevert(Ownable.Unauthorized.selector);
        soulbound.transferOwnership(minter);
        vm.stopPrank();
    }

    function test_IsHandedOverInTwoSteps() public {
        vm.prank(alice);
        soulbound.requestOwnershipHandover();
        vm.prank(owner);
        soulbound.completeOwnershipHandover(alice);
        assertEq(soulbound.owner(), alice);

        vm.startPrank(bob);
        soulbound.requestOwnershipHandover();
        soulbound.cancelOwnershipHandover();
        vm.stopPrank();
        vm.expectRevert(Ownable.NoHandoverRequest.selector);
        vm.prank(alice);
        soulbound.completeOwnershipHandover(bob);
    }

    function test_AMinterGivesItsRoleUp() public {
        vm.prank(minter);
        soulbound.renounceRoles(8);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(minter);
        soulbound.mint(only(alice));
    }

    function test_NothingTakesTheNativeCoin() public {
        uint256 id = mint(tradable, only(owner));
        bytes[20] memory calls = [
            abi.encodeCall(tradable.mint, (only(alice))),
            abi.encodeCall(tradable.mintOnce, (0, only(alice))),
            abi.encodeCall(tradable.burn, (id)),
            abi.encodeCall(tradable.transferFrom, (owner, alice, id)),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", owner, alice, id),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", owner, alice, id, ""),
            abi.encodeCall(tradable.approve, (alice, id)),
            abi.encodeCall(tradable.setApprovalForAll, (alice, true)),
            abi.encodeCall(tradable.setBaseUri, ("")),
            abi.encodeCall(tradable.setContractUri, ("")),
            abi.encodeCall(tradable.setRoyalty, (1)),
            abi.encodeCall(tradable.setPayout, (alice)),
            abi.encodeCall(tradable.grantRoles, (alice, 8)),
            abi.encodeCall(tradable.revokeRoles, (minter, 8)),
            abi.encodeCall(tradable.renounceRoles, (8)),
            abi.encodeCall(tradable.requestOwnershipHandover, ()),
            abi.encodeCall(tradable.cancelOwnershipHandover, ()),
            abi.encodeCall(tradable.transferOwnership, (alice)),
            abi.encodeCall(tradable.renounceOwnership, ()),
            ""
        ];
        vm.deal(owner, 100);
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(owner);
            (bool taken,) = address(tradable).call{value: 1}(calls[i]);
            assertFalse(taken, string(calls[i]));
        }
        assertEq(address(tradable).balance, 0);

        // And without coin, all but the last work.
        for (uint256 i; i < calls.length; ++i) {
            uint256 before = vm.snapshotState();
            vm.prank(owner);
            (bool taken,) = address(tradable).call(calls[i]);
            assertEq(taken, i != calls.length - 1, string(calls[i]));
            vm.revertToState(before);
        }
    }

    function test_CannotBeConfiguredAnew() public {
        BadgeConfig memory mine = config(true);
        mine.owner = stranger;
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        vm.prank(stranger);
        soulbound.initialize(mine);

        vm.prank(owner);
        soulbound.renounceOwnership();
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        vm.prank(stranger);
        soulbound.initialize(mine);
        assertEq(soulbound.owner(), address(0));
    }

    function test_ACloneIsConfiguredOnceAndWorksAsIfDeployed() public {
        BadgeCollection clone = BadgeCollection(LibClone.clone(address(tradable)));
        clone.initialize(config(false));
        BadgeConfig memory mine = config(true);
        mine.owner = stranger;
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        vm.prank(stranger);
        clone.initialize(mine);

        assertEq(clone.name(), "Spring Show");
        assertEq(clone.owner(), owner);
        assertFalse(clone.transferable());
        address[] memory people = audience(9, 50);
        assertEq(mint(clone, people), 1);
        vm.startPrank(minter);
        assertEq(clone.mintOnce(SHOW, people), 51);
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.AlreadyMinted.selector, SHOW));
        clone.mintOnce(SHOW, people);
        vm.stopPrank();
        assertEq(clone.ownerOf(100), people[49]);
        assertEq(clone.balanceOf(people[0]), 2);
        vm.prank(people[0]);
        clone.burn(1);
        assertEq(clone.balanceOf(people[0]), 1);

        // What a clone does is the clone's alone.
        assertEq(tradable.totalMinted(), 0);
        BadgeCollection other = BadgeCollection(LibClone.clone(address(tradable)));
        other.initialize(config(true));
        assertEq(other.totalMinted(), 0);
    }

    function test_ACloneRefusesAWrongConfigurationAndCanStillBeConfigured() public {
        BadgeCollection clone = BadgeCollection(LibClone.clone(address(tradable)));
        BadgeConfig memory wrong = config(false);
        wrong.royaltyBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.RoyaltyTooHigh.selector, 10_001));
        clone.initialize(wrong);
        clone.initialize(config(false));
        assertEq(clone.owner(), owner);
    }

    function test_ACloneThatIsNotConfiguredMintsForNobody() public {
        BadgeCollection clone = BadgeCollection(LibClone.clone(address(tradable)));
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(owner);
        clone.mint(only(alice));
        vm.expectRevert(nonexistent(0));
        clone.ownerOf(0);
    }

    function test_DeploymentNamesItsOwnerAndMinter() public {
        vm.recordLogs();
        BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(config(false))));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        assertEq(logs[0].topics[0], keccak256("OwnershipTransferred(address,address)"));
        assertEq(logs[0].topics[2], bytes32(uint256(uint160(owner))));
        assertEq(logs[1].topics[0], keccak256("RolesUpdated(address,uint256)"));
        assertEq(logs[1].topics[1], bytes32(uint256(uint160(minter))));
    }
}
