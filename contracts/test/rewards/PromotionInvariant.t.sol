// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PromotionHandler} from "../support/PromotionHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever is bought, given back, blocked and taken in whatever order, a promotion's money is there to the unit.
contract PromotionInvariantTest is Test {
    PromotionHandler private handler;

    /// @dev Foundry prints it.
    // forge-lint: disable-next-line(mixed-case-variable)
    event log_named_uint(string key, uint256 value);

    function setUp() external {
        handler = new PromotionHandler();
        bytes4[] memory moves = new bytes4[](11);
        moves[0] = PromotionHandler.fill.selector;
        moves[1] = PromotionHandler.buy.selector;
        moves[2] = PromotionHandler.buy.selector;
        moves[3] = PromotionHandler.buy.selector;
        moves[4] = PromotionHandler.refundPart.selector;
        moves[5] = PromotionHandler.refundPart.selector;
        moves[6] = PromotionHandler.refundOverdue.selector;
        moves[7] = PromotionHandler.obstruct.selector;
        moves[8] = PromotionHandler.collect.selector;
        moves[9] = PromotionHandler.takeRest.selector;
        moves[10] = PromotionHandler.passTime.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_WhatCameInIsSpentTakenOrThere() external view {
        uint256 credit = handler.heldEscrow().creditOf(address(handler.promotion()), address(handler.blocking()));
        assertEq(
            handler.filled() + handler.back(), handler.spent() + handler.taken() + handler.promotion().held() + credit
        );
    }

    /// @dev Every sequence ends well: what is refunded whole comes back whole, and all that was put in leaves with the owner. How
    /// often each move did something is for the log of a verbose run.
    function afterInvariant() external {
        string[8] memory moves =
            ["fill", "buy", "refundPart", "refundOverdue", "obstruct", "collect", "takeRest", "passTime"];
        for (uint256 i; i < moves.length; ++i) {
            emit log_named_uint(moves[i], handler.done(moves[i]));
        }
        handler.settleEverything();
        assertEq(handler.back(), handler.spent());
        assertEq(handler.ownerHas(), handler.filled());
        assertEq(handler.promotion().held(), 0);
    }
}
