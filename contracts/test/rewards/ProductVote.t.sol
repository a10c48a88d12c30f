// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProductVote, ProductVoteConfig} from "../../src/rewards/ProductVote.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {FlashLender, FlashVoter} from "../support/FlashVoter.sol";
import {Test} from "../support/Test.sol";
import {VoteFixture} from "../support/VoteFixture.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @notice Each counts once with what it had at the snapshot, and what was accepted happens once, after the time-lock.
contract ProductVoteTest is VoteFixture, Test {
    uint256 private aliceKey = makeKey("alice");
    address private alice = vm.addr(aliceKey);
    address private bob = makeAddr("bob");
    address private carol = makeAddr("carol");
    address private stranger = makeAddr("stranger");

    function setUp() external {
        vm.warp(NOW);
        _enrol(alice, 60);
        _enrol(bob, 30);
        _enrol(carol, 10);
        _pass(1);
    }

    // --- What it is ---

    function test_ItKnowsWhatItWasConfiguredWith() external view {
        assertEq(vote.name(), "Tea Club");
        assertEq(address(vote.token()), address(token));
        assertEq(vote.votingDelay(), DELAY);
        assertEq(vote.votingPeriod(), PERIOD);
        assertEq(vote.lateQuorumVoteExtension(), EXTENSION);
        assertEq(vote.proposalThreshold(), THRESHOLD);
        assertEq(vote.quorum(NOW), 20);
        assertEq(vote.CLOCK_MODE(), "mode=timestamp");
        assertEq(lock.getMinDelay(), LOCK);
    }

    function test_TheTimeLockObeysTheVoteAlone() external {
        bytes32[4] memory roles =
            [lock.PROPOSER_ROLE(), lock.EXECUTOR_ROLE(), lock.CANCELLER_ROLE(), lock.DEFAULT_ADMIN_ROLE()];
        for (uint256 i; i < roles.length; ++i) {
            bool admin = i == 3;
            assertEq(lock.hasRole(roles[i], address(vote)), !admin);
            assertEq(lock.hasRole(roles[i], address(lock)), admin);
            assertFalse(lock.hasRole(roles[i], address(this)), "the deployer");
            assertFalse(lock.hasRole(roles[i], address(0)), "everybody");
        }
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        lock.grantRole(roles[0], address(this));
    }

    function test_ATimeLockLocksAQuorumIsAPartAndAnExtensionIsNoLongerThanTheVote() external {
        ProductVoteConfig memory config = _config();
        config.timelockDelay = 0;
        vm.expectRevert(ProductVote.ZeroTimelockDelay.selector);
        _vote(config);
        config = _config();
        config.quorumPercent = 101;
        vm.expectRevert(
            abi.encodeWithSelector(GovernorVotesQuorumFraction.GovernorInvalidQuorumFraction.selector, 101, 100)
        );
        _vote(config);
        config = _config();
        config.voteExtension = PERIOD + 1;
        vm.expectPartialRevert(GovernorPreventLateQuorum.GovernorPreventLateQuorumVoteExtensionTooLarge.selector);
        _vote(config);
        config = _config();
        config.votingPeriod = 0;
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidVotingPeriod.selector, 0));
        _vote(config);
    }

    // --- The way of a proposal ---

    function test_WhatWasAcceptedHappensAfterTheTimeLock() external {
        Call memory call = _newPeriod(9 days);
        uint256 id = _propose(alice, call);
        assertEq(_state(id), _is(IGovernor.ProposalState.Pending));
        _open(id);
        _cast(alice, id, FOR);
        _cast(bob, id, AGAINST);
        _cast(carol, id, ABSTAIN);
        (uint256 against, uint256 inFavour, uint256 abstained) = vote.proposalVotes(id);
        assertEq(against, 30);
        assertEq(inFavour, 60);
        assertEq(abstained, 10);
        assertEq(_state(id), _is(IGovernor.ProposalState.Active));
        _close(id);
        assertEq(_state(id), _is(IGovernor.ProposalState.Succeeded));
        vm.prank(stranger);
        _queue(call);
        assertEq(_state(id), _is(IGovernor.ProposalState.Queued));
        assertEq(vote.proposalEta(id), vm.getBlockTimestamp() + LOCK);
        _pass(LOCK);
        vm.prank(stranger);
        _execute(call);
        assertEq(_state(id), _is(IGovernor.ProposalState.Executed));
        assertEq(vote.votingPeriod(), 9 days);
    }

    function test_TheTimeLockCannotBeSkipped() external {
        Call memory call = _newPeriod(9 days);
        uint256 id = _accepted(call);
        // Not executed unqueued, nor queued before it is accepted, nor in the last second of the delay.
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _execute(call);
        _queue(call);
        _pass(LOCK - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        _execute(call);
        // Nor by somebody else at the time-lock or at what is to be changed.
        bytes32 salt = bytes32(bytes20(address(vote))) ^ keccak256(bytes(call.description));
        bytes32 operation = lock.hashOperationBatch(call.targets, call.values, call.calldatas, 0, salt);
        assertTrue(lock.isOperationPending(operation));
        _pass(1);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        lock.executeBatch(call.targets, call.values, call.calldatas, 0, salt);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        lock.schedule(call.targets[0], 0, call.calldatas[0], 0, salt, LOCK);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        lock.cancel(operation);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, address(this)));
        lock.updateDelay(0);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, address(this)));
        vote.setVotingPeriod(9 days);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, address(this)));
        vote.updateTimelock(lock);
        assertEq(_state(id), _is(IGovernor.ProposalState.Queued));
        _execute(call);
        assertEq(vote.votingPeriod(), 9 days);
    }

    function test_WhatWasDecidedHappensOnce() external {
        Call memory call = _call(address(token), abi.encodeCall(token.transfer, (bob, 5)), "5 for Bob");
        vm.prank(alice);
        assertTrue(token.transfer(address(lock), 20));
        _accepted(call);
        _queue(call);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _queue(call);
        _pass(LOCK);
        _execute(call);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _execute(call);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _propose(alice, call);
        assertEq(token.balanceOf(bob), 35);
        assertEq(token.balanceOf(address(lock)), 15);
    }

    function test_WhatFailsIsNotExecutedInPart() external {
        Call memory call = _call(address(token), abi.encodeCall(token.transfer, (bob, 5)), "5 for Bob");
        uint256 id = _accepted(call); // the time-lock has nothing
        _queue(call);
        _pass(LOCK);
        vm.expectRevert();
        _execute(call);
        assertEq(_state(id), _is(IGovernor.ProposalState.Queued));
        _mint(address(lock), 5);
        _execute(call);
        assertEq(token.balanceOf(bob), 35);
    }

    function test_ATieAMajorityAgainstAndTooFewVotesDefeat() external {
        uint256 tie = _propose(alice, _newPeriod(9 days));
        uint256 few = _propose(alice, _newPeriod(10 days));
        vm.prank(alice);
        token.delegate(address(0));
        _enrol(stranger, 30);
        uint256 thirty = _propose(bob, _newPeriod(11 days));
        _open(thirty);
        _cast(bob, tie, FOR);
        _cast(carol, few, FOR);
        _cast(bob, thirty, FOR);
        _cast(stranger, thirty, AGAINST);
        vm.warp(vote.proposalDeadline(thirty) + 1);
        // Nobody voted with Alice's 60 in the first; 10 of 130 are no fifth; 30 are no more than 30.
        assertEq(_state(few), _is(IGovernor.ProposalState.Defeated));
        assertEq(_state(thirty), _is(IGovernor.ProposalState.Defeated));
        assertEq(_state(tie), _is(IGovernor.ProposalState.Succeeded));
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _queue(_newPeriod(11 days));
    }

    function test_OnlyWhoHasVotesProposesAndOnlyTheProposerTakesItBackBeforeTheVote() external {
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, stranger, 0, THRESHOLD)
        );
        _propose(stranger, _newPeriod(9 days));
        Call memory call = _newPeriod(9 days);
        uint256 id = _propose(carol, call);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, alice));
        vm.prank(alice);
        vote.cancel(call.targets, call.values, call.calldatas, keccak256(bytes(call.description)));
        uint256 sooner = vm.snapshotState();
        vm.prank(carol);
        vote.cancel(call.targets, call.values, call.calldatas, keccak256(bytes(call.description)));
        assertEq(_state(id), _is(IGovernor.ProposalState.Canceled));
        assertTrue(vm.revertToState(sooner));
        _open(id);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, carol));
        vm.prank(carol);
        vote.cancel(call.targets, call.values, call.calldatas, keccak256(bytes(call.description)));
    }

    // --- Late quorum ---

    function test_AQuorumThatComesLateGivesTheOthersTime() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        uint256 first = vote.proposalDeadline(id);
        _open(id);
        _cast(carol, id, AGAINST);
        vm.warp(first);
        vm.expectEmit(address(vote));
        // forge-lint: disable-next-line(unsafe-typecast)
        emit GovernorPreventLateQuorum.ProposalExtended(id, uint64(first + EXTENSION));
        _cast(bob, id, FOR); // 30 of 100 in the last second
        assertEq(vote.proposalDeadline(id), first + EXTENSION);
        vm.warp(first + EXTENSION);
        _cast(alice, id, AGAINST);
        assertEq(vote.proposalDeadline(id), first + EXTENSION, "extended twice");
        _close(id);
        assertEq(_state(id), _is(IGovernor.ProposalState.Defeated));
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _cast(stranger, id, FOR);
    }

    function test_AQuorumThatComesInTimeExtendsNothing() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        uint256 first = vote.proposalDeadline(id);
        vm.warp(first - EXTENSION);
        _cast(alice, id, FOR);
        vm.warp(first);
        _cast(bob, id, AGAINST);
        assertEq(vote.proposalDeadline(id), first);
    }

    // --- Once, and with what was there at the snapshot ---

    function test_NobodyVotesTwice() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        _open(id);
        bytes memory first = signature(aliceKey, _digest(vote, id, FOR, alice, 0));
        bytes memory second = signature(aliceKey, _digest(vote, id, AGAINST, alice, 1));
        bytes memory third = signature(aliceKey, _digest(vote, id, AGAINST, alice, 0));
        uint256 sooner = vm.snapshotState();

        vote.castVoteBySig(id, FOR, alice, first);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        vote.castVoteBySig(id, FOR, alice, first);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        vote.castVoteBySig(id, AGAINST, alice, second);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        _cast(alice, id, AGAINST);
        _assertVotes(id, 0, 60, 0);

        assertTrue(vm.revertToState(sooner));
        _cast(alice, id, ABSTAIN);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        vote.castVoteBySig(id, AGAINST, alice, third);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        _cast(alice, id, ABSTAIN);
        _assertVotes(id, 0, 0, 60);
    }

    function test_WhatIsPassedOnWhileTheVoteRunsCountsWhereItWas() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        vm.prank(stranger);
        token.delegate(stranger);
        _open(id);
        _cast(alice, id, FOR);
        vm.prank(alice);
        assertTrue(token.transfer(stranger, 60));
        _pass(1);
        assertEq(token.getVotes(stranger), 60);
        _cast(stranger, id, FOR);
        _assertVotes(id, 0, 60, 0);
        // What is minted meanwhile does not count either.
        _enrol(makeAddr("late"), 1000);
        _pass(1);
        _cast(makeAddr("late"), id, AGAINST);
        _assertVotes(id, 0, 60, 0);
    }

    function test_WhatIsBorrowedForATransactionCountsNothing() external {
        FlashLender lender = new FlashLender(token);
        FlashVoter attacker = new FlashVoter(token, lender, vote);
        _mint(address(lender), 1_000_000);
        _pass(1);
        Call memory call = _newPeriod(9 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, address(attacker), 0, THRESHOLD
            )
        );
        attacker.attack(abi.encodeCall(vote.propose, (call.targets, call.values, call.calldatas, call.description)));

        uint256 id = _propose(alice, call);
        vm.warp(vote.proposalSnapshot(id)); // in the second of the snapshot
        attacker.attack("");
        assertEq(token.getVotes(address(attacker)), 0);
        _open(id);
        attacker.attack(abi.encodeCall(vote.castVote, (id, AGAINST)));
        assertTrue(vote.hasVoted(id, address(attacker)));
        _assertVotes(id, 0, 0, 0);
    }

    function test_WhoseVotesWereDelegatedVotesThroughTheDelegate() external {
        vm.prank(alice);
        token.delegate(bob);
        _pass(1);
        uint256 id = _propose(bob, _newPeriod(9 days));
        _open(id);
        vm.prank(alice);
        token.delegate(alice); // too late for this one
        _cast(bob, id, FOR);
        _cast(alice, id, AGAINST);
        _assertVotes(id, 0, 90, 0);
    }

    function test_ThereAreThreeWaysToVoteAndATimeForIt() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _cast(alice, id, FOR);
        _open(id);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        _cast(alice, id, 3);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, id ^ 1));
        _cast(alice, id ^ 1, FOR);
        _close(id);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _cast(alice, id, FOR);
    }

    // --- Signatures ---

    function test_ASignatureIsForOneChainContractProposalAnswerAndVoter() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        uint256 other = _propose(alice, _newPeriod(10 days));
        ProductVote sibling = _vote(_config());
        _open(other);
        _assertRefused(id, FOR, alice, _digest(sibling, id, FOR, alice, 0));
        _assertRefused(id, FOR, alice, _digest(vote, other, FOR, alice, 0));
        _assertRefused(id, FOR, alice, _digest(vote, id, AGAINST, alice, 0));
        _assertRefused(id, FOR, alice, _digest(vote, id, FOR, bob, 0));
        _assertRefused(id, FOR, bob, _digest(vote, id, FOR, bob, 0));
        _assertRefused(id, FOR, alice, _digest(vote, id, FOR, alice, 1));
        _assertRefused(id, FOR, address(0), _digest(vote, id, FOR, address(0), 0));
        uint256 here = vm.getChainId();
        vm.chainId(here + 1);
        bytes32 elsewhere = _digest(vote, id, FOR, alice, 0);
        vm.chainId(here);
        _assertRefused(id, FOR, alice, elsewhere);
        vote.castVoteBySig(id, FOR, alice, signature(aliceKey, _digest(vote, id, FOR, alice, 0)));
        _assertVotes(id, 0, 60, 0);
    }

    function test_TheTwinOfASignatureIsNone() external {
        uint256 id = _propose(alice, _newPeriod(9 days));
        _open(id);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, _digest(vote, id, FOR, alice, 0));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        vote.castVoteBySig(id, FOR, alice, abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27)));
    }

    function test_AContractSignsForItself() external {
        ContractWallet wallet = new ContractWallet(alice);
        _enrol(address(wallet), 5);
        _pass(1);
        uint256 id = _propose(alice, _newPeriod(9 days));
        _open(id);
        bytes memory signed = signature(aliceKey, _digest(vote, id, AGAINST, address(wallet), 0));
        wallet.setMode(ContractWallet.Mode.AnswerFalse);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, address(wallet)));
        vote.castVoteBySig(id, AGAINST, address(wallet), signed);
        wallet.setMode(ContractWallet.Mode.Honest);
        vote.castVoteBySig(id, AGAINST, address(wallet), signed);
        _assertVotes(id, 5, 0, 0);
    }

    // --- Property ---

    /// @dev Whatever three have and choose, the sums are theirs, and it is accepted when the rules say so.
    function testFuzz_TheOutcomeIsWhatTheRulesSay(uint96[3] memory more, uint8[3] memory choices) external {
        address[3] memory voters = [alice, bob, carol];
        uint256[3] memory counted;
        uint256 all;
        for (uint256 i; i < 3; ++i) {
            _mint(voters[i], more[i]);
            all += token.getVotes(voters[i]);
        }
        _pass(1);
        uint256 id = _propose(alice, _newPeriod(9 days));
        _open(id);
        for (uint256 i; i < 3; ++i) {
            uint8 choice = choices[i] % 4; // the fourth stays at home
            if (choice == 3) continue;
            _cast(voters[i], id, choice);
            counted[choice] += token.getVotes(voters[i]);
        }
        _assertVotes(id, counted[AGAINST], counted[FOR], counted[ABSTAIN]);
        _close(id);
        bool accepted = counted[FOR] > counted[AGAINST] && counted[FOR] + counted[ABSTAIN] >= all * QUORUM / 100;
        assertEq(_state(id), _is(accepted ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated));
    }

    // --- Helpers ---

    function _newPeriod(uint32 period) private view returns (Call memory) {
        return _call(address(vote), abi.encodeCall(vote.setVotingPeriod, (period)), vm.toString(uint256(period)));
    }

    function _accepted(Call memory call) private returns (uint256 id) {
        _pass(1);
        id = _propose(bob, call);
        _open(id);
        _cast(bob, id, FOR);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _queue(call);
        _close(id);
    }

    function _assertRefused(uint256 id, uint8 support, address voter, bytes32 digest) private {
        bytes memory signed = signature(aliceKey, digest);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter));
        vote.castVoteBySig(id, support, voter, signed);
    }

    function _assertVotes(uint256 id, uint256 against, uint256 inFavour, uint256 abstained) private view {
        (uint256 a, uint256 f, uint256 b) = vote.proposalVotes(id);
        assertEq(a, against, "against");
        assertEq(f, inFavour, "for");
        assertEq(b, abstained, "abstain");
    }
}
