// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IssuerRegistry} from "../../src/provenance/IssuerRegistry.sol";
import {IssuerHandler} from "../support/IssuerHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever an authority decides in whatever order, what was valid stays valid, save for keys in other hands.
contract IssuerRegistryInvariantTest is Test {
    IssuerRegistry private _registry;
    IssuerHandler private _handler;

    function setUp() public {
        address authority = makeAddr("authority");
        _registry = IssuerRegistry(deployed("IssuerRegistry.sol:IssuerRegistry", abi.encode(authority)));
        _handler = new IssuerHandler(_registry, authority);

        bytes4[] memory moves = new bytes4[](4);
        moves[0] = IssuerHandler.authorise.selector;
        moves[1] = IssuerHandler.revoke.selector;
        moves[2] = IssuerHandler.reportCompromise.selector;
        moves[3] = IssuerHandler.pass.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_WhatWasValidStaysValidUnlessTheKeyWasInOtherHands() public view {
        IssuerHandler.Seen[] memory seen = _handler.seen();
        for (uint256 i; i < seen.length; ++i) {
            if (!seen[i].authorised) continue;
            uint64 since = _registry.compromisedSince(seen[i].issuer);
            bool good = since == 0 || seen[i].time < since;
            assertEq(_registry.isAuthorised(seen[i].issuer, seen[i].scope, seen[i].time), good);
        }
    }

    function invariant_NothingCountsThatWasAnchoredByAKeyInOtherHands() public view {
        IssuerHandler.Seen[] memory seen = _handler.seen();
        for (uint256 i; i < seen.length; ++i) {
            uint64 since = _registry.compromisedSince(seen[i].issuer);
            if (since != 0) {
                assertFalse(_registry.isAuthorised(seen[i].issuer, seen[i].scope, seen[i].time, since));
            }
        }
    }

    /// @dev Or the other invariants would say nothing.
    function afterInvariant() public view {
        IssuerHandler.Seen[] memory seen = _handler.seen();
        uint256 authorised;
        for (uint256 i; i < seen.length; ++i) {
            if (seen[i].authorised) ++authorised;
        }
        assertGt(authorised, 0);
        assertGt(_handler.taken(), 2);
    }
}
