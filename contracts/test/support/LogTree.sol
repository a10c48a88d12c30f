// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The Merkle tree of RFC 9162 section 2.1 as its text defines it, by recursion and without thought of cost, for
/// comparison with what the contracts compute.
library LogTree {
    /// @notice MTH({entry}) of section 2.1.1, for one entry.
    function hashLeaf(bytes memory entry) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", entry));
    }

    function hashNode(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"01", left, right));
    }

    /// @notice MTH(D_n) of section 2.1.1, over the hashes of the leaves.
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        return _root(leaves, 0, leaves.length);
    }

    /// @notice PATH(m, D_n) of section 2.1.3.1.
    function pathTo(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory) {
        return _path(leaves, index, 0, leaves.length);
    }

    /// @notice Different leaves, the same ones for the same seed.
    function leavesOf(uint256 count, uint256 seed) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            leaves[i] = hashLeaf(abi.encode(seed, i));
        }
    }

    function _root(bytes32[] memory leaves, uint256 from, uint256 to) private pure returns (bytes32) {
        if (to == from) return sha256("");
        if (to - from == 1) return leaves[from];
        uint256 middle = from + _split(to - from);
        return hashNode(_root(leaves, from, middle), _root(leaves, middle, to));
    }

    function _path(bytes32[] memory leaves, uint256 index, uint256 from, uint256 to)
        private
        pure
        returns (bytes32[] memory)
    {
        if (to - from == 1) return new bytes32[](0);
        uint256 middle = from + _split(to - from);
        if (index < middle) return _append(_path(leaves, index, from, middle), _root(leaves, middle, to));
        return _append(_path(leaves, index, middle, to), _root(leaves, from, middle));
    }

    /// @dev The largest power of two below `n`.
    function _split(uint256 n) private pure returns (uint256 k) {
        k = 1;
        while (2 * k < n) {
            k *= 2;
        }
    }

    function _append(bytes32[] memory path, bytes32 hash) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](path.length + 1);
        for (uint256 i; i < path.length; ++i) {
            longer[i] = path[i];
        }
        longer[path.length] = hash;
    }
}
