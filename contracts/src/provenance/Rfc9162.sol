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
    ) internal view returns (bool valid) {
        if (leafIndex >= treeSize) return false;
        // One buffer for all levels, 0x01 || left || right, hashed by the precompile at address 2.
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            let left := add(buffer, 0x20)
            let right := add(buffer, 0x40)
            mstore(buffer, 1)

            let node := leafIndex
            let last := sub(treeSize, 1)
            let hash := leafHash
            let tooLong := 0
            let end := add(proof.offset, shl(5, proof.length))
            for { let next := proof.offset } lt(next, end) { next := add(next, 0x20) } {
                if iszero(last) {
                    tooLong := 1
                    break
                }
                switch or(and(node, 1), eq(node, last))
                case 0 {
                    mstore(left, hash)
                    mstore(right, calldataload(next))
                }
                default {
                    mstore(left, calldataload(next))
                    mstore(right, hash)
                    // A last node without a sibling rises until it is a right child.
                    for {} iszero(or(and(node, 1), iszero(node))) {} {
                        node := shr(1, node)
                        last := shr(1, last)
                    }
                }
                if iszero(staticcall(gas(), 2, add(buffer, 0x1f), 0x41, 0x00, 0x20)) { revert(0x00, 0x00) }
                hash := mload(0x00)
                node := shr(1, node)
                last := shr(1, last)
            }
            valid := iszero(or(or(tooLong, last), xor(hash, root)))
        }
    }
}
