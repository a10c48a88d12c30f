// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Shuffle
/// @notice A permutation of 0 to `size - 1` that a random word picks, computed for one index at a time without any storage:
/// the swap-or-not shuffle (Hoang, Morris, Rogaway, CRYPTO 2012) in 90 rounds.
/// @dev Round r pairs each index with another, `pivot_r - index` modulo `size`, and one bit, of the round and of the larger of the
/// two, says whether they change places. So the two of a pair agree, and every round is a permutation.
///
/// Pivots are the numbers of 32 bits in the words `keccak256(seed, 0)`, `keccak256(seed, 1)` and so on, eight a word, the most significant
/// first; a number from which a remainder would favour small pivots is passed over. The bit for index x in round r is bit
/// `x mod 256`, counted from the least significant, of `keccak256(seed, r, x / 256)`. All three are words of 32 bytes.
library Shuffle {
    uint256 internal constant ROUNDS = 90;

    /// @notice Where the permutation puts `index`.
    /// @param seed picks the permutation
    /// @param size how many numbers are permuted, 1 to 2^32-1
    /// @param index one of them, below `size`
    /// @return position what it is mapped to
    function permute(bytes32 seed, uint256 size, uint256 index) internal pure returns (uint256 position) {
        uint256 rounds = ROUNDS;
        // Sizes, indices and pivots are below 2^32, so nothing overflows. Scratch space lies beyond the free memory pointer.
        assembly ("memory-safe") {
            let numbers := 0x100000000
            let fair := sub(numbers, mod(numbers, size))
            let first := mload(0x40)
            let second := add(first, 0x20)
            let third := add(first, 0x40)
            mstore(first, seed)
            position := index
            let words := 0
            let word := 0
            let left := 0
            for { let round := 0 } lt(round, rounds) { round := add(round, 1) } {
                let pivot := 0
                for {} 1 {} {
                    if iszero(left) {
                        mstore(second, words)
                        word := keccak256(first, 0x40)
                        words := add(words, 1)
                        left := 256
                    }
                    left := sub(left, 32)
                    pivot := and(shr(left, word), 0xffffffff)
                    if lt(pivot, fair) { break }
                }
                let partner := mod(add(pivot, sub(size, position)), size)
                let change := xor(position, partner)
                let larger := xor(position, mul(change, gt(partner, position)))
                mstore(second, round)
                mstore(third, shr(8, larger))
                let bit := and(shr(and(larger, 0xff), keccak256(first, 0x60)), 1)
                position := xor(position, mul(change, bit))
            }
        }
    }
}
