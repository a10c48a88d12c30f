// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Raffle} from "../../src/rewards/Raffle.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {RaffleHandler} from "../support/RaffleHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever organisers and strangers do in whatever order, no money is lost or made, and no prize is handed out twice.
///
/// forge-config: default.invariant.runs = 32
/// forge-config: default.invariant.depth = 96
contract RaffleInvariantTest is Test {
    bytes3 private constant CNY = "CNY";
    address private constant CONSOLE = 0x000000000000000000636F6e736F6c652e6c6f67;

    Raffle private _raffle = Raffle(deployed("Raffle.sol:Raffle", abi.encode(CNY, uint64(5_000_000))));
    TestToken private _token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));
    RaffleHandler private _handler;

    function setUp() public {
        _handler = new RaffleHandler(_raffle, _token);
        bytes4[] memory moves = new bytes4[](11);
        moves[0] = RaffleHandler.create.selector;
        moves[1] = RaffleHandler.enter.selector;
        moves[2] = RaffleHandler.wait.selector;
        moves[3] = RaffleHandler.close.selector;
        moves[4] = RaffleHandler.capture.selector;
        moves[5] = RaffleHandler.reveal.selector;
        moves[6] = RaffleHandler.drawWithoutSecret.selector;
        moves[7] = RaffleHandler.award.selector;
        moves[8] = RaffleHandler.finish.selector;
        moves[9] = RaffleHandler.collect.selector;
        moves[10] = RaffleHandler.advance.selector;
        targetSelectors(address(_handler), moves);
    }

    /// @dev Else the invariants might hold for want of anything that happens.
    function test_EveryEndCanBeReached() public {
        _handler.create(2 ether, 1 ether, false, false);
        _handler.create(2 ether, 1 ether, true, true);
        _handler.create(2 ether, 1 ether, false, false);
        _handler.enter(0, 12);
        _handler.enter(1, 4);
        _handler.wait(61 minutes, 1);
        _handler.close(0);
        _handler.wait(0, 60);
        _handler.reveal(0);
        assertEq(_handler.draws(), 1);
        _handler.finish(0);
        assertEq(_handler.awards(), 5);
        _handler.collect(0);
        _handler.collect(2);
        assertEq(_handler.held(address(0)), 0);
        _handler.wait(80 minutes, 1);
        _handler.wait(80 minutes, 1);
        _handler.drawWithoutSecret(1);
        _handler.wait(0, 60);
        _handler.capture(1, false);
        assertEq(_handler.drawsWithoutSecret(), 1);
        _handler.finish(1);
        assertEq(_handler.awards(), 9);
        assertEq(_handler.held(address(_token)), 0, "four drew three money prizes, the goods and the bond");
        _handler.collect(1);
        assertEq(_handler.collections(), 3);
        assertEq(_handler.mistakes(), 0);
    }

    function invariant_WhatCameInWentOutOrIsHeld() public view {
        address[2] memory currencies = [address(0), address(_token)];
        for (uint256 i; i < 2; ++i) {
            uint256 held = _handler.held(currencies[i]);
            assertEq(held, _handler.paidIn(currencies[i]) - _handler.paidOut(currencies[i]));
            assertEq(held, _handler.owed(currencies[i]), "what is held is owed, and what is owed is held");
        }
        assertEq(_handler.mistakes(), 0);
    }

    /// @dev What happened in the run, for whoever reads its log.
    function afterInvariant() public view {
        _log("raffles", _handler.raffles());
        _log("drawn with the secret", _handler.draws());
        _log("drawn without it", _handler.drawsWithoutSecret());
        _log("prizes handed out", _handler.awards());
        _log("collected", _handler.collections());
    }

    function _log(string memory what, uint256 count) private view {
        (bool logged,) = CONSOLE.staticcall(abi.encodeWithSignature("log(string,uint256)", what, count));
        assertTrue(logged);
    }
}
