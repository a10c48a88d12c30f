// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardPool} from "../../src/rewards/RewardPool.sol";
import {DistributorConfig, Epoch, RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {RuleRegistry} from "../../src/rewards/RuleRegistry.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {RewardsFixture} from "../support/RewardsFixture.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice An epoch is proposed by its owner, waits, may be disputed, and takes effect with its money; totals never fall,
/// and none adds more than is allowed.
contract RewardsEpochsTest is RewardsFixture {
    uint256 private constant MAX_INCREASE = 1000;
    bytes32 private constant ROOT = keccak256("root");
    bytes32 private constant REASON = keccak256("the root leaves an account out");

    RuleRegistry private rules =
        RuleRegistry(deployed("RuleRegistry.sol:RuleRegistry", abi.encode(owner, uint64(1 days))));
    RewardsDistributor private guarded =
        _deploy(DistributorConfig(address(token), owner, guardian, RuleRegistry(address(0)), DELAY, MAX_INCREASE));

    // --- Construction ---

    function test_ItKnowsWhatItWasConfiguredWith() external view {
        assertEq(guarded.token(), address(token));
        assertEq(guarded.owner(), owner);
        assertEq(guarded.guardian(), guardian);
        assertEq(address(guarded.rules()), address(0));
        assertEq(guarded.delay(), DELAY);
        assertEq(guarded.maxIncrease(), MAX_INCREASE);
        assertEq(guarded.currentEpoch(), 0);
        assertEq(guarded.root(), bytes32(0));
        assertEq(guarded.pool().token(), address(token));
        assertEq(guarded.pool().distributor(), address(guarded));
    }

    function test_NeitherTokenNorOwnerMayBeZero() external {
        DistributorConfig memory config = _config(address(0));
        vm.expectRevert(RewardsDistributor.ZeroAddress.selector);
        _deploy(config);
        config = _config(address(token));
        config.owner = address(0);
        vm.expectRevert(RewardsDistributor.ZeroAddress.selector);
        _deploy(config);
    }

    // --- Proposal and activation ---

    function test_WithoutADelayAnEpochIsActiveAtOnce() external {
        Epoch memory epoch = _epoch(distributor, ROOT, 500);
        bytes32 record = distributor.recordOf(epoch);
        _fund(distributor, 500);
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.EpochProposed(1, record, NOW, epoch);
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.EpochActivated(1, record);
        assertEq(_propose(distributor, epoch), record);

        _assertCurrent(distributor, 1, ROOT, 500);
        assertEq(token.balanceOf(address(distributor)), 500);
    }

    function test_AnEpochWaitsForItsDelayAndTakesEffectByAnybodysHand() external {
        _fund(guarded, 600);
        bytes32[] memory leaves = _leavesOf(100, 200);
        Epoch memory epoch = _epoch(guarded, MerkleTree.root(leaves), 600);
        bytes32 record = guarded.recordOf(epoch);
        vm.expectEmit(address(guarded));
        emit RewardsDistributor.EpochProposed(1, record, NOW + DELAY, epoch);
        _propose(guarded, epoch);
        _assertCurrent(guarded, 0, bytes32(0), 0);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        guarded.claim(alice, 100, proof);

        vm.warp(NOW + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.TooEarly.selector, NOW + DELAY));
        guarded.activate(epoch);

        vm.warp(NOW + DELAY);
        vm.expectEmit(address(guarded));
        emit RewardsDistributor.EpochActivated(1, record);
        vm.prank(relayer);
        guarded.activate(epoch);
        _assertCurrent(guarded, 1, epoch.root, 600);
        assertEq(guarded.rulesHash(), RULES);
        assertEq(guarded.inputRoot(), INPUTS);
        guarded.claim(alice, 100, proof);
        assertEq(token.balanceOf(alice), 100);
    }

    function test_TheRootBeforeStaysUntilTheNextIsActive() external {
        _fund(guarded, 1000);
        bytes32[] memory leaves = _leavesOf(100, 200);
        _activate(_epoch(guarded, MerkleTree.root(leaves), 600));
        Epoch memory next = _epoch(guarded, MerkleTree.root(_leavesOf(150, 250)), 700);
        _propose(guarded, next);
        guarded.claim(alice, 100, MerkleTree.proof(leaves, 0));
        assertEq(token.balanceOf(alice), 100);
        assertEq(guarded.currentEpoch(), 1);
    }

    /// @dev Whatever is altered, it is no longer what was proposed.
    function testFuzz_OnlyWhatWasProposedIsActivated(uint256 field, uint64 change) external {
        vm.assume(change != 0);
        Epoch memory epoch = _epoch(guarded, ROOT, 500);
        _propose(guarded, epoch);
        vm.warp(NOW + DELAY);
        field %= 9;
        unchecked {
            if (field == 0) epoch.number += change;
            else if (field == 1) epoch.startsAt += change;
            else if (field == 2) epoch.engineVersion += 1;
            else if (field == 3) epoch.root ^= bytes32(uint256(change));
            else if (field == 4) epoch.cumulativeTotal += change;
            else if (field == 5) epoch.rulesHash ^= bytes32(uint256(change));
            else if (field == 6) epoch.inputRoot ^= bytes32(uint256(change));
            else if (field == 7) epoch.pushRoot ^= bytes32(uint256(change));
            else epoch.pushTotal += change;
        }
        bytes32 record = guarded.recordOf(epoch);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, record));
        guarded.activate(epoch);
    }

    function test_AnEpochIsActivatedOnce() external {
        _fund(guarded, 1000);
        Epoch memory epoch = _epoch(guarded, ROOT, 500);
        _activate(epoch);
        bytes32 record = guarded.recordOf(epoch);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, record));
        guarded.activate(epoch);
    }

    function test_ARecordIsOfOneChainAndOneContract() external {
        Epoch memory epoch = _epoch(guarded, ROOT, 500);
        bytes32 here = guarded.recordOf(epoch);
        assertEq(here, keccak256(abi.encode(block.chainid, address(guarded), epoch)));
        assertNotEq(here, distributor.recordOf(epoch));
        vm.chainId(10);
        assertNotEq(here, guarded.recordOf(epoch));
    }

    function test_OneEpochWaitsAtATime() external {
        bytes32 record = _propose(guarded, _epoch(guarded, ROOT, 500));
        Epoch memory other = _epoch(guarded, keccak256("other"), 400);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.EpochPending.selector, record));
        _propose(guarded, other);
    }

    function testFuzz_OnlyTheOwnerProposes(address other) external {
        vm.assume(other != owner);
        Epoch memory epoch = _epoch(guarded, ROOT, 0);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(other);
        guarded.propose(epoch);
    }

    function testFuzz_EpochsFollowOneAnother(uint64 number) external {
        _propose(distributor, _epoch(distributor, keccak256("first"), 0));
        _propose(distributor, _epoch(distributor, keccak256("second"), 0));
        vm.assume(number != 3);
        Epoch memory epoch = _epoch(distributor, ROOT, 0);
        epoch.number = number;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongEpoch.selector, 3, number));
        _propose(distributor, epoch);
        _propose(distributor, _epoch(distributor, ROOT, 0));
    }

    function test_TheZeroHashIsNoRoot() external {
        Epoch memory epoch = _epoch(distributor, bytes32(0), 0);
        vm.expectRevert(RewardsDistributor.ZeroRoot.selector);
        _propose(distributor, epoch);
    }

    function test_BatchesHaveARootAndASumOrNeither() external {
        Epoch memory epoch = _epoch(distributor, ROOT, 0);
        epoch.pushTotal = 1;
        vm.expectRevert(RewardsDistributor.WrongPushes.selector);
        _propose(distributor, epoch);
        epoch.pushTotal = 0;
        epoch.pushRoot = ROOT;
        vm.expectRevert(RewardsDistributor.WrongPushes.selector);
        _propose(distributor, epoch);
    }

    function test_ANewOwnerProposesAndTheOldOneDoesNot() external {
        vm.prank(owner);
        distributor.transferOwnership(bob);
        Epoch memory epoch = _epoch(distributor, ROOT, 0);
        vm.expectRevert(Ownable.Unauthorized.selector);
        _propose(distributor, epoch);
        vm.prank(bob);
        distributor.propose(epoch);
    }

    function test_WhatWasEarnedCanBeClaimedAfterTheOwnerLeft() external {
        bytes32[] memory leaves = _publish(100, 200);
        vm.prank(owner);
        distributor.renounceOwnership();
        _claim(leaves, 0, alice, 100);
        assertEq(token.balanceOf(alice), 100);
    }

    // --- Dispute ---

    function test_TheGuardianCallsAnEpochOffAndTheOwnerProposesAnew() external {
        _fund(guarded, 1000);
        Epoch memory wrong = _epoch(guarded, keccak256("wrong"), 500);
        bytes32 record = _propose(guarded, wrong);
        vm.warp(NOW + DELAY);
        vm.expectEmit(address(guarded));
        emit RewardsDistributor.EpochDisputed(1, record, guardian, REASON);
        vm.prank(guardian);
        guarded.dispute(record, REASON);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, record));
        guarded.activate(wrong);

        // The delay begins again.
        Epoch memory right = _epoch(guarded, ROOT, 500);
        _propose(guarded, right);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.TooEarly.selector, NOW + 2 * DELAY));
        guarded.activate(right);
        vm.warp(NOW + 2 * DELAY);
        guarded.activate(right);
        _assertCurrent(guarded, 1, ROOT, 500);
    }

    function test_TheOwnerCallsItsOwnEpochOff() external {
        bytes32 record = _propose(guarded, _epoch(guarded, ROOT, 500));
        vm.prank(owner);
        guarded.dispute(record, REASON);
        (bytes32 pending,) = guarded.proposal();
        assertEq(pending, bytes32(0));
    }

    function testFuzz_NobodyElseDisputes(address other) external {
        vm.assume(other != owner && other != guardian);
        bytes32 record = _propose(guarded, _epoch(guarded, ROOT, 500));
        vm.expectRevert(RewardsDistributor.OnlyGuardian.selector);
        vm.prank(other);
        guarded.dispute(record, REASON);
    }

    /// @dev So that a dispute which comes late does not hit the epoch that was proposed in place of the disputed one.
    function test_ADisputeIsOfOneRecord() external {
        vm.startPrank(guardian);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, bytes32(0)));
        guarded.dispute(bytes32(0), REASON);
        vm.stopPrank();
        bytes32 first = _propose(guarded, _epoch(guarded, keccak256("wrong"), 500));
        vm.prank(owner);
        guarded.dispute(first, REASON);
        bytes32 second = _propose(guarded, _epoch(guarded, ROOT, 500));
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, first));
        vm.prank(guardian);
        guarded.dispute(first, REASON);
        (bytes32 pending,) = guarded.proposal();
        assertEq(pending, second);
    }

    function test_WhatIsActiveCannotBeDisputed() external {
        _fund(guarded, 500);
        Epoch memory epoch = _epoch(guarded, ROOT, 500);
        _activate(epoch);
        bytes32 record = guarded.recordOf(epoch);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NotProposed.selector, record));
        vm.prank(guardian);
        guarded.dispute(record, REASON);
    }

    function test_OnlyTheGuardianHandsItsPartOn() external {
        vm.expectRevert(RewardsDistributor.OnlyGuardian.selector);
        vm.prank(owner);
        guarded.setGuardian(owner);

        vm.expectEmit(address(guarded));
        emit RewardsDistributor.GuardianChanged(carol);
        vm.prank(guardian);
        guarded.setGuardian(carol);
        bytes32 record = _propose(guarded, _epoch(guarded, ROOT, 500));
        vm.expectRevert(RewardsDistributor.OnlyGuardian.selector);
        vm.prank(guardian);
        guarded.dispute(record, REASON);
        vm.prank(carol);
        guarded.dispute(record, REASON);
    }

    // --- Totals, bound and money ---

    function testFuzz_TheTotalNeverFalls(uint128 first, uint128 second) external {
        _fund(distributor, 2 ** 129);
        _propose(distributor, _epoch(distributor, keccak256("first"), first));
        Epoch memory epoch = _epoch(distributor, keccak256("second"), second);
        if (second < first) {
            vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.TotalMustNotFall.selector, first, second));
        }
        _propose(distributor, epoch);
        assertEq(distributor.cumulativeTotal(), second < first ? first : second);
    }

    function testFuzz_AnEpochAddsAtMostWhatIsAllowed(uint128 total, uint128 pushed) external {
        Epoch memory epoch = _epoch(guarded, ROOT, total);
        if (pushed != 0) (epoch.pushRoot, epoch.pushTotal) = (ROOT, pushed);
        uint256 increase = uint256(total) + pushed;
        if (increase > MAX_INCREASE) {
            vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.IncreaseTooHigh.selector, MAX_INCREASE, increase));
        }
        _propose(guarded, epoch);
    }

    function test_TheBoundIsOnWhatIsAddedAndExact() external {
        _fund(guarded, 2000);
        _activate(_epoch(guarded, keccak256("first"), 1000));
        Epoch memory epoch = _epoch(guarded, ROOT, 2001);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.IncreaseTooHigh.selector, 1000, 1001));
        _propose(guarded, epoch);
        epoch.cumulativeTotal = 2000;
        _activate(epoch);
        assertEq(token.balanceOf(address(guarded)), 2000);
    }

    function test_AnIncreaseBeyondAllNumbersIsRefused() external {
        Epoch memory epoch = _epoch(distributor, ROOT, type(uint256).max);
        (epoch.pushRoot, epoch.pushTotal) = (ROOT, 1);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _propose(distributor, epoch);
    }

    function test_AnEpochTakesEffectOnlyWithAllItsMoney() external {
        _fund(guarded, 499);
        Epoch memory epoch = _epoch(guarded, ROOT, 500);
        _propose(guarded, epoch);
        vm.warp(NOW + DELAY);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        guarded.activate(epoch);
        _assertCurrent(guarded, 0, bytes32(0), 0);

        _fund(guarded, 1);
        guarded.activate(epoch);
        _assertCurrent(guarded, 1, ROOT, 500);
        assertEq(token.balanceOf(address(guarded.pool())), 0);
    }

    function testFuzz_NobodyButTheDistributorDrawsFromThePool(address other) external {
        vm.assume(other != address(guarded));
        RewardPool pool = guarded.pool();
        _fund(guarded, 500);
        vm.expectRevert(RewardPool.OnlyDistributor.selector);
        vm.prank(other);
        pool.draw(1);
    }

    // --- Rules ---

    function test_AnEpochsRulesCountedWhenItBegan() external {
        RewardsDistributor ruled = _ruled();
        Epoch memory epoch = _epoch(ruled, ROOT, 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.RulesNotActive.selector, bytes32(0), RULES));
        _propose(ruled, epoch);

        vm.prank(owner);
        rules.announce(RULES, 0);
        vm.warp(NOW + 3 days);
        epoch.startsAt = NOW + 1 days - 1;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.RulesNotActive.selector, bytes32(0), RULES));
        _propose(ruled, epoch);
        epoch.startsAt = NOW + 1 days;
        _propose(ruled, epoch);
        assertEq(ruled.rulesHash(), RULES);
    }

    function test_TheLastEpochUnderOldRulesIsProposedAfterNewOnesCount() external {
        RewardsDistributor ruled = _ruled();
        bytes32 newRules = keccak256("new rules");
        vm.startPrank(owner);
        rules.announce(RULES, 0);
        rules.announce(newRules, NOW + 10 days);
        vm.stopPrank();
        vm.warp(NOW + 11 days);
        Epoch memory epoch = _epoch(ruled, ROOT, 0);
        epoch.startsAt = NOW + 10 days - 1;
        _propose(ruled, epoch);

        epoch = _epoch(ruled, ROOT, 0);
        epoch.startsAt = NOW + 10 days;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.RulesNotActive.selector, newRules, RULES));
        _propose(ruled, epoch);
        epoch.rulesHash = newRules;
        _propose(ruled, epoch);
    }

    function test_RulesThatWereWithdrawnScoreNothing() external {
        RewardsDistributor ruled = _ruled();
        vm.startPrank(owner);
        rules.announce(RULES, 0);
        rules.withdraw(1);
        vm.stopPrank();
        vm.warp(NOW + 3 days);
        Epoch memory epoch = _epoch(ruled, ROOT, 0);
        epoch.startsAt = NOW + 2 days;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.RulesNotActive.selector, bytes32(0), RULES));
        _propose(ruled, epoch);
        epoch.rulesHash = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.RulesNotActive.selector, bytes32(0), bytes32(0)));
        _propose(ruled, epoch);
    }

    /// @dev Otherwise an owner could pick old rules for a new epoch by dating it back, or rules to come by dating it forward.
    function test_AnEpochBeginsAfterTheOneBeforeAndNotInTheFuture() external {
        RewardsDistributor ruled = _ruled();
        vm.prank(owner);
        rules.announce(RULES, 0);
        vm.warp(NOW + 3 days);
        Epoch memory epoch = _epoch(ruled, ROOT, 0);
        epoch.startsAt = NOW + 3 days + 1;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongStart.selector, 0, epoch.startsAt));
        _propose(ruled, epoch);
        epoch.startsAt = NOW + 2 days;
        _propose(ruled, epoch);
        epoch.number = 2;
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongStart.selector, NOW + 2 days, NOW + 2 days));
        _propose(ruled, epoch);
        epoch.startsAt = NOW + 2 days + 1;
        _propose(ruled, epoch);
    }

    function _ruled() private returns (RewardsDistributor) {
        DistributorConfig memory config = _config(address(token));
        config.rules = rules;
        return _deploy(config);
    }

    function _activate(Epoch memory epoch) private {
        _propose(guarded, epoch);
        vm.warp(block.timestamp + DELAY);
        guarded.activate(epoch);
    }

    function _assertCurrent(RewardsDistributor target, uint64 number, bytes32 root, uint256 total) private view {
        assertEq(target.currentEpoch(), number);
        assertEq(target.root(), root);
        assertEq(target.cumulativeTotal(), total);
    }
}
