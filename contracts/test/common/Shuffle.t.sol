// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";
import {PlainShuffle} from "../support/PlainShuffle.sol";
import {Test} from "../support/Test.sol";

/// @notice The shuffle is a permutation, a fair one, and the one that is described.
contract ShuffleTest is Test {
    /// @dev As it ships, within the contract that uses it.
    BlindBox private _box = BlindBox(deployed("BlindBox.sol:BlindBox", ""));

    function test_IsAPermutationOfSmallAndLargeSizes() public view {
        uint256[6] memory sizes = [uint256(1), 2, 3, 10, 100, 1000];
        for (uint256 i; i < sizes.length; ++i) {
            bool[] memory taken = new bool[](sizes[i]);
            for (uint256 index; index < sizes[i]; ++index) {
                uint256 to = _permute("a seed", sizes[i], index);
                assertLt(to, sizes[i]);
                assertFalse(taken[to], "two indices at one position");
                taken[to] = true;
            }
        }
    }

    /// forge-config: default.fuzz.runs = 256
    function testFuzz_IsAPermutation(bytes32 seed, uint256 size) public view {
        size = bound(size, 1, 64);
        uint256 taken;
        for (uint256 index; index < size; ++index) {
            taken |= 1 << _permute(seed, size, index);
        }
        assertEq(taken, size == 256 ? type(uint256).max : (1 << size) - 1);
    }

    function testFuzz_IsTheOneThatIsDescribed(bytes32 seed, uint256 size, uint256 index) public view {
        size = bound(size, 1, type(uint32).max);
        index = bound(index, 0, size - 1);
        assertEq(_permute(seed, size, index), PlainShuffle.permute(seed, size, index));
    }

    /// @dev Just above half of all numbers nearly every second one would favour the small pivots.
    function test_PassesOverNumbersThatWouldFavourSmallPivots() public view {
        uint256 size = (1 << 31) + 1;
        (uint256[] memory pivots, uint256 rejected) = PlainShuffle.pivots("a seed", size);
        assertGt(rejected, 60);
        assertLt(rejected, 120);
        for (uint256 i; i < pivots.length; ++i) {
            assertLt(pivots[i], size);
        }
        for (uint256 index; index < 20; ++index) {
            assertEq(_permute("a seed", size, index), PlainShuffle.permute("a seed", size, index));
        }
    }

    function test_TheLargestSizeHasItsEdges() public view {
        uint256 size = type(uint32).max;
        assertLt(_permute("a seed", size, size - 1), size);
        assertEq(_permute("a seed", size, size - 1), PlainShuffle.permute("a seed", size, size - 1));
        assertEq(_permute("a seed", 1, 0), 0);
    }

    /// @dev From an implementation in another language; Java holds itself to them as well.
    function test_GivesTheKnownAnswers() public view {
        bytes32 seed = keccak256("lianbo");
        uint8[10] memory ten = [6, 0, 1, 3, 8, 5, 4, 9, 7, 2];
        for (uint256 i; i < ten.length; ++i) {
            assertEq(_permute(seed, ten.length, i), ten[i]);
        }
        assertEq(_permute(seed, 1000, 0), 3);
        assertEq(_permute(seed, 1000, 1), 350);
        assertEq(_permute(seed, 1000, 999), 152);
        assertEq(_permute(seed, (1 << 31) + 1, 0), 781_449_274);
        assertEq(_permute(seed, (1 << 31) + 1, 1 << 31), 2_101_744_018);
        assertEq(_permute(seed, type(uint32).max, 0), 923_575_476);
        assertEq(_permute(seed, type(uint32).max, type(uint32).max - 1), 3_514_521_077);
    }

    /// @dev Each of ten positions is as likely as the others: chi-squared with nine degrees of freedom stays below 27.88, which a
    /// fair shuffle exceeds in one of 1000 cases.
    function test_EveryPositionIsEquallyLikely() public view {
        uint256 draws = 3000;
        uint256[10] memory counts;
        for (uint256 i; i < draws; ++i) {
            ++counts[_permute(keccak256(abi.encode("draw", i)), 10, 7)];
        }
        uint256 squares;
        for (uint256 i; i < 10; ++i) {
            squares += counts[i] * counts[i];
        }
        // chi-squared = sum(count^2) / expected - draws
        assertLt(squares * 100 / (draws / 10) - draws * 100, 2788);
    }

    function test_RefusesAnIndexThatThereIsNot() public {
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 10));
        _box.permute("a seed", 10, 10);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 0));
        _box.permute("a seed", 0, 0);
    }

    function test_StaysCheap() public view {
        _permute("a seed", 1000, 500); // the first call pays for the account
        uint256 before = gasleft();
        _permute("a seed", 1000, 500);
        assertLt(before - gasleft(), 36_000);
    }

    function _permute(bytes32 seed, uint256 size, uint256 index) private view returns (uint256) {
        // Casting is safe: sizes here are below 2^32.
        // forge-lint: disable-next-line(unsafe-typecast)
        return _box.permute(seed, uint32(size), uint32(index));
    }
}
