// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor} from "../common/Anchor.sol";
import {RootAnchor} from "../common/RootAnchor.sol";
import {Rfc9162} from "./Rfc9162.sol";

/// @title ProvenanceAnchor
/// @notice Where issuers anchor the roots of their event logs (RFC 9162 trees), so that nobody, the issuer included, can
/// later claim another past.
contract ProvenanceAnchor is RootAnchor {
    /// @notice Whether `issuer` anchored `root` as said and leaf `leafIndex` of it is `leafHash`.
    /// @dev WARNING: takes SHA-256(0x00 || entry), see {Rfc9162}; and true says that the issuer logged the entry, not that
    /// the entry is true. Choose the issuer from a list you trust, never from the proof's bearer.
    /// @param issuer who anchored
    /// @param root the anchored root
    /// @param anchored as {RootAnchored} logged it
    /// @param leafHash SHA-256(0x00 || entry)
    /// @param leafIndex counted from zero
    /// @param proof the sibling hashes from the leaf upwards
    function verifyInclusion(
        address issuer,
        bytes32 root,
        Anchor anchored,
        bytes32 leafHash,
        uint64 leafIndex,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return verify(issuer, root, anchored)
            && Rfc9162.verifyInclusion(root, anchored.treeSize(), leafHash, leafIndex, proof);
    }
}
