// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "solady/auth/Ownable.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title RewardsDistributor
/// @notice Pays rewards out of one Merkle root an epoch. The root says what each account has earned since the beginning; a
/// claim pays what is new of it, so that nothing expires and one claim serves many epochs.
/// @dev Funded by plain transfers of the token. The tree is OpenZeppelin's standard one over [address, uint256], whose
/// leaves are hashed twice so that no inner node passes for a leaf.
contract RewardsDistributor is Ownable {
    /// @notice The token that is paid.
    address public immutable token;

    /// @notice The last published epoch; zero before the first.
    uint64 public currentEpoch;

    /// @notice The Merkle root of the last epoch.
    bytes32 public root;

    /// @notice The hash of the rules by which the last epoch was scored.
    bytes32 public rulesHash;

    /// @notice What all accounts together have earned since the beginning, as the owner states it.
    uint256 public cumulativeTotal;

    /// @notice What an account has been paid since the beginning.
    mapping(address account => uint256 amount) public claimed;

    /// @notice The rewards of `epoch` can be claimed.
    event EpochPublished(uint64 indexed epoch, bytes32 root, uint256 cumulativeTotal, bytes32 rulesHash);

    /// @notice `account` was paid `amount`, which makes `cumulativeAmount` since the beginning.
    event Claimed(address indexed account, uint256 amount, uint256 cumulativeAmount);

    /// @notice Epochs are published one after the other, from 1 on.
    error WrongEpoch(uint64 expected, uint64 given);

    /// @notice What was earned cannot become less; corrections reduce what comes next.
    error TotalMustNotFall(uint256 current, uint256 given);

    /// @notice The proof does not lead from this account and amount to the current root.
    error InvalidProof();

    /// @notice The account has been paid this much already.
    error NothingToClaim(address account, uint256 cumulativeAmount);

    /// @notice The zero hash is no root.
    error ZeroRoot();

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @param token_ the ERC-20 that is paid
    /// @param owner_ who publishes epochs
    constructor(address token_, address owner_) {
        if (token_ == address(0) || owner_ == address(0)) revert ZeroAddress();
        token = token_;
        _initializeOwner(owner_);
    }

    /// @notice Publishes an epoch: its root replaces the one before.
    /// @dev WARNING: the root must keep what every account has earned and not yet claimed; the contract cannot see into
    /// it. Accounts check it against the published rules and inputs, and `total` against the tree and the funding.
    /// WARNING: a claim made with a proof of the epoch before fails after this; proofs are fetched anew.
    /// @param epoch the last epoch plus one
    /// @param newRoot the root over [account, earned since the beginning]
    /// @param total the sum of the tree's amounts, at least that of the last epoch
    /// @param newRulesHash the hash of the rules by which was scored
    function publishEpoch(uint64 epoch, bytes32 newRoot, uint256 total, bytes32 newRulesHash) external onlyOwner {
        if (epoch != currentEpoch + 1) revert WrongEpoch(currentEpoch + 1, epoch);
        if (newRoot == bytes32(0)) revert ZeroRoot();
        if (total < cumulativeTotal) revert TotalMustNotFall(cumulativeTotal, total);

        currentEpoch = epoch;
        root = newRoot;
        cumulativeTotal = total;
        rulesHash = newRulesHash;
        emit EpochPublished(epoch, newRoot, total, newRulesHash);
    }

    /// @notice Pays an account what it has earned and not been paid; anyone may call, the account gets it.
    /// @dev WARNING: reverts (TransferFailed) while the distributor holds too little; nothing is lost, claim again later.
    /// @param account who earned
    /// @param cumulativeAmount what it earned since the beginning, as in the tree
    /// @param proof from its leaf to the current root
    function claim(address account, uint256 cumulativeAmount, bytes32[] calldata proof) external {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, cumulativeAmount))));
        if (!MerkleProofLib.verifyCalldata(proof, root, leaf)) revert InvalidProof();
        uint256 before = claimed[account];
        if (cumulativeAmount <= before) revert NothingToClaim(account, cumulativeAmount);

        uint256 amount = cumulativeAmount - before;
        claimed[account] = cumulativeAmount;
        emit Claimed(account, amount, cumulativeAmount);
        SafeTransferLib.safeTransfer(token, account, amount);
    }
}
