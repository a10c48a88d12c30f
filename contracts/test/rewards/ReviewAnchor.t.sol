// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, AnchorLibrary} from "../../src/common/Anchor.sol";
import {RootAnchor} from "../../src/common/RootAnchor.sol";
import {ReviewAnchor} from "../../src/rewards/ReviewAnchor.sol";
import {Test} from "../support/Test.sol";

/// @notice A book of reviews has one root for each seal; what else holds is tested with the anchors of logs, which share the code.
contract ReviewAnchorTest is Test {
    ReviewAnchor private _anchor = ReviewAnchor(deployed("ReviewAnchor.sol:ReviewAnchor", ""));
    address private _platform = makeAddr("platform");

    function test_OneRootForEachSeal() external {
        vm.warp(1_800_000_000);
        Anchor next = AnchorLibrary.pack(3, 0);
        Anchor anchored = next.withTime(1_800_000_000);
        vm.expectEmit(address(_anchor));
        emit RootAnchor.RootAnchored(_platform, "root", anchored);
        vm.prank(_platform);
        _anchor.anchor("root", next);
        assertTrue(_anchor.verify(_platform, "root", anchored));
        assertFalse(_anchor.verify(_platform, "another root", anchored));
        assertFalse(_anchor.verify(address(this), "root", anchored));

        vm.startPrank(_platform);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.AlreadyAnchored.selector, 0));
        _anchor.anchor("another root", next);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.TreeMustGrow.selector, 3, 3));
        _anchor.anchor("another root", AnchorLibrary.pack(3, 1));
        _anchor.anchor("another root", AnchorLibrary.pack(4, 1));
        vm.stopPrank();
        assertEq(_anchor.rootCount(_platform), 2);
        assertTrue(_anchor.verify(_platform, "root", anchored), "each stays");
    }
}
