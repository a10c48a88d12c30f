// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, SplitMath} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {Splits} from "../support/Splits.sol";
import {Test} from "../support/Test.sol";

/// @notice A split exists under the hash of its shares, only when they are valid, and for good.
contract SplitRegistryTest is Test {
    bytes32 private constant SHOW = keccak256("show");
    bytes32 private constant NONE = keccak256("none");

    SplitRegistry private registry = SplitRegistry(deployed("SplitRegistry.sol:SplitRegistry", ""));

    function test_ASplitIsNamedByTheHashOfItsSharesAndAnnounced() external {
        Share[] memory shares = _pair(6000, 4000);
        bytes32 splitId = keccak256(abi.encode(shares));
        assertFalse(registry.exists(splitId));

        vm.expectEmit(address(registry));
        emit SplitRegistry.SplitCreated(splitId, shares);
        assertEq(registry.create(shares), splitId);

        assertTrue(registry.exists(splitId));
    }

    function test_AnyoneMayCreateASplit() external {
        vm.prank(makeAddr("anyone"));
        assertTrue(registry.exists(registry.create(_pair(1, 9999))));
    }

    function test_CreatingASplitAgainGivesItsIdAndChangesNothing() external {
        Share[] memory shares = _pair(6000, 4000);
        bytes32 splitId = registry.create(shares);

        vm.recordLogs();
        assertEq(registry.create(shares), splitId);

        assertEq(vm.getRecordedLogs().length, 0);
        assertTrue(registry.exists(splitId));
    }

    function test_TheOrderOfTheSharesIsPartOfTheSplit() external {
        Share[] memory shares = _pair(5000, 5000);
        bytes32 splitId = registry.create(shares);
        (shares[0], shares[1]) = (shares[1], shares[0]);
        assertNotEq(registry.create(shares), splitId);
    }

    function testFuzz_EveryValidSplitOfOneToFiftyRecipientsIsAccepted(uint256 seed, uint256 count) external {
        Share[] memory shares = Splits.random(seed, bound(count, 1, registry.MAX_RECIPIENTS()));
        bytes32 splitId = registry.create(shares);
        assertTrue(registry.exists(splitId));
        assertEq(splitId, keccak256(abi.encode(shares)));
    }

    function test_FiftyRecipientsAreAllowedAndFiftyOneAreNot() external {
        assertEq(registry.MAX_RECIPIENTS(), 50);
        registry.create(Splits.random(1, 50));

        vm.expectRevert(abi.encodeWithSelector(SplitMath.TooManyRecipients.selector, 51, 50));
        registry.create(Splits.random(1, 51));
    }

    function test_ASplitWithoutRecipientsIsRefused() external {
        vm.expectRevert(SplitMath.EmptySplit.selector);
        registry.create(new Share[](0));
    }

    function test_TheZeroAddressIsNoRecipientWhereverItStands() external {
        Share[] memory shares = Splits.random(1, 5);
        for (uint256 i; i < shares.length; ++i) {
            address recipient = shares[i].recipient;
            shares[i].recipient = address(0);
            _assertRefused(shares, abi.encodeWithSelector(SplitMath.ZeroRecipient.selector, i));
            shares[i].recipient = recipient;
        }
    }

    function test_AShareOfNothingIsRefusedWhereverItStands() external {
        for (uint256 i; i < 5; ++i) {
            Share[] memory shares = Splits.random(1, 5);
            shares[(i + 1) % 5].bps += shares[i].bps;
            shares[i].bps = 0;
            _assertRefused(shares, abi.encodeWithSelector(SplitMath.ZeroShare.selector, i));
        }
    }

    function testFuzz_ARecipientNamedTwiceIsRefusedWhereverItStands(uint256 seed, uint256 a, uint256 b) external {
        Share[] memory shares = Splits.random(seed, 2 + seed % 49);
        a = bound(a, 0, shares.length - 2);
        b = bound(b, a + 1, shares.length - 1);
        shares[b].recipient = shares[a].recipient;
        _assertRefused(shares, abi.encodeWithSelector(SplitMath.DuplicateRecipient.selector, shares[a].recipient));
    }

    function testFuzz_SharesThatDoNotAddUpToTheWholeAreRefused(uint16 first, uint16 second) external {
        first = first == 0 ? 1 : first;
        second = second == 0 ? 1 : second;
        uint256 sum = uint256(first) + second;
        vm.assume(sum != 10_000);
        _assertRefused(_pair(first, second), abi.encodeWithSelector(SplitMath.SharesDoNotAddUp.selector, sum));
    }

    function test_OneUnitTooMuchOrTooLittleIsRefused() external {
        _assertRefused(_pair(6000, 3999), abi.encodeWithSelector(SplitMath.SharesDoNotAddUp.selector, 9999));
        _assertRefused(_pair(6000, 4001), abi.encodeWithSelector(SplitMath.SharesDoNotAddUp.selector, 10_001));
    }

    function test_SharesWhoseSumWouldOverflowSixteenBitsAreRefused() external {
        // 75,536 is 10,000 in sixteen bits.
        _assertRefused(_pair(65_535, 10_001), abi.encodeWithSelector(SplitMath.SharesDoNotAddUp.selector, 75_536));
    }

    function test_DirtyBitsBesideAnAddressOrAShareAreRefused() external {
        bytes memory call = abi.encodeCall(SplitRegistry.create, (Splits.whole(makeAddr("merchant"))));
        _assertRefusedWhenSet(call, 4 + 2 * 32);
        _assertRefusedWhenSet(call, 4 + 3 * 32);
    }

    function testFuzz_ThePartsAddUpToTheAmount(uint256 amount, uint256 seed) external view {
        Share[] memory shares = Splits.random(seed, 1 + seed % 50);
        uint256[] memory parts = registry.partsOf(shares, amount);
        assertEq(parts.length, shares.length);
        uint256 sum;
        for (uint256 i; i < parts.length; ++i) {
            sum += parts[i];
        }
        assertEq(sum, amount);
    }

    // --- Lines ---

    function test_ALineChangesAfterItsDelayAndSaysWhatItUsedInEverySecond() external {
        (bytes32 old, bytes32 next) = (registry.create(_pair(6000, 4000)), registry.create(_pair(5000, 5000)));
        vm.warp(1000);
        bytes32 line = registry.open(old, 100, SHOW);
        assertEq(line, keccak256(abi.encode(address(this), SHOW)));
        vm.expectEmit(address(registry));
        emit SplitRegistry.ChangeAnnounced(line, next, 1100);
        registry.announce(line, next, 0);
        (address owner, uint32 delay, bytes32 announced, uint64 activeFrom) = registry.lineOf(line);
        assertEq(owner, address(this));
        assertEq(delay, 100);
        assertEq(announced, next);
        assertEq(activeFrom, 1100);

        vm.warp(1099);
        assertEq(registry.splitOf(line), old);
        vm.warp(1100);
        assertEq(registry.splitOf(line), next);
        (,, announced, activeFrom) = registry.lineOf(line);
        assertEq(announced, bytes32(0));
        registry.announce(line, old, 5000);
        assertEq(registry.splitAt(line, 999), bytes32(0));
        assertEq(registry.splitAt(line, 1000), old);
        assertEq(registry.splitAt(line, 1100), next);
        assertEq(registry.splitAt(line, 5000), old);
    }

    function testFuzz_NoChangeComesBeforeItsDelay(uint32 delay, uint64 activeFrom) external {
        bytes32 splitId = registry.create(_pair(6000, 4000));
        delay = delay == 0 ? 1 : delay;
        bytes32 line = registry.open(splitId, delay, SHOW);
        uint64 earliest = uint64(block.timestamp) + delay;
        // Not above a number of 64 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        activeFrom = uint64(bound(activeFrom, 1, earliest - 1));
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.TooEarly.selector, earliest, activeFrom));
        registry.announce(line, splitId, activeFrom);
    }

    function test_AChangeIsWithdrawnUntilItComesAndNotAfter() external {
        (bytes32 old, bytes32 next) = (registry.create(_pair(6000, 4000)), registry.create(_pair(5000, 5000)));
        vm.warp(1000);
        bytes32 line = registry.open(old, 100, SHOW);
        vm.expectRevert(SplitRegistry.NothingAnnounced.selector);
        registry.withdraw(line);
        registry.announce(line, next, 0);
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.ChangePending.selector, 1100));
        registry.announce(line, next, 0);
        registry.withdraw(line);
        vm.warp(1200);
        assertEq(registry.splitOf(line), old);

        registry.announce(line, next, 0);
        vm.warp(1300);
        vm.expectRevert(SplitRegistry.NothingAnnounced.selector);
        registry.withdraw(line);
        assertEq(registry.splitOf(line), next);
    }

    function test_OnlyItsOwnerChangesALineAndOnlyToAKnownSplit() external {
        bytes32 splitId = registry.create(_pair(6000, 4000));
        bytes32 line = registry.open(splitId, 100, SHOW);
        vm.startPrank(makeAddr("attacker"));
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.NotLineOwner.selector, address(this)));
        registry.announce(line, splitId, 0);
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.NotLineOwner.selector, address(this)));
        registry.withdraw(line);
        assertNotEq(registry.open(splitId, 100, SHOW), line);
        vm.stopPrank();

        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.LineExists.selector, line));
        registry.open(splitId, 100, SHOW);
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.UnknownSplit.selector, NONE));
        registry.announce(line, NONE, 0);
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.UnknownSplit.selector, NONE));
        registry.open(NONE, 100, "other");
        vm.expectRevert(SplitRegistry.ZeroDelay.selector);
        registry.open(splitId, 0, "other");
        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.UnknownLine.selector, NONE));
        registry.splitOf(NONE);
    }

    function _assertRefusedWhenSet(bytes memory call, uint256 position) private {
        call[position] = 0x01;
        (bool success,) = address(registry).call(call);
        assertFalse(success);
        call[position] = 0x00;
        (success,) = address(registry).call(call);
        assertTrue(success);
    }

    function _assertRefused(Share[] memory shares, bytes memory why) private {
        vm.expectRevert(why);
        registry.create(shares);
        assertFalse(registry.exists(keccak256(abi.encode(shares))));
    }

    function _pair(uint16 first, uint16 second) private returns (Share[] memory shares) {
        shares = new Share[](2);
        shares[0] = Share(makeAddr("merchant"), first);
        shares[1] = Share(makeAddr("host"), second);
    }
}
