// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, SplitMath} from "../../src/rewards/SplitMath.sol";
import {Splits} from "../support/Splits.sol";
import {Test} from "../support/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice The cumulative rounding is exact: it equals a computation with 512 bits, and the parts add up to the amount.
contract SplitMathTest is Test {
    function testFuzz_UpToEqualsTheFloorComputedWith512Bits(uint256 amount, uint256 bps) external pure {
        bps = bound(bps, 0, 10_000);
        assertEq(SplitMath.upTo(amount, bps), FixedPointMathLib.fullMulDiv(amount, bps, 10_000));
    }

    function test_UpToIsExactAroundEveryMultipleOfTheDivisorAndAtBothEnds() external pure {
        uint256[8] memory bases =
            [uint256(0), 10_000, 20_000, 2 ** 64, 2 ** 128, 2 ** 255, type(uint256).max / 10_000, 0];
        bases[7] = type(uint256).max / 10_000 * 10_000;
        uint256[8] memory cuts = [uint256(0), 1, 500, 3333, 5000, 6667, 9999, 10_000];
        for (uint256 i; i < bases.length; ++i) {
            for (uint256 offset; offset < 5; ++offset) {
                uint256 amount = bases[i] < 2 ? offset : bases[i] - 2 + offset;
                for (uint256 j; j < cuts.length; ++j) {
                    assertEq(SplitMath.upTo(amount, cuts[j]), FixedPointMathLib.fullMulDiv(amount, cuts[j], 10_000));
                }
            }
        }
        for (uint256 j; j < cuts.length; ++j) {
            uint256 most = type(uint256).max;
            assertEq(SplitMath.upTo(most, cuts[j]), FixedPointMathLib.fullMulDiv(most, cuts[j], 10_000));
        }
    }

    function testFuzz_NothingIsNothingAndEverythingIsTheAmount(uint256 amount) external pure {
        assertEq(SplitMath.upTo(amount, 0), 0);
        assertEq(SplitMath.upTo(amount, 10_000), amount);
    }

    function testFuzz_ALargerShareNeverGetsLess(uint256 amount, uint256 a, uint256 b) external pure {
        a = bound(a, 0, 10_000);
        b = bound(b, a, 10_000);
        assertLe(SplitMath.upTo(amount, a), SplitMath.upTo(amount, b));
    }

    function testFuzz_ThePartsAddUpToTheAmountUpTo256Bits(uint256 amount, uint256 seed, uint256 count) external pure {
        _assertExact(amount, Splits.random(seed, bound(count, 1, 50)));
    }

    function testFuzz_ThePartsAddUpToTheAmountFromOneUnitTo128Bits(uint128 amount, uint8 bits, uint256 seed)
        external
        pure
    {
        // Shifting makes small amounts as likely as large ones.
        _assertExact(uint256(amount) >> bound(bits, 0, 127), Splits.random(seed, 1 + seed % 50));
    }

    function test_EveryAmountUpToAThousandUnitsIsSplitWithoutDust() external pure {
        Share[] memory shares = new Share[](4);
        shares[0].bps = 6000;
        shares[1].bps = 2500;
        shares[2].bps = 1000;
        shares[3].bps = 500;
        for (uint256 amount; amount <= 1000; ++amount) {
            _assertExact(amount, shares);
        }
    }

    function test_SevenUnitsGoToFourRecipientsAsTheDesignNoteSays() external pure {
        assertEq(SplitMath.upTo(7, 6000), 4);
        assertEq(SplitMath.upTo(7, 8500) - SplitMath.upTo(7, 6000), 1);
        assertEq(SplitMath.upTo(7, 9500) - SplitMath.upTo(7, 8500), 1);
        assertEq(SplitMath.upTo(7, 10_000) - SplitMath.upTo(7, 9500), 1);
    }

    /// @dev The parts add up, and each is its exact share rounded down or up.
    function _assertExact(uint256 amount, Share[] memory shares) private pure {
        uint256 bps;
        uint256 sum;
        for (uint256 i; i < shares.length; ++i) {
            uint256 part = SplitMath.upTo(amount, bps + shares[i].bps) - SplitMath.upTo(amount, bps);
            assertGe(part, FixedPointMathLib.fullMulDiv(amount, shares[i].bps, 10_000));
            assertLe(part, FixedPointMathLib.fullMulDivUp(amount, shares[i].bps, 10_000));
            bps += shares[i].bps;
            sum += part;
        }
        assertEq(bps, 10_000);
        assertEq(sum, amount);
    }
}
