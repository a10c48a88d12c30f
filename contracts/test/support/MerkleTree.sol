// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Roots and proofs of a Merkle tree with sorted pairs, in the plainest way.
/// @dev A node without a neighbour moves up as it is. Trees of OpenZeppelin's JavaScript have another shape, which a proof
/// does not show.
library MerkleTree {
    /// @dev A leaf of OpenZeppelin's standard tree over [address, uint256].
    function leaf(address account, uint256 amount) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, amount))));
    }

    function root(bytes32[] memory nodes) internal pure returns (bytes32) {
        while (nodes.length > 1) nodes = _parents(nodes);
        return nodes[0];
    }

    function proof(bytes32[] memory nodes, uint256 index) internal pure returns (bytes32[] memory path) {
        while (nodes.length > 1) {
            uint256 neighbour = index ^ 1;
            if (neighbour < nodes.length) path = _append(path, nodes[neighbour]);
            nodes = _parents(nodes);
            index /= 2;
        }
    }

    function pair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function _parents(bytes32[] memory nodes) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[]((nodes.length + 1) / 2);
        for (uint256 i; i < parents.length; ++i) {
            bool alone = 2 * i + 1 == nodes.length;
            parents[i] = alone ? nodes[2 * i] : pair(nodes[2 * i], nodes[2 * i + 1]);
        }
    }

    function _append(bytes32[] memory path, bytes32 node) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](path.length + 1);
        for (uint256 i; i < path.length; ++i) {
            longer[i] = path[i];
        }
        longer[path.length] = node;
    }
}
