// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor} from "../common/Anchor.sol";
import {Conditions} from "../common/Conditions.sol";
import {IssuerRegistry} from "./IssuerRegistry.sol";
import {ProvenanceAnchor} from "./ProvenanceAnchor.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {LibString} from "solady/utils/LibString.sol";

/// @title ProvenanceGate
/// @notice Vouches for an item whose anchored history fulfils a policy, with no key: the steps that it must have, of issuers
/// authorised for them, in a log anchored lately. An escrow names this contract as a condition, and the proof is the
/// signature (ERC-1271).
/// @dev The policy never changes: another policy is another gate. WARNING: of an event the log holds a commitment. Whether the
/// event was signed, and is what its leaf says, is for the owner of the log to check before it logs; choose one you trust so.
contract ProvenanceGate is IERC1271 {
    /// @notice A leaf of the item's history.
    /// @param leaf its bytes, as the log hashes them
    /// @param child the place, in the list of steps, of a leaf that follows it; zero for the head itself
    /// @param position which of that leaf's parents it is, from zero; zero for the head itself
    struct Step {
        bytes leaf;
        uint256 child;
        uint256 position;
    }

    /// @notice A history and where it is anchored.
    /// @param root the anchored root
    /// @param anchored as the anchor contract logged it
    /// @param leafIndex the head's place in the log
    /// @param proof the sibling hashes from the head upwards
    /// @param steps the head, and what led to it as far as the policy asks; each after the leaf that follows it
    struct Evidence {
        bytes32 root;
        Anchor anchored;
        uint64 leafIndex;
        bytes32[] proof;
        Step[] steps;
    }

    /// @dev Version, item key, step, commitment, issuer, milliseconds and the number of parents, which follow.
    uint256 private constant LEAF_FIXED = 127;
    bytes1 private constant LEAF_VERSION = 0x01;

    /// @notice Where the log is anchored.
    ProvenanceAnchor public immutable provenanceAnchor;

    /// @notice Who may say what.
    IssuerRegistry public immutable issuerRegistry;

    /// @notice Whose log counts.
    address public immutable logIssuer;

    /// @notice How old, in seconds, an anchor may be.
    uint64 public immutable maxAge;

    bytes32[] private _requiredSteps;

    /// @notice An address is zero, or an anchor would never be fresh enough.
    error InvalidPolicy();

    /// @notice The root is not anchored so, or the head is not in its tree.
    error NotAnchored();

    /// @notice The anchor is older than the policy allows.
    error StaleAnchor(uint64 anchoredAt);

    /// @notice The step at this place is no leaf of the only version there is.
    error MalformedLeaf(uint256 place);

    /// @notice The step at this place is of another item.
    error WrongItem(uint256 place);

    /// @notice The step at this place is not the parent that it is said to be.
    error NotAParent(uint256 place);

    /// @notice The step at this place is later than the one that follows it, or than its anchor.
    error WrongOrder(uint256 place);

    /// @notice The issuer of the step at this place was not authorised for it, or its key is compromised.
    error UnauthorisedIssuer(uint256 place, address issuer);

    /// @notice The key of the log's owner was in other hands when this was anchored.
    error LogCompromised();

    /// @notice The history shown lacks a step that the policy asks for.
    error StepMissing(bytes32 step);

    /// @param provenanceAnchor_ where the log is anchored
    /// @param issuerRegistry_ who may say what
    /// @param logIssuer_ whose log counts
    /// @param maxAge_ how old, in seconds, an anchor may be; the largest number for any age
    /// @param requiredSteps_ the SHA-256 of the URI of each business step that a history must have
    constructor(
        ProvenanceAnchor provenanceAnchor_,
        IssuerRegistry issuerRegistry_,
        address logIssuer_,
        uint64 maxAge_,
        bytes32[] memory requiredSteps_
    ) {
        if (
            address(provenanceAnchor_) == address(0) || address(issuerRegistry_) == address(0)
                || logIssuer_ == address(0) || maxAge_ == 0
        ) revert InvalidPolicy();
        provenanceAnchor = provenanceAnchor_;
        issuerRegistry = issuerRegistry_;
        logIssuer = logIssuer_;
        maxAge = maxAge_;
        _requiredSteps = requiredSteps_;
    }

    /// @notice The steps that a history must have.
    function requiredSteps() external view returns (bytes32[] memory) {
        return _requiredSteps;
    }

    /// @notice Checks an item's history against the policy, and reverts with what is wrong with it.
    /// @dev WARNING: a history goes up to its anchor; what was logged later is not in it. The age that the policy allows says
    /// how much later.
    /// @param itemKey the item
    /// @param evidence its history
    /// @return passportHash names the history, the log and the anchor, as the hash of a passport does off chain
    function check(bytes32 itemKey, Evidence calldata evidence) external view returns (bytes32 passportHash) {
        uint64 anchoredAt = evidence.anchored.anchoredAt();
        if (anchoredAt > block.timestamp || block.timestamp - anchoredAt > maxAge) revert StaleAnchor(anchoredAt);
        uint64 since = issuerRegistry.compromisedSince(logIssuer);
        if (since != 0 && anchoredAt >= since) revert LogCompromised();

        bytes32[] memory steps = _checkSteps(itemKey, evidence.steps, anchoredAt);
        bytes32 head = _hash(evidence.steps[0].leaf);
        if (!provenanceAnchor.verifyInclusion(
                logIssuer, evidence.root, evidence.anchored, head, evidence.leafIndex, evidence.proof
            )) revert NotAnchored();
        _requireSteps(steps);
        return _passportHash(head, evidence.root, evidence.anchored.treeSize());
    }

    /// @notice Answers an escrow that names this contract as a condition: whether the proof in place of a signature vouches
    /// for the very passport that is in the digest.
    /// @dev The digest is that of ConditionMet(orderId, itemKey, passportHash) in the EIP-712 domain of the caller, which
    /// tells it by ERC-5267. WARNING: says no also for a proof that {check} would explain; ask {check} first.
    /// @param digest what is to be signed
    /// @param signature `abi.encode(orderId, itemKey, evidence)`, the last of them an {Evidence}
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (bytes32 orderId, bytes32 itemKey, Evidence memory evidence) =
            abi.decode(signature, (bytes32, bytes32, Evidence));
        bytes32 passportHash = this.check(itemKey, evidence);
        return digest == Conditions.digestOf(msg.sender, orderId, itemKey, passportHash)
            ? IERC1271.isValidSignature.selector
            : bytes4(0xffffffff);
    }

    /// @dev The step of each leaf, once all of them are known to be one history of the item.
    function _checkSteps(bytes32 itemKey, Step[] calldata shown, uint64 anchoredAt)
        private
        view
        returns (bytes32[] memory steps)
    {
        if (shown.length == 0) revert MalformedLeaf(0);
        steps = new bytes32[](shown.length);
        for (uint256 i; i < shown.length; ++i) {
            bytes calldata leaf = shown[i].leaf;
            if (leaf.length < LEAF_FIXED || leaf[0] != LEAF_VERSION || leaf.length != LEAF_FIXED + 32 * _parents(leaf))
            {
                revert MalformedLeaf(i);
            }
            if (bytes32(leaf[1:33]) != itemKey) revert WrongItem(i);
            uint64 latest = anchoredAt;
            if (i != 0) {
                if (shown[i].child >= i) revert NotAParent(i);
                bytes calldata child = shown[shown[i].child].leaf;
                if (_parent(child, shown[i].position) != _hash(leaf)) revert NotAParent(i);
                latest = _seconds(child);
                if (_millis(leaf) > _millis(child)) revert WrongOrder(i);
            }
            if (_seconds(leaf) > latest) revert WrongOrder(i);
            steps[i] = bytes32(leaf[33:65]);
            address issuer = address(bytes20(leaf[97:117]));
            if (!issuerRegistry.isAuthorised(issuer, steps[i], _seconds(leaf), anchoredAt)) {
                revert UnauthorisedIssuer(i, issuer);
            }
        }
    }

    function _requireSteps(bytes32[] memory shown) private view {
        for (uint256 i; i < _requiredSteps.length; ++i) {
            bytes32 required = _requiredSteps[i];
            uint256 j;
            while (j < shown.length && shown[j] != required) ++j;
            if (j == shown.length) revert StepMissing(required);
        }
    }

    function _passportHash(bytes32 head, bytes32 root, uint40 treeSize) private view returns (bytes32) {
        string memory contractId = string.concat(
            "eip155:",
            LibString.toString(block.chainid),
            ":",
            LibString.toHexStringChecksummed(address(provenanceAnchor))
        );
        return sha256(abi.encodePacked(head, root, uint64(treeSize), logIssuer, contractId));
    }

    /// @dev The hash of a leaf, of RFC 9162 section 2.1.1.
    function _hash(bytes calldata leaf) private pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0), leaf));
    }

    function _millis(bytes calldata leaf) private pure returns (uint64) {
        return uint64(bytes8(leaf[117:125]));
    }

    function _seconds(bytes calldata leaf) private pure returns (uint64) {
        return _millis(leaf) / 1000;
    }

    function _parents(bytes calldata leaf) private pure returns (uint256) {
        return uint16(bytes2(leaf[125:127]));
    }

    /// @dev Reverts where there is no such parent.
    function _parent(bytes calldata leaf, uint256 position) private pure returns (bytes32) {
        uint256 start = LEAF_FIXED + 32 * position;
        return bytes32(leaf[start:start + 32]);
    }
}
