// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Answers every call with the bytes that it was made with, or reverts with them.
contract RawAnswer {
    bytes private _answer;
    bool private immutable _reverts;

    constructor(bytes memory answer, bool reverts) {
        _answer = answer;
        _reverts = reverts;
    }

    fallback(bytes calldata) external payable returns (bytes memory answer) {
        answer = _answer;
        if (_reverts) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
