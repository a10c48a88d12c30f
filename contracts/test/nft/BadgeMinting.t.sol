// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection} from "../../src/nft/BadgeCollection.sol";
import {BadgeFixture} from "../support/BadgeFixture.sol";
import {Vm} from "../support/Test.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @notice Whole audiences at a time: who gets which badge, what is written about it, and what is refused.
contract BadgeMintingTest is BadgeFixture {
    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");

    function testFuzz_MintsWhatAPlainLoopWould(uint256 seed, uint8 firstSize, uint8 secondSize) public {
        address[] memory first = audience(seed, bound(firstSize, 1, 70));
        address[] memory second = audience(uint256(keccak256(abi.encode(seed))), bound(secondSize, 1, 70));

        vm.recordLogs();
        assertEq(mint(soulbound, first), 1);
        assertEq(mint(soulbound, second), first.length + 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        uint256 id;
        assertEq(logs.length, first.length + second.length);
        for (uint256 i; i < first.length; ++i) {
            assertMinted(logs[id], id + 1, first[i]);
            ++id;
        }
        for (uint256 i; i < second.length; ++i) {
            assertMinted(logs[id], id + 1, second[i]);
            ++id;
        }
        assertEq(soulbound.totalMinted(), id);
        for (uint256 i; i < first.length; ++i) {
            uint256 inSecond = soulbound.mintedTo(first[i], 1);
            assertEq(soulbound.balanceOf(first[i]), inSecond == 0 ? 1 : 2);
            assertEq(soulbound.mintedTo(first[i], 0), i + 1);
            if (inSecond != 0) assertEq(second[inSecond - first.length - 1], first[i]);
        }
        // Neighbours of recipients, most of whom are none.
        for (uint256 i; i < second.length; ++i) {
            address near = address(uint160(second[i]) + 1);
            uint256 minted = contains(first, near) + contains(second, near);
            assertEq(soulbound.balanceOf(near), minted);
        }
    }

    function test_MintsBatchesOfEverySizeAroundTheFours() public {
        uint256 next = 1;
        for (uint256 size = 1; size <= 9; ++size) {
            address[] memory recipients = audience(size, size);
            assertEq(mint(soulbound, recipients), next);
            for (uint256 i; i < size; ++i) {
                assertEq(soulbound.ownerOf(next + i), recipients[i]);
            }
            (uint256 first, uint256 count, address owners) = soulbound.batchAt(size - 1);
            assertEq(first, next);
            assertEq(count, size);
            assertEq(owners.code, abi.encodePacked(hex"00", packed(recipients)));
            next += size;
        }
        assertEq(soulbound.batchCount(), 9);
    }

    function test_MintsTheLargestBatchAndNoneThatIsLarger() public {
        address[] memory recipients = audience(5, 1228);
        assertEq(mint(soulbound, recipients), 1);
        assertEq(soulbound.totalSupply(), 1228);
        (, uint256 count, address owners) = soulbound.batchAt(0);
        assertEq(count, 1228);
        assertLe(owners.code.length, 24_576);
        for (uint256 i; i < 1228; i += 409) {
            assertEq(soulbound.ownerOf(i + 1), recipients[i]);
            assertEq(soulbound.balanceOf(recipients[i]), 1);
        }
        assertEq(soulbound.ownerOf(1228), recipients[1227]);

        refuses(audience(5, 1229), abi.encodeWithSelector(BadgeCollection.WrongBatchSize.selector, 1229, 1228));
    }

    function test_RefusesAnEmptyBatch() public {
        refuses(new address[](0), abi.encodeWithSelector(BadgeCollection.WrongBatchSize.selector, 0, 1228));
    }

    function testFuzz_RefusesRecipientsOutOfOrderAndNamesTheFirst(uint256 seed, uint8 size, uint8 where) public {
        address[] memory recipients = audience(seed, bound(size, 2, 40));
        uint256 i = bound(where, 1, recipients.length - 1);
        (recipients[i - 1], recipients[i]) = (recipients[i], recipients[i - 1]);
        refuses(recipients, abi.encodeWithSelector(BadgeCollection.RecipientsNotAscending.selector, i));
    }

    function testFuzz_RefusesARecipientNamedTwice(uint256 seed, uint8 size, uint8 where) public {
        address[] memory recipients = audience(seed, bound(size, 2, 40));
        uint256 i = bound(where, 1, recipients.length - 1);
        recipients[i] = recipients[i - 1];
        refuses(recipients, abi.encodeWithSelector(BadgeCollection.RecipientsNotAscending.selector, i));
    }

    function test_RefusesTheZeroAddress() public {
        refuses(only(address(0)), invalidReceiver(address(0)));
        refuses(both(address(0), alice), invalidReceiver(address(0)));
        refuses(both(alice, address(0)), abi.encodeWithSelector(BadgeCollection.RecipientsNotAscending.selector, 1));
    }

    function testFuzz_RefusesWordsThatAreNoAddress(uint96 excess, uint8 size, uint8 where) public {
        vm.assume(excess != 0);
        address[] memory recipients = audience(excess, bound(size, 1, 20));
        uint256 i = bound(where, 0, recipients.length - 1);
        uint256 dirty = uint256(excess) << 160 | uint160(recipients[i]);
        assembly ("memory-safe") {
            mstore(add(add(recipients, 32), mul(32, i)), dirty)
        }
        uint256[] memory words;
        assembly ("memory-safe") {
            words := recipients
        }
        bytes memory call = abi.encodePacked(BadgeCollection.mint.selector, abi.encode(words));
        vm.prank(minter);
        (bool minted,) = address(soulbound).call(call);
        assertFalse(minted);
        assertEq(soulbound.totalMinted(), 0);
    }

    function test_RefusesCalldataThatIsShorterThanItSays() public {
        bytes memory truncated = abi.encodeCall(BadgeCollection.mint, (both(alice, bob)));
        assembly ("memory-safe") {
            mstore(truncated, sub(mload(truncated), 1))
        }
        vm.prank(minter);
        (bool minted,) = address(soulbound).call(truncated);
        assertFalse(minted);
    }

    function test_MintsForMintersAndTheOwnerAlone() public {
        vm.prank(owner);
        soulbound.mint(only(alice));
        assertEq(soulbound.ownerOf(1), alice);

        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(stranger);
        soulbound.mint(only(alice));
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(stranger);
        soulbound.mintOnce(0, only(alice));

        vm.prank(owner);
        soulbound.revokeRoles(minter, 8);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(minter);
        soulbound.mint(only(alice));

        vm.prank(owner);
        soulbound.grantRoles(stranger, 4);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(stranger);
        soulbound.mint(only(alice));
        assertEq(soulbound.totalMinted(), 1);
    }

    function test_MintsTwiceToTheSamePeopleUnlessUnderOneKey() public {
        address[] memory people = both(alice, bob);
        mint(soulbound, people);
        mint(soulbound, people);
        assertEq(soulbound.balanceOf(alice), 2);

        vm.startPrank(minter);
        assertEq(soulbound.mintOnce(SHOW, people), 5);
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.AlreadyMinted.selector, SHOW));
        soulbound.mintOnce(SHOW, people);
        assertEq(soulbound.mintOnce("another show", people), 7);
        assertEq(soulbound.mintOnce(SHOW, only(alice)), 9);
        vm.stopPrank();

        assertEq(soulbound.balanceOf(alice), 5);
        assertEq(soulbound.ownerOf(5), alice);
        assertEq(soulbound.ownerOf(6), bob);
        assertEq(soulbound.ownerOf(9), alice);
    }

    function test_AKeyCountsForOneCollection() public {
        vm.startPrank(minter);
        soulbound.mintOnce(SHOW, only(alice));
        tradable.mintOnce(SHOW, only(alice));
        vm.stopPrank();
        assertEq(tradable.ownerOf(1), alice);
    }

    function test_RefusesUnderAKeyWhatItRefusesWithout() public {
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.RecipientsNotAscending.selector, 1));
        vm.prank(minter);
        soulbound.mintOnce(SHOW, both(bob, alice));
        vm.prank(minter);
        assertEq(soulbound.mintOnce(SHOW, both(alice, bob)), 1);
    }

    function test_StaysSafeWhenTheGasRunsOut() public {
        bytes memory call = abi.encodeCall(BadgeCollection.mint, (audience(3, 300)));
        for (uint256 gas = 100_000; gas < 2_000_000; gas += 50_000) {
            vm.prank(minter);
            (bool minted,) = address(soulbound).call{gas: gas}(call);
            assertEq(soulbound.totalMinted(), minted ? 300 : 0);
            if (minted) return;
        }
        assertTrue(false, "never minted");
    }

    function test_FindsABadgeAmongManyBatches() public {
        for (uint256 show; show < 33; ++show) {
            mint(soulbound, show % 2 == 0 ? both(alice, bob) : only(bob));
        }
        assertEq(soulbound.balanceOf(alice), 17);
        assertEq(soulbound.balanceOf(bob), 33);
        assertEq(soulbound.ownerOf(1), alice);
        assertEq(soulbound.ownerOf(2), bob);
        assertEq(soulbound.ownerOf(3), bob);
        assertEq(soulbound.ownerOf(49), alice);
        assertEq(soulbound.ownerOf(50), bob);
        assertEq(soulbound.mintedTo(alice, 32), 49);
        assertEq(soulbound.mintedTo(alice, 31), 0);
        assertEq(soulbound.mintedTo(stranger, 0), 0);
        assertEq(soulbound.mintedTo(address(0), 0), 0);
    }

    function test_ThereIsNoBatchThatWasNotMinted() public {
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.NoSuchBatch.selector, 0, 0));
        soulbound.batchAt(0);
        mint(soulbound, only(alice));
        vm.expectRevert(abi.encodeWithSelector(BadgeCollection.NoSuchBatch.selector, 1, 1));
        soulbound.mintedTo(alice, 1);
    }

    /// @dev What is stored about owners is data: nothing can run it.
    function test_WhatKeepsTheOwnersDoesNothingWhenCalled() public {
        mint(soulbound, both(alice, bob));
        (,, address owners) = soulbound.batchAt(0);
        (bool stopped, bytes memory answer) = owners.call(hex"12345678");
        assertTrue(stopped);
        assertEq(answer.length, 0);
        assertEq(soulbound.ownerOf(2), bob);
    }

    function refuses(address[] memory recipients, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(minter);
        soulbound.mint(recipients);
    }

    function assertMinted(Vm.Log memory log, uint256 id, address recipient) private view {
        assertEq(log.emitter, address(soulbound));
        assertEq(log.topics.length, 4);
        assertEq(log.topics[0], TRANSFER);
        assertEq(log.topics[1], bytes32(0));
        assertEq(log.topics[2], bytes32(uint256(uint160(recipient))));
        assertEq(log.topics[3], bytes32(id));
        assertEq(log.data.length, 0);
        assertEq(soulbound.ownerOf(id), recipient);
    }

    function contains(address[] memory accounts, address account) private pure returns (uint256) {
        for (uint256 i; i < accounts.length; ++i) {
            if (accounts[i] == account) return 1;
        }
        return 0;
    }

    function packed(address[] memory accounts) private pure returns (bytes memory bytesOfAll) {
        for (uint256 i; i < accounts.length; ++i) {
            bytesOfAll = abi.encodePacked(bytesOfAll, accounts[i]);
        }
    }
}
