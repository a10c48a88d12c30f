// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DistributorConfig, Epoch, RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {RuleRegistry} from "../../src/rewards/RuleRegistry.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {Test} from "./Test.sol";

/// @notice Distributors, and epochs that are proposed, funded and activated in one step where a test is about other things.
abstract contract RewardsFixture is Test {
    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant DELAY = 2 days;
    bytes32 internal constant RULES = keccak256("rules");
    bytes32 internal constant INPUTS = keccak256("inputs");

    address internal owner = makeAddr("owner");
    address internal guardian = makeAddr("guardian");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal relayer = makeAddr("relayer");
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Reward", "RWD", 18)));
    RewardsDistributor internal distributor = _distributorOf(address(token));

    function setUp() public virtual {
        vm.warp(NOW);
    }

    /// @dev One without delay, guardian, rules and bound.
    function _distributorOf(address token_) internal returns (RewardsDistributor) {
        return _deploy(_config(token_));
    }

    function _config(address token_) internal view returns (DistributorConfig memory) {
        return DistributorConfig(token_, owner, address(0), RuleRegistry(address(0)), 0, type(uint256).max);
    }

    function _deploy(DistributorConfig memory config) internal returns (RewardsDistributor) {
        return RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(config)));
    }

    /// @dev The epoch after the current one, with nothing pushed.
    function _epoch(RewardsDistributor target, bytes32 root, uint256 total) internal view returns (Epoch memory) {
        return Epoch(target.currentEpoch() + 1, NOW, 1, root, total, RULES, INPUTS, bytes32(0), 0);
    }

    function _propose(RewardsDistributor target, Epoch memory epoch) internal returns (bytes32) {
        vm.prank(owner);
        return target.propose(epoch);
    }

    /// @dev Puts into the pool what the epoch adds, and publishes it.
    function _publishAt(RewardsDistributor target, bytes32 root, uint256 total) internal {
        _fund(target, total - target.cumulativeTotal());
        _propose(target, _epoch(target, root, total));
    }

    function _fund(RewardsDistributor target, uint256 amount) internal {
        TestToken(target.token()).mint(address(target.pool()), amount);
    }

    /// @dev Alice, Bob, Carol for 300, and one who earned nothing.
    function _leavesOf(uint256 forAlice, uint256 forBob) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        leaves[0] = MerkleTree.leaf(alice, forAlice);
        leaves[1] = MerkleTree.leaf(bob, forBob);
        leaves[2] = MerkleTree.leaf(carol, 300);
        leaves[3] = MerkleTree.leaf(relayer, 0);
    }

    /// @dev A published tree of these; the total stays where it would fall.
    function _publish(uint256 forAlice, uint256 forBob) internal returns (bytes32[] memory leaves) {
        leaves = _leavesOf(forAlice, forBob);
        _publishRoot(MerkleTree.root(leaves), forAlice + forBob + 300);
    }

    function _publishRoot(bytes32 root, uint256 total) internal {
        uint256 before = distributor.cumulativeTotal();
        _publishAt(distributor, root, total < before ? before : total);
    }

    function _claim(bytes32[] memory leaves, uint256 index, address account, uint256 amount) internal {
        distributor.claim(account, amount, MerkleTree.proof(leaves, index));
    }

    /// @dev A distributor of another token that owes 100 to Alice and 200 to Bob.
    function _of(address otherToken) internal returns (RewardsDistributor ofIt, bytes32[] memory leaves) {
        leaves = _leavesOf(100, 200);
        ofIt = _distributorOf(otherToken);
        _publishAt(ofIt, MerkleTree.root(leaves), 600);
    }
}
