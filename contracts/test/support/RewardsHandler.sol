// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {Cheats} from "./Test.sol";

/// @notice Publishes, funds and claims at random, as owner and as anybody, and counts what ought to come of it.
contract RewardsHandler is Cheats {
    uint256 private constant ACCOUNTS = 7;

    RewardsDistributor public immutable distributor;
    TestToken public immutable token;

    address[] public accounts;
    /// @notice What the current tree says of each account.
    uint256[] public earned;
    /// @notice The most that any tree has said of each account.
    uint256[] public mostEarned;
    uint256 public funded;
    uint256 public paid;
    /// @notice What an account had been paid when it was last looked at.
    mapping(address account => uint256 amount) public claimedBefore;
    bool public claimedFell;

    bytes32[] private _leaves;

    constructor() {
        token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Reward", "RWD", 18)));
        distributor = RewardsDistributor(
            deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(token), address(this)))
        );
        for (uint256 i; i < ACCOUNTS; ++i) {
            accounts.push(vm.addr(i + 1));
            earned.push(0);
            mostEarned.push(0);
        }
    }

    function count() external pure returns (uint256) {
        return ACCOUNTS;
    }

    /// @notice A new epoch in which most accounts earned something, some nothing, and one may have been corrected downwards.
    function publish(uint256 seed) external {
        uint256 total;
        delete _leaves;
        for (uint256 i; i < ACCOUNTS; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            if (draw % 16 == 0) earned[i] /= 2;
            else if (draw % 3 != 0) earned[i] += (draw >> 128) >> (draw % 128);
            if (earned[i] > mostEarned[i]) mostEarned[i] = earned[i];
            total += earned[i];
            _leaves.push(MerkleTree.leaf(accounts[i], earned[i]));
        }
        if (total < distributor.cumulativeTotal()) total = distributor.cumulativeTotal();
        distributor.publishEpoch(distributor.currentEpoch() + 1, MerkleTree.root(_leaves), total, bytes32(seed));
    }

    function fund(uint128 amount) external {
        token.mint(address(distributor), amount);
        funded += amount;
    }

    /// @notice Claims for one account, with what the tree says; fails only when there is nothing new or too little money.
    function claim(uint256 index) external {
        index = bound(index, 0, ACCOUNTS - 1);
        if (_leaves.length == 0) return;
        address account = accounts[index];
        uint256 before = distributor.claimed(account);
        uint256 balance = token.balanceOf(address(distributor));
        bytes32[] memory proof = MerkleTree.proof(_leaves, index);
        try distributor.claim(account, earned[index], proof) {
            paid += earned[index] - before;
        } catch {
            require(earned[index] <= before || earned[index] - before > balance, "a rightful claim failed");
        }
        _look(account);
    }

    /// @notice Claims what the tree does not say; must always fail.
    function claimTooMuch(uint256 index, uint128 more) external {
        index = bound(index, 0, ACCOUNTS - 1);
        if (_leaves.length == 0) return;
        uint256 amount = earned[index] + 1 + more;
        bytes32[] memory proof = MerkleTree.proof(_leaves, index);
        try distributor.claim(accounts[index], amount, proof) {
            revert("more was paid than earned");
        } catch {}
        _look(accounts[index]);
    }

    /// @notice Somebody else publishes; must always fail.
    function publishAsAnother(address other, bytes32 root) external {
        if (other == address(this)) return;
        uint64 epoch = distributor.currentEpoch() + 1;
        vm.prank(other);
        try distributor.publishEpoch(epoch, root, type(uint256).max, root) {
            revert("somebody else published");
        } catch {}
    }

    function _look(address account) private {
        uint256 claimed = distributor.claimed(account);
        if (claimed < claimedBefore[account]) claimedFell = true;
        claimedBefore[account] = claimed;
    }
}
