// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BlindBoxHandler} from "../support/BlindBoxHandler.sol";
import {PrizeRecorder} from "../support/PrizeRecorder.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever sellers, buyers and strangers do in whatever order, no money is lost or made, and no prize is handed out twice.
///
/// forge-config: default.invariant.runs = 48
/// forge-config: default.invariant.depth = 96
contract BlindBoxInvariantTest is Test {
    uint256 private constant SUPPLY = 12;

    BlindBox private _box = BlindBox(deployed("BlindBox.sol:BlindBox", ""));
    TestToken private _token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));
    PrizeRecorder private _minter = new PrizeRecorder();
    BlindBoxHandler private _handler;

    function setUp() public {
        _handler = new BlindBoxHandler(_box, _token, _minter);
        bytes4[] memory moves = new bytes4[](10);
        moves[0] = BlindBoxHandler.create.selector;
        moves[1] = BlindBoxHandler.buy.selector;
        moves[2] = BlindBoxHandler.finish.selector;
        moves[3] = BlindBoxHandler.wait.selector;
        moves[4] = BlindBoxHandler.close.selector;
        moves[5] = BlindBoxHandler.capture.selector;
        moves[6] = BlindBoxHandler.reveal.selector;
        moves[7] = BlindBoxHandler.claim.selector;
        moves[8] = BlindBoxHandler.refund.selector;
        moves[9] = BlindBoxHandler.collect.selector;
        targetSelectors(address(_handler), moves);
    }

    /// @dev Else the invariants might hold for want of anything that happens.
    function test_EveryEndCanBeReached() public {
        _handler.create(1 ether, 2 ether, false, false);
        _handler.create(1 ether, 2 ether, true, true);
        _handler.finish(0, 0);
        _handler.buy(1, 0, 3, "entropy");
        _handler.wait(0, 60);
        _handler.reveal(0);
        assertEq(_handler.reveals(), 1);
        _handler.claim(0, 5);
        assertEq(_handler.claims(), 1);
        _handler.collect(0);
        for (uint256 i; i < 5; ++i) {
            _handler.wait(40 minutes, 1);
        }
        assertEq(_handler.held(address(_token)), 5 ether);
        _handler.refund(1, 0);
        assertEq(_handler.refunds(), 1);
        assertEq(_handler.held(address(0)) + _handler.held(address(_token)), 0);
        assertEq(_handler.mistakes(), 0);
    }

    function invariant_WhatCameInWentOutOrIsHeld() public view {
        address[2] memory currencies = [address(0), address(_token)];
        for (uint256 i; i < 2; ++i) {
            address currency = currencies[i];
            assertEq(_handler.paidIn(currency), _handler.paidOut(currency) + _handler.held(currency));
            assertEq(_handler.held(currency), _handler.owed(currency), "neither more nor less than it owes");
        }
    }

    function invariant_NoRuleIsBroken() public view {
        assertEq(_handler.mistakes(), 0);
    }

    function invariant_EachBoxHasOnePrizeAtMostAndEachPrizeOneBox() public view {
        BlindBoxHandler.Secret[] memory sales = _handler.sales();
        uint256 opened;
        for (uint256 s; s < sales.length; ++s) {
            uint256 delivered;
            for (uint256 i; i < SUPPLY; ++i) {
                uint256 deliveries = _minter.deliveries(_handler.prizeAt(s, i));
                assertLe(deliveries, 1);
                delivered += deliveries;
                if (_box.isClaimed(sales[s].saleId, i)) ++opened;
            }
            if (_box.isRefundable(sales[s].saleId)) assertEq(delivered, 0);
        }
        assertEq(opened, _minter.total());
        assertEq(opened, _handler.claims());
    }
}
