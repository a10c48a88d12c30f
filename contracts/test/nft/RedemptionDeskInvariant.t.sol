// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RedemptionDesk} from "../../src/nft/RedemptionDesk.sol";
import {DeskFixture} from "../support/DeskFixture.sol";
import {DeskHandler} from "../support/DeskHandler.sol";
import {TrickCollection} from "../support/TrickCollection.sol";

/// @notice Whatever holders, clerks and passers-by do in whatever order, each token is where the model says, each perk of it is fulfilled
/// once at the most, and no request holds a token for longer than its time.
contract RedemptionDeskInvariantTest is DeskFixture {
    DeskHandler private _handler;
    bytes32[] private _perks;

    function setUp() public override {
        super.setUp();
        (_perks, tea) = ([TASTING, PARCEL, EXCHANGE, SEAT], new TrickCollection());
        list(TASTING, RedemptionDesk.Mode.Keep, address(0));
        list(PARCEL, RedemptionDesk.Mode.Burn, address(0));
        list(EXCHANGE, RedemptionDesk.Mode.Sink, sink);
        list(SEAT, RedemptionDesk.Mode.InPlace, address(0));
        _handler = new DeskHandler(desk, tea, clerk, sink, _perks);
        bytes4[] memory moves = new bytes4[](8);
        moves[0] = DeskHandler.request.selector;
        moves[1] = DeskHandler.request.selector;
        moves[2] = DeskHandler.accept.selector;
        moves[3] = DeskHandler.accept.selector;
        moves[4] = DeskHandler.fulfil.selector;
        moves[5] = DeskHandler.release.selector;
        moves[6] = DeskHandler.pass.selector;
        moves[7] = DeskHandler.wait.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_NothingHappensThatTheModelForbids() public view {
        assertEq(_handler.mistakes(), 0);
    }

    function invariant_EachTokenIsInTheDeskExactlyWhileARequestHoldsIt() public view {
        for (uint256 id; id < _handler.TOKENS(); ++id) {
            bool held = _handler.heldFor(id) != 0;
            assertEq(desk.isInCustody(address(tea), id), held);
            (bool exists, bytes memory answer) = address(tea).staticcall(abi.encodeCall(tea.ownerOf, (id)));
            address expected = held ? address(desk) : _handler.holder(id);
            assertEq(exists, expected != address(0));
            if (exists) assertEq(abi.decode(answer, (address)), expected);
        }
    }

    function invariant_EachPerkOfATokenIsUsedOnceAtTheMostAndItsRequestIsWhereTheModelSays() public view {
        for (uint256 id; id < _handler.TOKENS(); ++id) {
            for (uint256 perk; perk < _perks.length; ++perk) {
                DeskHandler.Model memory m = _handler.modelOf(id, perk);
                assertLe(m.fulfilments, 1);
                assertEq(desk.isUsed(address(tea), id, _perks[perk]), m.fulfilments == 1);
                RedemptionDesk.Request memory r = request(id, _perks[perk]);
                assertEq(uint8(r.state), uint8(m.state));
                assertEq(r.holder, m.holder);
                assertEq(r.deadline, m.deadline);
                assertEq(r.attempt, m.attempt);
            }
        }
    }

    function invariant_NothingIsStuckOnceTheTimeIsUp() public {
        uint256 before = vm.snapshotState();
        vm.warp(type(uint40).max);
        for (uint256 id; id < _handler.TOKENS(); ++id) {
            uint256 held = _handler.heldFor(id);
            if (held == 0) continue;
            release(stranger, id, _perks[held - 1]);
            assertEq(tea.ownerOf(id), _handler.modelOf(id, held - 1).holder);
        }
        vm.revertToState(before);
    }
}
