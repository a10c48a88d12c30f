// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoyaltyToken} from "../../src/rewards/LoyaltyToken.sol";
import {ProductVote} from "../../src/rewards/ProductVote.sol";
import {Test} from "../support/Test.sol";
import {VoteHandler} from "../support/VoteHandler.sol";

/// @notice Whoever mints, passes on, delegates and votes in whatever order, no vote is counted that was not there.
contract ProductVoteInvariantTest is Test {
    VoteHandler private handler;
    ProductVote private vote;
    LoyaltyToken private token;

    function setUp() external {
        handler = new VoteHandler();
        (vote, token) = handler.watched();
        bytes4[] memory moves = new bytes4[](8);
        moves[0] = VoteHandler.mint.selector;
        moves[1] = VoteHandler.passOn.selector;
        moves[2] = VoteHandler.delegate.selector;
        moves[3] = VoteHandler.wait.selector;
        moves[4] = VoteHandler.propose.selector;
        moves[5] = VoteHandler.cast.selector;
        moves[6] = VoteHandler.cast.selector;
        moves[7] = VoteHandler.cast.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_NoMoreIsCountedThanThereWasAtTheSnapshot() external view {
        uint256[] memory ids = handler.proposals();
        for (uint256 i; i < ids.length; ++i) {
            (uint256 against, uint256 inFavour, uint256 abstained) = vote.proposalVotes(ids[i]);
            uint256 counted = against + inFavour + abstained;
            uint256 snapshot = vote.proposalSnapshot(ids[i]);
            uint256 sum;
            address[] memory voters = handler.votersOf(ids[i]);
            for (uint256 j; j < voters.length; ++j) {
                sum += token.getPastVotes(voters[j], snapshot);
            }
            assertEq(counted, sum, "not what the voters had");
            if (voters.length != 0) assertLe(counted, token.getPastTotalSupply(snapshot), "more than there was");
        }
    }

    function invariant_VotesCountInTheirTimeAndOnce() external view {
        assertEq(handler.mistakes(), 0);
    }

    /// @dev Or the invariants would say nothing.
    function afterInvariant() external view {
        assertGt(handler.votesCast(), 0, "nobody voted");
        assertGt(handler.signedVotes(), 0, "nobody signed");
        assertGt(handler.refusedSecondVotes(), 0, "nobody tried twice");
    }
}
