// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rfc9162} from "./Rfc9162.sol";

/// @title ProvenanceAnchor
/// @notice Where issuers anchor the roots of their event logs (RFC 9162 trees), so that nobody, the issuer included, can
/// later claim another past.
/// @dev Nobody is registered: the caller anchors its own log. Two slots for the first root, one new slot for each later.
contract ProvenanceAnchor {
    struct Anchor {
        uint64 treeSize;
        uint64 anchoredAt;
    }

    mapping(address issuer => mapping(bytes32 root => Anchor)) private _anchors;
    mapping(address issuer => bytes32 root) private _latestRoot;

    /// @notice `issuer` anchored the root of its log at `treeSize` leaves.
    event RootAnchored(address indexed issuer, bytes32 indexed root, uint64 treeSize);

    /// @notice A log only grows: the new size must be above the current one.
    error TreeMustGrow(uint64 current, uint64 given);

    /// @notice The zero hash is no root.
    error ZeroRoot();

    /// @notice The issuer anchored this root before, under a smaller size; one root has one size.
    error AlreadyAnchored(address issuer, bytes32 root);

    /// @notice Anchors the root of the caller's log.
    /// @dev WARNING: this proves when a root was known, not that it extends the one before; whoever relies on a log asks
    /// for the consistency proof (RFC 9162 section 2.1.4) between two anchored roots.
    /// @param root the tree's root
    /// @param treeSize the number of its leaves, above that of the caller's last root
    function anchor(bytes32 root, uint64 treeSize) external {
        if (root == bytes32(0)) revert ZeroRoot();
        uint64 current = _anchors[msg.sender][_latestRoot[msg.sender]].treeSize;
        if (treeSize <= current) revert TreeMustGrow(current, treeSize);
        if (_anchors[msg.sender][root].treeSize != 0) revert AlreadyAnchored(msg.sender, root);

        _anchors[msg.sender][root] = Anchor(treeSize, uint64(block.timestamp));
        _latestRoot[msg.sender] = root;
        emit RootAnchored(msg.sender, root, treeSize);
    }

    /// @notice The size under which `issuer` anchored `root` and when; zeros when it did not.
    /// @dev WARNING: the time is the block's, which its proposer may shift by seconds.
    function anchorOf(address issuer, bytes32 root) external view returns (uint64 treeSize, uint64 anchoredAt) {
        Anchor memory found = _anchors[issuer][root];
        return (found.treeSize, found.anchoredAt);
    }

    /// @notice The last root that `issuer` anchored and its size; zeros before the first.
    /// @dev WARNING: may change with the next block; a proof is checked against the root it was made for.
    function latest(address issuer) external view returns (bytes32 root, uint64 treeSize) {
        root = _latestRoot[issuer];
        treeSize = _anchors[issuer][root].treeSize;
    }

    /// @notice Whether `issuer` anchored `root` at `treeSize` leaves and leaf `leafIndex` of it is `leafHash`.
    /// @dev WARNING: takes SHA-256(0x00 || entry), see {Rfc9162}; and true says that the issuer logged the entry, not that
    /// the entry is true. Choose the issuer from a list you trust, never from the proof's bearer.
    /// @param issuer who anchored
    /// @param root the anchored root
    /// @param treeSize the size under which it was anchored
    /// @param leafHash SHA-256(0x00 || entry)
    /// @param leafIndex counted from zero
    /// @param proof the sibling hashes from the leaf upwards
    function verifyInclusion(
        address issuer,
        bytes32 root,
        uint64 treeSize,
        bytes32 leafHash,
        uint64 leafIndex,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return treeSize != 0 && _anchors[issuer][root].treeSize == treeSize
            && Rfc9162.verifyInclusion(root, treeSize, leafHash, leafIndex, proof);
    }
}
