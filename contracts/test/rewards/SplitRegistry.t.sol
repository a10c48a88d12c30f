// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {Splits} from "../support/Splits.sol";
import {Test} from "../support/Test.sol";

/// @notice A split exists under the hash of its shares, only when they are valid, and for good.
contract SplitRegistryTest is Test {
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
        assertTrue(registry.exists(registry.create(shares)));
    }

    function test_FiftyRecipientsAreAllowedAndFiftyOneAreNot() external {
        assertEq(registry.MAX_RECIPIENTS(), 50);
        registry.create(Splits.random(1, 50));

        vm.expectRevert(abi.encodeWithSelector(SplitRegistry.TooManyRecipients.selector, 51, 50));
        registry.create(Splits.random(1, 51));
    }

    function test_ASplitWithoutRecipientsIsRefused() external {
        vm.expectRevert(SplitRegistry.EmptySplit.selector);
        registry.create(new Share[](0));
    }

    function test_TheZeroAddressIsNoRecipientWhereverItStands() external {
        Share[] memory shares = Splits.random(1, 5);
        for (uint256 i; i < shares.length; ++i) {
            address recipient = shares[i].recipient;
            shares[i].recipient = address(0);
            _assertRefused(shares, abi.encodeWithSelector(SplitRegistry.ZeroRecipient.selector, i));
            shares[i].recipient = recipient;
        }
    }

    function test_AShareOfNothingIsRefusedWhereverItStands() external {
        for (uint256 i; i < 5; ++i) {
            Share[] memory shares = Splits.random(1, 5);
            shares[(i + 1) % 5].bps += shares[i].bps;
            shares[i].bps = 0;
            _assertRefused(shares, abi.encodeWithSelector(SplitRegistry.ZeroShare.selector, i));
        }
    }

    function testFuzz_ARecipientNamedTwiceIsRefusedWhereverItStands(uint256 seed, uint256 a, uint256 b) external {
        Share[] memory shares = Splits.random(seed, 2 + seed % 49);
        a = bound(a, 0, shares.length - 2);
        b = bound(b, a + 1, shares.length - 1);
        shares[b].recipient = shares[a].recipient;
        _assertRefused(shares, abi.encodeWithSelector(SplitRegistry.DuplicateRecipient.selector, shares[a].recipient));
    }

    function testFuzz_SharesThatDoNotAddUpToTheWholeAreRefused(uint16 first, uint16 second) external {
        first = first == 0 ? 1 : first;
        second = second == 0 ? 1 : second;
        uint256 sum = uint256(first) + second;
        vm.assume(sum != 10_000);
        _assertRefused(_pair(first, second), abi.encodeWithSelector(SplitRegistry.SharesDoNotAddUp.selector, sum));
    }

    function test_OneUnitTooMuchOrTooLittleIsRefused() external {
        _assertRefused(_pair(6000, 3999), abi.encodeWithSelector(SplitRegistry.SharesDoNotAddUp.selector, 9999));
        _assertRefused(_pair(6000, 4001), abi.encodeWithSelector(SplitRegistry.SharesDoNotAddUp.selector, 10_001));
    }

    function test_SharesWhoseSumWouldOverflowSixteenBitsAreRefused() external {
        // 75,536 is 10,000 in sixteen bits.
        _assertRefused(_pair(65_535, 10_001), abi.encodeWithSelector(SplitRegistry.SharesDoNotAddUp.selector, 75_536));
    }

    function test_DirtyBitsBesideAnAddressOrAShareAreRefused() external {
        bytes memory call = abi.encodeCall(SplitRegistry.create, (Splits.whole(makeAddr("merchant"))));
        _assertRefusedWhenSet(call, 4 + 2 * 32);
        _assertRefusedWhenSet(call, 4 + 3 * 32);
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
