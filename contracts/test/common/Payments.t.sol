// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {Test} from "../support/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice What the encoding by hand sends, and takes for a yes, is what plain Solidity does; and memory is as it was.
contract PaymentsTest is Test {
    function testFuzz_APushSendsAndReadsWhatPlainSolidityDoes(
        address to,
        uint256 amount,
        uint8 length,
        bytes32 first,
        bool reverts
    ) external {
        vm.assume(to != address(this));
        bytes memory answer = new bytes(length);
        // A word of one is what a token says; others come by themselves.
        if (uint256(first) % 2 == 0) first = bytes32(uint256(1));
        for (uint256 i; i < length && i < 32; ++i) {
            answer[i] = first[i];
        }
        address token = address(new RawAnswer(answer, reverts));
        bytes memory sent = abi.encodeCall(ERC20.transfer, (to, amount));
        (bool success, bytes memory result) = token.call(sent);
        bool expected =
            success && (result.length == 0 || (result.length >= 32 && abi.decode(_word(result), (uint256)) == 1));

        vm.expectCall(token, sent, 1);
        assertEq(Payments.tryPay(token, to, amount), expected);
        _assertMemoryIsWhole();
    }

    function testFuzz_APullSendsAndReadsWhatPlainSolidityDoes(
        address payer,
        uint256 amount,
        uint8 length,
        bytes32 first,
        bool reverts
    ) external {
        bytes memory answer = new bytes(length);
        if (uint256(first) % 2 == 0) first = bytes32(uint256(1));
        for (uint256 i; i < length && i < 32; ++i) {
            answer[i] = first[i];
        }
        address token = address(new RawAnswer(answer, reverts));
        bytes memory sent = abi.encodeCall(ERC20.transferFrom, (payer, address(this), amount));
        (bool success, bytes memory result) = token.call(sent);
        bool expected =
            success && (result.length == 0 || (result.length >= 32 && abi.decode(_word(result), (uint256)) == 1));

        vm.expectCall(token, sent, 1);
        assertEq(Payments.tryTake(token, payer, amount), expected);
        _assertMemoryIsWhole();
    }

    /// @dev A short answer is no yes, whatever an answer before left in the scratch space.
    function test_AShortAnswerAfterAYesIsNoYes() external {
        address yes = address(new RawAnswer(abi.encode(true), false));
        for (uint256 length = 1; length < 32; ++length) {
            address short = address(new RawAnswer(new bytes(length), false));
            assertTrue(Payments.tryPay(yes, address(1), 1));
            assertFalse(Payments.tryPay(short, address(1), 1));
        }
    }

    function test_WhereThereIsNoCodeNothingIsPaid() external {
        assertFalse(Payments.tryPay(makeAddr("no token"), address(1), 1));
        assertFalse(Payments.tryTake(makeAddr("no token"), address(1), 1));
    }

    function _word(bytes memory data) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(data, 0x20)
        }
        return data;
    }

    /// @dev Where memory is free, and the word that is zero: what comes next is made of both.
    function _assertMemoryIsWhole() private pure {
        uint256 free;
        uint256 zero;
        assembly ("memory-safe") {
            free := mload(0x40)
            zero := mload(0x60)
        }
        assertEq(zero, 0);
        assertGt(free, 0x7f);
        assertLt(free, 1 << 16);
        bytes memory fresh = new bytes(96);
        assertEq(fresh, abi.encode(0, 0, 0));
    }
}
