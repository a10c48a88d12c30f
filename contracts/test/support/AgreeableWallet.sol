// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An ERC-1271 wallet that says yes to everything; without storage, so that an account can delegate to it.
contract AgreeableWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return AgreeableWallet.isValidSignature.selector;
    }
}
