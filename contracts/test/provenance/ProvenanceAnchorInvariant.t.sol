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

    function invariant_TheSequenceHasNoGapAndEndsWithTheLastAccepted() public view {
        address[] memory issuers = _handler.issuers();
        for (uint256 i; i < issuers.length; ++i) {
            uint64 count = _handler.count(issuers[i]);
            assertEq(_anchor.rootCount(issuers[i]), count);
            assertEq(_anchor.treeSizeAt(issuers[i], count), 0);
            uint40 size;
            for (uint64 sequence; sequence < count; ++sequence) {
                uint40 next = _anchor.treeSizeAt(issuers[i], sequence);
                assertGt(next, size);
                size = next;
            }
            assertEq(size, _handler.largest(issuers[i]));
        }
    }

    function invariant_EveryRootKeepsTheSizeAndTimeThatItWasAnchoredWith() public view {
        AnchorHandler.Accepted[] memory accepted = _handler.accepted();
        for (uint256 i; i < accepted.length; ++i) {
            assertTrue(_anchor.verify(accepted[i].issuer, accepted[i].root, accepted[i].anchored));
        }
    }

    function invariant_TimesOfALogNeverGoBack() public view {
        address[] memory issuers = _handler.issuers();
        AnchorHandler.Accepted[] memory accepted = _handler.accepted();
        for (uint256 i; i < issuers.length; ++i) {
            uint64 time;
            for (uint256 j; j < accepted.length; ++j) {
                if (accepted[j].issuer != issuers[i]) continue;
                assertGe(accepted[j].anchored.anchoredAt(), time);
                time = accepted[j].anchored.anchoredAt();
            }
        }
    }

    function invariant_OnlyALargerTreeUnderTheNextSequenceIsAccepted() public view {
        assertEq(_handler.mistakes(), 0);
    }
}
