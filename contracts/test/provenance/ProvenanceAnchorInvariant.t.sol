// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProvenanceAnchor} from "../../src/provenance/ProvenanceAnchor.sol";
import {AnchorHandler} from "../support/AnchorHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever issuers submit in whatever order, logs only grow and no anchor ever changes.
contract ProvenanceAnchorInvariantTest is Test {
    ProvenanceAnchor private _anchor;
    AnchorHandler private _handler;

    function setUp() public {
        _anchor = ProvenanceAnchor(deployed("ProvenanceAnchor.sol:ProvenanceAnchor", ""));
        _handler = new AnchorHandler(_anchor);

        bytes4[] memory moves = new bytes4[](2);
        moves[0] = AnchorHandler.anchor.selector;
        moves[1] = AnchorHandler.grow.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_TheLatestIsTheLargestAndTheLastAccepted() public view {
        address[] memory issuers = _handler.issuers();
        for (uint256 i; i < issuers.length; ++i) {
            (bytes32 root, uint64 size) = _anchor.latest(issuers[i]);
            assertEq(size, _handler.largest(issuers[i]));
            assertEq(root, _handler.lastRoot(issuers[i]));
        }
    }

    function invariant_EveryRootKeepsTheSizeAndTimeThatItWasAnchoredWith() public view {
        AnchorHandler.Accepted[] memory accepted = _handler.accepted();
        for (uint256 i; i < accepted.length; ++i) {
            (uint64 size, uint64 time) = _anchor.anchorOf(accepted[i].issuer, accepted[i].root);
            assertEq(size, accepted[i].treeSize);
            assertEq(time, accepted[i].anchoredAt);
        }
    }

    function invariant_SizesAndTimesOfALogNeverGoBack() public view {
        address[] memory issuers = _handler.issuers();
        AnchorHandler.Accepted[] memory accepted = _handler.accepted();
        for (uint256 i; i < issuers.length; ++i) {
            uint64 size;
            uint64 time;
            for (uint256 j; j < accepted.length; ++j) {
                if (accepted[j].issuer != issuers[i]) continue;
                (uint64 nextSize, uint64 nextTime) = _anchor.anchorOf(issuers[i], accepted[j].root);
                assertGt(nextSize, size);
                assertGe(nextTime, time);
                (size, time) = (nextSize, nextTime);
            }
        }
    }

    function invariant_OnlyANewRootOfALargerTreeIsAccepted() public view {
        assertEq(_handler.mistakes(), 0);
    }
}
