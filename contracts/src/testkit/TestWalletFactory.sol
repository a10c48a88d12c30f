// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "./TestWallet.sol";

/// @title TestWalletFactory
/// @notice Deploys test wallets at addresses that are known before (CREATE2), so that they can sign before they exist (ERC-6492).
/// @dev WARNING: for tests and local chains.
contract TestWalletFactory {
    /// @notice Deploys the wallet of `owner` and `salt`; anyone may call. Reverts if it is already there.
    function deploy(address owner, bytes32 salt) external returns (address) {
        return address(new TestWallet{salt: salt}(owner));
    }

    /// @notice Where the wallet of `owner` and `salt` is or will be.
    function walletOf(address owner, bytes32 salt) external view returns (address) {
        bytes32 codeHash = keccak256(abi.encodePacked(type(TestWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, codeHash)))));
    }
}
