// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DistributorConfig, Epoch, RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {RuleRegistry} from "../../src/rewards/RuleRegistry.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {Cheats} from "./Test.sol";

/// @notice Proposes, disputes, activates, funds, claims, pushes and blocks at random, as owner and as anybody, and counts
/// what ought to come of it.
contract RewardsHandler is Cheats {
    uint256 private constant ACCOUNTS = 8;
    uint64 public constant DELAY = 1 days;
    uint256 public constant MAX_INCREASE = 2 ** 130;

    RewardsDistributor public immutable distributor;
    BlockingToken public immutable token;

    address[] public accounts;
    /// @notice What the current tree says of each account.
    uint256[] public earned;
    /// @notice The most that any active tree has said of each account.
    uint256[] public mostEarned;
    /// @notice What was pushed to each account, paid or credited.
    uint256[] public pushed;
    uint256 public funded;
    /// @notice What claims paid or credited.
    uint256 public claimedSum;
    uint256 public pushedSum;
    /// @notice What all active epochs may push together.
    uint256 public pushTotals;
    /// @notice What an account had been paid when it was last looked at.
    mapping(address account => uint256 amount) public claimedBefore;
    bool public claimedFell;
    bool public totalFell;

    uint256[] private _proposed;
    Epoch private _pending;
    uint256[] private _pendingPush;
    bytes32[] private _leaves;
    uint256 private _totalBefore;

    /// @dev The batch that each epoch pushes.
    mapping(uint64 number => uint256[]) private _batches;

    constructor() {
        token = new BlockingToken();
        distributor = RewardsDistributor(
            deployed(
                "RewardsDistributor.sol:RewardsDistributor",
                abi.encode(
                    DistributorConfig(
                        address(token), address(this), address(this), RuleRegistry(address(0)), DELAY, MAX_INCREASE
                    )
                )
            )
        );
        for (uint256 i; i < ACCOUNTS; ++i) {
            accounts.push(vm.addr(i + 1));
            earned.push(0);
            mostEarned.push(0);
            pushed.push(0);
        }
    }

    function count() external pure returns (uint256) {
        return ACCOUNTS;
    }

    /// @notice A new epoch in which most accounts earned something, some nothing, and one may have been corrected downwards,
    /// which counts in the total as it was before, since it may have been paid.
    function propose(uint256 seed) public {
        (bytes32 record,) = distributor.proposal();
        if (record != bytes32(0)) return;
        delete _proposed;
        delete _pendingPush;
        uint256 total;
        uint256 pushTotal;
        for (uint256 i; i < ACCOUNTS; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint256 amount = earned[i];
            if (draw % 16 == 0) amount /= 2;
            else if (draw % 3 != 0) amount += (draw >> 128) >> (draw % 128);
            _proposed.push(amount);
            total += amount < mostEarned[i] ? mostEarned[i] : amount;
            uint256 share = draw % 5 == 0 ? (draw >> 64) % 1e18 : 0;
            _pendingPush.push(share);
            pushTotal += share;
        }
        uint64 number = distributor.currentEpoch() + 1;
        _pending = Epoch(
            number,
            uint64(block.timestamp),
            1,
            MerkleTree.root(_leavesOf(_proposed)),
            total,
            bytes32(seed),
            bytes32(seed),
            pushTotal == 0 ? bytes32(0) : _pushLeaf(number, _pendingPush),
            pushTotal
        );
        distributor.propose(_pending);
    }

    function dispute(uint256 seed) external {
        (bytes32 record,) = distributor.proposal();
        if (record != bytes32(0) && seed % 4 == 0) distributor.dispute(record, bytes32(seed));
    }

    function pass(uint32 time) external {
        vm.warp(block.timestamp + time % (2 * DELAY));
    }

    /// @notice Activates what is proposed; fails only before its time, or with too little money.
    function activate() public {
        (bytes32 record, uint64 activeFrom) = distributor.proposal();
        if (record == bytes32(0)) return;
        uint256 increase = _pending.cumulativeTotal - distributor.cumulativeTotal() + _pending.pushTotal;
        uint256 waiting = token.balanceOf(address(distributor.pool()));
        try distributor.activate(_pending) {
            require(block.timestamp >= activeFrom, "an epoch took effect early");
            earned = _proposed;
            _leaves = _leavesOf(_proposed);
            for (uint256 i; i < ACCOUNTS; ++i) {
                if (earned[i] > mostEarned[i]) mostEarned[i] = earned[i];
            }
            _batches[_pending.number] = _pendingPush;
            pushTotals += _pending.pushTotal;
        } catch {
            require(block.timestamp < activeFrom || waiting < increase, "a rightful activation failed");
        }
        if (distributor.cumulativeTotal() < _totalBefore) totalFell = true;
        _totalBefore = distributor.cumulativeTotal();
    }

    function fund(uint128 amount) public {
        token.mint(address(distributor.pool()), amount);
        funded += amount;
    }

    function setBlocked(uint256 index, bool blocked) external {
        token.setBlocked(accounts[bound(index, 0, ACCOUNTS - 1)], blocked);
    }

    /// @notice Claims for one account, with what the tree says; fails only when there is nothing new, or the account is blocked.
    function claim(uint256 index) public {
        index = bound(index, 0, ACCOUNTS - 1);
        if (_leaves.length == 0) return;
        address account = accounts[index];
        uint256 before = distributor.claimed(account);
        bytes32[] memory proof = MerkleTree.proof(_leaves, index);
        try distributor.claim(account, earned[index], proof) {
            claimedSum += earned[index] - before;
        } catch {
            require(earned[index] <= before || token.isBlocked(account), "a rightful claim failed");
        }
        _look(account);
    }

    /// @notice Claims for all under one proof; never fails.
    function claimAll() external {
        if (_leaves.length == 0) return;
        bool[] memory flags = new bool[](ACCOUNTS - 1);
        for (uint256 i; i < flags.length; ++i) {
            flags[i] = true;
        }
        distributor.claimMany(accounts, earned, new bytes32[](0), flags);
        for (uint256 i; i < ACCOUNTS; ++i) {
            claimedSum += distributor.claimed(accounts[i]) - claimedBefore[accounts[i]];
            _look(accounts[i]);
        }
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

    /// @notice Pushes an epoch's batch, which works once.
    function push(uint64 number) public {
        number = uint64(bound(number, 0, distributor.currentEpoch()));
        uint256[] memory batch = _batches[number];
        bool before = distributor.isPushed(number, 0);
        if (batch.length == 0) return;
        uint256 sum;
        for (uint256 i; i < batch.length; ++i) {
            sum += batch[i];
        }
        try distributor.push(number, 0, accounts, batch, new bytes32[](0)) {
            require(!before, "a batch was paid twice");
            pushedSum += sum;
            for (uint256 i; i < batch.length; ++i) {
                pushed[i] += batch[i];
            }
        } catch {
            require(before || sum == 0, "a rightful push failed");
        }
    }

    function withdraw(uint256 index) public {
        address account = accounts[bound(index, 0, ACCOUNTS - 1)];
        uint256 credit = distributor.creditOf(account);
        try distributor.withdraw(account) {}
        catch {
            require(credit == 0 || token.isBlocked(account), "a rightful withdrawal failed");
        }
    }

    /// @notice Somebody else proposes or disputes; must always fail.
    function actAsAnother(address other, bytes32 root) external {
        if (other == address(this)) return;
        Epoch memory epoch =
            Epoch(distributor.currentEpoch() + 1, 0, 1, root, type(uint256).max, root, root, bytes32(0), 0);
        (bytes32 record,) = distributor.proposal();
        vm.startPrank(other);
        try distributor.propose(epoch) {
            revert("somebody else proposed");
        } catch {}
        try distributor.dispute(record, root) {
            revert("somebody else disputed");
        } catch {}
        vm.stopPrank();
    }

    function unblockAll() external {
        for (uint256 i; i < ACCOUNTS; ++i) {
            token.setBlocked(accounts[i], false);
        }
    }

    function _look(address account) private {
        uint256 claimed = distributor.claimed(account);
        if (claimed < claimedBefore[account]) claimedFell = true;
        claimedBefore[account] = claimed;
    }

    function _leavesOf(uint256[] memory amounts) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](ACCOUNTS);
        for (uint256 i; i < ACCOUNTS; ++i) {
            leaves[i] = MerkleTree.leaf(accounts[i], amounts[i]);
        }
    }

    function _pushLeaf(uint64 number, uint256[] memory amounts) private view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(number, uint256(0), accounts, amounts))));
    }
}
