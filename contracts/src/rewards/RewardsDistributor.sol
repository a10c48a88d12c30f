// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {RewardPool} from "./RewardPool.sol";
import {RuleRegistry} from "./RuleRegistry.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice What a distributor is to be.
/// @param token the ERC-20 that is paid
/// @param owner who proposes epochs
/// @param guardian who else may dispute what is proposed; zero for nobody
/// @param rules where the rules of an epoch must have counted when it began; zero for no such check
/// @param delay seconds between an epoch's proposal and its activation; zero for none
/// @param maxIncrease the most that one epoch may add to what is paid, in the token's smallest unit
struct DistributorConfig {
    address token;
    address owner;
    address guardian;
    RuleRegistry rules;
    uint64 delay;
    uint256 maxIncrease;
}

/// @notice What the owner says of an epoch.
/// @param number the last epoch's plus one
/// @param startsAt seconds since 1970: when it began, by which its rules are those that counted then
/// @param engineVersion of the software that scored it
/// @param root the Merkle root over [account, earned since the beginning]
/// @param cumulativeTotal the sum of the tree's amounts, at least that of the last epoch
/// @param rulesHash the hash of the rules by which was scored
/// @param inputRoot the hash of what was scored
/// @param pushRoot the Merkle root over the batches that are pushed; zero for none
/// @param pushTotal the sum of all batches
struct Epoch {
    uint64 number;
    uint64 startsAt;
    uint32 engineVersion;
    bytes32 root;
    uint256 cumulativeTotal;
    bytes32 rulesHash;
    bytes32 inputRoot;
    bytes32 pushRoot;
    uint256 pushTotal;
}

/// @title RewardsDistributor
/// @notice Pays rewards out of one Merkle root an epoch. The root says what each account has earned since the beginning; a
/// claim pays what is new of it, so that nothing expires and one claim serves many epochs.
/// @dev Funded by plain transfers of the token to {pool}; WARNING: what is sent here instead belongs to nobody. An epoch is
/// proposed, may be disputed during the delay, and is activated with the money that it adds.
/// The tree is OpenZeppelin's standard one over [address, uint256], whose leaves are hashed twice so that no inner node
/// passes for a leaf. A leaf names neither chain nor contract: it counts only under a root that this owner activated here,
/// and what an account was paid is kept here. The hash of an epoch's record names both.
contract RewardsDistributor is Ownable {
    /// @dev One slot, read when an epoch is proposed and when a proof is of the root before.
    struct Last {
        uint64 number;
        uint64 startsAt;
        uint64 activatedAt;
    }

    /// @dev The epoch that waits for its activation.
    struct Proposal {
        bytes32 record;
        uint64 activeFrom;
    }

    /// @dev What an epoch pushes.
    struct Pushes {
        bytes32 root;
        uint256 left;
        mapping(uint256 word => uint256) done;
    }

    /// @notice How many seconds a claim with a proof of the epoch before still counts, since it may be on its way.
    uint64 public constant GRACE = 1 hours;

    /// @notice The token that is paid.
    address public immutable token;

    /// @notice Where the money waits until an epoch adds it.
    RewardPool public immutable pool;

    /// @notice Where an epoch's rules must have counted when it began; zero for no such check.
    RuleRegistry public immutable rules;

    /// @notice Seconds between an epoch's proposal and its activation.
    uint64 public immutable delay;

    /// @notice The most that one epoch may add to what is paid.
    uint256 public immutable maxIncrease;

    /// @notice Who beside the owner may dispute what is proposed; zero for nobody.
    address public guardian;

    /// @notice The Merkle root of the last epoch.
    bytes32 public root;

    /// @notice The Merkle root of the epoch before.
    bytes32 public previousRoot;

    /// @notice The hash of the rules by which the last epoch was scored.
    bytes32 public rulesHash;

    /// @notice The hash of what the last epoch scored.
    bytes32 public inputRoot;

    /// @notice What all accounts together have earned since the beginning, pushes aside.
    uint256 public cumulativeTotal;

    /// @notice What an account has been paid since the beginning, pushes aside.
    mapping(address account => uint256 amount) public claimed;

    /// @notice What an account could not be paid along with others, and can withdraw.
    mapping(address account => uint256 amount) public creditOf;

    /// @notice The epoch that waits for its activation, as the hash of its record, and from when it can be activated.
    Proposal public proposal;

    Last private _last;

    mapping(uint64 number => Pushes) private _pushes;

    /// @notice An epoch can be activated from second `activeFrom` on, unless it is disputed before.
    event EpochProposed(uint64 indexed number, bytes32 indexed record, uint64 activeFrom, Epoch epoch);

    /// @notice An epoch that was proposed is off; `reason` is a code, or the hash of a statement.
    event EpochDisputed(uint64 indexed number, bytes32 indexed record, address indexed by, bytes32 reason);

    /// @notice The rewards of an epoch can be claimed.
    event EpochActivated(uint64 indexed number, bytes32 indexed record);

    /// @notice Somebody else may dispute from now on.
    event GuardianChanged(address indexed guardian);

    /// @notice `account` was paid `amount`, which makes `cumulativeAmount` since the beginning.
    event Claimed(address indexed account, uint256 amount, uint256 cumulativeAmount);

    /// @notice A batch of an epoch was paid; its accounts are those of the call.
    event Pushed(uint64 indexed number, uint256 indexed batch, uint256 amount);

    /// @notice `account` could not be paid `amount` and can withdraw it.
    event Credited(address indexed account, uint256 amount);

    /// @notice `account` has withdrawn all its credit.
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice Epochs are proposed one after the other, from 1 on.
    error WrongEpoch(uint64 expected, uint64 given);

    /// @notice Another epoch is proposed; it is activated or disputed first.
    error EpochPending(bytes32 record);

    /// @notice No epoch of this record is proposed.
    error NotProposed(bytes32 record);

    /// @notice The epoch can be activated from second `activeFrom` on.
    error TooEarly(uint64 activeFrom);

    /// @notice What was earned cannot become less; corrections reduce what comes next.
    error TotalMustNotFall(uint256 current, uint256 given);

    /// @notice An epoch adds at most `max`.
    error IncreaseTooHigh(uint256 max, uint256 given);

    /// @notice An epoch begins after the one before it, and not in the future.
    error WrongStart(uint64 lastStart, uint64 given);

    /// @notice Other rules counted when the epoch began, or none.
    error RulesNotActive(bytes32 active, bytes32 given);

    /// @notice Batches have a root and a sum, or neither.
    error WrongPushes();

    /// @notice The pool did not give what the epoch adds: the token takes a fee, or does not keep its word.
    error WrongFunding(uint256 required, uint256 received);

    /// @notice The proof does not lead from this account and amount to the current root.
    error InvalidProof();

    /// @notice The account has been paid this much already.
    error NothingToClaim(address account, uint256 cumulativeAmount);

    /// @notice The batch was paid before.
    error AlreadyPushed(uint64 number, uint256 batch);

    /// @notice The epoch's batches are more than it said that they are.
    error PushTooHigh(uint256 left, uint256 given);

    /// @notice The account has no credit.
    error NothingToWithdraw(address account);

    /// @notice There must be as many amounts as accounts, and at least one.
    error WrongBatch(uint256 accounts, uint256 amounts);

    /// @notice The zero hash is no root.
    error ZeroRoot();

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @notice Only the guardian may do this, or the owner where that is said.
    error OnlyGuardian();

    /// @param config what the distributor is to be
    constructor(DistributorConfig memory config) {
        if (config.token == address(0) || config.owner == address(0)) revert ZeroAddress();
        token = config.token;
        rules = config.rules;
        delay = config.delay;
        maxIncrease = config.maxIncrease;
        guardian = config.guardian;
        pool = new RewardPool(config.token);
        _initializeOwner(config.owner);
    }

    /// @notice Proposes the next epoch. Without a delay it is activated at once.
    /// @dev WARNING: the root must keep what every account has earned and not yet claimed, and an amount that falls below
    /// what its account was paid leaves others short; the contract cannot see into it. Accounts check it during the
    /// delay, against the published rules and inputs.
    /// @param epoch what the owner says of it
    /// @return record the hash under which it can be disputed
    function propose(Epoch calldata epoch) external onlyOwner returns (bytes32 record) {
        if (proposal.record != bytes32(0)) revert EpochPending(proposal.record);
        _check(epoch);
        record = recordOf(epoch);
        uint64 activeFrom = uint64(block.timestamp) + delay;
        emit EpochProposed(epoch.number, record, activeFrom, epoch);
        if (delay == 0) _activate(epoch, record);
        else proposal = Proposal(record, activeFrom);
    }

    /// @notice Calls off the epoch that is proposed; the owner proposes anew. For the guardian and the owner.
    /// @dev WARNING: a guardian can hold up every epoch, so it must be somebody whom the accounts trust with that. What
    /// was activated before stays.
    /// @param record the hash of the epoch's record
    /// @param reason a code, or the hash of a statement
    function dispute(bytes32 record, bytes32 reason) external {
        if (msg.sender != guardian && msg.sender != owner()) revert OnlyGuardian();
        if (record == bytes32(0) || record != proposal.record) revert NotProposed(record);
        delete proposal;
        emit EpochDisputed(_last.number + 1, record, msg.sender, reason);
    }

    /// @notice Makes a proposed epoch the current one when its delay is over; anyone may.
    /// @dev WARNING: reverts (TransferFailed) while the pool holds less than the epoch adds; fund it and activate then.
    /// @param epoch as it was proposed
    function activate(Epoch calldata epoch) external {
        bytes32 record = recordOf(epoch);
        if (record != proposal.record) revert NotProposed(record);
        if (block.timestamp < proposal.activeFrom) revert TooEarly(proposal.activeFrom);
        delete proposal;
        _activate(epoch, record);
    }

    /// @notice Hands the guardian's part to somebody else, or with zero to nobody.
    /// @param newGuardian who may dispute from now on
    function setGuardian(address newGuardian) external {
        if (msg.sender != guardian) revert OnlyGuardian();
        guardian = newGuardian;
        emit GuardianChanged(newGuardian);
    }

    /// @notice Pays an account what it has earned and not been paid; anyone may call, the account gets it.
    /// @dev A proof of the epoch before counts for an hour after a new one: it pays what was due by that one, and the rest
    /// is due as before.
    /// @param account who earned
    /// @param cumulativeAmount what it earned since the beginning, as in the tree
    /// @param proof from its leaf to the current root
    function claim(address account, uint256 cumulativeAmount, bytes32[] calldata proof) external {
        bytes32 leaf = _leaf(account, cumulativeAmount);
        if (!MerkleProofLib.verifyCalldata(proof, root, leaf)) {
            if (!_inGrace() || !MerkleProofLib.verifyCalldata(proof, previousRoot, leaf)) revert InvalidProof();
        }
        uint256 amount = _use(account, cumulativeAmount);
        if (amount == 0) revert NothingToClaim(account, cumulativeAmount);
        SafeTransferLib.safeTransfer(token, account, amount);
    }

    /// @notice Pays many accounts what they have earned and not been paid, under one proof; anyone may call.
    /// @dev Who was paid meanwhile is passed over, and who cannot be paid gets a credit, so that nobody holds up the
    /// others. WARNING: costs up to 300,000 gas for one who cannot be paid.
    /// @param accounts who earned, in the order of the multiproof
    /// @param cumulativeAmounts what each earned since the beginning, as in the tree
    /// @param proof the hashes of OpenZeppelin's multiproof from their leaves to the current root
    /// @param flags for each step, whether both sides are already there
    function claimMany(
        address[] calldata accounts,
        uint256[] calldata cumulativeAmounts,
        bytes32[] calldata proof,
        bool[] calldata flags
    ) external {
        _checkBatch(accounts, cumulativeAmounts);
        bytes32[] memory leaves = new bytes32[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            leaves[i] = _leaf(accounts[i], cumulativeAmounts[i]);
        }
        bytes32 computed = MerkleProof.processMultiProofCalldata(proof, flags, leaves);
        if (computed != root && (!_inGrace() || computed != previousRoot)) revert InvalidProof();

        for (uint256 i; i < accounts.length; ++i) {
            uint256 amount = _use(accounts[i], cumulativeAmounts[i]);
            if (amount != 0) _payOrCredit(accounts[i], amount);
        }
    }

    /// @notice Pays a batch of accounts that an epoch named beside its tree; anyone may call, once for each batch.
    /// @dev What is pushed is no part of what can be claimed: no account pays for a slot of its own here. Who cannot be
    /// paid gets a credit. WARNING: costs up to 300,000 gas for one who cannot be paid.
    /// @param number of the epoch
    /// @param batch the batch's place in the epoch
    /// @param accounts who is paid
    /// @param amounts how much each is paid
    /// @param proof from the batch's leaf to the epoch's push root, in OpenZeppelin's standard tree over
    /// [uint64, uint256, address[], uint256[]]
    function push(
        uint64 number,
        uint256 batch,
        address[] calldata accounts,
        uint256[] calldata amounts,
        bytes32[] calldata proof
    ) external {
        _checkBatch(accounts, amounts);
        Pushes storage pushes = _pushes[number];
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(number, batch, accounts, amounts))));
        if (!MerkleProofLib.verifyCalldata(proof, pushes.root, leaf)) revert InvalidProof();
        uint256 word = pushes.done[batch >> 8];
        uint256 bit = 1 << (batch & 0xff);
        if (word & bit != 0) revert AlreadyPushed(number, batch);
        pushes.done[batch >> 8] = word | bit;

        uint256 sum;
        for (uint256 i; i < amounts.length; ++i) {
            sum += amounts[i];
        }
        uint256 left = pushes.left;
        if (sum > left) revert PushTooHigh(left, sum);
        pushes.left = left - sum;
        emit Pushed(number, batch, sum);
        for (uint256 i; i < accounts.length; ++i) {
            if (amounts[i] != 0) _payOrCredit(accounts[i], amounts[i]);
        }
    }

    /// @notice Pays an account its credit; anyone may call, the account gets it.
    /// @param account who could not be paid before
    function withdraw(address account) external {
        uint256 amount = creditOf[account];
        if (amount == 0) revert NothingToWithdraw(account);
        creditOf[account] = 0;
        emit Withdrawn(account, amount);
        SafeTransferLib.safeTransfer(token, account, amount);
    }

    /// @notice The last epoch that was activated; zero before the first.
    function currentEpoch() external view returns (uint64) {
        return _last.number;
    }

    /// @notice Whether a batch of an epoch was paid.
    /// @param number of the epoch
    /// @param batch the batch's place in the epoch
    function isPushed(uint64 number, uint256 batch) external view returns (bool) {
        return _pushes[number].done[batch >> 8] >> (batch & 0xff) & 1 == 1;
    }

    /// @notice The hash of an epoch's record: of this chain, this contract and what the owner says of the epoch.
    /// @param epoch what the owner says of it
    function recordOf(Epoch calldata epoch) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), epoch));
    }

    function _check(Epoch calldata epoch) private view {
        Last memory last = _last;
        if (epoch.number != last.number + 1) revert WrongEpoch(last.number + 1, epoch.number);
        if (epoch.root == bytes32(0)) revert ZeroRoot();
        if ((epoch.pushRoot == bytes32(0)) != (epoch.pushTotal == 0)) revert WrongPushes();
        if (epoch.cumulativeTotal < cumulativeTotal) revert TotalMustNotFall(cumulativeTotal, epoch.cumulativeTotal);
        uint256 increase = _increase(epoch);
        if (increase > maxIncrease) revert IncreaseTooHigh(maxIncrease, increase);

        if (address(rules) == address(0)) return;
        if (epoch.startsAt <= last.startsAt || epoch.startsAt > block.timestamp) {
            revert WrongStart(last.startsAt, epoch.startsAt);
        }
        (, bytes32 active) = rules.activeAt(epoch.startsAt);
        if (active != epoch.rulesHash || active == bytes32(0)) revert RulesNotActive(active, epoch.rulesHash);
    }

    function _activate(Epoch calldata epoch, bytes32 record) private {
        uint256 increase = _increase(epoch);
        previousRoot = root;
        root = epoch.root;
        rulesHash = epoch.rulesHash;
        inputRoot = epoch.inputRoot;
        cumulativeTotal = epoch.cumulativeTotal;
        _last = Last(epoch.number, epoch.startsAt, uint64(block.timestamp));
        if (epoch.pushTotal != 0) {
            Pushes storage pushes = _pushes[epoch.number];
            pushes.root = epoch.pushRoot;
            pushes.left = epoch.pushTotal;
        }
        emit EpochActivated(epoch.number, record);
        if (increase != 0) _fund(increase);
    }

    /// @dev A token of which less arrives, because it takes a fee, is refused.
    function _fund(uint256 amount) private {
        uint256 before = SafeTransferLib.balanceOf(token, address(this));
        pool.draw(amount);
        uint256 received = SafeTransferLib.balanceOf(token, address(this)) - before;
        if (received != amount) revert WrongFunding(amount, received);
    }

    function _increase(Epoch calldata epoch) private view returns (uint256) {
        return epoch.cumulativeTotal - cumulativeTotal + epoch.pushTotal;
    }

    /// @dev Takes note of what an account is about to be paid, which is nothing where it was paid as much before.
    function _use(address account, uint256 cumulativeAmount) private returns (uint256 amount) {
        uint256 before = claimed[account];
        if (cumulativeAmount <= before) return 0;
        amount = cumulativeAmount - before;
        claimed[account] = cumulativeAmount;
        emit Claimed(account, amount, cumulativeAmount);
    }

    /// @dev What is noted before stays, whatever a payee does meanwhile: the money becomes a credit, never a second claim.
    function _payOrCredit(address account, uint256 amount) private {
        if (account != address(0) && Payments.tryPay(token, account, amount)) return;
        creditOf[account] += amount;
        emit Credited(account, amount);
    }

    function _inGrace() private view returns (bool) {
        return block.timestamp < _last.activatedAt + GRACE;
    }

    function _checkBatch(address[] calldata accounts, uint256[] calldata amounts) private pure {
        if (accounts.length == 0 || accounts.length != amounts.length) {
            revert WrongBatch(accounts.length, amounts.length);
        }
    }

    function _leaf(address account, uint256 cumulativeAmount) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, cumulativeAmount))));
    }
}
