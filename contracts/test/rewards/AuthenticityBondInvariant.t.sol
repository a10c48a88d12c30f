// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthenticityBond} from "../../src/rewards/AuthenticityBond.sol";
import {BondHandler} from "../support/BondHandler.sol";
import {Test} from "../support/Test.sol";

/// @notice Whatever is claimed, blocked, paid and taken in whatever order, each buyer has or is owed what is due, to the unit.
contract AuthenticityBondInvariantTest is Test {
    BondHandler private handler;
    AuthenticityBond private bond;

    /// @dev Foundry prints it.
    event log_named_uint(string key, uint256 value);

    function setUp() external {
        handler = new BondHandler();
        bond = handler.bond();
        bytes4[] memory moves = new bytes4[](9);
        moves[0] = BondHandler.fill.selector;
        moves[1] = BondHandler.claim.selector;
        moves[2] = BondHandler.claim.selector;
        moves[3] = BondHandler.claim.selector;
        moves[4] = BondHandler.payOwed.selector;
        moves[5] = BondHandler.payOwed.selector;
        moves[6] = BondHandler.obstruct.selector;
        moves[7] = BondHandler.takeRest.selector;
        moves[8] = BondHandler.passTime.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_EachBuyerHasOrIsOwedWhatIsDue() external view {
        uint256 paid;
        uint256 owed;
        for (uint256 i; i < 2; ++i) {
            address buyer = handler.buyers(i);
            uint256 has = handler.blocking().balanceOf(buyer);
            assertEq(has + bond.owedTo(buyer), handler.due(buyer));
            paid += has;
            owed += bond.owedTo(buyer);
        }
        assertEq(bond.totalOwed(), owed);
        assertEq(handler.filled(), paid + handler.ownerHas() + bond.held());
    }

    /// @dev Every sequence ends well: once it is filled, everybody is paid and the rest is the owner's. How often each move did
    /// something is for the log of a verbose run.
    function afterInvariant() external {
        string[6] memory moves = ["fill", "claim", "payOwed", "obstruct", "takeRest", "passTime"];
        for (uint256 i; i < moves.length; ++i) {
            emit log_named_uint(moves[i], handler.done(moves[i]));
        }
        handler.settleEverything();
        uint256 paid;
        for (uint256 i; i < 2; ++i) {
            assertEq(handler.blocking().balanceOf(handler.buyers(i)), handler.due(handler.buyers(i)));
            paid += handler.due(handler.buyers(i));
        }
        assertEq(handler.ownerHas() + paid, handler.filled());
        assertEq(bond.held(), 0);
    }
}
