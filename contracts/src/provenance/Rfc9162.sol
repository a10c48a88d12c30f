// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Rfc9162
/// @notice Merkle inclusion proofs of RFC 9162 (SHA-256), so that the tree of a transparency log also counts on chain.
library Rfc9162 {
    /// @notice Whether `leafHash` is leaf `leafIndex` of the tree of `treeSize` leaves under `root` (section 2.1.3.2).
    /// @dev WARNING: takes the hash of a leaf, SHA-256(0x00 || entry), not an entry. Who hashes no entry himself cannot
    /// tell a leaf from an inner node.
    /// @param root the tree's root
    /// @param treeSize the number of its leaves
    /// @param leafHash SHA-256(0x00 || entry)
    /// @param leafIndex counted from zero
    /// @param proof the sibling hashes from the leaf upwards
    function verifyInclusion(
        bytes32 root,
        uint64 treeSize,
        bytes32 leafHash,
        uint64 leafIndex,
        bytes32[] calldata proof
    ) internal pure returns (bool) {
        if (leafIndex >= treeSize) return false;
        uint256 node = leafIndex;
        uint256 last = treeSize - 1;
        bytes32 hash = leafHash;
        for (uint256 i; i < proof.length; ++i) {
            if (last == 0) return false;
            if (node & 1 == 1 || node == last) {
                hash = sha256(abi.encodePacked(bytes1(0x01), proof[i], hash));
                // A last node without a sibling rises until it is a right child.
                while (node & 1 == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = sha256(abi.encodePacked(bytes1(0x01), hash, proof[i]));
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == root;
    }
}
