// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RuleRegistry, RuleSet} from "../../src/rewards/RuleRegistry.sol";
import {Test} from "../support/Test.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice Rules are announced before they count, can be withdrawn until then, and never change afterwards.
contract RuleRegistryTest is Test {
    uint64 private constant NOW = 1_800_000_000;
    uint64 private constant DELAY = 7 days;
    bytes32 private constant FIRST = keccak256("first rules");
    bytes32 private constant SECOND = keccak256("second rules");
    bytes32 private constant THIRD = keccak256("third rules");

    address private publisher = makeAddr("publisher");
    RuleRegistry private registry =
        RuleRegistry(deployed("RuleRegistry.sol:RuleRegistry", abi.encode(publisher, DELAY)));

    function setUp() external {
        vm.warp(NOW);
    }

    function test_ItKnowsItsPublisherAndItsDelay() external view {
        assertEq(registry.owner(), publisher);
        assertEq(registry.delay(), DELAY);
        assertEq(registry.versions(), 0);
        _assertActive(NOW, 0, bytes32(0));
    }

    function test_RulesNeverCountAtOnce() external {
        vm.expectRevert(RuleRegistry.ZeroDelay.selector);
        deployed("RuleRegistry.sol:RuleRegistry", abi.encode(publisher, 0));
    }

    function test_AnnouncedRulesCountFromTheirSecondOnAndNotBefore() external {
        vm.expectEmit(address(registry));
        emit RuleRegistry.RulesAnnounced(1, FIRST, NOW + DELAY);
        assertEq(_announce(FIRST, 0), 1);

        _assertActive(NOW, 0, bytes32(0));
        _assertActive(NOW + DELAY - 1, 0, bytes32(0));
        _assertActive(NOW + DELAY, 1, FIRST);
        _assertActive(type(uint64).max, 1, FIRST);
        assertEq(registry.versions(), 1);
        RuleSet memory rules = registry.rulesOf(1);
        assertEq(rules.rulesHash, FIRST);
        assertEq(rules.activeFrom, NOW + DELAY);
        assertFalse(rules.withdrawn);
    }

    function test_EachVersionCountsUntilTheNextOneDoes() external {
        _announce(FIRST, 0);
        _announce(SECOND, NOW + 30 days);
        _announce(FIRST, NOW + 60 days);

        _assertActive(NOW + 30 days - 1, 1, FIRST);
        _assertActive(NOW + 30 days, 2, SECOND);
        _assertActive(NOW + 60 days - 1, 2, SECOND);
        _assertActive(NOW + 60 days, 3, FIRST);
    }

    function testFuzz_NoRulesCountBeforeTheDelayIsOver(uint64 activeFrom) external {
        activeFrom = uint64(bound(activeFrom, 1, NOW + DELAY - 1));
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.TooEarly.selector, NOW + DELAY, activeFrom));
        _announce(FIRST, activeFrom);
    }

    function test_AVersionBeginsAfterTheOneBefore() external {
        _announce(FIRST, NOW + 30 days);
        uint64 next = NOW + 30 days + 1;
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.TooEarly.selector, next, NOW + 30 days));
        _announce(SECOND, NOW + 30 days);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.TooEarly.selector, next, NOW + 20 days));
        _announce(SECOND, NOW + 20 days);

        _announce(SECOND, 0);
        _assertActive(NOW + 30 days, 1, FIRST);
        _assertActive(next, 2, SECOND);
    }

    function test_WithdrawnRulesNeverCountAndThoseBeforeGoOn() external {
        _announce(FIRST, 0);
        _announce(SECOND, NOW + 30 days);
        _announce(THIRD, NOW + 60 days);
        vm.expectEmit(address(registry));
        emit RuleRegistry.RulesWithdrawn(2, SECOND);
        _withdraw(2);

        _assertActive(NOW + 30 days, 1, FIRST);
        _assertActive(NOW + 60 days, 3, THIRD);
        assertTrue(registry.rulesOf(2).withdrawn);
        assertEq(registry.versions(), 3);
    }

    function test_AfterAWithdrawalOthersMayBeginEarlierUnderANumberOfTheirOwn() external {
        _announce(FIRST, 0);
        _announce(SECOND, NOW + 60 days);
        _withdraw(2);
        assertEq(_announce(THIRD, NOW + 30 days), 3);
        _assertActive(NOW + 60 days, 3, THIRD);
        _assertActive(NOW + 30 days - 1, 1, FIRST);
    }

    function test_RulesAreWithdrawnOnceAndUntilTheSecondBeforeTheyCount() external {
        _announce(FIRST, 0);
        _announce(SECOND, NOW + 30 days);
        vm.warp(NOW + DELAY);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.AlreadyActive.selector, 1, NOW + DELAY));
        _withdraw(1);

        vm.warp(NOW + 30 days - 1);
        _withdraw(2);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.AlreadyWithdrawn.selector, 2));
        _withdraw(2);
    }

    function test_WhatWasNeverAnnouncedCanNeitherBeWithdrawnNorRead() external {
        _announce(FIRST, 0);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.NoSuchVersion.selector, 0, 1));
        _withdraw(0);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.NoSuchVersion.selector, 2, 1));
        _withdraw(2);
        vm.expectRevert(abi.encodeWithSelector(RuleRegistry.NoSuchVersion.selector, 2, 1));
        registry.rulesOf(2);
    }

    function test_TheZeroHashIsOfNoRules() external {
        vm.expectRevert(RuleRegistry.ZeroRules.selector);
        _announce(bytes32(0), 0);
    }

    function testFuzz_OnlyThePublisherAnnouncesAndWithdraws(address other) external {
        vm.assume(other != publisher);
        _announce(FIRST, 0);
        vm.startPrank(other);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, other));
        registry.announce(SECOND, 0);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, other));
        registry.withdraw(1);
    }

    function test_ANewPublisherHasToAccept() external {
        address successor = makeAddr("successor");
        vm.prank(publisher);
        registry.transferOwnership(successor);
        assertEq(registry.owner(), publisher);
        vm.prank(successor);
        registry.acceptOwnership();
        assertEq(registry.owner(), successor);
    }

    function test_AMomentBeyondAllTimeIsRefused() external {
        RuleRegistry patient =
            RuleRegistry(deployed("RuleRegistry.sol:RuleRegistry", abi.encode(publisher, type(uint64).max)));
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        vm.prank(publisher);
        patient.announce(FIRST, 0);
    }

    /// @dev Whatever the publisher does later, what was answered of a moment that had come stays true.
    function testFuzz_ThePastNeverChanges(uint256 seed) external {
        bytes32[] memory answers = new bytes32[](40);
        uint64[] memory times = new uint64[](40);
        for (uint256 i; i < 40; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            vm.warp(block.timestamp + draw % (5 days));
            vm.startPrank(publisher);
            if (draw >> 255 == 0) {
                try registry.announce(bytes32(draw), uint64(block.timestamp + DELAY + (draw >> 64) % 20 days)) {}
                    catch {}
            } else if (registry.versions() != 0) {
                try registry.withdraw(1 + (draw >> 64) % registry.versions()) {} catch {}
            }
            vm.stopPrank();
            times[i] = uint64(block.timestamp);
            (, answers[i]) = registry.activeAt(times[i]);
            for (uint256 j; j <= i; ++j) {
                (, bytes32 again) = registry.activeAt(times[j]);
                assertEq(again, answers[j]);
            }
        }
    }

    function _announce(bytes32 rulesHash, uint64 activeFrom) private returns (uint256) {
        vm.prank(publisher);
        return registry.announce(rulesHash, activeFrom);
    }

    function _withdraw(uint256 version) private {
        vm.prank(publisher);
        registry.withdraw(version);
    }

    function _assertActive(uint64 time, uint256 version, bytes32 rulesHash) private view {
        (uint256 active, bytes32 hash) = registry.activeAt(time);
        assertEq(active, version);
        assertEq(hash, rulesHash);
    }
}
