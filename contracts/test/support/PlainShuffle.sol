// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The shuffle once more, from its description, in the plainest way: all pivots first, nothing unchecked.
library PlainShuffle {
    function pivots(bytes32 seed, uint256 size) internal pure returns (uint256[] memory list, uint256 rejected) {
        list = new uint256[](90);
        uint256 found;
        for (uint256 i; found < 90; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seed, i / 8)));
            uint256 number = (word >> (224 - 32 * (i % 8))) & 0xffffffff;
            // The numbers from 0 to below the largest multiple of size fall on each remainder equally often.
            if (number < (2 ** 32 / size) * size) list[found++] = number % size;
            else ++rejected;
        }
    }

    function permute(bytes32 seed, uint256 size, uint256 index) internal pure returns (uint256) {
        (uint256[] memory list,) = pivots(seed, size);
        for (uint256 round; round < 90; ++round) {
            uint256 partner = (list[round] + size - index) % size;
            uint256 larger = partner > index ? partner : index;
            bytes32 bits = keccak256(abi.encode(seed, round, larger / 256));
            if (uint256(bits) & (1 << (larger % 256)) != 0) index = partner;
        }
        return index;
    }
}
