// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleTree} from "./MerkleTree.sol";

/// @notice Roots and proofs of a tree in the shape of OpenZeppelin's JavaScript, its leaves in the order given, in the plainest way.
library HeapTree {
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return _nodes(leaves)[0];
    }

    function proof(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory path) {
        bytes32[] memory nodes = _nodes(leaves);
        uint256 start = nodes.length - 1 - index;
        uint256 length;
        for (uint256 node = start; node != 0; node = (node - 1) / 2) {
            ++length;
        }
        path = new bytes32[](length);
        for ((uint256 node, uint256 i) = (start, 0); node != 0; (node, i) = ((node - 1) / 2, i + 1)) {
            path[i] = nodes[node % 2 == 1 ? node + 1 : node - 1];
        }
    }

    function _nodes(bytes32[] memory leaves) private pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](2 * leaves.length - 1);
        for (uint256 i; i < leaves.length; ++i) {
            nodes[nodes.length - 1 - i] = leaves[i];
        }
        for (uint256 i = leaves.length - 1; i != 0; --i) {
            nodes[i - 1] = MerkleTree.pair(nodes[2 * i - 1], nodes[2 * i]);
        }
    }
}
