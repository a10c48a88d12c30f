// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice What a vote starts with. The community changes it later by its own proposals alone.
/// @param name of the vote, part of every signature (EIP-712)
/// @param token whose votes count: ERC-5805 with past votes; its clock (ERC-6372) counts the next three
/// @param votingDelay from a proposal to its snapshot
/// @param votingPeriod from the snapshot to the end, at least 1
/// @param voteExtension how long a vote lasts at the least after its quorum is reached, at most the period
/// @param proposalThreshold the votes that a proposer needs
/// @param quorumPercent the votes for a proposal, and those that abstain, in percent of all at the snapshot; at most 100
/// @param timelockDelay in seconds, at least 1: from the queueing of what was decided to its execution
struct ProductVoteConfig {
    string name;
    IVotes token;
    uint48 votingDelay;
    uint32 votingPeriod;
    uint48 voteExtension;
    uint256 proposalThreshold;
    uint256 quorumPercent;
    uint256 timelockDelay;
}

/// @title ProductVote
/// @notice Lets a community decide and makes what it decided happen: who holds votes proposes calls, all vote for or against,
/// and what was accepted waits in a time-lock before anybody can have it executed.
/// @dev OpenZeppelin's Governor. Votes are those that an account had at the snapshot, its own once it delegated to itself.
/// The time-lock is made here and obeys this contract alone: nobody else proposes, cancels or executes there, and it has no
/// admin but itself. What the community owns, and what it may do elsewhere, belongs to {timelock}, not to this contract.
contract ProductVote is
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotesQuorumFraction,
    GovernorPreventLateQuorum,
    GovernorTimelockControl
{
    /// @notice A time-lock that does not lock is none.
    error ZeroTimelockDelay();

    /// @notice The time is not up. It is the time-lock's own error, named here for those who read this contract's.
    error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates);

    /// @param config what the vote starts with
    constructor(ProductVoteConfig memory config)
        Governor(config.name)
        GovernorSettings(config.votingDelay, config.votingPeriod, config.proposalThreshold)
        GovernorVotes(config.token)
        GovernorVotesQuorumFraction(config.quorumPercent)
        GovernorPreventLateQuorum(config.voteExtension)
        GovernorTimelockControl(_timelockOf(config.timelockDelay))
    {}

    /// @notice Where a proposal stands.
    /// @param proposalId its number
    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    /// @notice When the vote on a proposal ends; later than it was first said where its quorum came late.
    /// @param proposalId its number
    function proposalDeadline(uint256 proposalId)
        public
        view
        override(Governor, GovernorPreventLateQuorum)
        returns (uint256)
    {
        return super.proposalDeadline(proposalId);
    }

    /// @notice The votes that a proposer needs.
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @notice Whether a proposal waits in the time-lock: always.
    /// @param proposalId its number
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @dev Only this contract schedules, cancels and executes, by the rules above; an admin could give others the same.
    function _timelockOf(uint256 delay) private returns (TimelockController) {
        if (delay == 0) revert ZeroTimelockDelay();
        address[] memory self = new address[](1);
        self[0] = address(this);
        return new TimelockController(delay, self, self, address(0));
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
